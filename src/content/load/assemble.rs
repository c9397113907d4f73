//! From decoded files to one catalog.

use super::super::catalog::{Catalog, Entry, Records};
use super::super::kind::Kind;
use super::super::languages::{LanguageSet, ResolvedLanguage};
use super::super::record::{Map, Places, Publishers, Site, Topics};
use super::super::shape::Shape;
use super::Loader;
use crate::diag::SourceMap;
use crate::locale::Day;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use xxhash_rust::xxh3::Xxh3;

/// The catalog, and whether some file is missing from it because of a fault.
pub(super) struct Linked {
    pub(super) whole: Option<Catalog>,
    pub(super) partial: bool,
}

impl Loader<'_> {
    pub(super) fn records<T: DeserializeOwned + Send>(
        &mut self,
        kind: Kind,
        shapes: &BTreeMap<Kind, Shape>,
        languages: &LanguageSet,
        complete: &mut bool,
    ) -> Records<T> {
        let mut records = Records::new();
        for (index, record) in self.decode_all(kind, shapes, languages) {
            match record {
                Some(record) => {
                    let file = self.files[index].file;
                    records.insert(self.files[index].stem.to_owned(), Entry { file, record });
                }
                None => *complete = false,
            }
        }
        records
    }

    pub(super) fn single<T: DeserializeOwned + Send>(
        &mut self,
        kind: Kind,
        shapes: &BTreeMap<Kind, Shape>,
        languages: &LanguageSet,
        complete: &mut bool,
    ) -> Option<Entry<T>> {
        self.records(kind, shapes, languages, complete)
            .into_values()
            .next()
    }

    pub(super) fn catalog(
        &mut self,
        shapes: &BTreeMap<Kind, Shape>,
        languages: &LanguageSet,
        resolved: Vec<ResolvedLanguage>,
        today: Day,
    ) -> Linked {
        let mut complete = resolved.len() == languages.iter().count();
        let all = &mut complete;
        let site = self.single::<Site>(Kind::Site, shapes, languages, all);
        let strings = self.strings(shapes, languages, all);
        let goals = self.records(Kind::Goal, shapes, languages, all);
        let partners = self.records(Kind::Partner, shapes, languages, all);
        let societies = self.records(Kind::Society, shapes, languages, all);
        let networks = self.records(Kind::Network, shapes, languages, all);
        let memberships = self.records(Kind::Membership, shapes, languages, all);
        let events = self.records(Kind::Event, shapes, languages, all);
        let principles = self.records(Kind::Principle, shapes, languages, all);
        let sources = self.records(Kind::Source, shapes, languages, all);
        let pages = self.records(Kind::Page, shapes, languages, all);
        let glossary = self.single(Kind::Glossary, shapes, languages, all);
        let redirects = self.single(Kind::Redirects, shapes, languages, all);
        let places = self.single::<Places>(Kind::Places, shapes, languages, all);
        let map = self.single::<Map>(Kind::Map, shapes, languages, all);
        let topics = self.single::<Topics>(Kind::Topics, shapes, languages, all);
        let publishers = self.single::<Publishers>(Kind::Publishers, shapes, languages, all);
        let places = places.map(|entry| entry.record).unwrap_or_default();
        let topics = topics.map(|entry| entry.record.topics).unwrap_or_default();
        let publishers = publishers
            .map(|entry| entry.record.publishers)
            .unwrap_or_default();
        let whole = site.map(|site| Catalog {
            site,
            languages: resolved,
            strings,
            goals,
            partners,
            societies,
            networks,
            memberships,
            events,
            principles,
            sources,
            pages,
            glossary: glossary.map(|entry| entry.record).unwrap_or_default(),
            redirects: redirects.map(|entry| entry.record).unwrap_or_default(),
            countries: by_id(places.countries, |country| country.code.as_str()),
            places: by_id(places.places, |place| place.id.as_str()),
            map: map.map(|entry| entry.record),
            topics: by_id(topics, |topic| topic.id.as_str()),
            publishers: by_id(publishers, |publisher| publisher.id.as_str()),
            today,
            digest: digest(self.sources),
            expired: Vec::new(),
            changes_at: None,
        });
        Linked {
            partial: !complete || whole.is_none(),
            whole,
        }
    }
}

/// Two files cannot be taken for one: each text is preceded by its length.
fn digest(sources: &SourceMap) -> u64 {
    let files: BTreeMap<&str, &str> = sources
        .iter()
        .map(|(_, file)| (file.relative.as_str(), &*file.text))
        .collect();
    let mut hash = Xxh3::new();
    for (path, text) in files {
        for part in [path, text] {
            hash.update(&(part.len() as u64).to_le_bytes());
            hash.update(part.as_bytes());
        }
    }
    hash.digest()
}

fn by_id<T>(items: Vec<T>, id: impl Fn(&T) -> &str) -> BTreeMap<String, T> {
    items
        .into_iter()
        .map(|item| (id(&item).to_owned(), item))
        .collect()
}
