//! Events as a calendar (RFC 5545, with the names of RFC 7986).
//!
//! A calendar knows days and nothing vaguer, so an event of which only the
//! month or the year is known is not in it: a day that nobody knows is not
//! made up.

use super::icalendar::{Calendar, compact, next};
use super::{identity, names};
use crate::content::catalog::EntityKind;
use crate::content::record::Event;
use crate::locale::{Day, PartialDate};
use crate::site::edition::Edition;
use crate::site::route::{Feed, Route};

/// The events whose days are known, oldest first.
pub(super) fn events(edition: &Edition<'_>) -> String {
    let site = &edition.catalog.site;
    let routes = &edition.routes;
    let lang = edition.language.record.lang.as_str();
    let words = names::feed_words(&edition.words.data, Feed::Calendar);
    let name = format!("{} | {}", words.name, edition.text(&site.title));
    let mut out = Calendar::default();
    out.line("BEGIN:VCALENDAR");
    out.line("VERSION:2.0");
    out.line(&format!(
        "PRODID:-//saradnja//{}//{}",
        site.organisation,
        lang.to_ascii_uppercase()
    ));
    out.line("CALSCALE:GREGORIAN");
    out.text(&format!("NAME;LANGUAGE={lang}"), &name);
    // What programs read that do not know RFC 7986.
    out.text("X-WR-CALNAME", &name);
    out.text(&format!("DESCRIPTION;LANGUAGE={lang}"), &words.text);
    if routes.knows_origin() {
        let address = routes.absolute(&routes.feed(Feed::Calendar, edition.index));
        out.line(&format!("SOURCE;VALUE=URI:{address}"));
    }
    for (id, event) in edition.catalog.events_by_date() {
        if let Some((first, last)) = days(event) {
            write(&mut out, edition, id, event, (first, last));
        }
    }
    out.line("END:VCALENDAR");
    out.finish()
}

/// The first and the last day of an event, if both are known.
fn days(event: &Event) -> Option<(Day, Day)> {
    let day = |date: PartialDate| matches!(date, PartialDate::Day(..)).then(|| date.start());
    let first = day(event.date?)?;
    let last = match event.until {
        Some(until) => day(until)?,
        None => first,
    };
    Some((first, last))
}

fn write(
    out: &mut Calendar,
    edition: &Edition<'_>,
    id: &str,
    event: &Event,
    (first, last): (Day, Day),
) {
    let catalog = edition.catalog;
    let lang = edition.language.record.lang.as_str();
    let named = |name: &str| format!("{name};LANGUAGE={lang}");
    out.line("BEGIN:VEVENT");
    // One event in several languages is one event.
    out.line(&format!("UID:{}", identity::uuid(catalog, &["event", id])));
    out.line(&format!("DTSTAMP:{}T000000Z", compact(catalog.today)));
    out.line(&format!("DTSTART;VALUE=DATE:{}", compact(first)));
    // The end is the day after the last (section 3.6.1); without it the event
    // takes the one day.
    if let Some(end) = next(last).filter(|_| last > first) {
        out.line(&format!("DTEND;VALUE=DATE:{}", compact(end)));
    }
    out.text(&named("SUMMARY"), edition.text(&event.title));
    let text = format!(
        "{}\n{} ({})",
        edition.text(&event.text),
        names::publishers(edition, &event.sources).join(", "),
        edition.confidence(event.confidence)
    );
    out.text(&named("DESCRIPTION"), &text);
    if let Some(place) = &event.place {
        if let Some(name) = edition.place(place) {
            out.text(&named("LOCATION"), &name);
        }
        let place = catalog.places.get(place.as_str());
        if let Some((latitude, longitude)) =
            place.and_then(|place| place.latitude.zip(place.longitude))
        {
            out.line(&format!("GEO:{latitude};{longitude}"));
        }
    }
    if let Some(topic) = catalog.topics.get(event.topic.as_str()) {
        out.text(&named("CATEGORIES"), edition.text(&topic.name));
    }
    // A path alone is no address for a calendar.
    if edition.routes.knows_origin() {
        let href = edition.href(Route::entity(EntityKind::Event, id));
        out.line(&format!("URL:{}", edition.routes.absolute(&href)));
    }
    out.line("TRANSP:TRANSPARENT");
    out.line("END:VEVENT");
}
