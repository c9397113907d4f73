//! `mv`: another id, everywhere, and the old addresses kept alive.

use super::edits::{listed, prove, refused, register};
use super::{ContentArgs, Outcome};
use crate::edit::{self, Change, Plan};
use clap::Args;

/// Rename a file, and everything that names it
///
/// Renames the file, writes the new id wherever the old one stands in other
/// files, and leads visitors from the old address to the new one, in every
/// language. Places, topics and publishers are renamed in their lists. If
/// anything would be wrong afterwards, nothing is changed.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  saradnja mv partners/unhcr un-refugee-agency
      The file becomes partners/un-refugee-agency.toml; statements, events and
      lists name it so; /en/partners/unhcr/ leads to its new address.
  saradnja mv unhcr un-refugee-agency --dry-run
      Shows every change and makes none. The folder may be left out if only one
      thing has this id.
  saradnja mv content/events/visit.toml jubilee-visit
      Names the file by its path.
  saradnja mv places/athens athina
      Renames an entry of places.toml.

An id has small letters a to z, digits and hyphens. To change only the words of
an address, not the id, change `slug` (pages) or `sections` (languages).

Exit codes: 0 done, 1 mistakes in content are in the way, 2 could not run.")]
pub(crate) struct MvArgs {
    /// What to rename: folder/id, the id alone, or the path of the file
    #[arg(value_name = "OLD")]
    old: String,
    /// Its new id
    #[arg(value_name = "NEW")]
    new: String,
    /// Show every change as a text difference, and write nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    content: ContentArgs,
}

pub(super) fn run(args: &MvArgs) -> anyhow::Result<Outcome> {
    let register = register(&args.content)?;
    match edit::rename(&register, &args.old, &args.new) {
        Ok(plan) => {
            let said = listed(&register, &plan) + &led_on(&plan);
            prove(&register, (plan, said), args.dry_run)
        }
        Err(refusal) => refused(refusal),
    }
}

/// How many old addresses lead to new ones by a plan.
fn led_on(plan: &Plan) -> String {
    let entries = |text: &str| text.matches("[[redirect]]").count();
    let count: usize = plan
        .changes()
        .map(|(_, change)| match change {
            Change::Edit { edits, .. } => edits.iter().map(|edit| entries(&edit.replacement)).sum(),
            Change::Create(text) | Change::Rewrite(text) => entries(text),
            Change::Remove => 0,
        })
        .sum();
    match count {
        0 => String::new(),
        1 => "1 old address leads to the new one\n".to_owned(),
        count => format!("{count} old addresses lead to the new ones\n"),
    }
}
