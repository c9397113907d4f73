//! The mends of values and keys that are certain: what somebody meant is known,
//! and there is one way to write it.

use super::super::document::{Entry, Node, Value};
use super::super::shape::Shape;
use super::super::slips;
use super::Walk;
use crate::diag::{Edit, Fix, Span};
use crate::locale::PartialDate;
use std::collections::BTreeMap;

/// A value of the wrong type that says in another way what it means.
pub(super) fn wrong_type_fix(shape: &Shape, node: &Node) -> Option<Fix> {
    let replacement = match (shape, &node.value) {
        (Shape::Integer(..), Value::String(text)) => text.trim().parse::<i64>().ok()?.to_string(),
        (Shape::Number(..), Value::String(text)) => {
            let text = text.trim();
            let is_plain = |sign: u8| sign.is_ascii_digit() || matches!(sign, b'-' | b'.');
            if !text.bytes().all(is_plain) || text.starts_with('.') || text.ends_with('.') {
                return None;
            }
            text.parse::<f64>().ok()?;
            text.to_owned()
        }
        (Shape::Boolean, Value::String(text)) => {
            let text = text.trim().to_lowercase();
            matches!(text.as_str(), "true" | "false").then_some(text)?
        }
        (Shape::String(string), Value::Integer(number)) if string.one_of.is_empty() => {
            format!("\"{number}\"")
        }
        // With commas it may be one text or several.
        (Shape::List(inner), Value::String(text))
            if matches!(**inner, Shape::String(_)) && !text.contains([',', '"', '\\', '\n']) =>
        {
            format!("[\"{text}\"]")
        }
        _ => return None,
    };
    Some(Fix::replace(
        format!("write `{replacement}`"),
        node.span.clone(),
        replacement,
    ))
}

impl Walk<'_> {
    /// A date in quotes: as it is written here, if it can be read in one way only.
    pub(super) fn quoted_date_fix(&self, node: &Node, text: &str) -> Option<Fix> {
        let written = match text.parse::<PartialDate>() {
            Ok(PartialDate::Year(_) | PartialDate::Day(..)) => text.to_owned(),
            _ => slips::certain(text, self.languages.months())?,
        };
        Some(Fix::replace(
            format!("write `{written}`"),
            node.span.clone(),
            written,
        ))
    }

    /// `{ year = 2022, month = 11, day = 20 }`, in braces, as a day.
    pub(super) fn table_date_fix(&self, node: &Node, date: Option<String>) -> Option<Fix> {
        let written = date?;
        let in_braces = self.source.get(node.span.clone())?.starts_with('{');
        in_braces.then(|| {
            Fix::replace(
                format!("write `{written}`"),
                node.span.clone(),
                written.clone(),
            )
        })
    }

    /// Another name for a key, wherever it stands: in front of each language,
    /// in each heading.
    pub(super) fn rename_key(&self, key: &str, entry: &Entry, name: &str) -> Option<Fix> {
        let edits: Vec<_> = self
            .places_of_key(key, entry)
            .into_iter()
            .map(|span| Edit::new(span, name))
            .collect();
        (!edits.is_empty()).then(|| Fix {
            label: format!("write `{name}` instead of `{key}`"),
            edits,
        })
    }

    /// Where a key stands as it is spelt: a table of dotted keys, and a list of
    /// tables, name theirs several times.
    fn places_of_key(&self, key: &str, entry: &Entry) -> Vec<Span> {
        let mut places = Vec::new();
        // A key in quotation marks is renamed with them; one with signs of its
        // own is left to people.
        let mut add = |span: Span| {
            let text = self.source.get(span.clone()).unwrap_or_default();
            if text.trim_matches(['"', '\'']) == key && !places.contains(&span) {
                places.push(span);
            }
        };
        add(entry.key.clone());
        match &entry.value.value {
            Value::Table(inner) => {
                for inner in inner.values() {
                    let before = self.source.get(..inner.key.start).unwrap_or_default();
                    if let Some(end) = before.strip_suffix('.').map(str::len) {
                        add(end.saturating_sub(key.len())..end);
                    }
                }
            }
            Value::Array(items) => {
                for item in items {
                    let heading = self.source.get(item.span.clone()).unwrap_or_default();
                    let Some(name) = heading.strip_prefix("[[") else {
                        continue;
                    };
                    let start = item.span.start + heading.len() - name.trim_start().len();
                    add(start..start + key.len());
                }
            }
            _ => {}
        }
        places.sort_by_key(|span| span.start);
        places
    }
}

/// The day that a table of three numbers says.
pub(super) fn day_of_table(entries: &BTreeMap<String, Entry>) -> Option<String> {
    let number = |key: &str| match entries.get(key)?.value.value {
        Value::Integer(number) => Some(number),
        _ => None,
    };
    let (year, month, day) = (number("year")?, number("month")?, number("day")?);
    let date = format!("{year:04}-{month:02}-{day:02}");
    date.parse::<PartialDate>().ok().map(|_| date)
}
