//! What a language file says about its language, checked and compiled.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::date::DatePatterns;
use super::list::ListPatterns;
use super::plural::{PluralCategory, PluralRules};

mod resolve;
#[cfg(test)]
pub(super) mod tests;

/// The grammar keys of a language file, as written.
///
/// A language derived from another may leave any of them out: it then has the other language's,
/// rewritten in its own script.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct GrammarSource {
    /// The alphabet in sorting order, in small letters. A letter may be written with two
    /// characters, such as "dž". Not to be left out by a derived language whose order differs.
    pub alphabet: Option<Vec<String>>,
    /// The twelve months in the form used inside a full date, such as "maja" in "8. maja 2026."
    pub months: Option<Vec<String>>,
    /// The twelve months in the form used when no day stands before them, such as "maj".
    pub months_alone: Option<Vec<String>>,
    /// How dates are written. Places: {day}, {month}, {month-alone}, {year}. A space that must not
    /// break is written "\u00A0".
    pub date: Option<DateFormats>,
    /// How two dates become a span of time. Places: {from}, {to}.
    pub range: Option<String>,
    /// How an enumeration is written. Places: {0} for what comes before, {1} for what comes after.
    pub list: Option<ListFormats>,
    /// Which form of a word goes with which number: rules in the syntax of CLDR, such as
    /// "n % 10 = 1 and n % 100 != 11". What no rule covers takes the form "other".
    pub plural: Option<BTreeMap<PluralCategory, String>>,
    /// How numbers are written in figures.
    pub number: Option<NumberFormat>,
    /// The quotation marks that straight quotes become.
    pub quotes: Option<Quotes>,
    /// Short words that must not end a line, such as prepositions and "br.": the space after them
    /// never breaks. An abbreviation in capitals counts only where it stands in capitals.
    pub no_break_after: Option<Vec<String>>,
    /// Words and signs that must not begin a line, such as "%" and "eura": the space before them
    /// never breaks.
    pub no_break_before: Option<Vec<String>>,
    /// A number of up to so many digits must not end a line: the space between it and the next word
    /// never breaks, nor does the one between an ordinal with its full stop and a small letter. With
    /// 3, "17. oktobra" and "186. po redu" hold together, and a year may end a line. Without it any
    /// number may.
    #[schemars(range(max = 9))]
    pub no_break_after_digits: Option<u8>,
}

/// How dates are written, by what is known of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct DateFormats {
    /// A date known to the day, such as "{day}. {month} {year}." No space between a day and a month
    /// ever breaks.
    pub day: String,
    /// A date known to the month, such as "{month-alone} {year}."
    pub month: String,
    /// A date known to the year, such as "{year}."
    pub year: String,
    /// Days of one month, such as "{day}–{last-day}. {month} {year}." Without it both dates are
    /// written out.
    pub days: Option<String>,
    /// Days of two months of one year, such as
    /// "{day}. {month} – {last-day}. {last-month} {year}." Without it both dates are written out.
    pub months: Option<String>,
    /// From one year to another, such as "{year}–{last-year}." Without it both are written out.
    pub years: Option<String>,
}

/// How an enumeration is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ListFormats {
    /// Between the only two items, such as "{0} and {1}".
    pub pair: String,
    /// Between items that are not the last two, such as "{0}, {1}".
    pub middle: String,
    /// Between the last two of three or more items, such as "{0} and {1}".
    pub last: String,
}

/// How numbers are written in figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct NumberFormat {
    /// The sign between groups of three digits, such as "." in 30.000
    pub group: String,
    /// The sign before decimals, such as "," in 2,5
    pub decimal: String,
    /// From how many digits on a number is grouped: 4 gives 1.000, and 5 gives 1000 but 10.000
    #[schemars(range(min = 4))]
    pub group_from: u8,
}

/// The quotation marks of a language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Quotes {
    /// Begins a quotation.
    pub open: String,
    /// Ends a quotation.
    pub close: String,
    /// Begins a quotation within a quotation.
    pub inner_open: String,
    /// Ends a quotation within a quotation.
    pub inner_close: String,
}

/// The grammar of one language, complete and compiled.
#[derive(Clone, Debug)]
pub struct Grammar {
    /// The letters in sorting order, small and in NFC.
    pub alphabet: Vec<String>,
    /// Twelve names, for use inside a full date.
    pub months: Vec<String>,
    /// Twelve names, for use without a day.
    pub months_alone: Vec<String>,
    /// Which form of a word goes with which number.
    pub plural: PluralRules,
    /// How numbers are written.
    pub number: NumberFormat,
    /// The quotation marks.
    pub quotes: Quotes,
    /// Words after which a line does not break.
    pub no_break_after: Vec<String>,
    /// Words before which a line does not break.
    pub no_break_before: Vec<String>,
    /// The most digits of a number after which a line does not break.
    pub no_break_after_digits: u8,
    pub(super) dates: DatePatterns,
    pub(super) lists: ListPatterns,
    /// What this was compiled from, with nothing left out: what a derived language starts with.
    source: GrammarSource,
}

/// A mistake in the grammar of a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrammarFault {
    /// The key at fault within the language file, such as `date.day`.
    pub key: &'static str,
    /// What is wrong: a phrase, in small letters.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl GrammarFault {
    pub(super) fn new(key: &'static str, message: impl Into<String>) -> Self {
        Self {
            key,
            message: message.into(),
            help: None,
        }
    }

    fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
