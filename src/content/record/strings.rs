//! The words of the interface: buttons, labels, headings. A field here is a
//! key in every `strings/<language>.toml`, so a template cannot ask for a word
//! that does not exist.

use crate::locale::PluralCategory;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Words that change with a number: one form for each plural form of the
/// language, with `{n}` where the number goes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Plural(BTreeMap<PluralCategory, String>);

impl Plural {
    /// The form for this category; the checker has made sure that the language's are all there.
    pub fn form(&self, category: PluralCategory) -> &str {
        self.0
            .get(&category)
            .or_else(|| self.0.get(&PluralCategory::Other))
            .map_or("{n}", String::as_str)
    }
}

impl JsonSchema for Plural {
    fn schema_name() -> Cow<'static, str> {
        "Plural".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        // The plural forms of each language are filled in by `schema::for_languages`.
        json_schema!({ "type": "object", "x-plural": true })
    }
}

/// The words of the interface in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Strings {
    /// First link of every page, for those who use a keyboard.
    pub skip_to_content: String,
    /// Under the title of an entity.
    pub statements: Plural,
}
