//! Records as JSON values: what is not known left out, texts in all languages
//! or in one.

use super::signs::folded;
use crate::content::Catalog;
use crate::locale::LanguageId;
use serde::Serialize;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// Keys of records that are no facts: by this year an event without a date is
/// put in order, and to publish it would be to date the event; and what says
/// when something is shown.
pub(super) const UNPUBLISHED: [&str; 4] = ["sorted-as", "draft", "publish-at", "expires-at"];

/// A record as it is published.
pub(super) fn published(record: &impl Serialize) -> Value {
    let mut value = serde_json::to_value(record)
        .expect("records are plain data with text keys, which JSON always holds");
    clean(&mut value);
    value
}

/// A value that was put together, as it is published.
pub(super) fn finished(mut value: Value) -> String {
    clean(&mut value);
    pretty(&value)
}

fn clean(value: &mut Value) {
    match value {
        Value::String(text) => {
            if let Cow::Owned(folded) = folded(text) {
                *text = folded;
            }
        }
        Value::Object(object) => {
            object.retain(|key, value| !value.is_null() && !UNPUBLISHED.contains(&key.as_str()));
            object.values_mut().for_each(clean);
        }
        Value::Array(items) => items.iter_mut().for_each(clean),
        _ => {}
    }
}

/// Puts the words of one language in the place of every text.
///
/// A text is an object with exactly the languages of the register as its keys,
/// which the check of content makes sure of; no other object of a record has
/// these.
pub(super) fn localise(value: &mut Value, catalog: &Catalog, language: &LanguageId) {
    match value {
        Value::Object(object) => {
            if is_text(object, catalog)
                && let Some(text) = object.remove(language.as_str())
            {
                *value = text;
                return;
            }
            for value in object.values_mut() {
                localise(value, catalog, language);
            }
        }
        Value::Array(items) => {
            for value in items {
                localise(value, catalog, language);
            }
        }
        _ => {}
    }
}

fn is_text(object: &Map<String, Value>, catalog: &Catalog) -> bool {
    let languages = &catalog.languages;
    object.len() == languages.len()
        && languages.iter().all(|language| {
            object
                .get(language.id.as_str())
                .is_some_and(Value::is_string)
        })
}

/// The JSON text of a published value: two spaces of indentation, a line feed
/// at the end.
pub(super) fn pretty(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value)
        .expect("values are plain data with text keys, which JSON always holds");
    text.push('\n');
    text
}

/// The ids in every list `sources` below a value, each once, in the order in
/// which they are first cited.
pub(super) fn cited(value: &Value) -> Vec<&str> {
    let mut found = Vec::new();
    collect(value, &mut found);
    found
}

fn collect<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                match value {
                    Value::Array(items) if key == "sources" => {
                        for id in items.iter().filter_map(Value::as_str) {
                            if !found.contains(&id) {
                                found.push(id);
                            }
                        }
                    }
                    _ => collect(value, found),
                }
            }
        }
        Value::Array(items) => {
            for value in items {
                collect(value, found);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::test_register;
    use serde_json::json;

    #[test]
    fn only_texts_are_put_into_one_language() {
        let catalog = test_register();
        let language = &catalog.languages[1].id;
        let mut value = json!({
            "name": { "pl": "wyspa", "el": "νησί", "el-latn": "nisí" },
            "part": [{ "pl": "a", "el": "b" }],
            "own-name": { "text": "x", "lang": "el" },
        });
        localise(&mut value, &catalog, language);
        assert_eq!(
            value,
            json!({
                "name": "νησί",
                "part": [{ "pl": "a", "el": "b" }],
                "own-name": { "text": "x", "lang": "el" },
            })
        );
    }

    #[test]
    fn what_is_not_known_is_left_out_and_a_date_that_nobody_knows_too() {
        let catalog = test_register();
        let text = published(
            &catalog
                .partners
                .values()
                .map(|entry| &entry.record)
                .collect::<Vec<_>>(),
        );
        assert!(!text.to_string().contains("null"));
        let events = published(
            &catalog
                .events
                .values()
                .map(|entry| &entry.record)
                .collect::<Vec<_>>(),
        );
        assert!(events.to_string().contains("\"topic\""));
        assert!(!events.to_string().contains("sorted-as"));
    }

    #[test]
    fn sources_are_cited_once_in_order() {
        let value = json!({ "a": { "sources": ["x", "y"] }, "b": [{ "sources": ["y", "z"] }] });
        assert_eq!(cited(&value), ["x", "y", "z"]);
    }
}
