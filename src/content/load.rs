//! The pipeline: every step once, in order, all faults in one report.

use super::catalog::{Catalog, Entry, Records};
use super::check::{self, Findings};
use super::document::{Document, Step};
use super::kind::{Kind, Location};
use super::languages::{KnownLanguage, LanguageSet, ResolvedLanguage};
use super::record::{Language, Places, Publishers, Script, Site, Strings, Topics};
use super::rules::{self, Context};
use super::schema;
use super::shape::Shape;
use super::tree::{self, Origin};
use crate::diag::{Code, Diagnostic, FileId, Report, SourceMap};
use crate::locale::{Day, Grammar, GrammarFault, LanguageId, Transliterator};
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What a run over the content folder gave.
#[derive(Debug)]
pub struct Loaded {
    /// The register, unless an error forbids publishing it.
    pub catalog: Option<Catalog>,
    /// Every fault, sorted.
    pub report: Report,
    /// The files that the faults speak of.
    pub sources: SourceMap,
}

/// Reads, checks and links a content folder. `today` decides what is late.
pub fn load(origin: Origin<'_>, today: Day) -> Loaded {
    let mut report = Report::new();
    let sources = tree::read(origin, &mut report);
    let catalog = Loader::new(&sources, &mut report).run(today);
    report.sort(&sources);
    Loaded {
        catalog: catalog.filter(|_| !report.has_errors()),
        report,
        sources,
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
            let mut text =
                serde_json::to_string_pretty(&schema).expect("a schema is a JSON value");
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

/// Ids that exist, whether or not their file could be decoded: a reference to
/// a file with a mistake is not a second mistake.
pub(super) type Declared = BTreeSet<(Kind, String)>;

struct Loader<'a> {
    sources: &'a SourceMap,
    report: &'a mut Report,
    files: Vec<Parsed<'a>>,
    findings: Findings,
}

impl<'a> Loader<'a> {
    fn new(sources: &'a SourceMap, report: &'a mut Report) -> Self {
        let unreadable: BTreeSet<FileId> = report
            .diagnostics()
            .iter()
            .map(|diagnostic| diagnostic.file)
            .collect();
        let mut files = Vec::new();
        for (file, source) in sources.iter() {
            match Kind::of_path(&source.relative) {
                Some((kind, stem)) => {
                    check_stem(kind, stem, file, report);
                    let document = if unreadable.contains(&file) {
                        None
                    } else {
                        Document::parse(file, source, report)
                    };
                    files.push(Parsed {
                        kind,
                        stem,
                        file,
                        document,
                    });
                }
                None if unreadable.contains(&file) => {}
                None => report.push(unexpected(file, &source.relative)),
            }
        }
        Self {
            sources,
            report,
            files,
            findings: Findings::default(),
        }
    }

    fn run(mut self, today: Day) -> Option<Catalog> {
        self.missing_files();
        let mut languages = self.known_languages();
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
        rules::run(&mut Context {
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
            report: self.report,
        });
        catalog.whole
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
        for (kind, why) in [
            (Kind::Site, "it says what the register is and in which languages"),
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
                    self.files[0].file,
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

    /// The languages by their files, in the order that `site.toml` gives.
    fn known_languages(&self) -> LanguageSet {
        let mut known: Vec<_> = self
            .of_kind(Kind::Language)
            .filter_map(|parsed| KnownLanguage::peek(parsed.stem, parsed.document.as_ref()))
            .collect();
        let order = self
            .of_kind(Kind::Site)
            .find_map(|parsed| parsed.document.as_ref())
            .map(|document| document.strings(&["languages".into()]))
            .unwrap_or_default();
        known.sort_by_key(|language| {
            order
                .iter()
                .position(|id| *id == language.id.as_str())
                .unwrap_or(usize::MAX)
        });
        LanguageSet::new(known)
    }

    fn decode<T: DeserializeOwned>(
        &mut self,
        index: usize,
        shapes: &BTreeMap<Kind, Shape>,
        languages: &LanguageSet,
    ) -> Option<(toml::Value, T)> {
        let parsed = &self.files[index];
        let document = parsed.document.as_ref()?;
        let plural_forms = languages.plural_forms(parsed.stem);
        let value = check::check(
            document,
            &shapes[&parsed.kind],
            languages,
            plural_forms,
            self.report,
            &mut self.findings,
        )?;
        match value.clone().try_into() {
            Ok(record) => Some((value, record)),
            Err(error) => {
                // The check and the record come from one declaration, so this
                // is only reached by a value that the schema cannot express.
                self.report.push(Diagnostic::new(
                    Code::WrongValue,
                    parsed.file,
                    0..0,
                    error.message().to_owned(),
                ));
                None
            }
        }
    }

    fn indices(&self, kind: Kind) -> Vec<usize> {
        (0..self.files.len())
            .filter(|&index| self.files[index].kind == kind)
            .collect()
    }

    fn script(
        &mut self,
        shapes: &BTreeMap<Kind, Shape>,
        languages: &LanguageSet,
    ) -> Option<(FileId, Arc<Transliterator>)> {
        let index = *self.indices(Kind::Script).first()?;
        let (_, Script(source)) = self.decode(index, shapes, languages)?;
        match Transliterator::new(&source) {
            Ok(script) => Some((self.files[index].file, Arc::new(script))),
            Err(faults) => {
                for fault in faults {
                    let parsed = &self.files[index];
                    let span = parsed.document.as_ref().map_or(0..0, |document| {
                        let list = key_path(fault.key);
                        let entry = fault.entry.as_deref();
                        entry
                            .and_then(|entry| document.find(&list, entry))
                            .unwrap_or_else(|| document.span(&list))
                    });
                    self.report.push(
                        Diagnostic::new(Code::LanguageFault, parsed.file, span, fault.message)
                            .maybe_help(fault.help),
                    );
                }
                None
            }
        }
    }

    /// Decodes the languages and gives each its grammar, derived ones last.
    fn languages(
        &mut self,
        shapes: &BTreeMap<Kind, Shape>,
        known: &LanguageSet,
        script: Option<&(FileId, Arc<Transliterator>)>,
    ) -> Vec<ResolvedLanguage> {
        let mut decoded: Vec<(usize, Language)> = Vec::new();
        for index in self.indices(Kind::Language) {
            if let Some((_, record)) = self.decode(index, shapes, known) {
                decoded.push((index, record));
            }
        }
        decoded.sort_by_key(|(_, record)| record.derived_from.is_some());
        let mut resolved: Vec<ResolvedLanguage> = Vec::new();
        for (index, record) in decoded {
            let source = record
                .derived_from
                .as_ref()
                .and_then(|id| resolved.iter().find(|language| language.id == *id));
            let derived_from = source.zip(script.map(|(_, script)| script));
            let grammar = Grammar::resolve(
                &record.grammar,
                derived_from.map(|(language, script)| (&*language.grammar, &**script)),
            );
            let sections = record
                .sections
                .clone()
                .or_else(|| source.map(|language| language.sections.clone()));
            let Ok(id) = LanguageId::new(self.files[index].stem) else {
                continue;
            };
            match (grammar, sections) {
                (Ok(grammar), Some(sections)) => resolved.push(ResolvedLanguage {
                    id,
                    record,
                    grammar: Arc::new(grammar),
                    sections,
                }),
                (grammar, sections) => {
                    let mut faults = grammar.err().unwrap_or_default();
                    if sections.is_none() {
                        faults.push(GrammarFault {
                            key: "sections",
                            message: "the names of the sections in addresses are missing"
                                .to_owned(),
                            help: Some("add a table `[sections]`".to_owned()),
                        });
                    }
                    self.language_faults(index, faults);
                }
            }
        }
        resolved.sort_by_key(|language| known.position(&language.id));
        resolved
    }

    fn language_faults(&mut self, index: usize, faults: Vec<GrammarFault>) {
        let parsed = &self.files[index];
        for fault in faults {
            let span = parsed
                .document
                .as_ref()
                .map_or(0..0, |document| document.span(&key_path(fault.key)));
            self.report.push(
                Diagnostic::new(Code::LanguageFault, parsed.file, span, fault.message)
                    .maybe_help(fault.help),
            );
        }
    }

    fn records<T: DeserializeOwned>(
        &mut self,
        kind: Kind,
        shapes: &BTreeMap<Kind, Shape>,
        languages: &LanguageSet,
        complete: &mut bool,
    ) -> Records<T> {
        let mut records = Records::new();
        for index in self.indices(kind) {
            match self.decode(index, shapes, languages) {
                Some((_, record)) => {
                    let file = self.files[index].file;
                    records.insert(self.files[index].stem.to_owned(), Entry { file, record });
                }
                None => *complete = false,
            }
        }
        records
    }

    fn single<T: DeserializeOwned>(
        &mut self,
        kind: Kind,
        shapes: &BTreeMap<Kind, Shape>,
        languages: &LanguageSet,
        complete: &mut bool,
    ) -> Option<Entry<T>> {
        self.records(kind, shapes, languages, complete)
            .into_values()
            .next()
    }

    fn strings(
        &mut self,
        shapes: &BTreeMap<Kind, Shape>,
        languages: &LanguageSet,
        complete: &mut bool,
    ) -> BTreeMap<LanguageId, Strings> {
        let mut words = BTreeMap::new();
        for index in self.indices(Kind::Strings) {
            let stem = self.files[index].stem;
            match self.decode::<Strings>(index, shapes, languages) {
                Some((value, _)) => {
                    words.insert(stem.to_owned(), value);
                }
                None => *complete = false,
            }
        }
        let mut strings = BTreeMap::new();
        for language in languages.iter() {
            let source = language.source().unwrap_or(&language.id);
            let Some(value) = words
                .get(language.id.as_str())
                .or_else(|| words.get(source.as_str()))
            else {
                *complete = false;
                self.missing_strings(language);
                continue;
            };
            match languages
                .derive_strings(language.id.as_str(), value)
                .try_into()
            {
                Ok(record) => {
                    strings.insert(language.id.clone(), record);
                }
                Err(_) => *complete = false,
            }
        }
        strings
    }

    fn missing_strings(&mut self, language: &KnownLanguage) {
        let path = format!("strings/{}.toml", language.id);
        if self.sources.iter().any(|(_, file)| file.relative == path) {
            return;
        }
        let place = self
            .of_kind(Kind::Language)
            .find(|parsed| parsed.stem == language.id.as_str())
            .map(|parsed| parsed.file);
        if let Some(file) = place {
            self.report.push(
                Diagnostic::new(
                    Code::MissingFile,
                    file,
                    0..0,
                    format!("this language has no file `{path}`"),
                )
                .help("copy the file of another language there and translate it"),
            );
        }
    }

    fn catalog(
        &mut self,
        shapes: &BTreeMap<Kind, Shape>,
        languages: &LanguageSet,
        resolved: Vec<ResolvedLanguage>,
        today: Day,
    ) -> Linked {
        let mut complete = resolved.len() == languages.iter().count();
        let all = &mut complete;
        let site = self.single::<Site>(Kind::Site, shapes, languages, all);
        let strings = self.strings(shapes, languages, all);
        let goals = self.records(Kind::Goal, shapes, languages, all);
        let partners = self.records(Kind::Partner, shapes, languages, all);
        let societies = self.records(Kind::Society, shapes, languages, all);
        let networks = self.records(Kind::Network, shapes, languages, all);
        let memberships = self.records(Kind::Membership, shapes, languages, all);
        let events = self.records(Kind::Event, shapes, languages, all);
        let principles = self.records(Kind::Principle, shapes, languages, all);
        let sources = self.records(Kind::Source, shapes, languages, all);
        let pages = self.records(Kind::Page, shapes, languages, all);
        let glossary = self.single(Kind::Glossary, shapes, languages, all);
        let redirects = self.single(Kind::Redirects, shapes, languages, all);
        let places = self.single::<Places>(Kind::Places, shapes, languages, all);
        let topics = self.single::<Topics>(Kind::Topics, shapes, languages, all);
        let publishers = self.single::<Publishers>(Kind::Publishers, shapes, languages, all);
        let places = places.map(|entry| entry.record).unwrap_or_default();
        let topics = topics.map(|entry| entry.record.topics).unwrap_or_default();
        let publishers = publishers
            .map(|entry| entry.record.publishers)
            .unwrap_or_default();
        let whole = site.map(|site| Catalog {
            site,
            languages: resolved,
            strings,
            goals,
            partners,
            societies,
            networks,
            memberships,
            events,
            principles,
            sources,
            pages,
            glossary: glossary.map(|entry| entry.record).unwrap_or_default(),
            redirects: redirects.map(|entry| entry.record).unwrap_or_default(),
            countries: by_id(places.countries, |country| country.code.as_str()),
            places: by_id(places.places, |place| place.id.as_str()),
            topics: by_id(topics, |topic| topic.id.as_str()),
            publishers: by_id(publishers, |publisher| publisher.id.as_str()),
            today,
        });
        Linked {
            partial: !complete || whole.is_none(),
            whole,
        }
    }
}

/// The catalog, and whether some file is missing from it because of a fault.
struct Linked {
    whole: Option<Catalog>,
    partial: bool,
}

fn by_id<T>(items: Vec<T>, id: impl Fn(&T) -> &str) -> BTreeMap<String, T> {
    items
        .into_iter()
        .map(|item| (id(&item).to_owned(), item))
        .collect()
}

/// The steps of a key such as `date.day`.
fn key_path(key: &str) -> Vec<Step<'_>> {
    key.split('.').map(Step::Key).collect()
}

fn check_stem(kind: Kind, stem: &str, file: FileId, report: &mut Report) {
    let plain = stem.split('-').all(|part| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    });
    if !plain && matches!(kind.location(), Location::Folder(_)) {
        report.push(
            Diagnostic::new(
                Code::FileName,
                file,
                0..0,
                format!("`{stem}` cannot be part of an address"),
            )
            .help("rename the file: small letters without accents, digits and single hyphens"),
        );
    }
}

fn unexpected(file: FileId, relative: &str) -> Diagnostic {
    let places = Kind::ALL.iter().map(|kind| match kind.location() {
        Location::File(name) => name,
        Location::Folder(folder) => folder,
    });
    let first = relative.split('/').next().unwrap_or_default();
    let help = crate::diag::nearest(first, places)
        .unwrap_or_else(|| "move it into one of the folders, or out of the content folder".into());
    Diagnostic::new(Code::UnexpectedFile, file, 0..0, "nothing reads this file").help(help)
}
