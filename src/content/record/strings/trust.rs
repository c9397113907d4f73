//! Words: links, reports and the history of a record.

use super::DatedText;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

words! {
    /// Links, reports and the history of a record.
    TrustWords {
        /// The link to one statement: said to screen readers before its first words.
        permanent_link: String,
        /// The link by which a mistake in one statement is reported; one short word.
        report: String,
        /// The subject of a letter that reports a mistake: `{statement}` is the address of the statement.
        report_subject: String,
        /// At the foot of every page, and in such a letter: `{release}` is what names this state of the register.
        release: String,
        /// At the foot of every page: `{n}` is how many kilobytes it has.
        page_weight: String,
        /// Before the day since which something is in the register.
        history: String,
        /// Since when something is in the register.
        in_register_since: DatedText,
        /// The heading of what was changed in the register about something.
        revisions: String,
        /// The heading of the abbreviations that a page uses.
        abbreviations: String,
    }
}
