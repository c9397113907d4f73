//! Time on a line: a column a year, a block an event, a bar a membership.
//!
//! Long stretches of years in which nothing is recorded are left out at a
//! visible break. One unit is one CSS pixel where the drawing is as wide as it
//! may become.

use super::labels::Anchor;
use crate::locale::{Day, PartialDate};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

mod span;

pub use span::{Certainty, Known, Piece, Span};

/// The width of a drawing over all three tracks.
pub const WIDE: i32 = 1080;

/// The width of a drawing in the track of statements.
pub const NARROW: i32 = 567;

/// The width of the point at the end of a bar that goes on.
pub const POINT: i32 = 9;

/// An event that comes more years than this after the one before it comes
/// after a break.
const QUIET: i16 = 5;

/// The width of a break.
const BREAK: i32 = 26;

/// The greatest width of a column.
const COLUMN: i32 = 56;

/// A link must be at least 24 CSS pixels wide (WCAG 2.2, 2.5.8) in the
/// narrowest window that it is shown in, where a unit is 0.57 pixels.
const LINKED: i32 = 42;

/// From block to block, where there is room.
const PITCH: i32 = 11;

/// The height that blocks share before they become smaller.
const PILE: i32 = 154;

/// Above the highest block.
const ABOVE: i32 = 4;

/// Below the line: the names of the years, at their largest.
const BELOW: i32 = 34;

/// How far apart the middles of two names of years must be, when letters are
/// drawn at their natural size, and when they are drawn larger because the
/// whole drawing is shown smaller.
const NAMES: (i32, i32) = (44, 96);

/// How wide a figure of a name is at those sizes, at most.
const FIGURE: (i32, i32) = (10, 17);

/// How exactly a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precision {
    /// To the day.
    Day,
    /// To the month.
    Month,
    /// To the year.
    Year,
    /// Not at all.
    Unknown,
}

impl From<Option<&PartialDate>> for Precision {
    fn from(date: Option<&PartialDate>) -> Self {
        match date {
            Some(PartialDate::Day(..)) => Self::Day,
            Some(PartialDate::Month(..)) => Self::Month,
            Some(PartialDate::Year(_)) => Self::Year,
            None => Self::Unknown,
        }
    }
}

/// How large a name must be drawn for there to be room for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// At any size.
    Always,
    /// At its natural size only.
    Minor,
    /// Never.
    Never,
}

/// Years as columns from left to right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scale {
    /// The left edge of each year's column.
    years: BTreeMap<i16, i32>,
    /// The middle of each break.
    pub breaks: Vec<i32>,
    /// The width of a column.
    pub column: i32,
    /// The right edge of the last column.
    pub end: i32,
    /// The width of the drawing.
    width: i32,
}

/// Where a name stands below its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Below {
    /// Where the part of it is that the anchor tells.
    pub x: i32,
    /// Which part of it is there.
    pub anchor: Anchor,
}

impl Below {
    /// Below the middle of a column, but for a name of so many figures that
    /// would then leave the drawing at its largest: that one begins or ends
    /// with its column.
    fn column(left: i32, column: i32, figures: usize, width: i32) -> Self {
        let middle = left + column / 2;
        let half = FIGURE.1 * figures as i32 / 2;
        let (x, anchor) = if middle < half {
            (left, Anchor::Start)
        } else if middle + half > width {
            (left + column, Anchor::End)
        } else {
            (middle, Anchor::Middle)
        };
        Self { x, anchor }
    }

    /// The value of `text-anchor`, unless the name stands below its middle.
    pub fn aside(self) -> Option<&'static str> {
        (self.anchor != Anchor::Middle).then(|| self.anchor.name())
    }

    /// The middle of a name whose figures are so wide.
    fn middle(self, figures: usize, figure: i32) -> i32 {
        let half = figure * figures as i32 / 2;
        match self.anchor {
            Anchor::Start => self.x + half,
            Anchor::Middle => self.x,
            Anchor::End => self.x - half,
        }
    }
}

impl Scale {
    /// Columns for these years and for those between them, as wide as fits. A
    /// year that comes more than `quiet` after the one before it comes after a
    /// break.
    pub fn new(years: impl IntoIterator<Item = i16>, quiet: i16, width: i32) -> Self {
        let years: BTreeSet<i16> = years.into_iter().collect();
        let is_quiet = |from: i16, to: i16| to - from > quiet;
        let pairs = || years.iter().zip(years.iter().skip(1));
        let breaks = pairs().filter(|(a, b)| is_quiet(**a, **b)).count();
        let shown: i32 = pairs()
            .filter(|(a, b)| !is_quiet(**a, **b))
            .map(|(a, b)| i32::from(b - a))
            .sum();
        let columns = (shown + breaks as i32 + 1).max(1);
        let column = ((width - breaks as i32 * BREAK) / columns).clamp(1, COLUMN);
        let mut scale = Self {
            years: BTreeMap::new(),
            breaks: Vec::new(),
            column,
            end: 0,
            width,
        };
        let mut last = None;
        for year in years {
            let from = match last {
                Some(last) if is_quiet(last, year) => {
                    scale.breaks.push(scale.end + BREAK / 2);
                    scale.end += BREAK;
                    year
                }
                Some(last) => last + 1,
                None => year,
            };
            for year in from..=year {
                scale.years.insert(year, scale.end);
                scale.end += column;
            }
            last = Some(year);
        }
        scale
    }

    /// Where a day stands: between the edges of its year's column, in the
    /// middle of a break, or at an end of the scale.
    pub fn at(&self, day: Day) -> i32 {
        if let Some(edge) = self.years.get(&day.year) {
            // Months of 31 days are near enough: a column is some pixels wide.
            let days = i32::from(day.month - 1) * 31 + i32::from(day.day - 1);
            return edge + self.column * days / (12 * 31);
        }
        let before = self.years.range(..day.year).next_back();
        let after = self.years.range(day.year..).next();
        match (before, after) {
            (None, _) => 0,
            (_, None) => self.end,
            (Some((_, edge)), Some(_)) => edge + self.column + BREAK / 2,
        }
    }

    /// The years, each with the left edge of its column and whether there is
    /// room for its name.
    pub fn names(&self) -> Vec<(i16, i32, Naming)> {
        let middles = |years: &mut dyn Iterator<Item = i16>, figure: i32| -> Vec<(i16, i32)> {
            let middle = |year| self.below(year).middle(figures(year), figure);
            years.map(|year| (year, middle(year))).collect()
        };
        let all = middles(&mut self.years.keys().copied(), FIGURE.0);
        let natural = spaced(&all, NAMES.0);
        let some = middles(&mut natural.iter().copied(), FIGURE.1);
        let large = spaced(&some, NAMES.1);
        let years = self.years.iter();
        years
            .map(|(year, x)| {
                let naming = if large.contains(year) {
                    Naming::Always
                } else if natural.contains(year) {
                    Naming::Minor
                } else {
                    Naming::Never
                };
                (*year, *x, naming)
            })
            .collect()
    }

    /// Where the name of a year stands.
    pub fn below(&self, year: i16) -> Below {
        let left = self.years.get(&year).copied().unwrap_or_default();
        Below::column(left, self.column, figures(year), self.width)
    }
}

/// How many figures the name of a year has.
fn figures(year: i16) -> usize {
    year.to_string().len()
}

/// The years whose names are at least so far apart: the last, the first, and
/// of the others what still has room.
fn spaced(years: &[(i16, i32)], apart: i32) -> BTreeSet<i16> {
    let mut kept: Vec<(i16, i32)> = Vec::new();
    let ends = years.last().into_iter().chain(years.first());
    for (year, x) in ends.chain(years.iter().rev()) {
        if kept.iter().all(|(_, other)| (x - other).abs() >= apart) {
            kept.push((*year, *x));
        }
    }
    kept.into_iter().map(|(year, _)| year).collect()
}

/// A year with events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Which; none for the events whose date nobody knows.
    pub year: Option<i16>,
    /// Its left edge.
    pub x: i32,
    /// Where its name stands.
    pub name: Below,
    /// How many events.
    pub events: usize,
    /// Whether there is room for its name.
    pub naming: Naming,
}

/// Events by year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strip {
    /// The width of the drawing.
    pub width: i32,
    /// Its height.
    pub height: i32,
    /// The line that the blocks stand on.
    pub base: i32,
    /// The right end of that line.
    pub end: i32,
    /// The columns, left to right, with or without events.
    pub columns: Vec<Column>,
    /// The width of each.
    pub column: i32,
    /// The middles of the breaks in the line.
    pub breaks: Vec<i32>,
    /// Blocks and halves of blocks that are full, as the data of a path.
    pub full: String,
    /// Outlines of blocks.
    pub open: String,
    /// Outlines of blocks of events without a date.
    pub dotted: String,
    /// Whether columns are wide enough to be links.
    pub linked: bool,
}

impl Strip {
    /// A strip of events of which these are the dates, oldest first, over all
    /// the years from the first event to the last and those in `also`.
    pub fn new(
        dates: &[Option<PartialDate>],
        also: impl IntoIterator<Item = i16>,
        width: i32,
    ) -> Self {
        let years = dates.iter().flatten().map(PartialDate::year);
        let undated = dates.iter().any(Option::is_none);
        let aside = if undated { BREAK + COLUMN } else { 0 };
        let scale = Scale::new(years.chain(also), QUIET, width - aside);
        let mut columns: Vec<Column> = scale
            .names()
            .into_iter()
            .map(|(year, x, naming)| Column {
                year: Some(year),
                x,
                name: scale.below(year),
                events: 0,
                naming,
            })
            .collect();
        let mut breaks = scale.breaks;
        let mut end = scale.end;
        if undated {
            breaks.extend((end > 0).then_some(end + BREAK / 2));
            let x = if end > 0 { end + BREAK } else { 0 };
            columns.push(Column {
                year: None,
                x,
                // A sign, not a year: it is as narrow as a figure.
                name: Below::column(x, scale.column, 1, width),
                events: 0,
                naming: Naming::Always,
            });
            end = x + scale.column;
        }
        let mut piles: BTreeMap<usize, Vec<Precision>> = BTreeMap::new();
        for date in dates {
            let year = date.as_ref().map(PartialDate::year);
            let found = columns.iter().position(|column| column.year == year);
            if let Some(index) = found {
                columns[index].events += 1;
                piles.entry(index).or_default().push(date.as_ref().into());
            }
        }
        let highest = piles.values().map(Vec::len).max().unwrap_or(0) as i32;
        let pitch = (PILE / highest.max(1)).clamp(3, PITCH);
        let base = ABOVE + highest * pitch;
        let mut strip = Self {
            width,
            height: base + BELOW,
            base,
            end,
            columns,
            column: scale.column,
            breaks,
            full: String::new(),
            open: String::new(),
            dotted: String::new(),
            linked: scale.column >= LINKED,
        };
        for (index, pile) in piles {
            strip.pile(index, &pile, pitch);
        }
        strip
    }

    /// Puts blocks onto the line, the first lowest.
    fn pile(&mut self, index: usize, pile: &[Precision], pitch: i32) {
        let height = if pitch > 6 { pitch - 3 } else { pitch - 1 };
        // Even, so that a half is a whole number.
        let width = (self.column * 3 / 5).max(2) / 2 * 2;
        let x = self.columns[index].x + (self.column - width) / 2;
        for (level, precision) in pile.iter().enumerate() {
            let y = self.base - (level as i32 + 1) * pitch;
            match precision {
                Precision::Day => block(&mut self.full, x, y, width, height),
                Precision::Month => {
                    block(&mut self.full, x, y, width / 2, height);
                    block(&mut self.open, x, y, width, height);
                }
                Precision::Year => block(&mut self.open, x, y, width, height),
                Precision::Unknown => block(&mut self.dotted, x, y, width, height),
            }
        }
    }
}

/// A rectangle as part of a path (SVG 2, 9.3).
fn block(path: &mut String, x: i32, y: i32, width: i32, height: i32) {
    // Writing to a string cannot fail.
    let _ = write!(path, "M{x} {y}h{width}v{height}h-{width}z");
}

#[cfg(test)]
mod tests;
