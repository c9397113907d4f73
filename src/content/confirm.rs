//! Writing down that translations say the same, and noticing when that is no
//! longer known.
//!
//! The fingerprints of a file's texts stand in one table at its end,
//! `[checked]`, so that they do not come between the texts. Everything else of
//! the file, comments and order included, stays as it is.

use super::check::{TextField, Written};
use super::document::{Document, Entry, Value};
use super::schema::CHECKED_KEY;
use super::shape::TextKind;
use crate::locale::{LanguageId, fingerprint};
use std::collections::{BTreeMap, BTreeSet};

/// The line above the table.
const COMMENT: &str = "# Written by the program: what the texts were when they were last compared.";

/// How far a file's translations are confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    /// The file's path inside the content folder.
    pub path: String,
    fields: Vec<Field>,
    /// The file without its table.
    rest: String,
    line_end: &'static str,
}

/// One text that is written in more than one language.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Field {
    name: String,
    /// Why it is to be compared, if it is.
    open: Option<Open>,
    /// Its line of the table as it would be when confirmed.
    line: String,
    /// Its line as it is, if it has one.
    recorded: Option<String>,
}

/// Why a text is to be compared with its translations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Open {
    /// Nobody has confirmed that they say the same.
    Never,
    /// Some languages, or all, were changed since.
    Changed {
        /// Those that were changed.
        changed: Vec<LanguageId>,
        /// Those that are as they were.
        same: Vec<LanguageId>,
    },
}

impl Confirmation {
    /// How many texts are written in more than one language.
    pub fn texts(&self) -> usize {
        self.fields.len()
    }

    /// The names of those that changed since they were confirmed, or never were,
    /// each with which it is.
    pub fn open(&self) -> impl Iterator<Item = (&str, &Open)> {
        let fields = self.fields.iter();
        fields.filter_map(|field| Some((field.name.as_str(), field.open.as_ref()?)))
    }

    /// Whether it has a text of this name.
    pub fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|field| field.name == name)
    }

    /// The file as it would be with the chosen texts confirmed.
    pub fn confirmed(&self, is_chosen: impl Fn(&str) -> bool) -> String {
        let lines = self.fields.iter().filter_map(|field| {
            if field.open.is_none() || is_chosen(&field.name) {
                Some(field.line.as_str())
            } else {
                field.recorded.as_deref()
            }
        });
        let heading = format!("[{CHECKED_KEY}]");
        let mut text = self.rest.clone();
        for line in ["", COMMENT, &heading].into_iter().chain(lines) {
            text.push_str(line);
            text.push_str(self.line_end);
        }
        text
    }
}

/// How far one file's translations are confirmed; nothing for a file without any.
pub(super) fn confirmation(
    path: &str,
    text: &str,
    document: &Document,
    texts: &[&TextField],
) -> Option<Confirmation> {
    let fields: Vec<_> = states(document, texts)
        .into_iter()
        .map(|(field, state)| {
            let prints = field.written.iter().map(|written| {
                let print = fingerprint(&written.text);
                (written.language.as_str(), print)
            });
            Field {
                name: field.name.clone(),
                open: open(&state),
                line: line(&field.name, prints),
                recorded: match state {
                    State::Changed { recorded, .. } => {
                        Some(line(&field.name, recorded.iter().map(|(k, v)| (*k, *v))))
                    }
                    State::Same | State::New => None,
                },
            }
        })
        .collect();
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    (!fields.is_empty()).then(|| Confirmation {
        path: path.to_owned(),
        fields,
        rest: without_table(text, document, line_end),
        line_end,
    })
}

fn open(state: &State<'_>) -> Option<Open> {
    let languages = |written: &[&Written]| written.iter().map(|it| it.language.clone()).collect();
    match state {
        State::Same => None,
        State::New => Some(Open::Never),
        State::Changed { changed, same, .. } => Some(Open::Changed {
            changed: languages(changed),
            same: languages(same),
        }),
    }
}

fn line<'a>(name: &str, prints: impl Iterator<Item = (&'a str, impl AsRef<str>)>) -> String {
    let pairs: Vec<_> = prints
        .map(|(language, print)| format!("{language} = \"{}\"", print.as_ref()))
        .collect();
    format!("\"{name}\" = {{ {} }}", pairs.join(", "))
}

/// The file without the table and the line above it, ending with a line end.
fn without_table(text: &str, document: &Document, line_end: &str) -> String {
    let Some(span) = document.table(CHECKED_KEY) else {
        return format!("{}{line_end}", text.trim_end());
    };
    let before = text[..span.start].trim_end();
    let before = before.strip_suffix(COMMENT).unwrap_or(before).trim_end();
    let after = text[span.end..].trim();
    if after.is_empty() {
        return format!("{before}{line_end}");
    }
    format!("{before}{line_end}{line_end}{after}{line_end}")
}

/// What is known of a text and its translations.
pub(super) enum State<'a> {
    /// Nobody has compared them.
    New,
    /// They are as they were when they were last compared.
    Same,
    /// Some of them, or all, were changed since.
    Changed {
        /// Those that are as they were.
        same: Vec<&'a Written>,
        /// The others.
        changed: Vec<&'a Written>,
        /// The fingerprints of then.
        recorded: BTreeMap<&'a str, &'a str>,
    },
}

/// The fingerprints of one text in each language.
type Prints<'a> = BTreeMap<&'a str, &'a str>;

/// What is known of each text of a file that is written in more than one language.
///
/// An item of a list that has an id keeps its name wherever it stands. Any other
/// is named by its place, which says nothing once an item was put before it: so
/// it is looked for among all that were confirmed in its list.
pub(super) fn states<'a>(
    document: &'a Document,
    texts: &[&'a TextField],
) -> Vec<(&'a TextField, State<'a>)> {
    let recorded = recorded(document);
    let fields: Vec<&TextField> = texts
        .iter()
        .copied()
        .filter(|field| field.kind != TextKind::Slug && field.written.len() > 1)
        .collect();
    let mut lists: BTreeMap<String, Vec<&TextField>> = BTreeMap::new();
    for field in &fields {
        lists.entry(pattern(field)).or_default().push(field);
    }
    let mut known: BTreeMap<&str, State<'a>> = BTreeMap::new();
    for (pattern, fields) in &lists {
        let before: BTreeMap<&str, &Prints<'_>> = recorded
            .iter()
            .filter(|(name, _)| fits(pattern, name))
            .map(|(name, prints)| (*name, prints))
            .collect();
        compare(fields, &before, &mut known);
    }
    fields
        .into_iter()
        .map(|field| {
            let state = known.remove(field.name.as_str());
            (field, state.unwrap_or(State::New))
        })
        .collect()
}

/// Compares the texts of one list, or one text, with what was confirmed of it.
fn compare<'a>(
    fields: &[&'a TextField],
    before: &BTreeMap<&'a str, &Prints<'a>>,
    known: &mut BTreeMap<&'a str, State<'a>>,
) {
    let mut left = before.clone();
    let mut unknown = Vec::new();
    for field in fields {
        let prints: Vec<_> = field
            .written
            .iter()
            .map(|written| fingerprint(&written.text))
            .collect();
        let agreeing = |recorded: &Prints<'_>| {
            let pairs = field.written.iter().zip(&prints);
            pairs
                .filter(|(written, print)| {
                    recorded.get(written.language.as_str()) == Some(&print.as_str())
                })
                .count()
        };
        match before
            .iter()
            .find(|(_, recorded)| agreeing(recorded) == prints.len())
        {
            Some((name, _)) => {
                left.remove(name);
                known.insert(&field.name, State::Same);
            }
            None => unknown.push((*field, prints)),
        }
    }
    // Where items were added or taken out, a place says nothing.
    let same_places = fields.len() == before.len();
    for (field, prints) in unknown {
        let unchanged = |recorded: &Prints<'_>| -> BTreeSet<&'a str> {
            let pairs = field.written.iter().zip(&prints);
            pairs
                .map(|(written, print)| (written.language.as_str(), print))
                .filter(|(language, print)| recorded.get(language) == Some(&print.as_str()))
                .map(|(language, _)| language)
                .collect()
        };
        let nearest = left
            .iter()
            .map(|(name, recorded)| (unchanged(recorded), *name))
            .filter(|(same, name)| !same.is_empty() || (same_places && *name == field.name))
            .max_by_key(|(same, name)| (same.len(), *name == field.name));
        let Some((languages, name)) = nearest else {
            continue;
        };
        let Some(recorded) = left.remove(name) else {
            continue;
        };
        let (same, changed) = field
            .written
            .iter()
            .partition(|written| languages.contains(written.language.as_str()));
        let recorded = recorded.clone();
        let state = State::Changed {
            same,
            changed,
            recorded,
        };
        known.insert(&field.name, state);
    }
}

/// The table of fingerprints, as far as it has the form of one.
fn recorded(document: &Document) -> BTreeMap<&str, Prints<'_>> {
    let checked = table(&document.root.value)
        .and_then(|root| table(&root.get(CHECKED_KEY)?.value.value))
        .into_iter()
        .flatten();
    checked
        .filter_map(|(name, entry)| {
            let prints = table(&entry.value.value)?
                .iter()
                .filter_map(|(language, entry)| match &entry.value.value {
                    Value::String(print) => Some((language.as_str(), print.as_str())),
                    _ => None,
                })
                .collect();
            Some((name.as_str(), prints))
        })
        .collect()
}

fn table(value: &Value) -> Option<&BTreeMap<String, Entry>> {
    match value {
        Value::Table(entries) => Some(entries),
        _ => None,
    }
}

/// The name of a field with a star for each place in a list.
fn pattern(field: &TextField) -> String {
    let steps = field.path.split('.').zip(field.name.split('.'));
    let steps: Vec<_> = steps
        .map(|(place, name)| {
            if place == name && is_place(name) {
                "*"
            } else {
                name
            }
        })
        .collect();
    steps.join(".")
}

fn fits(pattern: &str, name: &str) -> bool {
    pattern.split('.').count() == name.split('.').count()
        && pattern
            .split('.')
            .zip(name.split('.'))
            .all(|(wanted, step)| wanted == step || (wanted == "*" && is_place(step)))
}

fn is_place(step: &str) -> bool {
    !step.is_empty() && step.bytes().all(|sign| sign.is_ascii_digit())
}
