//! Events as rows of a ledger.

use super::evidence::{Evidence, Notes, evidence_elsewhere};
use super::parts::{Link, Phrase, Section, Stamp};
use super::permalink::Permalink;
use super::terms::{Rich, Terms};
use crate::content::catalog::EntityKind;
use crate::content::record::Event;
use crate::locale::PartialDate;
use crate::site::edition::Edition;
use crate::site::route::{Route, event_fragment};

/// Up to this many events of a page are told, more are only listed: each
/// event has a page of its own, and this one stays light.
const TOLD: usize = 10;

/// The name of the line that records an event, within the event's own page.
pub const RECORD: &str = "record";

/// One event.
#[derive(Debug)]
pub struct EventRow {
    /// Its permanent name on the page.
    pub id: String,
    /// How exactly the date is known, as the class that draws it.
    pub precision: &'static str,
    /// The name of its year within the page, if it is the first of it.
    pub year: Option<String>,
    /// When; none if nobody knows.
    pub date: Option<Stamp>,
    /// What, with a link to its page.
    pub title: Phrase,
    /// What happened, where there is room for it.
    pub text: Option<Rich>,
    /// What it is about, where no evidence stands beside it.
    pub topic: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// Who took part, besides those that the page is about.
    pub partners: Vec<Link>,
    /// What it rests on.
    pub evidence: Option<Evidence>,
}

impl EventRow {
    /// The permanent address of the row, where the row is what records the
    /// event; elsewhere its title leads to it.
    pub fn link(&self) -> Option<&Permalink> {
        self.evidence.as_ref()?.link.as_ref()
    }
}

/// How much of an event a row shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Date, title and place.
    Line,
    /// The text as well, and what it rests on.
    Told,
}

/// The rows of these events, which are in order.
pub fn rows<'a, T>(
    edition: &Edition<'a>,
    events: &[(&'a str, &'a T)],
    detail: Detail,
    page_of: Option<&str>,
) -> Vec<EventRow>
where
    T: std::ops::Deref<Target = Event>,
{
    let mut year = None;
    events
        .iter()
        .map(|(id, event)| {
            let event: &'a Event = event;
            let this = event.date.map(|date| date.year());
            let first = this.filter(|this| Some(*this) != year);
            year = this.or(year);
            let others = event
                .partners
                .iter()
                .filter(|id| Some(id.as_str()) != page_of);
            EventRow {
                id: event_fragment(id),
                precision: precision(event.date.as_ref()),
                year: first.map(year_id),
                date: event
                    .date
                    .map(|date| edition.stamp(&date, event.until.as_ref())),
                title: Phrase {
                    href: Some(edition.href(Route::entity(EntityKind::Event, id))),
                    ..Phrase::plain(edition.text(&event.title))
                },
                text: (detail == Detail::Told).then(|| Rich::plain(edition.text(&event.text))),
                topic: (edition.catalog.topics.get(event.topic.as_str()))
                    .filter(|_| detail == Detail::Line && page_of.is_none())
                    .map(|topic| edition.text(&topic.name).to_owned()),
                place: event.place.as_ref().and_then(|place| edition.place(place)),
                partners: if detail == Detail::Told {
                    others.filter_map(|id| edition.body_link(id)).collect()
                } else {
                    Vec::new()
                },
                evidence: (detail == Detail::Told)
                    .then(|| evidence_elsewhere(edition, &event.sources, event.confidence)),
            }
        })
        .collect()
}

/// The permanent address of what is told of an event.
pub(super) fn record_link(notes: &Notes<'_, '_>, event: &Event) -> Option<Permalink> {
    let edition = notes.terms.edition();
    let date = event.date;
    let date = date.map(|date| edition.span(&date, event.until.as_ref()));
    let shown = date.as_deref();
    let shown = shown.unwrap_or(&edition.words.labels.date_not_known);
    notes.link(RECORD, shown, edition.text(&event.text))
}

/// The section of events on the page of something else, told if they are few.
pub fn section<'a, T>(
    terms: &mut Terms<'a, '_>,
    heading: &str,
    events: &[(&'a str, &'a T)],
    page_of: Option<&str>,
) -> Section<EventRow>
where
    T: std::ops::Deref<Target = Event>,
{
    let edition = terms.edition();
    let detail = if events.len() <= TOLD {
        Detail::Told
    } else {
        Detail::Line
    };
    let key = edition.count(&edition.words.counts.events, events.len());
    let mut rows = rows(edition, events, detail, page_of);
    for (row, (_, event)) in rows.iter_mut().zip(events) {
        let event: &'a Event = event;
        row.text = (row.text.take()).map(|_| terms.rich(edition.text(&event.text)));
    }
    Section::new("h-events", heading, key, rows)
}

/// The name within a page of the first event of a year.
pub fn year_id(year: i16) -> String {
    format!("y{year}")
}

/// How exactly a date is known, as the class that draws it.
pub fn precision(date: Option<&PartialDate>) -> &'static str {
    match date {
        Some(PartialDate::Day(..)) => "day",
        Some(PartialDate::Month(..)) => "month",
        Some(PartialDate::Year(_)) => "year",
        None => "unknown",
    }
}
