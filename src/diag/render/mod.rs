//! Diagnostics for people and for machines.
//!
//! Every format is a pure function from a [`Report`] to text. None of them
//! panics, whatever spans it is given: a place outside a file, or inside a
//! character, is moved to the nearest place that exists.

mod github;
mod human;
mod json;
mod sarif;

#[cfg(test)]
mod tests;

use super::{Code, Diagnostic, Position, Report, Severity, SourceFile, SourceMap, Span};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// How to show a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// With excerpts, for people.
    Human,
    /// One line each: `path:line:column: error[code]: message (help)`.
    Short,
    /// One JSON object a line.
    Json,
    /// SARIF 2.1.0, which code review tools read.
    Sarif,
    /// Workflow commands, which GitHub shows beside the changed lines.
    Github,
}

/// The report in this format. `terminal` allows colours and box-drawing
/// characters where the format is for people; otherwise the text is ASCII
/// except for what it quotes.
pub fn render(report: &Report, sources: &SourceMap, format: Format, terminal: bool) -> String {
    match format {
        Format::Human => render_for_people(report, sources, terminal, None),
        Format::Short => short(report, sources),
        Format::Json => json::render(report, sources),
        Format::Sarif => sarif::render(report, sources),
        Format::Github => github::render(report, sources),
    }
}

/// The report with excerpts of at most so many columns, or of a usual width; what
/// is longer is cut around the marked part. A width that nobody could read in
/// is taken for the least that can be.
pub fn render_for_people(
    report: &Report,
    sources: &SourceMap,
    terminal: bool,
    columns: Option<usize>,
) -> String {
    let columns = columns.unwrap_or(human::COLUMNS).max(human::FEWEST_COLUMNS);
    human::render(report, sources, terminal, columns)
}

/// One diagnostic in its parts, for whoever arranges them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Which rule was broken.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
    /// Where: `path:line:column`.
    pub place: String,
    /// The lines in question with marks, in signs of one width; empty where
    /// the file as a whole is meant.
    pub excerpt: String,
}

/// Every diagnostic of a report in its parts, in the report's order.
pub fn shown(report: &Report, sources: &SourceMap) -> Vec<Shown> {
    let found = report.diagnostics().iter();
    found
        .map(|found| {
            let place = Place::of(found, sources);
            Shown {
                code: found.code,
                message: one_line(&found.message).into_owned(),
                help: found
                    .help
                    .as_deref()
                    .map(|help| one_line(help).into_owned()),
                place: format!(
                    "{}:{}:{}",
                    one_line(&place.file.path),
                    place.start.line,
                    place.start.column
                ),
                excerpt: human::excerpt(found, sources),
            }
        })
        .collect()
}

/// What came out, in one line: `3 errors, 1 warning in 2 files`, or
/// `512 files, no mistakes`.
pub fn summary(report: &Report, sources: &SourceMap) -> String {
    let counted = |count: usize, noun: &str| {
        let ending = if count == 1 { "" } else { "s" };
        format!("{count} {noun}{ending}")
    };
    if report.is_empty() {
        return format!("{}, no mistakes", counted(sources.found(), "file"));
    }
    let counts: Vec<_> = [(Severity::Error, "error"), (Severity::Warning, "warning")]
        .into_iter()
        .map(|(severity, noun)| (report.count(severity), noun))
        .filter(|&(count, _)| count > 0)
        .map(|(count, noun)| counted(count, noun))
        .collect();
    let files: BTreeSet<_> = report
        .diagnostics()
        .iter()
        .map(|found| found.file)
        .collect();
    format!("{} in {}", counts.join(", "), counted(files.len(), "file"))
}

fn short(report: &Report, sources: &SourceMap) -> String {
    let mut text = String::new();
    for found in report.diagnostics() {
        let place = Place::of(found, sources);
        let help = found
            .help
            .as_deref()
            .map(|help| format!(" ({})", one_line(help)))
            .unwrap_or_default();
        writeln!(
            text,
            "{}:{}:{}: {}[{}]: {}{help}",
            one_line(&place.file.path),
            place.start.line,
            place.start.column,
            found.code.severity().as_str(),
            found.code,
            one_line(&found.message),
        )
        .expect("writing to a string does not fail");
    }
    text
}

/// Where a diagnostic is, ready to be shown.
struct Place<'a> {
    file: &'a SourceFile,
    /// Inside the text, and between characters.
    span: Span,
    start: Position,
    /// Past the last character.
    end: Position,
    /// Whether it is about the file as a whole rather than some of its text.
    whole_file: bool,
}

impl<'a> Place<'a> {
    fn of(found: &Diagnostic, sources: &'a SourceMap) -> Self {
        let file = sources.file(found.file);
        let mut place = Self::at(file, &found.span);
        // The parser's complaint about the very first character is a place.
        place.whole_file &= found.code != Code::Syntax || file.text.is_empty();
        place
    }

    fn at(file: &'a SourceFile, span: &Span) -> Self {
        let start = boundary(&file.text, span.start);
        let end = boundary(&file.text, span.end).max(start);
        Self {
            file,
            start: file.position(start),
            end: file.position(end),
            whole_file: file.text.is_empty() || *span == (0..0),
            span: start..end,
        }
    }
}

/// The last place between two characters that is not after this byte.
fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The text without line breaks and other control characters: they could break
/// a line-based format, or give a terminal orders. Messages quote what stands in
/// files, and in files anything may stand.
fn one_line(text: &str) -> Cow<'_, str> {
    // Besides control characters, those that turn the direction of writing.
    let unfit = |letter: char| {
        letter.is_control() || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if !text.contains(unfit) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars()
            .map(|letter| match letter {
                '\n' | '\t' => ' ',
                letter if unfit(letter) => '\u{fffd}',
                letter => letter,
            })
            .collect(),
    )
}
