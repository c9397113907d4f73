//! Words: the table of societies and networks.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

words! {
    /// The table of societies and networks.
    MatrixWords {
        /// In an empty cell, for screen readers.
        nothing_known: String,
    }
}
