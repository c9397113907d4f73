//! Rules beyond types: one file each, listed in [`run`].
//!
//! A rule reads the [`Context`] and returns its complaints; it changes nothing and knows
//! nothing of other rules. Rules over texts and references work on what the
//! check wrote down, so they run whatever else is wrong; rules over the
//! catalog run on the records that could be decoded.

mod addresses;
mod evidence;
mod ids;
mod map;
pub mod markdown;
mod meant;
mod redirects;
mod references;
mod relations;
mod security;
mod showing;
mod site;
mod spaces;
mod text;
mod translations;
mod truth;

use super::catalog::Catalog;
use super::check::{Findings, Written};
use super::document::{Document, Step, Value};
use super::kind::Kind;
use super::languages::LanguageSet;
use super::load::Declared;
use crate::diag::{Code, Diagnostic, FileId, SourceMap, Span};
use crate::locale::{Day, Transliterator};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What rules look at.
pub struct Context<'a> {
    /// The files' texts.
    pub sources: &'a SourceMap,
    /// Every file with its kind and stem.
    pub files: Vec<(Kind, &'a str, FileId)>,
    /// Their trees, for those that could be parsed.
    pub documents: BTreeMap<FileId, &'a Document>,
    /// Every id that a file stands for.
    pub declared: Declared,
    /// Every statement, as `<folder>/<file>#<claim>`.
    pub claim_paths: BTreeSet<String>,
    /// The languages.
    pub languages: &'a LanguageSet,
    /// The way from one script to another, if the register has one.
    pub transliterator: Option<&'a Transliterator>,
    /// Every text and reference.
    pub findings: &'a Findings,
    /// Whether some file could not be decoded, so that the catalog lacks it.
    pub partial: bool,
    /// The linked records.
    pub catalog: Option<&'a Catalog>,
    /// The day that lateness is reckoned by.
    pub today: Day,
}

impl<'a> Context<'a> {
    /// Where the value at this path of a file stands.
    pub fn span(&self, file: FileId, path: &[Step<'_>]) -> Span {
        self.documents
            .get(&file)
            .map_or(0..0, |document| document.span(path))
    }

    /// Where a part of a text stands in its file.
    pub fn inside(&self, file: FileId, written: &Written, range: Range<usize>) -> Span {
        self.inside_span(file, &written.span, &written.text, range)
    }

    /// Where a part of the text at this place stands: exact when the file
    /// spells the text as it is, else the whole value.
    pub fn inside_span(&self, file: FileId, span: &Span, text: &str, range: Range<usize>) -> Span {
        let source = &self.sources.file(file).text;
        match source.get(span.clone()).and_then(|raw| raw.find(text)) {
            Some(offset) => {
                let start = span.start + offset;
                start + range.start..start + range.end
            }
            None => span.clone(),
        }
    }

    /// The text at a top-level key of a file, and where it stands.
    pub fn text(&self, file: FileId, key: &str) -> Option<(&'a str, Span)> {
        let document: &'a Document = self.documents.get(&file)?;
        let Value::Table(entries) = &document.root.value else {
            return None;
        };
        let node = &entries.get(key)?.value;
        match &node.value {
            Value::String(text) => Some((text, node.span.clone())),
            _ => None,
        }
    }

    /// The files of a kind that could be parsed.
    pub fn documents_of(&self, kind: Kind) -> impl Iterator<Item = (FileId, &'a Document)> {
        self.files
            .iter()
            .filter(move |(found, _, _)| *found == kind)
            .filter_map(|(_, _, file)| Some((*file, *self.documents.get(file)?)))
    }

    /// Whether a file of this kind could not be parsed, so that its ids are not known.
    pub fn is_broken(&self, kind: Kind) -> bool {
        self.files
            .iter()
            .any(|(found, _, file)| *found == kind && !self.documents.contains_key(file))
    }

    /// The ids in a list of the files of a kind.
    pub fn inner_ids(&self, kind: Kind, list: &str, key: &str) -> BTreeSet<&'a str> {
        let mut ids = BTreeSet::new();
        for (found, _, file) in &self.files {
            if *found != kind {
                continue;
            }
            let Some(document) = self.documents.get(file) else {
                continue;
            };
            let document: &'a Document = document;
            for item in document.items(list) {
                if let Value::Table(entries) = &item.value
                    && let Some(Value::String(id)) =
                        entries.get(key).map(|entry| &entry.value.value)
                {
                    ids.insert(id.as_str());
                }
            }
        }
        ids
    }

    /// A complaint about the value at this path of a file.
    pub fn at(
        &self,
        code: Code,
        file: FileId,
        path: &[Step<'_>],
        message: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::new(code, file, self.span(file, path), message)
    }
}

/// A rule: what it has to complain of.
type Rule = fn(&Context<'_>) -> Vec<Diagnostic>;

/// Every rule.
const RULES: [Rule; 15] = [
    references::check,
    ids::check,
    truth::check,
    relations::check,
    showing::check,
    evidence::check,
    translations::check,
    text::check,
    spaces::check,
    markdown::check,
    addresses::check,
    redirects::check,
    site::check,
    security::check,
    map::check,
];

/// Runs every rule, as many at a time as there are cores. The report is
/// sorted later, so the order in which they end does not matter.
pub fn run(context: &Context<'_>) -> Vec<Diagnostic> {
    RULES
        .par_iter()
        .flat_map_iter(|rule| rule(context))
        .collect()
}

/// The ranges of the numbers in a text: digits, with points or commas between
/// digits taken as part of the number.
fn numbers_in(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut numbers = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !digit(at) {
            at += 1;
            continue;
        }
        let start = at;
        while digit(at) || (matches!(bytes.get(at), Some(b'.' | b',')) && digit(at + 1)) {
            at += 1;
        }
        numbers.push(start..at);
    }
    numbers
}
