//! Dates that are known to the year, the month or the day.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

mod format;
mod moment;
mod serial;
#[cfg(test)]
mod tests;

pub(super) use format::DatePatterns;
pub use moment::{Instant, Moment, Now};

/// A day of the Gregorian calendar, from year 1 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    /// 1 to 9999.
    pub year: i16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

impl Day {
    /// The day of this date, if the calendar has it.
    pub fn new(year: i16, month: u8, day: u8) -> Option<Self> {
        let exists =
            valid_year(year) && valid_month(month) && (1..=days_in(year, month)).contains(&day);
        exists.then_some(Self { year, month, day })
    }

    /// How many days later another day is; fewer than 0 if it is earlier.
    pub fn days_until(self, later: Self) -> i32 {
        later.number() - self.number()
    }

    /// The number of the day since 1 March of the year 0, in the Gregorian
    /// calendar carried back (ISO 8601). A year that begins in March has its
    /// leap day at its end.
    fn number(self) -> i32 {
        let month = (i32::from(self.month) + 9) % 12;
        let year = i32::from(self.year) - i32::from(self.month < 3);
        let leap_days = year / 4 - year / 100 + year / 400;
        let before_month = (month * 153 + 2) / 5;
        year * 365 + leap_days + before_month + i32::from(self.day) - 1
    }
}

impl fmt::Display for Day {
    /// ISO 8601: `2022-11-20`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Day {
    type Err = InvalidDate;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.parse()? {
            PartialDate::Day(year, month, day) => Ok(Self { year, month, day }),
            _ => Err(InvalidDate::new(text)),
        }
    }
}

/// A date as precise as it is known.
///
/// Ordered by the first day it may mean, then from vague to precise: a year stands before its
/// months, a month before its days, and all of them before anything that starts later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartialDate {
    /// A year, 1 to 9999.
    Year(i16),
    /// A year and a month, 1 to 12.
    Month(i16, u8),
    /// A year, a month and a day.
    Day(i16, u8, u8),
}

impl PartialDate {
    /// The first day that the date may mean.
    pub fn start(&self) -> Day {
        let (year, month, day) = match *self {
            Self::Year(year) => (year, 1, 1),
            Self::Month(year, month) => (year, month, 1),
            Self::Day(year, month, day) => (year, month, day),
        };
        Day { year, month, day }
    }

    /// The last day that the date may mean.
    pub fn end(&self) -> Day {
        let (year, month, day) = match *self {
            Self::Year(year) => (year, 12, 31),
            Self::Month(year, month) => (year, month, days_in(year, month)),
            Self::Day(year, month, day) => (year, month, day),
        };
        Day { year, month, day }
    }

    /// The year, which is always known.
    pub fn year(&self) -> i16 {
        self.start().year
    }

    /// Whether the calendar has this date, and its year lies between 1 and 9999.
    pub fn is_valid(&self) -> bool {
        match *self {
            Self::Year(year) => valid_year(year),
            Self::Month(year, month) => valid_year(year) && valid_month(month),
            Self::Day(year, month, day) => Day::new(year, month, day).is_some(),
        }
    }

    fn precision(&self) -> u8 {
        match self {
            Self::Year(_) => 0,
            Self::Month(..) => 1,
            Self::Day(..) => 2,
        }
    }
}

impl Ord for PartialDate {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.start(), self.precision()).cmp(&(other.start(), other.precision()))
    }
}

impl PartialOrd for PartialDate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl From<Day> for PartialDate {
    fn from(day: Day) -> Self {
        Self::Day(day.year, day.month, day.day)
    }
}

impl fmt::Display for PartialDate {
    /// ISO 8601 with reduced precision, which is also a valid `datetime` attribute in HTML:
    /// `2022`, `2022-11` or `2022-11-20`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Day(year, month, day) => write!(f, "{year:04}-{month:02}-{day:02}"),
        }
    }
}

impl FromStr for PartialDate {
    type Err = InvalidDate;

    /// Reads what [`Display`](fmt::Display) writes, and nothing else.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = |text: &str, width: usize| -> Option<i16> {
            let digits = text.len() == width && text.bytes().all(|b| b.is_ascii_digit());
            digits.then(|| text.parse().ok()).flatten()
        };
        let small = |text: &str| number(text, 2).and_then(|number| u8::try_from(number).ok());
        let mut parts = text.splitn(3, '-');
        let year = parts.next().and_then(|part| number(part, 4));
        let date = match (year, parts.next(), parts.next()) {
            (Some(year), None, _) => Some(Self::Year(year)),
            (Some(year), Some(month), None) => small(month).map(|month| Self::Month(year, month)),
            (Some(year), Some(month), Some(day)) => small(month)
                .zip(small(day))
                .map(|(month, day)| Self::Day(year, month, day)),
            (None, ..) => None,
        };
        date.filter(Self::is_valid)
            .ok_or_else(|| InvalidDate::new(text))
    }
}

/// A text or a value that is not a date of the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidDate(String);

impl InvalidDate {
    fn new(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Display for InvalidDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a date of the calendar", self.0)
    }
}

impl std::error::Error for InvalidDate {}

fn valid_year(year: i16) -> bool {
    (1..=9999).contains(&year)
}

fn valid_month(month: u8) -> bool {
    (1..=12).contains(&month)
}

fn days_in(year: i16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}
