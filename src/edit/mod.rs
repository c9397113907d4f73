//! Changes of content, worked out whole before anything is written.
//!
//! Every command that changes files goes the same way: a [`Register`] is read,
//! a [`Plan`] of changes is made from it by a pure function ([`rename()`],
//! [`remove()`], [`create()`], [`mend()`], [`format()`]), the register as it would
//! be is read and checked in memory ([`Register::with`]), and only then files are
//! written, all or none ([`write()`]).
//!
//! Changes are replacements of single parts of a text, at places that the check
//! has noted, so that everything else of a file, comments, order and line ends
//! included, stays byte for byte. A language server can make the same plans of
//! texts that lie in its memory. Nothing here knows of pages, of HTTP, of the
//! clock or of the command line.

mod difference;
mod layout;
mod mend;
mod plan;
mod proof;
mod redirects;
mod register;
mod remove;
mod rename;
mod scaffold;
mod thing;
mod write;

pub use difference::unified;
pub use layout::format;
pub use mend::{Mended, mend};
pub use plan::{Change, Plan};
pub use proof::Refusal;
pub use register::Register;
pub use remove::remove;
pub use rename::rename;
pub use scaffold::create;
pub use thing::Thing;
pub use write::{Failure, write};
