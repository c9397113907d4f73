//! Words: the map and its list.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

words! {
    /// The map and its list.
    MapWords {
        /// The link that takes the filter away.
        all: String,
    }
}
