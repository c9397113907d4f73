//! Where the words of a text stand.
//!
//! The same cut is made when a text is indexed and when a snippet of it is
//! shown, so that the number of a word in one is its number in the other.

use std::ops::Range;
use unicode_normalization::char::is_combining_mark;

/// The words of a text, as ranges of bytes.
pub fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(char::is_alphanumeric)?;
        let end = start + word_length(&text[start..]);
        at = end;
        Some(start..end)
    })
}

/// The bytes of the word that `text` begins with: letters and digits with
/// their marks, and apostrophes between letters.
fn word_length(text: &str) -> usize {
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let goes_on = match character {
            '\'' | '’' => characters
                .peek()
                .is_some_and(|(_, next)| next.is_alphanumeric()),
            _ => character.is_alphanumeric() || is_combining_mark(character),
        };
        if !goes_on {
            return at;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::words;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<_> = words(text).map(|range| &text[range]).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn words_are_letters_digits_and_what_holds_them_together() {
        check("", &[]);
        check(" \u{0}–„“", &[]);
        check(
            "Red Cross/Red Crescent",
            &["Red", "Cross", "Red", "Crescent"],
        );
        check("UNHCR-a, 2. oktobra", &["UNHCR", "a", "2", "oktobra"]);
        check("the Children’s Fund’", &["the", "Children’s", "Fund"]);
        check("с\u{301}екира", &["с\u{301}екира"]);
        check("\u{301}a", &["a"]);
        check("EU4Health’", &["EU4Health"]);
    }
}
