//! Addresses: the only place that makes one.
//!
//! A route says what a page is about, an address is where it stands in one
//! language. Both the base path and the words of a language enter here and
//! nowhere else.

use crate::content::catalog::{BodyKind, Catalog, EntityKind, EntityRef, Period};
use crate::content::record::Change;

use super::markdown::Reference;

mod files;
mod section;

pub use files::{DataFile, Feed, Form, Table};
pub use section::Section;

/// The file, below a language's home page, that describes the site to a
/// device that keeps it (W3C Web Application Manifest).
const MANIFEST: &str = "site.webmanifest";

/// The folder of the register as files, which has no page of its own.
const DATA: &str = "/data/";

/// The path from which the language is chosen for the reader.
pub const CHOOSER: &str = "/";

/// What a page is about, whatever the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Route<'a> {
    /// The home page.
    Home,
    /// The index of a section.
    Section(Section),
    /// An entity. A principle stands on the page of its section.
    Entity(EntityRef<'a>),
    /// The sources of one publisher, who published more than one.
    Publisher(&'a str),
    /// A part of the timeline.
    Timeline(Part<'a>),
    /// The map with bodies of one kind only.
    Map(BodyKind),
}

/// A part of the timeline that has a page of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part<'a> {
    /// Some decades.
    Period(Period),
    /// The events on a topic.
    Topic(&'a str),
    /// The events and memberships with a body.
    Body(EntityRef<'a>),
}

impl<'a> Route<'a> {
    /// The entity of this kind and id.
    pub fn entity(kind: EntityKind, id: &'a str) -> Self {
        Self::Entity(EntityRef { kind, id })
    }
}

/// The maker of addresses.
#[derive(Debug, Clone, Copy)]
pub struct Routes<'a> {
    catalog: &'a Catalog,
    base_path: &'a str,
    origin: Option<&'a str>,
}

impl<'a> Routes<'a> {
    /// `base_path` precedes every address: empty, or like `/cooperation`.
    /// `origin` is scheme and host, like `https://example.org`, when known.
    pub fn new(catalog: &'a Catalog, base_path: &'a str, origin: Option<&'a str>) -> Self {
        let origin = origin.map(|origin| origin.trim_end_matches('/'));
        Self {
            catalog,
            base_path: base_path.trim_end_matches('/'),
            origin,
        }
    }

    /// The address in the language with this index: a path with the base path,
    /// and a fragment for what stands on a page with others.
    pub fn path(&self, route: Route<'_>, language: usize) -> String {
        let language = &self.catalog.languages[language];
        let section = |section: Section| section.segment(&language.sections);
        let below = match route {
            Route::Home => String::new(),
            Route::Section(index) => format!("{}/", section(index)),
            Route::Publisher(id) => format!("{}/{id}/", section(Section::Sources)),
            Route::Timeline(part) => {
                let timeline = section(Section::Timeline);
                match part {
                    Part::Period(period) => format!("{timeline}/{period}/"),
                    Part::Topic(id) => format!("{timeline}/{id}/"),
                    Part::Body(EntityRef { kind, id }) => {
                        let folder = Section::of_kind(kind).map_or("", section);
                        format!("{timeline}/{folder}/{id}/")
                    }
                }
            }
            Route::Map(kind) => match Section::of_kind(kind.into()) {
                Some(of) => format!("{}/{}/", section(Section::Map), section(of)),
                None => String::new(),
            },
            Route::Entity(EntityRef { kind, id }) => match (Section::of_kind(kind), kind) {
                (Some(index), EntityKind::Principle) => format!("{}/#{id}", section(index)),
                (Some(index), _) => format!("{}/{id}/", section(index)),
                // A reference to a page that does not exist is a fault of
                // content that stops a build long before this.
                (None, _) => match self.catalog.pages.get(id) {
                    Some(page) => format!("{}/", page.slug.in_language(&language.id)),
                    None => String::new(),
                },
            },
        };
        format!("{}/{}/{below}", self.base_path, language.record.prefix)
    }

    /// The address of a statement on its entity's page.
    pub fn claim(&self, entity: EntityRef<'_>, claim: &str, language: usize) -> String {
        let page = self.path(Route::Entity(entity), language);
        format!("{page}#{}", claim_fragment(claim))
    }

    /// The address that Markdown refers to.
    pub fn reference(&self, reference: Reference<'_>, language: usize) -> Option<String> {
        match reference {
            Reference::Home => Some(self.path(Route::Home, language)),
            Reference::Section(section) => Some(self.path(Route::Section(section), language)),
            Reference::Entity(entity, claim) => {
                self.catalog.file_of(entity)?;
                Some(match claim {
                    Some(claim) => self.claim(entity, claim, language),
                    None => self.path(Route::Entity(entity), language),
                })
            }
        }
    }

    /// The address of the search's description for browsers in this language.
    pub fn search_description(&self, language: usize) -> String {
        format!("{}opensearch.xml", self.path(Route::Home, language))
    }

    /// The address of a part of a page of prose.
    pub fn part(&self, page: &str, part: &str, language: usize) -> String {
        let page = self.path(Route::entity(EntityKind::Page, page), language);
        format!("{page}#{part}")
    }

    /// The address of the web application manifest of the language with this
    /// index.
    pub fn manifest(&self, language: usize) -> String {
        format!("{}{MANIFEST}", self.path(Route::Home, language))
    }

    /// The address of a page in another form: a file beside it. A principle
    /// stands on the page of its section, and so does its data.
    pub fn form(&self, route: Route<'_>, form: Form, language: usize) -> String {
        let path = self.path(route, language);
        let page = path.split('#').next().unwrap_or_default();
        format!("{page}{}", form.file())
    }

    /// The address of a feed in the language with this index.
    pub fn feed(&self, feed: Feed, language: usize) -> String {
        format!("{}{}", self.path(Route::Home, language), feed.file())
    }

    /// The address of a file of the whole register.
    pub fn data(&self, file: DataFile) -> String {
        format!("{}{}", self.data_folder(), file.file())
    }

    /// The folder in which those files lie.
    pub fn data_folder(&self) -> String {
        self.fixed(DATA)
    }

    /// A path that is the same in every language, such as `/robots.txt`.
    pub fn fixed(&self, path: &str) -> String {
        format!("{}{path}", self.base_path)
    }

    /// The address with scheme and host, when they are known.
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.origin.unwrap_or_default())
    }

    /// Whether scheme and host are known.
    pub fn knows_origin(&self) -> bool {
        self.origin.is_some()
    }

    /// The index of the language for whoever reads none of the others.
    pub fn fallback(&self) -> usize {
        let catalog = self.catalog;
        let fallback = &catalog.site.fallback_language;
        let found = catalog
            .languages
            .iter()
            .position(|language| language.id == *fallback);
        found.unwrap_or(0)
    }

    /// Every page, in a fixed order: sections as in the table of contents,
    /// entities by id.
    pub fn all(&self) -> Vec<Route<'a>> {
        let catalog = self.catalog;
        let mut routes = vec![Route::Home];
        routes.extend(Section::ALL.map(Route::Section));
        let mut add = |kind, ids: Vec<&'a String>| {
            routes.extend(ids.into_iter().map(|id| Route::entity(kind, id)));
        };
        add(EntityKind::Partner, catalog.partners.keys().collect());
        add(EntityKind::Society, catalog.societies.keys().collect());
        add(EntityKind::Network, catalog.networks.keys().collect());
        add(EntityKind::Membership, catalog.memberships.keys().collect());
        add(EntityKind::Goal, catalog.goals.keys().collect());
        add(EntityKind::Event, catalog.events.keys().collect());
        add(EntityKind::Source, catalog.sources.keys().collect());
        add(EntityKind::Page, catalog.pages.keys().collect());
        let periods = catalog.periods().into_iter().map(Part::Period);
        let topics = catalog.topics_with_events().into_iter();
        let topics = topics.map(|(id, _, _)| Part::Topic(id));
        let bodies = catalog.bodies_in_time().into_iter().map(|(body, _)| {
            let kind = body.kind.into();
            Part::Body(EntityRef { kind, id: body.id })
        });
        routes.extend(periods.chain(topics).chain(bodies).map(Route::Timeline));
        routes.extend(map_kinds(catalog).map(Route::Map));
        routes.extend(
            sources_by_publisher(catalog)
                .into_iter()
                .filter(|(_, sources)| sources.len() > 1)
                .map(|(publisher, _)| Route::Publisher(publisher)),
        );
        routes
    }
}

/// The name of what is looked for in addresses of the search.
pub const QUERY: &str = "q";

/// The name of the kind that a search is narrowed to.
pub const QUERY_KIND: &str = "kind";

/// The address of what is found at `search` for this text, and perhaps of one
/// kind only (WHATWG URL, `application/x-www-form-urlencoded` serializing).
pub fn found_at(search: &str, text: &str, kind: Option<&str>) -> String {
    let mut address = format!("{search}?{QUERY}=");
    for byte in text.bytes() {
        match byte {
            b' ' => address.push('+'),
            b'*' | b'-' | b'.' | b'_' => address.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => address.push(char::from(byte)),
            _ => address.push_str(&format!("%{byte:02X}")),
        }
    }
    if let Some(kind) = kind {
        address.push_str(&format!("&{QUERY_KIND}={kind}"));
    }
    address
}

/// The permanent name of a statement on its page.
pub fn claim_fragment(claim: &str) -> String {
    format!("c-{claim}")
}

/// The kinds of bodies that the map can be narrowed down to.
pub fn map_kinds(catalog: &Catalog) -> impl Iterator<Item = BodyKind> {
    let kinds = [BodyKind::Partner, BodyKind::Society, BodyKind::Network];
    kinds
        .into_iter()
        .filter(|kind| catalog.bodies().any(|body| body.kind == *kind))
}

/// The name of an event's row on a page that lists it.
pub fn event_fragment(event: &str) -> String {
    format!("e-{event}")
}

/// The name of a body's row in the table of a network's members.
pub fn member_fragment(body: &str) -> String {
    format!("m-{body}")
}

/// The name of a change on the page of what changed: its date, and its number
/// among those of that date in the order of the file.
pub fn change_fragment(changes: &[Change], index: usize) -> String {
    let date = changes[index].date;
    let same = changes[..index].iter().filter(|change| change.date == date);
    match same.count() {
        0 => format!("x-{date}"),
        before => format!("x-{date}-{}", before + 1),
    }
}

/// The ids of the sources of every publisher that has some, by its id.
pub fn sources_by_publisher(catalog: &Catalog) -> std::collections::BTreeMap<&str, Vec<&str>> {
    let mut publishers = std::collections::BTreeMap::<&str, Vec<&str>>::new();
    for (id, source) in &catalog.sources {
        publishers
            .entry(source.publisher.as_str())
            .or_default()
            .push(id);
    }
    publishers
}

#[cfg(test)]
mod tests;
