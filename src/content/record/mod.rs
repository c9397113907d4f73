//! What an editor may write: one type a kind of file.
//!
//! These declarations are the only place where a key is named. The JSON Schema
//! that editors' tools complete from, the check of every file, and the decoding
//! of a clean one are all derived from them ([`super::schema`],
//! [`super::shape`]), so they cannot drift apart. The comments on fields are
//! what an editor reads when the mouse rests on a key: they are written for
//! editors. Nothing here has logic.

mod body;
mod claim;
mod entity;
mod ids;
mod language;
mod map;
mod prose;
mod register;
mod showing;
mod strings;
mod text;

pub use body::{
    Body, Founded, Member, MemberRole, Network, Partner, PartnerKind, Relation, RelationForm,
    Society, Status,
};
pub use claim::{Change, Claim, Confidence, Gap, Revision};
pub use entity::{
    Event, Goal, Membership, MembershipRole, Principle, Source, SourceForm, SourceState,
};
pub use ids::{
    BodyId, ClaimPath, Contact, CountryCode, CountryName, GoalId, LanguageTag, PageId, PathData,
    PlaceId, PublisherId, SLUG_PATTERN, ScriptCode, SitePath, Slug, SocietyId, SourceId, TopicId,
};
pub use language::{Language, Script, Sections, WordRules};
pub use map::Map;
pub use prose::{Glossary, Page, Term};
pub use register::{
    Card, Country, Figure, Gone, Licence, Logo, Place, Places, Publisher, Publishers, Redirect,
    Redirects, Reporting, Runner, Site, Topic, Topics,
};
pub use showing::{Showing, Stage};
pub use strings::*;
pub use text::{Markdown, OwnName, Slugs, Text, WebAddress};
