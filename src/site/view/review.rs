//! What somebody should check again, and when.

use super::evidence::RELATION;
use crate::content::catalog::{Catalog, EntityRef, Statement};
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
    let mut due: Vec<_> = catalog
        .reviews()
        .map(|found| Due {
            entity: found.entity,
            fragment: match found.statement {
                Statement::Claim(_, id) => claim_fragment(id),
                Statement::Relation | Statement::Membership => RELATION.to_owned(),
            },
            text: edition.text(found.text),
            review_by: found.review_by,
            as_of: found.as_of,
        })
        .collect();
    due.sort_by(|a, b| {
        let key = |due: &Due<'a>| (due.review_by.end(), due.entity);
        key(a)
            .cmp(&key(b))
            .then_with(|| a.fragment.cmp(&b.fragment))
    });
    due
}
