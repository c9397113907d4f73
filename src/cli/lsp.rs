//! `lsp`: the check, and all that is known of the content, in an editor.

use super::{ContentArgs, Outcome, values};
use crate::locale::Day;
use crate::lsp::{self, Ended};
use anyhow::Context as _;
use clap::Args;
use std::io::{self, BufReader};

/// Help an editor as you write (it is the editor that runs this)
///
/// A language server: it speaks the Language Server Protocol on standard input
/// and output. It marks mistakes while you type, in every file of the register;
/// completes keys, words and ids; shows statements as visitors read them; leads
/// from an id to what it names and to all that name it; renames; and mends what
/// `saradnja fix` would mend. The content folder is the nearest folder above an
/// open file that has a `site.toml`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  Helix, in .helix/languages.toml beside your content folder:
      [language-server.saradnja]
      command = \"saradnja\"
      args = [\"lsp\"]

      [[language]]
      name = \"toml\"
      language-servers = [\"saradnja\", \"taplo\"]
  saradnja lsp --as-of 2027-07-01
      Marks what is due for review on that day.

The page docs/in-your-editor.md has the settings for Helix, Neovim and Visual
Studio Code.

Exit codes: 0 ended as the editor asked, 1 the editor was gone without a word,
2 could not run.")]
pub(crate) struct LspArgs {
    /// The day to take for today, such as 2026-11-23
    ///
    /// It decides which reviews are late and which dates lie in the future.
    #[arg(long, value_name = "DATE", value_parser = values::day)]
    as_of: Option<Day>,
    /// Changes nothing: many editors add it when they run a language server
    #[arg(long)]
    stdio: bool,
}

pub(super) fn run(args: &LspArgs) -> anyhow::Result<Outcome> {
    let content = ContentArgs {
        content: None,
        as_of: args.as_of,
    };
    // The editor may stay open past midnight: the day is asked for at each check.
    let today = move || content.today();
    let ended = lsp::talk(BufReader::new(io::stdin()), io::stdout().lock(), today)
        .context("talking with the editor")?;
    Ok(match ended {
        Ended::Properly => Outcome::Done,
        Ended::Abruptly => Outcome::Deserted,
    })
}
