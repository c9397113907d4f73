//! One TOML file as a tree in which every key and value knows its place.

use super::slips::{self, MonthNames};
use crate::diag::{Code, Diagnostic, FileId, Report, SourceFile, Span};
use std::collections::BTreeMap;
use toml::de::{DeTable, DeValue};
use toml::value::Datetime;

/// A key, where it stands, and its value.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Where the key stands.
    pub key: Span,
    /// Its value.
    pub value: Node,
}

/// A value and where it stands.
#[derive(Debug, Clone)]
pub struct Node {
    /// The bytes it takes up; for a table, its heading or braces.
    pub span: Span,
    /// What it is.
    pub value: Value,
}

impl Node {
    /// The `id` or `code` of a table that has one.
    pub fn id(&self) -> Option<&str> {
        let Value::Table(entries) = &self.value else {
            return None;
        };
        let entry = entries.get("id").or_else(|| entries.get("code"))?;
        match &entry.value.value {
            Value::String(id) => Some(id),
            _ => None,
        }
    }
}

/// What a value is.
#[derive(Debug, Clone)]
pub enum Value {
    /// Text.
    String(String),
    /// A whole number.
    Integer(i64),
    /// A number with a point.
    Float(f64),
    /// `true` or `false`.
    Boolean(bool),
    /// A date, a time, or both.
    Datetime(Datetime),
    /// A list.
    Array(Vec<Node>),
    /// Keys with values, in alphabetical order of the keys.
    Table(BTreeMap<String, Entry>),
}

impl Value {
    /// What it is, in an editor's words.
    pub fn description(&self) -> &'static str {
        match self {
            Self::String(_) => "text in quotes",
            Self::Integer(_) => "a whole number",
            Self::Float(_) => "a number with a point",
            Self::Boolean(_) => "`true` or `false`",
            Self::Datetime(_) => "a date or time",
            Self::Array(_) => "a list in `[` and `]`",
            Self::Table(_) => "a table of keys",
        }
    }
}

/// One parsed file.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its number.
    pub file: FileId,
    /// Its top-level table.
    pub root: Node,
}

/// A step on the way to a value.
#[derive(Debug, Clone, Copy)]
pub enum Step<'a> {
    /// Into a table, by key.
    Key(&'a str),
    /// Into a list, by number from 0.
    Index(usize),
}

impl<'a> From<&'a str> for Step<'a> {
    fn from(key: &'a str) -> Self {
        Self::Key(key)
    }
}

impl From<usize> for Step<'_> {
    fn from(index: usize) -> Self {
        Self::Index(index)
    }
}

impl Document {
    /// Parses a file, and says what stands in the way.
    ///
    /// Only the first syntax error is reported: the later ones mostly follow
    /// from it. Returns nothing when there was one, because what the parser
    /// made of the rest is guesswork. `months` help to say how a date is written.
    pub fn parse(
        file: FileId,
        source: &SourceFile,
        months: &MonthNames,
        report: &mut Report,
    ) -> Option<Self> {
        let (table, mut errors) = DeTable::parse_recoverable(&source.text);
        errors.sort_by_key(|error| error.span().map_or(usize::MAX, |span| span.start));
        if let Some(error) = errors.first() {
            let span = error.span().unwrap_or(0..0);
            let slip = slips::syntax(&source.text, span, error.message(), months);
            let help = match errors.len() - 1 {
                0 => slip.help,
                1 => format!(
                    "{}; another fault that may follow from it is not shown",
                    slip.help
                ),
                more => format!(
                    "{}; {more} other faults that may follow from it are not shown",
                    slip.help
                ),
            };
            let mut diagnostic = Diagnostic::new(Code::Syntax, file, slip.span, slip.message)
                .help(help)
                .maybe_fix(slip.fix);
            if let Some((span, label)) = slip.related {
                diagnostic = diagnostic.related(file, span, label);
            }
            report.push(diagnostic);
            return None;
        }
        Some(Self {
            file,
            root: Node {
                span: 0..0,
                value: Value::Table(entries(table.get_ref())),
            },
        })
    }

    /// The texts of the list at this path; none if there is no such list.
    pub fn strings(&self, path: &[Step<'_>]) -> Vec<&str> {
        match &self.nearest(path).value {
            Value::Array(items) => items
                .iter()
                .filter_map(|item| match &item.value {
                    Value::String(text) => Some(text.as_str()),
                    _ => None,
                })
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Where this text stands in the list, or as a key of the table, at this path.
    pub fn find(&self, path: &[Step<'_>], text: &str) -> Option<Span> {
        match &self.nearest(path).value {
            Value::Array(items) => items
                .iter()
                .find(|item| matches!(&item.value, Value::String(found) if found == text))
                .map(|item| item.span.clone()),
            Value::Table(entries) => entries.get(text).map(|entry| entry.key.clone()),
            _ => None,
        }
    }

    /// The text at this path, if there is one.
    pub fn text(&self, path: &[Step<'_>]) -> Option<&str> {
        match &self.nearest(path).value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// Where the keys and values of a table of the top level stand together,
    /// heading included; nothing if there is no such table.
    pub fn table(&self, key: &str) -> Option<Span> {
        let Value::Table(entries) = &self.root.value else {
            return None;
        };
        let entry = entries.get(key)?;
        let mut end = entry.value.span.end;
        if let Value::Table(inner) = &entry.value.value {
            for inner in inner.values() {
                end = end.max(inner.value.span.end);
            }
        }
        Some(entry.value.span.start.min(entry.key.start)..end)
    }

    /// The items of a top-level list of tables; none if there is no such list.
    pub fn items(&self, list: &str) -> &[Node] {
        match &self.nearest(&[Step::Key(list)]).value {
            Value::Array(items) => items,
            _ => &[],
        }
    }

    /// Where the value at this path stands, or else the nearest thing around it.
    pub fn span(&self, path: &[Step<'_>]) -> Span {
        self.nearest(path).span.clone()
    }

    fn nearest(&self, path: &[Step<'_>]) -> &Node {
        let mut node = &self.root;
        for step in path {
            let next = match (&node.value, step) {
                (Value::Table(table), Step::Key(key)) => table.get(*key).map(|e| &e.value),
                (Value::Array(items), Step::Index(index)) => items.get(*index),
                _ => None,
            };
            match next {
                Some(next) => node = next,
                None => break,
            }
        }
        node
    }
}

fn entries(table: &DeTable<'_>) -> BTreeMap<String, Entry> {
    table
        .iter()
        .map(|(key, value)| {
            let entry = Entry {
                key: key.span(),
                value: node(value.get_ref(), value.span()),
            };
            (key.get_ref().to_string(), entry)
        })
        .collect()
}

fn node(value: &DeValue<'_>, span: Span) -> Node {
    let value = match value {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Integer(number) => {
            match i64::from_str_radix(number.as_str(), number.radix()) {
                Ok(number) => Value::Integer(number),
                // Past 64 bits it is no number that content could mean.
                Err(_) => Value::Float(f64::NAN),
            }
        }
        DeValue::Float(number) => Value::Float(number.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(truth) => Value::Boolean(*truth),
        DeValue::Datetime(datetime) => Value::Datetime(*datetime),
        DeValue::Array(items) => Value::Array(
            items
                .iter()
                .map(|item| node(item.get_ref(), item.span()))
                .collect(),
        ),
        DeValue::Table(table) => Value::Table(entries(table)),
    };
    Node { span, value }
}
