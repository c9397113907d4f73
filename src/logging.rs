//! Where log lines go: standard error, as text or as JSON, so that standard
//! output stays free for what other programs read.

use std::io;

use tracing::level_filters::LevelFilter;

/// Lets log lines be written from now on, each a JSON object if `is_json`. A
/// second call changes nothing.
pub fn init(is_json: bool) {
    let lines = tracing_subscriber::fmt()
        .with_writer(io::stderr)
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
