//! Words: links, reports and the history of a record.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

words! {
    /// Links, reports and the history of a record.
    TrustWords {
        /// The link to one statement.
        permanent_link: String,
    }
}
