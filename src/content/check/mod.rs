//! Walks a document beside the shape of its kind: reports everything that does
//! not fit, writes down every per-language text and every reference it meets,
//! and returns the values with the derived languages filled in, ready to decode.

mod keys;
mod mend;
mod moment;
mod scalar;
mod text;

use super::document::{Document, Entry, Node, Step, Value};

use super::languages::LanguageSet;
use super::schema::CHECKED_KEY;
use super::shape::{Field, Shape, TableShape, TextKind};
use crate::diag::{Code, Diagnostic, FileId, Report, Span};
use crate::locale::LanguageId;
use keys::is_fingerprints;
use mend::wrong_type_fix;
use scalar::{quoted, wrong_type_help};
use std::collections::{BTreeMap, BTreeSet};

/// One text in every language that it is written in.
#[derive(Debug, Clone)]
pub struct TextField {
    /// The file it stands in.
    pub file: FileId,
    /// The way to it, such as `claim.0.text`.
    pub path: String,
    /// What sort of text it is.
    pub kind: TextKind,
    /// Its words, in the order of the register's languages; only languages that somebody wrote.
    pub written: Vec<Written>,
    /// The same way with ids for numbers, such as `claim.founded.text`: it stays
    /// when the order of statements changes.
    pub name: String,
    /// Whether a date stands beside it in the same table.
    pub dated: bool,
}

/// A text in one language.
#[derive(Debug, Clone)]
pub struct Written {
    /// The language.
    pub language: LanguageId,
    /// The words.
    pub text: String,
    /// Where they stand, quotes included.
    pub span: Span,
}

/// A place that names something by its id.
#[derive(Debug, Clone)]
pub struct Reference {
    /// The file it stands in.
    pub file: FileId,
    /// Where.
    pub span: Span,
    /// The kind of thing it must name: `body`, `source`, `place` and so on.
    pub kind: String,
    /// The id.
    pub target: String,
    /// The way to the list or key it stands in, such as `claim.0.sources`.
    pub path: String,
}

/// What one walk found besides faults.
#[derive(Debug, Default)]
pub struct Findings {
    /// Every per-language text.
    pub texts: Vec<TextField>,
    /// Every reference.
    pub references: Vec<Reference>,
}

impl Findings {
    /// Takes over what another walk found.
    pub fn append(&mut self, mut other: Self) {
        self.texts.append(&mut other.texts);
        self.references.append(&mut other.references);
    }
}

/// Keys that date the table they stand in.
const DATING_KEYS: [&str; 5] = ["as-of", "date", "since", "sorted-as", "read"];

/// What is checked, and by what.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The file as a tree.
    pub document: &'a Document,
    /// Its text.
    pub text: &'a str,
    /// What it must look like.
    pub shape: &'a Shape,
    /// The languages of the register.
    pub languages: &'a LanguageSet,
    /// The plural forms that words in this file need.
    pub plural_forms: &'a [String],
}

/// Checks a document, and returns its values if nothing in it stands in the way of decoding.
pub fn check(
    subject: &Subject<'_>,
    report: &mut Report,
    findings: &mut Findings,
) -> Option<toml::Value> {
    let Subject {
        document,
        text,
        shape,
        languages,
        plural_forms,
    } = *subject;
    let mut walk = Walk {
        file: document.file,
        source: text,
        root: shape,
        languages,
        plural_forms,
        report,
        findings,
        path: String::new(),
        name: String::new(),
        dated: false,
        meant: BTreeSet::new(),
        faults: 0,
    };
    let value = walk.value(&document.root, shape);
    if walk.faults == 0 { value } else { None }
}

struct Walk<'a> {
    file: FileId,
    /// The text of the file.
    source: &'a str,
    /// The shape of the file as a whole.
    root: &'a Shape,
    languages: &'a LanguageSet,
    plural_forms: &'a [String],
    report: &'a mut Report,
    findings: &'a mut Findings,
    path: String,
    name: String,
    dated: bool,
    /// The paths of texts in a language that were probably meant by unknown keys.
    meant: BTreeSet<String>,
    faults: usize,
}

impl Walk<'_> {
    fn fault(&mut self, diagnostic: Diagnostic) {
        self.faults += 1;
        self.report.push(diagnostic);
    }

    fn diagnostic(&self, code: Code, span: &Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.file, span.clone(), message)
    }

    fn within<R>(&mut self, step: Step<'_>, inner: impl FnOnce(&mut Self) -> R) -> R {
        let text = match step {
            Step::Key(key) => key.to_owned(),
            Step::Index(index) => index.to_string(),
        };
        self.named(&text, &text, inner)
    }

    /// Goes one step on, under a number in the path and a name in the name.
    fn named<R>(&mut self, step: &str, name: &str, inner: impl FnOnce(&mut Self) -> R) -> R {
        let (path_length, name_length) = (self.path.len(), self.name.len());
        if path_length > 0 {
            self.path.push('.');
            self.name.push('.');
        }
        self.path.push_str(step);
        self.name.push_str(name);
        let result = inner(self);
        self.path.truncate(path_length);
        self.name.truncate(name_length);
        result
    }

    fn value(&mut self, node: &Node, shape: &Shape) -> Option<toml::Value> {
        match (shape, &node.value) {
            (Shape::Table(table), Value::Table(entries)) => self.table(node, table, entries),
            (Shape::Map(inner), Value::Table(entries)) => {
                let mut values = toml::Table::new();
                for (key, entry) in entries {
                    if self.path == CHECKED_KEY && !is_fingerprints(&entry.value.value) {
                        self.under_fingerprints(key, entry);
                        continue;
                    }
                    let value =
                        self.within(key.as_str().into(), |walk| walk.value(&entry.value, inner))?;
                    values.insert(key.clone(), value);
                }
                Some(toml::Value::Table(values))
            }
            (Shape::List(inner), Value::Array(items)) => {
                let mut values = Vec::with_capacity(items.len());
                for (index, item) in items.iter().enumerate() {
                    let number = index.to_string();
                    let name = item.id().unwrap_or(&number);
                    let value = self.named(&number, name, |walk| walk.value(item, inner));
                    values.extend(value);
                }
                Some(toml::Value::Array(values))
            }
            (Shape::Text(kind), Value::Table(entries)) => self.text(node, *kind, entries),
            (Shape::Plural, Value::Table(entries)) => self.plural(node, entries),
            (Shape::String(string), Value::String(text)) => self.string(node, string, text),
            (Shape::Integer(low, high), Value::Integer(number)) => {
                #[expect(clippy::cast_precision_loss, reason = "bounds are small numbers")]
                self.bounds(node, *number as f64, *low, *high)?;
                Some(toml::Value::Integer(*number))
            }
            (Shape::Number(low, high), Value::Float(number)) => {
                self.bounds(node, *number, *low, *high)?;
                Some(toml::Value::Float(*number))
            }
            (Shape::Number(low, high), Value::Integer(number)) => {
                #[expect(clippy::cast_precision_loss, reason = "bounds are small numbers")]
                let number = *number as f64;
                self.bounds(node, number, *low, *high)?;
                Some(toml::Value::Float(number))
            }
            (Shape::Boolean, Value::Boolean(truth)) => Some(toml::Value::Boolean(*truth)),
            (
                Shape::Date,
                Value::Integer(_) | Value::Datetime(_) | Value::Table(_) | Value::String(_),
            ) => self.date(node),
            (Shape::Moment, Value::Datetime(_) | Value::String(_)) => self.moment(node),
            (shape, found) => {
                let mut diagnostic = self
                    .diagnostic(
                        Code::WrongType,
                        &node.span,
                        format!(
                            "expected {}, found {}",
                            shape.description(),
                            found.description()
                        ),
                    )
                    .label("this value");
                diagnostic.help = match shape {
                    Shape::Text(_) => Some(self.text_help()),
                    shape => wrong_type_help(shape, found),
                };
                diagnostic.fix = wrong_type_fix(shape, node);
                self.fault(diagnostic);
                None
            }
        }
    }

    fn table(
        &mut self,
        node: &Node,
        shape: &TableShape,
        entries: &BTreeMap<String, Entry>,
    ) -> Option<toml::Value> {
        let missing: Vec<&Field> = shape
            .fields
            .iter()
            .filter(|field| field.required && !entries.contains_key(&field.key))
            .collect();
        let near_misses = self.unknown_keys(shape, entries);
        for field in missing {
            self.faults += 1;
            // A slip of the keyboard is one mistake, not two.
            if near_misses.contains(&field.key.as_str()) {
                continue;
            }
            let (code, message) = if field.key == "sources" {
                (
                    Code::ClaimWithoutSource,
                    format!("nothing {} says where this is known from", self.place()),
                )
            } else {
                (
                    Code::MissingKey,
                    format!("the key `{}` is missing {}", field.key, self.place()),
                )
            };
            let help = self.example(field);
            let diagnostic = self.diagnostic(code, &node.span, message).help(help);
            self.report.push(diagnostic);
        }
        // Where a date is missing that must be there, that has been said.
        let is_dating = |key: &str| DATING_KEYS.contains(&key);
        let dated = entries.keys().any(|key| is_dating(key))
            || shape
                .fields
                .iter()
                .any(|field| field.required && is_dating(&field.key));
        let outer = std::mem::replace(&mut self.dated, dated);
        let mut values = toml::Table::new();
        for field in &shape.fields {
            if let Some(entry) = entries.get(&field.key) {
                let value = self.within(field.key.as_str().into(), |walk| {
                    walk.value(&entry.value, &field.shape)
                });
                if let Some(value) = value {
                    values.insert(field.key.clone(), value);
                }
            }
        }
        self.dated = outer;
        Some(toml::Value::Table(values))
    }

    /// The table being looked at, in an editor's words.
    fn place(&self) -> String {
        let mut steps = self.path.rsplit('.');
        match (steps.next(), steps.next()) {
            (None | Some(""), _) => "in this file".to_owned(),
            (Some(index), Some(list)) if index.bytes().all(|byte| byte.is_ascii_digit()) => {
                format!("in this `[[{list}]]`")
            }
            (Some(key), _) => format!("in `{key}`"),
        }
    }
}
