//! The ground of the map: which part of the earth it shows, and the land in it.

use super::{PathData, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the map is drawn on. Without this file it has points and no land.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Map {
    /// The middle of the map: degrees north of the equator.
    #[schemars(range(min = -90, max = 90))]
    pub latitude: f64,
    /// The middle of the map: degrees east of Greenwich.
    #[schemars(range(min = -180, max = 180))]
    pub longitude: f64,
    /// How wide the drawing is, in units of its own: labels are 13 units high.
    #[schemars(range(min = 300, max = 1200))]
    pub width: u16,
    /// How high the drawing is, in the same units.
    #[schemars(range(min = 200, max = 1200))]
    pub height: u16,
    /// How many kilometres one unit is in the middle of the map.
    #[schemars(range(min = 0.05, max = 40.0))]
    pub kilometres_per_unit: f64,
    /// Where the outlines come from, for the line below the map.
    pub credit: Option<Text>,
    /// The land, without borders: written by `scripts/map`.
    pub land: PathData,
    /// The organisation's own country: written by `scripts/map`.
    pub home: Option<PathData>,
}

// The numbers are read from text and never computed, so they are never NaN.
impl Eq for Map {}
