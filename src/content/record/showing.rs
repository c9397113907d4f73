//! Whether something is shown to visitors, and when.

use crate::locale::{Moment, Now};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// When something is shown. Without any of these it always is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Showing {
    /// `true` while it is being written: visitors see nothing of it, `saradnja serve --preview` shows it.
    #[serde(default)]
    pub draft: bool,
    /// When it is first shown: a day such as `2027-01-01`, or a time such as `2027-01-01T09:00:00+01:00`.
    pub publish_at: Option<Moment>,
    /// From when on it is no longer shown: a day such as `2027-01-01`, or a time such as `2027-01-01T09:00:00+01:00`.
    pub expires_at: Option<Moment>,
}

/// Where something stands between being written and being gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// It is still being written, whatever else is said.
    Draft,
    /// It is shown from this moment on.
    Scheduled(Moment),
    /// Visitors see it.
    Shown,
    /// It was shown until this moment.
    Expired(Moment),
}

impl Showing {
    /// Where it stands now.
    pub fn stage(&self, now: Now) -> Stage {
        if self.draft {
            return Stage::Draft;
        }
        match (self.publish_at, self.expires_at) {
            (_, Some(end)) if end.has_come(now) => Stage::Expired(end),
            (Some(start), _) if !start.has_come(now) => Stage::Scheduled(start),
            _ => Stage::Shown,
        }
    }
}
