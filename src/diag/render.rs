//! Diagnostics for people and for machines.

use super::{Report, SourceMap};

/// How to show a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// With excerpts, for people.
    Human,
}

/// The report in this format.
pub fn render(report: &Report, sources: &SourceMap, _format: Format) -> String {
    let mut text = String::new();
    for diagnostic in report.diagnostics() {
        let file = sources.file(diagnostic.file);
        let position = file.position(diagnostic.span.start);
        text.push_str(&format!(
            "{}:{}:{}: {}[{}]: {} (help: {:?})\n",
            file.path,
            position.line,
            position.column,
            diagnostic.code.severity().as_str(),
            diagnostic.code,
            diagnostic.message,
            diagnostic.help
        ));
    }
    text
}
