//! Single values: text with rules, numbers with bounds, dates.

use super::super::document::{Entry, Node, Value};
use super::super::schema::PLACEHOLDER;
use super::super::shape::{Shape, StringShape};
use super::super::slips;
use super::mend::day_of_table;
use super::{Reference, Walk};
use crate::diag::{Code, Fix, Span, certain, nearest};
use crate::locale::PartialDate;
use std::collections::BTreeMap;

impl Walk<'_> {
    pub(super) fn bounds(
        &mut self,
        node: &Node,
        number: f64,
        low: Option<f64>,
        high: Option<f64>,
    ) -> Option<()> {
        let low = low.unwrap_or(f64::NEG_INFINITY);
        let high = high.unwrap_or(f64::INFINITY);
        if (low..=high).contains(&number) {
            return Some(());
        }
        let diagnostic = self.diagnostic(
            Code::WrongValue,
            &node.span,
            match (low.is_finite(), high.is_finite()) {
                (true, true) => format!("expected a number from {low} to {high}"),
                (true, false) => format!("expected a number not below {low}"),
                (false, true) => format!("expected a number not above {high}"),
                (false, false) => "expected a number".to_owned(),
            },
        );
        self.fault(diagnostic);
        None
    }

    pub(super) fn string(
        &mut self,
        node: &Node,
        shape: &StringShape,
        text: &str,
    ) -> Option<toml::Value> {
        // The rule on notes to oneself says that it is to be filled in.
        if text == PLACEHOLDER {
            self.faults += 1;
            return None;
        }
        if !shape.one_of.is_empty() && !shape.one_of.iter().any(|word| word == text) {
            let words = shape.one_of.iter().map(String::as_str);
            let fix = certain(text, words.clone()).map(|word| {
                let label = format!("write `{word}`");
                Fix::replace(label, node.span.clone(), format!("\"{word}\""))
            });
            let diagnostic = self
                .diagnostic(
                    Code::UnknownValue,
                    &node.span,
                    format!("`{text}` is not one of the words allowed here"),
                )
                .help(
                    nearest(text, words)
                        .unwrap_or_else(|| format!("the words: {}", quoted(&shape.one_of))),
                )
                .maybe_fix(fix);
            self.fault(diagnostic);
            return None;
        }
        if let Some((pattern, expected)) = &shape.pattern
            && !pattern.is_match(text)
        {
            // A name in place of an id: which id was meant is known to those
            // who know all ids.
            if let Some(kind) = shape.reference.as_ref().filter(|kind| *kind != "claim") {
                self.refer(node, kind, text);
                self.faults += 1;
                return None;
            }
            let diagnostic = self
                .diagnostic(
                    Code::WrongValue,
                    &node.span,
                    format!("`{text}` cannot stand here"),
                )
                .help(format!("expected {expected}"));
            self.fault(diagnostic);
            return None;
        }
        if let Some(kind) = &shape.reference {
            self.refer(node, kind, text);
        }
        Some(toml::Value::String(text.to_owned()))
    }

    fn refer(&mut self, node: &Node, kind: &str, target: &str) {
        let list = self
            .path
            .trim_end_matches(|letter: char| letter.is_ascii_digit())
            .trim_end_matches('.');
        self.findings.references.push(Reference {
            file: self.file,
            span: node.span.clone(),
            kind: kind.to_owned(),
            target: target.to_owned(),
            path: list.to_owned(),
        });
    }

    pub(super) fn date(&mut self, node: &Node) -> Option<toml::Value> {
        if !matches!(node.value, Value::String(_))
            && let Ok(date) = plain(&node.value).try_into::<PartialDate>()
        {
            // As text it survives serde's buffering of flattened tables, which
            // turns dates into something else.
            return Some(toml::Value::String(date.to_string()));
        }
        let mut fix = None;
        let (code, span, message, help) = match &node.value {
            Value::String(text) => {
                fix = self.quoted_date_fix(node, text);
                (
                    Code::WrongType,
                    &node.span,
                    "a date stands without quotes".to_owned(),
                    Some(self.quoted_date_help(text)),
                )
            }
            Value::Datetime(datetime) if datetime.time.is_some() => (
                Code::WrongValue,
                &node.span,
                "expected a date without a time of day".to_owned(),
                datetime.date.map(|date| format!("write `{date}`")),
            ),
            Value::Table(entries) => match quoted_number(entries) {
                Some((key, text, span)) => {
                    let label = format!("write `{text}`");
                    fix = Some(Fix::replace(label, span.clone(), text));
                    (
                        Code::WrongType,
                        span,
                        format!("the {key} of a date stands without quotes"),
                        Some(format!("write `{key} = {text}`")),
                    )
                }
                None => {
                    let day = day_of_table(entries);
                    fix = self.table_date_fix(node, day.clone());
                    let help = day.map_or_else(
                        || format!("expected {}", Shape::Date.description()),
                        |day| format!("write `{day}`"),
                    );
                    (
                        Code::WrongValue,
                        &node.span,
                        "there is no such date".to_owned(),
                        Some(help),
                    )
                }
            },
            _ => (
                Code::WrongValue,
                &node.span,
                "there is no such date".to_owned(),
                Some(format!("expected {}", Shape::Date.description())),
            ),
        };
        let diagnostic = self
            .diagnostic(code, span, message)
            .maybe_help(help)
            .maybe_fix(fix);
        self.fault(diagnostic);
        None
    }

    /// How to write a date that stands in quotes: only some of them are dates
    /// once the quotes are gone.
    fn quoted_date_help(&self, text: &str) -> String {
        match text.parse::<PartialDate>() {
            Ok(PartialDate::Year(_) | PartialDate::Day(..)) => {
                format!("write `{text}` without the quotes")
            }
            _ => slips::advice(text, self.languages.months()),
        }
    }
}

/// A part of a date that is a number in quotes: its key, the number, its place.
fn quoted_number(entries: &BTreeMap<String, Entry>) -> Option<(&str, &str, &Span)> {
    entries.iter().find_map(|(key, entry)| {
        let Value::String(text) = &entry.value.value else {
            return None;
        };
        let number = text.trim().trim_start_matches('0');
        let is_number = !number.is_empty() && number.bytes().all(|sign| sign.is_ascii_digit());
        is_number.then_some((key.as_str(), number, &entry.value.span))
    })
}

pub(super) fn quoted(words: &[String]) -> String {
    let words: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}

pub(super) fn wrong_type_help(shape: &Shape, found: &Value) -> Option<String> {
    match (shape, found) {
        (Shape::Integer(..) | Shape::Number(..) | Shape::Boolean, Value::String(text)) => {
            Some(format!("write `{text}` without the quotes"))
        }
        (Shape::String(string), Value::Integer(number)) if string.one_of.is_empty() => {
            Some(format!("write it in quotes: `\"{number}\"`"))
        }
        (Shape::List(_), Value::String(text)) => {
            let entries = text
                .split(',')
                .map(str::trim)
                .filter(|entry| !entry.is_empty());
            let entries: Vec<_> = entries.map(|entry| format!("\"{entry}\"")).collect();
            Some(format!("write it as a list: `[{}]`", entries.join(", ")))
        }
        (Shape::List(_), Value::Table(_)) => {
            Some("write the heading with two brackets on each side: `[[…]]`".to_owned())
        }
        (Shape::Table(_), Value::Array(_)) => {
            Some("write the heading with one bracket on each side: `[…]`".to_owned())
        }
        _ => None,
    }
}

/// The value as `toml` has it, without places.
pub(super) fn plain(value: &Value) -> toml::Value {
    match value {
        Value::String(text) => toml::Value::String(text.clone()),
        Value::Integer(number) => toml::Value::Integer(*number),
        Value::Float(number) => toml::Value::Float(*number),
        Value::Boolean(truth) => toml::Value::Boolean(*truth),
        Value::Datetime(datetime) => toml::Value::Datetime(*datetime),
        Value::Array(items) => {
            toml::Value::Array(items.iter().map(|item| plain(&item.value)).collect())
        }
        Value::Table(entries) => toml::Value::Table(
            entries
                .iter()
                .map(|(key, entry)| (key.clone(), plain(&entry.value.value)))
                .collect(),
        ),
    }
}
