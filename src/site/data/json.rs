//! One page as JSON: its facts in its language, the sources written out.
//!
//! [`PageData`] is the declaration of the file; its schema is published beside
//! the register's.

use super::entries::{self, Entry};
use super::values::{cited, localise, pretty, published};
use crate::content::catalog::{EntityKind, EntityRef};
use crate::content::record::{
    Event, Goal, Licence, Membership, Network, Page, Partner, Place, Principle, Publisher, Site,
    Society, Source, Term, Topic,
};
use crate::site::edition::Edition;
use crate::site::route::{DataFile, Form, Part, Route, Section};
use crate::site::view::map;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The facts of one page in one language. A key that is missing is not known,
/// or does not apply.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) struct PageData<'a> {
    /// The address of the schema of this file.
    format: String,
    /// The address of the page.
    address: String,
    /// The language of the texts (BCP 47).
    lang: &'a str,
    /// What the page is about: `home`, `section`, `publisher`, a part of the `timeline` or of the
    /// `map`, or a kind of record such as `partner`.
    kind: &'static str,
    /// The id of the record, of the publisher or of the section; of a part of the timeline, its
    /// years, or the id of its topic or body; of a part of the map, the section of its bodies.
    id: Option<Cow<'a, str>>,
    /// The heading of the page.
    title: Cow<'a, str>,
    /// A sentence or two on what it is about.
    lead: Option<&'a str>,
    /// The register that the page belongs to.
    register: About<'a>,
    /// This file in the other languages.
    translations: Vec<Translation<'a>>,
    /// What the register holds on it, with texts in the language of the page.
    #[schemars(with = "Option<Record<'a>>")]
    record: Option<Value>,
    /// Other records that the page names: what it lists, or what is related to the record.
    entries: Vec<Entry<'a>>,
    /// The sources that the record rests on, in the order in which it cites them.
    #[schemars(with = "Vec<CitedSource<'a>>")]
    sources: Vec<Value>,
}

/// The register in a few words.
#[derive(Debug, Serialize, JsonSchema)]
struct About<'a> {
    /// What it is about.
    title: &'a str,
    /// Whose cooperation it is.
    subject: &'a str,
    /// Who runs it, in a sentence.
    runner: &'a str,
    /// The day that it was judged by.
    state: String,
    /// What names this state of the site, as at the foot of its pages.
    release: &'a str,
    /// The licence of text and data.
    licence: &'a Licence,
    /// The address of all of it in one file.
    data: String,
}

/// The same page in another language.
#[derive(Debug, Serialize, JsonSchema)]
struct Translation<'a> {
    /// The language (BCP 47).
    lang: &'a str,
    /// The address of this file in it.
    address: String,
}

/// What the register holds on one page. Records of which each has a page
/// stand alone; the others of a page stand together by their ids.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
enum Record<'a> {
    Site(&'a Site),
    Partner(&'a Partner),
    Society(&'a Society),
    Network(&'a Network),
    Membership(&'a Membership),
    Goal(&'a Goal),
    Event(&'a Event),
    Source(&'a Source),
    Page(&'a Page),
    Publisher(&'a Publisher),
    Topic(&'a Topic),
    Principles {
        principles: BTreeMap<&'a str, &'a Principle>,
    },
    Terms {
        terms: &'a [Term],
    },
    Places {
        places: BTreeMap<&'a str, &'a Place>,
    },
}

/// A source that the page cites.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
struct CitedSource<'a> {
    /// Its id.
    id: &'a str,
    /// The address of its page in the register.
    page: String,
    /// The name of its publisher.
    publisher_name: &'a str,
    /// What the register holds on it.
    #[serde(flatten)]
    source: &'a Source,
}

/// The data of the page on this route; none if nothing stands there.
pub fn page(edition: &Edition<'_>, route: Route<'_>) -> Option<String> {
    let (kind, id) = subject(edition, route)?;
    let record = record(edition, route).map(|record| published(&record));
    let sources: Vec<Value> = (record.iter())
        .flat_map(cited)
        .filter_map(|id| edition.catalog.sources.get_key_value(id))
        .map(|(id, source)| {
            in_language(
                edition,
                &CitedSource {
                    id,
                    page: whole(edition, Route::entity(EntityKind::Source, id)),
                    publisher_name: edition.publisher(source.publisher.as_str()),
                    source,
                },
            )
        })
        .collect();
    let record = record.map(|mut record| {
        localise(&mut record, edition.catalog, &edition.language.id);
        record
    });
    let (title, lead) = heading(edition, route);
    let page = PageData {
        format: edition
            .routes
            .absolute(&edition.routes.data(DataFile::PageSchema)),
        address: whole(edition, route),
        lang: edition.language.record.lang.as_str(),
        kind,
        id,
        title,
        lead,
        register: about(edition),
        translations: translations(edition, route),
        record,
        entries: entries::of(edition, route),
        sources,
    };
    Some(pretty(&published(&page)))
}

fn in_language(edition: &Edition<'_>, record: &impl Serialize) -> Value {
    let mut value = published(record);
    localise(&mut value, edition.catalog, &edition.language.id);
    value
}

fn whole(edition: &Edition<'_>, route: Route<'_>) -> String {
    edition.routes.absolute(&edition.href(route))
}

fn about<'a>(edition: &Edition<'a>) -> About<'a> {
    let site = &edition.catalog.site;
    let routes = &edition.routes;
    About {
        title: edition.text(&site.title),
        subject: edition.text(&site.subject),
        runner: edition.text(&site.runner_note),
        state: edition.catalog.today.to_string(),
        release: edition.release,
        licence: &site.licence,
        data: routes.absolute(&routes.data(DataFile::Register)),
    }
}

fn translations<'a>(edition: &Edition<'a>, route: Route<'_>) -> Vec<Translation<'a>> {
    let languages = edition.catalog.languages.iter().enumerate();
    let routes = &edition.routes;
    languages
        .filter(|(index, _)| *index != edition.index)
        .map(|(index, language)| Translation {
            lang: language.record.lang.as_str(),
            address: routes.absolute(&routes.form(route, Form::Json, index)),
        })
        .collect()
}

/// What a page is about, in a word and by its id.
fn subject<'r>(
    edition: &Edition<'_>,
    route: Route<'r>,
) -> Option<(&'static str, Option<Cow<'r, str>>)> {
    let (kind, id) = match route {
        Route::Home => return Some(("home", None)),
        Route::Section(section) => ("section", section.name()),
        Route::Publisher(id) => ("publisher", id),
        Route::Timeline(Part::Period(period)) => {
            return Some(("timeline", Some(period.to_string().into())));
        }
        Route::Timeline(Part::Topic(id)) => ("timeline", id),
        Route::Timeline(Part::Body(entity)) => ("timeline", entity.id),
        Route::Map(kind) => ("map", Section::of_kind(kind.into())?.name()),
        Route::Entity(entity) => {
            edition.catalog.file_of(entity)?;
            (entries::kind_name(entity.kind), entity.id)
        }
    };
    Some((kind, Some(id.into())))
}

/// The heading of a page and what stands below it.
fn heading<'a>(edition: &Edition<'a>, route: Route<'_>) -> (Cow<'a, str>, Option<&'a str>) {
    let (title, lead) = match route {
        Route::Home => {
            let site = &edition.catalog.site;
            (edition.text(&site.title), Some(edition.text(&site.lead)))
        }
        Route::Section(section) => {
            let words = edition.section(section);
            (&*words.name, Some(&*words.lead))
        }
        Route::Publisher(id) => (edition.publisher(id), None),
        Route::Timeline(part) => return (edition.part(part).into(), None),
        Route::Map(kind) => {
            let lead = &edition.section(Section::Map).lead;
            return (map::heading(edition, Some(kind)).into(), Some(lead));
        }
        Route::Entity(entity) => (edition.title(entity), entries::line(edition, entity)),
    };
    (title.into(), lead)
}

fn record<'a>(edition: &Edition<'a>, route: Route<'_>) -> Option<Record<'a>> {
    let catalog = edition.catalog;
    match route {
        Route::Home => Some(Record::Site(&catalog.site)),
        Route::Section(Section::Principles) => Some(Record::Principles {
            principles: by_id(&catalog.principles, |entry| &entry.record),
        }),
        Route::Section(Section::Glossary) => Some(Record::Terms {
            terms: &catalog.glossary.terms,
        }),
        Route::Section(Section::Map) => Some(Record::Places {
            places: by_id(&catalog.places, |place| place),
        }),
        Route::Section(_) | Route::Timeline(Part::Period(_) | Part::Body(_)) => None,
        Route::Timeline(Part::Topic(id)) => catalog.topics.get(id).map(Record::Topic),
        Route::Map(kind) => {
            let bodies = catalog.bodies().filter(|body| body.kind == kind);
            let seats = bodies.filter_map(|body| Some(body.body.seat.as_ref()?.as_str()));
            let seats: BTreeSet<&str> = seats.collect();
            let mut places = by_id(&catalog.places, |place| place);
            places.retain(|id, _| seats.contains(id));
            Some(Record::Places { places })
        }
        Route::Publisher(id) => catalog.publishers.get(id).map(Record::Publisher),
        Route::Entity(EntityRef { kind, id }) => match kind {
            EntityKind::Partner => catalog.partners.get(id).map(|it| Record::Partner(it)),
            EntityKind::Society => catalog.societies.get(id).map(|it| Record::Society(it)),
            EntityKind::Network => catalog.networks.get(id).map(|it| Record::Network(it)),
            EntityKind::Membership => {
                (catalog.memberships.get(id)).map(|it| Record::Membership(it))
            }
            EntityKind::Goal => catalog.goals.get(id).map(|it| Record::Goal(it)),
            EntityKind::Event => catalog.events.get(id).map(|it| Record::Event(it)),
            EntityKind::Source => catalog.sources.get(id).map(|it| Record::Source(it)),
            EntityKind::Page => catalog.pages.get(id).map(|it| Record::Page(it)),
            // The principles stand together on the page of their section.
            EntityKind::Principle => None,
        },
    }
}

fn by_id<'a, T, R>(
    records: &'a BTreeMap<String, T>,
    record: impl Fn(&'a T) -> &'a R,
) -> BTreeMap<&'a str, &'a R> {
    records
        .iter()
        .map(|(id, entry)| (id.as_str(), record(entry)))
        .collect()
}
