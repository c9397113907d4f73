//! The unit of the register: a dated, sourced statement.

use super::{Showing, Slug, SourceId, Text};
use crate::locale::PartialDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How sure the register is of something, and why.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "a variant is the word that an editor writes")]
pub enum Confidence {
    Seed,
    Official,
    Press,
    Inferred,
    General,
    Project,
}

/// One statement, with everything a visitor needs to check it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Claim {
    /// The name of the statement in links to it; never change it once it is published.
    pub id: Slug,
    /// The statement: a full sentence that can stand alone.
    pub text: Text,
    /// When it was true, or was said: a year, a day, or `{ year = 2022, month = 11 }`.
    pub as_of: PartialDate,
    /// The sources it rests on: names of files in `sources/`.
    pub sources: Vec<SourceId>,
    /// How we know: `seed` (stated by the organisation itself), `official`, `press`, `inferred`, `general` (general knowledge) or `project` (our own wording).
    pub confidence: Confidence,
    /// The day by which somebody should check it again.
    pub review_by: PartialDate,
    /// `true` when it tells of something that has ended.
    #[serde(default, skip_serializing_if = "is_false")]
    pub former: bool,
    /// When it is shown to visitors.
    #[serde(flatten)]
    pub showing: Showing,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// A note that a fact about this entity changed in the world.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Change {
    /// When it changed.
    pub date: PartialDate,
    /// What changed: a full sentence.
    pub text: Text,
    /// The sources it rests on: names of files in `sources/`.
    pub sources: Vec<SourceId>,
    /// How we know.
    pub confidence: Confidence,
}

/// A note that the register changed what it says about this entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Revision {
    /// When the register was changed.
    pub date: PartialDate,
    /// What was changed in the register: a full sentence.
    pub text: Text,
}

/// Something that is not known about this entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Gap {
    /// What is not known, in a sentence or a phrase.
    pub text: Text,
}
