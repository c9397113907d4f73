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

/// The same with so many mistakes more, if any are looked past.
pub(super) fn nearest_within(index: &Index, word: &str, more: usize) -> Vec<u32> {
    let given: Vec<char> = word.chars().collect();
    let tolerance = match tolerance(given.len()) {
        0 => 0,
        some => some + more,
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
    distance: usize,
}

impl Near {
    fn rank(&self) -> (bool, usize) {
        (self.beginning, self.distance)
    }
}

/// A walk over words in order that keeps what neighbours have in common.
struct Search<'i> {
    index: &'i Index,
    given: &'i [char],
    tolerance: usize,
    /// The characters of the word before, as far as they were looked at.
    path: Vec<char>,
    /// For each character of the path and none: the distances to the
    /// beginnings of the given word.
    rows: Vec<Vec<usize>>,
}

impl<'i> Search<'i> {
    fn new(index: &'i Index, given: &'i [char], tolerance: usize) -> Self {
        Self {
            index,
            given,
            tolerance,
            path: Vec::new(),
            rows: vec![(0..=given.len()).collect()],
        }
    }

    fn run(mut self) -> Vec<Near> {
        let terms = self.index.terms();
        let mut found = Vec::new();
        let mut next = 0;
        while let Some(term) = terms.get(next) {
            match self.walk(term) {
                Ok((distance, beginning)) => {
                    if distance.min(beginning) <= self.tolerance {
                        found.push(Near {
                            term: next as u32,
                            beginning: distance > self.tolerance,
                            distance: match distance > self.tolerance {
                                true => beginning,
                                false => distance,
                            },
                        });
                    }
                    next += 1;
                }
                // No word that begins so can be near: on to the first that
                // begins otherwise.
                Err(length) => {
                    let start = &term[..length];
                    next += terms[next..].partition_point(|term| term.starts_with(start));
                }
            }
        }
        found
    }

    /// The distance of a word and that of its nearest beginning; or how many
    /// bytes of it show that neither is within the tolerance.
    fn walk(&mut self, term: &str) -> Result<(usize, usize), usize> {
        let last = self.given.len();
        let same = term
            .chars()
            .zip(&self.path)
            .take_while(|(one, other)| one == *other)
            .count();
        self.path.truncate(same);
        self.rows.truncate(same + 1);
        for (at, character) in term.char_indices().skip(same) {
            self.push(character);
            let row = &self.rows[self.path.len()];
            let hopeless = row.iter().all(|distance| *distance > self.tolerance);
            // Letters that changed places may still mend it by one letter.
            let before = &self.rows[self.path.len() - 1];
            let nearly = before.iter().any(|distance| *distance < self.tolerance);
            if hopeless && !nearly && !self.has_near_beginning() {
                return Err(at + character.len_utf8());
            }
        }
        let beginning = self.rows.iter().map(|row| row[last]).min();
        let distance = self.rows.last().map_or(last, |row| row[last]);
        Ok((distance, beginning.unwrap_or(distance)))
    }

    fn has_near_beginning(&self) -> bool {
        let last = self.given.len();
        self.rows.iter().any(|row| row[last] <= self.tolerance)
    }

    fn push(&mut self, character: char) {
        let depth = self.path.len();
        let before = &self.rows[depth];
        let mut row = Vec::with_capacity(before.len());
        row.push(depth + 1);
        for (column, given) in self.given.iter().enumerate() {
            let replaced = before[column] + usize::from(*given != character);
            let mut least = replaced.min(before[column + 1] + 1).min(row[column] + 1);
            if let (Some(previous), Some(column_before)) = (self.path.last(), column.checked_sub(1))
                && *previous == *given
                && self.given[column_before] == character
            {
                least = least.min(self.rows[depth - 1][column_before] + 1);
            }
            row.push(least);
        }
        self.path.push(character);
        self.rows.push(row);
    }
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
