//! Which key of a record each key fact shows. Pages say it by the label before
//! the fact, which is all that this goes by: no byte of a page is for editors.

use super::{Origins, Place};
use crate::content::record::Strings;
use crate::diag::FileId;
use crate::locale::PluralCategory;
use std::collections::BTreeMap;

/// The labels of a language, and the keys that may stand behind each. What a
/// record has of them is what its page shows.
fn labels(words: &Strings) -> Vec<(&str, &'static [&'static str])> {
    let labels = &words.labels;
    let records = &words.records;
    let kinds = &words.kinds;
    let mut all: Vec<(&str, &'static [&'static str])> = vec![
        (&labels.relation, &["relation"]),
        (&labels.form, &["relation.form"]),
        (&labels.since, &["relation.since", "since"]),
        (&labels.until, &["relation.until", "until"]),
        (&labels.country, &["country"]),
        (&labels.about, &["scope"]),
        (&labels.run_by, &["coordinator"]),
        (&labels.chaired_by, &["coordinator"]),
        (&labels.founded, &["founded"]),
        (&labels.seat, &["seat"]),
        (&labels.serves, &["goals"]),
        (&labels.website, &["website"]),
        (&labels.date, &["date"]),
        (&labels.place, &["place"]),
        (&labels.topic, &["topic"]),
        (&labels.publisher, &["publisher"]),
        (&labels.own_title, &["own-title"]),
        (&labels.in_language, &["language"]),
        (&labels.address, &["address"]),
        (&labels.published, &["date"]),
        (&labels.read, &["read"]),
        (&labels.state, &["state"]),
    ];
    let took_part = PluralCategory::ALL.map(|category| labels.took_part.form(category));
    all.extend(took_part.map(|label| (label, &["partners"][..])));
    // What a membership is in is called what it is.
    let bodies = [
        &records.society,
        &records.network,
        &kinds.movement.one,
        &kinds.movement_body.one,
        &kinds.un_agency.one,
        &kinds.intergovernmental.one,
        &kinds.government_agency.one,
        &kinds.diplomatic.one,
        &kinds.ngo.one,
    ];
    all.extend(bodies.map(|label| (label.as_str(), &["body"][..])));
    all
}

impl Origins<'_> {
    /// Where the key facts of a record are written, by the labels of a language.
    pub(super) fn facts(&self, file: FileId, words: &Strings) -> BTreeMap<String, Place> {
        let mut keys = BTreeMap::<&str, Vec<&str>>::new();
        for (label, behind) in labels(words) {
            keys.entry(label).or_default().extend(behind);
        }
        let keys = keys.into_iter();
        keys.map(|(label, keys)| (label.to_owned(), self.key(file, &keys)))
            .collect()
    }
}
