//! Converting text, word by word.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::Transliterator;
use super::build::title;
use super::numeral::is_numeral;
use super::scan::{Piece, Pieces, is_word_char, word_len};

/// What becomes of a word.
enum Treatment<'a> {
    /// It stays, up to this place of the text.
    Keep(usize),
    /// It becomes another word.
    Replace(&'a str),
    /// It is converted letter by letter.
    Spell,
}

impl Transliterator {
    /// The text in the other script, in NFC; the brackets of `[[...]]` are gone.
    pub fn convert(&self, text: &str) -> String {
        let text = composed(text);
        // Letters of two bytes take the place of letters of one.
        let mut out = String::with_capacity(text.len() * 2);
        let mut lower = String::new();
        let mut pieces = Pieces::new(&text);
        while let Some(piece) = pieces.next() {
            let range = match piece {
                Piece::Verbatim(range) | Piece::Marked(range) => {
                    out.push_str(&text[range]);
                    continue;
                }
                Piece::Word(range) => range,
            };
            let word = &text[range.clone()];
            set_lower(&mut lower, word);
            match self.treatment(&text, &range, &lower) {
                Treatment::Keep(end) => {
                    out.push_str(&text[range.start..end]);
                    pieces.skip_to(end);
                }
                Treatment::Replace(target) => push_cased(word, target, &mut out),
                Treatment::Spell => self.spell(word, &lower, &mut out),
            }
        }
        out
    }

    /// The words that could be read in two ways and are not decided, as ranges of bytes.
    ///
    /// These are words that start with one of the suspect prefixes, where the prefix's last
    /// character and the next could be one letter, and no seam and no listed beginning covers
    /// that place.
    pub fn undecided(&self, text: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut lower = String::new();
        let mut pieces = Pieces::new(text);
        while let Some(piece) = pieces.next() {
            let Piece::Word(range) = piece else { continue };
            let word = composed(&text[range.clone()]);
            set_lower(&mut lower, &word);
            match self.treatment(text, &range, &lower) {
                Treatment::Keep(end) => pieces.skip_to(end),
                Treatment::Replace(_) => {}
                Treatment::Spell => {
                    if self.is_undecided(&lower) && !self.is_foreign(&lower) {
                        found.push(range);
                    }
                }
            }
        }
        found
    }

    fn is_undecided(&self, lower: &str) -> bool {
        let decided = self.decisions.find(lower).map_or(0, |(length, _)| length);
        self.suspect_prefixes.iter().any(|prefix| {
            let boundary = prefix.len();
            let last = prefix.chars().next_back().map_or(0, char::len_utf8);
            decided <= boundary
                && lower.starts_with(&**prefix)
                && lower
                    .get(boundary - last..)
                    .is_some_and(|rest| self.letters.joins(rest))
        })
    }

    /// Where two characters of a word in small letters stay two letters, counted in characters
    /// from its start.
    pub(in crate::locale) fn seams(&self, lower: &str) -> &[usize] {
        self.decisions.find(lower).map_or(&[], |(_, seams)| seams)
    }

    fn treatment(&self, text: &str, range: &Range<usize>, lower: &str) -> Treatment<'_> {
        if let Some(length) = self.kept(&text[range.start..], range.len()) {
            Treatment::Keep(range.start + length)
        } else if let Some(target) = self.words.get(lower) {
            Treatment::Replace(target)
        } else if is_numeral(text, range) {
            Treatment::Keep(range.end)
        } else {
            Treatment::Spell
        }
    }

    /// The length of the listed text at the start of `text`, whose first word has `length` bytes.
    fn kept(&self, text: &str, length: usize) -> Option<usize> {
        let entries = self.keep.get(&text[..length])?;
        entries.iter().map(|entry| &**entry).find_map(|entry| {
            let rest = text.strip_prefix(entry)?;
            // An entry ends where a word ends: "EU" is not the beginning of "EURO".
            let ends = word_len(rest) == 0 || !entry.ends_with(is_word_char);
            ends.then_some(entry.len())
        })
    }

    /// Whether the word has a letter that the table does not know.
    fn is_foreign(&self, word: &str) -> bool {
        let mut rest = word;
        while let Some(first) = rest.chars().next() {
            let fits = |from: &str| rest.strip_prefix(from);
            let spellings = self.letters.starting_with(first);
            let Some(after) = spellings.iter().find_map(|spelling| fits(&spelling.from)) else {
                return true;
            };
            rest = after;
        }
        false
    }

    /// Converts a word letter by letter, or copies it if it turns out to be foreign.
    fn spell(&self, word: &str, lower: &str, out: &mut String) {
        let start = out.len();
        // Only words with a letter of several characters have seams; most words have none.
        let mut seams: Option<&[usize]> = None;
        let mut rest = word;
        let mut at = 0;
        while let Some(first) = rest.chars().next() {
            let fitting = self.letters.starting_with(first).iter().find(|spelling| {
                rest.starts_with(&*spelling.from)
                    && (spelling.length == 1 || {
                        let seams = seams.get_or_insert_with(|| self.seams(lower));
                        !seams
                            .iter()
                            .any(|seam| (at + 1..at + spelling.length).contains(seam))
                    })
            });
            let Some(spelling) = fitting else {
                out.truncate(start);
                out.push_str(word);
                return;
            };
            out.push_str(&spelling.to);
            rest = &rest[spelling.from.len()..];
            at += spelling.length;
        }
    }
}

fn composed(text: &str) -> Cow<'_, str> {
    // Below U+0300, whose first byte is CC, everything is composed already.
    if text.bytes().all(|b| b < 0xCC) || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

fn set_lower(lower: &mut String, word: &str) {
    lower.clear();
    for c in word.chars() {
        // Most letters need no look into the tables of Unicode.
        if c.is_ascii() {
            lower.push(c.to_ascii_lowercase());
        } else {
            lower.extend(c.to_lowercase());
        }
    }
}

/// Writes `target` with the capitals of `word`.
fn push_cased(word: &str, target: &str, out: &mut String) {
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    let all = !word.contains(char::is_lowercase);
    if capitals > 1 && all {
        out.push_str(&target.to_uppercase());
    } else if word.starts_with(char::is_uppercase) {
        out.push_str(&title(target));
    } else {
        out.push_str(target);
    }
}
