//! Relations read from their other end: written once, looked up here.

use super::{BodyRef, Catalog, EntityKind, EntityRef, Entry};
use crate::content::record::{BodyId, Event, Member, Membership, Network, SourceId};
use std::collections::BTreeMap;

impl Catalog {
    /// The networks that list this body as a member, with how.
    pub fn networks_of<'a>(
        &'a self,
        body: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a Entry<Network>, &'a Member)> {
        self.networks.iter().flat_map(move |(id, network)| {
            network
                .members
                .iter()
                .filter(move |member| member.body.as_str() == body)
                .map(move |member| (id.as_str(), network, member))
        })
    }

    /// The networks that this body runs or chairs.
    pub fn coordinated_by<'a>(
        &'a self,
        body: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a Entry<Network>)> {
        self.networks
            .iter()
            .filter(move |(_, network)| {
                network.coordinator.as_ref().map(BodyId::as_str) == Some(body)
            })
            .map(|(id, network)| (id.as_str(), network))
    }

    /// The organisation's own memberships in this body.
    pub fn memberships_in<'a>(
        &'a self,
        body: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a Entry<Membership>)> {
        self.memberships
            .iter()
            .filter(move |(_, membership)| membership.body.as_str() == body)
            .map(|(id, membership)| (id.as_str(), membership))
    }

    /// The events that this body took part in, oldest first and those without a date last.
    pub fn events_of<'a>(&'a self, body: &'a str) -> Vec<(&'a str, &'a Entry<Event>)> {
        self.events_where(|event| event.partners.iter().any(|id| id.as_str() == body))
    }

    /// The events that serve this goal, oldest first and those without a date last.
    pub fn events_for_goal<'a>(&'a self, goal: &'a str) -> Vec<(&'a str, &'a Entry<Event>)> {
        self.events_where(|event| event.goals.iter().any(|id| id.as_str() == goal))
    }

    /// Every event, oldest first and those without a date last.
    pub fn events_by_date(&self) -> Vec<(&str, &Entry<Event>)> {
        self.events_where(|_| true)
    }

    /// By the first day that a date may mean, of such the vaguest first; after
    /// them those without a date.
    pub(super) fn events_where(&self, keep: impl Fn(&Event) -> bool) -> Vec<(&str, &Entry<Event>)> {
        let mut events: Vec<_> = self
            .events
            .iter()
            .filter(|(_, event)| keep(event))
            .map(|(id, event)| (id.as_str(), event))
            .collect();
        events.sort_by_key(|(id, event)| {
            let undated = event.date.is_none();
            (undated, event.date, event.sorting_day(), *id)
        });
        events
    }

    /// The bodies whose cooperation serves this goal.
    pub fn bodies_for_goal<'a>(&'a self, goal: &'a str) -> impl Iterator<Item = BodyRef<'a>> {
        self.bodies()
            .filter(move |body| body.body.goals.iter().any(|id| id.as_str() == goal))
    }

    /// The entities with something that rests on each source, each entity once.
    pub fn resting_on_sources(&self) -> BTreeMap<&str, Vec<EntityRef<'_>>> {
        let mut resting: BTreeMap<&str, Vec<EntityRef<'_>>> = BTreeMap::new();
        for (entity, source) in self.citations() {
            let entities = resting.entry(source.as_str()).or_default();
            if !entities.contains(&entity) {
                entities.push(entity);
            }
        }
        resting
    }

    /// Every mention of a source, with the entity that makes it.
    pub fn citations(&self) -> Vec<(EntityRef<'_>, &SourceId)> {
        let mut citations = Vec::new();
        for body in self.bodies() {
            let entity = EntityRef {
                kind: body.kind.into(),
                id: body.id,
            };
            let founded = body
                .body
                .founded
                .iter()
                .flat_map(|founded| &founded.sources);
            let changes = body.body.changes.iter().flat_map(|change| &change.sources);
            let all = body
                .body
                .relation
                .sources
                .iter()
                .chain(founded)
                .chain(changes);
            citations.extend(all.map(|source| (entity, source)));
        }
        for found in self.claims() {
            citations.extend(
                found
                    .claim
                    .sources
                    .iter()
                    .map(|source| (found.entity, source)),
            );
        }
        let mut cite = |kind, id, sources| {
            let sources: &Vec<SourceId> = sources;
            let entity = EntityRef { kind, id };
            citations.extend(sources.iter().map(|source| (entity, source)));
        };
        for (id, network) in &self.networks {
            for member in &network.members {
                cite(EntityKind::Network, id.as_str(), &member.sources);
            }
        }
        for (id, membership) in &self.memberships {
            cite(EntityKind::Membership, id.as_str(), &membership.sources);
        }
        for (id, event) in self.events_by_date() {
            cite(EntityKind::Event, id, &event.sources);
        }
        for (id, principle) in &self.principles {
            cite(EntityKind::Principle, id.as_str(), &principle.sources);
        }
        citations
    }
}
