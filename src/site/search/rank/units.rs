//! How well each document has one of the things that are looked for.

use super::super::document::Kind;
use super::super::index::{Index, field};
use super::super::query::{Unit, Word};

/// From how many characters on a word is also looked for as a beginning.
const BEGINNING_FROM: usize = 3;

/// How well a word of a text is the word that is looked for.
pub(super) mod quality {
    pub const EXACT: u32 = 8;
    pub const FORM: u32 = 6;
    pub const BEGINNING: u32 = 4;
    pub const NEAR: u32 = 3;
}

/// A word that is looked for, and the words that will do for it.
pub(super) struct Candidates {
    pub terms: Vec<(u32, u32)>,
}

/// What a unit found: for each document how well, or 0.
pub(super) struct UnitScores {
    /// The best of each document.
    pub best: Vec<u32>,
    /// Whether it was found in a name, or by its date.
    pub named: Vec<bool>,
    /// In how many documents.
    pub count: usize,
}

impl Index {
    pub(super) fn candidates(&self, unit: &Unit) -> Vec<Candidates> {
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

    pub(super) fn unit(&self, unit: &Unit, words: &[Candidates]) -> UnitScores {
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
            for (number, span) in self.dates() {
                if span.is_within(date) {
                    // What happened then comes before what was founded then.
                    let times = match self.kind(*number) {
                        Kind::Event => 2,
                        _ => 1,
                    };
                    let doc = *number as usize;
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
