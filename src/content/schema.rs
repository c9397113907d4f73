//! The JSON Schema of every kind, derived from its record and filled in with
//! the languages of the register. Editors' tools complete and check from it,
//! and [`super::shape`] checks by it: one declaration, no drift.

use super::kind::Kind;
use super::languages::ResolvedLanguage;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// A language as the schemas need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LanguageShape {
    /// Its id.
    pub id: String,
    /// Its own name, for hints.
    pub name: String,
    /// Whether it is made from another one, so that its texts may be left out.
    pub derived: bool,
    /// Its plural forms, `other` included.
    pub plural_forms: Vec<String>,
}

/// The schemas of all kinds, for a register with these languages.
pub fn for_languages(languages: &[LanguageShape]) -> BTreeMap<Kind, Value> {
    Kind::ALL
        .iter()
        .map(|&kind| (kind, for_kind(kind, languages)))
        .collect()
}

/// The schema of one kind, for a register with these languages.
pub fn for_kind(kind: Kind, languages: &[LanguageShape]) -> Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut schema = kind.root_schema(generator).to_value();
    tidy(&mut schema);
    if let Some(root) = schema.as_object_mut() {
        // Tools read `$schema` in a JSON file as its own schema; ours are read by `#:schema`.
        root.insert("title".to_owned(), json!(kind.name()));
        let has_texts = ["Text", "Markdown", "Slugs"].iter().any(|name| {
            root.get("$defs")
                .is_some_and(|types| types.get(name).is_some())
        });
        if has_texts {
            fingerprints(root);
        }
    }
    fill_in(&mut schema, languages);
    schema
}

/// A schema with every definition where it is referred to, for editors' tools:
/// some show what a type is for instead of what the key is for, if the key
/// refers to a type.
pub fn in_one_piece(mut schema: Value) -> Value {
    let definitions = schema["$defs"].take();
    if let Some(root) = schema.as_object_mut() {
        root.remove("$defs");
    }
    inline(&mut schema, &definitions);
    schema
}

/// No record holds itself, so this comes to an end.
fn inline(schema: &mut Value, definitions: &Value) {
    match schema {
        Value::Object(object) => {
            if let Some(Value::String(reference)) = object.remove("$ref") {
                let name = reference.rsplit('/').next().unwrap_or_default();
                if let Value::Object(definition) = &definitions[name] {
                    for (key, value) in definition {
                        object.entry(key).or_insert_with(|| value.clone());
                    }
                }
            }
            let values = object.values_mut();
            values.for_each(|value| inline(value, definitions));
        }
        Value::Array(items) => items
            .iter_mut()
            .for_each(|value| inline(value, definitions)),
        _ => {}
    }
}

/// Brings what schemars derives to what an editor may write: TOML has no null,
/// and a key that is not declared is a slip.
fn tidy(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            object.remove("default");
            if let Some(Value::Array(types)) = object.get_mut("type") {
                types.retain(|name| name != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    object.insert("type".to_owned(), only);
                }
            }
            if let Some(Value::Array(choices)) = object.get_mut("anyOf") {
                choices.retain(|choice| choice.get("type") != Some(&json!("null")));
                if choices.len() == 1
                    && let Some(Value::Object(only)) = choices.pop()
                {
                    object.remove("anyOf");
                    for (key, value) in only {
                        object.entry(key).or_insert(value);
                    }
                }
            }
            if object.contains_key("properties") {
                object.insert("additionalProperties".to_owned(), json!(false));
            }
            object.values_mut().for_each(tidy);
        }
        Value::Array(items) => items.iter_mut().for_each(tidy),
        _ => {}
    }
}

/// Puts the languages into every per-language table.
fn fill_in(schema: &mut Value, languages: &[LanguageShape]) {
    match schema {
        Value::Object(object) => {
            if let Some(kind) = object.get("x-text").and_then(Value::as_str) {
                let text = text_schema(kind);
                per_language(object, languages, &text);
            } else if object.contains_key("x-plural") {
                plural_forms(object, languages);
            } else {
                object
                    .values_mut()
                    .for_each(|value| fill_in(value, languages));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|value| fill_in(value, languages)),
        _ => {}
    }
}

fn text_schema(kind: &str) -> Value {
    match kind {
        "slug" => json!({ "type": "string", "pattern": super::record::SLUG_PATTERN }),
        _ => json!({ "type": "string", "minLength": 1 }),
    }
}

fn per_language(object: &mut Map<String, Value>, languages: &[LanguageShape], text: &Value) {
    let mut properties = Map::new();
    for language in languages {
        let mut schema = text.clone();
        schema["description"] = if language.derived {
            json!(format!(
                "{}: made from the other script; write it only where that goes wrong.",
                language.name
            ))
        } else {
            json!(language.name)
        };
        properties.insert(language.id.clone(), schema);
    }
    let required: Vec<_> = languages
        .iter()
        .filter(|language| !language.derived)
        .map(|language| json!(language.id))
        .collect();
    object.insert("properties".to_owned(), Value::Object(properties));
    object.insert("required".to_owned(), Value::Array(required));
    object.insert("additionalProperties".to_owned(), json!(false));
}

/// In which form texts stand in published data.
#[derive(Debug, Clone, Copy)]
pub enum Texts<'a> {
    /// All languages beside each other.
    All(&'a [ResolvedLanguage]),
    /// One language alone.
    One,
}

/// The schema of published data, from what schemars derives of its type:
/// every language is there, derived ones too; what is not known is left out;
/// a date is its ISO 8601 text.
pub fn published(root: schemars::Schema, texts: Texts<'_>) -> Value {
    let mut schema = root.to_value();
    tidy(&mut schema);
    match texts {
        Texts::All(languages) => {
            let shapes: Vec<_> = languages
                .iter()
                .map(|language| LanguageShape {
                    id: language.id.to_string(),
                    name: language.record.name.clone(),
                    derived: false,
                    plural_forms: Vec::new(),
                })
                .collect();
            fill_in(&mut schema, &shapes);
        }
        Texts::One => every_object(&mut schema, &|object| {
            if object.contains_key("x-text") {
                object.insert("type".to_owned(), json!("string"));
            }
        }),
    }
    every_object(&mut schema, &|object| {
        if object.contains_key("x-date") {
            object.remove("oneOf");
            object.insert(
                "description".to_owned(),
                json!("A date as precise as it is known, in ISO 8601: `2022`, `2022-11` or `2022-11-20`."),
            );
            object.insert("type".to_owned(), json!("string"));
            object.insert("pattern".to_owned(), json!(DATE_PATTERN));
        }
    });
    schema
}

/// Year, or year and month, or a day (ISO 8601).
const DATE_PATTERN: &str = "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$";

fn every_object(schema: &mut Value, change: &impl Fn(&mut Map<String, Value>)) {
    match schema {
        Value::Object(object) => {
            change(object);
            object
                .values_mut()
                .for_each(|value| every_object(value, change));
        }
        Value::Array(items) => items
            .iter_mut()
            .for_each(|value| every_object(value, change)),
        _ => {}
    }
}

/// The table at the end of a file that holds the fingerprints of its texts.
pub const CHECKED_KEY: &str = "checked";

/// What stands where only a person knows what belongs there. It is a note to
/// oneself like others, and complained of once, whatever should stand there.
pub const PLACEHOLDER: &str = "???";

/// Files with texts may end with the fingerprints of what was last compared.
fn fingerprints(root: &mut Map<String, Value>) {
    let fingerprint = json!({ "type": "string", "pattern": "^[0-9a-f]{8}$" });
    let schema = json!({
        "description": "Fingerprints of the texts when somebody last confirmed that they say the same. Written by `saradnja translations --confirm`.",
        "type": "object",
        "additionalProperties": { "type": "object", "additionalProperties": fingerprint },
    });
    if let Some(Value::Object(properties)) = root.get_mut("properties") {
        properties.insert(CHECKED_KEY.to_owned(), schema);
    }
}

/// A schema file serves the words of every language, so any of their plural
/// forms may stand there; which must is checked against the file's language.
fn plural_forms(object: &mut Map<String, Value>, languages: &[LanguageShape]) {
    let mut properties = Map::new();
    for form in languages.iter().flat_map(|language| &language.plural_forms) {
        properties.insert(form.clone(), json!({ "type": "string", "minLength": 1 }));
    }
    object.insert("properties".to_owned(), Value::Object(properties));
    object.insert("required".to_owned(), json!(["other"]));
    object.insert("additionalProperties".to_owned(), json!(false));
}
