//! The state of the register: what there is, on what ground, and what should
//! be checked again.

use super::outline::Outline;
use super::parts::{Dated, Link, Section, Time, Title};
use super::review::{due, is_late};
use super::{Citation, Context, glossary};
use crate::content::Catalog;
use crate::content::record::{Body, Claim, Confidence};
use crate::locale::Localized;
use crate::site::chrome::{Frame, Head};
use crate::site::data::markdown::{Markdown, bold, escape, label};
use crate::site::edition::Edition;
use crate::site::route::{self, Route};
use askama::Template;

/// At least this many of the statements that are due next are listed, and what
/// is overdue besides, up to [`MOST`].
const NEXT: usize = 12;

/// No more are listed than this, so that a register that was left alone does
/// not grow a page that nobody reads: whoever reviews begins at the top.
const MOST: usize = 40;

/// The state of the register.
#[derive(Template)]
#[template(path = "status.html")]
pub(super) struct StatusPage<'e> {
    frame: &'e Frame,
    head: Head,
    title: Title,
    overdue: Option<String>,
    due: Section<DueRow>,
    kinds: Section<KindRow>,
    confidences: Section<ShareRow>,
    languages: Section<LanguageRow>,
    citation: Citation,
}

impl Outline for StatusPage<'_> {
    fn title(&self) -> &Title {
        &self.title
    }

    fn citation(&self) -> Option<&Citation> {
        Some(&self.citation)
    }

    fn outline(&self, markdown: &mut Markdown<'_>) {
        let labels = &self.frame.words.labels;
        markdown.heading(2, &self.due.heading);
        if let Some(text) = &self.overdue {
            markdown.paragraph(text);
        }
        let due = self.due.rows.iter().map(|row| {
            let day = label(&format!("{} {}", labels.due, row.day.words));
            let entity = markdown.link(&row.entity.text, &row.entity.href);
            let entity = format!("{}: {entity}", escape(&row.kind));
            let late = row
                .late
                .as_ref()
                .map(|late| format!(" {}", bold(&late.plain())));
            let as_of = escape(&format!("{} {}", labels.as_of, row.as_of.words));
            let text = escape(&row.text);
            format!(
                "{day} {text} {entity}{} ({as_of})",
                late.unwrap_or_default()
            )
        });
        let due: Vec<_> = due.collect();
        markdown.list(due);
        markdown.heading(2, &self.confidences.heading);
        let rows = self.confidences.rows.iter();
        let rows = rows.map(|row| vec![escape(&row.name), escape(&row.number)]);
        markdown.table(&[&labels.confidence, &labels.number], rows);
        markdown.heading(2, &self.kinds.heading);
        let rows = self.kinds.rows.iter().map(|row| {
            let name = markdown.link(&row.name.text, &row.name.href);
            vec![name, escape(&row.number)]
        });
        let rows: Vec<_> = rows.collect();
        markdown.table(&[&labels.kind, &labels.number], rows);
        markdown.heading(2, &self.languages.heading);
        let words = &self.frame.words.translation;
        let rows = self.languages.rows.iter().map(|row| {
            let source = row.source.as_ref().map_or("", |(name, _)| name);
            let origin = format!("{}{source}{}", row.origin, row.origin_after);
            vec![escape(&row.name), escape(&row.texts), escape(&origin)]
        });
        markdown.table(&[&words.language, &words.texts, &words.origin], rows);
    }
}

/// Something that somebody should check again.
#[derive(Debug)]
struct DueRow {
    day: Time,
    text: String,
    /// What the entity is, in a word: two of one name may be due on one day.
    kind: String,
    entity: Link,
    late: Option<Dated>,
    as_of: Time,
}

/// How many records there are of a kind.
#[derive(Debug)]
struct KindRow {
    name: Link,
    number: String,
}

/// A part of a whole.
#[derive(Debug)]
struct ShareRow {
    name: String,
    number: String,
    /// Of a hundred, for the bar.
    percent: String,
}

/// How much is written in a language.
#[derive(Debug)]
struct LanguageRow {
    name: String,
    lang: String,
    texts: String,
    percent: String,
    origin: String,
    /// The language that the texts are made from.
    source: Option<(String, String)>,
    origin_after: String,
}

/// The state of the register on its day.
pub(super) fn page<'e>(context: Context<'_, 'e>) -> StatusPage<'e> {
    let edition = context.edition;
    let words = edition.words;
    let catalog = edition.catalog;
    let claims = catalog.claims().count();
    let (head, title) = context.section(route::Section::Status);
    let (due, overdue) = due_rows(edition);
    let title = title
        .note(edition.count(&words.counts.statements, claims))
        .note(edition.count(&words.counts.sources, catalog.sources.len()));
    StatusPage {
        frame: context.frame,
        head,
        title: Title {
            late: (overdue > 0).then(|| Link {
                href: "#h-due".to_owned(),
                text: edition.count(&words.counts.overdue, overdue),
            }),
            key: words.groups.evidence.clone(),
            ..title
        },
        overdue: (overdue == 0).then(|| words.labels.nothing_late.clone()),
        due,
        kinds: kinds(edition),
        confidences: confidences(edition, claims),
        languages: languages(edition),
        citation: context.citation(&words.sections.status.name),
    }
}

fn due_rows(edition: &Edition<'_>) -> (Section<DueRow>, usize) {
    let words = edition.words;
    let due = due(edition);
    let overdue = due
        .iter()
        .filter(|due| is_late(edition.catalog, &due.review_by))
        .count();
    let all = due.len();
    let rows: Vec<_> = due
        .into_iter()
        .take(overdue.clamp(NEXT, MOST))
        .map(|due| {
            let page = edition.href(Route::Entity(due.entity));
            DueRow {
                day: edition.time(&due.review_by),
                text: due.text.to_owned(),
                kind: edition.kind_word(due.entity.kind).to_owned(),
                entity: Link {
                    href: format!("{page}#{}", due.fragment),
                    text: edition.title(due.entity).to_owned(),
                },
                late: is_late(edition.catalog, &due.review_by)
                    .then(|| edition.dated(&words.labels.overdue_since, &due.review_by)),
                as_of: edition.time(&due.as_of),
            }
        })
        .collect();
    let key = of(edition, &words.labels.reviews_of, rows.len(), all);
    let heading = &words.headings.due_for_review;
    (Section::new("h-due", heading, key, rows), overdue)
}

/// So many of so many, in these words.
fn of(edition: &Edition<'_>, words: &str, some: usize, all: usize) -> String {
    words
        .replace("{n}", &edition.number(some))
        .replace("{all}", &edition.number(all))
}

fn kinds(edition: &Edition<'_>) -> Section<KindRow> {
    let catalog = edition.catalog;
    let numbers = [
        (route::Section::Partners, catalog.partners.len()),
        (route::Section::Societies, catalog.societies.len()),
        (route::Section::Networks, catalog.networks.len()),
        (route::Section::Memberships, catalog.memberships.len()),
        (route::Section::Goals, catalog.goals.len()),
        (route::Section::Events, catalog.events.len()),
        (route::Section::Principles, catalog.principles.len()),
        (route::Section::Glossary, glossary::entries(edition).len()),
        (route::Section::Sources, catalog.sources.len()),
    ];
    let total = numbers.iter().map(|(_, number)| number).sum();
    let rows = numbers.into_iter().map(|(section, number)| KindRow {
        name: edition.section_link(section),
        number: edition.number(number),
    });
    let key = edition.count(&edition.words.counts.records, total);
    Section::new(
        "h-kinds",
        &edition.words.headings.by_kind,
        key,
        rows.collect(),
    )
}

fn confidences(edition: &Edition<'_>, all: usize) -> Section<ShareRow> {
    let number = |confidence| {
        let claims = edition.catalog.claims();
        claims
            .filter(|found| found.claim.confidence == confidence)
            .count()
    };
    let rows = [
        Confidence::Seed,
        Confidence::Official,
        Confidence::Press,
        Confidence::Inferred,
        Confidence::General,
        Confidence::Project,
    ]
    .into_iter()
    .map(|confidence| (confidence, number(confidence)))
    .filter(|(_, number)| *number > 0)
    .map(|(confidence, number)| ShareRow {
        name: edition.confidence(confidence).to_owned(),
        number: edition.number(number),
        percent: percent(number, all),
    });
    let key = edition.count(&edition.words.counts.statements, all);
    Section::new(
        "h-confidence",
        &edition.words.headings.by_confidence,
        key,
        rows.collect(),
    )
}

/// A share of a hundred to one decimal, as SVG writes numbers.
fn percent(part: usize, whole: usize) -> String {
    let tenths = (part * 1000 + whole / 2).checked_div(whole).unwrap_or(0);
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn languages(edition: &Edition<'_>) -> Section<LanguageRow> {
    let words = &edition.words.translation;
    let catalog = edition.catalog;
    let texts = texts(catalog);
    let rows = catalog.languages.iter().map(|language| {
        let written = texts
            .iter()
            .filter(|text| text.get(&language.id).is_some())
            .count();
        let source = language.record.derived_from.as_ref();
        let source = source.and_then(|id| catalog.languages.iter().find(|other| other.id == *id));
        let origin = match source {
            Some(_) => words
                .derived
                .split_once("{language}")
                .unwrap_or((&words.derived, "")),
            None => (words.written.as_str(), ""),
        };
        LanguageRow {
            name: language.record.name.clone(),
            lang: language.record.lang.as_str().to_owned(),
            texts: of(edition, &edition.words.labels.some_of, written, texts.len()),
            percent: percent(written, texts.len()),
            origin: origin.0.to_owned(),
            source: source.map(|source| {
                (
                    source.record.name.clone(),
                    source.record.lang.as_str().to_owned(),
                )
            }),
            origin_after: origin.1.to_owned(),
        }
    });
    let rows: Vec<_> = rows.collect();
    let key = edition.count(&edition.words.counts.languages, rows.len());
    Section::new(
        "h-languages",
        &edition.words.headings.translation,
        key,
        rows,
    )
}

/// Every text of the register that is to be there in every language.
fn texts(catalog: &Catalog) -> Vec<&Localized> {
    let mut texts: Vec<&Localized> = Vec::new();
    let site = &catalog.site;
    texts.extend([
        &*site.title,
        &site.subject,
        &site.lead,
        &site.runner_note,
        &site.emblem_note,
    ]);
    texts.extend(site.figures.iter().map(|figure| &*figure.number));
    for body in catalog.bodies() {
        texts.extend(of_body(body.body));
    }
    texts.extend(catalog.networks.values().map(|network| &*network.scope));
    for membership in catalog.memberships.values() {
        texts.push(&membership.text);
        texts.extend(of_claims(&membership.claims));
    }
    for goal in catalog.goals.values() {
        texts.extend([&*goal.title, &goal.text]);
        texts.extend(of_claims(&goal.claims));
    }
    for event in catalog.events.values() {
        texts.extend([&*event.title, &event.text]);
    }
    for principle in catalog.principles.values() {
        texts.extend([&*principle.name, &principle.text]);
    }
    texts.extend(catalog.sources.values().map(|source| &*source.title));
    for page in catalog.pages.values() {
        texts.extend([&*page.title, &page.body]);
        texts.extend(page.lead.as_deref());
        texts.extend(page.statements.as_deref());
        texts.extend(of_claims(&page.claims));
    }
    for term in &catalog.glossary.terms {
        texts.extend([&*term.term, &term.text]);
    }
    texts.extend(catalog.countries.values().map(|country| &*country.name));
    texts.extend(catalog.places.values().map(|place| &*place.name));
    texts.extend(catalog.topics.values().map(|topic| &*topic.name));
    texts.extend(
        catalog
            .publishers
            .values()
            .map(|publisher| &*publisher.name),
    );
    texts
}

fn of_body(body: &Body) -> Vec<&Localized> {
    let mut texts: Vec<&Localized> = vec![&body.name, &body.relation.text];
    texts.extend(body.abbreviation.as_deref());
    texts.extend(
        body.founded
            .iter()
            .filter_map(|founded| founded.note.as_deref()),
    );
    texts.extend(of_claims(&body.claims));
    texts.extend(body.changes.iter().map(|change| &*change.text));
    texts.extend(body.gaps.iter().map(|gap| &*gap.text));
    texts
}

fn of_claims(claims: &[Claim]) -> impl Iterator<Item = &Localized> {
    claims.iter().map(|claim| &*claim.text)
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn shares_are_rounded_to_a_tenth() {
        assert_eq!(percent(0, 0), "0.0");
        assert_eq!(percent(1, 3), "33.3");
        assert_eq!(percent(2, 3), "66.7");
        assert_eq!(percent(58, 58), "100.0");
    }
}
