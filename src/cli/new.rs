//! `new`: a file to fill in.

use super::edits::{carry_out, refused, register};
use super::{ContentArgs, Outcome};
use crate::edit::{self, Change, Plan, Register};
use clap::Args;

/// Make a new file, with every key that it must have
///
/// Each key has a comment that says what it is for. Where only you know what
/// belongs there stands `???`: `saradnja check` lists what is left to fill in.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  saradnja new event first-aid-course-2026
      Writes content/events/first-aid-course-2026.toml, to be filled in.
  saradnja new source un-press-release
      Writes content/sources/un-press-release.toml, dated as read today.
  saradnja new partner unhcr --dry-run
      Shows the file and writes nothing.

Kinds: partner, society, network, membership, event, goal, principle, source,
page. Places, topics and publishers are entries in a file of their name.

An id has small letters a to z, digits and hyphens; it becomes the address of
the page. A membership has the id of the body that it is in.

Exit codes: 0 done, 1 mistakes in content are in the way, 2 could not run.")]
pub(crate) struct NewArgs {
    /// What sort of file
    #[arg(value_name = "KIND")]
    kind: String,
    /// Its id, which is also its name
    #[arg(value_name = "ID")]
    id: String,
    /// Show the file, and write nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    content: ContentArgs,
}

pub(super) fn run(args: &NewArgs) -> anyhow::Result<Outcome> {
    let register = register(&args.content)?;
    let plan = edit::create(&register, &args.kind, &args.id);
    match plan {
        // It has mistakes by intent, those of what is to be filled in.
        Ok(plan) => {
            let said = said(&register, &plan);
            carry_out(&register, (plan, said), args.dry_run)
        }
        Err(refusal) => refused(refusal),
    }
}

fn said(register: &Register, plan: &Plan) -> String {
    let mut text = String::new();
    for (path, change) in plan.changes() {
        let Change::Create(written) = change else {
            continue;
        };
        let left = written.matches(crate::content::PLACEHOLDER).count();
        let path = register.root().join(path);
        let path = path.display();
        text.push_str(&format!(
            "{path}: written\n\
             Open it, write what belongs there in place of each `???` ({left}), and look at the \
             dates.\n\
             Then run `saradnja check`: it lists what is left to fill in.\n"
        ));
    }
    text
}
