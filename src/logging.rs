//! Where log lines go: standard error, as text, so that standard output stays
//! free for what other programs read.

use std::io;

use tracing::level_filters::LevelFilter;

/// Lets log lines be written from now on. A second call changes nothing.
pub fn init() {
    let lines = tracing_subscriber::fmt()
        .with_writer(io::stderr)
        .with_ansi(false)
        .with_target(false)
        .with_max_level(LevelFilter::INFO);
    let _ = lines.try_init();
}
