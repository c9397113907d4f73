//! A release as files, and the proof that files or a server are the same release.
//!
//! An export is every answer of the server laid down as a file, coded beforehand,
//! with what hosts of files need to send the same header fields. Verifying makes
//! the release anew from the content and compares. Both start from a [`Plan`],
//! which knows no files; only [`write`](mod@write) and `verify` touch them. Nothing
//! here knows content, the clock, or how pages come about.

mod files;
mod hosts;
mod plan;
mod swap;
mod verify;
mod write;

pub use plan::{Clash, MARKER, Plan};
pub(crate) use verify::decoded;
pub use verify::{Difference, Place, folder, server};
pub use write::{Failure, Progress, Written, write};
