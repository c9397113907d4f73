//! Words in several languages, and words that change with a number.

use super::super::document::{Entry, Node, Value};
use super::super::schema::PLACEHOLDER;
use super::super::shape::TextKind;
use super::{TextField, Walk, Written, quoted};
use crate::diag::{Code, certain, nearest};
use std::collections::BTreeMap;

impl Walk<'_> {
    pub(super) fn text(
        &mut self,
        node: &Node,
        kind: TextKind,
        entries: &BTreeMap<String, Entry>,
    ) -> Option<toml::Value> {
        let mut written = Vec::new();
        for (key, entry) in entries {
            let Some(language) = self.languages.get(key) else {
                let known = self.languages.iter().map(|language| language.id.as_str());
                let free = known.clone().filter(|id| !entries.contains_key(*id));
                let fix = certain(key, free).and_then(|id| self.rename_key(key, entry, id));
                let diagnostic = self
                    .diagnostic(
                        Code::UnknownKey,
                        &entry.key,
                        format!("unknown language `{key}`"),
                    )
                    .help(nearest(key, known.clone()).unwrap_or_else(|| {
                        let names: Vec<_> = known.map(|name| format!("`{name}`")).collect();
                        format!("the languages of this register: {}", names.join(", "))
                    }))
                    .maybe_fix(fix);
                self.fault(diagnostic);
                continue;
            };
            match &entry.value.value {
                Value::String(text) if text.trim().is_empty() => {
                    let diagnostic = self.diagnostic(
                        Code::MissingTranslation,
                        &entry.value.span,
                        format!("the text in {} is empty", language.name),
                    );
                    self.fault(diagnostic);
                }
                Value::String(text) => {
                    if kind == TextKind::Slug {
                        self.slug(&entry.value, text);
                    }
                    written.push(Written {
                        language: language.id.clone(),
                        text: text.clone(),
                        span: entry.value.span.clone(),
                    });
                }
                other => {
                    let diagnostic = self.diagnostic(
                        Code::WrongType,
                        &entry.value.span,
                        format!("expected text in quotes, found {}", other.description()),
                    );
                    self.fault(diagnostic);
                }
            }
        }
        written.sort_by_key(|text| self.languages.position(&text.language));
        self.missing_translations(node, entries);
        let values = self.languages.fill_in(kind, &written);
        self.findings.texts.push(TextField {
            file: self.file,
            path: self.path.clone(),
            kind,
            written,
            name: self.name.clone(),
            dated: self.dated,
        });
        Some(toml::Value::Table(values))
    }

    pub(super) fn slug(&mut self, node: &Node, text: &str) {
        let plain = |part: &str| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        };
        if text != PLACEHOLDER && !text.split('-').all(plain) {
            let diagnostic = self
                .diagnostic(
                    Code::WrongValue,
                    &node.span,
                    "this cannot be part of an address",
                )
                .help("use small letters without accents, digits and single hyphens");
            self.fault(diagnostic);
        }
    }

    pub(super) fn missing_translations(&mut self, node: &Node, entries: &BTreeMap<String, Entry>) {
        for language in self.languages.iter().filter(|language| !language.derived) {
            if entries.contains_key(language.id.as_str()) {
                continue;
            }
            // The text is there, under a key with a slip in it.
            if self
                .meant
                .contains(&format!("{}.{}", self.path, language.id))
            {
                continue;
            }
            let key = self.path.rsplit('.').next().unwrap_or_default().to_owned();
            let others = entries.values().next();
            let span = others.map_or_else(|| node.span.clone(), |entry| entry.value.span.clone());
            let diagnostic = self
                .diagnostic(
                    Code::MissingTranslation,
                    &span,
                    format!("`{key}` has no text in {}", language.name),
                )
                .help(format!("add a line `{key}.{} = \"…\"`", language.id));
            self.fault(diagnostic);
        }
    }

    pub(super) fn plural(
        &mut self,
        node: &Node,
        entries: &BTreeMap<String, Entry>,
    ) -> Option<toml::Value> {
        let mut values = toml::Table::new();
        for (key, entry) in entries {
            if !self.plural_forms.contains(key) {
                let diagnostic = self
                    .diagnostic(
                        Code::UnknownKey,
                        &entry.key,
                        format!("this language has no plural form `{key}`"),
                    )
                    .help(format!("its forms: {}", quoted(self.plural_forms)));
                self.fault(diagnostic);
            }
            match &entry.value.value {
                Value::String(text) => {
                    values.insert(key.clone(), toml::Value::String(text.clone()));
                }
                other => {
                    let diagnostic = self.diagnostic(
                        Code::WrongType,
                        &entry.value.span,
                        format!("expected text in quotes, found {}", other.description()),
                    );
                    self.fault(diagnostic);
                }
            }
        }
        for form in self.plural_forms {
            if !entries.contains_key(form) {
                let diagnostic = self
                    .diagnostic(
                        Code::MissingKey,
                        &node.span,
                        format!("the plural form `{form}` is missing {}", self.place()),
                    )
                    .help(format!(
                        "this language needs the forms {}",
                        quoted(self.plural_forms)
                    ));
                self.fault(diagnostic);
            }
        }
        Some(toml::Value::Table(values))
    }
}
