//! Events as a calendar (RFC 5545, with the names of RFC 7986).
//!
//! A calendar knows days and nothing vaguer, so an event of which only the
//! month or the year is known is not in it: a day that nobody knows is not
//! made up.

use super::{identity, names, signs::folded};
use crate::content::catalog::EntityKind;
use crate::content::record::Event;
use crate::locale::{Day, PartialDate};
use crate::site::edition::Edition;
use crate::site::route::{Feed, Route};

/// How many octets a line has at most, without its end (section 3.1).
const LINE: usize = 75;

/// The events whose days are known, oldest first.
pub(super) fn events(edition: &Edition<'_>) -> String {
    let site = &edition.catalog.site;
    let routes = &edition.routes;
    let lang = edition.language.record.lang.as_str();
    let words = names::feed_words(&edition.words.data, Feed::Calendar);
    let name = format!("{} | {}", words.name, edition.text(&site.title));
    let mut out = Calendar(String::new());
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
    out.0
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

/// A day as `20221120` (section 3.3.4).
fn compact(day: Day) -> String {
    format!("{:04}{:02}{:02}", day.year, day.month, day.day)
}

/// The day after, unless it is past the year 9999.
fn next(day: Day) -> Option<Day> {
    let Day { year, month, day } = day;
    let year_after = year.checked_add(1)?;
    Day::new(year, month, day + 1)
        .or_else(|| Day::new(year, month + 1, 1))
        .or_else(|| Day::new(year_after, 1, 1))
}

/// A calendar that is being written.
struct Calendar(String);

impl Calendar {
    /// A property whose value is text.
    fn text(&mut self, name: &str, value: &str) {
        self.line(&format!("{name}:{}", escape(value)));
    }

    /// One line, folded (section 3.1).
    fn line(&mut self, line: &str) {
        let mut rest = line;
        let mut room = LINE;
        while rest.len() > room {
            let mut end = room;
            while !rest.is_char_boundary(end) {
                end -= 1;
            }
            self.0.push_str(&rest[..end]);
            self.0.push_str("\r\n ");
            rest = &rest[end..];
            // The space that continues a line counts.
            room = LINE - 1;
        }
        self.0.push_str(rest);
        self.0.push_str("\r\n");
    }
}

/// Text in plain signs as a value (section 3.3.11); control characters have no place in one.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in folded(text).chars() {
        match character {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(character);
            }
            '\n' => out.push_str("\\n"),
            control if control.is_control() => {}
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_at_75_octets_and_never_within_a_letter() {
        let mut out = Calendar(String::new());
        let long = "ж".repeat(200);
        out.line(&format!("SUMMARY:{long}"));
        let lines: Vec<_> = out.0.split_terminator("\r\n").collect();
        assert!(lines.len() > 5);
        assert!(lines.iter().all(|line| line.len() <= LINE), "{lines:?}");
        assert!(lines[1..].iter().all(|line| line.starts_with(' ')));
        let whole = out.0.replace("\r\n ", "").replace("\r\n", "");
        assert_eq!(whole, format!("SUMMARY:{long}"));
    }

    #[test]
    fn what_separates_is_escaped() {
        assert_eq!(escape("a, b; c\\d\ne\u{7}"), "a\\, b\\; c\\\\d\\ne");
    }

    #[test]
    fn a_day_is_followed_by_the_next() {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        for (one, other) in [
            ("2026-11-23", "2026-11-24"),
            ("2024-02-28", "2024-02-29"),
            ("2026-02-28", "2026-03-01"),
            ("2026-12-31", "2027-01-01"),
        ] {
            assert_eq!(next(day(one)), Some(day(other)));
        }
        assert_eq!(next(day("9999-12-31")), None);
    }
}
