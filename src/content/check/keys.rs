//! Keys: those that nobody knows, those that stand in the wrong place, and
//! those that are missing.

use super::super::document::{Entry, Value};
use super::super::schema::CHECKED_KEY;
use super::super::shape::{Field, Shape, TableShape};
use super::Walk;
use crate::diag::{Code, certain, closest};
use std::collections::BTreeMap;

/// How a date is written, in an example.
const EXAMPLE_DATE: &str = "2022-11-20";

impl Walk<'_> {
    /// Reports keys that are not declared, and returns the declared ones that
    /// they were probably meant to be.
    pub(super) fn unknown_keys<'s>(
        &mut self,
        shape: &'s TableShape,
        entries: &BTreeMap<String, Entry>,
    ) -> Vec<&'s str> {
        let mut meant = Vec::new();
        // What only the program writes is no slip of anybody's.
        let is_taken = |name: &str| name == CHECKED_KEY;
        for (key, entry) in entries {
            if shape.fields.iter().any(|field| field.key == *key) {
                continue;
            }
            let free = shape
                .fields
                .iter()
                .filter(|field| !entries.contains_key(&field.key))
                .map(|field| field.key.as_str());
            let near = closest(key, free.clone());
            let in_language = self.key_in_language(shape, key);
            let mut fix = None;
            let help = if let Some((field, written)) = in_language {
                meant.push(field);
                self.meant.insert(self.below(&written));
                fix = self.rename_key(key, entry, &written);
                format!("did you mean `{written}`?")
            } else if let Some(near) = near {
                meant.push(near);
                let known = free.clone().filter(|name| !is_taken(name));
                fix = certain(key, known).and_then(|name| self.rename_key(key, entry, name));
                format!("did you mean `{near}`?")
            } else if self.belongs_to_the_file(key) {
                "this key belongs to the file as a whole: move the line above the first heading, \
                 the first line that begins with `[`"
                    .to_owned()
            } else {
                let names: Vec<_> = free.map(|name| format!("`{name}`")).collect();
                if names.is_empty() {
                    "take it out".to_owned()
                } else {
                    format!("keys that may stand here: {}", names.join(", "))
                }
            };
            let diagnostic = self
                .diagnostic(
                    Code::UnknownKey,
                    &entry.key,
                    format!("unknown key `{key}` {}", self.place()),
                )
                .label("nothing reads this key")
                .help(help)
                .maybe_fix(fix);
            self.fault(diagnostic);
        }
        meant
    }

    /// The path of a key in the table being looked at.
    fn below(&self, key: &str) -> String {
        if self.path.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.path)
        }
    }

    /// `title-en` for `title.en`: the field, and how it is written.
    fn key_in_language<'s>(&self, shape: &'s TableShape, key: &str) -> Option<(&'s str, String)> {
        let texts = shape
            .fields
            .iter()
            .filter(|field| matches!(field.shape, Shape::Text(_)));
        texts
            .flat_map(|field| self.languages.iter().map(move |language| (field, language)))
            .find_map(|(field, language)| {
                let rest = key.strip_prefix(field.key.as_str())?;
                let rest = rest.trim_start_matches(['-', '_', '.', ' ']);
                let written = || format!("{}.{}", field.key, language.id);
                (rest == language.id.as_str()).then(|| (field.key.as_str(), written()))
            })
    }

    /// Whether a key that nobody knows here is one of the file as a whole.
    fn belongs_to_the_file(&self, key: &str) -> bool {
        match self.root {
            Shape::Table(root) => {
                !self.path.is_empty() && root.fields.iter().any(|field| field.key == key)
            }
            _ => false,
        }
    }

    /// A line that was written below the table of fingerprints, so that it
    /// counts as a part of it.
    pub(super) fn under_fingerprints(&mut self, key: &str, entry: &Entry) {
        let diagnostic = self
            .diagnostic(
                Code::UnknownKey,
                &entry.key,
                format!("`{key}` stands under `[{CHECKED_KEY}]`, where only the program writes"),
            )
            .label("this line is taken for a fingerprint")
            .help("move the line above the first heading, the first line that begins with `[`");
        self.fault(diagnostic);
    }

    /// A line that could be added for a key that is missing.
    pub(super) fn example(&self, field: &Field) -> String {
        let key = &field.key;
        match &field.shape {
            Shape::Text(_) => {
                let lines = self.language_lines(key);
                format!("add a line for each language: {lines}")
            }
            Shape::Table(_) => format!("add the heading `[{key}]`, and its keys below it"),
            Shape::Map(_) => format!("add `{key}`: {}", field.shape.description()),
            Shape::Plural => format!("add `{key}`, with {}", field.shape.description()),
            Shape::List(inner) => match &**inner {
                Shape::Table(_) => format!("add the heading `[[{key}]]`, and its keys below it"),
                _ => format!("add a line `{key} = [\"…\"]`"),
            },
            Shape::String(string) => match (string.one_of.as_slice(), &string.pattern) {
                ([only], _) => format!("add a line `{key} = \"{only}\"`"),
                ([first, rest @ ..], _) => {
                    let words: Vec<_> = rest.iter().map(|word| format!("`\"{word}\"`")).collect();
                    format!(
                        "add a line such as `{key} = \"{first}\"`; other words: {}",
                        words.join(", ")
                    )
                }
                ([], Some((_, expected))) => format!("add a line `{key} = \"…\"`: {expected}"),
                ([], None) => format!("add a line `{key} = \"…\"`"),
            },
            Shape::Integer(..) | Shape::Number(..) => {
                format!("add a line such as `{key} = 10`")
            }
            Shape::Boolean => format!("add a line `{key} = true` or `{key} = false`"),
            Shape::Moment => format!("add a line such as `{key} = {EXAMPLE_DATE}`"),
            Shape::Date => format!(
                "add a line such as `{key} = {EXAMPLE_DATE}`, or with as much as is known: \
                 `2022`, `{{ year = 2022, month = 11 }}`"
            ),
        }
    }

    /// How the key being looked at is written with its languages.
    pub(super) fn text_help(&self) -> String {
        let key = self.path.rsplit('.').next().unwrap_or_default();
        let lines = self.language_lines(key);
        format!("write one line for each language: {lines}")
    }

    fn language_lines(&self, key: &str) -> String {
        let lines: Vec<_> = self
            .languages
            .iter()
            .filter(|language| !language.derived)
            .map(|language| format!("`{key}.{} = \"…\"`", language.id))
            .collect();
        lines.join(", ")
    }
}

/// Whether a value has the form that the program writes: a table of
/// fingerprints, eight hexadecimal digits each.
pub(super) fn is_fingerprints(value: &Value) -> bool {
    let is_print = |text: &str| text.len() == 8 && text.bytes().all(|b| b.is_ascii_hexdigit());
    match value {
        Value::Table(entries) => entries
            .values()
            .all(|entry| matches!(&entry.value.value, Value::String(text) if is_print(text))),
        _ => false,
    }
}
