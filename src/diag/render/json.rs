//! One JSON object a line, for scripts.

use super::Place;
use crate::diag::{Report, SourceMap};
use serde_json::json;

/// The keys are a promise to scripts: none is left out, none is renamed, and
/// they stay in this order.
pub(super) fn render(report: &Report, sources: &SourceMap) -> String {
    let mut text = String::new();
    for found in report.diagnostics() {
        let place = Place::of(found, sources);
        let line = json!({
            "code": found.code.name(),
            "severity": found.code.severity().as_str(),
            "path": place.file.path,
            "line": place.start.line,
            "column": place.start.column,
            "end-line": place.end.line,
            "end-column": place.end.column,
            "message": found.message,
            "help": found.help,
            "fix": found.fix.as_ref().map(|fix| json!({
                "label": fix.label,
                "edits": fix.edits.iter().map(|edit| {
                    let place = Place::at(place.file, &edit.span());
                    json!({
                        "line": place.start.line,
                        "column": place.start.column,
                        "end-line": place.end.line,
                        "end-column": place.end.column,
                        "text": edit.replacement,
                    })
                }).collect::<Vec<_>>(),
            })),
        });
        text.push_str(&line.to_string());
        text.push('\n');
    }
    text
}
