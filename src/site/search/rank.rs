//! Which documents answer a query, best first.
//!
//! A document must have everything that is looked for. Where none has, words
//! that are written nowhere are taken for the nearest that are; where still
//! none has, some of the words will do. The result says which of the two was
//! needed.

use super::document::Kind;
use super::fuzzy;
use super::index::{Index, NameKind, field};
use super::query::{Query, Unit, Word};

/// From how many characters on a word is also looked for as a beginning.
const BEGINNING_FROM: usize = 3;

/// How well a word of a text is the word that is looked for.
mod quality {
    pub const EXACT: u32 = 8;
    pub const FORM: u32 = 6;
    pub const BEGINNING: u32 = 4;
    pub const NEAR: u32 = 3;
}

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

/// A word that is looked for, and the words that will do for it.
struct Candidates {
    terms: Vec<(u32, u32)>,
}

/// What a unit found: for each document how well, or 0.
struct UnitScores {
    /// The best of each document.
    best: Vec<u32>,
    /// Whether it was found in a name, or by its date.
    named: Vec<bool>,
    /// In how many documents.
    count: usize,
}

impl Index {
    /// Looks for a query.
    pub fn search(&self, query: &Query) -> Found {
        let units = &query.units;
        let mut candidates: Vec<Vec<Candidates>> =
            units.iter().map(|unit| self.candidates(unit)).collect();
        let mut scores: Vec<UnitScores> = units
            .iter()
            .zip(&candidates)
            .map(|(unit, words)| self.unit(unit, words))
            .collect();
        let mut found = Found::default();
        let mut spelling = Spelling::of(units);
        let mut hits = self.all_of(units, &scores, &spelling);
        if hits.is_empty() {
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
                hits = self.all_of(units, &scores, &spelling);
            }
        }
        if hits.is_empty() && units.len() > 1 {
            hits = self.some_of(units, &scores, &spelling);
            found.is_partial = !hits.is_empty();
        }
        found.hits = hits;
        let terms = candidates.iter().flatten().flat_map(|word| &word.terms);
        found.terms = terms.map(|(term, _)| *term).collect();
        found.terms.sort_unstable();
        found.terms.dedup();
        found
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

    fn candidates(&self, unit: &Unit) -> Vec<Candidates> {
        let is_phrase = unit.words.len() > 1 || unit.is_quoted;
        let words = unit.words.iter();
        words.map(|word| self.words_for(word, is_phrase)).collect()
    }

    /// The words that will do for one, each once, with how well.
    fn words_for(&self, word: &Word, is_phrase: bool) -> Candidates {
        let mut terms: Vec<(u32, u32)> = Vec::new();
        let mut add = |term: u32, quality: u32| {
            if !terms.iter().any(|(known, _)| *known == term) {
                terms.push((term, quality));
            }
        };
        if let Some(term) = self.exact(&word.term) {
            add(term, quality::EXACT);
        }
        for term in self.written(&word.term) {
            add(term, quality::EXACT);
        }
        for other in &word.others {
            if let Some(term) = self.exact(other) {
                add(term, quality::FORM);
            }
            for term in self.written(other) {
                add(term, quality::FORM);
            }
        }
        for stem in &word.stems {
            for term in self.with_stem(stem) {
                add(term, quality::FORM);
            }
        }
        if !is_phrase && word.term.chars().count() >= BEGINNING_FROM {
            let known = terms.len();
            let beginning = self.beginning(&word.term);
            for term in beginning.chain(self.written_beginning(&word.term)) {
                if !terms[..known].iter().any(|(found, _)| *found == term) {
                    terms.push((term, quality::BEGINNING));
                }
            }
        }
        Candidates { terms }
    }

    fn unit(&self, unit: &Unit, words: &[Candidates]) -> UnitScores {
        let count = self.documents().len();
        let mut scores = UnitScores {
            best: vec![0; count],
            named: vec![false; count],
            count: 0,
        };
        match words {
            [word] => self.word_scores(word, &mut scores),
            several => self.phrase_scores(several, &mut scores),
        }
        if let Some(date) = &unit.date {
            for (doc, document) in self.documents().iter().enumerate() {
                if document.dates.iter().any(|span| span.is_within(date)) {
                    // What happened then comes before what was founded then.
                    let times = match document.kind() {
                        Kind::Event => 2,
                        _ => 1,
                    };
                    scores.best[doc] += times * quality::EXACT * weight(field::TITLE);
                    scores.named[doc] = true;
                }
            }
        }
        scores.count = scores.best.iter().filter(|best| **best > 0).count();
        scores
    }

    fn word_scores(&self, word: &Candidates, scores: &mut UnitScores) {
        for (term, quality) in &word.terms {
            for posting in self.postings(*term) {
                let doc = posting.doc as usize;
                let score = quality * weight(posting.fields) + u32::from(posting.count.min(3));
                scores.best[doc] = scores.best[doc].max(score);
                scores.named[doc] |= posting.fields & field::NAMES != 0;
            }
        }
    }

    /// Documents in which the words stand in a row.
    fn phrase_scores(&self, words: &[Candidates], scores: &mut UnitScores) {
        let Some((first, rest)) = words.split_first() else {
            return;
        };
        let mut docs: Vec<u32> = Vec::new();
        for (term, _) in &first.terms {
            docs.extend(self.postings(*term).iter().map(|posting| posting.doc));
        }
        docs.sort_unstable();
        docs.dedup();
        let fits =
            |word: &Candidates, term: u32| word.terms.iter().any(|(known, _)| *known == term);
        for doc in docs {
            for (number, segment) in self.segments(doc).enumerate() {
                let is_there = segment.windows(words.len()).any(|row| {
                    let (head, tail) = (row[0], &row[1..]);
                    fits(first, head) && rest.iter().zip(tail).all(|(word, term)| fits(word, *term))
                });
                if is_there {
                    let doc = doc as usize;
                    let field = self.field_of(doc, number);
                    let score = quality::EXACT * weight(field);
                    scores.best[doc] = scores.best[doc].max(score);
                    scores.named[doc] |= field & field::NAMES != 0;
                }
            }
        }
    }

    /// The field that a segment of a document belongs to.
    fn field_of(&self, doc: usize, segment: usize) -> u8 {
        let document = &self.documents()[doc];
        let abbreviation = 1 + document.passages.len();
        let names = abbreviation + usize::from(document.abbreviation.is_some());
        match segment {
            0 => field::TITLE,
            _ if segment < abbreviation => field::TEXT,
            _ if segment < names => field::ABBREVIATION,
            _ if segment < names + document.names.len() => field::NAME,
            _ => field::KEYWORD,
        }
    }

    /// The documents that have all that must be there.
    fn all_of(&self, units: &[Unit], scores: &[UnitScores], spelling: &Spelling) -> Vec<Hit> {
        let required = |doc: usize| {
            let mut pairs = units.iter().zip(scores);
            pairs.all(|(unit, scores)| unit.is_ignored || scores.best[doc] > 0)
        };
        if units.is_empty() {
            return Vec::new();
        }
        let docs = (0..self.documents().len()).filter(|doc| required(*doc));
        self.hits(docs, units, scores, spelling)
    }

    /// The documents that have some of it, those with most of it first.
    fn some_of(&self, units: &[Unit], scores: &[UnitScores], spelling: &Spelling) -> Vec<Hit> {
        let had = |doc: usize| {
            let pairs = units.iter().zip(scores);
            let had = pairs.filter(|(unit, scores)| !unit.is_ignored && scores.best[doc] > 0);
            had.count()
        };
        let docs = (0..self.documents().len()).filter(|doc| had(*doc) > 0);
        let mut hits = self.hits(docs, units, scores, spelling);
        hits.sort_by_key(|hit| std::cmp::Reverse(had(hit.doc as usize)));
        hits
    }

    fn hits(
        &self,
        docs: impl Iterator<Item = usize>,
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
        let tiers = self.named_so(&spelling.text());
        let mut hits: Vec<Hit> = docs
            .map(|doc| {
                let score = scores.iter().zip(&rarities);
                let is_named = units
                    .iter()
                    .zip(scores)
                    .all(|(unit, scores)| unit.is_ignored || scores.named[doc]);
                // A source is evidence for what is looked for, not the thing.
                let doc_number = doc as u32;
                let is_source = self.kind(doc_number) == Kind::Source;
                let own = match is_named && !is_source {
                    true => Tier::Names,
                    false => Tier::Text,
                };
                let named = tiers.binary_search_by_key(&doc_number, |(doc, _)| *doc);
                Hit {
                    doc: doc_number,
                    tier: named.map_or(own, |place| tiers[place].1.max(own)),
                    score: score
                        .map(|(scores, rarity)| scores.best[doc] * rarity)
                        .sum(),
                }
            })
            .collect();
        hits.sort_by_key(|hit| {
            (
                std::cmp::Reverse((hit.tier, hit.score_within_names())),
                self.kind(hit.doc),
                std::cmp::Reverse(hit.score),
                hit.doc,
            )
        });
        hits
    }

    fn kind(&self, doc: u32) -> Kind {
        self.documents()[doc as usize].kind()
    }

    /// The documents with a name that is just so or begins so, in order, each
    /// with the best that can be said of it.
    fn named_so(&self, text: &str) -> Vec<(u32, Tier)> {
        if text.is_empty() {
            return Vec::new();
        }
        let mut tiers: Vec<(u32, Tier)> = self
            .names(text)
            .iter()
            .map(|name| {
                let tier = match name.kind {
                    _ if *name.text != *text => Tier::Beginning,
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

/// How much a field counts, by the best of its bits.
fn weight(fields: u8) -> u32 {
    match fields {
        _ if fields & field::ABBREVIATION != 0 => 12,
        _ if fields & field::TITLE != 0 => 10,
        _ if fields & field::NAME != 0 => 8,
        _ if fields & field::KEYWORD != 0 => 4,
        _ => 2,
    }
}

/// The query as a name would be folded.
struct Spelling(Vec<String>);

impl Spelling {
    fn of(units: &[Unit]) -> Self {
        let words = |unit: &Unit| {
            let terms: Vec<_> = unit.words.iter().map(|word| word.term.as_str()).collect();
            terms.join(" ")
        };
        Self(units.iter().map(words).collect())
    }

    fn replace(&mut self, at: usize, term: &str) {
        term.clone_into(&mut self.0[at]);
    }

    fn text(&self) -> String {
        self.0.join(" ")
    }
}
