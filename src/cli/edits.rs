//! What the commands that change content have in common: the folder, the proof,
//! the writing, and how a refusal is told.

use super::{ContentArgs, ContentChoice, Outcome, columns, note, print};
use crate::diag;
use crate::edit::{self, Plan, Refusal, Register};
use anyhow::{anyhow, bail};
use std::io::{self, IsTerminal as _};

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
pub(super) fn carry_out(
    register: &Register,
    plan: Result<(Plan, String), Refusal>,
    dry_run: bool,
) -> anyhow::Result<Outcome> {
    let proved = plan.and_then(|(plan, said)| register.with(&plan).map(|_| (plan, said)));
    let (plan, said) = match proved {
        Ok(proved) => proved,
        Err(refusal) => return refused(refusal),
    };
    if dry_run {
        print(&edit::unified(register, &plan))?;
        note("nothing was written: this is what would be changed");
        return Ok(Outcome::Done);
    }
    edit::write(register, &plan).map_err(|failure| anyhow!("{failure}"))?;
    print(&said)?;
    Ok(Outcome::Done)
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
