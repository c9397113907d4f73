//! Finds the blocks of a page, and says of each where it is written down.
//!
//! A block with a name has the place of that name. A row without one says it by
//! what it is (a key fact by its label, a gap by its number) or by what it leads
//! to: a row of a list is about the record that it links.

use std::collections::BTreeMap;

use askama::Template;

use super::Pages;
use crate::site::places::{GAPS, Place, Places, Rows};

/// Copies the body of the page at `path`, with marks in its elements.
pub(super) fn mark(body: &str, path: &str, pages: &Pages, out: &mut String) {
    let mut marker = Marker {
        places: &pages.places,
        path,
        subject: path,
        in_record: false,
        list: "",
        row: 0,
    };
    let mut rest = body;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        // Signs of markup in attributes are written as references.
        let end = rest.find('>').unwrap_or(rest.len());
        let (tag, after) = rest.split_at(end);
        marker.enter(tag, after);
        marker.write(tag, after, out);
        rest = after;
    }
    out.push_str(rest);
}

/// Where in a page the copying has come to.
struct Marker<'p> {
    places: &'p Places,
    /// The address of the page.
    path: &'p str,
    /// The address of the page of the record that the rows belong to.
    subject: &'p str,
    /// Whether the page has several records, and this is inside of one.
    in_record: bool,
    /// The name of the list that the rows belong to.
    list: &'p str,
    /// How many rows of it there have been.
    row: usize,
}

/// The name, here, of a list of key facts.
const FACTS: &str = "facts";
/// The name of the heading above the places of the map.
const ON_MAP: &str = "h-places";

impl<'p> Marker<'p> {
    /// Notes what a tag begins or ends.
    fn enter(&mut self, tag: &'p str, after: &'p str) {
        let list = if tag.starts_with("<section") {
            attribute(tag, "aria-labelledby").unwrap_or_default()
        } else if tag.starts_with("<dl class=\"facts\"") {
            FACTS
        } else if self.in_record && tag == "<ul class=\"list\"" {
            // What is not known of it: its only list that is no ledger.
            GAPS
        } else if tag == "</dl" || tag == "</section" {
            ""
        } else {
            if tag.starts_with("<article") {
                self.in_record = true;
                self.list = "";
                self.subject = self.record(after);
            } else if tag == "</article" {
                self.in_record = false;
                self.subject = self.path;
            }
            return;
        };
        // The evidence of a row is a list as well, and not the row's.
        if tag != "</dl" || self.list == FACTS {
            self.list = list;
            self.row = 0;
        }
    }

    /// The address of the record that begins here: where its name leads, or its
    /// first statement if the name is the chapter's.
    fn record(&self, after: &'p str) -> &'p str {
        let record = &after[..after.find("</article").unwrap_or(after.len())];
        let name = record
            .find("<h3")
            .or_else(|| record.find("<li class=\"row claim\""));
        let link = name.and_then(|at| links(&record[at..]).next());
        link.map_or(self.path, |href| href.split('#').next().unwrap_or(href))
    }

    /// Writes a tag, with what is to be said of it.
    fn write(&mut self, tag: &'p str, after: &'p str, out: &mut String) {
        let id = attribute(tag, "id");
        let place = id
            .and_then(|id| self.named(id))
            .or_else(|| self.row(tag, after));
        let stage = attribute(tag, "href").and_then(|href| self.stage(href));
        // An attribute stands behind the one that it comes from.
        let from = |name: &str| {
            let at = tag.find(&format!(" {name}=\""))?;
            let value = at + name.len() + 3;
            Some(value + tag[value..].find('"')? + 1)
        };
        let mut marks = Vec::new();
        marks.extend(place.map(|place| (from("id").unwrap_or(tag.len()), attributes(place))));
        marks.extend(stage.map(|stage| {
            let stage = format!(" data-stage=\"{stage}\"");
            (from("href").unwrap_or(tag.len()), stage)
        }));
        marks.sort_by_key(|(at, _)| *at);
        let mut written = 0;
        for (at, mark) in marks {
            out.push_str(&tag[written..at]);
            out.push_str(&mark);
            written = at;
        }
        out.push_str(&tag[written..]);
    }

    /// The place of what has this name on the page.
    fn named(&self, id: &str) -> Option<&'p Place> {
        let parts = self.places.parts.get(self.path);
        parts
            .and_then(|parts| parts.get(id))
            .or_else(|| self.places.everywhere.get(id))
    }

    /// The place of a row without a name.
    fn row(&mut self, tag: &str, after: &'p str) -> Option<&'p Place> {
        let number = self.row;
        let rows = self.places.rows.get(self.subject);
        if tag == "<div class=\"row\"" && after.starts_with("><div class=\"st prose\"") {
            return rows?.prose.as_ref();
        }
        let is_row = tag.starts_with("<li class=\"row")
            || (tag.starts_with("<div class=\"row\"") && after.starts_with("><dt"))
            || ["<div class=\"row head\"", "<div class=\"row locator\""].contains(&tag)
            || (tag.starts_with("<tr") && !after.starts_with("><th scope=\"col\""))
            || (tag == "<li" && self.list == ON_MAP);
        if !is_row {
            return None;
        }
        self.row += 1;
        let row = &after[..end_of_row(after)];
        if self.list == FACTS {
            return self.fact(rows, row);
        }
        let listed = rows.and_then(|rows| rows.lists.get(self.list));
        match listed {
            Some(places) => places.get(number),
            None => self.linked(row).or_else(|| rows?.prose.as_ref()),
        }
    }

    /// The place of a key fact: that of its key, of what it is derived from, or
    /// of its record.
    fn fact(&self, rows: Option<&'p Rows>, row: &'p str) -> Option<&'p Place> {
        let label = row.split_once("<dt class=\"key\">");
        let label = label.and_then(|(_, rest)| rest.split_once("</dt>"));
        let label = label.map(|(label, _)| decoded(label));
        let by_key = label.and_then(|label| rows?.facts.get(&label));
        by_key
            .or_else(|| self.linked(row))
            .or_else(|| self.places.pages.get(self.subject))
    }

    /// The place of what a row leads to: a part of a page rather than a page.
    fn linked(&self, row: &'p str) -> Option<&'p Place> {
        let part = links(row).find_map(|href| self.part(href));
        part.or_else(|| links(row).find_map(|href| self.places.pages.get(href.split('#').next()?)))
    }

    fn part(&self, href: &str) -> Option<&'p Place> {
        let (path, fragment) = href.split_once('#')?;
        if path.is_empty() {
            return None;
        }
        let parts = self.places.parts.get(path);
        parts
            .and_then(|parts| parts.get(fragment))
            .or_else(|| self.places.everywhere.get(fragment))
    }

    /// Why visitors do not see where a link leads, if they do not.
    fn stage(&self, href: &str) -> Option<&'p str> {
        let (path, fragment) = href.split_once('#').unwrap_or((href, ""));
        let of_page = self.places.pages.get(path);
        let of_page = of_page.and_then(|place| place.stage.as_deref());
        of_page.or_else(|| {
            let parts: &BTreeMap<String, Place> = self.places.parts.get(path)?;
            parts.get(fragment)?.stage.as_deref()
        })
    }
}

#[derive(Template)]
#[template(
    source = " data-place=\"{{ place.line }}\"{% if let Some(stage) = place.stage %} data-stage=\"{{ stage }}\"{% endif %}",
    ext = "html"
)]
struct Attributes<'p> {
    place: &'p Place,
}

fn attributes(place: &Place) -> String {
    // Writing into memory fails only when memory does.
    Attributes { place }.render().unwrap_or_default()
}

/// The value of an attribute of a tag.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

/// Where the links of a piece of markup lead, in order.
fn links(markup: &str) -> impl Iterator<Item = &str> {
    let tags = markup.split("<a ").skip(1);
    tags.filter_map(|tag| tag.strip_prefix("href=\"")?.split('"').next())
}

/// How far a row reaches: to the next, or to the end of what it is in.
fn end_of_row(after: &str) -> usize {
    const ENDS: [&str; 6] = [
        "<li",
        "<tr",
        "<div class=\"row",
        "</section",
        "</article",
        "</main",
    ];
    // Tag by tag: looking for each end by itself would read the rest of the page
    // for every row, where there is no such end.
    let mut tags = after.match_indices('<').map(|(at, _)| at);
    let end = tags.find(|at| ENDS.iter().any(|end| after[*at..].starts_with(end)));
    end.unwrap_or(after.len())
}

/// Text as it was before it was written as markup.
fn decoded(text: &str) -> String {
    let signs = [
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#38;", "&"),
    ];
    let text = text.to_owned();
    signs
        .into_iter()
        .fold(text, |text, (written, sign)| text.replace(written, sign))
}
