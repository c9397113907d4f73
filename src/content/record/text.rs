//! Words for people, one for each language, and addresses.

use super::LanguageTag;
use crate::locale::{LanguageId, Localized};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::ops::Deref;

macro_rules! localized {
    ($(#[$doc:meta] $name:ident $kind:literal;)*) => {$(
        #[$doc]
        #[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Localized);

        impl Deref for $name {
            type Target = Localized;
            fn deref(&self) -> &Localized {
                &self.0
            }
        }

        impl $name {
            /// The words in this language; the checker has made sure that
            /// there are some in every language of the register.
            pub fn in_language(&self, language: &LanguageId) -> &str {
                self.0.get(language).unwrap_or_default()
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                // The languages of the register are filled in by `schema::for_languages`.
                json_schema!({ "type": "object", "x-text": $kind })
            }
        }
    )*};
}

localized! {
    /// One line of text in every language.
    Text "line";
    /// Several paragraphs in Markdown in every language.
    Markdown "markdown";
    /// The part of an address that names this page, in every language.
    Slugs "slug";
}

impl Markdown {
    /// Puts another text in the place of each.
    pub fn rewrite(&mut self, change: impl Fn(&str) -> String) {
        let texts = self.0.iter();
        let changed = texts.map(|(language, text)| (language.clone(), change(text)));
        self.0 = changed.collect();
    }
}

/// A name in its owner's own language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OwnName {
    /// The name as its owner writes it.
    pub text: String,
    /// The language it is in, as a BCP 47 tag such as `ca` or `sr-Latn-ME`.
    pub lang: LanguageTag,
}

/// An address on the web: `https://` or `http://`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WebAddress(String);

impl WebAddress {
    /// The whole address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name of the machine, without `www.`, as shown to people.
    pub fn host(&self) -> &str {
        let rest = self.0.split_once("://").map_or("", |(_, rest)| rest);
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        host.strip_prefix("www.").unwrap_or(host)
    }
}

impl JsonSchema for WebAddress {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "WebAddress".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": r"^https?://[^\s/?#<>]+\.[^\s/?#<>]+([/?#][^\s<>]*)?$",
            "x-expected": "an address that begins with `https://` or `http://`",
        })
    }
}
