//! `explain`: what a rule means, with an example that breaks it, and one mended.

use super::{Outcome, columns, print};
use crate::diag::{self, Code};
use anyhow::anyhow;
use clap::Args;
use std::fmt::Write as _;

/// Explain a rule of `check`, with an example and how to mend it
///
/// Every complaint names its rule in square brackets. Without a rule, lists all
/// there are, one a line.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  saradnja explain wrong-type
      What `error[wrong-type]` means, an example that is wrong, and the same mended.
  saradnja explain
      Every rule, one a line.

Exit codes: 0 explained, 2 there is no such rule.")]
pub(crate) struct ExplainArgs {
    /// The rule, as it stands in the square brackets of a complaint
    #[arg(value_name = "CODE")]
    code: Option<String>,
}

pub(super) fn run(args: &ExplainArgs) -> anyhow::Result<Outcome> {
    let text = match &args.code {
        None => list(),
        Some(given) => diag::explanation(code(given)?, columns()),
    };
    print(&text)?;
    Ok(Outcome::Done)
}

/// The rule that was asked for, perhaps copied with its brackets.
fn code(given: &str) -> anyhow::Result<Code> {
    let inside = given.split_once('[').map_or(given, |(_, rest)| rest);
    let name = inside.split(']').next().unwrap_or_default().trim();
    let name = name.to_lowercase();
    Code::named(&name).ok_or_else(|| {
        let near = diag::nearest(&name, Code::ALL.iter().map(|code| code.name()));
        let near = near.unwrap_or_else(|| "`saradnja explain` lists all there are".to_owned());
        anyhow!("there is no rule `{name}`: {near}")
    })
}

fn list() -> String {
    let widest = Code::ALL.iter().map(|code| code.name().len()).max();
    let widest = widest.unwrap_or_default();
    let mut text = String::new();
    for code in Code::ALL {
        writeln!(
            text,
            "{:widest$}  {:7}  {}",
            code.name(),
            code.severity().as_str(),
            code.explanation()
        )
        .expect("memory takes everything");
    }
    text
}
