//! Complaints as data: what is wrong, where, and how to mend it.
//!
//! Nothing is printed here but through [`render()`], and nothing here knows what
//! a partner or a page is: every layer above puts [`Diagnostic`]s into one
//! [`Report`], and the command line decides how to show them.

mod code;
mod explain;
mod render;
mod source;

pub use code::{Code, Severity};
pub use explain::{Example, GAP, Page, explanation};
pub use render::{Format, render, render_for_people, summary};
pub use source::{FileId, Position, SourceFile, SourceMap, Span};

/// One complaint about one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which rule was broken.
    pub code: Code,
    /// The file it was broken in.
    pub file: FileId,
    /// The bytes of that file that are to blame.
    pub span: Span,
    /// What is wrong: a phrase, lower case, no full stop.
    pub message: String,
    /// A few words beside the marked place, if they add something.
    pub label: Option<String>,
    /// How to mend it.
    pub help: Option<String>,
    /// Other places that matter, each with a few words.
    pub related: Vec<Related>,
}

/// Another place that a [`Diagnostic`] speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// The file of that place.
    pub file: FileId,
    /// Its bytes.
    pub span: Span,
    /// Why it matters, in a few words.
    pub label: String,
}

impl Diagnostic {
    /// A complaint with a message and nothing more.
    pub fn new(code: Code, file: FileId, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            file,
            span,
            message: message.into(),
            label: None,
            help: None,
            related: Vec::new(),
        }
    }

    /// Adds a few words beside the marked place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Adds the way to mend it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds the way to mend it, if there is one.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help;
        self
    }

    /// Adds another place that matters.
    #[must_use]
    pub fn related(mut self, file: FileId, span: Span, label: impl Into<String>) -> Self {
        self.related.push(Related {
            file,
            span,
            label: label.into(),
        });
        self
    }
}

/// All complaints of one run.
#[derive(Debug, Clone, Default)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// A report with nothing in it.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a complaint.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Adds complaints.
    pub fn extend(&mut self, complaints: impl IntoIterator<Item = Diagnostic>) {
        self.diagnostics.extend(complaints);
    }

    /// Takes over all complaints of another report.
    pub fn append(&mut self, other: Report) {
        self.extend(other.diagnostics);
    }

    /// Orders by path, then place, then code, and drops exact repetitions,
    /// so that the output does not depend on the order of the rules.
    pub fn sort(&mut self, sources: &SourceMap) {
        self.diagnostics.sort_by(|a, b| {
            (
                &sources.file(a.file).path,
                a.span.start,
                a.code,
                a.span.end,
                &a.message,
            )
                .cmp(&(
                    &sources.file(b.file).path,
                    b.span.start,
                    b.code,
                    b.span.end,
                    &b.message,
                ))
        });
        self.diagnostics.dedup();
    }

    /// Every complaint, in the order of the last [`Report::sort`].
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Whether anything in it forbids publishing.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// How many complaints are of this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.code.severity() == severity)
            .count()
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }
}

/// The nearest of `known` to `given`, phrased as help, when it is near enough
/// to be meant: at most a third of the letters differ (two for short words).
pub fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    closest(given, known).map(|name| format!("did you mean `{name}`?"))
}

/// The nearest of `known` to `given`, if it is near enough to be meant; of
/// several that are equally near the first in the order of signs.
pub fn closest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = given.chars().count();
    let limit = (length / 3).max(if length > 2 { 2 } else { 1 });
    let mut best: Option<(usize, &str)> = None;
    for name in known {
        let letters = name.chars().count();
        let most = best.map_or(limit, |(distance, _)| distance);
        // Each letter more or less is a slip of its own.
        if letters.abs_diff(length) > most {
            continue;
        }
        let (given, other) = differing(given, name);
        let distance = strsim::damerau_levenshtein(given, other);
        let candidate = (distance, name);
        if distance <= most && distance < letters && best.is_none_or(|best| candidate < best) {
            best = Some(candidate);
        }
    }
    best.map(|(_, name)| name)
}

/// Two texts without what they have in common at their beginning and end: the
/// distance is the same, and quickly found.
fn differing<'s>(one: &'s str, other: &'s str) -> (&'s str, &'s str) {
    let same = |(one, other): &(char, char)| one == other;
    let length = |pair: (char, char)| pair.0.len_utf8();
    let pairs = one.chars().zip(other.chars());
    let start: usize = pairs.take_while(same).map(length).sum();
    let (one, other) = (&one[start..], &other[start..]);
    let pairs = one.chars().rev().zip(other.chars().rev());
    let end: usize = pairs.take_while(same).map(length).sum();
    (&one[..one.len() - end], &other[..other.len() - end])
}

#[cfg(test)]
mod tests {
    use super::{closest, differing};

    #[test]
    fn only_what_is_near_is_suggested() {
        for (given, meant) in [
            ("sinse", Some("since")),
            ("snice", Some("since")),
            ("since", Some("since")),
            ("unitl", Some("until")),
            ("form", Some("form")),
            ("from", Some("form")),
            ("website", None),
            ("s", None),
            ("", None),
        ] {
            assert_eq!(closest(given, ["form", "since", "until"]), meant, "{given}");
        }
        assert_eq!(closest("bat", ["cat", "bar", "bad"]), Some("bad"));
    }

    #[test]
    fn what_differs_is_between_what_is_the_same() {
        assert_eq!(differing("sinse", "since"), ("s", "c"));
        assert_eq!(differing("φάρος", "φάροι"), ("ς", "ι"));
        assert_eq!(differing("aa", "aaa"), ("", "a"));
        assert_eq!(differing("aba", "ab"), ("a", ""));
    }
}
