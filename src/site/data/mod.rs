//! The register to take along: for programs, tables, feed readers, calendars.
//!
//! One file a format. Everything here is derived from the records and their
//! schemas, so that a new key of a record is in every format at once; nothing
//! states what no record states. Pure: the same register gives the same
//! bytes. Nothing here knows HTML or templates, but for the parts of a page
//! that [`markdown`] writes out again.

mod atom;
mod calendar;
mod csv;
mod entries;
pub mod icalendar;
pub mod identity;
mod json;
mod jsonld;
pub mod markdown;
pub mod names;
mod package;
mod register;
pub mod signs;
mod values;

pub use json::page;
pub use package::{Package, Packed};

use super::edition::Edition;
use super::route::Feed;

/// A feed in the language of this edition.
pub fn feed(edition: &Edition<'_>, feed: Feed) -> String {
    match feed {
        Feed::Changes => atom::changes(edition),
        Feed::Events => atom::events(edition),
        Feed::Calendar => calendar::events(edition),
    }
}
