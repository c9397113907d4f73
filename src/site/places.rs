//! Where everything that a page shows is written down, for those who write it:
//! addresses and names within pages on one side, files and lines on the other.

use super::BuildOptions;
use super::route::{
    Route, Routes, change_fragment, claim_fragment, event_fragment, member_fragment,
};
use super::view::evidence::{FOUNDED, GAPS, RELATION};
use crate::content::catalog::{BodyRef, Catalog, EntityKind, EntityRef};
use crate::content::record::{Claim, Showing, Stage};
use crate::content::{Block, Lines};
use crate::diag::{FileId, SourceMap};
use crate::locale::Now;
use std::collections::BTreeMap;

/// Where something is written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// `path:line`, as editors open it.
    pub line: String,
    /// Why visitors do not see it, if they do not.
    pub stage: Option<String>,
}

/// Where everything is written down.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// What the page at an address is about.
    pub pages: BTreeMap<String, Place>,
    /// The parts of each of those pages, by their names in it.
    pub parts: BTreeMap<String, BTreeMap<String, Place>>,
    /// What has the same name on every page.
    pub everywhere: BTreeMap<String, Place>,
}

/// The files that a register was read from, and when.
#[derive(Debug, Clone, Copy)]
pub struct Origins<'a> {
    /// The files.
    pub sources: &'a SourceMap,
    /// What stands at which line of them.
    pub lines: &'a Lines,
    /// What the clock showed.
    pub now: Now,
}

impl Places {
    /// Where everything of this register is written down.
    pub fn new(catalog: &Catalog, origins: Origins<'_>, options: &BuildOptions) -> Self {
        let routes = Routes::new(catalog, &options.base_path, options.origin.as_deref());
        let mut places = Self::default();
        let mut claims: BTreeMap<EntityRef<'_>, Vec<&Claim>> = BTreeMap::new();
        for found in catalog.claims() {
            claims.entry(found.entity).or_default().push(found.claim);
        }
        for (entity, file, showing) in catalog.showings() {
            let claims = claims.remove(&entity).unwrap_or_default();
            let mut parts = origins.parts(catalog, entity, file);
            for claim in claims {
                let id = claim.id.as_str();
                let block = Block::Claim(id.to_owned());
                let place = origins.place(file, &block, &claim.showing);
                parts.insert(claim_fragment(id), place);
            }
            let place = origins.place(file, &Block::Whole, showing);
            for language in 0..catalog.languages.len() {
                let path = routes.path(Route::Entity(entity), language);
                match entity.kind {
                    EntityKind::Principle => {
                        places
                            .everywhere
                            .insert(entity.id.to_owned(), place.clone());
                    }
                    EntityKind::Event => {
                        let name = event_fragment(entity.id);
                        places.everywhere.insert(name, place.clone());
                    }
                    _ => {}
                }
                places.parts.insert(path.clone(), parts.clone());
                places.pages.insert(path, place.clone());
            }
        }
        places
    }
}

impl Origins<'_> {
    fn place(&self, file: FileId, block: &Block, showing: &Showing) -> Place {
        let path = &self.sources.file(file).path;
        let line = self.lines.of(file, block).unwrap_or(1);
        Place {
            line: format!("{path}:{line}"),
            stage: match showing.stage(self.now) {
                Stage::Draft => Some("Draft".to_owned()),
                Stage::Scheduled(at) => Some(format!("From {at}")),
                Stage::Shown | Stage::Expired(_) => None,
            },
        }
    }

    fn parts(
        &self,
        catalog: &Catalog,
        entity: EntityRef<'_>,
        file: FileId,
    ) -> BTreeMap<String, Place> {
        let always = Showing::default();
        let mut parts = BTreeMap::new();
        let body = catalog.body(entity.id);
        if let Some(BodyRef { body, .. }) = body.filter(|body| body.file == file) {
            let place = self.place(file, &Block::Relation, &always);
            parts.insert(RELATION.to_owned(), place);
            for (name, block, is_there) in [
                (FOUNDED, Block::Founded, body.founded.is_some()),
                (GAPS, Block::Gaps, !body.gaps.is_empty()),
            ] {
                if is_there {
                    parts.insert(name.to_owned(), self.place(file, &block, &always));
                }
            }
            for index in 0..body.changes.len() {
                let place = self.place(file, &Block::Change(index), &always);
                parts.insert(change_fragment(&body.changes, index), place);
            }
        }
        if let (EntityKind::Network, Some(network)) = (entity.kind, catalog.networks.get(entity.id))
        {
            for member in &network.members {
                let body = member.body.as_str();
                let place = self.place(file, &Block::Member(body.to_owned()), &always);
                parts.insert(member_fragment(body), place);
            }
        }
        if entity.kind == EntityKind::Membership {
            let place = self.place(file, &Block::Whole, &always);
            parts.insert(RELATION.to_owned(), place);
        }
        parts
    }
}
