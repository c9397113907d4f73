//! Every record as data, and what changed in each.

use super::words::Describer;
use crate::content::Catalog;
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What changed in every record that is in both registers, as phrases, by
/// `<folder>/<file>`, or by the file and the id of an entry in it. A record that
/// is in one of them only has no phrases: its page is new or gone, or it has
/// none, and then it is said that it is.
///
/// `moved` are entities that have another name after.
pub(super) fn changes(
    before: &Catalog,
    after: &Catalog,
    moved: &[(String, String)],
) -> BTreeMap<String, Vec<String>> {
    let (mut old, new) = (records(before), records(after));
    for (from, to) in moved {
        if let Some(record) = old.remove(from) {
            old.insert(to.clone(), record);
        }
    }
    let describer = Describer::new(after);
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let mut changes = BTreeMap::new();
    for name in names {
        let words = match (old.get(name), new.get(name)) {
            (Some(old), Some(new)) => describer.differences(old, new),
            (None, _) if !has_page(name) => vec!["it is new".to_owned()],
            (_, None) if !has_page(name) => vec!["it is gone".to_owned()],
            _ => Vec::new(),
        };
        if !words.is_empty() {
            changes.insert(name.clone(), words);
        }
    }
    changes
}

/// Whether the record of this name has a page, which says that it is new or gone.
fn has_page(name: &str) -> bool {
    !name.contains(".toml") && !name.starts_with("principles/")
}

fn records(catalog: &Catalog) -> BTreeMap<String, Value> {
    let mut records = Records::default();
    records.folder("goals", &catalog.goals);
    records.folder("partners", &catalog.partners);
    records.folder("societies", &catalog.societies);
    records.folder("networks", &catalog.networks);
    records.folder("memberships", &catalog.memberships);
    records.folder("events", &catalog.events);
    records.folder("principles", &catalog.principles);
    records.folder("sources", &catalog.sources);
    records.folder("pages", &catalog.pages);
    records.add("site.toml".to_owned(), &catalog.site.record);
    for term in &catalog.glossary.terms {
        records.add(format!("glossary.toml: {}", term.id), term);
    }
    records.list("places.toml", &catalog.countries);
    records.list("places.toml", &catalog.places);
    records.list("topics.toml", &catalog.topics);
    records.list("publishers.toml", &catalog.publishers);
    records.add("redirects.toml".to_owned(), &catalog.redirects);
    for language in &catalog.languages {
        let name = format!("languages/{}.toml", language.id);
        records.add(name, &language.record);
        let derived = language.record.derived_from.is_some();
        if let Some(words) = catalog.strings.get(&language.id).filter(|_| !derived) {
            records.add(format!("strings/{}.toml", language.id), words);
        }
    }
    records.0
}

#[derive(Default)]
struct Records(BTreeMap<String, Value>);

impl Records {
    fn add(&mut self, name: String, record: &impl Serialize) {
        let value = serde_json::to_value(record).expect("a record is a JSON value");
        self.0.insert(name, value);
    }

    fn folder<T: Serialize>(&mut self, folder: &str, all: &crate::content::catalog::Records<T>) {
        for (id, entry) in all {
            self.add(format!("{folder}/{id}"), &entry.record);
        }
    }

    fn list<T: Serialize>(&mut self, file: &str, all: &BTreeMap<String, T>) {
        for (id, record) in all {
            self.add(format!("{file}: {id}"), record);
        }
    }
}
