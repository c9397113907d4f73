//! What somebody should check again, and when.

use super::evidence::RELATION;
use crate::content::catalog::{Catalog, ClaimRef, EntityKind, EntityRef};
use crate::locale::PartialDate;
use crate::site::edition::Edition;
use crate::site::route::claim_fragment;

/// Whether the day by which something should be checked has passed.
pub fn is_late(catalog: &Catalog, review_by: &PartialDate) -> bool {
    review_by.end() < catalog.today
}

/// Anything that somebody should check again on some day.
#[derive(Debug)]
pub struct Due<'a> {
    /// The entity it stands with.
    pub entity: EntityRef<'a>,
    /// Its name on the entity's page.
    pub fragment: String,
    /// What it says.
    pub text: &'a str,
    /// The day.
    pub review_by: PartialDate,
    /// The date at which it was true or was said.
    pub as_of: PartialDate,
}

/// Everything that has a day of review: statements, relations, memberships.
/// The earliest day comes first.
pub fn due<'a>(edition: &Edition<'a>) -> Vec<Due<'a>> {
    let catalog = edition.catalog;
    let claims = catalog.claims().map(|ClaimRef { entity, claim, .. }| Due {
        entity,
        fragment: claim_fragment(claim.id.as_str()),
        text: edition.text(&claim.text),
        review_by: claim.review_by,
        as_of: claim.as_of,
    });
    let relations = catalog.bodies().map(|body| {
        let relation = &body.body.relation;
        Due {
            entity: EntityRef {
                kind: body.kind.into(),
                id: body.id,
            },
            fragment: RELATION.to_owned(),
            text: edition.text(&relation.text),
            review_by: relation.review_by,
            as_of: relation.as_of,
        }
    });
    let memberships = catalog.memberships.iter().map(|(id, membership)| Due {
        entity: EntityRef {
            kind: EntityKind::Membership,
            id,
        },
        fragment: RELATION.to_owned(),
        text: edition.text(&membership.text),
        review_by: membership.review_by,
        as_of: membership.as_of,
    });
    let mut due: Vec<_> = claims.chain(relations).chain(memberships).collect();
    due.sort_by(|a, b| {
        let key = |due: &Due<'a>| (due.review_by.end(), due.entity);
        key(a)
            .cmp(&key(b))
            .then_with(|| a.fragment.cmp(&b.fragment))
    });
    due
}
