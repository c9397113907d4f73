//! Memberships, events, goals, principles and sources.

use super::{
    BodyId, Claim, Confidence, GoalId, LanguageTag, OwnName, PlaceId, PublisherId, Revision,
    Showing, SourceId, Text, TopicId, WebAddress,
};
use crate::locale::PartialDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the organisation is a member of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Membership {
    /// The body it is a member of.
    pub body: BodyId,
    /// What it is there.
    pub role: MembershipRole,
    /// Since when, as exactly as it is known.
    pub since: Option<PartialDate>,
    /// Until when, if it has ended.
    pub until: Option<PartialDate>,
    /// The membership in one line.
    pub text: Text,
    /// When that line was true, or was said.
    pub as_of: PartialDate,
    /// The sources it rests on.
    pub sources: Vec<SourceId>,
    /// How we know.
    pub confidence: Confidence,
    /// The day by which somebody should check it again.
    pub review_by: PartialDate,
    /// What is recorded about it.
    #[serde(default, rename = "claim")]
    pub claims: Vec<Claim>,
    /// What was changed in the register about it after it was first published; not what changed in the world.
    #[serde(default, rename = "revision")]
    pub revisions: Vec<Revision>,
    /// When it is shown to visitors.
    #[serde(flatten)]
    pub showing: Showing,
}

/// What the organisation is in a body.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "a variant is the word that an editor writes")]
pub enum MembershipRole {
    Member,
    FullMember,
    FoundingMember,
    Participant,
    Component,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Event {
    /// What happened, in a few words.
    pub title: Text,
    /// What happened, in a sentence or two.
    pub text: Text,
    /// When it happened or began; left out when nobody knows.
    pub date: Option<PartialDate>,
    /// Only when the date is not known: the year by which it is put in order, never shown.
    #[schemars(range(min = 1, max = 9999))]
    pub sorted_as: Option<i16>,
    /// When it ended, if it took longer.
    pub until: Option<PartialDate>,
    /// Where: the id of a place in `places.toml`.
    pub place: Option<PlaceId>,
    /// What it is about: the id of a topic in `topics.toml`.
    pub topic: TopicId,
    /// Who took part, besides the organisation itself.
    #[serde(default)]
    pub partners: Vec<BodyId>,
    /// The goals it serves: names of files in `goals/`.
    #[serde(default)]
    pub goals: Vec<GoalId>,
    /// The sources it rests on.
    pub sources: Vec<SourceId>,
    /// How we know.
    pub confidence: Confidence,
    /// What was changed in the register about it after it was first published; not what changed in the world.
    #[serde(default, rename = "revision")]
    pub revisions: Vec<Revision>,
    /// When it is shown to visitors.
    #[serde(flatten)]
    pub showing: Showing,
}

/// What cooperation is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Goal {
    /// Its place among the goals; smaller is earlier.
    pub order: i32,
    /// The goal in a few words.
    pub title: Text,
    /// The goal in a sentence or two.
    pub text: Text,
    /// What is recorded about it.
    #[serde(default, rename = "claim")]
    pub claims: Vec<Claim>,
    /// What was changed in the register about it after it was first published; not what changed in the world.
    #[serde(default, rename = "revision")]
    pub revisions: Vec<Revision>,
    /// When it is shown to visitors.
    #[serde(flatten)]
    pub showing: Showing,
}

/// One of the Fundamental Principles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Principle {
    /// Its place among the principles; smaller is earlier.
    pub order: i32,
    /// Its name.
    pub name: Text,
    /// What it means, in plain words.
    pub text: Text,
    /// The sources it rests on.
    pub sources: Vec<SourceId>,
    /// How we know.
    pub confidence: Confidence,
    /// When it is shown to visitors.
    #[serde(flatten)]
    pub showing: Showing,
}

/// Where statements come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Source {
    /// Where it is on the web.
    pub address: WebAddress,
    /// Who published it: a body of the register, or a publisher of `publishers.toml`.
    pub publisher: PublisherId,
    /// What it is, in our words.
    pub title: Text,
    /// Its own title, if we know it.
    pub own_title: Option<OwnName>,
    /// The language it is in, as a BCP 47 tag such as `en` or `sr-Latn-ME`.
    pub language: LanguageTag,
    /// What sort of source it is.
    pub form: SourceForm,
    /// When it was published, as exactly as it is known.
    pub date: Option<PartialDate>,
    /// When we read it.
    pub read: PartialDate,
    /// `live` (read at its address), `stored-copy` (read in a stored copy; whether the address still answers was not checked) or `dead`.
    pub state: SourceState,
    /// Since when its address is dead.
    pub dead_since: Option<PartialDate>,
    /// When it is shown to visitors.
    #[serde(flatten)]
    pub showing: Showing,
}

/// What sort of source it is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "a variant is the word that an editor writes")]
pub enum SourceForm {
    Page,
    News,
    Report,
    Document,
    Database,
    Social,
}

/// Whether a source can still be read at its address.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "a variant is the word that an editor writes")]
pub enum SourceState {
    Live,
    StoredCopy,
    Dead,
}
