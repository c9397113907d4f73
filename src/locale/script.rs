//! From one script to another, by a table and a list of exceptions.
//!
//! The rules that a script file states are general; the letters, words and prefixes are its own.
//! A word is kept as it is when it is in the list of kept words, is a Roman numeral, or has a
//! letter that the table does not know: such a word is foreign. Addresses, code, link targets,
//! places such as `{n}` and spans in `[[...]]` are kept as well.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::LanguageId;

mod build;
mod convert;
mod numeral;
mod scan;
#[cfg(test)]
pub(super) mod tests;

pub use scan::{kept_spans, strip_marks};

/// A script file, as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ScriptSource {
    /// The language that is written by hand.
    pub from: LanguageId,
    /// The language that is derived from it.
    pub to: LanguageId,
    /// What each letter becomes, in small letters; capitals follow from them. A letter may be
    /// written with two characters, such as "nj".
    pub letters: BTreeMap<String, String>,
    /// Words that stay as they are, such as "UNHCR". Capitals matter; an ending after a hyphen is
    /// still converted. An entry may consist of several words.
    #[serde(default)]
    pub keep: Vec<String>,
    /// Whole words that are not converted letter by letter: the word in small letters, and what it
    /// becomes. Capitals are carried over.
    #[serde(default)]
    pub words: BTreeMap<String, String>,
    /// Beginnings of words with a bar where two characters stay two letters, such as "in|jekc".
    #[serde(default)]
    pub seams: Vec<String>,
    /// Beginnings of words in which two characters after a prefix are one letter, such as "konjanik".
    /// It changes nothing but that the word is no longer reported as undecided; of a seam and a
    /// beginning listed here the longer one counts.
    #[serde(default)]
    pub digraphs: Vec<String>,
    /// Prefixes after which it has to be decided whether two characters are one letter, such as
    /// "in" and "nad". Words that start so and are not decided are reported.
    #[serde(default)]
    pub suspect_prefixes: Vec<String>,
}

/// A mistake in a script file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptFault {
    /// The key at fault, such as `seams`.
    pub key: &'static str,
    /// The entry of the key's list or table that is at fault, as written.
    pub entry: Option<String>,
    /// What is wrong: a phrase, in small letters.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

/// A script file compiled: converts text from one script to another.
#[derive(Clone, Debug)]
pub struct Transliterator {
    letters: Letters,
    /// Kept texts by their first word; the longest first.
    keep: BTreeMap<Box<str>, Vec<Box<str>>>,
    words: BTreeMap<Box<str>, Box<str>>,
    /// What has been decided about beginnings of words.
    decisions: Beginnings,
    suspect_prefixes: Vec<Box<str>>,
}

/// The table of letters in all casings.
#[derive(Clone, Debug, Default)]
struct Letters {
    /// By the first character, in order; of the same first character the longest spelling first.
    spellings: Vec<(char, Vec<Spelling>)>,
    /// For each character below U+0250, which is all of Latin that is in common use, its place
    /// among the spellings, so that most text is looked up without a search. As they are in
    /// order, these characters have the first places, and no place is beyond 16 bits.
    near: Vec<Option<u16>>,
}

/// One letter in one casing.
#[derive(Clone, Debug)]
struct Spelling {
    from: Box<str>,
    /// How many characters `from` has.
    length: usize,
    to: Box<str>,
}

impl Letters {
    /// A table of spellings that are in order.
    fn new(spellings: Vec<(char, Vec<Spelling>)>) -> Self {
        let near = ('\0'..'\u{250}')
            .map(|c| {
                let place = spellings.binary_search_by_key(&c, |(first, _)| *first);
                place.ok().and_then(|place| u16::try_from(place).ok())
            })
            .collect();
        Self { spellings, near }
    }

    /// The spellings that start with `first`, the longest first.
    fn starting_with(&self, first: char) -> &[Spelling] {
        let place = match self.near.get(first as usize) {
            Some(near) => near.map(usize::from),
            None => self
                .spellings
                .binary_search_by_key(&first, |(first, _)| *first)
                .ok(),
        };
        place.map_or(&[], |place| &self.spellings[place].1)
    }

    /// Whether two or more characters at the start of `text` can be one letter.
    fn joins(&self, text: &str) -> bool {
        text.chars().next().is_some_and(|first| {
            self.starting_with(first)
                .iter()
                .any(|spelling| spelling.length > 1 && text.starts_with(&*spelling.from))
        })
    }
}

impl Transliterator {
    /// Every letter of the table with what it becomes, in small letters and in order.
    pub fn small_letters(&self) -> Vec<(String, String)> {
        let spellings = self.letters.spellings.iter().flat_map(|(_, all)| all);
        spellings
            .filter(|spelling| !spelling.from.chars().any(char::is_uppercase))
            .map(|spelling| (spelling.from.to_string(), spelling.to.to_string()))
            .collect()
    }
}

/// Beginnings of words in small letters, and the seams within them.
#[derive(Clone, Debug, Default)]
struct Beginnings {
    /// In the order of their bytes.
    entries: Vec<(Box<str>, Vec<usize>)>,
}

impl Beginnings {
    /// The longest entry that `word` starts with: its length in bytes and its seams, counted in
    /// characters from the start.
    fn find(&self, word: &str) -> Option<(usize, &[usize])> {
        let mut beginning = word.as_bytes();
        loop {
            // The last entry that is not after the beginning. Anything longer that the word starts
            // with would stand between the two, so this one is the longest if it fits at all.
            let after = self
                .entries
                .partition_point(|(entry, _)| entry.as_bytes() <= beginning);
            let (entry, seams) = self.entries.get(after.checked_sub(1)?)?;
            let common = entry
                .bytes()
                .zip(beginning)
                .take_while(|(one, other)| one == *other)
                .count();
            if common == entry.len() {
                return Some((common, seams));
            }
            // What fits is no longer than what this entry and the word have in common.
            beginning = &beginning[..common];
        }
    }
}
