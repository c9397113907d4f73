//! The timeline and its parts, and who is with whom.

use super::document::tags;
use super::{assets, catalog, html_pages, shipped, today};
use saradnja::content::catalog::{EntityKind, EntityRef};
use saradnja::locale::{Day, PartialDate};
use saradnja::site::route::{Part, Route, Routes, Section};
use saradnja::site::snapshot::Snapshot;
use saradnja::site::{BuildOptions, build};
use std::collections::BTreeSet;

const MINIMAL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sites/minimal");

fn page<'a>(snapshot: &'a Snapshot, path: &str) -> &'a str {
    let page = &snapshot.pages[path];
    std::str::from_utf8(&page.body.identity().bytes).expect("pages are UTF-8")
}

/// The addresses, on a page, of the pages of the events in its ledger.
fn events_on(html: &str) -> Vec<&str> {
    let rows = html.split("<li class=\"row evt").skip(1);
    rows.map(|row| {
        let (_, link) = row.split_once("<h3><a href=\"").expect("a linked title");
        link.split('"').next().expect("an address")
    })
    .collect()
}

fn drawings(html: &str) -> impl Iterator<Item = &str> {
    let pieces = html.split("<svg").skip(1);
    pieces.map(|piece| piece.split("</svg>").next().unwrap_or_default())
}

#[test]
fn every_event_stands_in_one_period_or_among_those_without_a_date() {
    let (catalog, snapshot) = shipped();
    let routes = Routes::new(catalog, "", None);
    for index in 0..catalog.languages.len() {
        let mut seen = BTreeSet::new();
        let parts = catalog.periods().into_iter().map(Part::Period);
        let pages = parts
            .map(Route::Timeline)
            .chain([Route::Section(Section::Timeline)]);
        for route in pages {
            for event in events_on(page(snapshot, &routes.path(route, index))) {
                assert!(seen.insert(event), "{event} twice");
            }
        }
        let all: BTreeSet<String> = (catalog.events.keys())
            .map(|id| routes.path(Route::entity(EntityKind::Event, id), index))
            .collect();
        assert_eq!(seen, all.iter().map(String::as_str).collect());
    }
}

#[test]
fn a_topic_and_a_body_show_their_events_and_no_others() {
    let (catalog, snapshot) = shipped();
    let routes = Routes::new(catalog, "", None);
    let event = |id: &str| routes.path(Route::entity(EntityKind::Event, id), 0);
    let mut compared = 0;
    for route in routes.all() {
        let of_part: Vec<String> = match route {
            Route::Timeline(Part::Topic(topic)) => (catalog.events.iter())
                .filter(|(_, found)| found.topic.as_str() == topic)
                .map(|(id, _)| event(id))
                .collect(),
            Route::Timeline(Part::Body(body)) => (catalog.events.iter())
                .filter(|(_, found)| found.partners.iter().any(|id| id.as_str() == body.id))
                .map(|(id, _)| event(id))
                .collect(),
            _ => continue,
        };
        let path = routes.path(route, 0);
        let shown: BTreeSet<_> = events_on(page(snapshot, &path)).into_iter().collect();
        let expected: BTreeSet<_> = of_part.iter().map(String::as_str).collect();
        assert_eq!(shown, expected, "{path}");
        compared += 1;
    }
    assert!(compared > catalog.topics.len(), "{compared}");
}

#[test]
fn the_years_of_the_strip_lead_to_their_events_and_say_how_many() {
    let (catalog, snapshot) = shipped();
    let routes = Routes::new(catalog, "", None);
    let html = page(snapshot, &routes.path(Route::Section(Section::Timeline), 0));
    let strip = html.split("<figure").nth(1).expect("a figure");
    let strip = strip.split("</svg>").next().expect("a drawing");
    let mut counted = 0;
    for link in tags(strip).iter().filter(|tag| tag.name == "a") {
        let name = link.attributes["aria-label"];
        let number: String = name
            .split(": ")
            .nth(1)
            .expect("a year, then a number")
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        counted += number.parse::<usize>().expect("a number");
        assert!(link.attributes["href"].contains('#'), "{name}");
    }
    assert_eq!(counted, catalog.events.len());
}

#[test]
fn the_contents_of_the_record_count_every_event_once() {
    let (catalog, snapshot) = shipped();
    let routes = Routes::new(catalog, "", None);
    let html = page(snapshot, &routes.path(Route::Section(Section::Timeline), 0));
    let (_, contents) = html.split_once("id=\"h-periods\"").expect("the contents");
    let contents = contents.split("</section>").next().expect("it ends");
    let number = |text: &str| -> usize {
        let digits = text.chars().take_while(char::is_ascii_digit);
        let digits: String = digits.collect();
        digits.parse().expect("a number")
    };
    let rows = contents
        .split("<li class=\"row\"><p class=\"key\">")
        .skip(1);
    let (mut events, mut rows_of_periods) = (0, 0);
    for row in rows {
        let all = number(row);
        let years = row.split("<b>").skip(1).map(number);
        let years: usize = years.sum();
        assert!(years == all || years == 0, "{row}");
        rows_of_periods += usize::from(years > 0);
        events += all;
    }
    assert_eq!(events, catalog.events.len());
    assert_eq!(rows_of_periods, catalog.periods().len());
}

#[test]
fn a_body_without_events_has_no_timeline_and_no_link_to_one() {
    let (catalog, snapshot) = shipped();
    let routes = Routes::new(catalog, "", None);
    let html = page(snapshot, &routes.path(Route::Section(Section::Timeline), 0));
    for body in catalog.bodies() {
        let part = Part::Body(EntityRef {
            kind: body.kind.into(),
            id: body.id,
        });
        let path = routes.path(Route::Timeline(part), 0);
        let expected = !catalog.events_of(body.id).is_empty();
        assert_eq!(
            snapshot.pages.contains_key(path.as_str()),
            expected,
            "{path}"
        );
        assert_eq!(
            html.contains(&format!("href=\"{path}\"")),
            expected,
            "{path}"
        );
    }
}

#[test]
fn every_drawing_has_a_name_and_says_what_it_shows_or_is_silent() {
    let minimal = catalog(MINIMAL, today());
    let minimal = build(&minimal, assets(), &BuildOptions::default()).expect("a site");
    for snapshot in [&shipped().1, &minimal] {
        let mut named = 0;
        for (path, html) in html_pages(snapshot) {
            for drawing in drawings(html) {
                if drawing.contains("aria-hidden=\"true\"") {
                    assert!(!drawing.contains("<a "), "{path}: a link nobody hears of");
                    continue;
                }
                named += 1;
                assert!(drawing.contains("role=\""), "{path}: {drawing}");
                for words in ["title", "desc"] {
                    let (_, after) = (drawing.split_once(&format!("<{words}")))
                        .unwrap_or_else(|| panic!("{path}: no {words}"));
                    let (_, text) = after.split_once('>').expect("the tag ends");
                    assert!(!text.starts_with('<'), "{path}: an empty {words}");
                }
            }
        }
        assert!(named > 0);
    }
}

#[test]
fn a_body_with_several_events_over_years_shows_them_by_year() {
    let (catalog, snapshot) = shipped();
    let routes = Routes::new(catalog, "", None);
    let mut drawn = 0;
    for body in catalog.bodies() {
        let dates = catalog.events_of(body.id).into_iter();
        let years: Vec<i16> = dates
            .filter_map(|(_, event)| Some(event.date?.year()))
            .collect();
        let distinct: BTreeSet<_> = years.iter().collect();
        let expected = years.len() >= 4 && distinct.len() >= 3;
        let path = routes.path(Route::entity(body.kind.into(), body.id), 0);
        let html = page(snapshot, &path);
        assert_eq!(html.contains("<figure class=\"strip"), expected, "{path}");
        drawn += usize::from(expected);
    }
    assert!(drawn > 0);
}

#[test]
fn the_table_says_of_every_society_and_network_what_is_known() {
    let (catalog, snapshot) = shipped();
    let routes = Routes::new(catalog, "", None);
    let html = page(snapshot, &routes.path(Route::Section(Section::Matrix), 0));
    let mut known = BTreeSet::new();
    for (id, network) in &catalog.networks {
        let members = network.members.iter().map(|member| member.body.as_str());
        let all = members.chain(network.coordinator.as_ref().map(|body| body.as_str()));
        known.extend(
            all.filter(|body| catalog.societies.contains_key(*body))
                .map(|body| (body, id.as_str())),
        );
        let own = catalog.site.organisation.as_str();
        known.extend(catalog.memberships_in(id).map(|_| (own, id.as_str())));
    }
    let tags = tags(html);
    let cells = |class| {
        let cells = tags.iter().filter(|tag| tag.name == "td");
        let rows = cells.filter(|tag| tag.attributes.contains_key("data-label") == class);
        rows.count()
    };
    let societies: BTreeSet<_> = known.iter().map(|(body, _)| *body).collect();
    assert_eq!(cells(true), known.len());
    let sums = catalog.networks.len();
    let all = societies.len() * catalog.networks.len() + sums;
    assert_eq!(cells(true) + cells(false), all);
    let scoped = tags.iter().filter(|tag| tag.name == "th");
    assert!(
        scoped
            .into_iter()
            .all(|tag| tag.attributes.contains_key("scope"))
    );
    assert!(html.contains("<tr class=\"us\">") && html.contains("<caption"));
}

#[test]
fn a_register_looked_at_long_after_its_last_event_still_fits() {
    let late = Day::new(2400, 1, 1).expect("the day exists");
    let catalog = catalog(MINIMAL, late);
    let snapshot = build(&catalog, assets(), &BuildOptions::default()).expect("a site");
    let routes = Routes::new(&catalog, "", None);
    let html = page(
        &snapshot,
        &routes.path(Route::Section(Section::Timeline), 0),
    );
    for drawing in drawings(html).filter(|drawing| drawing.contains("viewBox")) {
        let width = |name| {
            let (_, after) = drawing.split_once(name)?;
            after.split(['"', ' ']).next()?.parse::<i32>().ok()
        };
        if let (Some(all), Some(end)) = (width("viewBox=\"0 0 "), width("5H")) {
            assert!(end <= all, "{drawing}");
        }
    }
}

#[test]
fn who_runs_a_network_and_who_has_left_it_are_told() {
    let mut catalog = catalog(MINIMAL, today());
    let member = |catalog: &saradnja::content::Catalog| {
        let snapshot = build(catalog, assets(), &BuildOptions::default()).expect("a site");
        let routes = Routes::new(catalog, "", None);
        let html = page(&snapshot, &routes.path(Route::Section(Section::Matrix), 0));
        html.rsplit("<tr><th scope=\"row\">")
            .nth(1)
            .expect("a row besides the organisation's")
            .to_owned()
    };
    let runs = member(&catalog);
    assert!(runs.contains("class=\"sign leads\""), "{runs}");
    assert!(runs.contains("1960") && !runs.contains("ended"), "{runs}");
    let network = catalog.networks.get_mut("ring").expect("the network");
    network.record.coordinator = None;
    network.record.members[0].until = Some(PartialDate::Year(1999));
    let left = member(&catalog);
    assert!(left.contains("class=\"sign founder\""), "{left}");
    assert!(left.contains("<td class=\"ended\""), "{left}");
    assert!(left.contains("1999"), "{left}");
}
