//! What rests on each source, looked up once for all pages.

use crate::content::catalog::{Catalog, ClaimRef, EntityRef};
use std::collections::BTreeMap;

/// What rests on each source, by its id.
#[derive(Debug, Default)]
pub struct Resting<'a> {
    entities: BTreeMap<&'a str, Vec<EntityRef<'a>>>,
    claims: BTreeMap<&'a str, Vec<ClaimRef<'a>>>,
}

impl<'a> Resting<'a> {
    /// Looks through the whole register.
    pub fn new(catalog: &'a Catalog) -> Self {
        let mut claims: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for found in catalog.claims() {
            for source in &found.claim.sources {
                claims.entry(source.as_str()).or_default().push(found);
            }
        }
        Self {
            entities: catalog.resting_on_sources(),
            claims,
        }
    }

    /// The entities with something that rests on a source, each once.
    pub fn entities(&self, source: &str) -> &[EntityRef<'a>] {
        self.entities.get(source).map_or(&[], Vec::as_slice)
    }

    /// The statements that rest on a source.
    pub fn claims(&self, source: &str) -> &[ClaimRef<'a>] {
        self.claims.get(source).map_or(&[], Vec::as_slice)
    }
}
