//! Words: the search form and what it finds.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

words! {
    /// The search form and what it finds.
    SearchWords {
        /// Above the field.
        label: String,
        /// On the button.
        button: String,
    }
}
