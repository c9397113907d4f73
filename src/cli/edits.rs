//! What the commands that change content have in common: the folder, the proof,
//! the writing, and how a refusal is told.

use super::{ContentArgs, ContentChoice, Outcome, columns, note, print};
use crate::diag;
use crate::edit::{self, Change, Plan, Refusal, Register};
use anyhow::{anyhow, bail};
use std::collections::BTreeSet;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

/// The register in the folder that the arguments name.
pub(super) fn register(args: &ContentArgs) -> anyhow::Result<Register> {
    let ContentChoice::Folder(folder) = args.choose()? else {
        bail!(
            "there is no folder `content` here, and the content inside the program cannot be \
             changed: go to the folder that `content` lies in, or name it with --content"
        );
    };
    Ok(Register::read(&folder, args.today()))
}

/// Makes sure that a plan adds no mistake, and writes it or only shows it.
/// `said` is what it does, in lines.
pub(super) fn prove(
    register: &Register,
    (plan, said): (Plan, String),
    dry_run: bool,
) -> anyhow::Result<Outcome> {
    match register.with(&plan) {
        Ok(_) => carry_out(register, (plan, said), dry_run),
        Err(refusal) => refused(refusal),
    }
}

/// Writes a plan that is known to do no harm, or only shows it.
pub(super) fn carry_out(
    register: &Register,
    (plan, said): (Plan, String),
    dry_run: bool,
) -> anyhow::Result<Outcome> {
    if dry_run {
        print(&edit::unified(register, &plan))?;
        note(if plan.is_empty() {
            "nothing would be changed"
        } else {
            "nothing was written: this is what would be changed"
        });
        return Ok(Outcome::Done);
    }
    edit::write(register, &plan).map_err(|failure| anyhow!("{failure}"))?;
    print(&said)?;
    Ok(Outcome::Done)
}

/// What a plan does, a line a file.
pub(super) fn listed(register: &Register, plan: &Plan) -> String {
    let full = |path: &str| register.root().join(path).display().to_string();
    let mut text = String::new();
    for (path, change) in plan.changes() {
        let line = match change {
            Change::Edit { edits, to: None } => counted(edits.len()),
            Change::Edit {
                edits,
                to: Some(to),
            } if edits.is_empty() => {
                format!("is now {}", full(to))
            }
            Change::Edit {
                edits,
                to: Some(to),
            } => {
                format!("is now {}, with {}", full(to), counted(edits.len()))
            }
            Change::Create(_) | Change::Rewrite(_) => "written".to_owned(),
            Change::Remove => "removed".to_owned(),
        };
        text.push_str(&format!("{}: {line}\n", full(path)));
    }
    text
}

fn counted(changes: usize) -> String {
    let ending = if changes == 1 { "" } else { "s" };
    format!("{changes} change{ending}")
}

/// The content files that some paths mean, by their paths inside the content
/// folder: files, folders, or nothing for all.
pub(super) fn chosen(register: &Register, paths: &[PathBuf]) -> anyhow::Result<BTreeSet<String>> {
    let files: Vec<String> = register.files().into_keys().collect();
    if paths.is_empty() {
        return Ok(files.into_iter().collect());
    }
    let truly = |path: &Path| path.canonicalize().ok();
    let mut chosen = BTreeSet::new();
    for path in paths {
        let inside = register.root().join(path);
        let Some(wanted) = truly(path).or_else(|| truly(&inside)) else {
            bail!(
                "there is no file or folder {}, here or in {}",
                path.display(),
                register.root().display()
            );
        };
        let is_meant = |file: &&String| {
            let file = truly(&register.root().join(file));
            file.is_some_and(|file| file.starts_with(&wanted))
        };
        let named: Vec<_> = files.iter().filter(is_meant).cloned().collect();
        if named.is_empty() {
            bail!("{} holds no content files", path.display());
        }
        chosen.extend(named);
    }
    Ok(chosen)
}

/// Tells why nothing is done.
pub(super) fn refused(refusal: Refusal) -> anyhow::Result<Outcome> {
    match refusal {
        Refusal::Cannot(why) => bail!(why),
        Refusal::InTheWay(what) => {
            note(&format!("error: {what}"));
            note("nothing was changed");
        }
        Refusal::Mistakes {
            why,
            report,
            sources,
        } => {
            let terminal = io::stdout().is_terminal();
            print(&diag::render_for_people(
                &report,
                &sources,
                terminal,
                columns(),
            ))?;
            note(&why);
        }
    }
    Ok(Outcome::ContentFaults)
}
