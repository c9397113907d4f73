//! Feeds, read by a reader of XML, and calendars, read by one of calendars.

use super::{ORIGIN, all, both, made, shipped, text};
use crate::support::content::minimal;
use roxmltree::{Document, Node};
use saradnja::locale::PartialDate;
use saradnja::site::BuildOptions;
use saradnja::site::snapshot::Media;
use std::collections::{BTreeMap, BTreeSet};

const ATOM: &str = "http://www.w3.org/2005/Atom";

fn children<'a, 'x>(node: Node<'a, 'x>, name: &'static str) -> Vec<Node<'a, 'x>> {
    let children = node.children();
    children
        .filter(|child| child.has_tag_name((ATOM, name)))
        .collect()
}

/// The text of the one child of this name.
fn one<'a>(node: Node<'a, '_>, name: &'static str) -> &'a str {
    let found = children(node, name);
    assert_eq!(found.len(), 1, "{name} in {:?}", node.tag_name());
    found[0].text().unwrap_or_default()
}

fn links<'a>(node: Node<'a, '_>, rel: &str) -> Vec<&'a str> {
    let links = children(node, "link").into_iter();
    links
        .filter(|link| link.attribute("rel") == Some(rel))
        .map(|link| link.attribute("href").expect("links lead somewhere"))
        .collect()
}

/// `date-time` of RFC 3339, as these feeds write it.
fn is_timestamp(text: &str) -> bool {
    text.strip_suffix("T00:00:00Z")
        .is_some_and(|day| matches!(day.parse(), Ok(PartialDate::Day(..))))
}

#[test]
fn feeds_have_what_the_standard_asks_for() {
    for (catalog, snapshot) in both() {
        let feeds: Vec<_> = all(snapshot, Media::Atom).collect();
        assert_eq!(feeds.len(), 2 * catalog.languages.len());
        let mut ids = BTreeSet::new();
        for (path, text) in feeds {
            let document = Document::parse(text).unwrap_or_else(|error| panic!("{path}: {error}"));
            let feed = document.root_element();
            assert!(feed.has_tag_name((ATOM, "feed")));
            // RFC 4287 section 4.1.1: one id, title, updated; an author.
            for node in [feed].into_iter().chain(children(feed, "entry")) {
                let id = one(node, "id");
                assert!(
                    id.starts_with("urn:uuid:") && id.len() == 45,
                    "{path}: {id}"
                );
                assert!(ids.insert(id.to_owned()), "{path}: {id} twice");
                assert!(!one(node, "title").is_empty());
                assert!(is_timestamp(one(node, "updated")), "{path}");
                assert_eq!(links(node, "alternate").len(), 1);
            }
            let author = children(feed, "author");
            assert_eq!(author.len(), 1);
            assert!(!one(author[0], "name").is_empty());
            let own = links(feed, "self");
            assert_eq!(own[0].strip_prefix(ORIGIN).unwrap_or(own[0]), path);
            let newest = children(feed, "entry")
                .iter()
                .map(|it| one(*it, "updated"))
                .max();
            assert!(
                newest.is_none_or(|newest| newest == one(feed, "updated")),
                "{path}"
            );
            for entry in children(feed, "entry") {
                let page = links(entry, "alternate")[0];
                let page = page.strip_prefix(ORIGIN).unwrap_or(page);
                assert!(snapshot.pages.contains_key(page), "{path}: {page}");
                assert!(!links(entry, "via").is_empty(), "{path}: no source");
            }
        }
    }
}

#[test]
fn feeds_tell_every_change_and_every_dated_event() {
    let (catalog, snapshot) = shipped();
    let count = |path: &str| {
        let document = Document::parse(text(snapshot, path)).expect("XML");
        children(document.root_element(), "entry").len()
    };
    let changes: usize = catalog.bodies().map(|body| body.body.changes.len()).sum();
    let dated = catalog.events.values().filter(|event| event.date.is_some());
    let dated = dated.count();
    assert!(changes > 0 && dated > 0);
    for index in 0..catalog.languages.len() {
        let home = snapshot.home(index);
        assert_eq!(count(&format!("{home}feed.xml")), changes);
        assert_eq!(count(&format!("{home}events.xml")), dated);
    }
}

#[test]
fn names_of_entries_outlive_a_move() {
    let elsewhere = BuildOptions {
        base_path: "/new".to_owned(),
        origin: Some("https://elsewhere.example".to_owned()),
    };
    let (_, moved) = made(&minimal(), &elsewhere);
    let (_, before) = super::below();
    let names = |snapshot, media| -> Vec<String> {
        all(snapshot, media)
            .flat_map(|(_, text)| text.lines().map(str::to_owned).collect::<Vec<_>>())
            .filter(|line| line.starts_with("<id>") || line.starts_with("UID:"))
            .collect()
    };
    for media in [Media::Atom, Media::Calendar] {
        let names_before = names(before, media);
        assert!(!names_before.is_empty());
        assert_eq!(names_before, names(&moved, media));
    }
}

fn properties(event: &ical::parser::ical::component::IcalEvent) -> BTreeMap<&str, &str> {
    let mut found = BTreeMap::new();
    for property in &event.properties {
        let value = property.value.as_deref().unwrap_or_default();
        let before = found.insert(property.name.as_str(), value);
        assert!(before.is_none(), "{} stands twice", property.name);
    }
    found
}

#[test]
fn calendars_hold_the_events_whose_days_are_known() {
    for (catalog, snapshot) in both() {
        let is_day = |date: &Option<PartialDate>| matches!(date, Some(PartialDate::Day(..)));
        let exact = |until: &Option<PartialDate>| until.is_none() || is_day(until);
        let expected = catalog.events.values();
        let expected = expected
            .filter(|it| is_day(&it.date) && exact(&it.until))
            .count();
        let calendars: Vec<_> = all(snapshot, Media::Calendar).collect();
        assert_eq!(calendars.len(), catalog.languages.len());
        let mut names = BTreeSet::new();
        for (path, text) in calendars {
            for line in text.split_terminator("\r\n") {
                assert!(line.len() <= 75, "{path}: {line}");
                assert!(!line.contains(['\r', '\n']), "{path}: {line}");
            }
            assert!(text.ends_with("\r\n"));
            let mut parsed = ical::IcalParser::new(text.as_bytes());
            let calendar = parsed
                .next()
                .expect("a calendar")
                .expect("without a mistake");
            assert!(parsed.next().is_none());
            for required in ["PRODID", "VERSION"] {
                let found = calendar.properties.iter().filter(|it| it.name == required);
                assert_eq!(found.count(), 1, "{path}: {required}");
            }
            assert_eq!(calendar.events.len(), expected, "{path}");
            for event in &calendar.events {
                let properties = properties(event);
                for required in ["UID", "DTSTAMP", "DTSTART", "SUMMARY"] {
                    assert!(properties.contains_key(required), "{path}: no {required}");
                }
                names.insert(properties["UID"].to_owned());
                let digits =
                    |text: &str, n| text.len() == n && text.bytes().all(|b| b.is_ascii_digit());
                assert!(digits(properties["DTSTART"], 8));
                let end = properties.get("DTEND");
                assert!(end.is_none_or(|end| digits(end, 8) && *end > properties["DTSTART"]));
            }
        }
        // The same event has the same name in every language.
        assert_eq!(names.len(), expected);
    }
}

#[test]
fn an_event_of_several_days_ends_on_the_day_after_the_last() {
    let (catalog, snapshot) = shipped();
    let (_, event) = (catalog.events.iter())
        .find(|(_, event)| {
            let day = |date: Option<PartialDate>| matches!(date, Some(PartialDate::Day(..)));
            day(event.date) && day(event.until)
        })
        .expect("an event of several days");
    let language = &catalog.languages[0].id;
    let title = event.title.in_language(language);
    let start = event.date.expect("dated").to_string().replace('-', "");
    let last = event.until.expect("ended").to_string().replace('-', "");
    let path = format!("{}events.ics", snapshot.home(0));
    let mut parsed = ical::IcalParser::new(text(snapshot, &path).as_bytes());
    let calendar = parsed
        .next()
        .expect("a calendar")
        .expect("without a mistake");
    let unescaped = |text: &str| text.replace("\\,", ",").replace("\\;", ";");
    let found = calendar.events.iter().map(properties);
    let mut found = found.filter(|it| unescaped(it["SUMMARY"]) == title);
    let found = found.next().expect("the event");
    assert_eq!(found["DTSTART"], start);
    assert!(
        found["DTEND"] > last.as_str(),
        "{} after {last}",
        found["DTEND"]
    );
}
