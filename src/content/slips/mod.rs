//! What an editor most likely did where a file is no TOML, and how to mend it.
//!
//! The parser says what it expected; here the text at that place is looked at,
//! because the slips of people who type are few and the same. Nothing here
//! knows what a file is about, and no word of the parser's passes.

mod date;
mod scan;
mod value;

#[cfg(test)]
mod tests;

pub use date::{MonthNames, advice, certain, read};

use crate::diag::{Edit, Fix, Span};
use scan::{Line, Open, is_key, line_of, open_at};

/// A slip: where, what, and the way to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// The bytes to blame.
    pub span: Span,
    /// What is wrong: a phrase, lower case, no full stop.
    pub message: String,
    /// How to mend it.
    pub help: String,
    /// Another place that matters, with a few words.
    pub related: Option<(Span, &'static str)>,
    /// The mend itself, where it is certain.
    pub fix: Option<Fix>,
}

impl Slip {
    fn new(span: Span, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            span,
            message: message.into(),
            help: help.into(),
            related: None,
            fix: None,
        }
    }

    /// With a mend that is certain.
    fn fixed(mut self, label: impl Into<String>, edits: Vec<Edit>) -> Self {
        self.fix = Some(Fix {
            label: label.into(),
            edits,
        });
        self
    }
}

/// A place at which the parser stopped.
struct Fault<'a> {
    text: &'a str,
    /// What the parser marked, between characters of the text.
    span: Span,
    /// What the parser said, to tell apart what looks the same.
    said: &'a str,
    line: Line,
    open: Vec<Open>,
    months: &'a MonthNames,
}

impl Fault<'_> {
    fn at(&self) -> usize {
        self.span.start
    }

    fn key(&self) -> &str {
        &self.text[self.line.key.clone()]
    }

    fn value(&self) -> &str {
        &self.text[self.line.value.clone()]
    }

    /// The number of the line that a byte is in, from 1.
    fn line_number(&self, at: usize) -> usize {
        self.text[..at].matches('\n').count() + 1
    }

    /// What was begun in a line above and goes on here.
    fn open_above(&self) -> Option<Open> {
        self.open.iter().copied().find(|open| {
            let (Open::List(at) | Open::Braces(at) | Open::LongText(at)) = *open;
            at < self.line.range.start
        })
    }
}

/// The slip behind a fault of the parser, which marked `span` and `said` something.
pub fn syntax(text: &str, span: Span, said: &str, months: &MonthNames) -> Slip {
    let boundary = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = boundary(span.start);
    // Where the parser marks nothing, the sign that it stopped at is marked.
    let stop = text[start..]
        .chars()
        .next()
        .filter(|sign| !sign.is_whitespace());
    let least = start + stop.map_or(0, char::len_utf8);
    let fault = Fault {
        text,
        span: start..boundary(span.end).max(least),
        said,
        line: line_of(text, start),
        open: open_at(text, start),
        months,
    };
    // From what spoils the whole file to what spoils one value.
    [
        whole_file,
        blanks,
        again,
        unended,
        heading,
        value::slip,
        key,
    ]
    .iter()
    .find_map(|look| look(&fault))
    .unwrap_or_else(|| {
        Slip::new(
            fault.span.clone(),
            "this line cannot be read from here on",
            "look here and just before for a quotation mark, bracket, comma or equals sign that \
             is missing or too many",
        )
    })
}

/// Files of other programs, other line ends, and merges that were left halfway.
fn whole_file(fault: &Fault<'_>) -> Option<Slip> {
    let Fault { text, line, .. } = fault;
    if text.trim_start().starts_with("{\\rtf") {
        return Some(Slip::new(
            0..5,
            "this file was saved by a word processor, with its own signs in it",
            "save it as plain text, or write it again with a plain text editor",
        ));
    }
    let lone = text
        .match_indices('\r')
        .map(|(at, _)| at)
        .find(|&at| !text[at + 1..].starts_with('\n'));
    if let Some(at) = lone.filter(|&at| at <= fault.at()) {
        return Some(Slip::new(
            at..at + 1,
            "this line ends with a sign that ends no line here (CR alone)",
            "save the file again with the line ends LF or CRLF; editors offer this where they \
             show the encoding",
        ));
    }
    let whole_line = &text[line.range.clone()];
    let is_merge = ["<<<<<<<", "=======", ">>>>>>>"]
        .iter()
        .any(|mark| whole_line.starts_with(mark));
    is_merge.then(|| {
        Slip::new(
            line.range.clone(),
            "a merge of two versions was not finished here",
            "keep one of the two versions, and take out the lines with `<<<<<<<`, `=======` and \
             `>>>>>>>`",
        )
    })
}

/// Blanks that look like a space and are none, outside of texts.
fn blanks(fault: &Fault<'_>) -> Option<Slip> {
    let is_odd = |sign: char| {
        (sign.is_whitespace() && !matches!(sign, ' ' | '\t' | '\r' | '\n'))
            || matches!(sign, '\u{200b}' | '\u{feff}' | '\u{2060}')
    };
    let text = fault.text;
    // The parser stops at the blank, or at the end of the word that it begins.
    let before = text[fault.line.range.start..fault.at()]
        .char_indices()
        .next_back()
        .map(|(at, _)| fault.line.range.start + at);
    let value_start = fault.line.sign.map(|sign| sign + 1);
    let at = [Some(fault.at()), before, value_start]
        .into_iter()
        .flatten()
        .find_map(|at| {
            let rest = text[at..fault.line.range.end].trim_start_matches([' ', '\t']);
            let at = fault.line.range.end - rest.len();
            rest.starts_with(is_odd).then_some(at)
        })?;
    let sign = text[at..].chars().next()?;
    Some(
        Slip::new(
            at..at + sign.len_utf8(),
            format!(
                "here stands a blank that is no ordinary space (U+{:04X})",
                u32::from(sign)
            ),
            "delete it and press the space bar; such blanks come along when text is copied from a \
         web page",
        )
        .fixed(
            "write an ordinary space",
            vec![Edit::new(at..at + sign.len_utf8(), " ")],
        ),
    )
}

/// The same key or heading twice, or with and without a language.
fn again(fault: &Fault<'_>) -> Option<Slip> {
    let extends = fault.said.contains("cannot extend");
    if !extends && !fault.said.contains("duplicate key") {
        return None;
    }
    let whole = &fault.text[fault.line.range.clone()];
    if whole.trim_start().starts_with('[') {
        return Some(Slip::new(
            fault.line.range.clone(),
            format!(
                "the heading `{}` cannot stand here: its name is taken",
                whole.trim()
            ),
            "put the lines under the one that stands above; a heading that may stand several \
             times has two brackets on each side, everywhere",
        ));
    }
    let key = fault.key();
    let earlier = earlier_keys(fault);
    let same = earlier.iter().find(|(name, _)| *name == key);
    if let Some((_, at)) = same {
        let mut slip = Slip::new(
            fault.line.key.clone(),
            format!("the key `{key}` stands above already"),
            "take one of the two lines out",
        );
        slip.related = Some((at.clone(), "it stands here already"));
        return Some(slip);
    }
    // `title` beside `title.en`, in either order.
    let stem = key.rsplit_once('.').map_or(key, |(stem, _)| stem).trim();
    let bare = earlier.iter().find(|(name, _)| *name == stem);
    let (place, other) = match bare {
        Some((_, at)) if extends => (at.clone(), fault.line.key.clone()),
        _ => {
            let with_point = format!("{key}.");
            let longer = earlier
                .iter()
                .find(|(name, _)| name.starts_with(&with_point))?;
            (fault.line.key.clone(), longer.1.clone())
        }
    };
    let name = &fault.text[place.clone()];
    let longer = &fault.text[other.clone()];
    let mut slip = Slip::new(
        place,
        format!("`{name}` and `{longer}` cannot both stand here"),
        format!(
            "write what is missing behind the point here too, such as the language: \
             `{name}.… = …`; or take this line out"
        ),
    );
    slip.related = Some((other, "the other one"));
    Some(slip)
}

/// The keys above the fault under the same heading, the nearest first.
fn earlier_keys<'a>(fault: &Fault<'a>) -> Vec<(&'a str, Span)> {
    let mut keys = Vec::new();
    let mut upto = fault.line.range.start;
    while upto > 0 {
        let line = line_of(fault.text, upto - 1);
        if fault.text[line.range.clone()].trim_start().starts_with('[') {
            break;
        }
        if line.sign.is_some() {
            keys.push((&fault.text[line.key.clone()], line.key));
        }
        upto = line.range.start;
    }
    keys
}

/// A list or a long text from above that has no end.
fn unended(fault: &Fault<'_>) -> Option<Slip> {
    let here = fault.line_number(fault.at());
    let is_next_key = is_key(fault.key()) && fault.line.sign.is_some();
    let whole = fault.text[fault.line.range.clone()].trim_start();
    let at_end = fault.text[fault.at()..].trim().is_empty();
    let open = fault
        .open_above()
        .or_else(|| fault.open.last().copied().filter(|_| at_end))?;
    match open {
        Open::LongText(at) => Some(Slip::new(
            at..at + 3,
            "the text that begins here with three quotation marks has no end",
            "write three quotation marks below its last line",
        )),
        Open::List(at) if is_next_key || whole.starts_with('[') || at_end => Some(Slip::new(
            at..at + 1,
            "the list that begins here has no end",
            if at_end {
                "write `]` after its last entry".to_owned()
            } else {
                format!("write `]` after its last entry, above line {here}")
            },
        )),
        Open::Braces(at) => Some(Slip::new(
            at..at + 1,
            "the table that begins here has no end",
            "write all of it in one line, with `}` at its end",
        )),
        Open::List(_) => None,
    }
}

/// A heading in brackets.
fn heading(fault: &Fault<'_>) -> Option<Slip> {
    let whole = fault.text[fault.line.range.clone()].trim();
    if !fault.open.is_empty() || !whole.starts_with(['[', ']']) {
        return None;
    }
    let name = whole.trim_matches(['[', ']']).trim();
    let help = if is_key(name) {
        let opened = whole.len() - whole.trim_start_matches('[').len();
        let closed = whole.len() - whole.trim_end_matches(']').len();
        if opened.max(closed) >= 2 {
            format!("write `[[{name}]]`, with nothing else in the line")
        } else {
            format!("write `[{name}]`, with nothing else in the line")
        }
    } else {
        "a heading is a line of its own, such as `[founded]` or `[[claim]]`, with as many \
         brackets at its end as at its beginning"
            .to_owned()
    };
    Some(Slip::new(
        fault.line.range.clone(),
        "this line begins like a heading, but is none",
        help,
    ))
}

/// Lines without a key, or without the sign after it.
fn key(fault: &Fault<'_>) -> Option<Slip> {
    let key = fault.key();
    let span = fault.line.key.clone();
    let Some(sign) = fault.line.sign else {
        return Some(Slip::new(
            fault.line.range.clone(),
            "this line has no equals sign",
            "a line is a key, an equals sign and a value; a text stays on one line, however \
             long; a note for editors begins with `#`",
        ));
    };
    if fault.at() > sign + 1 {
        return None;
    }
    if key.is_empty() {
        return Some(Slip::new(
            sign..sign + 1,
            "no key stands before this sign",
            "write the key before the equals sign, as in the other files of this folder",
        ));
    }
    if fault.text[sign..].starts_with(':') {
        let slip = Slip::new(
            sign..sign + 1,
            "a colon stands where an equals sign belongs",
            format!("write `{key} = …`"),
        );
        // A colon in a sentence is no slip for an equals sign.
        if !is_key(key) || fault.value().is_empty() {
            return Some(slip);
        }
        let around = fault.line.key.end..fault.line.value.start;
        return Some(slip.fixed("write an equals sign", vec![Edit::new(around, " = ")]));
    }
    Some(Slip::new(
        span,
        format!("`{key}` cannot be a key"),
        "a key has letters without accents, digits, hyphens and points, and no spaces",
    ))
}
