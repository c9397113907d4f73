//! Languages and scripts as content: the code knows none.

use super::{LanguageTag, ScriptCode, Slug};
use crate::locale::{GrammarSource, LanguageId, ScriptSource, Stemmer};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A language of the register.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Language {
    /// Its name in itself, as the language switch shows it.
    pub name: String,
    /// The tag that pages carry for browsers and screen readers (BCP 47).
    pub lang: LanguageTag,
    /// The tag for search engines (BCP 47).
    pub hreflang: LanguageTag,
    /// The first part of its addresses.
    pub prefix: Slug,
    /// The script it is written in, by its ISO 15924 code, such as `Latn` or `Cyrl`.
    pub script: ScriptCode,
    /// Only for a language that is another one in another script: that other one. Its texts are then made by `script.toml`.
    pub derived_from: Option<LanguageId>,
    /// The languages of a browser that it answers (RFC 4647 ranges).
    #[serde(default)]
    pub accept: Vec<String>,
    /// The names of the sections in addresses.
    pub sections: Option<Sections>,
    /// How its words are searched for. A derived language may leave it out: it then has the other language's.
    pub search: Option<WordRules>,
    /// How it writes dates, numbers, lists and quotation marks.
    #[serde(flatten)]
    pub grammar: GrammarSource,
}

/// How the words of a language are searched for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct WordRules {
    /// How forms of a word are brought together: the name of a Snowball algorithm.
    pub stemmer: Option<Stemmer>,
    /// Letters, in small, that people also write in other ways, such as `"đ" = ["dj", "d"]`; the
    /// surest way first. Accents need not be listed: search takes no notice of them.
    #[serde(default)]
    pub fold: BTreeMap<String, Vec<String>>,
    /// Small words that need not be there for a page to be found, such as "of".
    #[serde(default)]
    pub ignore: Vec<String>,
}

/// The names of the sections in addresses: small letters without accents, digits and hyphens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Sections {
    /// The partners.
    pub partners: Slug,
    /// The National Societies.
    pub societies: Slug,
    /// The networks.
    pub networks: Slug,
    /// The memberships.
    pub memberships: Slug,
    /// The goals.
    pub goals: Slug,
    /// The events.
    pub events: Slug,
    /// The timeline.
    pub timeline: Slug,
    /// The map.
    pub map: Slug,
    /// Which society is in which network.
    pub matrix: Slug,
    /// The principles.
    pub principles: Slug,
    /// The glossary.
    pub glossary: Slug,
    /// The sources.
    pub sources: Slug,
    /// The state of the register.
    pub status: Slug,
    /// The search.
    pub search: Slug,
    /// The register as files.
    pub data: Slug,
    /// Everything on one page.
    pub dossier: Slug,
}

impl Sections {
    /// Every section's key with its name in addresses.
    pub fn named(&self) -> [(&'static str, &str); 16] {
        [
            ("partners", self.partners.as_str()),
            ("societies", self.societies.as_str()),
            ("networks", self.networks.as_str()),
            ("memberships", self.memberships.as_str()),
            ("goals", self.goals.as_str()),
            ("events", self.events.as_str()),
            ("timeline", self.timeline.as_str()),
            ("map", self.map.as_str()),
            ("matrix", self.matrix.as_str()),
            ("principles", self.principles.as_str()),
            ("glossary", self.glossary.as_str()),
            ("sources", self.sources.as_str()),
            ("status", self.status.as_str()),
            ("search", self.search.as_str()),
            ("data", self.data.as_str()),
            ("dossier", self.dossier.as_str()),
        ]
    }
}

/// How one script is made from another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Script(pub ScriptSource);
