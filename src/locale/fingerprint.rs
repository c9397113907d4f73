//! Whether a text has changed since somebody translated it.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Eight hexadecimal digits that stand for a text's content.
///
/// White space counts as one space, at the ends as none, and equivalent spellings of a letter count
/// as the same (NFC, UAX #15), so neither reflowing a paragraph nor saving it in another editor
/// makes a translation look outdated. The digits are the upper half of the 64-bit XXH3 hash: enough
/// to notice a change in a text, not to tell any two texts apart.
pub fn fingerprint(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !plain.is_empty() {
            plain.push(' ');
        }
        match is_nfc_quick(word.chars()) {
            IsNormalized::Yes => plain.push_str(word),
            _ => plain.extend(word.nfc()),
        }
    }
    let hash = xxhash_rust::xxh3::xxh3_64(plain.as_bytes());
    format!("{:08x}", hash >> 32)
}

#[cfg(test)]
mod tests {
    use super::fingerprint;

    #[test]
    fn reflow_and_composition_do_not_matter_but_words_do() {
        let one = fingerprint("Međunarodna saradnja čini nas jačim.");
        assert_eq!(one.len(), 8);
        assert_eq!(
            one,
            fingerprint("  Međunarodna\n\tsaradnja  c\u{30C}ini nas\u{A0}jačim.\n")
        );
        assert_ne!(one, fingerprint("Međunarodna saradnja čini nas jačim!"));
        assert_ne!(fingerprint("ab c"), fingerprint("a bc"));
    }

    #[test]
    fn the_digits_never_change_between_versions() {
        // The reference value of XXH3 with an empty input is 2d06800538d394c2.
        assert_eq!(fingerprint(""), "2d068005");
    }
}
