//! Why settings and arguments cannot stand, and how that is told.

use std::io::{self, IsTerminal as _};

use clap::error::{ContextKind, ContextValue};

use super::show::Shape;
use crate::cli::{Outcome, columns, note, print};
use crate::diag::{self, Format, Report, Severity, SourceMap};
use crate::operations::Refusal;

/// What ends a run before its command begins.
#[derive(Debug)]
pub(in crate::cli) enum Stop {
    /// Arguments that are wrong by themselves; or help, which somebody asked for.
    Arguments(clap::Error),
    /// Mistakes in settings, perhaps with some in arguments besides.
    Mistakes(Box<Mistakes>),
}

/// Everything that is wrong.
#[derive(Debug)]
pub(in crate::cli) struct Mistakes {
    report: Report,
    sources: SourceMap,
    arguments: Option<clap::Error>,
    /// How settings were to be shown, if they are what the command shows.
    shown: Option<Shape>,
}

impl Stop {
    pub(super) fn mistakes(
        report: Report,
        sources: SourceMap,
        arguments: Option<clap::Error>,
        shown: Option<Shape>,
    ) -> Self {
        match arguments {
            Some(error) if report.is_empty() => Self::Arguments(error),
            arguments => Self::Mistakes(Box::new(Mistakes {
                report,
                sources,
                arguments,
                shown,
            })),
        }
    }

    /// All of it, for whoever reads standard error.
    pub(in crate::cli) fn told(&self) -> String {
        match self {
            Self::Arguments(error) => error.to_string(),
            Self::Mistakes(mistakes) => {
                let settings = mistakes.text(io::stderr().is_terminal());
                let arguments = mistakes.arguments.as_ref().map(ToString::to_string);
                settings + &arguments.unwrap_or_default()
            }
        }
    }

    /// All of it, for operators of a program that goes on.
    pub(in crate::cli) fn refusal(&self) -> Refusal {
        let of_arguments = |error: &clap::Error| Refusal::failure(error.to_string().trim_end());
        match self {
            Self::Arguments(error) => of_arguments(error),
            Self::Mistakes(mistakes) => {
                let report = &mistakes.report;
                let besides = mistakes.arguments.as_ref().map(of_arguments);
                let besides = besides.unwrap_or_default();
                Refusal {
                    errors: report.count(Severity::Error) + besides.errors,
                    warnings: report.count(Severity::Warning),
                    report: mistakes.objects() + &besides.report,
                }
            }
        }
    }

    /// Says all of it, and how the run ends.
    pub(in crate::cli) fn tell(self) -> Outcome {
        match self {
            Self::Arguments(error) => tell_arguments(&error),
            Self::Mistakes(mistakes) => mistakes.tell(),
        }
    }
}

impl Mistakes {
    /// The mistakes in settings as lines.
    fn text(&self, terminal: bool) -> String {
        diag::render_for_people(&self.report, &self.sources, terminal, columns())
    }

    /// The mistakes in settings for machines, one JSON object a line.
    fn objects(&self) -> String {
        diag::render(&self.report, &self.sources, Format::Json, false)
    }

    fn tell(&self) -> Outcome {
        let result = self.shown.map(|shape| match shape {
            Shape::Human => self.text(io::stdout().is_terminal()),
            Shape::Json => self.objects(),
        });
        match result {
            // A reader who is gone wanted no more of it.
            Some(result) => drop(print(&result)),
            None => note(self.text(io::stderr().is_terminal()).trim_end()),
        }
        match &self.arguments {
            Some(error) => tell_arguments(error),
            None if self.shown.is_some() => Outcome::SettingsFaults,
            None => {
                note("nothing is done until these mistakes in the settings are mended");
                Outcome::CouldNotRun
            }
        }
    }
}

/// Help goes to standard output and is no failure.
fn tell_arguments(error: &clap::Error) -> Outcome {
    // If nobody listens there, there is nobody left to tell.
    let _ = error.print();
    if error.use_stderr() {
        Outcome::CouldNotRun
    } else {
        Outcome::Done
    }
}

/// The settings that an error names, as their keys.
pub(super) fn named(error: &clap::Error) -> Vec<String> {
    let kinds = [ContextKind::InvalidArg, ContextKind::PriorArg];
    let words = kinds.into_iter().flat_map(|kind| match error.get(kind) {
        Some(ContextValue::String(word)) => std::slice::from_ref(word),
        Some(ContextValue::Strings(words)) => words.as_slice(),
        _ => &[],
    });
    words
        .filter_map(|word| word.split([' ', '=']).next())
        .map(|word| word.trim_start_matches('-').to_owned())
        .collect()
}
