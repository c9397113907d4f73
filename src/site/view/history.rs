//! What the register has changed in what it says about an entity.

use super::parts::{Row, Section};
use crate::content::record::Revision;
use crate::site::edition::Edition;

/// The changes of the register, newest first; those of one day in the order
/// of the file.
pub(super) fn section(edition: &Edition<'_>, revisions: &[Revision]) -> Section<Row> {
    let mut revisions: Vec<_> = revisions.iter().collect();
    revisions.sort_by_key(|revision| std::cmp::Reverse(revision.date));
    let rows: Vec<_> = revisions
        .into_iter()
        .map(|revision| Row {
            key: edition.time(&revision.date).words,
            lines: vec![revision.text.in_language(&edition.language.id).into()],
            ..Row::default()
        })
        .collect();
    let key = edition.count(&edition.words.counts.changes, rows.len());
    Section::new("h-history", &edition.words.trust.revisions, key, rows)
}
