//! `redirects.toml`: what is written there when an address changes or ends.

use super::plan::Plan;
use super::register::Register;
use crate::content::{CHECKED_KEY, Document, Kind, Location, Node, Value};
use crate::diag::{Edit, Span};
use std::collections::{BTreeMap, BTreeSet};

/// An address that is gone, and what to tell visitors.
pub(super) struct Gone {
    /// The address.
    pub path: String,
    /// Why, by language, in the order of the languages.
    pub reason: Vec<(String, String)>,
    /// Since when, as a date is written.
    pub since: String,
}

/// Writes down that addresses have moved and are gone. Entries that led to a
/// moved address are led on to the new one; those about an address that a page
/// has again are taken out.
pub(super) fn record(
    register: &Register,
    plan: &mut Plan,
    moved: &[(String, String)],
    gone: &[Gone],
) {
    let Location::File(path) = Kind::Redirects.location() else {
        return;
    };
    let taken: BTreeSet<&str> = moved.iter().map(|(_, to)| to.as_str()).collect();
    let new: BTreeMap<&str, &str> = moved.iter().map(|(from, to)| (&**from, &**to)).collect();
    let Some((text, document)) = register.text(path).zip(register.document(path)) else {
        let mut text = format!("#:schema {}\n", Kind::Redirects.schema_reference());
        text.push_str(&entries(moved, gone, "\n"));
        plan.create(path, text);
        return;
    };
    let ended: BTreeSet<&str> = gone.iter().map(|gone| gone.path.as_str()).collect();
    for (list, key) in [("redirect", "from"), ("gone", "path")] {
        for item in document.items(list) {
            let is_obsolete = string(item, key).is_some_and(|(from, _)| taken.contains(from));
            let to = string(item, "to");
            // What led to an address that is gone now is gone with it.
            let is_dead = to.as_ref().is_some_and(|(to, _)| ended.contains(to));
            if is_obsolete || is_dead {
                plan.edit(path, Edit::new(block(text, item), ""));
            } else if let Some((new, span)) = to.and_then(|(to, span)| Some((new.get(to)?, span))) {
                plan.edit(path, Edit::new(span, format!("\"{new}\"")));
            }
        }
    }
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let at = end_of_entries(text, document);
    let mut added = entries(moved, gone, line_end);
    if !text[..at].is_empty() && !text[..at].ends_with('\n') {
        added.insert_str(0, line_end);
    }
    if at < text.len() {
        // The blank line before what follows is there already.
        added = added.trim_start().to_owned() + line_end;
    }
    plan.edit(path, Edit::new(at..at, added));
}

/// The addresses that led to this one until now.
pub(super) fn leading_to(register: &Register, ended: &BTreeSet<String>) -> Vec<String> {
    let Location::File(path) = Kind::Redirects.location() else {
        return Vec::new();
    };
    let Some(document) = register.document(path) else {
        return Vec::new();
    };
    let items = document.items("redirect").iter();
    items
        .filter(|item| string(item, "to").is_some_and(|(to, _)| ended.contains(to)))
        .filter_map(|item| Some(string(item, "from")?.0.to_owned()))
        .collect()
}

fn entries(moved: &[(String, String)], gone: &[Gone], line_end: &str) -> String {
    let mut lines = Vec::new();
    for (from, to) in moved {
        lines.push(String::new());
        lines.push("[[redirect]]".to_owned());
        lines.push(format!("from = \"{from}\""));
        lines.push(format!("to = \"{to}\""));
    }
    for gone in gone {
        lines.push(String::new());
        lines.push("[[gone]]".to_owned());
        lines.push(format!("path = \"{}\"", gone.path));
        for (language, reason) in &gone.reason {
            lines.push(format!("reason.{language} = {}", quoted(reason)));
        }
        lines.push(format!("since = {}", gone.since));
    }
    lines
        .iter()
        .flat_map(|line| [line.as_str(), line_end])
        .collect()
}

/// A text of one line between quotation marks (TOML 1.0, basic strings).
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for sign in text.chars() {
        match sign {
            '"' | '\\' => quoted.extend(['\\', sign]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            sign if sign.is_control() => {
                quoted.push_str(&format!("\\u{:04X}", u32::from(sign)));
            }
            sign => quoted.push(sign),
        }
    }
    quoted.push('"');
    quoted
}

/// Where a new entry is put: before the table of fingerprints and its comment,
/// else at the end.
fn end_of_entries(text: &str, document: &Document) -> usize {
    let Some(table) = document.table(CHECKED_KEY) else {
        return text.len();
    };
    let before = &text[..table.start];
    let mut at = before.rfind('\n').map_or(0, |newline| newline + 1);
    while let Some(line) = text[..at].lines().next_back()
        && line.starts_with('#')
    {
        at = text[..at - 1].rfind('\n').map_or(0, |newline| newline + 1);
    }
    at
}

/// An entry from its heading to its last value, with the line break behind it
/// and one blank line before it.
fn block(text: &str, item: &Node) -> Span {
    fn end(node: &Node) -> usize {
        let Value::Table(entries) = &node.value else {
            return node.span.end;
        };
        let inner = entries.values().map(|entry| end(&entry.value));
        inner.max().unwrap_or(0).max(node.span.end)
    }
    let last = end(item);
    let end = text[last..]
        .find('\n')
        .map_or(text.len(), |newline| last + newline + 1);
    let start = text[..item.span.start]
        .rfind('\n')
        .map_or(0, |newline| newline + 1);
    let blank = ["\r\n", "\n"]
        .into_iter()
        .find(|blank| text[..start].ends_with(&format!("\n{blank}")));
    start - blank.map_or(0, str::len)..end
}

fn string<'a>(item: &'a Node, key: &str) -> Option<(&'a str, Span)> {
    let Value::Table(entries) = &item.value else {
        return None;
    };
    let value = &entries.get(key)?.value;
    match &value.value {
        Value::String(text) => Some((text, value.span.clone())),
        _ => None,
    }
}
