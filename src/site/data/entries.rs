//! What a page names besides its own record: what it lists, and what is
//! related to the record from the other end.

use crate::content::catalog::{BodyKind, EntityKind, EntityRef};
use crate::locale::PartialDate;
use crate::site::edition::Edition;
use crate::site::route::{DataFile, Feed, Part, Route, Section, sources_by_publisher};
use schemars::JsonSchema;
use serde::Serialize;

/// A record that a page names.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Entry<'a> {
    /// Why it is here: `listed`, or what it is to the record of the page.
    relation: &'static str,
    /// What it is, as in `kind` of its own data.
    kind: &'static str,
    /// Its id.
    id: String,
    /// Its name.
    title: &'a str,
    /// Its address.
    address: String,
    /// When it happened or began, or by when it is to be reviewed.
    date: Option<PartialDate>,
    /// When it ended.
    until: Option<PartialDate>,
    /// It in a line.
    text: Option<&'a str>,
}

/// What an entity is, in a word: the same in every language.
pub(super) fn kind_name(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Partner => "partner",
        EntityKind::Society => "society",
        EntityKind::Network => "network",
        EntityKind::Membership => "membership",
        EntityKind::Goal => "goal",
        EntityKind::Event => "event",
        EntityKind::Principle => "principle",
        EntityKind::Source => "source",
        EntityKind::Page => "page",
    }
}

/// An entity in a line.
pub(super) fn line<'a>(edition: &Edition<'a>, entity: EntityRef<'_>) -> Option<&'a str> {
    let catalog = edition.catalog;
    let id = entity.id;
    let text = match entity.kind {
        EntityKind::Partner | EntityKind::Society | EntityKind::Network => {
            catalog.body(id).map(|body| &body.body.relation.text)
        }
        EntityKind::Membership => catalog.memberships.get(id).map(|found| &found.text),
        EntityKind::Goal => catalog.goals.get(id).map(|goal| &goal.text),
        EntityKind::Event => catalog.events.get(id).map(|event| &event.text),
        EntityKind::Principle => catalog.principles.get(id).map(|found| &found.text),
        EntityKind::Page => catalog.pages.get(id).and_then(|page| page.lead.as_ref()),
        EntityKind::Source => None,
    };
    text.map(|text| edition.text(text))
}

fn span(
    edition: &Edition<'_>,
    entity: EntityRef<'_>,
) -> (Option<PartialDate>, Option<PartialDate>) {
    let catalog = edition.catalog;
    let id = entity.id;
    let span = match entity.kind {
        EntityKind::Partner | EntityKind::Society | EntityKind::Network => {
            let relation = catalog.body(id).map(|body| &body.body.relation);
            relation.map(|relation| (relation.since, relation.until))
        }
        EntityKind::Membership => (catalog.memberships.get(id)).map(|it| (it.since, it.until)),
        EntityKind::Event => catalog
            .events
            .get(id)
            .map(|event| (event.date, event.until)),
        EntityKind::Source => catalog.sources.get(id).map(|source| (source.date, None)),
        EntityKind::Goal | EntityKind::Principle | EntityKind::Page => None,
    };
    span.unwrap_or_default()
}

/// What the page on this route names.
pub(super) fn of<'a>(edition: &Edition<'a>, route: Route<'_>) -> Vec<Entry<'a>> {
    let collector = Collector { edition };
    match route {
        Route::Home => collector.sections(),
        Route::Section(section) => collector.section(section),
        Route::Publisher(id) => {
            let sources = sources_by_publisher(edition.catalog);
            let sources = sources.get(id).into_iter().flatten();
            collector.all("listed", EntityKind::Source, sources.copied())
        }
        Route::Timeline(part) => collector.part(part),
        Route::Map(kind) => collector.listed(kind.into()),
        Route::Entity(entity) => collector.related(entity),
    }
}

struct Collector<'e, 'a> {
    edition: &'e Edition<'a>,
}

impl<'a> Collector<'_, 'a> {
    fn entry(&self, relation: &'static str, entity: EntityRef<'_>) -> Entry<'a> {
        let edition = self.edition;
        let (date, until) = span(edition, entity);
        Entry {
            relation,
            kind: kind_name(entity.kind),
            id: entity.id.to_owned(),
            title: edition.title(entity),
            address: self.address(Route::Entity(entity)),
            date,
            until,
            text: line(edition, entity),
        }
    }

    fn address(&self, route: Route<'_>) -> String {
        let routes = &self.edition.routes;
        routes.absolute(&self.edition.href(route))
    }

    fn all<'i>(
        &self,
        relation: &'static str,
        kind: EntityKind,
        ids: impl Iterator<Item = &'i str>,
    ) -> Vec<Entry<'a>> {
        ids.map(|id| self.entry(relation, EntityRef { kind, id }))
            .collect()
    }

    fn listed(&self, kind: EntityKind) -> Vec<Entry<'a>> {
        let catalog = self.edition.catalog;
        fn ids<T>(records: &std::collections::BTreeMap<String, T>) -> Vec<&str> {
            records.keys().map(String::as_str).collect()
        }
        let ids = match kind {
            EntityKind::Partner => ids(&catalog.partners),
            EntityKind::Society => ids(&catalog.societies),
            EntityKind::Network => ids(&catalog.networks),
            EntityKind::Membership => ids(&catalog.memberships),
            EntityKind::Goal => ids(&catalog.goals),
            EntityKind::Event => (catalog.events_by_date().into_iter())
                .map(|(id, _)| id)
                .collect(),
            EntityKind::Principle => ids(&catalog.principles),
            EntityKind::Source => ids(&catalog.sources),
            EntityKind::Page => ids(&catalog.pages),
        };
        self.all("listed", kind, ids.into_iter())
    }

    fn section(&self, section: Section) -> Vec<Entry<'a>> {
        let kinds: &[EntityKind] = match section {
            Section::Partners => &[EntityKind::Partner],
            Section::Societies => &[EntityKind::Society],
            Section::Networks => &[EntityKind::Network],
            Section::Memberships => &[EntityKind::Membership],
            Section::Goals => &[EntityKind::Goal],
            Section::Events => &[EntityKind::Event],
            Section::Principles => &[EntityKind::Principle],
            Section::Sources => &[EntityKind::Source],
            Section::Timeline => &[EntityKind::Membership, EntityKind::Event],
            Section::Matrix => &[EntityKind::Society, EntityKind::Network],
            Section::Map => &[
                EntityKind::Partner,
                EntityKind::Society,
                EntityKind::Network,
            ],
            Section::Dossier => &EntityKind::ALL,
            Section::Status => return self.due(),
            Section::Data => return self.files(),
            // The terms of the glossary are its record; a search lists nothing
            // before somebody has asked.
            Section::Glossary | Section::Search => &[],
        };
        kinds.iter().flat_map(|kind| self.listed(*kind)).collect()
    }

    /// The events in a part of the timeline; with a body, the memberships too.
    fn part(&self, part: Part<'_>) -> Vec<Entry<'a>> {
        let catalog = self.edition.catalog;
        let (mut entries, events) = match part {
            Part::Period(period) => (Vec::new(), catalog.events_during(period)),
            Part::Topic(id) => (Vec::new(), catalog.events_on(id)),
            Part::Body(body) => {
                let mut entries = vec![self.entry("about", body)];
                entries.extend(self.memberships(body.id));
                (entries, catalog.events_of(body.id))
            }
        };
        let ids = events.iter().map(|(id, _)| *id);
        entries.extend(self.all("listed", EntityKind::Event, ids));
        entries
    }

    /// The networks that a body is in, and the organisation's memberships in it.
    fn memberships(&self, id: &str) -> Vec<Entry<'a>> {
        let catalog = self.edition.catalog;
        let networks = catalog.networks_of(id).map(|(network, ..)| network);
        let mut entries = self.all("member-of", EntityKind::Network, networks);
        let own = catalog.memberships_in(id).map(|(membership, _)| membership);
        entries.extend(self.all("membership", EntityKind::Membership, own));
        entries
    }

    fn sections(&self) -> Vec<Entry<'a>> {
        let sections = Section::ALL.into_iter().map(|section| {
            let words = self.edition.section(section);
            Entry {
                relation: "listed",
                kind: "section",
                id: section.name().to_owned(),
                title: &words.name,
                address: self.address(Route::Section(section)),
                date: None,
                until: None,
                text: Some(&words.lead),
            }
        });
        sections.chain(self.listed(EntityKind::Page)).collect()
    }

    /// Every statement by the day of its review.
    fn due(&self) -> Vec<Entry<'a>> {
        let edition = self.edition;
        let mut claims: Vec<_> = edition.catalog.claims().collect();
        claims.sort_by_key(|found| {
            let claim = found.claim;
            (claim.review_by, found.entity, claim.id.as_str())
        });
        let entries = claims.into_iter().map(|found| {
            let claim = found.claim;
            let address = (edition.routes).claim(found.entity, claim.id.as_str(), edition.index);
            let folder = found.entity.kind.folder();
            Entry {
                relation: "due",
                kind: "claim",
                id: format!("{folder}/{}#{}", found.entity.id, claim.id),
                title: edition.title(found.entity),
                address: edition.routes.absolute(&address),
                date: Some(claim.review_by),
                until: None,
                text: Some(edition.text(&claim.text)),
            }
        });
        entries.collect()
    }

    /// The files of the whole register, and the feeds of this language.
    fn files(&self) -> Vec<Entry<'a>> {
        let routes = &self.edition.routes;
        let words = &self.edition.words.data;
        let entry = |id: String, title, path: &str| Entry {
            relation: "listed",
            kind: "file",
            id,
            title,
            address: routes.absolute(path),
            date: None,
            until: None,
            text: None,
        };
        let files = DataFile::all().map(|file| {
            let title = super::names::file(self.edition, file);
            entry(file.file(), title, &routes.data(file))
        });
        let feeds = Feed::ALL.into_iter().map(|feed| {
            let title = super::names::feed(words, feed);
            let path = routes.feed(feed, self.edition.index);
            entry(feed.file().to_owned(), title, &path)
        });
        files.chain(feeds).collect()
    }

    /// What is related to a record, apart from what the record itself names.
    fn related(&self, entity: EntityRef<'_>) -> Vec<Entry<'a>> {
        let catalog = self.edition.catalog;
        let id = entity.id;
        let reference = |kind, id| EntityRef { kind, id };
        let mut entries = Vec::new();
        match entity.kind {
            EntityKind::Partner | EntityKind::Society | EntityKind::Network => {
                entries.extend(self.memberships(id));
                for (network, _) in catalog.coordinated_by(id) {
                    entries.push(self.entry("runs", reference(EntityKind::Network, network)));
                }
                for (event, _) in catalog.events_of(id) {
                    entries.push(self.entry("took-part", reference(EntityKind::Event, event)));
                }
                if entity.kind == EntityKind::Network
                    && let Some(network) = catalog.networks.get(id)
                {
                    let members = network.members.iter();
                    let members = members.filter_map(|it| self.body("member", it.body.as_str()));
                    entries.extend(members);
                }
            }
            EntityKind::Membership => {
                let body = catalog.memberships.get(id).map(|it| it.body.as_str());
                entries.extend(body.and_then(|body| self.body("member-of", body)));
            }
            EntityKind::Goal => {
                for body in catalog.bodies_for_goal(id) {
                    entries.extend(self.body("serves", body.id));
                }
                for (event, _) in catalog.events_for_goal(id) {
                    entries.push(self.entry("serves", reference(EntityKind::Event, event)));
                }
            }
            EntityKind::Event => {
                let partners = catalog.events.get(id).map(|event| event.partners.iter());
                let partners = partners.into_iter().flatten();
                entries.extend(partners.filter_map(|it| self.body("took-part", it.as_str())));
            }
            EntityKind::Source => {
                let resting = self.edition.resting.entities(id).iter();
                entries.extend(resting.map(|entity| self.entry("rests-on-it", *entity)));
            }
            EntityKind::Principle | EntityKind::Page => {}
        }
        entries
    }

    fn body(&self, relation: &'static str, id: &str) -> Option<Entry<'a>> {
        let body = self.edition.catalog.body(id)?;
        let kind: BodyKind = body.kind;
        let entity = EntityRef {
            kind: kind.into(),
            id: body.id,
        };
        Some(self.entry(relation, entity))
    }
}
