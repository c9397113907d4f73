//! Words that are nearly written so.
//!
//! The distance is that of Damerau and Levenshtein in its restricted form:
//! a letter missing, one too many, another one, or two that changed places.

use super::index::Index;

/// From how many characters on one mistake is looked past, and two.
const ONE_FROM: usize = 4;
const TWO_FROM: usize = 8;

/// The most words that a word may be taken for.
const MOST: usize = 8;

/// No word is looked for that is longer: the work grows with its square.
const LONGEST: usize = 32;

/// How many mistakes in a word of so many characters are looked past.
pub(super) fn tolerance(length: usize) -> usize {
    match length {
        _ if length > LONGEST => 0,
        _ if length >= TWO_FROM => 2,
        _ if length >= ONE_FROM => 1,
        _ => 0,
    }
}

/// The words of the index that are nearest to this one, within the mistakes
/// that are looked past: whole words, else beginnings of words; those that
/// stand in most documents first. None for a number: another number is
/// another thing.
pub(super) fn nearest(index: &Index, word: &str) -> Vec<u32> {
    nearest_within(index, word, 0)
}

/// The same with so many mistakes more, if any are looked past, but always in
/// less than a third of the characters: what differs more is another word.
pub(super) fn nearest_within(index: &Index, word: &str, more: usize) -> Vec<u32> {
    let given: Vec<char> = word.chars().collect();
    let tolerance = match tolerance(given.len()) {
        0 => 0,
        some => (some + more).min((given.len() - 1) / 3),
    };
    if tolerance == 0 || given.iter().all(char::is_ascii_digit) {
        return Vec::new();
    }
    let mut found = Search::new(index, &given, tolerance).run();
    let Some(best) = found.iter().map(|found| found.rank()).min() else {
        return Vec::new();
    };
    found.retain(|found| found.rank() == best);
    found.sort_by_key(|found| {
        let common = index.postings(found.term).len();
        (std::cmp::Reverse(common), found.term)
    });
    found.iter().take(MOST).map(|found| found.term).collect()
}

struct Near {
    term: u32,
    /// Whether only its beginning is near.
    beginning: bool,
    distance: u8,
}

impl Near {
    fn rank(&self) -> (bool, u8) {
        (self.beginning, self.distance)
    }
}

/// A distance that is too great, whatever comes.
const FAR: u8 = u8::MAX / 2;

/// The most mistakes that are ever looked past.
const MOST_MISTAKES: usize = 3;

/// How many characters of a word are looked at: no more can matter.
const DEEPEST: usize = LONGEST + MOST_MISTAKES;

/// The distances between a beginning of a word and all of the given one, from
/// none of its characters to all.
type Row = [u8; LONGEST + 1];

/// A walk over words in order that keeps what neighbours have in common.
struct Search<'i> {
    index: &'i Index,
    given: &'i [char],
    tolerance: usize,
    /// The characters of the word before, as far as they were looked at.
    path: Vec<char>,
    /// For none of the path and for each of its characters. Only what lies
    /// within the tolerance of the diagonal is reckoned; the rest is too far.
    rows: Vec<Row>,
    /// For the same places: the nearest beginning up to there.
    beginnings: Vec<u8>,
}

impl<'i> Search<'i> {
    fn new(index: &'i Index, given: &'i [char], tolerance: usize) -> Self {
        let tolerance = tolerance.min(MOST_MISTAKES);
        let mut first = [FAR; LONGEST + 1];
        for (column, distance) in (0..).zip(&mut first[..=tolerance.min(given.len())]) {
            *distance = column;
        }
        Self {
            index,
            given,
            tolerance,
            path: Vec::with_capacity(DEEPEST),
            beginnings: vec![first[given.len()]],
            rows: vec![first],
        }
    }

    fn run(mut self) -> Vec<Near> {
        let terms = self.index.terms();
        let tolerance = self.tolerance as u8;
        let mut found = Vec::new();
        let mut next = 0;
        while let Some(term) = terms.get(next) {
            match self.walk(term) {
                Ok((distance, beginning)) => {
                    let is_whole = distance <= tolerance;
                    if is_whole || beginning <= tolerance {
                        found.push(Near {
                            term: next as u32,
                            beginning: !is_whole,
                            distance: if is_whole { distance } else { beginning },
                        });
                    }
                    next += 1;
                }
                // No word that begins so can be near: on to the first that
                // begins otherwise.
                Err(length) => next += after_beginning(&terms[next..], &term[..length]),
            }
        }
        found
    }

    /// The distance of a word and that of its nearest beginning; or how many
    /// bytes of it show that neither is within the tolerance.
    fn walk(&mut self, term: &str) -> Result<(u8, u8), usize> {
        let tolerance = self.tolerance as u8;
        let deepest = self.given.len() + self.tolerance;
        let same = term
            .chars()
            .zip(&self.path)
            .take_while(|(one, other)| one == *other)
            .count();
        self.path.truncate(same);
        self.rows.truncate(same + 1);
        self.beginnings.truncate(same + 1);
        for (at, character) in term.char_indices().skip(same) {
            if self.path.len() == deepest {
                // A word that goes on is too long to be near as a whole.
                return Ok((FAR, self.beginnings[deepest]));
            }
            let least = self.push(character);
            let depth = self.path.len();
            if least > tolerance {
                // Letters that changed places may still mend it by one letter.
                let before = self.rows[depth - 1].iter().min();
                let nearly = before.is_some_and(|before| *before < tolerance);
                if self.beginnings[depth] <= tolerance {
                    if !nearly {
                        return Ok((FAR, self.beginnings[depth]));
                    }
                } else if !nearly {
                    return Err(at + character.len_utf8());
                }
            }
        }
        let depth = self.path.len();
        Ok((self.rows[depth][self.given.len()], self.beginnings[depth]))
    }

    /// Goes on by one character; returns the least distance.
    fn push(&mut self, character: char) -> u8 {
        let depth = self.path.len();
        let before = &self.rows[depth];
        let last = self.given.len();
        let mut row = [FAR; LONGEST + 1];
        let from = (depth + 1).saturating_sub(self.tolerance);
        let to = (depth + 1 + self.tolerance).min(last);
        let mut least = FAR;
        for column in from..=to {
            let Some(left) = column.checked_sub(1) else {
                row[0] = depth as u8 + 1;
                least = row[0];
                continue;
            };
            let given = self.given[left];
            let replaced = before[left] + u8::from(given != character);
            let mut distance = replaced.min(before[column] + 1).min(row[left] + 1);
            if let (Some(previous), Some(further)) = (self.path.last(), left.checked_sub(1))
                && *previous == given
                && self.given[further] == character
            {
                distance = distance.min(self.rows[depth - 1][further] + 1);
            }
            row[column] = distance.min(FAR);
            least = least.min(distance);
        }
        self.path.push(character);
        self.beginnings.push(self.beginnings[depth].min(row[last]));
        self.rows.push(row);
        least
    }
}

/// How many of these words, which are in order and of which the first begins
/// so, begin so. Most often it is a few: they are counted in growing leaps.
fn after_beginning(terms: &[Box<str>], start: &str) -> usize {
    let mut known = 1;
    let mut leap = 1;
    while terms
        .get(known + leap)
        .is_some_and(|term| term.starts_with(start))
    {
        known += leap;
        leap *= 2;
    }
    let rest = &terms[known..terms.len().min(known + leap)];
    known + rest.partition_point(|term| term.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::super::document::Document;
    use super::super::fold::Folding;
    use super::*;

    fn near(words: &[&str], given: &str) -> Vec<String> {
        let documents = words.iter().map(|word| Document {
            title: (*word).to_owned(),
            ..Document::default()
        });
        let index = Index::new(&Folding::new(&[], 0), documents.collect());
        let found = nearest(&index, given);
        found
            .into_iter()
            .map(|term| index.term(term).to_owned())
            .collect()
    }

    #[test]
    fn one_mistake_is_looked_past_from_four_letters_and_two_from_eight() {
        let words = ["unhcr", "unicef", "refugees", "network", "sens"];
        assert_eq!(near(&words, "unhrc"), ["unhcr"]);
        assert_eq!(near(&words, "nhcr"), ["unhcr"]);
        assert_eq!(near(&words, "unnicef"), ["unicef"]);
        assert_eq!(near(&words, "sems"), ["sens"]);
        assert_eq!(near(&words, "netwrko"), [""; 0]);
        assert_eq!(near(&words, "refuges"), ["refugees"]);
        assert_eq!(near(&words, "raafugees"), ["refugees"]);
        assert_eq!(near(&words, "sen"), [""; 0]);
        assert_eq!(near(&words, "xyzw"), [""; 0]);
    }

    #[test]
    fn what_differs_in_a_third_of_its_letters_is_not_what_was_meant() {
        let words = ["telephone", "psychosocial", "serbia"].map(|word| Document {
            title: word.to_owned(),
            ..Document::default()
        });
        let index = Index::new(&Folding::new(&[], 0), words.into());
        let guesses = |given| nearest_within(&index, given, 1).len();
        assert_eq!(guesses("xylophone"), 0, "three of nine");
        assert_eq!(guesses("telefone"), 1, "two of eight");
        assert_eq!(guesses("pzihozosial"), 0, "four of eleven");
        assert_eq!(guesses("psihosocijal"), 1, "three of twelve");
        assert_eq!(guesses("zerbja"), 0, "two of six");
    }

    #[test]
    fn beginnings_count_where_no_whole_word_is_near() {
        let words = ["psychosocial", "montenegro"];
        assert_eq!(near(&words, "psyhco"), ["psychosocial"]);
        assert_eq!(near(&words, "monteengr"), ["montenegro"]);
        assert_eq!(near(&["mont", "montenegro"], "momt"), ["mont"]);
    }

    #[test]
    fn another_number_is_another_thing() {
        assert_eq!(near(&["2024", "2025"], "2026"), [""; 0]);
    }

    /// What the walk finds is what comparing with every word finds.
    #[test]
    fn nothing_is_missed_by_leaping() {
        let syllables = ["ka", "ra", "to", "mi", "an", "es"];
        let mut words = Vec::new();
        for a in syllables {
            for b in syllables {
                for c in syllables {
                    words.push(format!("{a}{b}{c}"));
                }
            }
        }
        let all: Vec<&str> = words.iter().map(String::as_str).collect();
        for given in ["karaot", "miesan", "tokxra", "esesees", "anmitox"] {
            let distances = all
                .iter()
                .map(|word| (strsim::osa_distance(given, word), *word));
            let least = distances.clone().map(|(distance, _)| distance).min();
            if least.is_none_or(|least| least > tolerance(given.len())) {
                continue;
            }
            let mut expected: Vec<_> = distances
                .filter(|(distance, _)| Some(*distance) == least)
                .map(|(_, word)| word.to_owned())
                .collect();
            expected.sort();
            expected.truncate(MOST);
            assert_eq!(near(&all, given), expected, "{given}");
        }
    }
}
