//! Running text split into words and what must stay as it is.

use std::borrow::Cow;
use std::ops::Range;

use crate::locale::verbatim::address_len;

/// Letters and the marks on them; digits and punctuation part words.
pub(super) fn is_word_char(c: char) -> bool {
    c.is_alphabetic() || ('\u{300}'..='\u{36F}').contains(&c)
}

/// The length in bytes of the word at the start of `text`.
pub(super) fn word_len(text: &str) -> usize {
    text.find(|c| !is_word_char(c)).unwrap_or(text.len())
}

/// A stretch of text, as a range of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// To be copied: punctuation, whatever has a digit in it, addresses, code, link targets, places.
    Verbatim(Range<usize>),
    /// What stands between `[[` and `]]`; the brackets are left out.
    Marked(Range<usize>),
    /// A run of letters.
    Word(Range<usize>),
}

/// Splits a text into pieces that, with the brackets of marks, make up the whole of it.
pub(super) struct Pieces<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Pieces<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// Goes on behind what the caller has dealt with.
    pub(super) fn skip_to(&mut self, at: usize) {
        self.at = at;
    }

    fn verbatim(&mut self, length: usize) -> Piece {
        let start = self.at;
        self.at += length;
        Piece::Verbatim(start..self.at)
    }
}

impl Iterator for Pieces<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        let rest = &self.text[self.at..];
        let first = rest.chars().next()?;
        if first.is_ascii_alphanumeric() {
            let address = address_len(rest);
            if address > 0 {
                return Some(self.verbatim(address));
            }
        }
        if is_word_char(first) || first.is_ascii_digit() {
            let run = rest.find(|c: char| !is_word_char(c) && !c.is_ascii_digit());
            let run = run.unwrap_or(rest.len());
            // A name such as "H2O", or a number: a word has letters alone.
            if rest[..run].contains(|c: char| c.is_ascii_digit()) {
                return Some(self.verbatim(run));
            }
            let start = self.at;
            self.at += run;
            return Some(Piece::Word(start..self.at));
        }
        if let Some(inner) = mark(rest) {
            let start = self.at + 2;
            self.at = start + inner + 2;
            return Some(Piece::Marked(start..start + inner));
        }
        let special = match first {
            '`' => code_len(rest),
            ']' => target_len(rest),
            '{' => enclosed_len(rest, '}', |b| {
                b.is_ascii_lowercase() || matches!(b, b'-' | b'#')
            }),
            '&' => enclosed_len(rest, ';', |b| b == b'#'),
            _ => 0,
        };
        if special > 0 {
            return Some(self.verbatim(special));
        }
        let plain = rest[first.len_utf8()..]
            .find(|c: char| {
                c.is_ascii_digit() || is_word_char(c) || matches!(c, '`' | '[' | ']' | '{' | '&')
            })
            .map_or(rest.len(), |end| first.len_utf8() + end);
        Some(self.verbatim(plain))
    }
}

/// The length of what is inside `[[...]]` at the start of `text`.
///
/// In `[[[name]]](address)` the outer brackets are those of a Markdown link.
fn mark(text: &str) -> Option<usize> {
    let inner = text.strip_prefix("[[")?;
    if inner.starts_with('[') {
        return None;
    }
    inner.find("]]")
}

/// The length of a Markdown code span or fenced block at the start of `text`, or of its opening
/// backticks when they have no partner (`CommonMark` 0.31, section 6.1).
fn code_len(text: &str) -> usize {
    let run = |text: &str| text.len() - text.trim_start_matches('`').len();
    let fence = run(text);
    let mut at = fence;
    while let Some(next) = text[at..].find('`') {
        let length = run(&text[at + next..]);
        at += next + length;
        if length == fence {
            return at;
        }
    }
    fence
}

/// The length of `](target` at the start of `text`, up to the white space before a title or the
/// closing bracket; 0 when there is none.
fn target_len(text: &str) -> usize {
    let Some(target) = text.strip_prefix("](") else {
        return 0;
    };
    let mut depth = 0usize;
    for (at, c) in target.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return 2 + at,
            ')' => depth -= 1,
            c if c.is_whitespace() => return 2 + at,
            _ => {}
        }
    }
    text.len()
}

/// The length of a place such as `{count}`, or of a character reference such as `&nbsp;`.
fn enclosed_len(text: &str, close: char, also: impl Fn(u8) -> bool) -> usize {
    let Some(end) = text.find(close) else {
        return 0;
    };
    let name = &text.as_bytes()[1..end];
    let fits = |b: &u8| b.is_ascii_alphanumeric() || also(*b);
    if !name.is_empty() && name.iter().all(fits) {
        end + close.len_utf8()
    } else {
        0
    }
}

/// The text without the brackets of `[[...]]`: how the script that is written by hand shows it.
///
/// In code and addresses the brackets stay.
pub fn strip_marks(text: &str) -> Cow<'_, str> {
    if !text.contains("[[") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for piece in Pieces::new(text) {
        let (Piece::Verbatim(range) | Piece::Marked(range) | Piece::Word(range)) = piece;
        out.push_str(&text[range]);
    }
    Cow::Owned(out)
}

/// The parts of a text that are no words: what stands in `[[...]]`, code, addresses, link targets
/// and places, and the punctuation and numbers between words. As ranges of bytes, in order.
pub fn kept_spans(text: &str) -> Vec<Range<usize>> {
    Pieces::new(text)
        .filter_map(|piece| match piece {
            Piece::Verbatim(range) | Piece::Marked(range) => Some(range),
            Piece::Word(_) => None,
        })
        .collect()
}
