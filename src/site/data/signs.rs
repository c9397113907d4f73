//! Typography is for screens: what is taken along has the signs of a keyboard,
//! so that it can be searched, compared and computed with.
//!
//! Every format passes its texts through here, and nothing else knows which
//! signs those are.

use std::borrow::Cow;

/// What keeps a line from breaking at a space or a hyphen, and the sign that
/// it stands for.
const KEPT_TOGETHER: [(char, &str); 2] = [('\u{a0}', " "), ('\u{2011}', "-")];

/// The text with spaces and hyphens that may break.
pub fn folded(text: &str) -> Cow<'_, str> {
    let mut folded = Cow::Borrowed(text);
    for (sign, plain) in KEPT_TOGETHER {
        if folded.contains(sign) {
            folded = Cow::Owned(folded.replace(sign, plain));
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::folded;
    use std::borrow::Cow;

    #[test]
    fn only_what_keeps_a_line_together_is_folded() {
        assert_eq!(folded("12\u{a0}km, UN\u{2011}a"), "12 km, UN-a");
        assert!(matches!(folded("2010–2012 „a”…"), Cow::Borrowed(_)));
    }
}
