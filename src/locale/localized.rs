//! One text in several languages.

use std::borrow::Cow;
use std::collections::{BTreeMap, btree_map};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::LanguageId;

/// One text in several languages, ordered by language id.
///
/// No language is the default one: a text that is missing is missing, and it is the caller's
/// business to say so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Localized(BTreeMap<LanguageId, String>);

impl Localized {
    /// The text in `language`, if it was written.
    pub fn get(&self, language: &LanguageId) -> Option<&str> {
        self.0.get(language).map(String::as_str)
    }

    /// Sets the text in `language`, and returns the one that it replaces.
    pub fn insert(&mut self, language: LanguageId, text: String) -> Option<String> {
        self.0.insert(language, text)
    }

    /// The languages and their texts, in the order of the ids.
    pub fn iter(&self) -> impl Iterator<Item = (&LanguageId, &str)> {
        self.0.iter().map(|(id, text)| (id, text.as_str()))
    }

    /// Whether no language has a text.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(LanguageId, String)> for Localized {
    fn from_iter<I: IntoIterator<Item = (LanguageId, String)>>(texts: I) -> Self {
        Self(texts.into_iter().collect())
    }
}

impl IntoIterator for Localized {
    type Item = (LanguageId, String);
    type IntoIter = btree_map::IntoIter<LanguageId, String>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

// The definition is named and general: which languages there are is known only when a site's
// content is, and whoever writes the schemas out narrows this one definition.
impl JsonSchema for Localized {
    fn schema_name() -> Cow<'static, str> {
        "Localized".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "One text, with one key for each language.",
            "type": "object",
            "additionalProperties": { "type": "string" }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dotted_keys_become_one_text_per_language() {
        #[derive(Deserialize)]
        struct File {
            text: Localized,
        }
        let file: File = toml::from_str("text.en = \"Two\"\ntext.cnr = \"Dva\"").unwrap();
        let id = |text| LanguageId::new(text).unwrap();
        assert_eq!(file.text.get(&id("cnr")), Some("Dva"));
        assert_eq!(file.text.get(&id("cnr-cyrl")), None);
        let order: Vec<_> = file.text.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(order, ["cnr", "en"]);
        assert_eq!(
            serde_json::to_string(&file.text).unwrap(),
            r#"{"cnr":"Dva","en":"Two"}"#
        );
    }

    #[test]
    fn every_use_in_a_schema_points_at_one_definition() {
        #[derive(JsonSchema)]
        #[allow(dead_code, reason = "only its schema is looked at")]
        struct Kind {
            name: Localized,
            text: Localized,
        }
        let schema = serde_json::to_value(schemars::schema_for!(Kind)).unwrap();
        for key in ["name", "text"] {
            assert_eq!(
                schema["properties"][key]["$ref"], "#/$defs/Localized",
                "{schema:#}"
            );
        }
        assert_eq!(
            schema["$defs"]["Localized"]["additionalProperties"]["type"],
            "string"
        );
    }
}
