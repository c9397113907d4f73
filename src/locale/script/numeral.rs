//! Roman numerals among words.

use std::ops::Range;

use super::scan::{is_word_char, word_len};

/// Whether the word at `range` of `text` is a Roman numeral.
///
/// Two or more capitals that form a numeral in its usual spelling always are. `X` alone is, and `V`
/// where it is not an initial; `I` may also be a word, so its neighbours decide. A single `L`, `C`,
/// `D` or `M` is hardly ever a number and is not taken for one.
pub(super) fn is_numeral(text: &str, range: &Range<usize>) -> bool {
    let (before, after) = (&text[..range.start], &text[range.end..]);
    match &text[range.clone()] {
        "X" => true,
        "V" => is_joined_to_numeral(before, after) || !is_initial(after),
        "I" => is_joined_to_numeral(before, after) || !is_initial(after) && is_one(before, after),
        word => word.len() > 1 && is_canonical(word),
    }
}

/// Thousands to units, each in the one spelling that is in use.
fn is_canonical(word: &str) -> bool {
    const PLACES: [[&str; 9]; 4] = [
        ["MMM", "MM", "M", "", "", "", "", "", ""],
        ["DCCC", "CCC", "DCC", "CM", "CD", "DC", "CC", "D", "C"],
        ["LXXX", "XXX", "LXX", "XC", "XL", "LX", "XX", "L", "X"],
        ["VIII", "III", "VII", "IX", "IV", "VI", "II", "V", "I"],
    ];
    // Nearly every word ends here.
    if word.bytes().any(|b| !b"IVXLCDM".contains(&b)) {
        return false;
    }
    let mut rest = word;
    for place in PLACES {
        // The spellings stand with the longer before those that they start with.
        if let Some(after) = place
            .iter()
            .filter(|spelling| !spelling.is_empty())
            .find_map(|spelling| rest.strip_prefix(spelling))
        {
            rest = after;
        }
    }
    rest.is_empty() && !word.is_empty()
}

/// Whether a full stop and a capital follow, as in `I. Name`.
fn is_initial(after: &str) -> bool {
    after
        .strip_prefix('.')
        .is_some_and(|rest| rest.trim_start().starts_with(char::is_uppercase))
}

/// Whether a capital `I` between `before` and `after` is a number, not a word of one letter.
fn is_one(before: &str, after: &str) -> bool {
    let next = next_word(after);
    match sentence_before(before) {
        // Within a sentence a capital stands for a number, unless everything is in capitals.
        Some(previous) => !(is_shouted(previous) && next.is_some_and(is_shouted)),
        // At the start every word has a capital: a number is followed by a name or by nothing.
        None => next.is_none_or(|next| next.starts_with(char::is_uppercase)),
    }
}

/// `I–III`, `I/II`, `II-I`, and `I, II` or `I II`.
fn is_joined_to_numeral(before: &str, after: &str) -> bool {
    const JOINTS: [char; 4] = ['-', '–', '—', '/'];
    let numeral = |word: &str| word.len() > 1 && is_canonical(word);
    let following = after
        .strip_prefix(JOINTS)
        .or_else(|| after.strip_prefix(", "))
        .or_else(|| after.strip_prefix(' '))
        .is_some_and(|rest| numeral(&rest[..word_len(rest)]));
    let preceding = before
        .strip_suffix(JOINTS)
        .is_some_and(|rest| numeral(last_word(rest)));
    following || preceding
}

/// The next word of the text, if a sentence does not end before it.
fn next_word(after: &str) -> Option<&str> {
    let start = after.find(is_word_char)?;
    if after[..start].contains(['.', '!', '?', '\n']) {
        return None;
    }
    let rest = &after[start..];
    Some(&rest[..word_len(rest)])
}

/// The last word before this place, or an empty text after a number; `None` where a sentence,
/// a heading or a bracket starts.
fn sentence_before(before: &str) -> Option<&str> {
    let line = before.trim_end();
    if before[line.len()..].matches('\n').count() > 1 {
        return None;
    }
    let last = line.chars().next_back()?;
    let goes_on = last.is_alphanumeric()
        || is_word_char(last)
        || matches!(last, ',' | ';' | ')' | '”' | '“' | '"' | '%');
    goes_on.then(|| last_word(line.trim_end_matches(|c| !is_word_char(c))))
}

fn last_word(text: &str) -> &str {
    let start = text
        .char_indices()
        .rev()
        .take_while(|(_, c)| is_word_char(*c))
        .last()
        .map_or(text.len(), |(at, _)| at);
    &text[start..]
}

/// Two or more letters, all of them capitals, and not a numeral.
fn is_shouted(word: &str) -> bool {
    word.chars().nth(1).is_some() && !word.contains(char::is_lowercase) && !is_canonical(word)
}
