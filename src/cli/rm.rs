//! `rm`: a thing taken out, and its visitors told why.

use super::edits::{listed, prove, refused, register};
use super::{ContentArgs, Outcome};
use crate::edit;
use clap::Args;
use std::collections::BTreeMap;

/// Remove a file that nothing names any more
///
/// Takes the file out and writes into redirects.toml that its page is gone, and
/// why: whoever follows an old link reads that sentence instead of "not found".
/// While other files name it, nothing is removed, and each such place is listed.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  saradnja rm events/visit-2013 \\
      --reason en=\"No source for the visit could be found.\" \\
      --reason fr=\"Aucune source n'a été trouvée.\"
      One sentence for each language that people write in this register.
  saradnja rm events/visit-2013 --reason en=\"...\" --reason fr=\"...\" --dry-run
      Shows every change and makes none.

Before you remove a relation that has ended: mark it as former instead, so that
the register goes on saying what was true. If the thing only has another name
now, use `saradnja mv`.

Exit codes: 0 done, 1 something still names it, 2 could not run.")]
pub(crate) struct RmArgs {
    /// What to remove: folder/id, the id alone, or the path of the file
    #[arg(value_name = "ID")]
    id: String,
    /// Why, for visitors: the language, an equals sign, and a sentence
    #[arg(long, value_name = "LANGUAGE=TEXT", value_parser = reason)]
    reason: Vec<(String, String)>,
    /// Show every change as a text difference, and write nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    content: ContentArgs,
}

/// A language and a sentence.
fn reason(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((language, words)) if !language.trim().is_empty() => {
            Ok((language.trim().to_owned(), words.trim().to_owned()))
        }
        _ => Err("write the language, an equals sign and the sentence: en=\"…\"".to_owned()),
    }
}

pub(super) fn run(args: &RmArgs) -> anyhow::Result<Outcome> {
    let register = register(&args.content)?;
    let reason: BTreeMap<String, String> = args.reason.iter().cloned().collect();
    match edit::remove(&register, &args.id, &reason) {
        Ok(plan) => {
            let said = listed(&register, &plan);
            prove(&register, (plan, said), args.dry_run)
        }
        Err(refusal) => refused(refusal),
    }
}
