//! The ground of a map: how large it is, and where places fall on it.

use super::projection::{Coordinates, Projection};
use super::{Point, Rect, outline, tenth};

/// How far a mark reaches from its point, in units.
pub const MARK: f64 = 6.0;

/// How far from the edge the marks of places beyond it stand.
const EDGE: f64 = 12.0;
/// How far apart they stand at least, so that each has room for its label.
const APART: f64 = 36.0;

/// A map with no ground of its own: width and height, and the part of them
/// that the places may take up.
const FITTED: (f64, f64, f64) = (580.0, 330.0, 0.72);
/// Its largest scale, for places that lie close together, in kilometres.
const CLOSEST: f64 = 1.0;

/// A part of the earth in a drawing.
#[derive(Debug, Clone)]
pub struct Ground {
    /// Its width in units.
    pub width: f64,
    /// Its height in units.
    pub height: f64,
    /// How far the outline of the organisation's own country reaches.
    pub home: Option<Rect>,
    projection: Projection,
}

/// Where a place falls.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// On the ground, or at its edge for a place beyond it.
    pub at: Point,
    /// For a place beyond the edge: which edge.
    pub beyond: Option<Edge>,
}

/// An edge of a drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// The upper one.
    Top,
    /// The right one.
    Right,
    /// The lower one.
    Bottom,
    /// The left one.
    Left,
}

impl Ground {
    /// The ground that the content describes.
    pub fn new(size: (u16, u16), projection: Projection, home: Option<&str>) -> Self {
        Self {
            width: size.0.into(),
            height: size.1.into(),
            home: home.and_then(outline::bounds),
            projection,
        }
    }

    /// A ground without land, just large enough for these places.
    pub fn fitted(places: &[Coordinates]) -> Self {
        let (width, height, part) = FITTED;
        let middle = |of: fn(&Coordinates) -> f64| {
            let values = || places.iter().map(of);
            let (least, most) = (
                values().fold(f64::INFINITY, f64::min),
                values().fold(f64::NEG_INFINITY, f64::max),
            );
            if least <= most {
                least.midpoint(most)
            } else {
                0.0
            }
        };
        let centre = Coordinates {
            latitude: middle(|place| place.latitude),
            longitude: middle(|place| place.longitude),
        };
        let kilometres = Projection::new(centre, 1.0);
        let scale = places.iter().fold(CLOSEST, |scale, place| {
            let at = kilometres.project(*place);
            scale
                .max(at.x.abs() * 2.0 / (width * part))
                .max(at.y.abs() * 2.0 / (height * part))
        });
        Self {
            width,
            height,
            home: None,
            projection: Projection::new(centre, scale),
        }
    }

    /// All of it.
    pub fn area(&self) -> Rect {
        Rect {
            left: 0.0,
            top: 0.0,
            right: self.width,
            bottom: self.height,
        }
    }

    /// Where these places fall, in their order.
    pub fn spots(&self, places: &[Coordinates]) -> Vec<Spot> {
        let mut spots: Vec<_> = places.iter().map(|place| self.spot(*place)).collect();
        self.part(&mut spots);
        // Half a unit shows nowhere; its digits would be in every first view.
        for spot in &mut spots {
            spot.at = Point {
                x: spot.at.x.round(),
                y: spot.at.y.round(),
            };
        }
        spots
    }

    fn spot(&self, place: Coordinates) -> Spot {
        let middle = self.area().middle();
        let from_middle = self.projection.project(place);
        let at = Point {
            x: tenth(middle.x + from_middle.x),
            y: tenth(middle.y + from_middle.y),
        };
        if self.area().holds(&Rect::around(at, MARK)) {
            return Spot { at, beyond: None };
        }
        let (half_width, half_height) = (middle.x - EDGE, middle.y - EDGE);
        let shrink = (half_width / from_middle.x.abs()).min(half_height / from_middle.y.abs());
        let at = Point {
            x: tenth(middle.x + from_middle.x * shrink),
            y: tenth(middle.y + from_middle.y * shrink),
        };
        Spot {
            at,
            beyond: Some(self.edge(at)),
        }
    }

    /// Moves the marks at the edge along it until they are far enough apart.
    fn part(&self, spots: &mut [Spot]) {
        let mut edge: Vec<(f64, usize)> = spots
            .iter()
            .enumerate()
            .filter(|(_, spot)| spot.beyond.is_some())
            .map(|(index, spot)| (self.along_edge(spot.at), index))
            .collect();
        edge.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let around = 2.0 * (self.width + self.height - 4.0 * EDGE);
        let apart = APART.min(around / edge.len().max(1) as f64);
        let mut last = f64::NEG_INFINITY;
        for (along, index) in edge {
            last = along.max(last + apart);
            let at = self.at_edge(last.rem_euclid(around));
            spots[index] = Spot {
                at,
                beyond: Some(self.edge(at)),
            };
        }
    }

    /// The edge that a point at the edge stands at.
    fn edge(&self, at: Point) -> Edge {
        if at.y <= EDGE {
            Edge::Top
        } else if at.x >= self.width - EDGE {
            Edge::Right
        } else if at.y >= self.height - EDGE {
            Edge::Bottom
        } else {
            Edge::Left
        }
    }

    /// How far along the edge a point on it lies, clockwise from the upper
    /// left corner.
    fn along_edge(&self, at: Point) -> f64 {
        let (right, bottom) = (self.width - EDGE, self.height - EDGE);
        let (width, height) = (right - EDGE, bottom - EDGE);
        match self.edge(at) {
            Edge::Top => at.x - EDGE,
            Edge::Right => width + at.y - EDGE,
            Edge::Bottom => width + height + right - at.x,
            Edge::Left => 2.0 * width + height + bottom - at.y,
        }
    }

    fn at_edge(&self, along: f64) -> Point {
        let (right, bottom) = (self.width - EDGE, self.height - EDGE);
        let (width, height) = (right - EDGE, bottom - EDGE);
        let (x, y) = if along <= width {
            (EDGE + along, EDGE)
        } else if along <= width + height {
            (right, EDGE + along - width)
        } else if along <= 2.0 * width + height {
            (right - (along - width - height), bottom)
        } else {
            (EDGE, bottom - (along - 2.0 * width - height))
        };
        Point {
            x: tenth(x),
            y: tenth(y),
        }
    }
}

/// How far around each point a pointer may miss it: half way to the nearest
/// other, but never less than the mark itself nor more than `most`.
pub fn reaches(points: &[Point], most: f64) -> Vec<f64> {
    points
        .iter()
        .enumerate()
        .map(|(index, point)| {
            let others = points
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != index);
            let nearest = others.fold(f64::INFINITY, |nearest, (_, other)| {
                nearest.min(point.distance(*other))
            });
            (nearest / 2.0).clamp(MARK, most).floor()
        })
        .collect()
}

#[cfg(test)]
mod tests;
