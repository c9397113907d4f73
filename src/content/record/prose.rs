//! Pages of prose, and the glossary.

use super::{BodyId, Claim, Markdown, Showing, Slug, Slugs, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A page of prose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Page {
    /// Its place among the pages; smaller is earlier.
    pub order: i32,
    /// Its heading.
    pub title: Text,
    /// One or two sentences under the heading.
    pub lead: Option<Text>,
    /// The heading above its statements, if they are of one sort.
    pub statements: Option<Text>,
    /// The last part of its address in each language: small letters without accents, digits and hyphens.
    pub slug: Slugs,
    /// The text, in Markdown.
    pub body: Markdown,
    /// Statements below the text.
    #[serde(default, rename = "claim")]
    pub claims: Vec<Claim>,
    /// When it is shown to visitors.
    #[serde(flatten)]
    pub showing: Showing,
}

/// Words and abbreviations that are not bodies of the register.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Glossary {
    /// The words, in any order: the site sorts them.
    #[serde(default, rename = "term")]
    pub terms: Vec<Term>,
}

/// One word or abbreviation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Term {
    /// Its name in links.
    pub id: Slug,
    /// The word or abbreviation.
    pub term: Text,
    /// What it means.
    pub text: Text,
    /// A body of the register that it belongs to.
    pub see: Option<BodyId>,
}
