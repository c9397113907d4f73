//! Languages and scripts, decoded before everything else: what is derived
//! from one language for another is filled in while the rest is checked.

use super::super::document::{Document, Step};
use super::super::kind::Kind;
use super::super::languages::{KnownLanguage, LanguageSet, ResolvedLanguage};
use super::super::record::{Language, Script, Strings};
use super::super::shape::Shape;
use super::super::slips::MonthNames;
use super::{Loader, Parsed};
use crate::diag::{Code, Diagnostic, FileId, Report, SourceMap};
use crate::locale::{Grammar, GrammarFault, LanguageId, Transliterator};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Loader<'_> {
    /// The languages by their files, in the order that `site.toml` gives.
    pub(super) fn known_languages(&self) -> LanguageSet {
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
        LanguageSet::new(known, self.months.clone())
    }

    pub(super) fn script(
        &mut self,
        shapes: &BTreeMap<Kind, Shape>,
        languages: &LanguageSet,
    ) -> Option<(FileId, Arc<Transliterator>)> {
        let decoded = self.decode_all(Kind::Script, shapes, languages);
        let (index, Script(source)) = decoded
            .into_iter()
            .find_map(|(index, script)| Some((index, script?)))?;
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
    pub(super) fn languages(
        &mut self,
        shapes: &BTreeMap<Kind, Shape>,
        known: &LanguageSet,
        script: Option<&(FileId, Arc<Transliterator>)>,
    ) -> Vec<ResolvedLanguage> {
        let mut decoded: Vec<(usize, Language)> = self
            .decode_all(Kind::Language, shapes, known)
            .into_iter()
            .filter_map(|(index, language)| Some((index, language?)))
            .collect();
        decoded.sort_by_key(|(_, record)| record.derived_from.is_some());
        let mut resolved: Vec<ResolvedLanguage> = Vec::new();
        for (index, record) in decoded {
            if !self.can_be_derived(index, &record, &resolved, script.is_some()) {
                continue;
            }
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
            let words = record
                .search
                .clone()
                .or_else(|| source.map(|language| language.words.clone()))
                .unwrap_or_default();
            let letters = derived_from.map_or_else(Vec::new, |(_, script)| script.small_letters());
            let Ok(id) = LanguageId::new(self.files[index].stem) else {
                continue;
            };
            match (grammar, sections) {
                (Ok(grammar), Some(sections)) => resolved.push(ResolvedLanguage {
                    id,
                    record,
                    grammar: Arc::new(grammar),
                    sections,
                    words,
                    letters,
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

    /// Whether everything is there that a derived language is made from; says
    /// so if something was forgotten, and nothing if it is there with mistakes
    /// of its own.
    fn can_be_derived(
        &mut self,
        index: usize,
        record: &Language,
        resolved: &[ResolvedLanguage],
        has_script: bool,
    ) -> bool {
        let Some(source) = &record.derived_from else {
            return true;
        };
        let is_source = |parsed: &Parsed<'_>| parsed.stem == source.as_str();
        let fault = if !self.of_kind(Kind::Language).any(is_source) {
            Some((
                format!("there is no language `{source}`"),
                format!("add `languages/{source}.toml`, or name another language"),
            ))
        } else if self.of_kind(Kind::Script).next().is_none() {
            Some((
                "nothing says how one script becomes the other".to_owned(),
                "add a file `script.toml`".to_owned(),
            ))
        } else {
            None
        };
        if let Some((message, help)) = fault {
            let fault = GrammarFault {
                key: "derived-from",
                message,
                help: Some(help),
            };
            self.language_faults(index, vec![fault]);
            return false;
        }
        has_script && resolved.iter().any(|language| language.id == *source)
    }

    pub(super) fn language_faults(&mut self, index: usize, faults: Vec<GrammarFault>) {
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

    pub(super) fn strings(
        &mut self,
        shapes: &BTreeMap<Kind, Shape>,
        languages: &LanguageSet,
        complete: &mut bool,
    ) -> BTreeMap<LanguageId, Strings> {
        let mut words = BTreeMap::new();
        // As plain values first: a derived language's words are made from them.
        for (index, value) in self.decode_all::<toml::Value>(Kind::Strings, shapes, languages) {
            match value {
                Some(value) => {
                    words.insert(self.files[index].stem.to_owned(), value);
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

    pub(super) fn missing_strings(&mut self, language: &KnownLanguage) {
        // The words of a derived language are those of its source, and one
        // complaint is enough: about the source's file, or the missing folder.
        let own = |parsed: &Parsed<'_>| parsed.stem == language.id.as_str();
        let exists = self.of_kind(Kind::Strings).any(own);
        if exists || language.derived || self.of_kind(Kind::Strings).next().is_none() {
            return;
        }
        let path = format!("strings/{}.toml", language.id);
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
}

/// The names of the months in every language, from a first look at the files
/// of languages: an editor's dates are to be understood even in a file that is
/// no TOML.
pub(super) fn month_names(sources: &SourceMap) -> MonthNames {
    let mut months = MonthNames::default();
    for (file, source) in sources.iter() {
        let kind = Kind::of_path(&source.relative).map(|(kind, _)| kind);
        if kind != Some(Kind::Language) {
            continue;
        }
        // What is wrong with the file is said when it is read in earnest.
        let nothing_known = MonthNames::default();
        let Some(document) = Document::parse(file, source, &nothing_known, &mut Report::new())
        else {
            continue;
        };
        for key in ["months", "months-alone"] {
            months.add(document.strings(&[key.into()]));
        }
    }
    months
}

/// The steps of a key such as `date.day`.
pub(super) fn key_path(key: &str) -> Vec<Step<'_>> {
    key.split('.').map(Step::Key).collect()
}
