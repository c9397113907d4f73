//! What a visitor looks for: words, phrases in quotation marks, dates.

use super::fold::Folding;
use super::token::words;
use crate::locale::{Grammar, PartialDate};
use std::ops::Range;
use std::sync::Arc;

/// The most characters that are looked at.
pub const LONGEST: usize = 200;

/// The most words, phrases and dates that are looked for.
pub(super) const MOST_UNITS: usize = 16;

/// Quotation marks that begin or end a phrase.
const QUOTES: [char; 6] = ['"', '„', '“', '”', '«', '»'];

/// How a language writes dates, for reading them in a query.
#[derive(Debug, Clone)]
pub struct Dates {
    grammar: Arc<Grammar>,
    /// The names of the months, folded: inside a date, and alone.
    months: Vec<(String, String)>,
}

impl Dates {
    /// The dates of a language.
    pub fn new(grammar: &Arc<Grammar>, folding: &Folding) -> Self {
        let months = grammar.months.iter().zip(&grammar.months_alone);
        Self {
            grammar: Arc::clone(grammar),
            months: months
                .map(|(inside, alone)| (folding.term(inside), folding.term(alone)))
                .collect(),
        }
    }

    /// The number of the month that is called so.
    fn month(&self, term: &str) -> Option<u8> {
        let is_month = |(inside, alone): &(String, String)| inside == term || alone == term;
        let place = self.months.iter().position(is_month)?;
        u8::try_from(place + 1).ok()
    }

    /// A date as texts write it; each month in both of its forms.
    fn written(&self, date: &PartialDate, folding: &Folding) -> Vec<Word> {
        let text = self.grammar.date(date);
        words(&text)
            .map(|range| {
                let mut word = Word::new(&text[range], folding);
                if let Some(month) = self.month(&word.term) {
                    let (inside, alone) = &self.months[usize::from(month) - 1];
                    word.others = vec![inside.clone(), alone.clone()];
                }
                word
            })
            .collect()
    }
}

/// A word, in every form in which it is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// As it was asked for.
    pub written: String,
    /// The form that comes first.
    pub term: String,
    /// Other ways of writing it.
    pub others: Vec<String>,
    /// Its stems.
    pub stems: Vec<String>,
}

impl Word {
    fn new(word: &str, folding: &Folding) -> Self {
        let folded = folding.word(word);
        Self {
            written: word.to_owned(),
            stems: folding.stems(word, &folded.term),
            term: folded.term,
            others: folded.others,
        }
    }
}

/// One thing that is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unit {
    /// One word, or several that must stand in a row.
    pub words: Vec<Word>,
    /// Whether it was set in quotation marks, so that only these words will do.
    pub is_quoted: bool,
    /// The date that it means.
    pub date: Option<PartialDate>,
    /// Whether it need not be there.
    pub is_ignored: bool,
}

/// A query, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// What was asked, without what cannot be shown.
    pub asked: String,
    /// Whether it was longer than what is looked at.
    pub is_cut: bool,
    pub(super) units: Vec<Unit>,
}

impl Query {
    /// Reads what a visitor asked. Any text is a query.
    pub fn parse(text: &str, folding: &Folding, dates: &Dates) -> Self {
        let (asked, is_cut) = presentable(text);
        let mut units = Vec::new();
        for (number, part) in asked.split(QUOTES).enumerate() {
            // Marks open and close by turns; the last may stay open.
            if number % 2 == 1 {
                units.extend(quoted(part, folding));
            } else {
                plain(part, folding, dates, &mut units);
            }
        }
        units.truncate(MOST_UNITS);
        if units.iter().all(|unit| unit.is_ignored) {
            for unit in &mut units {
                unit.is_ignored = false;
            }
        }
        Self {
            asked,
            is_cut,
            units,
        }
    }

    /// Whether there is nothing in it that could be found.
    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }
}

/// What of a text can be shown on a page: no control characters, nothing that
/// turns the direction of what follows (Unicode TR 36, bidirectional text),
/// no noncharacters; single spaces; no more than the longest query.
fn presentable(text: &str) -> (String, bool) {
    let mut out = String::new();
    let mut length = 0;
    for character in text.chars() {
        let character = match character {
            '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}' => continue,
            '\u{fdd0}'..='\u{fdef}' => continue,
            other if u32::from(other) & 0xfffe == 0xfffe => continue,
            other if other.is_control() || other.is_whitespace() => ' ',
            other => other,
        };
        if character == ' ' && (out.is_empty() || out.ends_with(' ')) {
            continue;
        }
        if length == LONGEST {
            if character == ' ' {
                continue;
            }
            return (out.trim_end().to_owned(), true);
        }
        out.push(character);
        length += 1;
    }
    out.truncate(out.trim_end().len());
    (out, false)
}

/// A phrase in quotation marks.
fn quoted(text: &str, folding: &Folding) -> Option<Unit> {
    let words: Vec<_> = words(text)
        .take(MOST_UNITS)
        .map(|range| Word::new(&text[range], folding))
        .collect();
    (!words.is_empty()).then_some(Unit {
        words,
        is_quoted: true,
        date: None,
        is_ignored: false,
    })
}

/// Words and dates without quotation marks.
fn plain(text: &str, folding: &Folding, dates: &Dates, units: &mut Vec<Unit>) {
    let ranges: Vec<_> = words(text).collect();
    let mut rest = &ranges[..];
    while let Some(first) = rest.first() {
        if let Some((date, length)) = read_date(text, rest, folding, dates) {
            let is_year = matches!(date, PartialDate::Year(_));
            units.push(Unit {
                words: match is_year {
                    true => vec![Word::new(&text[first.clone()], folding)],
                    false => dates.written(&date, folding),
                },
                is_quoted: false,
                date: Some(date),
                is_ignored: false,
            });
            rest = &rest[length..];
            continue;
        }
        let word = Word::new(&text[first.clone()], folding);
        units.push(Unit {
            is_ignored: folding.ignores(&word.term),
            words: vec![word],
            is_quoted: false,
            date: None,
        });
        rest = &rest[1..];
    }
}

/// The date that the words begin with, and how many words it takes: ISO 8601
/// (`2024-10-02`), figures with points (`2.10.2024`), a month by its name with
/// a year and perhaps a day, or a year.
fn read_date(
    text: &str,
    ranges: &[Range<usize>],
    folding: &Folding,
    dates: &Dates,
) -> Option<(PartialDate, usize)> {
    let word = |at: usize| ranges.get(at).map(|range| &text[range.clone()]);
    let figures = |at: usize, lengths: Range<usize>| -> Option<i16> {
        let word = word(at)?;
        let fits = lengths.contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
        fits.then(|| word.parse().ok()).flatten()
    };
    let year = |at| figures(at, 4..5);
    let small = |at| figures(at, 1..3).and_then(|number| u8::try_from(number).ok());
    let month = |at| dates.month(&folding.term(word(at)?));
    let between = |at: usize| match (ranges.get(at), ranges.get(at + 1)) {
        (Some(one), Some(next)) => &text[one.end..next.start],
        _ => "",
    };
    let is_dash = |at| between(at) == "-";
    let is_point = |at| between(at).trim() == ".";
    let found = if let Some(first) = year(0) {
        match (small(1), small(2)) {
            (Some(month), Some(day)) if is_dash(0) && is_dash(1) => {
                (PartialDate::Day(first, month, day), 3)
            }
            (Some(month), _) if is_dash(0) => (PartialDate::Month(first, month), 2),
            _ => match month(1) {
                Some(month) => (PartialDate::Month(first, month), 2),
                None => (PartialDate::Year(first), 1),
            },
        }
    } else if let Some(first) = small(0) {
        match (small(1), month(1), year(1), year(2)) {
            (Some(month), _, _, Some(year)) if is_point(0) && is_point(1) => {
                (PartialDate::Day(year, month, first), 3)
            }
            (_, Some(month), _, Some(year)) => (PartialDate::Day(year, month, first), 3),
            (_, _, Some(year), _) if is_point(0) => (PartialDate::Month(year, first), 2),
            _ => return None,
        }
    } else {
        let first = month(0)?;
        match (small(1), year(1), year(2)) {
            (Some(day), _, Some(year)) => (PartialDate::Day(year, first, day), 3),
            (_, Some(year), _) => (PartialDate::Month(year, first), 2),
            _ => return None,
        }
    };
    found.0.is_valid().then_some(found)
}

#[cfg(test)]
mod tests;
