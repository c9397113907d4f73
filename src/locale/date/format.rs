//! Dates in the words of a language.

use crate::locale::grammar::{DateFormats, Grammar, GrammarFault};
use crate::locale::template::Template;

use super::PartialDate;

/// The places of a date format, in the order in which they are filled.
const PLACES: [&str; 7] = [
    "day",
    "month",
    "month-alone",
    "year",
    "last-day",
    "last-month",
    "last-year",
];
const RANGE_PLACES: [&str; 2] = ["from", "to"];

/// Compiled date formats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::locale) struct DatePatterns {
    day: Template,
    month: Template,
    year: Template,
    days: Option<Template>,
    months: Option<Template>,
    years: Option<Template>,
    range: Template,
}

impl DatePatterns {
    /// Compiles the formats, and reports those that would lose a part of a date.
    pub(in crate::locale) fn compile(
        formats: &DateFormats,
        range: &str,
        faults: &mut Vec<GrammarFault>,
    ) -> Option<Self> {
        // One date has no last day; days of one month have no last month; those of one year
        // have no last year.
        const ONE_DATE: &[&str] = PLACES.split_at(4).0;
        const ONE_MONTH: &[&str] = PLACES.split_at(5).0;
        const ONE_YEAR: &[&str] = PLACES.split_at(6).0;
        let any_month = &[1, 2][..];
        let day = [&[0][..], any_month, &[3]];
        let month = [any_month, &[3]];
        let days = [&[0][..], any_month, &[3], &[4]];
        let months = [&[0][..], any_month, &[3], &[4], &[5]];
        let mut read = |key, text, places: &[&str], needed: &[&[usize]]| {
            read(key, text, places, needed)
                .map_err(|fault| faults.push(fault))
                .ok()
        };
        let day = read("date.day", &formats.day, ONE_DATE, &day);
        let month = read("date.month", &formats.month, ONE_DATE, &month);
        let year = read("date.year", &formats.year, ONE_DATE, &[&[3]]);
        let days_format = formats.days.as_ref();
        let days = days_format.map(|format| read("date.days", format, ONE_MONTH, &days));
        let months_format = formats.months.as_ref();
        let months = months_format.map(|format| read("date.months", format, ONE_YEAR, &months));
        let years_format = formats.years.as_ref();
        let years = years_format.map(|format| read("date.years", format, &PLACES, &[&[3], &[6]]));
        let range = read("range", range, &RANGE_PLACES, &[&[0], &[1]]);
        Some(Self {
            day: day?,
            month: month?,
            year: year?,
            days: days.map_or(Some(None), |days| days.map(Some))?,
            months: months.map_or(Some(None), |months| months.map(Some))?,
            years: years.map_or(Some(None), |years| years.map(Some))?,
            range: range?,
        })
    }
}

/// Reads one format; of each group in `needed`, at least one place must be used.
fn read(
    key: &'static str,
    text: &str,
    places: &[&str],
    needed: &[&[usize]],
) -> Result<Template, GrammarFault> {
    let template =
        Template::parse(text, places).map_err(|message| GrammarFault::new(key, message))?;
    for group in needed {
        if !group.iter().any(|place| template.uses(*place)) {
            let names: Vec<_> = group
                .iter()
                .map(|place| format!("`{{{}}}`", places[*place]))
                .collect();
            let message = format!("the format has no {}", names.join(" or "));
            return Err(GrammarFault::new(key, message));
        }
    }
    // What is parted at the end of a line reads as two things; a year may stand alone, and so may
    // what a dash joins.
    let is = |place: usize, name: &str| {
        (places.get(place)).is_some_and(|place| place.split('-').any(|part| part == name))
    };
    Ok(template.holding(|before, text, after| {
        let date =
            is(before, "day") && is(after, "month") || is(before, "month") && is(after, "day");
        date && !text.contains(['-', '–'])
    }))
}

impl Grammar {
    /// The date in words, as precise as it is known.
    pub fn date(&self, date: &PartialDate) -> String {
        let start = date.start();
        // A date read from content has a month that exists; any other has no name to show.
        let name = |names: &'_ [String]| -> String {
            let index = usize::from(start.month).wrapping_sub(1);
            names.get(index).cloned().unwrap_or_default()
        };
        let template = match date {
            PartialDate::Year(_) => &self.dates.year,
            PartialDate::Month(..) => &self.dates.month,
            PartialDate::Day(..) => &self.dates.day,
        };
        template.fill(&[
            &start.day.to_string(),
            &name(&self.months),
            &name(&self.months_alone),
            &start.year.to_string(),
            &date.end().day.to_string(),
        ])
    }

    /// Days of one month, or of two months of one year, in words, if the language has a form for
    /// them.
    fn days(&self, from: &PartialDate, to: &PartialDate) -> Option<String> {
        let (&PartialDate::Day(year, month, day), &PartialDate::Day(to_year, to_month, last)) =
            (from, to)
        else {
            return None;
        };
        let template = match (year == to_year, month == to_month) {
            (true, true) => self.dates.days.as_ref()?,
            (true, false) => self.dates.months.as_ref()?,
            (false, _) => return None,
        };
        let index = usize::from(month).checked_sub(1)?;
        let last_index = usize::from(to_month).checked_sub(1)?;
        Some(template.fill(&[
            &day.to_string(),
            &self.months[index],
            &self.months_alone[index],
            &year.to_string(),
            &last.to_string(),
            &self.months[last_index],
        ]))
    }

    /// Years from one to another in words, if the language has a form for them.
    fn years(&self, from: &PartialDate, to: &PartialDate) -> Option<String> {
        let (PartialDate::Year(from), PartialDate::Year(to)) = (from, to) else {
            return None;
        };
        let template = self.dates.years.as_ref()?;
        let (from, to) = (from.to_string(), to.to_string());
        Some(template.fill(&["", "", "", &from, "", "", &to]))
    }

    /// A span of time in words; one date when there is no end, or the end says the same.
    pub fn date_range(&self, from: &PartialDate, to: Option<&PartialDate>) -> String {
        match to {
            Some(to) if to != from => {
                let joined = self.days(from, to).or_else(|| self.years(from, to));
                if let Some(joined) = joined {
                    return joined;
                }
                let (from, to) = (self.date(from), self.date(to));
                self.dates.range.fill(&[&from, &to])
            }
            _ => self.date(from),
        }
    }
}
