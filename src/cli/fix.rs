//! `fix`: the mends of which `check` is certain, made.

use super::edits::{carry_out, chosen, register};
use super::{ContentArgs, Outcome, note};
use crate::diag;
use crate::edit;
use clap::Args;
use std::path::PathBuf;

/// Mend the mistakes that can be mended in one way only
///
/// Such as a misspelt key or id, a date in quotation marks, `True` instead of
/// `true`. Prints each change. What has more than one way out, and whatever needs
/// somebody to know something, is left to you and to `saradnja check`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  saradnja fix --dry-run
      Shows what would be changed in ./content, and changes nothing.
  saradnja fix
      Mends what can be mended, in every file.
  saradnja fix content/events content/partners/unhcr.toml
      Mends a folder and a file.

Exit codes: 0 done and no mistakes are left, 1 mistakes are left for you,
2 could not run.")]
pub(crate) struct FixArgs {
    /// Files or folders; without any, all content
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Show every change as a text difference, and write nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    content: ContentArgs,
}

pub(super) fn run(args: &FixArgs) -> anyhow::Result<Outcome> {
    let register = register(&args.content)?;
    let chosen = chosen(&register, &args.paths)?;
    let mended = edit::mend(&register, |path| chosen.contains(path));
    let mut said = String::new();
    for mend in &mended.mends {
        let path = register.root().join(&mend.path);
        said.push_str(&format!(
            "{}:{}:{}: {} ({})\n",
            path.display(),
            mend.position.line,
            mend.position.column,
            mend.label,
            mend.code
        ));
    }
    let count = mended.mends.len();
    let ending = if count == 1 { "" } else { "s" };
    said.push_str(&format!("{count} mistake{ending} mended\n"));
    let survey = mended.after.survey();
    let (report, sources) = (&survey.report, &survey.sources);
    let left = diag::summary(report, sources);
    let outcome = carry_out(&register, (mended.plan, said), args.dry_run)?;
    if outcome != Outcome::Done || report.is_empty() {
        return Ok(outcome);
    }
    note(&format!(
        "left for you: {left}; `saradnja check` shows them"
    ));
    Ok(if report.has_errors() {
        Outcome::ContentFaults
    } else {
        Outcome::Done
    })
}
