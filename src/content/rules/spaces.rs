//! Spaces that nobody meant: two in a row, or one at an end of a text.

use super::Context;
use crate::content::check::Written;
use crate::content::shape::TextKind;
use crate::diag::{Code, Diagnostic, FileId, Fix};
use std::ops::Range;

/// Complains of the first such space of each text of one line. In Markdown
/// spaces have a meaning of their own.
pub fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut complaints = Vec::new();
    for field in &context.findings.texts {
        if field.kind == TextKind::Line {
            for written in &field.written {
                complaints.extend(stray(context, field.file, written));
            }
        }
    }
    complaints
}

fn stray(context: &Context<'_>, file: FileId, written: &Written) -> Option<Diagnostic> {
    let text = written.text.as_str();
    let range = first(text)?;
    let message = if range.start == 0 {
        "a space stands at the beginning of this text"
    } else if range.end == text.len() {
        "a space stands at the end of this text"
    } else {
        "several spaces stand in a row here"
    };
    let raw = context.sources.file(file).text.get(written.span.clone())?;
    let words: Vec<_> = text.split(' ').filter(|word| !word.is_empty()).collect();
    // Only where the file spells the text as it is.
    let fix = raw.contains(text).then(|| {
        let mended = raw.replacen(text, &words.join(" "), 1);
        let label = "leave one space between words and none at the ends";
        Fix::replace(label, written.span.clone(), mended)
    });
    let span = context.inside(file, written, range);
    Some(
        Diagnostic::new(Code::StraySpace, file, span, message)
            .help("leave one space between words, and none at the ends of a text")
            .maybe_fix(fix),
    )
}

/// The first run of spaces that should be shorter.
fn first(text: &str) -> Option<Range<usize>> {
    let mut at = 0;
    while let Some(found) = text[at..].find(' ') {
        let start = at + found;
        let end = text.len() - text[start..].trim_start_matches(' ').len();
        if start == 0 || end == text.len() || end - start > 1 {
            return Some(start..end);
        }
        at = end;
    }
    None
}
