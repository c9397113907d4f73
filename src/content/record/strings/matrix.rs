//! Words: the table of societies and networks.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

words! {
    /// The table of societies and networks.
    MatrixWords {
        /// In an empty cell, for screen readers.
        nothing_known: String,
        /// The head of the column of societies, each called by its country.
        society_of: String,
        /// What the cells hold.
        how_to_read: String,
        /// In the place of a year that nobody knows.
        undated: String,
        /// The head of the row of sums.
        in_register: String,
    }
}
