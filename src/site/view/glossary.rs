//! The glossary: terms, and the abbreviations of all bodies.

use super::index::{Filter, filters};
use super::outline::Outline;
use super::parts::{Link, Section, Title, capital, sentence};
use super::{Citation, Context};
use crate::content::catalog::BodyRef;
use crate::content::record::Text;
use crate::locale::{Letters, SortKey};
use crate::site::chrome::{Frame, Head};
use crate::site::data::markdown::{Markdown, escape, label};
use crate::site::edition::Edition;
use crate::site::route;
use askama::Template;

/// Above this many entries the letters become headings.
const GROUPED_FROM: usize = 24;

/// The glossary.
#[derive(Template)]
#[template(path = "glossary.html")]
pub(super) struct GlossaryPage<'e> {
    frame: &'e Frame,
    head: Head,
    title: Title,
    filters: Vec<Filter>,
    letters: Vec<Section<Entry>>,
    citation: Citation,
}

/// One word or abbreviation.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) term: String,
    pub(super) meaning: String,
    pub(super) see: Option<Link>,
}

impl Entry {
    /// The entry as an item of a list.
    pub(super) fn markdown(&self, markdown: &Markdown<'_>) -> String {
        let see = self.see.as_ref();
        let see = see.map(|link| format!(" ({})", markdown.link(&link.text, &link.href)));
        format!(
            "{} {}{}",
            label(&self.term),
            escape(&self.meaning),
            see.unwrap_or_default()
        )
    }
}

impl Outline for GlossaryPage<'_> {
    fn title(&self) -> &Title {
        &self.title
    }

    fn citation(&self) -> Option<&Citation> {
        Some(&self.citation)
    }

    fn outline(&self, markdown: &mut Markdown<'_>) {
        for letter in &self.letters {
            markdown.heading(2, &letter.heading);
            let items = letter.rows.iter().map(|entry| entry.markdown(markdown));
            let items: Vec<_> = items.collect();
            markdown.list(items);
        }
    }
}

/// The glossary in the order of the alphabet.
pub(super) fn page<'e>(context: Context<'_, 'e>) -> GlossaryPage<'e> {
    let edition = context.edition;
    let entries = entries(edition);
    let (head, mut title) = context.section(route::Section::Glossary);
    let count = edition.count(&edition.words.counts.terms, entries.len());
    title.key = count;
    let letters = if entries.len() < GROUPED_FROM {
        let heading = &edition.words.sections.glossary.name;
        vec![Section::only(heading, entries)]
    } else {
        by_letter(edition, entries)
    };
    GlossaryPage {
        frame: context.frame,
        head,
        title,
        filters: if letters.len() > 1 {
            filters(edition, &letters)
        } else {
            Vec::new()
        },
        letters,
        citation: context.citation(&edition.words.sections.glossary.name),
    }
}

/// Every entry in the order of the alphabet.
pub(super) fn entries(edition: &Edition<'_>) -> Vec<Entry> {
    let mut entries = terms(edition);
    entries.extend(abbreviations(edition));
    entries.sort_by(|a, b| (&a.0, &a.1.id).cmp(&(&b.0, &b.1.id)));
    entries.into_iter().map(|(_, entry)| entry).collect()
}

fn terms(edition: &Edition<'_>) -> Vec<(SortKey, Entry)> {
    let terms = edition.catalog.glossary.terms.iter();
    terms
        .map(|term| {
            let name = edition.text(&term.term);
            let entry = Entry {
                id: term.id.to_string(),
                term: name.to_owned(),
                meaning: edition.text(&term.text).to_owned(),
                see: (term.see.as_ref())
                    .and_then(|id| edition.catalog.body(id.as_str()))
                    .map(|body| see(edition, body)),
            };
            (edition.sort_key(name), entry)
        })
        .collect()
}

/// The abbreviations of bodies: those that the language writes differently
/// from the full name.
fn abbreviations(edition: &Edition<'_>) -> Vec<(SortKey, Entry)> {
    let bodies = edition.catalog.bodies().filter_map(|body| {
        let abbreviation: &Text = body.body.abbreviation.as_ref()?;
        let abbreviation = edition.text(abbreviation);
        let entry = Entry {
            id: format!("body-{}", body.id),
            term: abbreviation.to_owned(),
            meaning: sentence(edition.text(&body.body.name)),
            see: Some(see(edition, body)),
        };
        Some((edition.sort_key(abbreviation), entry))
    });
    bodies.collect()
}

/// A link to a body that says what it leads to.
fn see<'a>(edition: &Edition<'a>, body: BodyRef<'a>) -> Link {
    let kind = edition.kind_word(body.kind.into());
    Link {
        href: edition.href(route::Route::entity(body.kind.into(), body.id)),
        text: format!("{kind}: {}", edition.short_name(body.body)),
    }
}

fn by_letter(edition: &Edition<'_>, entries: Vec<Entry>) -> Vec<Section<Entry>> {
    // Letters of two scripts may look alike: an index of both would have one of
    // them twice.
    let own = Letters::of_script(edition.language.record.script.as_str());
    let foreign = |entry: &Entry| {
        let first = entry.term.chars().find(|c| c.is_alphanumeric());
        own.zip(first.and_then(Letters::of))
            .is_some_and(|(own, other)| own != other)
    };
    let (others, entries): (Vec<_>, Vec<_>) = entries.into_iter().partition(foreign);
    let mut letters: Vec<Section<Entry>> = Vec::new();
    for entry in entries {
        let letter = letter(edition, &entry.term);
        match letters.last_mut() {
            Some(last) if last.heading == letter => last.rows.push(entry),
            _ => {
                let id = format!("l{}", letters.len() + 1);
                letters.push(Section::new(id, &letter, String::new(), vec![entry]));
            }
        }
    }
    if !others.is_empty() {
        let heading = &edition.words.headings.other_script;
        letters.push(Section::new("ls", heading, String::new(), others));
    }
    letters
}

/// The letter that a word begins with: one of the alphabet, which may be
/// written with two characters, or whatever the word begins with.
fn letter(edition: &Edition<'_>, word: &str) -> String {
    let small = word.to_lowercase();
    let alphabet = &edition.language.grammar.alphabet;
    let found = alphabet
        .iter()
        .filter(|letter| small.starts_with(letter.as_str()))
        .max_by_key(|letter| letter.len());
    match (found, word.chars().next()) {
        (Some(letter), _) => capital(letter),
        (None, Some(first)) if first.is_alphabetic() => first.to_uppercase().collect(),
        _ => edition.words.headings.other_letters.clone(),
    }
}
