//! Words: the timeline in its parts.

use super::Plural;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

words! {
    /// The timeline in its parts.
    TimelineWords {
        /// The link that takes the filter away.
        all: String,
        /// The name of the picture of events.
        events_by_year: String,
        /// What that picture shows, for those who do not see it.
        picture: String,
        /// Before the links to the topics.
        topics: String,
        /// The heading of the links to the timelines of single bodies.
        by_body: String,
        /// The link to the index of events.
        as_list: String,
        /// The link from the page of a body to its own timeline.
        in_timeline: String,
        /// Leads from the latest events of a body to the timeline with all of them.
        every_event: Plural,
        /// What a full bar means.
        recorded: String,
        /// What the outline of a bar means.
        within: String,
        /// What a dotted bar means, and what is said in place of a beginning.
        beginning_unknown: String,
        /// What the point at the end of a bar means.
        no_end: String,
    }
}
