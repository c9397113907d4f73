//! A look at TOML that does not mind mistakes: what is open at a place, and of
//! which parts a line is made.

use std::ops::Range;

/// What was begun before some place and is not ended there, innermost last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Open {
    /// A list, from its `[` on.
    List(usize),
    /// A table in braces, from its `{` on.
    Braces(usize),
    /// A text in three quotation marks, from the first of them on.
    LongText(usize),
}

/// Everything that is open at this byte.
pub fn open_at(text: &str, at: usize) -> Vec<Open> {
    let mut open = Vec::new();
    let mut rest = 0;
    let mut line_begins = true;
    while rest < at {
        let Some(sign) = text[rest..].chars().next() else {
            break;
        };
        let begins = line_begins;
        line_begins = sign == '\n' || (line_begins && matches!(sign, ' ' | '\t'));
        match sign {
            // A heading, not a list.
            '[' if begins && open.is_empty() => rest = line_end(text, rest),
            '#' => rest = line_end(text, rest),
            '"' | '\'' => match skip_text(text, rest) {
                Text::Ends(end) => rest = end,
                Text::LineBreak(end) => rest = end,
                Text::Nowhere => {
                    open.push(Open::LongText(rest));
                    break;
                }
            },
            _ => {
                match sign {
                    '[' => open.push(Open::List(rest)),
                    '{' => open.push(Open::Braces(rest)),
                    ']' | '}' => {
                        open.pop();
                    }
                    _ => {}
                }
                rest += sign.len_utf8();
            }
        }
    }
    open
}

/// Where a text ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Text {
    /// Past its last quotation mark.
    Ends(usize),
    /// At the end of its line, without a quotation mark.
    LineBreak(usize),
    /// It was to go over several lines, and nothing ends it.
    Nowhere,
}

/// Where the text ends that begins with the quotation mark at this byte.
pub fn skip_text(text: &str, start: usize) -> Text {
    let quote = &text[start..=start];
    let long = quote.repeat(3);
    if text[start..].starts_with(&long) {
        return text[start + 3..]
            .find(&long)
            .map_or(Text::Nowhere, |end| Text::Ends(start + 3 + end + 3));
    }
    let mut escaped = false;
    for (at, sign) in text[start + 1..].char_indices() {
        let at = start + 1 + at;
        match sign {
            '\n' => return Text::LineBreak(line_end(text, start)),
            _ if escaped => escaped = false,
            '\\' if quote == "\"" => escaped = true,
            _ if text[at..].starts_with(quote) => return Text::Ends(at + 1),
            _ => {}
        }
    }
    Text::LineBreak(text.len())
}

/// A line as the parts that an editor sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// All of it, line break not included.
    pub range: Range<usize>,
    /// What stands before `=` or `:`, or all of it, without the blanks around.
    pub key: Range<usize>,
    /// Where the `=` or `:` stands, if there is one.
    pub sign: Option<usize>,
    /// What stands after that, without the blanks around.
    pub value: Range<usize>,
}

/// The line that a byte is in.
pub fn line_of(text: &str, at: usize) -> Line {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let range = start..line_end(text, at);
    let mut sign = None;
    let mut rest = start;
    while rest < range.end {
        match text.as_bytes()[rest] {
            b'=' | b':' => {
                sign = Some(rest);
                break;
            }
            b'#' => break,
            b'"' | b'\'' => match skip_text(text, rest) {
                Text::Ends(end) if end <= range.end => rest = end,
                _ => break,
            },
            _ => rest += 1,
        }
    }
    let key = trimmed(text, start..sign.unwrap_or(range.end));
    let value = sign.map_or(range.end..range.end, |sign| sign + 1..range.end);
    let value = trimmed(text, value);
    Line {
        range,
        key,
        sign,
        value,
    }
}

/// The range without blanks at its ends.
pub fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let inner = &text[range.clone()];
    let start = range.end - inner.trim_start().len();
    start..start + inner.trim().len()
}

/// The end of the line that this byte is in, line break not included.
fn line_end(text: &str, at: usize) -> usize {
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    if end > at && text[..end].ends_with('\r') {
        end - 1
    } else {
        end
    }
}

/// Whether a text is a key as it may stand without quotation marks, points included.
pub fn is_key(text: &str) -> bool {
    text.split('.').all(|part| {
        let part = part.trim_matches(['"', '\'']);
        let is_sign = |sign: u8| sign.is_ascii_alphanumeric() || matches!(sign, b'-' | b'_');
        !part.is_empty() && part.bytes().all(is_sign)
    })
}
