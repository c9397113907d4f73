//! `translations`: which texts were compared with their translations, and
//! which were changed since.

use super::{ContentArgs, ContentChoice, Outcome, note, print, replace_file};
use crate::content::{self, Confirmation};
use crate::diag;
use anyhow::bail;
use clap::Args;
use std::fmt::Write as _;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

/// Show which translations are to be compared again, or confirm them
///
/// A text that is written in several languages can be changed in one and
/// forgotten in another. When somebody has compared the languages of a file,
/// `--confirm` writes fingerprints of its texts at its end; from then on `check`
/// says which text was changed without the others.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  saradnja translations
      Lists the texts that were changed since they were compared, or never were.
  saradnja translations --confirm content/partners/unhcr.toml
      Says that the languages of this file say the same.
  saradnja translations --confirm content/partners
      Says so of every file in a folder.")]
pub(crate) struct TranslationsArgs {
    #[command(flatten)]
    content: ContentArgs,
    /// Files or folders whose languages say the same
    #[arg(long, value_name = "PATH", num_args = 1..)]
    confirm: Vec<PathBuf>,
}

pub(super) fn run(args: &TranslationsArgs) -> anyhow::Result<Outcome> {
    let choice = args.content.choose()?;
    let confirmations = match content::confirmations(choice.origin(), args.content.today()) {
        Ok(confirmations) => confirmations,
        Err(loaded) => {
            let terminal = io::stdout().is_terminal();
            let format = diag::Format::Human;
            print(&diag::render(
                &loaded.report,
                &loaded.sources,
                format,
                terminal,
            ))?;
            note("nothing was changed: mend these mistakes first");
            return Ok(Outcome::ContentFaults);
        }
    };
    if args.confirm.is_empty() {
        return list(&confirmations);
    }
    let ContentChoice::Folder(folder) = &choice else {
        bail!("the content inside the program cannot be changed; name a folder with --content");
    };
    confirm(folder, &args.confirm, &confirmations)
}

fn list(confirmations: &[Confirmation]) -> anyhow::Result<Outcome> {
    let mut text = String::new();
    let (mut texts, mut open) = (0, 0);
    for file in confirmations {
        texts += file.texts;
        open += file.open.len();
        for name in &file.open {
            writeln!(text, "{}: {name}", file.path)?;
        }
    }
    writeln!(
        text,
        "{} of {texts} texts were compared as they stand, {open} are open",
        texts - open
    )?;
    print(&text)?;
    Ok(Outcome::Done)
}

fn confirm(
    folder: &Path,
    wanted: &[PathBuf],
    confirmations: &[Confirmation],
) -> anyhow::Result<Outcome> {
    let files: Vec<_> = confirmations
        .iter()
        .map(|file| (folder.join(&file.path), file))
        .collect();
    for path in wanted {
        if !files.iter().any(|(file, _)| file.starts_with(path)) {
            bail!(
                "{} holds no texts in several languages; paths begin with {}",
                path.display(),
                folder.display()
            );
        }
    }
    let mut changed = 0;
    for (path, file) in files {
        let meant = wanted.iter().any(|wanted| path.starts_with(wanted));
        if meant && !file.open.is_empty() {
            replace_file(&path, &file.confirmed)?;
            changed += file.open.len();
        }
    }
    print(&format!("{changed} texts confirmed\n"))?;
    Ok(Outcome::Done)
}
