//! From the earth to the plane: Lambert's azimuthal equal-area projection.
//!
//! J. P. Snyder, *Map Projections: A Working Manual*, U.S. Geological Survey
//! Professional Paper 1395, 1987, p. 185, formulas 22-4, 22-5 and 24-2, for a
//! sphere. `scripts/map` draws the land by the same formulas, so that places
//! and land agree.

use super::Point;

/// The earth's mean radius in kilometres (IUGG).
const RADIUS: f64 = 6371.0088;

/// A place on the earth, in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Coordinates {
    /// North of the equator.
    pub latitude: f64,
    /// East of Greenwich.
    pub longitude: f64,
}

/// A projection with its centre and its scale.
#[derive(Debug, Clone, Copy)]
pub struct Projection {
    /// Sine and cosine of the centre's latitude.
    sin: f64,
    cos: f64,
    /// The centre's longitude in radians.
    longitude: f64,
    /// The earth's radius in units of the drawing.
    radius: f64,
}

impl Projection {
    /// The projection around a centre, with so many kilometres to a unit
    /// there.
    pub fn new(centre: Coordinates, kilometres_per_unit: f64) -> Self {
        let (sin, cos) = centre.latitude.to_radians().sin_cos();
        Self {
            sin,
            cos,
            longitude: centre.longitude.to_radians(),
            radius: RADIUS / kilometres_per_unit,
        }
    }

    /// How far to the right of the centre and below it a place lies, in units.
    pub fn project(&self, place: Coordinates) -> Point {
        let (sin, cos) = place.latitude.to_radians().sin_cos();
        let (east_sin, east_cos) = (place.longitude.to_radians() - self.longitude).sin_cos();
        let towards = self.sin * sin + self.cos * cos * east_cos;
        // The point opposite the centre is a whole circle: any of it will do.
        let k = (2.0 / (1.0 + towards).max(1e-9)).sqrt() * self.radius;
        Point {
            x: k * cos * east_sin,
            y: -k * (self.cos * sin - self.sin * cos * east_cos),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(latitude: f64, longitude: f64) -> Coordinates {
        Coordinates {
            latitude,
            longitude,
        }
    }

    /// Snyder's own example, p. 332: sphere of radius 3, centre 40 N 100 W.
    #[test]
    fn the_worked_example_of_the_manual_comes_out() {
        let projection = Projection::new(at(40.0, -100.0), RADIUS / 3.0);
        let found = projection.project(at(-20.0, 100.0));
        assert!((found.x - -4.2339303).abs() < 1e-6, "{found:?}");
        assert!((-found.y - 4.0257775).abs() < 1e-6, "{found:?}");
    }

    #[test]
    fn the_centre_is_the_origin_and_its_opposite_is_finite() {
        let projection = Projection::new(at(52.5, 16.0), 8.2);
        let found = projection.project(at(52.5, 16.0));
        assert!(found.x.abs() < 1e-9 && found.y.abs() < 1e-9);
        let found = projection.project(at(-52.5, -164.0));
        assert!(found.x.is_finite() && found.y.is_finite());
    }

    /// Near the centre a unit is what it says: the distance between two towns
    /// is the great circle's, to within a hundredth.
    #[test]
    fn distances_near_the_centre_are_true() {
        let projection = Projection::new(at(48.2, 16.4), 1.0);
        let vienna = projection.project(at(48.21, 16.37));
        let zagreb = projection.project(at(45.81, 15.98));
        let kilometres = vienna.distance(zagreb);
        assert!((kilometres - 268.4).abs() < 2.7, "{kilometres}");
        assert!(zagreb.y > vienna.y && zagreb.x < vienna.x);
    }
}
