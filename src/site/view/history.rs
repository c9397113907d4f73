//! What the register has changed in what it says about an entity.

use super::parts::{Row, Section};
use crate::content::record::Revision;
use crate::site::edition::Edition;

/// The name of the heading above what the register has changed, within a page.
pub const HISTORY: &str = "h-history";

/// The changes of the register, with their numbers in the file, newest first;
/// those of one day in the order of the file.
pub fn order(revisions: &[Revision]) -> Vec<(usize, &Revision)> {
    let mut revisions: Vec<_> = revisions.iter().enumerate().collect();
    revisions.sort_by_key(|(_, revision)| std::cmp::Reverse(revision.date));
    revisions
}

/// The changes of the register as rows.
pub(super) fn section(edition: &Edition<'_>, revisions: &[Revision]) -> Section<Row> {
    let rows: Vec<_> = order(revisions)
        .into_iter()
        .map(|(_, revision)| Row {
            key: edition.time(&revision.date).words,
            lines: vec![revision.text.in_language(&edition.language.id).into()],
            ..Row::default()
        })
        .collect();
    let key = edition.count(&edition.words.counts.changes, rows.len());
    Section::new(HISTORY, &edition.words.trust.revisions, key, rows)
}
