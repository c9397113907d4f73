//! Events by year as a drawing with its words.

use crate::content::catalog::EventEntry;
use crate::locale::PartialDate;
use crate::site::edition::Edition;
use crate::site::picture::timeline::{Below, Column, NARROW, Naming, Strip, WIDE};
use std::collections::BTreeSet;

/// The name within the page of the events whose date nobody knows.
pub const UNDATED: &str = "undated";

/// What stands in the place of a year that nobody knows, in any language.
const UNKNOWN: &str = "?";

/// So many events with a date, in so many years, are worth a drawing.
const WORTH: (usize, usize) = (4, 3);

/// A strip of events with its words.
#[derive(Debug)]
pub struct StripView {
    /// The name of the drawing.
    pub name: String,
    /// What it shows.
    pub about: String,
    /// Where everything stands.
    pub strip: Strip,
    /// Whether it takes all three tracks, and gives way to links on phones.
    pub wide: bool,
    /// The columns that say something.
    pub columns: Vec<ColumnView>,
    /// Whether some of them are links.
    pub linked: bool,
}

/// A year in a strip.
#[derive(Debug)]
pub struct ColumnView {
    /// Its left edge.
    pub x: i32,
    /// The year, where there is room for it.
    pub label: Option<String>,
    /// Where the year stands.
    pub below: Below,
    /// Whether there is room only when letters have their natural size.
    pub minor: bool,
    /// Where it leads.
    pub href: Option<String>,
    /// What is there: "2017: 7 events".
    pub name: String,
}

/// How large a strip is.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Its width.
    pub width: i32,
    /// A year that is shown though nothing may have happened in it.
    pub also: Option<i16>,
}

/// A strip whose years are links, where they are wide enough for it.
pub fn linked(
    edition: &Edition<'_>,
    events: &[EventEntry<'_>],
    size: Size,
    year: impl Fn(i16) -> Option<String>,
) -> StripView {
    let mut view = new(edition, events, size);
    if view.strip.linked {
        view.linked = true;
        for (shown, column) in view.columns.iter_mut().zip(&view.strip.columns) {
            if column.events > 0 {
                shown.href = match column.year {
                    Some(found) => year(found),
                    None => Some(format!("#{UNDATED}")),
                };
            }
        }
    }
    view
}

/// A strip to look at, if there is enough to be seen.
pub fn still(edition: &Edition<'_>, events: &[EventEntry<'_>]) -> Option<StripView> {
    let size = Size {
        width: NARROW,
        also: None,
    };
    let dates = || events.iter().filter_map(|(_, event)| event.date);
    let years: BTreeSet<i16> = dates().map(|date| date.year()).collect();
    let (least, over) = WORTH;
    (dates().count() >= least && years.len() >= over).then(|| new(edition, events, size))
}

fn new(edition: &Edition<'_>, events: &[EventEntry<'_>], size: Size) -> StripView {
    let dates: Vec<Option<PartialDate>> = events.iter().map(|(_, event)| event.date).collect();
    let strip = Strip::new(&dates, size.also, size.width);
    let words = edition.words;
    let column = |column: &Column| {
        // Figures alone on an axis, in any language; words in a name.
        let (label, year) = match column.year {
            Some(year) => {
                let words = edition.time(&PartialDate::Year(year)).words;
                (year.to_string(), words)
            }
            None => (UNKNOWN.to_owned(), words.labels.date_not_known.clone()),
        };
        let counted = edition.count(&words.counts.events, column.events);
        ColumnView {
            x: column.x,
            below: column.name,
            name: format!("{year}: {counted}"),
            label: (column.naming != Naming::Never).then_some(label),
            minor: column.naming == Naming::Minor,
            href: None,
        }
    };
    StripView {
        name: words.timeline.events_by_year.clone(),
        about: words.timeline.picture.clone(),
        columns: strip.columns.iter().map(column).collect(),
        wide: size.width == WIDE,
        linked: false,
        strip,
    }
}
