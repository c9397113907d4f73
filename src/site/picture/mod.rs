//! Pictures: where things lie in a drawing.
//!
//! Geometry alone: places on the earth, years on a line, marks in a drawing,
//! labels beside them. Nothing here knows what a body is, where a link leads, or how SVG is
//! written; the views ask and the templates draw. Every result is rounded to a
//! tenth of a unit before it is compared, so that it is the same everywhere.

pub mod ground;
pub mod labels;
pub mod outline;
pub mod projection;
pub mod timeline;
mod width;

/// A position in a drawing, in its units, from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

impl Point {
    /// How far the other point is, in units.
    pub fn distance(self, other: Self) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }
}

/// A rectangle in a drawing, in its units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    /// The left edge.
    pub left: f64,
    /// The upper edge.
    pub top: f64,
    /// The right edge.
    pub right: f64,
    /// The lower edge.
    pub bottom: f64,
}

impl Rect {
    /// The square around a point that reaches this far to each side.
    pub fn around(point: Point, reach: f64) -> Self {
        Self {
            left: point.x - reach,
            top: point.y - reach,
            right: point.x + reach,
            bottom: point.y + reach,
        }
    }

    /// Whether the two have more than an edge in common.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    /// How far a point is from its edge; nothing within it.
    pub fn distance(&self, point: Point) -> f64 {
        let beyond = |low: f64, at: f64, high: f64| (low - at).max(at - high).max(0.0);
        let across = beyond(self.left, point.x, self.right);
        across.hypot(beyond(self.top, point.y, self.bottom))
    }

    /// Whether the other lies wholly within this one.
    pub fn holds(&self, other: &Self) -> bool {
        self.left <= other.left
            && self.top <= other.top
            && other.right <= self.right
            && other.bottom <= self.bottom
    }

    /// The smallest rectangle that holds both.
    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// The same, reaching this far more to every side.
    #[must_use]
    pub fn grown(&self, by: f64) -> Self {
        Self {
            left: self.left - by,
            top: self.top - by,
            right: self.right + by,
            bottom: self.bottom + by,
        }
    }

    /// Whether a straight line from one point to another runs through it.
    ///
    /// The part of the line within the rectangle is what all four edges leave
    /// of it (Liang and Barsky, *A New Concept and Method for Line Clipping*,
    /// 1984).
    pub fn is_crossed(&self, from: Point, to: Point) -> bool {
        let along = Point {
            x: to.x - from.x,
            y: to.y - from.y,
        };
        let mut part = (0.0_f64, 1.0_f64);
        for (step, room) in [
            (-along.x, from.x - self.left),
            (along.x, self.right - from.x),
            (-along.y, from.y - self.top),
            (along.y, self.bottom - from.y),
        ] {
            if step == 0.0 && room <= 0.0 {
                return false;
            }
            if step < 0.0 {
                part.0 = part.0.max(room / step);
            } else if step > 0.0 {
                part.1 = part.1.min(room / step);
            }
        }
        part.0 < part.1
    }

    /// Its middle.
    pub fn middle(&self) -> Point {
        Point {
            x: tenth(self.left.midpoint(self.right)),
            y: tenth(self.top.midpoint(self.bottom)),
        }
    }
}

/// The number to one decimal, without a minus before zero.
pub fn tenth(number: f64) -> f64 {
    (number * 10.0).round() / 10.0 + 0.0
}
