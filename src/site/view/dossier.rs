//! Everything on one page, for paper: each record as on its own page, under
//! one numbering of sources.

mod chapters;

use super::body::{MemberRow, outline::member_table};
use super::events::EventRow;
use super::evidence::{ChangeRow, ClaimRow, Note, Notes};
use super::glossary::{self, Entry};
use super::outline::Outline;
use super::parts::{Fact, Flag, Link, Phrase, Row, Section, Title};
use super::{Citation, Context};
use crate::site::chrome::{Frame, Head};
use crate::site::data::markdown::{Markdown, bold, escape};
use crate::site::markdown::Prose;
use crate::site::route;
use askama::Template;

/// Everything on one page.
#[derive(Template)]
#[template(path = "dossier.html")]
pub(super) struct DossierPage<'e> {
    frame: &'e Frame,
    head: Head,
    title: Title,
    contents: Vec<Link>,
    chapters: Vec<Section<Record>>,
    events: Section<EventRow>,
    principles: Section<Row>,
    glossary: Section<Entry>,
    /// The pages about the site; none or one.
    about: Vec<Section<Record>>,
    abbreviations: Section<Fact>,
    notes: Section<Note>,
    citation: Citation,
}

/// One record.
#[derive(Debug, Default)]
struct Record {
    /// Its name within the page.
    id: String,
    /// What it is, in a word.
    key: String,
    /// Its name, with a link to its own page; none if its chapter has its name.
    name: Phrase,
    /// The level of the headings below its name.
    level: usize,
    /// Its abbreviation and its name in its own language, with that language.
    abbreviation: Option<String>,
    own_name: Option<(String, String)>,
    former: Option<Flag>,
    lead: Option<String>,
    prose: Option<Prose>,
    /// The prose as Markdown.
    text: Option<String>,
    facts: Vec<Fact>,
    claims: Vec<ClaimRow>,
    members: Vec<MemberRow>,
    changes: Vec<ChangeRow>,
    gaps: Vec<Row>,
}

/// The whole register.
pub(super) fn page<'e>(context: Context<'_, 'e>) -> DossierPage<'e> {
    let edition = context.edition;
    let words = edition.words;
    let mut notes = Notes::new(context, None);
    let chapters = chapters::all(edition, &mut notes);
    let events = chapters::events(edition, &mut notes);
    let principles = chapters::principles(edition, &mut notes);
    let about = chapters::about(edition, &mut notes);
    let entries: Vec<_> = glossary::entries(edition)
        .into_iter()
        .map(|entry| Entry {
            id: format!("term-{}", entry.id),
            ..entry
        })
        .collect();
    let count = edition.count(&words.counts.terms, entries.len());
    let name = &words.sections.glossary.name;
    let glossary = Section::new("h-glossary", name, count, entries);
    let (head, mut title) = context.section(route::Section::Dossier);
    let state = &context.frame.state;
    title = title.note(state.plain());
    title.notes.extend(notes.read());
    let (abbreviations, notes) = notes.finish();
    let notes = Section {
        heading: words.sections.sources.name.clone(),
        ..notes
    };
    let mut contents = Vec::new();
    contents.extend(chapters.iter().filter_map(link));
    let others = [
        link(&events),
        link(&principles),
        link(&glossary),
        link(&about),
        link(&abbreviations),
        link(&notes),
    ];
    contents.extend(others.into_iter().flatten());
    DossierPage {
        citation: context.citation(&title.heading),
        frame: context.frame,
        head,
        title,
        contents,
        chapters,
        events,
        principles,
        glossary,
        about: Some(about)
            .filter(|about| !about.rows.is_empty())
            .into_iter()
            .collect(),
        abbreviations,
        notes,
    }
}

/// A link to a section, unless it is left out because nothing is in it.
fn link<T>(section: &Section<T>) -> Option<Link> {
    (!section.rows.is_empty()).then(|| Link {
        href: format!("#{}", section.id),
        text: section.heading.clone(),
    })
}

impl Outline for DossierPage<'_> {
    fn title(&self) -> &Title {
        &self.title
    }

    fn citation(&self) -> Option<&Citation> {
        Some(&self.citation)
    }

    fn outline(&self, markdown: &mut Markdown<'_>) {
        self.chapters(markdown, &self.chapters);
        markdown.events(&self.events);
        markdown.rows(&self.principles);
        markdown.heading(2, &self.glossary.heading);
        let entries = self.glossary.rows.iter();
        let entries: Vec<_> = entries.map(|entry| entry.markdown(markdown)).collect();
        markdown.list(entries);
        self.chapters(markdown, &self.about);
        markdown.abbreviations(&self.abbreviations);
        markdown.notes(&self.notes);
    }
}

impl DossierPage<'_> {
    fn chapters(&self, markdown: &mut Markdown<'_>, chapters: &[Section<Record>]) {
        for chapter in chapters {
            markdown.heading(2, &chapter.heading);
            for record in &chapter.rows {
                self.record(markdown, record);
            }
        }
    }

    fn record(&self, markdown: &mut Markdown<'_>, record: &Record) {
        let headings = &self.frame.words.headings;
        if !record.name.text.is_empty() {
            markdown.heading(3, &record.name.text);
        }
        let mut line = Vec::new();
        line.extend(record.abbreviation.as_deref().map(bold));
        line.extend(record.own_name.as_ref().map(|(name, _)| escape(name)));
        line.push(escape(&record.key));
        markdown.line(&line.join(" · "));
        if let Some(lead) = &record.lead {
            markdown.paragraph(lead);
        }
        if let Some(text) = &record.text {
            markdown.raw(text);
        }
        if !record.facts.is_empty() {
            markdown.facts(&record.facts);
        }
        if !record.claims.is_empty() {
            markdown.heading(record.level, &headings.recorded);
            markdown.claim_rows(&record.claims);
        }
        if !record.members.is_empty() {
            markdown.heading(4, &headings.members);
            member_table(markdown, &self.frame.words, &record.members);
        }
        if !record.changes.is_empty() {
            markdown.heading(4, &headings.changes);
            markdown.change_rows(&record.changes);
        }
        if !record.gaps.is_empty() {
            markdown.heading(4, &headings.not_known);
            markdown.plain_rows(&record.gaps);
        }
    }
}
