//! Where log lines go: standard error, as text or as JSON, so that standard
//! output stays free for what other programs read.

use std::{
    ffi::OsStr,
    fs::File,
    io,
    os::{fd::AsFd as _, unix::fs::MetadataExt as _},
};

use tracing::{Level, Metadata, level_filters::LevelFilter};
use tracing_subscriber::fmt::MakeWriter;

/// Lets log lines be written from now on, each a JSON object if `is_json`. If
/// they go to the `journal`, they are marked for it. A second call changes
/// nothing.
///
/// The journal is what systemd puts into `JOURNAL_STREAM`: the file that standard
/// error is, if it leads there (systemd.exec(5)).
pub fn init(is_json: bool, journal: Option<&OsStr>) {
    let lines = tracing_subscriber::fmt()
        .with_writer(Lines {
            are_marked: journal.is_some_and(is_standard_error),
        })
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

/// Whether standard error is this file, told by its device and its number.
fn is_standard_error(file: &OsStr) -> bool {
    let standard_error = io::stderr().as_fd().try_clone_to_owned().map(File::from);
    let found = standard_error.and_then(|found| found.metadata());
    found.is_ok_and(|found| file == OsStr::new(&format!("{}:{}", found.dev(), found.ino())))
}

/// Makes what lines are written with.
struct Lines {
    /// Whether each line begins with how urgent it is, as the journal reads it
    /// (sd-daemon(3)), so that `journalctl --priority=warning` finds it.
    are_marked: bool,
}

impl MakeWriter<'_> for Lines {
    type Writer = Line;

    fn make_writer(&self) -> Line {
        Line { mark: "" }
    }

    fn make_writer_for(&self, event: &Metadata<'_>) -> Line {
        let mark = match *event.level() {
            Level::ERROR => "<3>",
            Level::WARN => "<4>",
            // What is not marked is information.
            _ => "",
        };
        Line {
            mark: if self.are_marked { mark } else { "" },
        }
    }
}

/// Writes one event, which may have several lines.
struct Line {
    mark: &'static str,
}

impl io::Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.mark.is_empty() {
            return io::stderr().write(bytes);
        }
        let mut marked = Vec::with_capacity(bytes.len() + 64);
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            marked.extend_from_slice(self.mark.as_bytes());
            marked.extend_from_slice(line);
        }
        io::stderr().write_all(&marked)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}
