//! `fmt`: one layout for all content files.

use super::edits::{carry_out, chosen, refused, register};
use super::{ContentArgs, Outcome, note, print};
use crate::edit;
use clap::Args;
use std::path::PathBuf;

/// Bring content files into one layout
///
/// Sets blank lines, spaces, indentation, quotation marks and line ends as in the
/// rest of the register. The order of keys, comments and every word stay; that
/// a file says the same as before is checked each time.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  saradnja fmt
      Lays out every file of ./content.
  saradnja fmt content/events content/partners/unhcr.toml
      Lays out a folder and a file.
  saradnja fmt --check
      Changes nothing, lists the files that are not in the layout, and ends with
      exit code 1 if there are any: for a build server.

Exit codes: 0 done, 1 some files are not in the layout (--check) or have mistakes
in the way, 2 could not run.")]
pub(crate) struct FmtArgs {
    /// Files or folders; without any, all content
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Only say which files are not in the layout
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    content: ContentArgs,
}

pub(super) fn run(args: &FmtArgs) -> anyhow::Result<Outcome> {
    let register = register(&args.content)?;
    let chosen = chosen(&register, &args.paths)?;
    let plan = match edit::format(&register, |path| chosen.contains(path)) {
        Ok(plan) => plan,
        Err(refusal) => return refused(refusal),
    };
    let paths: Vec<String> = plan
        .changes()
        .map(|(path, _)| register.root().join(path).display().to_string())
        .collect();
    let files = |count: usize| if count == 1 { "file" } else { "files" };
    if args.check {
        for path in &paths {
            print(&format!("{path}\n"))?;
        }
        if paths.is_empty() {
            print(&format!(
                "{} {}, all in the layout\n",
                chosen.len(),
                files(chosen.len())
            ))?;
            return Ok(Outcome::Done);
        }
        note(&format!(
            "{} {} not in the layout: run `saradnja fmt`",
            paths.len(),
            files(paths.len())
        ));
        return Ok(Outcome::ContentFaults);
    }
    let mut said: String = paths
        .iter()
        .map(|path| format!("{path}: laid out\n"))
        .collect();
    said.push_str(&format!(
        "{} of {} {} changed\n",
        paths.len(),
        chosen.len(),
        files(chosen.len())
    ));
    // That every file says what it said is proved already.
    carry_out(&register, (plan, said), false)
}
