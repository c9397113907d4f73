//! Words: the map and its list.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

words! {
    /// The map and its list.
    MapWords {
        /// The link that takes the filter away.
        all: String,
        /// Names the links that filter the map to screen readers.
        show: String,
        /// The title of the drawing.
        picture: String,
        /// What the drawing shows and where the same stands in words, for those who cannot see it.
        description: String,
        /// The heading of the list beside the map.
        as_list: String,
        /// The heading of those without a seat, at the end of the list.
        no_seat: String,
        /// Behind a place whose position is not recorded.
        not_drawn: String,
        /// Legend: a circle.
        society: String,
        /// Legend: a square.
        office: String,
        /// Legend: a circle with a square in it.
        both: String,
        /// Legend: a triangle at the edge.
        beyond: String,
        /// Legend: the organisation's own country, `{country}`.
        home: String,
        /// What the points are, and what the land is, below the map.
        note: String,
        /// Leads from a small map to the whole one.
        whole: String,
        /// The heading of the small map on the page of a body.
        seat: String,
        /// The heading of the small map on the page of a network.
        member_seats: String,
        /// What a small map shows, for those who cannot see it: `{places}`.
        small_description: String,
    }
}
