//! Everything that the register holds, linked: what the site is made from.
//!
//! Each fact stands in one record; what follows from it elsewhere (a society's
//! networks, the events of a partner, what rests on a source) is looked up
//! here and written nowhere.

mod addresses;
mod inverse;
mod reviews;
mod shown;
mod timeline;
mod unlinked;

use super::languages::ResolvedLanguage;
use super::record::{
    Body, Claim, Country, Event, Glossary, Goal, Map, Membership, Network, Page, Partner, Place,
    Principle, Publisher, Redirects, Site, Society, Source, SourceState, Strings, Topic,
};
use crate::diag::FileId;
use crate::locale::{Day, Instant, LanguageId};
use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

pub use addresses::Addresses;
pub use reviews::{ReviewRef, Statement};
pub use shown::{Audience, Expired};
pub use timeline::{EventEntry, Period};

/// A record and the file it stands in.
#[derive(Debug, Clone)]
pub struct Entry<T> {
    /// Its file.
    pub file: FileId,
    /// What the file says.
    pub record: T,
}

impl<T> Deref for Entry<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.record
    }
}

/// Records by id.
pub type Records<T> = BTreeMap<String, Entry<T>>;

/// For whoever keeps the catalog elsewhere as well.
impl From<&Catalog> for Arc<Catalog> {
    fn from(catalog: &Catalog) -> Self {
        Self::new(catalog.clone())
    }
}

/// What a body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BodyKind {
    /// A partner.
    Partner,
    /// A National Society.
    Society,
    /// A network.
    Network,
}

/// A body, whatever it is.
#[derive(Debug, Clone, Copy)]
pub struct BodyRef<'a> {
    /// What it is.
    pub kind: BodyKind,
    /// Its id.
    pub id: &'a str,
    /// Its file.
    pub file: FileId,
    /// What all bodies have.
    pub body: &'a Body,
}

/// What has a page of its own and can hold or cite something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityKind {
    /// A partner.
    Partner,
    /// A National Society.
    Society,
    /// A network.
    Network,
    /// A membership.
    Membership,
    /// A goal.
    Goal,
    /// An event.
    Event,
    /// A principle.
    Principle,
    /// A source.
    Source,
    /// A page of prose.
    Page,
}

impl EntityKind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Partner,
        Self::Society,
        Self::Network,
        Self::Membership,
        Self::Goal,
        Self::Event,
        Self::Principle,
        Self::Source,
        Self::Page,
    ];

    /// The folder that its files lie in.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Partner => "partners",
            Self::Society => "societies",
            Self::Network => "networks",
            Self::Membership => "memberships",
            Self::Goal => "goals",
            Self::Event => "events",
            Self::Principle => "principles",
            Self::Source => "sources",
            Self::Page => "pages",
        }
    }

    /// The kind whose files lie in this folder.
    pub fn of_folder(folder: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.folder() == folder)
    }
}

/// One entity by kind and id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityRef<'a> {
    /// Its kind.
    pub kind: EntityKind,
    /// Its id.
    pub id: &'a str,
}

/// A statement and the entity that it stands with.
#[derive(Debug, Clone, Copy)]
pub struct ClaimRef<'a> {
    /// The entity.
    pub entity: EntityRef<'a>,
    /// Its file.
    pub file: FileId,
    /// Its place among the entity's statements, from 0.
    pub index: usize,
    /// The statement.
    pub claim: &'a Claim,
}

/// The whole register.
#[derive(Debug, Clone)]
pub struct Catalog {
    /// What the register is.
    pub site: Entry<Site>,
    /// Its languages, in the order of the language switch.
    pub languages: Vec<ResolvedLanguage>,
    /// The interface's words, by language.
    pub strings: BTreeMap<LanguageId, Strings>,
    /// Goals.
    pub goals: Records<Goal>,
    /// Partners.
    pub partners: Records<Partner>,
    /// National Societies.
    pub societies: Records<Society>,
    /// Networks.
    pub networks: Records<Network>,
    /// Memberships.
    pub memberships: Records<Membership>,
    /// Events.
    pub events: Records<Event>,
    /// Principles.
    pub principles: Records<Principle>,
    /// Sources.
    pub sources: Records<Source>,
    /// Pages of prose.
    pub pages: Records<Page>,
    /// Words that are not bodies.
    pub glossary: Glossary,
    /// Old addresses.
    pub redirects: Redirects,
    /// Countries, by code.
    pub countries: BTreeMap<String, Country>,
    /// Places, by id.
    pub places: BTreeMap<String, Place>,
    /// The ground of the map, if the register has one.
    pub map: Option<Map>,
    /// Topics, by id.
    pub topics: BTreeMap<String, Topic>,
    /// Publishers that are not bodies, by id.
    pub publishers: BTreeMap<String, Publisher>,
    /// The day that lateness is reckoned by.
    pub today: Day,
    /// A hash of every content file with its path (XXH3, 64 bits): another
    /// content has another one.
    pub digest: u64,
    /// What had a page until it expired.
    pub expired: Vec<Expired>,
    /// The next second at which something is published or expires, however the
    /// days go by.
    pub changes_at: Option<Instant>,
}

impl Catalog {
    /// Every body: partners, then societies, then networks, each by id.
    pub fn bodies(&self) -> impl Iterator<Item = BodyRef<'_>> {
        let partners = self
            .partners
            .iter()
            .map(|(id, entry)| body(BodyKind::Partner, id, entry.file, &entry.body));
        let societies = self
            .societies
            .iter()
            .map(|(id, entry)| body(BodyKind::Society, id, entry.file, &entry.body));
        let networks = self
            .networks
            .iter()
            .map(|(id, entry)| body(BodyKind::Network, id, entry.file, &entry.body));
        partners.chain(societies).chain(networks)
    }

    /// The body of this id.
    pub fn body(&self, id: &str) -> Option<BodyRef<'_>> {
        if let Some((id, entry)) = self.partners.get_key_value(id) {
            return Some(body(BodyKind::Partner, id, entry.file, &entry.body));
        }
        if let Some((id, entry)) = self.societies.get_key_value(id) {
            return Some(body(BodyKind::Society, id, entry.file, &entry.body));
        }
        let (id, entry) = self.networks.get_key_value(id)?;
        Some(body(BodyKind::Network, id, entry.file, &entry.body))
    }

    /// The organisation that the register is about.
    pub fn organisation(&self) -> Option<&Entry<Society>> {
        self.societies.get(self.site.organisation.as_str())
    }

    /// How many sources are no longer at their address, as the content says.
    pub fn dead_sources(&self) -> usize {
        let states = self.sources.values().map(|source| source.state);
        states.filter(|state| *state == SourceState::Dead).count()
    }

    /// Every statement of every entity that holds statements.
    pub fn claims(&self) -> impl Iterator<Item = ClaimRef<'_>> {
        let bodies = self.bodies().map(|body| {
            let entity = EntityRef {
                kind: body.kind.into(),
                id: body.id,
            };
            (entity, body.file, body.body.claims.as_slice())
        });
        let memberships = entities(EntityKind::Membership, &self.memberships, |m| &m.claims);
        let goals = entities(EntityKind::Goal, &self.goals, |goal| &goal.claims);
        let pages = entities(EntityKind::Page, &self.pages, |page| &page.claims);
        bodies
            .chain(memberships)
            .chain(goals)
            .chain(pages)
            .flat_map(|(entity, file, claims)| {
                claims
                    .iter()
                    .enumerate()
                    .map(move |(index, claim)| ClaimRef {
                        entity,
                        file,
                        index,
                        claim,
                    })
            })
    }

    /// The statement at this path: `<folder>/<file>#<claim>`.
    pub fn claim(&self, path: &str) -> Option<ClaimRef<'_>> {
        let (entity, claim) = path.split_once('#')?;
        let (folder, id) = entity.split_once('/')?;
        let kind = EntityKind::of_folder(folder)?;
        self.claims().find(|found| {
            found.entity.kind == kind && found.entity.id == id && found.claim.id.as_str() == claim
        })
    }

    /// The file of an entity, if there is one of this kind and id.
    pub fn file_of(&self, entity: EntityRef<'_>) -> Option<FileId> {
        fn file<T>(records: &Records<T>, id: &str) -> Option<FileId> {
            records.get(id).map(|entry| entry.file)
        }
        let id = entity.id;
        match entity.kind {
            EntityKind::Partner => file(&self.partners, id),
            EntityKind::Society => file(&self.societies, id),
            EntityKind::Network => file(&self.networks, id),
            EntityKind::Membership => file(&self.memberships, id),
            EntityKind::Goal => file(&self.goals, id),
            EntityKind::Event => file(&self.events, id),
            EntityKind::Principle => file(&self.principles, id),
            EntityKind::Source => file(&self.sources, id),
            EntityKind::Page => file(&self.pages, id),
        }
    }
}

impl From<BodyKind> for EntityKind {
    fn from(kind: BodyKind) -> Self {
        match kind {
            BodyKind::Partner => Self::Partner,
            BodyKind::Society => Self::Society,
            BodyKind::Network => Self::Network,
        }
    }
}

impl Event {
    /// The day by which the event is put in order: the first that its date may
    /// mean, or the first of the year that stands for an unknown date.
    pub fn sorting_day(&self) -> Day {
        match (&self.date, self.sorted_as) {
            (Some(date), _) => date.start(),
            (None, year) => Day {
                year: year.unwrap_or(1),
                month: 1,
                day: 1,
            },
        }
    }
}

fn body<'a>(kind: BodyKind, id: &'a str, file: FileId, body: &'a Body) -> BodyRef<'a> {
    BodyRef {
        kind,
        id,
        file,
        body,
    }
}

fn entities<'a, T>(
    kind: EntityKind,
    records: &'a Records<T>,
    claims: impl Fn(&'a T) -> &'a Vec<Claim> + 'a,
) -> impl Iterator<Item = (EntityRef<'a>, FileId, &'a [Claim])> {
    records.iter().map(move |(id, entry)| {
        let entity = EntityRef { kind, id };
        (entity, entry.file, claims(&entry.record).as_slice())
    })
}
