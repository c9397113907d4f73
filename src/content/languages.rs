//! The languages of a register: which there are, and how texts come to be in
//! the ones that nobody writes.

use super::check::Written;
use super::document::{Document, Value};
use super::record::{Language, Sections, WordRules};
use super::schema::LanguageShape;
use super::shape::TextKind;
use super::slips::MonthNames;
use crate::locale::{Grammar, LanguageId, Transliterator, strip_marks, typeset};
use std::sync::Arc;

/// One language, ready for use.
#[derive(Debug, Clone)]
pub struct ResolvedLanguage {
    /// Its id: the name of its file.
    pub id: LanguageId,
    /// What its file says.
    pub record: Language,
    /// Its grammar, with everything that a derived language takes from its source.
    pub grammar: Arc<Grammar>,
    /// The names of its sections in addresses.
    pub sections: Sections,
    /// How its words are searched for: its own rules, else those of the
    /// language that it is derived from.
    pub words: WordRules,
    /// The letters of the language that it is derived from, each with what it
    /// becomes here, in small letters; empty if it is not derived.
    pub letters: Vec<(String, String)>,
}

/// What is known of a language while content is being checked.
#[derive(Debug, Clone)]
pub struct KnownLanguage {
    /// Its id.
    pub id: LanguageId,
    /// Its own name.
    pub name: String,
    /// Whether its texts are made from another language.
    pub derived: bool,
    script: Option<String>,
    source: Option<LanguageId>,
    transliterator: Option<Arc<Transliterator>>,
    grammar: Option<Arc<Grammar>>,
    plural_forms: Vec<String>,
}

impl KnownLanguage {
    /// What a first look at its file shows, before anything is checked.
    ///
    /// Nothing for a file whose name cannot be an id; that is reported elsewhere.
    pub fn peek(id: &str, document: Option<&Document>) -> Option<Self> {
        let root = document.and_then(|document| match &document.root.value {
            Value::Table(entries) => Some(entries),
            _ => None,
        });
        let text = |key: &str| match root?.get(key).map(|entry| &entry.value.value) {
            Some(Value::String(text)) => Some(text.clone()),
            _ => None,
        };
        let mut plural_forms: Vec<_> = match root
            .and_then(|root| root.get("plural"))
            .map(|entry| &entry.value.value)
        {
            Some(Value::Table(forms)) => forms.keys().cloned().collect(),
            _ => Vec::new(),
        };
        plural_forms.retain(|form| form != "other");
        plural_forms.push("other".to_owned());
        let source = text("derived-from").and_then(|id| LanguageId::new(&id).ok());
        Some(Self {
            id: LanguageId::new(id).ok()?,
            name: text("name").unwrap_or_else(|| format!("`{id}`")),
            derived: source.is_some(),
            script: text("script"),
            source,
            transliterator: None,
            grammar: None,
            plural_forms,
        })
    }
}

/// All languages, in the order of the language switch.
#[derive(Debug, Clone, Default)]
pub struct LanguageSet {
    languages: Vec<KnownLanguage>,
    months: MonthNames,
}

impl LanguageSet {
    /// The set of these languages, in this order, and the names of their months.
    pub fn new(languages: Vec<KnownLanguage>, months: MonthNames) -> Self {
        Self { languages, months }
    }

    /// The names of the months in all of them.
    pub fn months(&self) -> &MonthNames {
        &self.months
    }

    /// Gives a language its grammar, and the way its texts are made if it is derived.
    pub fn equip(
        &mut self,
        id: &LanguageId,
        grammar: &Arc<Grammar>,
        transliterator: Option<&Arc<Transliterator>>,
    ) {
        for language in &mut self.languages {
            if language.id == *id {
                language.grammar = Some(Arc::clone(grammar));
                if language.derived {
                    language.transliterator = transliterator.map(Arc::clone);
                }
            }
        }
    }

    /// The languages, in order.
    pub fn iter(&self) -> impl Iterator<Item = &KnownLanguage> + Clone {
        self.languages.iter()
    }

    /// The language of this id.
    pub fn get(&self, id: &str) -> Option<&KnownLanguage> {
        self.languages
            .iter()
            .find(|language| language.id.as_str() == id)
    }

    /// The place of a language in the order.
    pub fn position(&self, id: &LanguageId) -> Option<usize> {
        self.languages
            .iter()
            .position(|language| language.id == *id)
    }

    /// The grammar of a language, once it is known.
    pub fn grammar(&self, id: &LanguageId) -> Option<&Grammar> {
        self.get(id.as_str())?.grammar.as_deref()
    }

    /// The script of a language, as its file says.
    pub fn script(&self, id: &LanguageId) -> Option<&str> {
        self.get(id.as_str())?.script.as_deref()
    }

    /// Whether another language is made from this one.
    pub fn is_source(&self, id: &LanguageId) -> bool {
        self.languages
            .iter()
            .any(|language| language.source.as_ref() == Some(id))
    }

    /// The languages as the schemas need them.
    pub fn shapes(&self) -> Vec<LanguageShape> {
        self.languages
            .iter()
            .map(|language| LanguageShape {
                id: language.id.as_str().to_owned(),
                name: language.name.clone(),
                derived: language.derived,
                plural_forms: language.plural_forms.clone(),
            })
            .collect()
    }

    /// The plural forms that words in this language need.
    pub fn plural_forms(&self, id: &str) -> &[String] {
        self.get(id)
            .map_or(&[], |language| language.plural_forms.as_slice())
    }

    /// A text in every language: as written, or made from the other script.
    pub fn fill_in(&self, kind: TextKind, written: &[Written]) -> toml::Table {
        let of = |id: &LanguageId| written.iter().find(|text| text.language == *id);
        let mut values = toml::Table::new();
        for language in &self.languages {
            let text = match (of(&language.id), &language.source) {
                (Some(own), _) => match kind {
                    TextKind::Slug => own.text.clone(),
                    TextKind::Line => language.set(&strip_marks(&own.text)),
                    TextKind::Markdown => strip_marks(&own.text).into_owned(),
                },
                (None, Some(source)) => {
                    let Some(original) = of(source) else { continue };
                    match kind {
                        TextKind::Slug => original.text.clone(),
                        TextKind::Line => language.set(&language.convert(&original.text)),
                        TextKind::Markdown => language.convert(&original.text),
                    }
                }
                (None, None) => continue,
            };
            values.insert(language.id.as_str().to_owned(), toml::Value::String(text));
        }
        values
    }

    /// The interface's words of a derived language, made from its source's.
    pub fn derive_strings(&self, id: &str, words: &toml::Value) -> toml::Value {
        self.get(id)
            .map_or_else(|| words.clone(), |language| language.strings(words))
    }
}

impl KnownLanguage {
    /// The language it is made from, if it is.
    pub fn source(&self) -> Option<&LanguageId> {
        self.source.as_ref()
    }

    fn convert(&self, text: &str) -> String {
        self.transliterator
            .as_ref()
            .map_or_else(|| text.to_owned(), |script| script.convert(text))
    }

    fn set(&self, text: &str) -> String {
        self.grammar.as_ref().map_or_else(
            || text.to_owned(),
            |grammar| typeset(text, grammar).into_owned(),
        )
    }

    fn strings(&self, words: &toml::Value) -> toml::Value {
        match words {
            toml::Value::String(text) if self.derived => {
                toml::Value::String(self.set(&self.convert(text)))
            }
            toml::Value::String(text) => toml::Value::String(self.set(&strip_marks(text))),
            toml::Value::Table(table) => toml::Value::Table(
                table
                    .iter()
                    .map(|(key, value)| (key.clone(), self.strings(value)))
                    .collect(),
            ),
            other => other.clone(),
        }
    }
}
