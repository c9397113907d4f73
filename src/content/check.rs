//! Walks a document beside the shape of its kind: reports everything that does
//! not fit, writes down every per-language text and every reference it meets,
//! and returns the values with the derived languages filled in, ready to decode.

use super::document::{Document, Entry, Node, Step, Value};
use super::languages::LanguageSet;
use super::schema::CHECKED_KEY;
use super::shape::{Field, Shape, StringShape, TableShape, TextKind};
use crate::diag::{Code, Diagnostic, FileId, Report, Span, closest, nearest};
use crate::locale::{LanguageId, PartialDate};
use std::collections::BTreeMap;

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
    /// Fingerprints of the last confirmation, by language.
    pub checked: Option<(Span, BTreeMap<String, String>)>,
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

/// Keys that date the table they stand in.
const DATING_KEYS: [&str; 5] = ["as-of", "date", "since", "sorted-as", "read"];

/// Checks a document, and returns its values if nothing in it stands in the way of decoding.
pub fn check(
    document: &Document,
    shape: &Shape,
    languages: &LanguageSet,
    plural_forms: &[String],
    report: &mut Report,
    findings: &mut Findings,
) -> Option<toml::Value> {
    let mut walk = Walk {
        file: document.file,
        languages,
        plural_forms,
        report,
        findings,
        path: String::new(),
        dated: false,
        faults: 0,
    };
    let value = walk.value(&document.root, shape);
    if walk.faults == 0 { value } else { None }
}

struct Walk<'a> {
    file: FileId,
    languages: &'a LanguageSet,
    plural_forms: &'a [String],
    report: &'a mut Report,
    findings: &'a mut Findings,
    path: String,
    dated: bool,
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
        let length = self.path.len();
        if length > 0 {
            self.path.push('.');
        }
        match step {
            Step::Key(key) => self.path.push_str(key),
            Step::Index(index) => self.path.push_str(&index.to_string()),
        }
        let result = inner(self);
        self.path.truncate(length);
        result
    }

    fn value(&mut self, node: &Node, shape: &Shape) -> Option<toml::Value> {
        match (shape, &node.value) {
            (Shape::Table(table), Value::Table(entries)) => self.table(node, table, entries),
            (Shape::Map(inner), Value::Table(entries)) => {
                let mut values = toml::Table::new();
                for (key, entry) in entries {
                    let value = self.within(key.as_str().into(), |walk| {
                        walk.value(&entry.value, inner)
                    })?;
                    values.insert(key.clone(), value);
                }
                Some(toml::Value::Table(values))
            }
            (Shape::List(inner), Value::Array(items)) => {
                let mut values = Vec::with_capacity(items.len());
                for (index, item) in items.iter().enumerate() {
                    let value = self.within(index.into(), |walk| walk.value(item, inner));
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
                diagnostic.help = wrong_type_help(shape, found);
                self.fault(diagnostic);
                None
            }
        }
    }

    fn bounds(
        &mut self,
        node: &Node,
        number: f64,
        low: Option<f64>,
        high: Option<f64>,
    ) -> Option<()> {
        let low = low.unwrap_or(f64::NEG_INFINITY);
        let high = high.unwrap_or(f64::INFINITY);
        if (low..=high).contains(&number) {
            return Some(());
        }
        let diagnostic = self.diagnostic(
            Code::WrongValue,
            &node.span,
            match (low.is_finite(), high.is_finite()) {
                (true, true) => format!("expected a number from {low} to {high}"),
                (true, false) => format!("expected a number not below {low}"),
                (false, true) => format!("expected a number not above {high}"),
                (false, false) => "expected a number".to_owned(),
            },
        );
        self.fault(diagnostic);
        None
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
            let diagnostic = self.diagnostic(code, &node.span, message).help(format!(
                "add `{}`: {}",
                field.key,
                field.shape.description()
            ));
            self.report.push(diagnostic);
        }
        let outer = std::mem::replace(
            &mut self.dated,
            entries
                .keys()
                .any(|key| DATING_KEYS.contains(&key.as_str())),
        );
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

    /// Reports keys that are not declared, and returns the declared ones that they were probably meant to be.
    fn unknown_keys<'s>(
        &mut self,
        shape: &'s TableShape,
        entries: &BTreeMap<String, Entry>,
    ) -> Vec<&'s str> {
        let mut meant = Vec::new();
        for (key, entry) in entries {
            if shape.fields.iter().any(|field| field.key == *key) {
                continue;
            }
            let free = shape
                .fields
                .iter()
                .filter(|field| !entries.contains_key(&field.key))
                .map(|field| field.key.as_str());
            let near = closest(key, free.clone());
            meant.extend(near);
            let help = near.map_or_else(
                || {
                    let names: Vec<_> = free.map(|name| format!("`{name}`")).collect();
                    if names.is_empty() {
                        "take it out".to_owned()
                    } else {
                        format!("keys that may stand here: {}", names.join(", "))
                    }
                },
                |near| format!("did you mean `{near}`?"),
            );
            let diagnostic = self
                .diagnostic(
                    Code::UnknownKey,
                    &entry.key,
                    format!("unknown key `{key}` {}", self.place()),
                )
                .label("nothing reads this key")
                .help(help);
            self.fault(diagnostic);
        }
        meant
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

    fn text(
        &mut self,
        node: &Node,
        kind: TextKind,
        entries: &BTreeMap<String, Entry>,
    ) -> Option<toml::Value> {
        let mut written = Vec::new();
        let mut checked = None;
        for (key, entry) in entries {
            if key == CHECKED_KEY {
                checked = self.checked(entry);
                continue;
            }
            let Some(language) = self.languages.get(key) else {
                let known = self.languages.iter().map(|language| language.id.as_str());
                let diagnostic = self
                    .diagnostic(
                        Code::UnknownKey,
                        &entry.key,
                        format!("unknown language `{key}`"),
                    )
                    .help(nearest(key, known.clone()).unwrap_or_else(|| {
                        let names: Vec<_> = known.map(|name| format!("`{name}`")).collect();
                        format!("the languages of this register: {}", names.join(", "))
                    }));
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
            checked,
            dated: self.dated,
        });
        Some(toml::Value::Table(values))
    }

    fn slug(&mut self, node: &Node, text: &str) {
        let plain = |part: &str| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        };
        if !text.split('-').all(plain) {
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

    fn checked(&mut self, entry: &Entry) -> Option<(Span, BTreeMap<String, String>)> {
        let Value::Table(fingerprints) = &entry.value.value else {
            let diagnostic = self
                .diagnostic(
                    Code::WrongType,
                    &entry.value.span,
                    "expected fingerprints of the texts in each language",
                )
                .help("take the line out; the program writes it");
            self.fault(diagnostic);
            return None;
        };
        let map = fingerprints
            .iter()
            .filter_map(|(language, entry)| match &entry.value.value {
                Value::String(text) => Some((language.clone(), text.clone())),
                _ => None,
            })
            .collect();
        Some((entry.key.clone(), map))
    }

    fn missing_translations(&mut self, node: &Node, entries: &BTreeMap<String, Entry>) {
        for language in self.languages.iter().filter(|language| !language.derived) {
            if entries.contains_key(language.id.as_str()) {
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

    fn plural(&mut self, node: &Node, entries: &BTreeMap<String, Entry>) -> Option<toml::Value> {
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

    fn string(&mut self, node: &Node, shape: &StringShape, text: &str) -> Option<toml::Value> {
        if !shape.one_of.is_empty() && !shape.one_of.iter().any(|word| word == text) {
            let words = shape.one_of.iter().map(String::as_str);
            let diagnostic = self
                .diagnostic(
                    Code::UnknownValue,
                    &node.span,
                    format!("`{text}` is not one of the words allowed here"),
                )
                .help(
                    nearest(text, words)
                        .unwrap_or_else(|| format!("the words: {}", quoted(&shape.one_of))),
                );
            self.fault(diagnostic);
            return None;
        }
        if let Some((pattern, expected)) = &shape.pattern
            && !pattern.is_match(text)
        {
            let diagnostic = self
                .diagnostic(
                    Code::WrongValue,
                    &node.span,
                    format!("`{text}` cannot stand here"),
                )
                .help(format!("expected {expected}"));
            self.fault(diagnostic);
            return None;
        }
        if let Some(kind) = &shape.reference {
            let list = self
                .path
                .trim_end_matches(|letter: char| letter.is_ascii_digit())
                .trim_end_matches('.');
            self.findings.references.push(Reference {
                file: self.file,
                span: node.span.clone(),
                kind: kind.clone(),
                target: text.to_owned(),
                path: list.to_owned(),
            });
        }
        Some(toml::Value::String(text.to_owned()))
    }

    fn date(&mut self, node: &Node) -> Option<toml::Value> {
        if !matches!(node.value, Value::String(_))
            && let Ok(date) = plain(&node.value).try_into::<PartialDate>()
        {
            // As text it survives serde's buffering of flattened tables, which
            // turns dates into something else.
            return Some(toml::Value::String(date.to_string()));
        }
        let (message, help) = match &node.value {
            Value::String(text) => (
                "a date stands without quotes".to_owned(),
                Some(format!("write `{text}` without the quotes")),
            ),
            Value::Datetime(datetime) if datetime.time.is_some() => (
                "expected a date without a time of day".to_owned(),
                datetime.date.map(|date| format!("write `{date}`")),
            ),
            _ => (
                "there is no such date".to_owned(),
                Some(format!("expected {}", Shape::Date.description())),
            ),
        };
        let code = if matches!(node.value, Value::String(_)) {
            Code::WrongType
        } else {
            Code::WrongValue
        };
        let diagnostic = self
            .diagnostic(code, &node.span, message)
            .maybe_help(help);
        self.fault(diagnostic);
        None
    }
}

fn quoted(words: &[String]) -> String {
    let words: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}

fn wrong_type_help(shape: &Shape, found: &Value) -> Option<String> {
    match (shape, found) {
        (Shape::Text(_), Value::String(text)) => {
            let short: String = text.chars().take(20).collect();
            Some(format!(
                "say in which language it is: a line `.en = \"{short}…\"` for each language"
            ))
        }
        (Shape::Integer(..) | Shape::Number(..) | Shape::Boolean, Value::String(text)) => {
            Some(format!("write `{text}` without the quotes"))
        }
        (Shape::String(_), Value::Integer(number)) => {
            Some(format!("write it in quotes: `\"{number}\"`"))
        }
        (Shape::List(_), Value::String(text)) => {
            Some(format!("write it as a list: `[\"{text}\"]`"))
        }
        (Shape::List(_), Value::Table(_)) => {
            Some("write the heading with two brackets on each side: `[[…]]`".to_owned())
        }
        (Shape::Table(_), Value::Array(_)) => {
            Some("write the heading with one bracket on each side: `[…]`".to_owned())
        }
        _ => None,
    }
}

/// The value as `toml` has it, without places.
fn plain(value: &Value) -> toml::Value {
    match value {
        Value::String(text) => toml::Value::String(text.clone()),
        Value::Integer(number) => toml::Value::Integer(*number),
        Value::Float(number) => toml::Value::Float(*number),
        Value::Boolean(truth) => toml::Value::Boolean(*truth),
        Value::Datetime(datetime) => toml::Value::Datetime(*datetime),
        Value::Array(items) => {
            toml::Value::Array(items.iter().map(|item| plain(&item.value)).collect())
        }
        Value::Table(entries) => toml::Value::Table(
            entries
                .iter()
                .map(|(key, entry)| (key.clone(), plain(&entry.value.value)))
                .collect(),
        ),
    }
}
