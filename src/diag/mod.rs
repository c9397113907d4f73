//! Complaints as data: what is wrong, where, and how to mend it.
//!
//! Nothing is printed here but through [`render()`], and nothing here knows what
//! a partner or a page is: every layer above puts [`Diagnostic`]s into one
//! [`Report`], and the command line decides how to show them.

mod code;
mod explain;
mod fix;
mod nearest;
mod render;
mod source;

pub use code::{Code, Severity};
pub use explain::{Example, GAP, Page, explanation};
pub use fix::{Edit, Fix, Misfit};
pub use nearest::{certain, closest, differing, nearest};
pub use render::{Format, Shown, render, render_for_people, shown, summary};
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
    /// The mend itself, where it is certain and there is only one.
    pub fix: Option<Fix>,
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
            fix: None,
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

    /// Adds the mend itself, if it is certain.
    #[must_use]
    pub fn maybe_fix(mut self, fix: Option<Fix>) -> Self {
        self.fix = fix;
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
