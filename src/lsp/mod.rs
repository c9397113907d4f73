//! The language server: the register's own knowledge in anybody's editor, by the
//! Language Server Protocol, version 3.17.
//!
//! A [`workspace`] holds the registers that an editor has open, with the texts
//! that are not saved yet; each state is checked as a whole beside the
//! conversation ([`check`]), and what is asked is answered from a state that
//! has been checked. Knows nothing of pages, of HTTP, of the clock (`today` is
//! an argument) or of the command line; writes no file: it is the editor that
//! makes the changes.

mod address;
mod answers;
mod changes;
mod check;
mod client;
mod complete;
mod cursor;
mod hover;
mod mends;
mod navigate;
mod renames;
mod schema;
mod server;
mod spot;
mod statement;
mod text;
mod told;
mod wire;
mod workspace;

use crate::locale::Day;
use std::io::{self, BufRead, Write};

/// How a conversation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The editor said that it would end, and then that it does.
    Properly,
    /// The editor ended, or was gone, without a word before.
    Abruptly,
}

/// Talks with an editor that writes to `input` and reads from `output`, until it
/// says that it is done, or is gone. `today` is asked at each check.
///
/// # Errors
///
/// If the editor does not read what it is told, or the check has come to an end
/// by a fault of the program.
pub fn talk(
    input: impl BufRead + Send + 'static,
    output: impl Write,
    today: impl Fn() -> Day + Send + 'static,
) -> io::Result<Ended> {
    server::talk(input, output, today)
}
