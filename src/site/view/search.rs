//! The search: its form, and what it finds.

use super::Context;
use super::home::{Door, doors, ways_in};
use super::outline::Outline;
use super::parts::{Link, Phrase, Row, Section, Title};
use crate::content::record::Tip;
use crate::site::chrome::{Frame, Head};
use crate::site::data::markdown::Markdown;
use crate::site::route;
use crate::site::search::snippet::{Piece, Snippet};
use askama::Template;

/// The form, with what can be looked for.
#[derive(Template)]
#[template(path = "search.html")]
pub(super) struct SearchPage<'e> {
    frame: &'e Frame,
    head: Head,
    title: Title,
    /// What stands in the field: nothing.
    wanted: &'static str,
    tips: Section<Row>,
    doors: Vec<Door>,
}

impl Outline for SearchPage<'_> {
    fn title(&self) -> &Title {
        &self.title
    }

    fn outline(&self, markdown: &mut Markdown<'_>) {
        markdown.rows(&self.tips);
        ways_in(markdown, &self.frame.words, &self.doors);
    }
}

/// The form, with what can be looked for.
pub(super) fn page<'e>(context: Context<'_, 'e>) -> SearchPage<'e> {
    let edition = context.edition;
    let words = &edition.words.search;
    let (head, title) = context.section(route::Section::Search);
    let tip = |tip: &Tip| Row {
        key: tip.name.clone(),
        lines: vec![Phrase::plain(tip.text.as_str())],
        ..Row::default()
    };
    let tips = [
        &words.tip_name,
        &words.tip_date,
        &words.tip_place,
        &words.tip_phrase,
        &words.blind,
    ];
    SearchPage {
        frame: context.frame,
        head,
        title,
        wanted: "",
        tips: Section::new("tips", &words.tips, String::new(), tips.map(tip).into()),
        doors: doors(edition),
    }
}

/// What was found.
#[derive(Template)]
#[template(path = "results.html")]
pub(in crate::site) struct ResultsPage<'e> {
    /// What surrounds the page.
    pub frame: &'e Frame,
    /// What the page says about itself.
    pub head: Head,
    /// How much was found.
    pub title: Title,
    /// What stands in the field.
    pub wanted: &'e str,
    /// How it was looked for, where that is not as asked.
    pub notes: Vec<String>,
    /// What may have been meant, when nothing was found.
    pub guess: Option<Link>,
    /// Links to results of one kind, where there are several.
    pub filters: Vec<KindLink>,
    /// The results by kind, the best kind first.
    pub groups: Vec<Group>,
    /// What is found in other languages.
    pub elsewhere: Vec<Elsewhere>,
    /// Ways into the register, when nothing was found.
    pub doors: &'e [Door],
}

/// A link to results of one kind, or of all.
#[derive(Debug)]
pub(in crate::site) struct KindLink {
    /// The link.
    pub link: Link,
    /// How many there are.
    pub number: String,
    /// Whether these are shown.
    pub is_current: bool,
}

/// Results of one kind.
#[derive(Debug)]
pub(in crate::site) struct Group {
    /// The results.
    pub rows: Section<ResultRow>,
    /// The link to all of them, where these are not all.
    pub more: Option<Link>,
}

/// One result.
#[derive(Debug)]
pub(in crate::site) struct ResultRow {
    /// What it is, or when it was.
    pub key: String,
    /// Where it stands.
    pub href: String,
    /// Its name.
    pub title: Vec<Piece>,
    /// The text in which the words were found.
    pub snippet: Option<Snippet>,
    /// Lines of evidence.
    pub notes: Vec<String>,
}

/// What is found in another language.
#[derive(Debug)]
pub(in crate::site) struct Elsewhere {
    /// The same search there.
    pub href: String,
    /// The tag of the language.
    pub lang: String,
    /// Its own name.
    pub name: String,
    /// How much.
    pub number: String,
}
