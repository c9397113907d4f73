//! The bodies of the register: partners, National Societies and networks.

use super::{
    BodyId, Change, Claim, Confidence, CountryCode, Gap, GoalId, OwnName, PlaceId, Revision,
    Showing, SourceId, Text, WebAddress,
};
use crate::locale::PartialDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What partners, National Societies and networks have in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Body {
    /// The full name, never the abbreviation.
    pub name: Text,
    /// The abbreviation, if it has one.
    pub abbreviation: Option<Text>,
    /// The name in its own language.
    pub own_name: Option<OwnName>,
    /// Other spellings and older names, in any language: they help to find it.
    #[serde(default)]
    pub variants: Vec<String>,
    /// Its website.
    pub website: Option<WebAddress>,
    /// Where its head office is: the id of a place in `places.toml`.
    pub seat: Option<PlaceId>,
    /// The goals that the cooperation with it serves: names of files in `goals/`.
    #[serde(default)]
    pub goals: Vec<GoalId>,
    /// Its place in lists, before the alphabet decides; smaller is earlier.
    pub order: Option<i32>,
    /// When it was founded.
    pub founded: Option<Founded>,
    /// How it is related to the organisation that the register is about.
    pub relation: Relation,
    /// What is recorded about it.
    #[serde(default, rename = "claim")]
    pub claims: Vec<Claim>,
    /// What changed in the world.
    #[serde(default, rename = "change")]
    pub changes: Vec<Change>,
    /// What is not known.
    #[serde(default, rename = "gap")]
    pub gaps: Vec<Gap>,
    /// What was changed in the register about it after it was first published; not what changed in the world.
    #[serde(default, rename = "revision")]
    pub revisions: Vec<Revision>,
    /// When it is shown to visitors.
    #[serde(flatten)]
    pub showing: Showing,
}

/// When a body was founded, and how we know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Founded {
    /// The date, as exactly as it is known.
    pub date: PartialDate,
    /// A sentence on what that date means.
    pub note: Option<Text>,
    /// The sources it rests on.
    pub sources: Vec<SourceId>,
    /// How we know.
    pub confidence: Confidence,
}

/// The relation of a body to the organisation; itself a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Relation {
    /// What sort of relation: `bilateral`, `multilateral`, `membership`, `network`, `programme`, `diplomatic`, `ad-hoc`, or `self` for the organisation itself.
    pub form: RelationForm,
    /// `active`, or `former` when it has ended.
    pub status: Status,
    /// Since when, as exactly as it is known.
    pub since: Option<PartialDate>,
    /// Until when; only for a former relation.
    pub until: Option<PartialDate>,
    /// Why it ended, in a sentence; every former relation has it.
    pub ended_because: Option<Text>,
    /// The relation in one line.
    pub text: Text,
    /// When that line was true, or was said.
    pub as_of: PartialDate,
    /// The sources it rests on.
    pub sources: Vec<SourceId>,
    /// How we know.
    pub confidence: Confidence,
    /// The day by which somebody should check it again.
    pub review_by: PartialDate,
}

/// What sort of relation it is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "a variant is the word that an editor writes")]
pub enum RelationForm {
    Bilateral,
    Multilateral,
    Membership,
    Network,
    Programme,
    Diplomatic,
    AdHoc,
    #[serde(rename = "self")]
    Itself,
}

/// Whether a relation goes on.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "a variant is the word that an editor writes")]
pub enum Status {
    Active,
    Former,
}

/// An organisation that the organisation works with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Partner {
    /// What sort of organisation it is.
    pub kind: PartnerKind,
    /// What it has as every body has it.
    #[serde(flatten)]
    pub body: Body,
}

/// What sort of organisation a partner is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "a variant is the word that an editor writes")]
pub enum PartnerKind {
    Movement,
    MovementBody,
    UnAgency,
    Intergovernmental,
    GovernmentAgency,
    Diplomatic,
    Ngo,
}

impl PartnerKind {
    /// Every kind, in the order in which lists show them.
    pub const ALL: [Self; 7] = [
        Self::Movement,
        Self::MovementBody,
        Self::UnAgency,
        Self::Intergovernmental,
        Self::GovernmentAgency,
        Self::Diplomatic,
        Self::Ngo,
    ];
}

/// A National Society of the Red Cross or the Red Crescent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Society {
    /// Its country, by the code in `places.toml`.
    pub country: CountryCode,
    /// What it has as every body has it.
    #[serde(flatten)]
    pub body: Body,
}

/// A network of National Societies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Network {
    /// What it is about, in one sentence.
    pub scope: Text,
    /// Who runs or chairs it.
    pub coordinator: Option<BodyId>,
    /// `true` if that body only chairs it for a time.
    #[serde(default)]
    pub chaired: bool,
    /// What it has as every body has it.
    #[serde(flatten)]
    pub body: Body,
    /// Its other members. The organisation itself is not listed: its own membership stands in `memberships/`.
    #[serde(default, rename = "member")]
    pub members: Vec<Member>,
}

/// One member of a network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Member {
    /// Who.
    pub body: BodyId,
    /// What it is in the network.
    pub role: MemberRole,
    /// Since when.
    pub since: Option<PartialDate>,
    /// Until when, if it has left.
    pub until: Option<PartialDate>,
    /// The sources it rests on.
    pub sources: Vec<SourceId>,
    /// How we know.
    pub confidence: Confidence,
}

/// What a body is in a network.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "a variant is the word that an editor writes")]
pub enum MemberRole {
    FoundingMember,
    Member,
    Chair,
    Coordinator,
    Participant,
}
