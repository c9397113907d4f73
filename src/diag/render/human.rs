//! With excerpts of the files, in the manner of a compiler.

use super::{Place, one_line, summary};
use crate::diag::{Diagnostic, FileId, Report, Severity, SourceFile, SourceMap};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

/// The width of an excerpt where nobody asks for another: a text of one line
/// may have a thousand letters.
pub(super) const COLUMNS: usize = 100;

/// Below this hardly a word would be left of an excerpt.
pub(super) const FEWEST_COLUMNS: usize = 40;

pub(super) fn render(
    report: &Report,
    sources: &SourceMap,
    terminal: bool,
    columns: usize,
) -> String {
    let renderer = if terminal {
        Renderer::styled()
            .decor_style(DecorStyle::Unicode)
            .hyperlink(false)
    } else {
        Renderer::plain().decor_style(DecorStyle::Ascii)
    }
    .term_width(columns);
    let mut text = String::new();
    for found in report.diagnostics() {
        text.push_str(&renderer.render(&[group(found, sources)]));
        text.push_str("\n\n");
    }
    text.push_str(&summary(report, sources));
    text.push('\n');
    if let Some(hint) = hint(report) {
        text.push_str(&hint);
    }
    text
}

/// The lines in question alone, without what is said of them.
pub(super) fn excerpt(found: &Diagnostic, sources: &SourceMap) -> String {
    let renderer = Renderer::plain()
        .decor_style(DecorStyle::Ascii)
        .term_width(COLUMNS);
    let bare = Diagnostic {
        help: None,
        ..found.clone()
    };
    let text = renderer.render(&[group(&bare, sources)]);
    // The first line is the message, the second the place.
    let lines: Vec<_> = text.lines().skip(2).collect();
    lines.join("\n").trim_end().to_owned()
}

/// Where more is said about what was found; once a run, however much that is.
fn hint(report: &Report) -> Option<String> {
    let first = report.diagnostics().first()?.code;
    let one = report.diagnostics().iter().all(|found| found.code == first);
    let what = if one { "this means" } else { "each means" };
    let rest = if one {
        ""
    } else {
        ", or any other word in brackets"
    };
    Some(format!(
        "what {what}, with an example: saradnja explain {first}{rest}\n"
    ))
}

/// One mark in one file.
struct Mark<'a> {
    place: Place<'a>,
    label: Option<&'a str>,
    kind: AnnotationKind,
}

fn group<'a>(found: &'a Diagnostic, sources: &'a SourceMap) -> Group<'a> {
    let level = match found.code.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(
        level
            .primary_title(one_line(&found.message))
            .id(found.code.name()),
    );
    for (file, marks) in marks(found, sources) {
        group = if marks.iter().all(|mark| mark.place.whole_file) {
            let labels = marks.iter().filter_map(|mark| mark.label);
            let origin = group.element(Origin::path(one_line(&file.path)));
            labels.fold(origin, |group, label| {
                group.element(Level::NOTE.message(one_line(label)))
            })
        } else {
            group.element(snippet(file, marks))
        };
    }
    if let Some(help) = &found.help {
        group = group.element(Level::HELP.message(one_line(help)));
    }
    group
}

/// The marks of a diagnostic by file, that of the fault itself first.
fn marks<'a>(
    found: &'a Diagnostic,
    sources: &'a SourceMap,
) -> Vec<(&'a SourceFile, Vec<Mark<'a>>)> {
    let first = Mark {
        place: Place::of(found, sources),
        label: found.label.as_deref(),
        kind: AnnotationKind::Primary,
    };
    let mut files: Vec<(FileId, Vec<Mark<'a>>)> = vec![(found.file, vec![first])];
    for related in &found.related {
        let mark = Mark {
            place: Place::at(sources.file(related.file), &related.span),
            label: Some(&related.label),
            kind: AnnotationKind::Context,
        };
        match files.iter_mut().find(|(file, _)| *file == related.file) {
            Some((_, marks)) => marks.push(mark),
            None => files.push((related.file, vec![mark])),
        }
    }
    files
        .into_iter()
        .map(|(file, marks)| (sources.file(file), marks))
        .collect()
}

/// The lines that are marked, and those between them; the renderer leaves out
/// what is far from any mark. Only these lines are handed to it: it counts its
/// way through all it is given, for each diagnostic anew.
fn snippet<'a>(file: &'a SourceFile, marks: Vec<Mark<'a>>) -> Snippet<'a, Annotation<'a>> {
    let text = &file.text;
    let from = marks.iter().map(|mark| mark.place.span.start).min();
    let upto = marks.iter().map(|mark| mark.place.span.start).max();
    let from = line_start(text, from.unwrap_or_default());
    let upto = line_end(text, upto.unwrap_or_default());
    let annotations = marks.into_iter().map(move |mark| {
        let span = mark.place.span;
        // A text of many lines is shown by its first: the excerpt is there to
        // find the place, and the whole of it would hide the message.
        let end = span.end.min(line_end(text, span.start));
        mark.kind
            .span(span.start - from..end - from)
            .label(mark.label.map(one_line))
    });
    Snippet::source(&text[from..upto])
        .path(one_line(&file.path))
        .line_start(file.position(from).line)
        .annotations(annotations)
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// The end of the line that this byte is in, line break not included.
fn line_end(text: &str, at: usize) -> usize {
    let end = text[at..]
        .find('\n')
        .map_or(text.len(), |newline| at + newline);
    // A file from Windows ends its lines with two characters.
    if end > at && text[..end].ends_with('\r') {
        end - 1
    } else {
        end
    }
}
