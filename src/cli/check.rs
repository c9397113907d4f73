//! `check`: every mistake in the content, in one run.

use super::{ContentArgs, Outcome, columns, note, print};
use crate::content;
use crate::diag::{self, Severity};
use clap::{Args, ValueEnum};
use std::io::{self, IsTerminal as _};

/// Look for mistakes in the content
///
/// Reads every file and reports everything that is wrong, with the place and,
/// where there is one, the way to mend it. Changes nothing.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  saradnja check
      Checks ./content, or the content inside the program if there is no such folder.
  saradnja check --content ../register/content
      Checks another folder.
  saradnja check --as-of 2027-07-01
      Shows which statements will be due for review on that day.
  saradnja check --format github --deny-warnings
      For a workflow on GitHub: shows mistakes beside the changed lines, and
      does not let warnings pass.

Exit codes: 0 no mistakes, or only warnings; 1 mistakes, or warnings with
--deny-warnings; 2 could not run.")]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    content: ContentArgs,
    /// How to show what was found
    #[arg(long, value_enum, default_value_t = FormatName::Human)]
    format: FormatName,
    /// Let warnings count as mistakes
    #[arg(long)]
    deny_warnings: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FormatName {
    /// With the lines in question, for people
    Human,
    /// One line each: `path:line:column: error[code]: message (help)`
    Short,
    /// One JSON object a line
    Json,
    /// SARIF 2.1.0, for code review tools
    Sarif,
    /// Workflow commands of GitHub
    Github,
}

impl From<FormatName> for diag::Format {
    fn from(name: FormatName) -> Self {
        match name {
            FormatName::Human => Self::Human,
            FormatName::Short => Self::Short,
            FormatName::Json => Self::Json,
            FormatName::Sarif => Self::Sarif,
            FormatName::Github => Self::Github,
        }
    }
}

pub(super) fn run(args: &CheckArgs) -> anyhow::Result<Outcome> {
    let choice = args.content.choose()?;
    let today = args.content.today();
    note(&format!("checking {choice} as of {today}"));
    let loaded = content::load(choice.origin(), today);
    let (report, sources) = (&loaded.report, &loaded.sources);
    let text = match args.format.into() {
        diag::Format::Human => diag::render_for_people(report, sources, for_terminal(), columns()),
        format => diag::render(report, sources, format, for_terminal()),
    };
    print(&text)?;
    let certain = report.diagnostics().iter();
    let certain = certain.filter(|found| found.fix.is_some()).count();
    if certain > 0 && matches!(args.format, FormatName::Human) {
        note(&format!(
            "`saradnja fix` can mend {certain} of these: there is one way only"
        ));
    }
    let warned = loaded.report.count(Severity::Warning) > 0;
    Ok(
        if loaded.report.has_errors() || (args.deny_warnings && warned) {
            Outcome::ContentFaults
        } else {
            Outcome::Done
        },
    )
}

/// Whether colours are welcome: somebody looks, and has not asked for none
/// (<https://no-color.org>).
fn for_terminal() -> bool {
    io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}
