//! Typography of running text: quotation marks, dashes, ellipses, spaces that do not break.

use std::borrow::Cow;

use super::date::PartialDate;
use super::grammar::Grammar;
use super::verbatim::address_len;

#[cfg(test)]
mod tests;

const NO_BREAK_SPACE: char = '\u{A0}';
const NO_BREAK_HYPHEN: char = '\u{2011}';

/// Typesets a text that is a whole of its own, such as a name or a sentence without markup.
pub fn typeset<'t>(text: &'t str, grammar: &Grammar) -> Cow<'t, str> {
    Typesetter::new(grammar).run(text)
}

/// A typeset text for a place inside a quotation: its own quotation marks become the inner ones.
pub fn within_quotation<'t>(text: &'t str, grammar: &Grammar) -> Cow<'t, str> {
    let marks = &grammar.quotes;
    if !text.contains(&marks.open) {
        return Cow::Borrowed(text);
    }
    let opened = text.replace(&marks.open, &marks.inner_open);
    Cow::Owned(opened.replace(&marks.close, &marks.inner_close))
}

/// Typesets one paragraph, run by run.
///
/// Markup splits a paragraph into runs of text; a quotation may start in one and end in another.
/// What the runs do not show, such as code, is to be [passed](Self::pass).
///
/// - Straight quotes become the language's marks, the inner ones inside a quotation; a straight
///   single quote that quotes nothing becomes an apostrophe. A quote without a partner before it
///   stays: it may be a sign for inches or seconds.
/// - ` - ` becomes an en dash that does not start a line, and so does a typed en dash.
/// - A hyphen between two numbers becomes an en dash; not in ISO dates, nor in what looks like a
///   telephone number.
/// - The hyphens of an ISO date do not break.
/// - `...` becomes an ellipsis.
/// - A hyphen between capitals or digits and the small letters of an ending, as in `UN-a`, does
///   not break.
/// - The space after and before the words that the language lists does not break, nor does the one
///   between a short number and the word after it, if the language says so.
///
/// Addresses stay as they are.
pub struct Typesetter<'g> {
    grammar: &'g Grammar,
    /// The most characters of a word after which the language does not break.
    longest_before: usize,
    /// The straight quotes whose quotations are open, the outermost first.
    open: Vec<char>,
    /// What has been seen since the last white space.
    tail: String,
    /// Whether the last thing written was an opening quotation mark.
    opened: bool,
}

impl<'g> Typesetter<'g> {
    /// Starts a paragraph.
    pub fn new(grammar: &'g Grammar) -> Self {
        Self {
            grammar,
            longest_before: (grammar.no_break_after.iter())
                .map(|word| word.chars().count())
                .max()
                .unwrap_or_default(),
            open: Vec::new(),
            tail: String::new(),
            opened: false,
        }
    }

    /// Takes note of text that is shown as it is, between two runs.
    pub fn pass(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.opened = false;
        match text.rfind(char::is_whitespace) {
            Some(space) => self.tail = text[space..].trim_start().to_owned(),
            None => self.tail.push_str(text),
        }
    }

    /// Typesets the next run of the paragraph.
    pub fn run<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        let mut out = String::with_capacity(text.len() + 16);
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let length = match first {
                '"' | '\'' => self.quote(first, &rest[1..], &mut out),
                ' ' | '\n' => self.space(first, rest, &mut out),
                '.' if rest.starts_with("...")
                    && !rest[3..].starts_with('.')
                    && !self.tail.ends_with('.') =>
                {
                    self.write("…", &mut out);
                    3
                }
                '-' if self.before_ending(&rest[1..]) => {
                    self.write(NO_BREAK_HYPHEN.encode_utf8(&mut [0; 3]), &mut out);
                    1
                }
                _ if first.is_ascii_alphanumeric()
                    && !self.tail.ends_with(char::is_alphanumeric) =>
                {
                    self.word(rest, &mut out)
                }
                _ => {
                    self.write(&rest[..first.len_utf8()], &mut out);
                    first.len_utf8()
                }
            };
            rest = &rest[length..];
        }
        if out == text {
            Cow::Borrowed(text)
        } else {
            Cow::Owned(out)
        }
    }

    fn write(&mut self, text: &str, out: &mut String) {
        out.push_str(text);
        self.pass(text);
    }

    /// At the start of a word or a number; returns how much has been dealt with.
    fn word(&mut self, rest: &str, out: &mut String) -> usize {
        let address = address_len(rest);
        if address > 0 {
            self.write(&rest[..address], out);
            return address;
        }
        let joined = self
            .tail
            .ends_with(['-', NO_BREAK_HYPHEN, '.', ',', '/', ':', '+', '_', '@']);
        if let Some(hyphen) = number_range(rest).filter(|_| !joined) {
            self.write(&rest[..hyphen], out);
            self.write("–", out);
            return hyphen + 1;
        }
        if let Some(date) = iso_date(rest).filter(|_| !joined) {
            let kept = date.replace('-', NO_BREAK_HYPHEN.encode_utf8(&mut [0; 3]));
            self.write(&kept, out);
            return date.len();
        }
        let length = rest.find(|c: char| !c.is_alphanumeric());
        let length = length.unwrap_or(rest.len());
        self.write(&rest[..length], out);
        length
    }

    /// At a straight quote, with what follows it.
    fn quote(&mut self, quote: char, after: &str, out: &mut String) -> usize {
        let next = after.chars().next();
        let before_space = next.is_some_and(char::is_whitespace);
        let before_word = next.is_some_and(char::is_alphanumeric);
        let may_open = self.opened
            || self.tail.is_empty()
            || (self.tail).ends_with(['(', '[', '{', '-', NO_BREAK_HYPHEN, '–', '—', '/']);
        let is_open = self.open.contains(&quote);
        let quotes = if quote == '"' {
            may_open && !before_space
        } else {
            may_open && !before_space && has_closing(after)
        };
        let marks = &self.grammar.quotes;
        if quotes {
            let outer = self.open.len().is_multiple_of(2);
            self.open.push(quote);
            self.write(
                if outer {
                    &marks.open
                } else {
                    &marks.inner_open
                },
                out,
            );
            self.opened = true;
        } else if is_open && (quote == '"' || !before_word) {
            // What was opened inside and never closed ends here as well.
            while self.open.pop().is_some_and(|inner| inner != quote) {}
            let outer = self.open.len().is_multiple_of(2);
            self.write(
                if outer {
                    &marks.close
                } else {
                    &marks.inner_close
                },
                out,
            );
        } else if quote == '\'' && !self.tail.ends_with(|c: char| c.is_ascii_digit()) {
            self.write("’", out);
        } else {
            self.write(quote.encode_utf8(&mut [0; 4]), out);
        }
        1
    }

    /// At a space or line break; returns how much has been dealt with.
    fn space(&mut self, space: char, rest: &str, out: &mut String) -> usize {
        let after = &rest[1..];
        let dash = after.strip_prefix(['-', '–']);
        if !self.tail.is_empty() && dash.is_some_and(|rest| rest.starts_with(char::is_whitespace)) {
            out.push(NO_BREAK_SPACE);
            out.push('–');
            self.tail.clear();
            self.pass("–");
            return after.len() - dash.map_or(0, str::len) + 1;
        }
        let listed = !after.starts_with(char::is_whitespace)
            && (self.ends_with_listed()
                || self.ends_with_number_before(after)
                || !self.tail.is_empty()
                    && self
                        .grammar
                        .no_break_before
                        .iter()
                        .any(|word| starts_with(after, word)));
        out.push(if listed { NO_BREAK_SPACE } else { space });
        self.tail.clear();
        self.opened = false;
        1
    }

    /// Whether a hyphen here joins an ending in small letters to an abbreviation or a number.
    fn before_ending(&self, after: &str) -> bool {
        let stem = self
            .tail
            .rsplit(|c: char| !c.is_alphanumeric())
            .next()
            .unwrap_or_default();
        after.starts_with(char::is_lowercase)
            && !stem.is_empty()
            && (stem.chars()).all(|c| c.is_uppercase() || c.is_ascii_digit())
    }

    /// Whether the last word is a short number that belongs to the word after it.
    ///
    /// The full stop of an ordinal may also end a sentence: before a capital the line may break.
    fn ends_with_number_before(&self, after: &str) -> bool {
        let (number, ordinal) = match self.tail.strip_suffix('.') {
            Some(number) => (number, true),
            None => (&*self.tail, false),
        };
        let digits = number.bytes().rev().take_while(u8::is_ascii_digit).count();
        let before = &number[..number.len() - digits];
        // Otherwise the digits are a part of a time, a sum, a date, or a name such as COVID-19.
        let whole = !before.ends_with(|c: char| c.is_alphanumeric() || "-.,/:_".contains(c));
        let belongs = if ordinal {
            after.starts_with(char::is_lowercase)
        } else {
            after.starts_with(char::is_alphanumeric)
        };
        (1..=usize::from(self.grammar.no_break_after_digits)).contains(&digits) && whole && belongs
    }

    /// Whether the last word, apart from brackets and quotes before it, is one
    /// after which the language does not break.
    fn ends_with_listed(&self) -> bool {
        let bare = self.tail.trim_start_matches(|c: char| !c.is_alphanumeric());
        // Few words are so short: this is asked at every space of every text.
        bare.chars().count() <= self.longest_before
            && (self.grammar.no_break_after.iter())
                .any(|word| same(bare, word) || same(&self.tail, word))
    }
}

/// Whether a word of a text is the listed one. Capitals count for nothing, except in an
/// abbreviation that is listed in capitals.
fn same(one: &str, two: &str) -> bool {
    if two.chars().nth(1).is_some() && two.chars().all(char::is_uppercase) {
        return one == two;
    }
    if one.is_ascii() && two.is_ascii() {
        return one.eq_ignore_ascii_case(two);
    }
    let lower = |text| str::chars(text).flat_map(char::to_lowercase);
    lower(one).eq(lower(two))
}

/// Whether the text starts with this word, as a whole one, but for capitals.
fn starts_with(text: &str, word: &str) -> bool {
    let first = |text: &str| text.chars().next().map(char::to_lowercase);
    let begins_alike = match (first(text), first(word)) {
        (Some(one), Some(two)) => one.eq(two),
        _ => false,
    };
    if !begins_alike {
        return false;
    }
    let length = word.chars().count();
    let end = text
        .char_indices()
        .nth(length)
        .map_or(text.len(), |(at, _)| at);
    let goes_on = text[end..].starts_with(char::is_alphanumeric);
    same(&text[..end], word) && !goes_on
}

/// Whether a single quote that closes a quotation follows: one behind a word and before none.
fn has_closing(after: &str) -> bool {
    let mut before = ' ';
    let mut chars = after.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\''
            && !before.is_whitespace()
            && !chars.peek().is_some_and(|next| next.is_alphanumeric())
        {
            return true;
        }
        before = c;
    }
    false
}

/// The ISO date, to the day or to the month, that the text starts with.
fn iso_date(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '-');
    let (date, after) = text.split_at(end.unwrap_or(text.len()));
    let whole = !after.starts_with(char::is_alphanumeric);
    (whole && date.contains('-') && date.parse::<PartialDate>().is_ok()).then_some(date)
}

/// Where the hyphen of a range such as `2014-2016` or `2.-3.` stands, if the text starts with one.
fn number_range(text: &str) -> Option<usize> {
    let digits = |text: &str| {
        text.find(|c: char| !c.is_ascii_digit())
            .unwrap_or(text.len())
    };
    let hyphen = text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',')?;
    let from = &text[..hyphen];
    let after = text[hyphen..].strip_prefix('-')?;
    let end = after.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',');
    let (to, rest) = after.split_at(end.unwrap_or(after.len()));
    let to = to.trim_end_matches(['.', ',']);
    // A leading zero is a telephone number's, unless a decimal sign follows it.
    let plain = |number: &str| {
        let whole = digits(number);
        whole > 0 && (whole == 1 || !number.starts_with('0'))
    };
    // 2022-11 may be a month: ISO 8601.
    let month = from.len() == 4
        && digits(from) == 4
        && to.len() == 2
        && to.parse().is_ok_and(|month: u8| (1..=12).contains(&month));
    let goes_on = rest.starts_with(|c: char| c.is_alphanumeric() || "-/:@_".contains(c));
    (plain(from) && plain(to) && !month && !goes_on).then_some(hyphen)
}
