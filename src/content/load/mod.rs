//! The pipeline: every step once, in order, all faults in one report.

mod assemble;
mod languages;
mod lines;
mod names;
mod survey;
mod translations;

use super::catalog::{Audience, Catalog};
use super::check::{self, Findings, Subject};
use super::document::Document;
use super::kind::{Kind, Location};
use super::languages::LanguageSet;
use super::rules::{self, Context};
use super::schema;
use super::shape::Shape;
use super::slips::MonthNames;
use super::tree::{self, Origin};
use crate::diag::{Code, Diagnostic, FileId, Report, SourceMap};
use crate::locale::{Day, Now};
use assemble::Linked;
pub use lines::{Block, Lines};
use names::{check_stem, unexpected};
use rayon::prelude::*;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};

pub use survey::{Survey, survey};
pub use translations::{TranslationFault, Translations, translations};

/// What a run over the content folder gave.
#[derive(Debug)]
pub struct Loaded {
    /// The register, unless an error forbids publishing it.
    pub catalog: Option<Catalog>,
    /// Every fault, sorted.
    pub report: Report,
    /// The files that the faults speak of.
    pub sources: SourceMap,
    /// Where in the files everything stands; kept for editors alone.
    pub lines: Lines,
}

/// Reads, checks and links a content folder, as visitors see it at the end of
/// this day. `today` decides what is late.
pub fn load(origin: Origin<'_>, today: Day) -> Loaded {
    load_for(origin, Now::end_of(today), Audience::Visitors)
}

/// Reads, checks and links a content folder, as `audience` sees it now. All of
/// it is checked, whoever sees it.
pub fn load_for(origin: Origin<'_>, now: Now, audience: Audience) -> Loaded {
    let mut report = Report::new();
    let sources = tree::read(origin, &mut report);
    let mut loader = Loader::new(&sources, &mut report);
    let catalog = loader.run(now.day).whole;
    let lines = match audience {
        Audience::Visitors => Lines::default(),
        Audience::Editors => loader.lines(),
    };
    report.sort(&sources);
    Loaded {
        catalog: catalog
            .filter(|_| !report.has_errors())
            .map(|catalog| catalog.shown(now, audience)),
        report,
        sources,
        lines,
    }
}

/// The JSON Schemas for a content folder's languages, as text, by kind.
pub fn schemas(origin: Origin<'_>) -> BTreeMap<Kind, String> {
    let mut report = Report::new();
    let sources = tree::read(origin, &mut report);
    let loader = Loader::new(&sources, &mut report);
    let languages = loader.known_languages();
    schema::for_languages(&languages.shapes())
        .into_iter()
        .map(|(kind, schema)| {
            let schema = schema::in_one_piece(schema);
            let mut text = serde_json::to_string_pretty(&schema).expect("a schema is a JSON value");
            text.push('\n');
            (kind, text)
        })
        .collect()
}

/// A file with its kind and stem.
struct Parsed<'a> {
    kind: Kind,
    stem: &'a str,
    file: FileId,
    document: Option<Document>,
}

/// What came of one file.
struct Decoded<T> {
    index: usize,
    record: Option<T>,
    report: Report,
    findings: Findings,
}

/// Ids that exist, whether or not their file could be decoded: a reference to
/// a file with a mistake is not a second mistake.
pub(super) type Declared = BTreeSet<(Kind, String)>;

struct Loader<'a> {
    sources: &'a SourceMap,
    report: &'a mut Report,
    files: Vec<Parsed<'a>>,
    months: MonthNames,
    findings: Findings,
}

impl<'a> Loader<'a> {
    fn new(sources: &'a SourceMap, report: &'a mut Report) -> Self {
        let unreadable: BTreeSet<FileId> = report
            .diagnostics()
            .iter()
            .map(|diagnostic| diagnostic.file)
            .collect();
        let sources_in_order: Vec<_> = sources.iter().collect();
        let months = languages::month_names(sources);
        let parsed: Vec<_> = sources_in_order
            .par_iter()
            .map(|&(file, source)| {
                let mut report = Report::new();
                // What could not be read has been reported.
                let readable = !unreadable.contains(&file);
                let parsed = Kind::of_path(&source.relative).map(|(kind, stem)| {
                    check_stem(kind, stem, file, &mut report);
                    let document = readable
                        .then(|| Document::parse(file, source, &months, &mut report))
                        .flatten();
                    Parsed {
                        kind,
                        stem,
                        file,
                        document,
                    }
                });
                // The content folder itself has no kind.
                if parsed.is_none() && readable && !source.relative.is_empty() {
                    report.push(unexpected(file, &source.relative));
                }
                (parsed, report)
            })
            .collect();
        let mut files = Vec::new();
        for (parsed, complaints) in parsed {
            files.extend(parsed);
            report.append(complaints);
        }
        Self {
            sources,
            report,
            files,
            months,
            findings: Findings::default(),
        }
    }

    fn run(&mut self, today: Day) -> Linked {
        self.missing_files();
        let mut languages = self.known_languages();
        // Without a language every text would be in an unknown one.
        if languages.iter().next().is_none() {
            return Linked {
                whole: None,
                partial: true,
            };
        }
        let shapes: BTreeMap<Kind, Shape> = schema::for_languages(&languages.shapes())
            .iter()
            .map(|(&kind, schema)| (kind, Shape::compile(schema)))
            .collect();

        let script = self.script(&shapes, &languages);
        let resolved = self.languages(&shapes, &languages, script.as_ref());
        for language in &resolved {
            languages.equip(
                &language.id,
                &language.grammar,
                script.as_ref().map(|(_, script)| script),
            );
        }

        let catalog = self.catalog(&shapes, &languages, resolved, today);
        let declared: Declared = self
            .files
            .iter()
            .map(|parsed| (parsed.kind, parsed.stem.to_owned()))
            .collect();
        let documents = self
            .files
            .iter()
            .filter_map(|parsed| Some((parsed.file, parsed.document.as_ref()?)))
            .collect();
        let complaints = rules::run(&Context {
            sources: self.sources,
            files: self
                .files
                .iter()
                .map(|parsed| (parsed.kind, parsed.stem, parsed.file))
                .collect(),
            documents,
            claim_paths: self.claim_paths(),
            declared,
            languages: &languages,
            transliterator: script.as_ref().map(|(_, script)| &**script),
            findings: &self.findings,
            partial: catalog.partial,
            catalog: catalog.whole.as_ref(),
            today,
        });
        self.report.extend(complaints);
        catalog
    }

    /// Every statement that some file writes down, decoded or not.
    fn claim_paths(&self) -> BTreeSet<String> {
        let mut paths = BTreeSet::new();
        for parsed in &self.files {
            let (Location::Folder(folder), Some(document)) =
                (parsed.kind.location(), &parsed.document)
            else {
                continue;
            };
            for index in 0..document.items("claim").len() {
                let path = ["claim".into(), index.into(), "id".into()];
                if let Some(id) = document.text(&path) {
                    paths.insert(format!("{folder}/{}#{id}", parsed.stem));
                }
            }
        }
        paths
    }

    fn missing_files(&mut self) {
        // An empty folder has been reported as such.
        if self.files.is_empty() {
            return;
        }
        let mut all = self.sources.iter();
        let Some((folder, _)) = all.find(|(_, file)| file.relative.is_empty()) else {
            return;
        };
        for (kind, why) in [
            (
                Kind::Site,
                "it says what the register is and in which languages",
            ),
            (Kind::Language, "at least one language must be described"),
            (Kind::Strings, "the words of the interface stand there"),
        ] {
            if self.files.iter().any(|parsed| parsed.kind == kind) {
                continue;
            }
            let name = match kind.location() {
                Location::File(name) => name.to_owned(),
                Location::Folder(folder) => format!("{folder}/…"),
            };
            self.report.push(
                Diagnostic::new(
                    Code::MissingFile,
                    folder,
                    0..0,
                    format!("the content folder has no `{name}`"),
                )
                .help(why),
            );
        }
    }

    fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Parsed<'a>> {
        self.files.iter().filter(move |parsed| parsed.kind == kind)
    }

    /// Checks one file and decodes it; what was found goes into `decoded`.
    fn decode<T: DeserializeOwned>(
        &self,
        index: usize,
        shapes: &BTreeMap<Kind, Shape>,
        languages: &LanguageSet,
    ) -> Decoded<T> {
        let mut decoded = Decoded {
            index,
            record: None,
            report: Report::new(),
            findings: Findings::default(),
        };
        let parsed = &self.files[index];
        let value = parsed.document.as_ref().and_then(|document| {
            let subject = Subject {
                document,
                text: &self.sources.file(parsed.file).text,
                shape: &shapes[&parsed.kind],
                languages,
                plural_forms: languages.plural_forms(parsed.stem),
            };
            check::check(&subject, &mut decoded.report, &mut decoded.findings)
        });
        match value.map(T::deserialize) {
            Some(Ok(record)) => decoded.record = Some(record),
            // The check and the record come from one declaration, so this is
            // only reached by a value that the schema cannot express.
            Some(Err(error)) => decoded.report.push(Diagnostic::new(
                Code::WrongValue,
                parsed.file,
                0..0,
                error.message().to_owned(),
            )),
            None => {}
        }
        decoded
    }

    /// Checks and decodes every file of a kind, and takes over what was found.
    /// Each comes with the number of its file; nothing for one with mistakes.
    fn decode_all<T: DeserializeOwned + Send>(
        &mut self,
        kind: Kind,
        shapes: &BTreeMap<Kind, Shape>,
        languages: &LanguageSet,
    ) -> Vec<(usize, Option<T>)> {
        let decoded: Vec<Decoded<T>> = self
            .indices(kind)
            .into_par_iter()
            .map(|index| self.decode(index, shapes, languages))
            .collect();
        decoded
            .into_iter()
            .map(|decoded| {
                self.report.append(decoded.report);
                self.findings.append(decoded.findings);
                (decoded.index, decoded.record)
            })
            .collect()
    }

    fn indices(&self, kind: Kind) -> Vec<usize> {
        (0..self.files.len())
            .filter(|&index| self.files[index].kind == kind)
            .collect()
    }
}
