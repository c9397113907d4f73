//! The difference between two records in words.
//!
//! The words are those that editors know from the files: the names of keys. So
//! a key that a record gains later needs nothing here.

use crate::content::Catalog;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// A text of more letters, or of several paragraphs, is not quoted: it is read
/// better in the page's text.
const QUOTED: usize = 400;

/// What tells the items of a list apart, the first that they have.
const NAMES: [&str; 7] = ["id", "code", "body", "claim", "from", "path", "date"];

/// Puts differences into words.
pub(super) struct Describer {
    /// The languages that somebody writes.
    written: Vec<String>,
    /// Those that are made from them.
    derived: Vec<String>,
}

impl Describer {
    /// For the languages of this register.
    pub(super) fn new(catalog: &Catalog) -> Self {
        let (derived, written): (Vec<_>, Vec<_>) = catalog
            .languages
            .iter()
            .partition(|language| language.record.derived_from.is_some());
        let ids = |languages: Vec<&crate::content::ResolvedLanguage>| {
            let ids = languages
                .into_iter()
                .map(|language| language.id.to_string());
            ids.collect()
        };
        Self {
            written: ids(written),
            derived: ids(derived),
        }
    }

    /// What changed from one record to the other, each a phrase.
    pub(super) fn differences(&self, before: &Value, after: &Value) -> Vec<String> {
        let mut phrases = Vec::new();
        if let (Value::Object(before), Value::Object(after)) = (before, after) {
            self.keys("", before, after, &mut phrases);
        }
        phrases
    }

    fn keys(
        &self,
        place: &str,
        before: &Map<String, Value>,
        after: &Map<String, Value>,
        phrases: &mut Vec<String>,
    ) {
        let gone = before.keys().filter(|key| !after.contains_key(*key));
        for key in after.keys().chain(gone) {
            let old = before.get(key).unwrap_or(&Value::Null);
            let new = after.get(key).unwrap_or(&Value::Null);
            if old != new {
                self.value(place, key, old, new, phrases);
            }
        }
    }

    fn value(&self, place: &str, key: &str, old: &Value, new: &Value, phrases: &mut Vec<String>) {
        let what = joined(place, key);
        match (old, new) {
            _ if self.is_text(old) || self.is_text(new) => {
                let what = if key == "text" && !place.is_empty() {
                    place
                } else {
                    &what
                };
                self.text(what, old, new, phrases);
            }
            (Value::Object(old), Value::Object(new)) => self.keys(&what, old, new, phrases),
            (Value::Array(old), Value::Array(new)) => self.list(place, key, old, new, phrases),
            _ if is_absent(old) => phrases.push(format!("{what} is now {}", self.shown(new))),
            _ if is_absent(new) => {
                phrases.push(format!("{what} is taken out; before: {}", self.shown(old)));
            }
            _ => phrases.push(format!(
                "{what} is now {}; before: {}",
                self.shown(new),
                self.shown(old)
            )),
        }
    }

    fn text(&self, what: &str, old: &Value, new: &Value, phrases: &mut Vec<String>) {
        let in_language = |value: &Value, id: &String| {
            let text = value.get(id).and_then(Value::as_str);
            text.unwrap_or_default().to_owned()
        };
        let changed = |ids: &[String]| -> Vec<(String, String, String)> {
            ids.iter()
                .map(|id| (id.clone(), in_language(old, id), in_language(new, id)))
                .filter(|(_, old, new)| old != new)
                .collect()
        };
        let mut all = changed(&self.written);
        if all.is_empty() {
            // What is made from another text changes with it and is not said twice.
            all = changed(&self.derived);
        }
        for (id, old, new) in all {
            let is_long = |text: &str| text.contains('\n') || text.chars().count() > QUOTED;
            phrases.push(match (old.as_str(), new.as_str()) {
                (old, new) if is_long(old) || is_long(new) => {
                    format!("{what} in {id} is written anew")
                }
                ("", new) => format!("{what} in {id} now says \"{new}\""),
                (old, "") => format!("{what} in {id} is taken out; before: \"{old}\""),
                (old, new) => format!("{what} in {id} now says \"{new}\"; before: \"{old}\""),
            });
        }
    }

    fn list(
        &self,
        place: &str,
        key: &str,
        old: &[Value],
        new: &[Value],
        phrases: &mut Vec<String>,
    ) {
        let what = joined(place, noun(key));
        if old.iter().chain(new).all(|item| !item.is_object()) {
            let added: Vec<_> = new.iter().filter(|item| !old.contains(item)).collect();
            let gone: Vec<_> = old.iter().filter(|item| !new.contains(item)).collect();
            for (items, how) in [(&added, "new in"), (&gone, "gone from")] {
                if !items.is_empty() {
                    let names: Vec<_> = items.iter().map(|item| self.shown(item)).collect();
                    phrases.push(format!("{how} {what}: {}", names.join(", ")));
                }
            }
            if added.is_empty() && gone.is_empty() {
                phrases.push(format!("{what}: in another order"));
            }
            return;
        }
        let names: Vec<BTreeSet<String>> = vec![
            old.iter().filter_map(name).collect(),
            new.iter().filter_map(name).collect(),
        ];
        let named = names[0].len() == old.len() && names[1].len() == new.len();
        let matching = |item: &Value, others: &[Value]| {
            let name = name(item);
            let same = |other: &&Value| {
                if named {
                    self::name(other) == name
                } else {
                    *other == item
                }
            };
            others.iter().find(same).cloned()
        };
        let before = phrases.len();
        for item in new {
            match matching(item, old) {
                None => phrases.push(format!("new {what} {}", self.item(item))),
                Some(Value::Object(before)) => {
                    let name = name(item).unwrap_or_default();
                    if let Value::Object(after) = item {
                        self.keys(&format!("{what} {name}"), &before, after, phrases);
                    }
                }
                Some(_) => {}
            }
        }
        for item in old.iter().filter(|item| matching(item, new).is_none()) {
            phrases.push(format!("{what} {} is gone", self.item(item)));
        }
        if phrases.len() == before {
            phrases.push(format!("{what}: in another order"));
        }
    }

    /// An item of a list: its name, and what it says.
    fn item(&self, item: &Value) -> String {
        let name = name(item);
        let says = item
            .as_object()
            .into_iter()
            .flat_map(|keys| keys.values())
            .find(|value| self.is_text(value))
            .map(|text| self.shown(text));
        match (name, says) {
            (Some(name), Some(says)) => format!("{name}: {says}"),
            (None, Some(says)) => says,
            (_, None) => self.shown(item),
        }
    }

    /// Whether a value is a text for each language.
    fn is_text(&self, value: &Value) -> bool {
        let languages = || self.written.iter().chain(&self.derived);
        value.as_object().is_some_and(|keys| {
            !keys.is_empty()
                && keys.values().all(Value::is_string)
                && keys.keys().all(|key| languages().any(|id| id == key))
        })
    }

    fn shown(&self, value: &Value) -> String {
        match value {
            Value::String(text) => text.clone(),
            Value::Object(keys) if self.is_text(value) => {
                let first = self.written.iter().find_map(|id| keys.get(id));
                format!("\"{}\"", first.and_then(Value::as_str).unwrap_or_default())
            }
            Value::Object(keys) => {
                let pairs: Vec<_> = keys
                    .iter()
                    .filter(|(_, value)| !is_absent(value))
                    .map(|(key, value)| format!("{key} {}", self.shown(value)))
                    .collect();
                pairs.join(", ")
            }
            Value::Array(items) => {
                let items: Vec<_> = items.iter().map(|item| self.shown(item)).collect();
                items.join(", ")
            }
            other => other.to_string(),
        }
    }
}

/// Whether a value says as much as its absence.
fn is_absent(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

/// What tells an item of a list apart from the others.
fn name(item: &Value) -> Option<String> {
    let value = NAMES.iter().find_map(|key| item.get(key)?.as_str());
    value.map(str::to_owned)
}

/// The key of a list of tables as a word.
fn noun(key: &str) -> &str {
    if key == "claim" { "statement" } else { key }
}

fn joined(place: &str, key: &str) -> String {
    if place.is_empty() {
        key.to_owned()
    } else {
        format!("{place}: {key}")
    }
}
