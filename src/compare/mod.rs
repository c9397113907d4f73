//! What visitors will see changed between two registers: page by page, in
//! words, and as text.
//!
//! Records are compared as the data that they are, pages as the Markdown that
//! stands beside them. Nothing here knows where a register was read from.

mod records;
mod words;

use crate::content::Catalog;
use crate::site::BuildError;
use crate::site::assets::Assets;
use crate::site::outlines::{PageText, PageTexts, Subject, outlines};
use similar::TextDiff;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

/// How many lines stand around a change in a text.
const AROUND: usize = 2;

/// What differs between two registers.
#[derive(Debug)]
pub struct Comparison {
    /// Every page that differs, first those with a record that does.
    pub pages: Vec<PageChange>,
    /// Records that have no page of their own, each with what changed in it.
    pub elsewhere: Vec<(String, Vec<String>)>,
}

/// What happened to a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Happened {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It stands at another address.
    Moved,
    /// It says something else.
    Changed,
}

/// A page that differs.
#[derive(Debug)]
pub struct PageChange {
    /// What happened to it.
    pub happened: Happened,
    /// Its record, as `<folder>/<file>`, if it has one.
    pub record: Option<String>,
    /// What changed in that record, each a phrase.
    pub words: Vec<String>,
    /// Before and after, in each language in which it differs.
    pub texts: Vec<(Option<PageText>, Option<PageText>)>,
}

/// Compares two registers. Both must be of the same day, or lateness differs too.
///
/// # Errors
/// When the pages of one of them could not be made.
pub fn compare(
    before: &Arc<Catalog>,
    after: &Arc<Catalog>,
    assets: &Arc<Assets>,
) -> Result<Comparison, BuildError> {
    let pages = |catalog: &Arc<Catalog>| -> Result<BTreeMap<Subject, PageTexts>, BuildError> {
        let pages = outlines(Arc::clone(catalog), Arc::clone(assets))?;
        Ok(pages.into_iter().collect())
    };
    let (mut old, mut new) = (pages(before)?, pages(after)?);
    let moved = moved(&old, &new, after);
    let mut records = records::changes(before, after, &moved);
    let mut changes = Vec::new();
    for (from, to) in &moved {
        let (from, to) = (Subject::Entity(from.clone()), Subject::Entity(to.clone()));
        let (old, new) = (old.remove(&from), new.remove(&to));
        changes.push(change(&to, old, new, &mut records, after));
    }
    let mut subjects: Vec<Subject> = old.keys().chain(new.keys()).cloned().collect();
    subjects.sort();
    subjects.dedup();
    for subject in subjects {
        let (old, new) = (old.remove(&subject), new.remove(&subject));
        let change = change(&subject, old, new, &mut records, after);
        if !change.texts.is_empty() || !change.words.is_empty() {
            changes.push(change);
        }
    }
    changes.sort_by_key(|change| (change.record.is_none(), change.happened));
    Ok(Comparison {
        pages: changes,
        elsewhere: records.into_iter().collect(),
    })
}

/// Entities whose page is gone and whose address leads to a page that is new,
/// as `<folder>/<file>`, before and after.
fn moved(
    old: &BTreeMap<Subject, PageTexts>,
    new: &BTreeMap<Subject, PageTexts>,
    after: &Catalog,
) -> Vec<(String, String)> {
    let only_in = |these: &BTreeMap<Subject, PageTexts>, those: &BTreeMap<Subject, PageTexts>| {
        let mut found = BTreeMap::new();
        for (subject, pages) in these {
            if let (Subject::Entity(entity), false) = (subject, those.contains_key(subject)) {
                found.extend(pages.iter().map(|page| (page.path.clone(), entity.clone())));
            }
        }
        found
    };
    let (gone, added) = (only_in(old, new), only_in(new, old));
    let mut moved: Vec<(String, String)> = after
        .redirects
        .redirects
        .iter()
        .filter_map(|redirect| {
            let from = gone.get(redirect.from.as_str())?;
            let to = added.get(redirect.to.as_str())?;
            Some((from.clone(), to.clone()))
        })
        .collect();
    moved.sort();
    // One page to one page: the first of several decides.
    moved.dedup_by(|one, other| one.0 == other.0 || one.1 == other.1);
    moved
}

fn change(
    subject: &Subject,
    old: Option<PageTexts>,
    new: Option<PageTexts>,
    records: &mut BTreeMap<String, Vec<String>>,
    after: &Catalog,
) -> PageChange {
    let happened = match (&old, &new) {
        (None, _) => Happened::Added,
        (_, None) => Happened::Removed,
        (Some(old), Some(new)) if old.iter().zip(new).all(|(old, new)| old.path == new.path) => {
            Happened::Changed
        }
        _ => Happened::Moved,
    };
    let record = match subject {
        Subject::Entity(entity) => Some(entity.clone()),
        Subject::Page(_) => None,
    };
    let words = record.as_ref().and_then(|record| records.remove(record));
    let mut words = words.unwrap_or_default();
    let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
    words.extend(left_behind(&old, &new, after));
    let languages = old.len().max(new.len());
    let (mut old, mut new) = (old.into_iter(), new.into_iter());
    let texts = (0..languages)
        .map(|_| (old.next(), new.next()))
        .filter(|(old, new)| old != new)
        .collect();
    PageChange {
        happened,
        record,
        words,
        texts,
    }
}

/// What a visitor finds at an address where the page no longer stands.
fn left_behind(old: &[PageText], new: &[PageText], after: &Catalog) -> Vec<String> {
    let still = |page: &&PageText| new.iter().all(|new| new.path != page.path);
    let redirects = &after.redirects;
    old.iter()
        .filter(still)
        .map(|PageText { path, .. }| {
            let mut moved = redirects.redirects.iter();
            let mut gone = redirects.gone.iter();
            if let Some(moved) = moved.find(|moved| moved.from.as_str() == path) {
                format!("{path} leads to {}", moved.to.as_str())
            } else if gone.any(|gone| gone.path.as_str() == path) {
                format!("at {path} visitors read why it is gone")
            } else {
                format!("at {path} visitors find nothing: redirects.toml does not name it")
            }
        })
        .collect()
}

/// The difference between two texts of a page, in the form that `diff -u` has
/// (POSIX, 2018 edition, `diff`); empty if only the address differs.
pub fn unified(before: Option<&PageText>, after: Option<&PageText>) -> String {
    let text = |page: Option<&PageText>| page.map_or("", |page| page.text.as_str()).to_owned();
    let name = |side: &str, page: Option<&PageText>| {
        page.map_or_else(
            || "/dev/null".to_owned(),
            |page| format!("{side}{}", page.path),
        )
    };
    let (old, new) = (text(before), text(after));
    let mut out = String::new();
    let diff = TextDiff::from_lines(&old, &new);
    let mut unified = diff.unified_diff();
    unified.context_radius(AROUND);
    unified.header(&name("a", before), &name("b", after));
    write!(out, "{unified}").expect("memory takes everything");
    out
}
