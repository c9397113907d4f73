//! The home page.

use super::Context;
use super::evidence::{ChangeRow, Evidence, evidence_elsewhere};
use super::index::goal_rows;
use super::map::{self, Overview};
use super::outline::Outline;
use super::parts::{Fact, Link, Row, Section, Title};
use super::terms::{Rich, Terms};
use crate::content::catalog::BodyRef;
use crate::content::record::Strings;
use crate::locale::PartialDate;
use crate::site::chrome::{Frame, Head};
use crate::site::data::markdown::{Markdown, escape, label};
use crate::site::edition::Edition;
use crate::site::route;
use askama::Template;

/// How many changes of fact the home page tells.
const CHANGES: usize = 4;

/// The home page.
#[derive(Template)]
#[template(path = "home.html")]
pub(super) struct HomePage<'e> {
    frame: &'e Frame,
    head: Head,
    title: Title,
    doors: Vec<Door>,
    figures: Section<FigureRow>,
    map: Section<Overview>,
    changes: Section<ChangeRow>,
    goals: Section<Row>,
    abbreviations: Section<Fact>,
}

impl Outline for HomePage<'_> {
    fn title(&self) -> &Title {
        &self.title
    }

    fn outline(&self, markdown: &mut Markdown<'_>) {
        ways_in(markdown, &self.frame.words, &self.doors);
        if !self.figures.rows.is_empty() {
            markdown.heading(2, &self.figures.heading);
            let figures = self.figures.rows.iter().map(|figure| {
                let statement = markdown.link(&figure.statement.text, &figure.statement.href);
                let evidence = markdown.evidence(&figure.evidence);
                let number = label(&figure.number);
                format!(
                    "{number} {} {statement}{evidence}",
                    escape(&figure.text.words())
                )
            });
            let figures: Vec<_> = figures.collect();
            markdown.list(figures);
        }
        for map in &self.map.rows {
            markdown.heading(2, &self.map.heading);
            map.outline(markdown);
        }
        markdown.changes(&self.changes);
        markdown.rows(&self.goals);
        markdown.abbreviations(&self.abbreviations);
    }
}

/// A way into the register.
#[derive(Debug)]
pub(in crate::site) struct Door {
    /// Where it leads.
    pub link: Link,
    /// How much is behind it.
    pub number: String,
    /// What is behind it.
    pub text: String,
}

/// The ways into the register as Markdown.
pub(super) fn ways_in(markdown: &mut Markdown<'_>, words: &Strings, doors: &[Door]) {
    markdown.heading(2, &words.headings.ways_in);
    let doors = doors.iter().map(|door| {
        let link = markdown.link(&door.link.text, &door.link.href);
        format!("{link} ({}): {}", escape(&door.number), escape(&door.text))
    });
    let doors: Vec<_> = doors.collect();
    markdown.list(doors);
}

/// A number, the statement it comes from, and what that rests on.
#[derive(Debug)]
struct FigureRow {
    number: String,
    text: Rich,
    statement: Link,
    evidence: Evidence,
}

/// The home page.
pub(super) fn page<'e>(context: Context<'_, 'e>) -> HomePage<'e> {
    let edition = context.edition;
    let site = &edition.catalog.site;
    let words = edition.words;
    let name = edition.text(&site.title);
    let lead = edition.text(&site.lead);
    let mut title = Title::new("", name)
        .lead(lead)
        .note(edition.text(&site.runner_note).to_owned());
    title.abbreviation = Some(edition.text(&site.subject).to_owned());
    let goals = goal_rows(edition);
    let key = edition.count(&words.counts.goals, goals.len());
    let mut terms = Terms::new(edition, None);
    HomePage {
        frame: context.frame,
        head: context.head(name, lead),
        title,
        doors: doors(edition),
        figures: figures(&mut terms),
        map: map::overview(edition, context.frame),
        changes: changes(&mut terms),
        goals: Section::new("h-goals", &words.sections.goals.name, key, goals),
        abbreviations: terms.finish(),
    }
}

/// The ways into the register, with how much is behind each.
pub(in crate::site) fn doors(edition: &Edition<'_>) -> Vec<Door> {
    let catalog = edition.catalog;
    let doors = [
        (route::Section::Partners, catalog.partners.len()),
        (route::Section::Societies, catalog.societies.len()),
        (route::Section::Networks, catalog.networks.len()),
        (route::Section::Memberships, catalog.memberships.len()),
        (route::Section::Events, catalog.events.len()),
        (route::Section::Sources, catalog.sources.len()),
    ];
    doors
        .into_iter()
        .map(|(section, number)| Door {
            link: edition.section_link(section),
            number: edition.number(number),
            text: edition.section(section).lead.clone(),
        })
        .collect()
}

fn figures(terms: &mut Terms<'_, '_>) -> Section<FigureRow> {
    let edition = terms.edition();
    let rows = edition.catalog.site.figures.iter().filter_map(|figure| {
        let found = edition.catalog.claim(figure.claim.as_str())?;
        let claim = found.claim;
        Some(FigureRow {
            number: edition.text(&figure.number).to_owned(),
            text: terms.rich(edition.text(&claim.text)),
            statement: Link {
                href: edition
                    .routes
                    .claim(found.entity, claim.id.as_str(), edition.index),
                text: edition.title(found.entity).to_owned(),
            },
            evidence: Evidence {
                as_of: Some(edition.time(&claim.as_of)),
                ..evidence_elsewhere(edition, &claim.sources, claim.confidence)
            },
        })
    });
    let heading = &edition.words.headings.figures;
    Section::new("h-figures", heading, String::new(), rows.collect())
}

/// What changed in the world, the newest first.
fn changes(terms: &mut Terms<'_, '_>) -> Section<ChangeRow> {
    let edition = terms.edition();
    let mut changes: Vec<(PartialDate, BodyRef<'_>, usize)> = edition
        .catalog
        .bodies()
        .flat_map(|body| {
            let changes = body.body.changes.iter().enumerate();
            changes.map(move |(index, change)| (change.date, body, index))
        })
        .collect();
    changes.sort_by_key(|(date, body, index)| (std::cmp::Reverse(*date), body.id, *index));
    let rows = changes
        .into_iter()
        .take(CHANGES)
        .map(|(date, body, index)| {
            let change = &body.body.changes[index];
            let page = edition.href(route::Route::entity(body.kind.into(), body.id));
            let fragment = route::change_fragment(&body.body.changes, index);
            ChangeRow {
                id: None,
                date: edition.time(&date),
                text: terms.rich(edition.text(&change.text)),
                about: Some(Link {
                    href: format!("{page}#{fragment}"),
                    text: edition.text(&body.body.name).to_owned(),
                }),
                evidence: evidence_elsewhere(edition, &change.sources, change.confidence),
            }
        });
    let heading = &edition.words.headings.latest_changes;
    let rows: Vec<_> = rows.collect();
    let key = edition.count(&edition.words.counts.changes, rows.len());
    Section::new("h-changes", heading, key, rows)
}
