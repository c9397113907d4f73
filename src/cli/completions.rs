//! `completions`: what a shell completes from, made from the declaration.

use super::{Outcome, print, settings};
use clap::Args;
use clap_complete::Shell;

/// Print what a shell needs to complete commands and options
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  saradnja completions bash > /etc/bash_completion.d/saradnja
  saradnja completions zsh > /usr/local/share/zsh/site-functions/_saradnja
  saradnja completions fish > /etc/fish/completions/saradnja.fish

Exit codes: 0 done, 2 could not run.")]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
}

pub(super) fn run(args: &CompletionsArgs) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    let mut declaration = settings::declaration();
    let name = declaration.get_name().to_owned();
    clap_complete::generate(args.shell, &mut declaration, name, &mut script);
    print(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Done)
}
