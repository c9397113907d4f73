//! Where everything that a page shows is written down, for those who write it:
//! addresses and names within pages on one side, files and lines on the other.

mod facts;

use super::BuildOptions;
use super::route::{
    Route, Routes, Section, change_fragment, claim_fragment, event_fragment, member_fragment,
    sources_by_publisher,
};
use super::view::drawing::place_id;
pub use super::view::evidence::GAPS;
use super::view::evidence::{FOUNDED, RELATION};
use super::view::history;
use crate::content::catalog::{BodyRef, Catalog, EntityKind, EntityRef};
use crate::content::record::{Claim, Revision, Showing, Stage};
use crate::content::{Block, Kind, Lines};
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
    /// The rows of records that have no name, by the address of the record's page.
    pub rows: BTreeMap<String, Rows>,
}

/// The rows of a record that have no name in its page and lead nowhere.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    /// The key facts, by the label before each.
    pub facts: BTreeMap<String, Place>,
    /// The running text of a page of prose.
    pub prose: Option<Place>,
    /// Lists in the order in which the page shows them, by the names of their headings.
    pub lists: BTreeMap<&'static str, Vec<Place>>,
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
            let lists = origins.lists(catalog, entity, file);
            for language in 0..catalog.languages.len() {
                let path = routes.path(Route::Entity(entity), language);
                match entity.kind {
                    EntityKind::Principle => {
                        let names = [entity.id.to_owned(), format!("principles-{}", entity.id)];
                        let names = names.into_iter().map(|name| (name, place.clone()));
                        places.everywhere.extend(names);
                    }
                    EntityKind::Event => {
                        let name = event_fragment(entity.id);
                        places.everywhere.insert(name, place.clone());
                    }
                    _ => {}
                }
                let words = &catalog.languages[language].id;
                let words = catalog.strings.get(words);
                let rows = Rows {
                    facts: words.map_or_else(BTreeMap::new, |words| origins.facts(file, words)),
                    prose: (entity.kind == EntityKind::Page).then(|| origins.key(file, &["body"])),
                    lists: lists.clone(),
                };
                places.rows.insert(path.clone(), rows);
                places.parts.insert(path.clone(), parts.clone());
                places.pages.insert(path, place.clone());
            }
        }
        places.items(catalog, origins, &routes);
        places
    }

    /// Where the items stand of files that hold many.
    fn items(&mut self, catalog: &Catalog, origins: Origins<'_>, routes: &Routes<'_>) {
        let of_kind = |kind| {
            let items = origins.lines.items(kind);
            items.map(|(id, file, line)| (id, origins.at(file, line)))
        };
        let of_place = of_kind(Kind::Places).map(|(id, place)| (place_id(id), place));
        self.everywhere.extend(of_place);
        let terms = of_kind(Kind::Glossary);
        let terms: BTreeMap<_, _> = terms.map(|(id, place)| (id.to_owned(), place)).collect();
        let in_dossier = terms.iter();
        let in_dossier = in_dossier.map(|(id, place)| (format!("term-{id}"), place.clone()));
        self.everywhere.extend(in_dossier);
        let publishers: BTreeMap<_, _> = of_kind(Kind::Publishers).collect();
        let first = catalog.pages.iter().min_by_key(|(_, page)| page.order);
        for language in 0..catalog.languages.len() {
            // The first page introduces the dossier, without its name and a link.
            if let Some((id, _)) = first {
                let first = routes.path(Route::entity(EntityKind::Page, id), language);
                let prose = self.rows.get(&first).and_then(|rows| rows.prose.clone());
                let dossier = routes.path(Route::Section(Section::Dossier), language);
                let rows = Rows {
                    prose,
                    ..Rows::default()
                };
                self.rows.insert(dossier, rows);
            }
            let glossary = routes.path(Route::Section(Section::Glossary), language);
            self.parts.insert(glossary, terms.clone());
            for id in sources_by_publisher(catalog).into_keys() {
                let body = catalog.body(id);
                let body =
                    body.map(|body| routes.path(Route::entity(body.kind.into(), id), language));
                let place = match body {
                    Some(body) => self.pages.get(&body),
                    None => publishers.get(id),
                };
                if let Some(place) = place.cloned() {
                    let path = routes.path(Route::Publisher(id), language);
                    self.pages.insert(path, place);
                }
            }
        }
    }
}

/// What the register has changed in what it says about an entity.
fn revisions<'a>(catalog: &'a Catalog, entity: EntityRef<'_>) -> &'a [Revision] {
    let id = entity.id;
    match entity.kind {
        EntityKind::Partner | EntityKind::Society | EntityKind::Network => {
            (catalog.body(id)).map_or(&[][..], |found| &found.body.revisions)
        }
        EntityKind::Membership => {
            (catalog.memberships.get(id)).map_or(&[][..], |found| &found.revisions)
        }
        EntityKind::Goal => (catalog.goals.get(id)).map_or(&[][..], |found| &found.revisions),
        EntityKind::Event => (catalog.events.get(id)).map_or(&[][..], |found| &found.revisions),
        EntityKind::Principle | EntityKind::Source | EntityKind::Page => &[],
    }
}

impl Origins<'_> {
    fn at(&self, file: FileId, line: usize) -> Place {
        let path = &self.sources.file(file).path;
        Place {
            line: format!("{path}:{line}"),
            stage: None,
        }
    }

    fn place(&self, file: FileId, block: &Block, showing: &Showing) -> Place {
        Place {
            stage: match showing.stage(self.now) {
                Stage::Draft => Some("Draft".to_owned()),
                Stage::Scheduled(at) => Some(format!("From {at}")),
                Stage::Shown | Stage::Expired(_) => None,
            },
            ..self.at(file, self.lines.of(file, block).unwrap_or(1))
        }
    }

    /// The first of these keys that the file of an entity has, or else its beginning.
    fn key(&self, file: FileId, keys: &[&str]) -> Place {
        let keys = keys.iter().map(|key| Block::Key((*key).to_owned()));
        let mut blocks = keys.chain([Block::Whole]);
        let line = blocks.find_map(|block| self.lines.of(file, &block));
        self.at(file, line.unwrap_or(1))
    }

    /// The lists of an entity whose rows have no names, by those of their headings.
    fn lists(
        &self,
        catalog: &Catalog,
        entity: EntityRef<'_>,
        file: FileId,
    ) -> BTreeMap<&'static str, Vec<Place>> {
        let always = Showing::default();
        let body = catalog.body(entity.id).filter(|body| body.file == file);
        let gaps = 0..body.map_or(0, |found| found.body.gaps.len());
        let gaps = gaps.map(|index| self.place(file, &Block::Gap(index), &always));
        let revisions = history::order(revisions(catalog, entity)).into_iter();
        let revisions =
            revisions.map(|(index, _)| self.place(file, &Block::Revision(index), &always));
        BTreeMap::from([
            (GAPS, gaps.collect()),
            (history::HISTORY, revisions.collect()),
        ])
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
