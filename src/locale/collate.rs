//! Alphabetical order.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::script::Transliterator;

#[cfg(test)]
mod tests;

/// Where a text stands in the order of a language. Keys of one collator are compared with each
/// other; those of two collators have nothing to do with one another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SortKey(Box<[u32]>);

/// Sorts by a language's alphabet, in the manner of the Unicode Collation Algorithm (UTS #10).
///
/// The first level is the letters: a letter written with two characters is one, and a letter that
/// the alphabet lacks counts as the one that it carries a mark on, or stands where the plain Latin
/// order has it, or after all the others. White space comes before digits, digits before letters;
/// a row of digits counts as a number, and punctuation counts for nothing. Then marks decide, then
/// capitals (after small letters), then the text itself, so that only equal texts have equal keys.
#[derive(Clone, Debug)]
pub struct Collator {
    /// The letters in small, each with its weight.
    letters: BTreeMap<Box<[char]>, u32>,
    /// How many characters the longest letter has.
    longest: usize,
    /// The letters of one ASCII character and their weights, in the order of the alphabet.
    plain: Vec<(char, u32)>,
    seams: Option<Transliterator>,
}

/// Ends a level: less than every weight, so that a text sorts before what it is the beginning of.
const END: u32 = 0;
const SPACE: u32 = 1;
/// A number: this and how many digits it has; the digits follow, each as this and its value.
const NUMBER: u32 = 0x100;
const DIGIT: u32 = 0x10;
/// The most digits that are told apart by their number.
const MOST_DIGITS: u32 = 0x100;
const FIRST_LETTER: u32 = 0x1000;
/// The distance between two letters of the alphabet: leaves room for foreign letters between them.
const STEP: u32 = 0x40;
/// Any other character: this and its code point.
const FOREIGN: u32 = 0x20_0000;

/// Letters with a stroke, which Unicode does not decompose: the collation table of UTS #10 files
/// them under their base letters all the same.
const STROKES: [(char, char); 5] = [('đ', 'd'), ('ħ', 'h'), ('ł', 'l'), ('ø', 'o'), ('ŧ', 't')];

/// A key in the making, level by level.
#[derive(Default)]
struct Levels {
    primary: Vec<u32>,
    marks: Vec<u32>,
    capitals: Vec<u32>,
}

impl Levels {
    fn push(&mut self, primary: u32, mark: u32, capital: bool) {
        self.primary.push(primary);
        self.marks.push(1 + mark);
        self.capitals.push(1 + u32::from(capital));
    }
}

impl Collator {
    /// A collator for this alphabet, whose letters are small and stand in sorting order.
    ///
    /// With `seams`, two characters that this transliterator takes for two letters are two letters
    /// here as well; it must convert from the alphabet's own script.
    pub fn new(alphabet: &[String], seams: Option<&Transliterator>) -> Self {
        let mut letters = BTreeMap::new();
        let mut plain = Vec::new();
        let mut weight = FIRST_LETTER;
        for letter in alphabet {
            weight += STEP;
            let letter: Box<[char]> = letter.nfc().collect();
            if let [single] = *letter
                && single.is_ascii_lowercase()
            {
                plain.push((single, weight));
            }
            letters.insert(letter, weight);
        }
        let longest = letters.keys().map(|letter| letter.len()).max();
        Self {
            letters,
            longest: longest.unwrap_or(0),
            plain,
            seams: seams.cloned(),
        }
    }

    /// The place of a text in the order of the alphabet.
    pub fn sort_key(&self, text: &str) -> SortKey {
        let text: Vec<char> = text.trim().nfc().collect();
        let mut levels = Levels::default();
        let mut rest = &text[..];
        while let Some(&first) = rest.first() {
            let run = |fits: fn(&char) -> bool| rest.iter().take_while(|c| fits(c)).count();
            let length = if first.is_whitespace() {
                // Spaces around a dash count once.
                if levels.primary.last() != Some(&SPACE) {
                    levels.push(SPACE, 0, false);
                }
                run(|c| c.is_whitespace())
            } else if first.is_ascii_digit() {
                let length = run(char::is_ascii_digit);
                number(&rest[..length], &mut levels);
                length
            } else if first.is_alphanumeric() {
                let length =
                    run(|c| c.is_alphanumeric() && !c.is_ascii_digit() || is_combining_mark(*c));
                self.word(&rest[..length], &mut levels);
                length
            } else {
                1
            };
            rest = &rest[length..];
        }
        let mut key = levels.primary;
        key.push(END);
        key.append(&mut levels.marks);
        key.push(END);
        key.append(&mut levels.capitals);
        key.push(END);
        key.extend(text.into_iter().map(u32::from));
        SortKey(key.into())
    }

    fn word(&self, word: &[char], levels: &mut Levels) {
        // Only letters whose small form is one character are made small, so that places in the
        // word and in its small form agree; the others are foreign to every alphabet.
        let small: Vec<char> = word
            .iter()
            .map(|&c| {
                let mut lower = c.to_lowercase();
                match (lower.next(), lower.next()) {
                    (Some(lower), None) => lower,
                    _ => c,
                }
            })
            .collect();
        let lower: String = small.iter().collect();
        let seams = self
            .seams
            .as_ref()
            .map_or(&[][..], |script| script.seams(&lower));
        let mut at = 0;
        while at < small.len() {
            let capital = word[at] != small[at];
            let known = (1..=self.longest.min(small.len() - at))
                .rev()
                .find_map(|length| {
                    let parted = seams
                        .iter()
                        .any(|seam| (at + 1..at + length).contains(seam));
                    let weight = self.letters.get(&small[at..at + length])?;
                    (!parted).then_some((length, *weight))
                });
            if let Some((length, weight)) = known {
                levels.push(weight, 0, capital);
                at += length;
            } else {
                self.foreign(small[at], capital, levels);
                at += 1;
            }
        }
    }

    /// A character that is no letter of the alphabet.
    fn foreign(&self, c: char, capital: bool, levels: &mut Levels) {
        if is_combining_mark(c) {
            // A mark of its own belongs to the letter before it.
            if let Some(mark) = levels.marks.last_mut() {
                *mark = mark.saturating_add(u32::from(c));
            }
            return;
        }
        let base = c.nfd().next().unwrap_or(c);
        let base = STROKES
            .iter()
            .find(|(stroke, _)| *stroke == base)
            .map_or(base, |(_, base)| *base);
        let mark = if base == c { 0 } else { u32::from(c) };
        let weight = self
            .letters
            .get(&[base][..])
            .copied()
            .unwrap_or_else(|| self.foreign_weight(base));
        levels.push(weight, mark, capital);
    }

    /// For a plain Latin letter that the alphabet lacks, a weight just before the next one that it
    /// has; for any other character, one after the alphabet.
    fn foreign_weight(&self, c: char) -> u32 {
        if !c.is_ascii_lowercase() || self.plain.is_empty() {
            return FOREIGN + u32::from(c);
        }
        // Up to 26 places right below the next letter, and further below whatever precedes it.
        let place = u32::from(c) - u32::from('a');
        let next = self.plain.iter().find(|(plain, _)| *plain > c);
        let end = next.map_or_else(
            || FIRST_LETTER + STEP * (self.letters.len() as u32 + 1),
            |(_, weight)| *weight,
        );
        end - STEP / 2 + place
    }
}

fn number(digits: &[char], levels: &mut Levels) {
    let zeros = digits.iter().take_while(|digit| **digit == '0').count();
    let digits = &digits[zeros..];
    let count = u32::try_from(digits.len()).unwrap_or(MOST_DIGITS);
    levels.push(NUMBER + count.min(MOST_DIGITS), 0, false);
    for digit in digits {
        levels.push(DIGIT + digit.to_digit(10).unwrap_or(0), 0, false);
    }
}
