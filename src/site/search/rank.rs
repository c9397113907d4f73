//! Which documents answer a query, best first.
//!
//! A document must have everything that is looked for. Where none has, words
//! that are written nowhere are taken for the nearest that are; where still
//! none has, some of the words will do. The result says which of the two was
//! needed.

mod units;

use super::document::Kind;
use super::fuzzy;
use super::index::{Index, NameKind};
use super::query::{Query, Unit};
use units::{Candidates, UnitScores, quality};

/// A document that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// Its number among the documents.
    pub doc: u32,
    tier: Tier,
    score: u32,
}

/// What matters more than any score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tier {
    /// The words stand in it.
    Text,
    /// All words stand in its names, or its date is the one looked for.
    Names,
    /// A name begins so.
    Beginning,
    /// Another name is just so.
    Other,
    /// Its name is just so.
    Title,
    /// Its abbreviation is just so.
    Abbreviation,
}

/// What was found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// The documents, best first.
    pub hits: Vec<Hit>,
    /// Words that are written nowhere, by their places in the query, each with
    /// the words that it was taken for.
    pub taken_for: Vec<(String, Vec<u32>)>,
    /// Whether no document has everything, so that these have some of it.
    pub is_partial: bool,
    /// The words that were found, in order: what a snippet marks.
    pub terms: Vec<u32>,
}

impl Index {
    /// Looks for a query.
    pub fn search(&self, query: &Query) -> Found {
        let units = &query.units;
        let mut candidates: Vec<_> = units.iter().map(|unit| self.candidates(unit)).collect();
        let pairs = units.iter().zip(&candidates);
        let mut scores: Vec<_> = pairs.map(|(unit, words)| self.unit(unit, words)).collect();
        let mut found = Found::default();
        let mut spelling = Spelling::of(units);
        let mut docs = self.with_all(units, &scores);
        if docs.is_empty() {
            for (at, unit) in units.iter().enumerate() {
                let [word] = unit.words.as_slice() else {
                    continue;
                };
                if scores[at].count > 0 || unit.is_quoted {
                    continue;
                }
                let near = fuzzy::nearest(self, &word.term);
                let Some(best) = near.first() else { continue };
                spelling.replace(at, self.term(*best));
                let terms = near.iter().map(|term| (*term, quality::NEAR)).collect();
                candidates[at] = vec![Candidates { terms }];
                scores[at] = self.unit(unit, &candidates[at]);
                found.taken_for.push((word.written.clone(), near));
            }
            if !found.taken_for.is_empty() {
                docs = self.with_all(units, &scores);
            }
        }
        found.is_partial = docs.is_empty() && units.len() > 1;
        if found.is_partial {
            docs = self.with_some(units, &scores);
            found.is_partial = !docs.is_empty();
        }
        found.hits = self.hits(&docs, units, &scores, &spelling);
        if found.is_partial {
            let had = |hit: &Hit| had(units, &scores, hit.doc as usize);
            found
                .hits
                .sort_by_cached_key(|hit| std::cmp::Reverse(had(hit)));
        }
        let terms = candidates.iter().flatten().flat_map(|word| &word.terms);
        found.terms = terms.map(|(term, _)| *term).collect();
        found.terms.sort_unstable();
        found.terms.dedup();
        found
    }

    /// How many documents have everything that is looked for, written so.
    pub fn count(&self, query: &Query) -> usize {
        let units = &query.units;
        let mut scores = Vec::with_capacity(units.len());
        for unit in units {
            let found = self.unit(unit, &self.candidates(unit));
            if found.count == 0 && !unit.is_ignored {
                return 0;
            }
            scores.push(found);
        }
        self.with_all(units, &scores).len()
    }

    /// The query with words that are written nowhere replaced by those that
    /// come nearest, with one mistake more than a search looks past; nothing
    /// if that finds nothing either.
    pub fn suggestion(&self, query: &Query) -> Option<String> {
        let mut is_other = false;
        let mut words = Vec::new();
        for unit in &query.units {
            for word in &unit.words {
                let known = self.exact(&word.term);
                let term = match known {
                    Some(term) => term,
                    None => {
                        is_other = true;
                        *fuzzy::nearest_within(self, &word.term, 1).first()?
                    }
                };
                let posting = self.postings(term).first()?;
                words.push(self.written_in(posting.doc, &[term])?);
            }
        }
        is_other.then(|| words.join(" "))
    }

    /// The documents that have all that must be there.
    fn with_all(&self, units: &[Unit], scores: &[UnitScores]) -> Vec<u32> {
        let mut required: Vec<_> = units
            .iter()
            .zip(scores)
            .filter(|(unit, _)| !unit.is_ignored)
            .map(|(_, scores)| scores)
            .collect();
        // What few have is asked for first.
        required.sort_by_key(|scores| scores.count);
        if required.first().is_none_or(|scores| scores.count == 0) {
            return Vec::new();
        }
        let has_all = |doc: &u32| required.iter().all(|scores| scores.best[*doc as usize] > 0);
        (0..self.documents().len() as u32).filter(has_all).collect()
    }

    /// The documents that have some of what must be there.
    fn with_some(&self, units: &[Unit], scores: &[UnitScores]) -> Vec<u32> {
        let docs = 0..self.documents().len() as u32;
        docs.filter(|doc| had(units, scores, *doc as usize) > 0)
            .collect()
    }

    /// These documents, best first.
    fn hits(
        &self,
        docs: &[u32],
        units: &[Unit],
        scores: &[UnitScores],
        spelling: &Spelling,
    ) -> Vec<Hit> {
        // A word that stands in few documents says more than one in many.
        let rarity = |scores: &UnitScores| {
            let share = self.documents().len() / scores.count.max(1);
            1 + share.max(1).ilog2()
        };
        let rarities: Vec<_> = scores.iter().map(rarity).collect();
        let tiers = self.named_so(&[spelling.whole(), spelling.essential()]);
        let hit = |number: &u32| {
            let doc = *number as usize;
            let score = scores.iter().zip(&rarities);
            let score = score
                .map(|(scores, rarity)| scores.best[doc] * rarity)
                .sum();
            let mut pairs = units.iter().zip(scores);
            let is_named = pairs.all(|(unit, scores)| unit.is_ignored || scores.named[doc]);
            // A source is evidence for what is looked for, not the thing.
            let own = match is_named && self.kind(*number) != Kind::Source {
                true => Tier::Names,
                false => Tier::Text,
            };
            let named = tiers.binary_search_by_key(number, |(doc, _)| *doc);
            Hit {
                doc: *number,
                tier: named.map_or(own, |place| tiers[place].1.max(own)),
                score,
            }
        };
        let mut hits: Vec<Hit> = docs.iter().map(hit).collect();
        // No two keys are the same, so the order is one whatever the way.
        hits.sort_unstable_by_key(|hit| {
            (
                std::cmp::Reverse((hit.tier, hit.score_within_names())),
                self.kind(hit.doc),
                // Of all that the words name alike, the register's own subject
                // is looked for most.
                !(hit.is_named() && self.documents()[hit.doc as usize].is_subject),
                std::cmp::Reverse(hit.score),
                hit.doc,
            )
        });
        hits
    }

    /// The documents with a name that is just as one of these texts or begins
    /// so, in order, each with the best that can be said of it.
    fn named_so(&self, texts: &[String]) -> Vec<(u32, Tier)> {
        let texts = texts.iter().filter(|text| !text.is_empty());
        let mut tiers: Vec<(u32, Tier)> = texts
            .flat_map(|text| self.names(text).iter().map(move |name| (text, name)))
            .map(|(text, name)| {
                let tier = match name.kind {
                    _ if *name.text != **text => Tier::Beginning,
                    // A word about a thing comes after the thing.
                    NameKind::Title if self.kind(name.doc) == Kind::Term => Tier::Other,
                    NameKind::Abbreviation => Tier::Abbreviation,
                    NameKind::Title => Tier::Title,
                    NameKind::Other => Tier::Other,
                };
                (name.doc, tier)
            })
            .collect();
        tiers.sort_unstable_by_key(|(doc, tier)| (*doc, std::cmp::Reverse(*tier)));
        tiers.dedup_by_key(|(doc, _)| *doc);
        tiers
    }
}

impl Hit {
    /// Whether it is the thing that was looked for, rather than something in
    /// which the words stand.
    pub fn is_named(&self) -> bool {
        self.tier > Tier::Text
    }

    /// Between documents that are named just so the kind decides, not how
    /// often the words stand in them.
    fn score_within_names(&self) -> u32 {
        match self.tier {
            Tier::Text | Tier::Names => self.score,
            Tier::Beginning | Tier::Other | Tier::Title | Tier::Abbreviation => 0,
        }
    }
}

/// How much of what must be there a document has.
fn had(units: &[Unit], scores: &[UnitScores], doc: usize) -> usize {
    let pairs = units.iter().zip(scores);
    let had = pairs.filter(|(unit, scores)| !unit.is_ignored && scores.best[doc] > 0);
    had.count()
}

/// The query as a name would be folded: its parts, and whether each may be
/// left out.
struct Spelling(Vec<(String, bool)>);

impl Spelling {
    fn of(units: &[Unit]) -> Self {
        let words = |unit: &Unit| {
            let terms: Vec<_> = unit.words.iter().map(|word| word.term.as_str()).collect();
            (terms.join(" "), unit.is_ignored)
        };
        Self(units.iter().map(words).collect())
    }

    fn replace(&mut self, at: usize, term: &str) {
        term.clone_into(&mut self.0[at].0);
    }

    fn whole(&self) -> String {
        self.join(|_| true)
    }

    /// Without the small words: who asks for "the PERCO" means PERCO.
    fn essential(&self) -> String {
        self.join(|is_ignored| !is_ignored)
    }

    fn join(&self, takes: impl Fn(bool) -> bool) -> String {
        let parts = self.0.iter().filter(|(_, is_ignored)| takes(*is_ignored));
        let parts: Vec<_> = parts.map(|(text, _)| text.as_str()).collect();
        parts.join(" ")
    }
}
