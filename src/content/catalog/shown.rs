//! The register as somebody sees it at some moment: without what is a draft,
//! is not published yet, or has expired, and without every mention of it.
//!
//! What cannot do without something that is not shown is not shown either: a
//! membership without its body, a statement without any of its sources. So
//! nobody ever sees half of a fact, whatever is published first.

use super::{Catalog, EntityKind, EntityRef, Records};
use crate::content::record::{Body, Claim, Publisher, Showing, Slug, Slugs, SourceId, Stage};
use crate::diag::FileId;
use crate::locale::{Instant, Moment, Now};
use std::collections::{BTreeMap, BTreeSet};
use xxhash_rust::xxh3::Xxh3;

/// Who looks at the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Those whom it is for: they see what is published.
    Visitors,
    /// Those who write it: they also see drafts, and what is to be published.
    Editors,
}

impl Audience {
    fn sees(self, stage: Stage) -> bool {
        match stage {
            Stage::Shown => true,
            Stage::Expired(_) => false,
            Stage::Draft | Stage::Scheduled(_) => self == Self::Editors,
        }
    }
}

/// Something that had a page until it expired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expired {
    /// Its kind.
    pub kind: EntityKind,
    /// Its id.
    pub id: String,
    /// The last part of its address, where that is not the id.
    pub slug: Option<Slugs>,
    /// When it expired.
    pub at: Moment,
}

impl Catalog {
    /// When every entity is shown, with its file.
    pub fn showings(&self) -> impl Iterator<Item = (EntityRef<'_>, FileId, &Showing)> {
        use EntityKind as Kind;
        let bodies = self.bodies().map(|body| {
            let (kind, id) = (body.kind.into(), body.id);
            (EntityRef { kind, id }, body.file, &body.body.showing)
        });
        bodies
            .chain(showings(Kind::Membership, &self.memberships, |found| {
                &found.showing
            }))
            .chain(showings(Kind::Goal, &self.goals, |goal| &goal.showing))
            .chain(showings(Kind::Event, &self.events, |event| &event.showing))
            .chain(showings(Kind::Principle, &self.principles, |found| {
                &found.showing
            }))
            .chain(showings(Kind::Source, &self.sources, |source| {
                &source.showing
            }))
            .chain(showings(Kind::Page, &self.pages, |page| &page.showing))
    }

    /// The register as `audience` sees it now.
    pub(in crate::content) fn shown(mut self, now: Now, audience: Audience) -> Self {
        let mut sieve = Sieve {
            now,
            audience,
            next: None,
            hidden: Vec::new(),
            expired: Vec::new(),
        };
        self.sift(&mut sieve);
        self.changes_at = sieve.next;
        if !sieve.hidden.is_empty() {
            while self.without_dangling() {}
            self.unlink_prose();
            self.figures_and_redirects(&sieve.expired);
            // What is shown is part of what the register says.
            let mut hash = Xxh3::new();
            hash.update(&self.digest.to_le_bytes());
            hash.update(format!("{:?}", sieve.hidden).as_bytes());
            self.digest = hash.digest();
        }
        self.expired = sieve.expired;
        self
    }

    /// Takes out what is not shown for a reason of its own.
    fn sift(&mut self, sieve: &mut Sieve) {
        use EntityKind as Kind;
        let publishers = self.publishing_bodies();
        sieve.entities(Kind::Partner, &mut self.partners, |found| {
            &found.body.showing
        });
        sieve.entities(Kind::Society, &mut self.societies, |found| {
            &found.body.showing
        });
        sieve.entities(Kind::Network, &mut self.networks, |found| {
            &found.body.showing
        });
        sieve.entities(Kind::Membership, &mut self.memberships, |found| {
            &found.showing
        });
        sieve.entities(Kind::Goal, &mut self.goals, |goal| &goal.showing);
        sieve.entities(Kind::Event, &mut self.events, |event| &event.showing);
        sieve.entities(Kind::Principle, &mut self.principles, |found| {
            &found.showing
        });
        sieve.entities(Kind::Source, &mut self.sources, |source| &source.showing);
        let slugs: BTreeMap<_, _> = (self.pages.iter())
            .map(|(id, page)| (id.clone(), page.slug.clone()))
            .collect();
        sieve.entities(Kind::Page, &mut self.pages, |page| &page.showing);
        for expired in &mut sieve.expired {
            if expired.kind == Kind::Page {
                expired.slug = slugs.get(&expired.id).cloned();
            }
        }
        for (id, body) in self.bodies_mut() {
            sieve.claims(id, &mut body.claims);
        }
        let memberships = self.memberships.iter_mut();
        let memberships = memberships.map(|(id, entry)| (id, &mut entry.record.claims));
        let goals = self.goals.iter_mut();
        let goals = goals.map(|(id, entry)| (id, &mut entry.record.claims));
        let pages = self.pages.iter_mut();
        let pages = pages.map(|(id, entry)| (id, &mut entry.record.claims));
        for (id, claims) in memberships.chain(goals).chain(pages) {
            sieve.claims(id, claims);
        }
        self.keep_publishers(publishers);
    }

    fn bodies_mut(&mut self) -> impl Iterator<Item = (&String, &mut Body)> {
        let partners = self.partners.iter_mut();
        let partners = partners.map(|(id, entry)| (id, &mut entry.record.body));
        let societies = self.societies.iter_mut();
        let societies = societies.map(|(id, entry)| (id, &mut entry.record.body));
        let networks = self.networks.iter_mut();
        let networks = networks.map(|(id, entry)| (id, &mut entry.record.body));
        partners.chain(societies).chain(networks)
    }

    /// The bodies that publish sources, as publishers by their names.
    fn publishing_bodies(&self) -> BTreeMap<String, Publisher> {
        let publishers: BTreeSet<_> = (self.sources.values())
            .map(|source| source.publisher.as_str())
            .collect();
        let bodies = publishers.into_iter().filter_map(|id| self.body(id));
        let publisher = |body: super::BodyRef<'_>| Publisher {
            id: Slug::from(body.id),
            name: body.body.name.clone(),
            website: body.body.website.clone(),
        };
        bodies
            .map(|body| (body.id.to_owned(), publisher(body)))
            .collect()
    }

    /// A body that is not shown stays the publisher of what it published.
    fn keep_publishers(&mut self, bodies: BTreeMap<String, Publisher>) {
        for (id, publisher) in bodies {
            if self.body(&id).is_none() {
                self.publishers.entry(id).or_insert(publisher);
            }
        }
    }

    /// Takes out mentions of what is not there, and what cannot do without it.
    /// Says whether something was taken out that others may mention.
    fn without_dangling(&mut self) -> bool {
        let publishers = self.publishing_bodies();
        let bodies: BTreeSet<String> = self.bodies().map(|body| body.id.to_owned()).collect();
        let goals: BTreeSet<String> = self.goals.keys().cloned().collect();
        let sources: BTreeSet<String> = self.sources.keys().cloned().collect();
        let cites = |cited: &mut Vec<SourceId>| {
            cited.retain(|source| sources.contains(source.as_str()));
            !cited.is_empty()
        };
        let before = self.size();
        let body = |body: &mut Body| {
            body.goals.retain(|goal| goals.contains(goal.as_str()));
            body.founded.take_if(|founded| !cites(&mut founded.sources));
            body.claims.retain_mut(|claim| cites(&mut claim.sources));
            body.changes.retain_mut(|change| cites(&mut change.sources));
            cites(&mut body.relation.sources)
        };
        self.partners
            .retain(|_, entry| body(&mut entry.record.body));
        self.societies
            .retain(|_, entry| body(&mut entry.record.body));
        self.networks.retain(|_, entry| {
            let network = &mut entry.record;
            network
                .coordinator
                .take_if(|id| !bodies.contains(id.as_str()));
            network.members.retain_mut(|member| {
                bodies.contains(member.body.as_str()) && cites(&mut member.sources)
            });
            body(&mut network.body)
        });
        self.memberships.retain(|_, entry| {
            entry
                .record
                .claims
                .retain_mut(|claim| cites(&mut claim.sources));
            bodies.contains(entry.body.as_str()) && cites(&mut entry.record.sources)
        });
        for entry in self.goals.values_mut() {
            entry
                .record
                .claims
                .retain_mut(|claim| cites(&mut claim.sources));
        }
        for entry in self.pages.values_mut() {
            entry
                .record
                .claims
                .retain_mut(|claim| cites(&mut claim.sources));
        }
        self.events.retain(|_, entry| {
            let event = &mut entry.record;
            event.partners.retain(|id| bodies.contains(id.as_str()));
            event.goals.retain(|goal| goals.contains(goal.as_str()));
            cites(&mut event.sources)
        });
        self.principles
            .retain(|_, entry| cites(&mut entry.record.sources));
        for term in &mut self.glossary.terms {
            term.see.take_if(|id| !bodies.contains(id.as_str()));
        }
        self.keep_publishers(publishers);
        self.size() != before
    }

    /// How many entities there are that others may mention.
    fn size(&self) -> usize {
        self.bodies().count() + self.goals.len() + self.sources.len()
    }

    /// Takes out numbers whose statement is not shown, and old addresses that
    /// would lead to what is not.
    fn figures_and_redirects(&mut self, expired: &[Expired]) {
        let figures = std::mem::take(&mut self.site.record.figures);
        let shown = |path: &str| self.claim(path).is_some();
        let figures = figures
            .into_iter()
            .filter(|figure| shown(figure.claim.as_str()));
        self.site.record.figures = figures.collect();
        let pages = &self.pages;
        self.site
            .record
            .reporting
            .take_if(|reporting| !pages.contains_key(reporting.page.as_str()));
        if self.redirects.redirects.is_empty() {
            return;
        }
        let mut addresses = self.addresses();
        let gone = expired.iter().flat_map(|expired| {
            let languages = self.languages.iter();
            languages.filter_map(|language| expired.address(language))
        });
        addresses.extend(gone);
        let redirects = &mut self.redirects.redirects;
        redirects.retain(|redirect| addresses.contains(redirect.to.as_str()));
    }
}

fn showings<'a, T>(
    kind: EntityKind,
    records: &'a Records<T>,
    showing: impl Fn(&'a T) -> &'a Showing,
) -> impl Iterator<Item = (EntityRef<'a>, FileId, &'a Showing)> {
    records.iter().map(move |(id, entry)| {
        let entity = EntityRef { kind, id };
        (entity, entry.file, showing(&entry.record))
    })
}

/// Takes out what is not shown, and remembers what it has seen.
struct Sieve {
    now: Now,
    audience: Audience,
    /// The next moment at which something is shown or expires.
    next: Option<Instant>,
    /// What was taken out.
    hidden: Vec<String>,
    expired: Vec<Expired>,
}

impl Sieve {
    fn entities<T>(
        &mut self,
        kind: EntityKind,
        records: &mut Records<T>,
        showing: impl Fn(&T) -> &Showing,
    ) {
        records.retain(|id, entry| {
            let showing = showing(&entry.record);
            if let Stage::Expired(at) = showing.stage(self.now) {
                self.expired.push(Expired {
                    kind,
                    id: id.clone(),
                    slug: None,
                    at,
                });
            }
            self.lets_pass(showing, || format!("{}/{id}", kind.folder()))
        });
    }

    fn claims(&mut self, entity: &str, claims: &mut Vec<Claim>) {
        claims.retain(|claim| self.lets_pass(&claim.showing, || format!("{entity}#{}", claim.id)));
    }

    fn lets_pass(&mut self, showing: &Showing, name: impl Fn() -> String) -> bool {
        if !showing.draft {
            let moments = showing.publish_at.into_iter().chain(showing.expires_at);
            // Days are looked after by whoever notices that it is another day.
            let instants = moments.filter_map(|moment| match moment {
                Moment::Instant(instant, _) if instant > self.now.instant => Some(instant),
                _ => None,
            });
            self.next = self.next.into_iter().chain(instants).min();
        }
        let is_seen = self.audience.sees(showing.stage(self.now));
        if !is_seen {
            self.hidden.push(name());
        }
        is_seen
    }
}
