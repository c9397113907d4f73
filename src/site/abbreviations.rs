//! The abbreviations of one language and where they stand in a text.
//!
//! They are those of the bodies and of the glossary. What is done with them
//! is the business of the views; this only finds them, as whole words.

use crate::content::catalog::{BodyRef, Catalog};
use crate::content::record::Text;
use crate::locale::LanguageId;
use std::collections::BTreeMap;
use std::ops::Range;

/// An abbreviation and what it stands for.
#[derive(Debug, Clone, Copy)]
pub struct Abbreviation<'a> {
    /// The abbreviation.
    pub term: &'a str,
    /// What it stands for, in full.
    pub meaning: &'a str,
    /// Where it comes from.
    pub origin: Origin<'a>,
}

/// Where an abbreviation comes from.
#[derive(Debug, Clone, Copy)]
pub enum Origin<'a> {
    /// It is the short name of a body.
    Body(BodyRef<'a>),
    /// It is explained in the glossary, under this id.
    Glossary(&'a str),
}

/// The text without its full stop, if it is a single sentence: beside what it
/// explains it is a name, and it may be a link.
fn phrase(text: &str) -> &str {
    let single = text.strip_suffix('.');
    let single = single.filter(|rest| !rest.ends_with('.') && !rest.contains(". "));
    single.unwrap_or(text)
}

/// The abbreviations of one language.
#[derive(Debug, Default)]
pub struct Abbreviations<'a> {
    /// By their first word; the longest of each word first.
    by_word: BTreeMap<&'a str, Vec<Abbreviation<'a>>>,
}

impl<'a> Abbreviations<'a> {
    /// Those of a register in this language. Where a body and the glossary
    /// explain the same one, the body does.
    pub fn new(catalog: &'a Catalog, language: &LanguageId) -> Self {
        let mut all = Self::default();
        for body in catalog.bodies() {
            let term: Option<&'a Text> = body.body.abbreviation.as_ref();
            if let Some(term) = term {
                all.add(Abbreviation {
                    term: term.in_language(language),
                    meaning: body.body.name.in_language(language),
                    origin: Origin::Body(body),
                });
            }
        }
        for entry in &catalog.glossary.terms {
            let term = entry.term.in_language(language);
            if words(term).any(|word| is_capitals(&term[word])) {
                all.add(Abbreviation {
                    term,
                    meaning: phrase(entry.text.in_language(language)),
                    origin: Origin::Glossary(entry.id.as_str()),
                });
            }
        }
        all
    }

    fn add(&mut self, abbreviation: Abbreviation<'a>) {
        let term = abbreviation.term;
        let Some(first) = words(term).next() else {
            return;
        };
        let known = self.by_word.entry(&term[first]).or_default();
        if term != abbreviation.meaning && known.iter().all(|known| known.term != term) {
            known.push(abbreviation);
            known.sort_by_key(|known| std::cmp::Reverse(known.term.len()));
        }
    }

    /// Every use of an abbreviation in a text, in order. An ending after a
    /// hyphen or an apostrophe does not belong to it.
    pub fn uses<'s, 't>(
        &'s self,
        text: &'t str,
    ) -> impl Iterator<Item = (Range<usize>, &'s Abbreviation<'a>)> + use<'s, 't, 'a> {
        let mut after = 0;
        words(text).filter_map(move |word| {
            // A word inside of the abbreviation before it.
            if word.start < after {
                return None;
            }
            let known = self.by_word.get(&text[word.clone()])?;
            let found = known.iter().find(|known| {
                let rest = text[word.start..].strip_prefix(known.term);
                rest.is_some_and(|rest| !rest.starts_with(is_word))
            })?;
            after = word.start + found.term.len();
            Some((word.start..after, found))
        })
    }
}

/// Letters, the acute that some letters are written with, and digits.
fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '\u{301}'
}

/// The ranges of the words of a text.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(is_word)?;
        let end = text[start..].find(|c| !is_word(c));
        at = end.map_or(text.len(), |length| start + length);
        Some(start..at)
    })
}

/// Two capitals or more, and no small letter.
fn is_capitals(word: &str) -> bool {
    word.chars().filter(|letter| letter.is_uppercase()).count() > 1
        && !word.chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::{Abbreviation, Abbreviations, Origin};

    fn found<'t>(terms: &'static [&'static str], text: &'t str) -> Vec<&'t str> {
        let mut all = Abbreviations::default();
        for term in terms {
            all.add(Abbreviation {
                term,
                meaning: "in full",
                origin: Origin::Glossary("id"),
            });
        }
        all.uses(text).map(|(range, _)| &text[range]).collect()
    }

    #[test]
    fn whole_words_are_found_and_nothing_else() {
        assert_eq!(found(&["EU"], "The EU, EU-a and EU’s"), ["EU"; 3]);
        assert_eq!(found(&["EU"], "EU4Health, EUR, NEU and eu"), [""; 0]);
        assert_eq!(found(&["КГ"], "КГ-а и (КГ)."), ["КГ"; 2]);
    }

    #[test]
    fn the_longest_is_found_and_its_words_are_not_found_again() {
        let terms = &["EU", "EU Delegation", "COVID-19"];
        assert_eq!(
            found(terms, "EU Delegation and EU"),
            ["EU Delegation", "EU"]
        );
        assert_eq!(found(terms, "COVID-19, COVID-190"), ["COVID-19"]);
    }

    #[test]
    fn what_stands_for_itself_is_no_abbreviation() {
        assert_eq!(found(&["in full"], "in full"), [""; 0]);
    }
}
