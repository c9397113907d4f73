//! A register with the places of everything in it, for those who change files
//! or lead from one to another.

use super::super::check::{Reference, TextField};
use super::super::schema::{self, LanguageShape};
use super::super::tree::{self, Origin};
use super::{Catalog, Declared, Document, Kind, Loader};
use crate::diag::{FileId, Report, SourceMap};
use crate::locale::Day;
use serde_json::Value;
use std::collections::BTreeMap;

/// A register as it stands, faults included, and where everything stands in it.
#[derive(Debug)]
pub struct Survey {
    /// The linked records of what could be decoded; nothing if `site.toml` or a
    /// language could not.
    pub catalog: Option<Catalog>,
    /// Whether some file could not be decoded, so that the catalog lacks it.
    pub partial: bool,
    /// Every fault, sorted.
    pub report: Report,
    /// The files.
    pub sources: SourceMap,
    /// What could be parsed, as trees.
    pub documents: BTreeMap<FileId, Document>,
    /// Every content file with its kind and stem, read or not.
    pub files: Vec<(Kind, String, FileId)>,
    /// Every place that names something by its id.
    pub references: Vec<Reference>,
    /// Every text in several languages.
    pub texts: Vec<TextField>,
    languages: Vec<LanguageShape>,
}

/// Reads, checks and links a content folder as [`super::load`] does, and keeps
/// what was found on the way. `today` decides what is late.
pub fn survey(origin: Origin<'_>, today: Day) -> Survey {
    let mut report = Report::new();
    let sources = tree::read(origin, &mut report);
    let mut loader = Loader::new(&sources, &mut report);
    let languages = loader.known_languages().shapes();
    let linked = loader.run(today);
    let findings = std::mem::take(&mut loader.findings);
    let mut documents = BTreeMap::new();
    let mut files = Vec::new();
    for parsed in loader.files {
        files.push((parsed.kind, parsed.stem.to_owned(), parsed.file));
        if let Some(document) = parsed.document {
            documents.insert(parsed.file, document);
        }
    }
    report.sort(&sources);
    Survey {
        catalog: linked.whole,
        partial: linked.partial,
        report,
        documents,
        files,
        references: findings.references,
        texts: findings.texts,
        languages,
        sources,
    }
}

impl Survey {
    /// Every id that a file stands for.
    pub fn declared(&self) -> Declared {
        let ids = self.files.iter();
        ids.map(|(kind, stem, _)| (*kind, stem.clone())).collect()
    }

    /// The file of this kind and stem.
    pub fn file(&self, kind: Kind, stem: &str) -> Option<FileId> {
        let mut files = self.files.iter();
        let found = files.find(|(found, id, _)| *found == kind && id == stem)?;
        Some(found.2)
    }

    /// The file at this path inside the content folder.
    pub fn file_at(&self, relative: &str) -> Option<FileId> {
        let mut files = self.sources.iter();
        let found = files.find(|(_, file)| file.relative == relative)?;
        Some(found.0)
    }

    /// The languages that somebody writes, and those that are made from
    /// another (`derived`), in their order: id, own name, whether derived.
    pub fn languages(&self) -> impl Iterator<Item = (&str, &str, bool)> {
        let languages = self.languages.iter();
        languages.map(|language| (&*language.id, &*language.name, language.derived))
    }

    /// The JSON Schema of a kind for the languages of this register.
    pub fn schema(&self, kind: Kind) -> Value {
        schema::for_kind(kind, &self.languages)
    }
}
