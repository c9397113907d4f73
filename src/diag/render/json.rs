//! One JSON object a line, for scripts.

use super::Place;
use crate::diag::{Report, SourceMap};
use serde::Serialize;

/// The keys are a promise to scripts: none is left out, none is renamed.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Line<'a> {
    code: &'static str,
    severity: &'static str,
    path: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    message: &'a str,
    help: Option<&'a str>,
}

pub(super) fn render(report: &Report, sources: &SourceMap) -> String {
    let mut text = String::new();
    for found in report.diagnostics() {
        let place = Place::of(found, sources);
        let line = Line {
            code: found.code.name(),
            severity: found.code.severity().as_str(),
            path: &place.file.path,
            line: place.start.line,
            column: place.start.column,
            end_line: place.end.line,
            end_column: place.end.column,
            message: &found.message,
            help: found.help.as_deref(),
        };
        let line = serde_json::to_string(&line).expect("text and numbers are always valid JSON");
        text.push_str(&line);
        text.push('\n');
    }
    text
}
