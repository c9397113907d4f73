//! Schemas in a form that can be walked beside a document.

use regex_lite::Regex;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a value must look like.
#[derive(Debug, Clone)]
pub enum Shape {
    /// A table with declared keys.
    Table(Arc<TableShape>),
    /// A table whose keys are free, with values of one shape.
    Map(Arc<Shape>),
    /// A list with items of one shape.
    List(Arc<Shape>),
    /// Words in every language.
    Text(TextKind),
    /// Words that change with a number.
    Plural,
    /// Text.
    String(Arc<StringShape>),
    /// A whole number.
    Integer(Option<f64>, Option<f64>),
    /// A number, with or without a point.
    Number(Option<f64>, Option<f64>),
    /// `true` or `false`.
    Boolean,
    /// A date as exactly as it is known.
    Date,
    /// A day, or a time of day.
    Moment,
}

/// A table with declared keys.
#[derive(Debug)]
pub struct TableShape {
    /// Its keys, in the order of the declaration.
    pub fields: Vec<Field>,
}

/// One declared key.
#[derive(Debug)]
pub struct Field {
    /// Its name.
    pub key: String,
    /// Whether it must be there.
    pub required: bool,
    /// What its value must look like.
    pub shape: Shape,
}

/// What sort of per-language words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextKind {
    /// One line.
    Line,
    /// Paragraphs in Markdown.
    Markdown,
    /// Part of an address.
    Slug,
}

/// Text with rules.
#[derive(Debug, Default)]
pub struct StringShape {
    /// The only words allowed, if they are fixed.
    pub one_of: Vec<String>,
    /// The form it must have, and that form in an editor's words.
    pub pattern: Option<(Regex, String)>,
    /// The kind of thing that it names, if it is a reference.
    pub reference: Option<String>,
}

impl Shape {
    /// The shape that a schema describes.
    ///
    /// # Panics
    ///
    /// If the schema uses a word that none of our declarations produces: a
    /// fault of the program that any run finds, since every schema is compiled
    /// on every run.
    pub fn compile(schema: &Value) -> Self {
        let mut compiler = Compiler {
            definitions: &schema["$defs"],
            compiled: BTreeMap::new(),
        };
        compiler.shape(schema)
    }

    /// What is expected, in an editor's words.
    pub fn description(&self) -> String {
        match self {
            Self::Table(_) | Self::Map(_) => "a table of keys".to_owned(),
            Self::List(_) => "a list in `[` and `]`".to_owned(),
            Self::Text(_) => "one text for each language".to_owned(),
            Self::Plural => {
                "one text for each plural form, such as `{ one = \"…\", other = \"…\" }`".to_owned()
            }
            Self::String(string) if !string.one_of.is_empty() => {
                let words: Vec<_> = string.one_of.iter().map(|w| format!("`\"{w}\"`")).collect();
                format!("one of {}", words.join(", "))
            }
            Self::String(_) => "text in quotes".to_owned(),
            Self::Integer(..) => "a whole number without quotes".to_owned(),
            Self::Number(..) => "a number without quotes".to_owned(),
            Self::Boolean => "`true` or `false`, without quotes".to_owned(),
            Self::Date => {
                "a date without quotes: `2022`, `2022-11-20` or `{ year = 2022, month = 11 }`"
                    .to_owned()
            }
            Self::Moment => "a day or a time of day, without quotes: `2027-01-01` or \
                 `2027-01-01T09:00:00+01:00`"
                .to_owned(),
        }
    }
}

struct Compiler<'a> {
    definitions: &'a Value,
    compiled: BTreeMap<&'a str, Shape>,
}

impl<'a> Compiler<'a> {
    fn shape(&mut self, schema: &'a Value) -> Shape {
        if let Some(reference) = schema["$ref"].as_str() {
            let name = reference.rsplit('/').next().unwrap_or_default();
            if let Some(shape) = self.compiled.get(name) {
                return shape.clone();
            }
            let shape = self.shape(&self.definitions[name]);
            self.compiled.insert(name, shape.clone());
            return shape;
        }
        if let Some(kind) = schema["x-text"].as_str() {
            return Shape::Text(match kind {
                "markdown" => TextKind::Markdown,
                "slug" => TextKind::Slug,
                _ => TextKind::Line,
            });
        }
        if schema["x-plural"].as_bool() == Some(true) {
            return Shape::Plural;
        }
        if schema["x-date"].as_bool() == Some(true) {
            return Shape::Date;
        }
        if schema["x-moment"].as_bool() == Some(true) {
            return Shape::Moment;
        }
        let bounds = (schema["minimum"].as_f64(), schema["maximum"].as_f64());
        match schema["type"].as_str() {
            Some("object") => self.table(schema),
            Some("array") => Shape::List(Arc::new(self.shape(&schema["items"]))),
            Some("string") => Shape::String(Arc::new(string(schema))),
            Some("integer") => Shape::Integer(bounds.0, bounds.1),
            Some("number") => Shape::Number(bounds.0, bounds.1),
            Some("boolean") => Shape::Boolean,
            _ => panic!("no declaration makes a schema like {schema}"),
        }
    }

    fn table(&mut self, schema: &'a Value) -> Shape {
        let Some(properties) = schema["properties"].as_object() else {
            return Shape::Map(Arc::new(self.shape(&schema["additionalProperties"])));
        };
        let required: Vec<_> = schema["required"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let fields = properties
            .iter()
            .map(|(key, value)| Field {
                key: key.clone(),
                required: required.contains(&key.as_str()),
                shape: self.shape(value),
            })
            .collect();
        Shape::Table(Arc::new(TableShape { fields }))
    }
}

fn string(schema: &Value) -> StringShape {
    let one_of = match (&schema["enum"], &schema["const"]) {
        (Value::Array(words), _) => words
            .iter()
            .filter_map(|word| word.as_str().map(str::to_owned))
            .collect(),
        (_, Value::String(word)) => vec![word.clone()],
        _ => Vec::new(),
    };
    let pattern = schema["pattern"].as_str().map(|pattern| {
        let regex = Regex::new(pattern).expect("every declared pattern is a regular expression");
        let expected = schema["x-expected"]
            .as_str()
            .map_or_else(|| format!("text of the form `{pattern}`"), str::to_owned);
        (regex, expected)
    });
    StringShape {
        one_of,
        pattern,
        reference: schema["x-reference"].as_str().map(str::to_owned),
    }
}
