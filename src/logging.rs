//! Where log lines go: standard error, as text or as JSON, so that standard
//! output stays free for what other programs read.
//!
//! Whoever reads it may be stuck, which must keep nobody who serves: a line waits
//! for them a moment, and is dropped then. Nothing here holds the lock of
//! [`io::stderr`], which others may hold for as long as they like.

use std::{
    ffi::OsStr,
    fs::File,
    io,
    os::{fd::AsFd as _, unix::fs::MetadataExt as _},
    sync::OnceLock,
};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use tracing::{Level, Metadata, level_filters::LevelFilter};
use tracing_subscriber::fmt::MakeWriter;

/// How long a line waits for whoever reads.
const PATIENCE: Timespec = Timespec {
    tv_sec: 1,
    tv_nsec: 0,
};

/// So much fits into a pipe that takes anything at all (pipe(7), `PIPE_BUF`).
const PIECE: usize = 4_096;

/// How errors and warnings begin in the journal (sd-daemon(3)).
const ERROR: &str = "<3>";
const WARNING: &str = "<4>";

/// Whether lines begin with how urgent they are, as the journal reads it, so that
/// `journalctl --priority=warning` finds them.
static ARE_MARKED: OnceLock<bool> = OnceLock::new();

/// Lets log lines be written from now on, each a JSON object if `is_json`. If
/// they go to the `journal`, they are marked for it. A second call changes
/// nothing.
///
/// The journal is what systemd puts into `JOURNAL_STREAM`: the file that standard
/// error is, if it leads there (systemd.exec(5)).
pub fn init(is_json: bool, journal: Option<&OsStr>) {
    ARE_MARKED.get_or_init(|| journal.is_some_and(is_standard_error));
    let lines = tracing_subscriber::fmt()
        .with_writer(Lines)
        .with_ansi(false)
        .with_target(false)
        .with_max_level(LevelFilter::INFO);
    let _ = if is_json {
        let lines = lines.json().flatten_event(true);
        (lines.with_current_span(false).with_span_list(false)).try_init()
    } else {
        lines.try_init()
    };
}

/// Says what is wrong, for people, in words that are no line of the log.
pub fn complain(text: &str) {
    // If nobody listens there, there is nobody left to tell.
    let _ = write(ERROR, format!("{text}\n").as_bytes());
}

/// Whether standard error is this file, told by its device and its number.
fn is_standard_error(file: &OsStr) -> bool {
    let standard_error = io::stderr().as_fd().try_clone_to_owned().map(File::from);
    let found = standard_error.and_then(|found| found.metadata());
    found.is_ok_and(|found| file == OsStr::new(&format!("{}:{}", found.dev(), found.ino())))
}

/// Writes to standard error, each line with this mark if they are marked.
fn write(mark: &str, bytes: &[u8]) -> io::Result<()> {
    if mark.is_empty() || ARE_MARKED.get() != Some(&true) {
        return write_all(bytes);
    }
    let mut marked = Vec::with_capacity(bytes.len() + 64);
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        marked.extend_from_slice(mark.as_bytes());
        marked.extend_from_slice(line);
    }
    write_all(&marked)
}

/// Writes all to standard error, or as much as is taken.
fn write_all(mut bytes: &[u8]) -> io::Result<()> {
    let standard_error = io::stderr();
    while !bytes.is_empty() {
        let mut place = [PollFd::new(&standard_error, PollFlags::OUT)];
        match poll(&mut place, Some(&PATIENCE)) {
            Ok(0) => return Err(io::ErrorKind::TimedOut.into()),
            Ok(_) => {}
            Err(rustix::io::Errno::INTR) => continue,
            Err(error) => return Err(error.into()),
        }
        let piece = &bytes[..bytes.len().min(PIECE)];
        match rustix::io::write(standard_error.as_fd(), piece) {
            Ok(written) => bytes = &bytes[written..],
            Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Makes what events are written with.
struct Lines;

impl MakeWriter<'_> for Lines {
    type Writer = Line;

    fn make_writer(&self) -> Line {
        Line { mark: "" }
    }

    fn make_writer_for(&self, event: &Metadata<'_>) -> Line {
        let mark = match *event.level() {
            Level::ERROR => ERROR,
            Level::WARN => WARNING,
            // What is not marked is information.
            _ => "",
        };
        Line { mark }
    }
}

/// Writes one event, which may have several lines.
struct Line {
    mark: &'static str,
}

impl io::Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // What nobody takes is dropped: to say so would wait for them as well.
        let _ = write(self.mark, bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
