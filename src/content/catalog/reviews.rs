//! Everything that somebody should check again on some day.

use super::{Catalog, ClaimRef, EntityKind, EntityRef};
use crate::content::document::Step;
use crate::content::record::{Showing, Text};
use crate::diag::FileId;
use crate::locale::PartialDate;

/// A statement with a day of review: a claim, a relation or a membership.
#[derive(Debug, Clone, Copy)]
pub struct ReviewRef<'a> {
    /// The entity that it stands with.
    pub entity: EntityRef<'a>,
    /// The file of that entity.
    pub file: FileId,
    /// Which statement of the entity it is.
    pub statement: Statement<'a>,
    /// What it says.
    pub text: &'a Text,
    /// When it was true, or was said.
    pub as_of: PartialDate,
    /// The day by which somebody should check it again.
    pub review_by: PartialDate,
    /// When a claim is shown; the rest is shown as long as its entity.
    pub showing: Option<&'a Showing>,
}

/// Which statement of an entity is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Statement<'a> {
    /// A claim: its place among them, from 0, and its id.
    Claim(usize, &'a str),
    /// The relation of a body.
    Relation,
    /// The membership that the file is about.
    Membership,
}

impl ReviewRef<'_> {
    /// Where the day of review stands in the file.
    pub(in crate::content) fn path(&self) -> Vec<Step<'static>> {
        let key = "review-by".into();
        match self.statement {
            Statement::Claim(index, _) => vec!["claim".into(), index.into(), key],
            Statement::Relation => vec!["relation".into(), key],
            Statement::Membership => vec![key],
        }
    }
}

impl Catalog {
    /// Every statement that has a day of review: claims, then relations, then
    /// memberships.
    pub fn reviews(&self) -> impl Iterator<Item = ReviewRef<'_>> {
        let claims = self.claims().map(|found| {
            let ClaimRef {
                entity,
                file,
                index,
                claim,
            } = found;
            ReviewRef {
                entity,
                file,
                statement: Statement::Claim(index, claim.id.as_str()),
                text: &claim.text,
                as_of: claim.as_of,
                review_by: claim.review_by,
                showing: Some(&claim.showing),
            }
        });
        let relations = self.bodies().map(|body| {
            let relation = &body.body.relation;
            ReviewRef {
                entity: EntityRef {
                    kind: body.kind.into(),
                    id: body.id,
                },
                file: body.file,
                statement: Statement::Relation,
                text: &relation.text,
                as_of: relation.as_of,
                review_by: relation.review_by,
                showing: None,
            }
        });
        let memberships = self.memberships.iter().map(|(id, membership)| ReviewRef {
            entity: EntityRef {
                kind: EntityKind::Membership,
                id,
            },
            file: membership.file,
            statement: Statement::Membership,
            text: &membership.text,
            as_of: membership.as_of,
            review_by: membership.review_by,
            showing: None,
        });
        claims.chain(relations).chain(memberships)
    }
}
