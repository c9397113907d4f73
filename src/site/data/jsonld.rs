//! The register as linked data (JSON-LD 1.1) in the vocabulary of schema.org.
//!
//! The context is inline and names the vocabulary alone, so nobody has to
//! fetch anything to read it. A thing is named by the address of its page in
//! the register's fallback language with `#this` behind it: the page is not
//! the thing.

use crate::content::catalog::{BodyRef, Catalog, ClaimRef, EntityKind, EntityRef};
use crate::content::record::{Event, Member, Membership, Source, SourceId, Text};
use crate::locale::PartialDate;
use crate::site::route::{DataFile, Route, Routes, Section};
use serde_json::{Map, Value, json};

/// What is said of one thing; what is not known is left out.
struct Node(Map<String, Value>);

impl Node {
    fn new(kind: &str) -> Self {
        let mut node = Map::new();
        node.insert("@type".to_owned(), json!(kind));
        Self(node)
    }

    fn with(mut self, key: &str, value: impl Into<Option<Value>>) -> Self {
        match value.into() {
            None => {}
            Some(Value::Array(items)) if items.is_empty() => {}
            Some(value) => {
                self.0.insert(key.to_owned(), value);
            }
        }
        self
    }

    fn done(self) -> Value {
        Value::Object(self.0)
    }
}

struct Graph<'a> {
    catalog: &'a Catalog,
    routes: Routes<'a>,
}

/// The whole register.
pub(super) fn graph(catalog: &Catalog, routes: &Routes<'_>) -> Value {
    let graph = Graph {
        catalog,
        routes: *routes,
    };
    let mut nodes = vec![graph.dataset()];
    nodes.extend(catalog.bodies().map(|body| graph.body(body)));
    nodes.extend(catalog.publishers.iter().map(|(id, publisher)| {
        Node::new("Organization")
            .with("@id", json!(graph.publisher(id)))
            .with("name", graph.text(&publisher.name))
            .with("sameAs", address(publisher.website.as_ref()))
            .done()
    }));
    let events = catalog.events.iter();
    nodes.extend(events.map(|(id, event)| graph.event(id, event)));
    nodes.extend(catalog.claims().map(|found| graph.claim(found)));
    nodes.extend(catalog.goals.iter().map(|(id, goal)| {
        Node::new("DefinedTerm")
            .with("@id", json!(graph.thing(EntityKind::Goal, id)))
            .with("name", graph.text(&goal.title))
            .with("description", graph.text(&goal.text))
            .with("mainEntityOfPage", graph.pages(EntityKind::Goal, id))
            .done()
    }));
    nodes.extend(catalog.pages.iter().map(|(id, page)| {
        Node::new("WebPage")
            .with("@id", json!(graph.thing(EntityKind::Page, id)))
            .with("name", graph.text(&page.title))
            .with("mainEntityOfPage", graph.pages(EntityKind::Page, id))
            .done()
    }));
    let sources = catalog.sources.iter();
    nodes.extend(sources.map(|(id, source)| graph.source(id, source)));
    json!({
        "@context": { "@vocab": "https://schema.org/" },
        "@graph": nodes,
    })
}

fn address(address: Option<&crate::content::record::WebAddress>) -> Option<Value> {
    address.map(|address| json!(address.as_str()))
}

fn date(date: Option<&PartialDate>) -> Option<Value> {
    date.map(|date| json!(date.to_string()))
}

impl Graph<'_> {
    fn page(&self, route: Route<'_>) -> String {
        let path = self.routes.path(route, self.routes.fallback());
        self.routes.absolute(&path)
    }

    fn thing(&self, kind: EntityKind, id: &str) -> String {
        format!("{}#this", self.page(Route::entity(kind, id)))
    }

    fn named(&self, kind: EntityKind, id: &str) -> Value {
        json!({ "@id": self.thing(kind, id) })
    }

    fn body_named(&self, id: &str) -> Option<Value> {
        let body = self.catalog.body(id)?;
        Some(self.named(body.kind.into(), body.id))
    }

    /// A publisher has no page unless it published more than one source.
    fn publisher(&self, id: &str) -> String {
        let sources = self.page(Route::Section(Section::Sources));
        format!("{sources}#publisher-{id}")
    }

    /// A text in every language, each with its tag.
    fn text(&self, text: &Text) -> Value {
        let languages = self.catalog.languages.iter();
        let values = languages.map(|language| {
            json!({
                "@value": text.in_language(&language.id),
                "@language": language.record.lang.as_str(),
            })
        });
        values.collect()
    }

    /// The pages on a thing, one in each language.
    fn pages(&self, kind: EntityKind, id: &str) -> Value {
        let languages = 0..self.catalog.languages.len();
        let route = Route::entity(kind, id);
        languages
            .map(|index| json!(self.routes.absolute(&self.routes.path(route, index))))
            .collect()
    }

    fn sources(&self, sources: &[SourceId]) -> Value {
        let sources = sources.iter();
        sources
            .map(|id| self.named(EntityKind::Source, id.as_str()))
            .collect()
    }

    fn place(&self, id: &str) -> Option<Value> {
        let place = self.catalog.places.get(id)?;
        let geo = place.latitude.zip(place.longitude);
        let geo = geo.map(|(latitude, longitude)| {
            json!({ "@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude })
        });
        let country = json!({ "@type": "PostalAddress", "addressCountry": place.country });
        Some(
            Node::new("Place")
                .with("name", self.text(&place.name))
                .with("address", country)
                .with("geo", geo)
                .done(),
        )
    }

    fn dataset(&self) -> Value {
        let site = &self.catalog.site;
        let file = |file: DataFile| self.routes.absolute(&self.routes.data(file));
        let languages = self.catalog.languages.iter();
        let languages: Value = languages
            .map(|language| json!(language.record.lang.as_str()))
            .collect();
        let distribution: Value = DataFile::all()
            .map(|kind| {
                json!({
                    "@type": "DataDownload",
                    "contentUrl": file(kind),
                    "encodingFormat": kind.media().content_type(),
                })
            })
            .collect();
        let page = self.page(Route::Section(Section::Data));
        Node::new("Dataset")
            .with("@id", json!(format!("{page}#this")))
            .with("name", self.text(&site.title))
            .with("description", self.text(&site.lead))
            .with("url", json!(page))
            .with("license", json!(site.licence.url.as_str()))
            .with("dateModified", json!(self.catalog.today.to_string()))
            .with("inLanguage", languages)
            .with("about", self.body_named(site.organisation.as_str()))
            .with("distribution", distribution)
            .done()
    }

    fn body(&self, body: BodyRef<'_>) -> Value {
        let record = body.body;
        let kind = body.kind.into();
        let mut other_names = Vec::new();
        if let Some(Value::Array(names)) = record.abbreviation.as_ref().map(|it| self.text(it)) {
            other_names.extend(names);
        }
        let own = record.own_name.iter();
        other_names
            .extend(own.map(|own| json!({ "@value": own.text, "@language": own.lang.as_str() })));
        other_names.extend(record.variants.iter().map(|name| json!(name)));
        let seat = record.seat.as_ref().map(|seat| seat.as_str());
        let founded = record.founded.as_ref().map(|founded| &founded.date);
        Node::new("Organization")
            .with("@id", json!(self.thing(kind, body.id)))
            .with("name", self.text(&record.name))
            .with("alternateName", Value::Array(other_names))
            .with("description", self.text(&record.relation.text))
            .with("foundingDate", date(founded))
            .with("location", seat.and_then(|seat| self.place(seat)))
            .with("sameAs", address(record.website.as_ref()))
            .with("mainEntityOfPage", self.pages(kind, body.id))
            .with("memberOf", Value::Array(self.member_of(body)))
            .done()
    }

    /// The memberships of a body: those in networks, and the organisation's own.
    fn member_of(&self, body: BodyRef<'_>) -> Vec<Value> {
        let catalog = self.catalog;
        let mut roles: Vec<Value> = (catalog.networks_of(body.id))
            .map(|(network, _, member)| self.member(network, member))
            .collect();
        if catalog.site.organisation.as_str() == body.id {
            let own = catalog.memberships.iter();
            roles.extend(own.filter_map(|(id, membership)| self.membership(id, membership)));
        }
        roles
    }

    fn member(&self, network: &str, member: &Member) -> Value {
        Node::new("OrganizationRole")
            .with("memberOf", self.named(EntityKind::Network, network))
            .with("roleName", json!(member.role))
            .with("startDate", date(member.since.as_ref()))
            .with("endDate", date(member.until.as_ref()))
            .done()
    }

    fn membership(&self, id: &str, membership: &Membership) -> Option<Value> {
        let body = self.body_named(membership.body.as_str())?;
        let role = Node::new("OrganizationRole")
            .with("@id", json!(self.thing(EntityKind::Membership, id)))
            .with("memberOf", body)
            .with("roleName", json!(membership.role))
            .with("startDate", date(membership.since.as_ref()))
            .with("endDate", date(membership.until.as_ref()))
            .with("description", self.text(&membership.text));
        Some(role.done())
    }

    fn event(&self, id: &str, event: &Event) -> Value {
        // Partners are who took part besides the organisation itself.
        let own = [self.catalog.site.organisation.as_str()];
        let partners = event.partners.iter().map(|id| id.as_str());
        let took_part = own.into_iter().chain(partners);
        let took_part: Value = took_part.filter_map(|id| self.body_named(id)).collect();
        let goals = event.goals.iter();
        let goals: Value = goals
            .map(|id| self.named(EntityKind::Goal, id.as_str()))
            .collect();
        let topic = self.catalog.topics.get(event.topic.as_str());
        let place = event.place.as_ref().and_then(|id| self.place(id.as_str()));
        Node::new("Event")
            .with("@id", json!(self.thing(EntityKind::Event, id)))
            .with("name", self.text(&event.title))
            .with("description", self.text(&event.text))
            .with("startDate", date(event.date.as_ref()))
            .with("endDate", date(event.until.as_ref()))
            .with("location", place)
            .with("attendee", took_part)
            .with("about", goals)
            .with("keywords", topic.map(|topic| self.text(&topic.name)))
            .with("subjectOf", self.sources(&event.sources))
            .with("mainEntityOfPage", self.pages(EntityKind::Event, id))
            .done()
    }

    fn claim(&self, found: ClaimRef<'_>) -> Value {
        let claim = found.claim;
        let EntityRef { kind, id } = found.entity;
        let fallback = self.routes.fallback();
        let address = self.routes.claim(found.entity, claim.id.as_str(), fallback);
        let property = |name: &str, value: Value| json!({ "@type": "PropertyValue", "name": name, "value": value });
        Node::new("Claim")
            .with("@id", json!(self.routes.absolute(&address)))
            .with("about", self.named(kind, id))
            .with("text", self.text(&claim.text))
            .with("temporalCoverage", date(Some(&claim.as_of)))
            .with("citation", self.sources(&claim.sources))
            .with(
                "additionalProperty",
                json!([
                    property("confidence", json!(claim.confidence)),
                    property("review-by", json!(claim.review_by)),
                ]),
            )
            .done()
    }

    fn source(&self, id: &str, source: &Source) -> Value {
        let publisher = source.publisher.as_str();
        let publisher = match self.body_named(publisher) {
            Some(body) => body,
            None => json!({ "@id": self.publisher(publisher) }),
        };
        let own = source.own_title.as_ref();
        let own = own.map(|own| json!({ "@value": own.text, "@language": own.lang.as_str() }));
        Node::new("CreativeWork")
            .with("@id", json!(self.thing(EntityKind::Source, id)))
            .with("name", self.text(&source.title))
            .with("alternateName", own)
            .with("url", json!(source.address.as_str()))
            .with("publisher", publisher)
            .with("inLanguage", json!(source.language.as_str()))
            .with("datePublished", date(source.date.as_ref()))
            .with("mainEntityOfPage", self.pages(EntityKind::Source, id))
            .done()
    }
}
