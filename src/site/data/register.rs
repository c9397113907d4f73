//! The whole register in one value, in all languages, and the schemas of it.

use super::values::UNPUBLISHED;
use crate::content::catalog::{Catalog, Records};
use crate::content::record::{
    Country, Event, Goal, Membership, Network, Page, Partner, Place, Principle, Publisher, Site,
    Society, Source, Term, Topic,
};
use crate::content::{Texts, published_schema};
use crate::site::route::{DataFile, Routes};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Everything that the register holds. Records stand by their ids; a key that
/// a record does not have is not known, or does not apply.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Register<'a> {
    /// The address of the schema of this file.
    format: String,
    /// The day that the register was judged by.
    state: String,
    /// What names this state of the site, as at the foot of its pages.
    release: &'a str,
    /// What the register is.
    site: &'a Site,
    /// The languages of its texts, by the keys that texts have.
    languages: BTreeMap<&'a str, Tongue<'a>>,
    /// What cooperation is for.
    goals: BTreeMap<&'a str, &'a Goal>,
    /// Organisations that the organisation works with.
    partners: BTreeMap<&'a str, &'a Partner>,
    /// National Societies.
    societies: BTreeMap<&'a str, &'a Society>,
    /// Networks, with their members.
    networks: BTreeMap<&'a str, &'a Network>,
    /// What the organisation is a member of.
    memberships: BTreeMap<&'a str, &'a Membership>,
    /// What happened.
    events: BTreeMap<&'a str, &'a Event>,
    /// The Fundamental Principles.
    principles: BTreeMap<&'a str, &'a Principle>,
    /// Where statements come from.
    sources: BTreeMap<&'a str, &'a Source>,
    /// Pages of prose.
    pages: BTreeMap<&'a str, &'a Page>,
    /// Words and abbreviations that are not bodies.
    terms: &'a [Term],
    /// Countries, by code.
    countries: BTreeMap<&'a str, &'a Country>,
    /// Towns and other places.
    places: BTreeMap<&'a str, &'a Place>,
    /// What events are about.
    topics: BTreeMap<&'a str, &'a Topic>,
    /// Publishers of sources that are not bodies.
    publishers: BTreeMap<&'a str, &'a Publisher>,
}

/// A language of texts.
#[derive(Debug, Serialize, JsonSchema)]
struct Tongue<'a> {
    /// Its own name.
    name: &'a str,
    /// Its tag (BCP 47).
    lang: &'a str,
    /// The script it is written in (ISO 15924).
    script: &'a str,
}

impl<'a> Register<'a> {
    /// Everything.
    pub(super) fn new(catalog: &'a Catalog, routes: &Routes<'_>, release: &'a str) -> Self {
        let languages = catalog.languages.iter();
        Self {
            format: routes.absolute(&routes.data(DataFile::Schema)),
            state: catalog.today.to_string(),
            release,
            site: &catalog.site,
            languages: languages
                .map(|language| {
                    let record = &language.record;
                    let tongue = Tongue {
                        name: &record.name,
                        lang: record.lang.as_str(),
                        script: record.script.as_str(),
                    };
                    (language.id.as_str(), tongue)
                })
                .collect(),
            goals: by_id(&catalog.goals),
            partners: by_id(&catalog.partners),
            societies: by_id(&catalog.societies),
            networks: by_id(&catalog.networks),
            memberships: by_id(&catalog.memberships),
            events: by_id(&catalog.events),
            principles: by_id(&catalog.principles),
            sources: by_id(&catalog.sources),
            pages: by_id(&catalog.pages),
            terms: &catalog.glossary.terms,
            countries: borrowed(&catalog.countries),
            places: borrowed(&catalog.places),
            topics: borrowed(&catalog.topics),
            publishers: borrowed(&catalog.publishers),
        }
    }
}

fn by_id<T>(records: &Records<T>) -> BTreeMap<&str, &T> {
    records
        .iter()
        .map(|(id, entry)| (id.as_str(), &entry.record))
        .collect()
}

fn borrowed<T>(records: &BTreeMap<String, T>) -> BTreeMap<&str, &T> {
    records
        .iter()
        .map(|(id, record)| (id.as_str(), record))
        .collect()
}

/// The schema of the whole register (JSON Schema 2020-12).
pub(super) fn schema(catalog: &Catalog, routes: &Routes<'_>) -> Value {
    let root = generator().into_root_schema_for::<Register<'_>>();
    let schema = published_schema(root, Texts::All(&catalog.languages));
    identified(schema, routes, DataFile::Schema)
}

/// The schema of the data of one page (JSON Schema 2020-12).
pub(super) fn page_schema(routes: &Routes<'_>) -> Value {
    let root = generator().into_root_schema_for::<super::json::PageData<'_>>();
    let schema = published_schema(root, Texts::One);
    identified(schema, routes, DataFile::PageSchema)
}

fn generator() -> SchemaGenerator {
    SchemaSettings::draft2020_12().into_generator()
}

fn identified(mut schema: Value, routes: &Routes<'_>, file: DataFile) -> Value {
    without_unpublished(&mut schema);
    if let Some(root) = schema.as_object_mut() {
        root.insert("title".to_owned(), json!(file.file()));
        // An identifier must be a whole address (JSON Schema Core 8.2.1).
        if routes.knows_origin() {
            root.insert("$id".to_owned(), json!(routes.absolute(&routes.data(file))));
        }
    }
    schema
}

fn without_unpublished(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            if let Some(Value::Object(properties)) = object.get_mut("properties") {
                properties.retain(|key, _| !UNPUBLISHED.contains(&key.as_str()));
            }
            object.values_mut().for_each(without_unpublished);
        }
        Value::Array(items) => items.iter_mut().for_each(without_unpublished),
        _ => {}
    }
}
