//! Words: files, feeds and the page as data.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

words! {
    /// Files, feeds and the page as data.
    DataWords {
        /// Before the links to other forms of the page.
        this_page_as: String,
    }
}
