//! Words: the timeline in its parts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

words! {
    /// The timeline in its parts.
    TimelineWords {
        /// The link that takes the filter away.
        all: String,
    }
}
