//! How far the texts of a register say the same in every language.

use super::{Lines, Loaded, Loader};
use crate::content::check::TextField;
use crate::content::confirm::{self, Confirmation};
use crate::content::tree::{self, Origin};
use crate::diag::{Code, Diagnostic, FileId, Report};
use crate::locale::{Day, LanguageId};
use std::collections::BTreeMap;

/// What is known of the translations of a register.
#[derive(Debug)]
pub struct Translations {
    /// The files with texts in more than one language, and how far each is confirmed.
    pub files: Vec<Confirmation>,
    /// What is missing, and where texts differ in what can be compared.
    pub faults: Vec<TranslationFault>,
    /// How many texts each written language has.
    pub written: Vec<(LanguageId, usize)>,
    /// How many texts there are.
    pub texts: usize,
    /// Everything that is wrong with the content.
    pub loaded: Loaded,
}

/// Something that is wrong with a text and its translations.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TranslationFault {
    /// The file, inside the content folder.
    pub path: String,
    /// The name of the text, such as `claim.office.text`, if it has one.
    pub name: Option<String>,
    /// The line.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

/// The rules that a text and its translations can break together.
const RULES: [Code; 4] = [
    Code::MissingTranslation,
    Code::NumbersDiffer,
    Code::NamesDiffer,
    Code::LinksDiffer,
];

/// Looks at every text and its translations.
pub fn translations(origin: Origin<'_>, today: Day) -> Translations {
    let mut report = Report::new();
    let sources = tree::read(origin, &mut report);
    let mut loader = Loader::new(&sources, &mut report);
    loader.run(today);
    let languages: Vec<LanguageId> = loader
        .known_languages()
        .iter()
        .filter(|language| !language.derived)
        .map(|language| language.id.clone())
        .collect();
    let all = std::mem::take(&mut loader.findings.texts);
    let mut texts: BTreeMap<FileId, Vec<&TextField>> = BTreeMap::new();
    for field in &all {
        texts.entry(field.file).or_default().push(field);
    }
    let files = loader
        .files
        .iter()
        .filter_map(|parsed| {
            let source = sources.file(parsed.file);
            let document = parsed.document.as_ref()?;
            let texts = texts.get(&parsed.file)?;
            confirm::confirmation(&source.relative, &source.text, document, texts)
        })
        .collect();
    report.sort(&sources);
    let broken = report.diagnostics().iter();
    let faults = broken
        .filter(|found| RULES.contains(&found.code))
        .map(|found| {
            let source = sources.file(found.file);
            TranslationFault {
                path: source.relative.clone(),
                name: texts.get(&found.file).and_then(|texts| name(texts, found)),
                line: source.position(found.span.start).line,
                message: found.message.clone(),
            }
        })
        .collect();
    let has = |field: &&TextField, language: &LanguageId| {
        let mut written = field.written.iter();
        written.any(|written| written.language == *language)
    };
    let written = languages.into_iter().map(|language| {
        let count = all.iter().filter(|field| has(field, &language)).count();
        (language, count)
    });
    Translations {
        files,
        faults,
        written: written.collect(),
        texts: all.len(),
        loaded: Loaded {
            catalog: None,
            report,
            sources,
            lines: Lines::default(),
        },
    }
}

/// The name of the text that a complaint is about.
fn name(texts: &[&TextField], found: &Diagnostic) -> Option<String> {
    let is_meant = |field: &&&TextField| {
        let mut spans = field.written.iter().map(|written| &written.span);
        spans.any(|span| span.start <= found.span.start && found.span.end <= span.end)
    };
    texts.iter().find(is_meant).map(|field| field.name.clone())
}
