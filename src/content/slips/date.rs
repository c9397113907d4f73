//! Dates as people write them, read well enough to say how they are written here.

use crate::locale::PartialDate;

/// How a date is written, for a text that says none that could be offered.
pub const FORMS: &str = "a date is written `2023-05-05`, `{ year = 2023, month = 5 }` or `2023`, \
                         without quotes";

/// The names of the months in the languages of a register.
#[derive(Debug, Clone, Default)]
pub struct MonthNames(Vec<(String, u8)>);

impl MonthNames {
    /// Adds twelve names, January first; more than twelve are no months.
    pub fn add<'a>(&mut self, names: impl IntoIterator<Item = &'a str>) {
        let numbered = names.into_iter().zip(1..=12);
        self.0
            .extend(numbered.map(|(name, number)| (name.to_lowercase(), number)));
    }

    fn number(&self, word: &str) -> Option<u8> {
        let word = word.to_lowercase();
        let found = self.0.iter().find(|(name, _)| *name == word);
        found.map(|&(_, number)| number)
    }
}

/// A part of a date: digits, or the name of a month.
#[derive(Debug, Clone, Copy)]
enum Part {
    /// Four digits.
    Year(i16),
    /// One or two digits.
    Small(u8),
    Month(u8),
}

/// The date that a text says, if it says one and nothing else. With three
/// numbers and the year last, the day comes first unless only the other way
/// gives a date.
pub fn read(text: &str, months: &MonthNames) -> Option<PartialDate> {
    let is_between = |sign: char| sign.is_whitespace() || matches!(sign, '.' | ',' | '/' | '-');
    let parts: Option<Vec<Part>> = text
        .split(is_between)
        .filter(|part| !part.is_empty())
        .map(|part| match part.parse::<i16>() {
            Ok(number) if part.len() == 4 => Some(Part::Year(number)),
            Ok(number) if part.len() <= 2 => u8::try_from(number).ok().map(Part::Small),
            Ok(_) => None,
            Err(_) => months.number(part).map(Part::Month),
        })
        .collect();
    let date = match *parts?.as_slice() {
        [Part::Year(year)] => PartialDate::Year(year),
        [Part::Year(year), Part::Small(month) | Part::Month(month)]
        | [Part::Small(month) | Part::Month(month), Part::Year(year)] => {
            PartialDate::Month(year, month)
        }
        [
            Part::Year(year),
            Part::Small(month) | Part::Month(month),
            Part::Small(day),
        ]
        | [Part::Small(day), Part::Month(month), Part::Year(year)]
        | [Part::Month(month), Part::Small(day), Part::Year(year)] => {
            PartialDate::Day(year, month, day)
        }
        [Part::Small(first), Part::Small(second), Part::Year(year)] => {
            let day_first = PartialDate::Day(year, second, first);
            if day_first.is_valid() {
                day_first
            } else {
                PartialDate::Day(year, first, second)
            }
        }
        _ => return None,
    };
    date.is_valid().then_some(date)
}

/// Whether a text looks as if it were to be a date: figures and what stands
/// between them.
pub fn is_like_one(text: &str) -> bool {
    let figures = text.bytes().filter(u8::is_ascii_digit).count();
    let is_part = |sign: char| sign.is_ascii_digit() || matches!(sign, '.' | '/' | '-' | ' ');
    figures >= 5 && text.chars().all(is_part) && !text.starts_with('-')
}

/// How a date is written as a value.
pub fn written(date: PartialDate) -> String {
    match date {
        PartialDate::Month(year, month) => format!("{{ year = {year}, month = {month} }}"),
        PartialDate::Year(_) | PartialDate::Day(..) => date.to_string(),
    }
}

/// How to write the date that this text says, if there is one way to read it.
pub fn certain(text: &str, months: &MonthNames) -> Option<String> {
    match read(text, months)? {
        // The day or the month may stand first.
        PartialDate::Day(_, _, 1..=12) if begins_with_small(text) => None,
        date => Some(written(date)),
    }
}

/// Whether the day or the month, in figures, stands before a slash.
fn begins_with_small(text: &str) -> bool {
    text.split_once('/')
        .is_some_and(|(first, _)| first.trim().len() <= 2)
}

/// How to write what this text says.
pub fn advice(text: &str, months: &MonthNames) -> String {
    match read(text, months) {
        Some(date @ PartialDate::Day(_, _, 1..=12)) if begins_with_small(text) => {
            format!("if the day stands first here, write `{}`", written(date))
        }
        Some(date) => format!("write `{}`", written(date)),
        None => FORMS.to_owned(),
    }
}
