//! Maps: their labels never overlap, whatever the language, and what they show
//! stands beside them in words.

use super::document::{Tag, tags};
use super::{assets, catalog, html_pages, shipped, today};
use saradnja::content::Catalog;
use saradnja::content::catalog::BodyKind;
use saradnja::site::picture::labels::width;
use saradnja::site::picture::{Point, Rect, outline};
use saradnja::site::snapshot::{Media, Snapshot};
use saradnja::site::{BuildOptions, build, land};
use std::collections::BTreeSet;

const MINIMAL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sites/minimal");

/// A drawing as the page has it.
struct Map<'a> {
    area: Rect,
    small: bool,
    marks: Vec<Mark<'a>>,
}

struct Mark<'a> {
    at: Point,
    href: &'a str,
    name: &'a str,
    /// Whether something is drawn at its place.
    drawn: bool,
    labels: Vec<Tag<'a>>,
}

fn number(tag: &Tag<'_>, name: &str) -> f64 {
    tag.attributes[name].parse().expect("a number")
}

fn maps(html: &str) -> Vec<Map<'_>> {
    let mut maps: Vec<Map<'_>> = Vec::new();
    // Other drawings have marks and words as well.
    let mut is_map = false;
    for tag in tags(html) {
        let class = tag.attributes.get("class").copied().unwrap_or_default();
        if tag.name == "svg" {
            is_map = class.starts_with("map");
            if !is_map {
                continue;
            }
            maps.push(Map {
                area: Rect {
                    left: 0.0,
                    top: 0.0,
                    right: number(&tag, "width"),
                    bottom: number(&tag, "height"),
                },
                small: class.ends_with("small"),
                marks: Vec::new(),
            });
            continue;
        }
        let Some(map) = maps.last_mut().filter(|_| is_map) else {
            continue;
        };
        if let Some(place) = tag.attributes.get("transform") {
            let inside = place.trim_start_matches("translate(").trim_end_matches(')');
            let (x, y) = inside.split_once(' ').expect("two numbers");
            map.marks.push(Mark {
                at: Point {
                    x: x.parse().expect("a number"),
                    y: y.parse().expect("a number"),
                },
                href: tag.attributes["href"],
                name: tag.attributes["aria-label"],
                drawn: false,
                labels: Vec::new(),
            });
        } else if let Some(mark) = map.marks.last_mut() {
            match tag.name {
                "circle" | "path" if class != "hit" => mark.drawn = true,
                "text" => mark.labels.push(tag),
                _ => {}
            }
        }
    }
    maps
}

/// What a label covers: its letters, without the space between lines.
fn covers(mark: &Mark<'_>, label: &Tag<'_>, size: f64) -> Rect {
    let class = label.attributes.get("class").copied().unwrap_or_default();
    let wide = width(label.text, size, class.contains("own"));
    let (x, y) = (
        mark.at.x + number(label, "x"),
        mark.at.y + number(label, "y"),
    );
    let left = match label.attributes.get("text-anchor").copied() {
        Some("middle") => x - wide / 2.0,
        Some("end") => x - wide,
        _ => x,
    };
    // A twentieth of a unit is lost wherever a number is rounded.
    let lost = 0.15;
    Rect {
        left: left + lost,
        top: y - size * 0.8 + lost,
        right: left + wide - lost,
        bottom: y + size * 0.26 - lost,
    }
}

fn judge(path: &str, catalog: &Catalog, map: &Map<'_>) {
    let home = catalog.map.as_ref().and_then(|map| map.home.as_ref());
    let home = home.and_then(|home| outline::bounds(home.as_str()));
    let sets: &[(bool, f64, f64)] = if map.small {
        &[(false, 24.0, 9.0)]
    } else {
        &[(false, 13.0, 6.0), (true, 24.0, 9.0)]
    };
    for &(narrow, size, reach) in sets {
        let is_narrow = |label: &Tag<'_>| {
            let class = label.attributes.get("class").copied().unwrap_or_default();
            class.starts_with("nar") == narrow
        };
        let mut boxes: Vec<(&str, Rect)> = Vec::new();
        for mark in &map.marks {
            for label in mark.labels.iter().filter(|label| is_narrow(label)) {
                let covered = covers(mark, label, size);
                assert!(
                    map.area.holds(&covered),
                    "{path}: {} sticks out",
                    label.text
                );
                let over_home = home.is_some_and(|home| home.overlaps(&covered));
                assert!(!over_home, "{path}: {} covers the country", label.text);
                for other in &map.marks {
                    let sign = match home {
                        Some(home) if !other.drawn => home,
                        _ => Rect::around(other.at, reach),
                    };
                    assert!(
                        !sign.overlaps(&covered),
                        "{path}: {} covers {}",
                        label.text,
                        other.name
                    );
                }
                for (text, other) in &boxes {
                    assert!(
                        !other.overlaps(&covered),
                        "{path}: {} and {text}",
                        label.text
                    );
                }
                boxes.push((label.text, covered));
            }
        }
        // Some are left out where it is crowded, never most of them.
        assert!(boxes.len() * 2 >= map.marks.len(), "{path}: {narrow}");
    }
}

fn judge_all(catalog: &Catalog, snapshot: &Snapshot) -> usize {
    let mut judged = 0;
    for (path, html) in html_pages(snapshot) {
        for map in maps(html) {
            judge(path, catalog, &map);
            judged += 1;
        }
    }
    judged
}

#[test]
fn labels_never_overlap_in_any_language_of_any_register() {
    let (catalog, snapshot) = shipped();
    let judged = judge_all(catalog, snapshot);
    assert!(judged >= 20 * snapshot.languages.len(), "{judged}");
    let catalog = self::catalog(MINIMAL, today());
    let snapshot = build(&catalog, assets(), &BuildOptions::default()).expect("a site");
    let judged = judge_all(&catalog, &snapshot);
    assert!(judged >= 5 * snapshot.languages.len(), "{judged}");
}

#[test]
fn a_map_of_one_kind_has_bodies_of_that_kind_alone() {
    let (catalog, snapshot) = shipped();
    for language in &catalog.languages {
        let sections = &language.sections;
        for (kind, section) in [
            (BodyKind::Partner, &sections.partners),
            (BodyKind::Society, &sections.societies),
            (BodyKind::Network, &sections.networks),
        ] {
            let home = format!("/{}/", language.record.prefix);
            let path = format!("{home}{}/{section}/", sections.map);
            let page = &snapshot.pages[&path].body.identity().bytes;
            let html = std::str::from_utf8(page).expect("UTF-8");
            let list = html.split("h-places").last().expect("a list");
            let list = list.split("</section>").next().expect("its end");
            let listed: BTreeSet<&str> = tags(list)
                .iter()
                .filter_map(|tag| tag.attributes.get("href").copied())
                .collect();
            let expected: BTreeSet<String> = catalog
                .bodies()
                .filter(|body| body.kind == kind)
                .map(|body| format!("{home}{section}/{}/", body.id))
                .collect();
            assert_eq!(listed, expected.iter().map(String::as_str).collect());
        }
    }
}

#[test]
fn every_mark_has_a_name_and_leads_to_its_place_in_the_list() {
    let (catalog, snapshot) = shipped();
    let language = &catalog.languages[0];
    let path = format!("/{}/{}/", language.record.prefix, language.sections.map);
    let page = &snapshot.pages[&path].body.identity().bytes;
    let html = std::str::from_utf8(page).expect("UTF-8");
    let map = maps(html).pop().expect("a map");
    let seats: BTreeSet<_> = catalog
        .bodies()
        .filter_map(|body| body.body.seat.as_ref())
        .map(|seat| format!("#place-{seat}"))
        .collect();
    let leads: Vec<_> = map.marks.iter().map(|mark| mark.href).collect();
    assert_eq!(leads.len(), seats.len());
    assert_eq!(
        leads.into_iter().collect::<BTreeSet<_>>(),
        seats.iter().map(String::as_str).collect()
    );
    for mark in &map.marks {
        assert!(!mark.name.is_empty(), "{}", mark.href);
        let place = format!("<li id=\"{}\">", &mark.href[1..]);
        assert!(html.contains(&place), "{}", mark.href);
    }
}

#[test]
fn the_land_is_a_file_of_its_own_that_changes_its_name_with_its_content() {
    let (catalog, snapshot) = shipped();
    let url = snapshot.assets.url(land::LAND_FILE).expect("the land");
    let file = snapshot.assets.get(url).expect("it is served");
    assert_eq!(file.media, Media::Svg);
    let mut moved = catalog.clone();
    moved.map.as_mut().expect("a map").home = None;
    let other = build(&moved, assets(), &BuildOptions::default()).expect("a site");
    assert_ne!(other.assets.url(land::LAND_FILE), Some(url));
    let none = self::catalog(MINIMAL, today());
    assert!(none.map.is_none());
    let none = build(&none, assets(), &BuildOptions::default()).expect("a site");
    assert_eq!(none.assets.url(land::LAND_FILE), None);
    assert!(html_pages(&none).all(|(_, html)| !html.contains("<use")));
}
