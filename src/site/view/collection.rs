//! The events by period, and the principles.

use super::events::{self, Detail, EventRow};
use super::evidence::{Note, Notes};
use super::index::{Filter, filters};
use super::outline::Outline;
use super::parts::{Link, Phrase, Row, Section, Title};
use super::{Citation, Context};
use crate::content::catalog::Entry;
use crate::content::record::Event;
use crate::locale::PartialDate;
use crate::site::chrome::{Frame, Head};
use crate::site::data::markdown::Markdown;
use crate::site::edition::Edition;
use crate::site::route;
use askama::Template;

/// Years in a period.
const PERIOD: i16 = 10;

/// The index of events.
#[derive(Template)]
#[template(path = "events.html")]
pub(super) struct EventsPage<'e> {
    frame: &'e Frame,
    head: Head,
    title: Title,
    filters: Vec<Filter>,
    periods: Vec<Section<EventRow>>,
    timeline: Link,
    citation: Citation,
}

impl Outline for EventsPage<'_> {
    fn title(&self) -> &Title {
        &self.title
    }

    fn citation(&self) -> Option<&Citation> {
        Some(&self.citation)
    }

    fn outline(&self, markdown: &mut Markdown<'_>) {
        for period in &self.periods {
            markdown.events(period);
        }
    }
}

/// The events by decade, oldest first, and those without a date at the end.
pub(super) fn events<'e>(context: Context<'_, 'e>) -> EventsPage<'e> {
    let edition = context.edition;
    let words = edition.words;
    let all = edition.catalog.events_by_date();
    let (dated, undated): (Vec<_>, Vec<_>) =
        all.iter().partition(|(_, event)| event.date.is_some());
    let mut periods: Vec<_> = dated
        .chunk_by(|(_, a), (_, b)| decade(a) == decade(b))
        .map(|events| {
            let id = format!("d{}", decade(events[0].1));
            section(edition, id, &period(edition, events), events)
        })
        .collect();
    if !undated.is_empty() {
        periods.push(section(
            edition,
            "undated".to_owned(),
            &words.headings.undated,
            &undated,
        ));
    }
    let (head, mut title) = context.section(route::Section::Events);
    title.key = edition.count(&words.counts.events, all.len());
    EventsPage {
        frame: context.frame,
        head,
        title,
        filters: filters(edition, &periods),
        periods,
        timeline: Link {
            href: edition.href(route::Route::Section(route::Section::Timeline)),
            text: words.timeline.in_timeline.clone(),
        },
        citation: context.citation(&words.sections.events.name),
    }
}

fn decade(event: &Event) -> i16 {
    let year = event.sorting_day().year;
    year - year.rem_euclid(PERIOD)
}

/// The heading of a period: from its first year with an event to its last.
fn period<T>(edition: &Edition<'_>, events: &[(&str, &T)]) -> String
where
    T: std::ops::Deref<Target = Event>,
{
    let year = |event: Option<&(&str, &T)>| {
        let day = event.map(|(_, event)| event.sorting_day());
        PartialDate::Year(day.map_or(1, |day| day.year))
    };
    edition.span(&year(events.first()), Some(&year(events.last())))
}

fn section<'a>(
    edition: &Edition<'a>,
    id: String,
    heading: &str,
    events: &[(&'a str, &'a Entry<Event>)],
) -> Section<EventRow> {
    let key = edition.count(&edition.words.counts.events, events.len());
    let rows = events::rows(edition, events, Detail::Line, None);
    Section::new(id, heading, key, rows)
}

/// The principles, each with a name of its own within the page.
#[derive(Template)]
#[template(path = "principles.html")]
pub(super) struct PrinciplesPage<'e> {
    frame: &'e Frame,
    head: Head,
    title: Title,
    principles: Section<Row>,
    notes: Section<Note>,
    citation: Citation,
}

impl Outline for PrinciplesPage<'_> {
    fn title(&self) -> &Title {
        &self.title
    }

    fn citation(&self) -> Option<&Citation> {
        Some(&self.citation)
    }

    fn outline(&self, markdown: &mut Markdown<'_>) {
        markdown.rows(&self.principles);
        markdown.notes(&self.notes);
    }
}

/// The principles in their order.
pub(super) fn principles<'e>(context: Context<'_, 'e>) -> PrinciplesPage<'e> {
    let edition = context.edition;
    let mut notes = Notes::new(context, None);
    let rows = principle_rows(edition, &mut notes);
    let (head, mut title) = context.section(route::Section::Principles);
    title.key = edition.count(&edition.words.counts.principles, rows.len());
    let citation = context.citation(&title.heading);
    let heading = &edition.words.sections.principles.name;
    PrinciplesPage {
        frame: context.frame,
        head,
        title,
        principles: Section::only(heading, rows),
        notes: notes.finish().1,
        citation,
    }
}

/// The principles in their order, as rows.
pub(super) fn principle_rows<'a>(edition: &Edition<'a>, notes: &mut Notes<'a, '_>) -> Vec<Row> {
    let mut principles: Vec<_> = edition.catalog.principles.iter().collect();
    principles.sort_by_key(|(id, principle)| (principle.order, *id));
    principles
        .into_iter()
        .enumerate()
        .map(|(index, (id, principle))| Row {
            id: Some(id.clone()),
            key: edition.number(index + 1),
            name: Phrase::plain(edition.text(&principle.name)),
            lines: vec![edition.text(&principle.text).into()],
            evidence: Some(notes.evidence(&principle.sources, principle.confidence)),
            ..Row::default()
        })
        .collect()
}
