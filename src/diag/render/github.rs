//! Workflow commands: GitHub shows each beside the line it is about.
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>

use super::Place;
use crate::diag::{Report, SourceMap};
use std::fmt::Write as _;

pub(super) fn render(report: &Report, sources: &SourceMap) -> String {
    let mut text = String::new();
    for found in report.diagnostics() {
        let place = Place::of(found, sources);
        let mut message = found.message.clone();
        if let Some(help) = &found.help {
            message.push_str("\nhelp: ");
            message.push_str(help);
        }
        writeln!(
            text,
            "::{} file={},line={},col={},endLine={},endColumn={},title={}::{}",
            found.code.severity().as_str(),
            property(&place.file.path),
            place.start.line,
            place.start.column,
            place.end.line,
            place.end.column,
            found.code,
            data(&message),
        )
        .expect("writing to a string does not fail");
    }
    text
}

/// A message as the runner reads it back: it undoes exactly these three.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// In a property a colon would end the list, and a comma the property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
