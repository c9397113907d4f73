//! From when to when: a bar that says at both ends how well it is known.

use super::Scale;
use crate::locale::{Day, PartialDate};

/// How sure it is that a part of a bar belongs to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// It does.
    Known,
    /// It began or ended somewhere within.
    Within,
    /// Nobody knows.
    Unknown,
}

/// A part of a bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// How sure it is.
    pub certainty: Certainty,
    /// Its left edge.
    pub x: i32,
    /// Its width.
    pub width: i32,
}

/// What is known of a span of time.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known {
    /// When it began.
    pub since: Option<PartialDate>,
    /// When it ended.
    pub until: Option<PartialDate>,
    /// A date on which it was said to go on.
    pub as_of: Option<PartialDate>,
}

/// A bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Its parts from left to right.
    pub pieces: Vec<Piece>,
    /// Where it points on to the right, if no end is recorded.
    pub onward: Option<i32>,
}

impl Span {
    /// The bar of what is known, up to today at the latest.
    ///
    /// What is known only to a month or a year is `Within` for all of that
    /// month or year. Where no beginning is known, the bar is `Unknown` up to
    /// the day on which the span was said to go on.
    pub fn new(scale: &Scale, known: Known, today: Day) -> Self {
        let last = known.until.map_or(today, |until| until.end().min(today));
        let sure_end = known.until.map_or(today, |until| until.start().min(today));
        let (begin, sure_start, before) = match (known.since, known.as_of) {
            (Some(since), _) => (since.start(), since.end(), Certainty::Within),
            (None, Some(as_of)) => (FIRST, as_of.start(), Certainty::Unknown),
            (None, None) => (FIRST, last, Certainty::Unknown),
        };
        let begin = begin.min(last);
        let sure_start = sure_start.clamp(begin, last);
        let sure_end = sure_end.clamp(sure_start, last);
        let bounds = [
            (before, begin, sure_start),
            (Certainty::Known, sure_start, sure_end),
            (Certainty::Within, sure_end, last),
        ];
        let onward = known.until.is_none().then(|| scale.at(today));
        let pieces = bounds.into_iter().filter_map(|(certainty, from, to)| {
            let (x, end) = (scale.at(from), scale.at(to));
            let (end, least) = match (certainty, onward) {
                (Certainty::Unknown, Some(point)) => (end.min(point - CLEAR), 1),
                (Certainty::Known, Some(_)) if before == Certainty::Unknown => (end, CLEAR),
                _ => (end, 1),
            };
            (end - x >= least).then_some(Piece {
                certainty,
                x,
                width: end - x,
            })
        });
        Self {
            pieces: pieces.collect(),
            onward,
        }
    }
}

/// So much is left free between dots and the point that follows them, and a
/// narrower bar between them is left out: together they would be another shape.
const CLEAR: i32 = 4;

/// Before everything that a calendar of this program has.
const FIRST: Day = Day {
    year: 1,
    month: 1,
    day: 1,
};
