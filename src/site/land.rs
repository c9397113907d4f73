//! The ground that maps are drawn on: what the content says of it, and the file
//! with the outlines.
//!
//! The outlines are a file of their own, named by its content as other static
//! files are: every map refers to it, so a browser loads it once. A page shows
//! its marks, labels and list without it.

use super::picture::ground::Ground;
use super::picture::projection::{Coordinates, Projection};
use crate::content::Catalog;
use crate::content::record::{Map, PathData};

/// The name of the file with the outlines. Its shapes are `land` and `home`.
pub const LAND_FILE: &str = "img/map.svg";

/// The outlines as an SVG file, if there is a map.
pub fn file(catalog: &Catalog) -> Option<String> {
    let map: &Map = catalog.map.as_ref()?;
    let shape = |id, path: &PathData| format!("<path id=\"{id}\" d=\"{path}\"/>");
    let land = shape("land", &map.land);
    let home = map.home.as_ref().map(|home| shape("home", home));
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\">{land}{}</svg>\n",
        map.width,
        map.height,
        home.unwrap_or_default()
    ))
}

/// The ground that the content describes; else one that fits every place.
pub fn ground(catalog: &Catalog) -> Ground {
    let Some(map) = &catalog.map else {
        let seats = catalog.bodies().filter_map(|body| body.body.seat.as_ref());
        let places = seats.filter_map(|seat| catalog.places.get(seat.as_str()));
        let located: Vec<_> = places
            .filter_map(|place| {
                Some(Coordinates {
                    latitude: place.latitude?,
                    longitude: place.longitude?,
                })
            })
            .collect();
        return Ground::fitted(&located);
    };
    let centre = Coordinates {
        latitude: map.latitude,
        longitude: map.longitude,
    };
    Ground::new(
        (map.width, map.height),
        Projection::new(centre, map.kilometres_per_unit),
        map.home.as_ref().map(PathData::as_str),
    )
}
