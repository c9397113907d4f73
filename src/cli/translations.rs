//! `translations`: which texts were compared with their translations, and
//! which were changed since.

use super::{ContentArgs, ContentChoice, Outcome, faults, print, replace_file};
use crate::content::{self, Confirmation};
use anyhow::bail;
use clap::Args;
use std::fmt::Write as _;
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
      Says so of every file in a folder.
  saradnja translations --confirm partners/unhcr.toml: claim.office.text
      Says so of one text, as the list names it.")]
pub(crate) struct TranslationsArgs {
    #[command(flatten)]
    content: ContentArgs,
    /// Files or folders whose languages say the same, or one text as the list names it
    #[arg(long, value_name = "PATH", num_args = 1..)]
    confirm: Vec<String>,
}

pub(super) fn run(args: &TranslationsArgs) -> anyhow::Result<Outcome> {
    let choice = args.content.choose()?;
    let confirmations = match content::confirmations(choice.origin(), args.content.today()) {
        Ok(confirmations) => confirmations,
        Err(loaded) => return faults(&loaded, "nothing was changed: mend these mistakes first"),
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
        texts += file.texts();
        for name in file.open() {
            open += 1;
            writeln!(text, "{}: {name}", file.path)?;
        }
    }
    let verb = if open == 1 { "is" } else { "are" };
    writeln!(
        text,
        "{} of {texts} texts were compared as they stand, {open} {verb} open",
        texts - open
    )?;
    print(&text)?;
    Ok(Outcome::Done)
}

/// What is to be confirmed: a file or folder, and perhaps one text of it.
struct Wanted<'a> {
    path: PathBuf,
    field: Option<&'a str>,
}

impl Wanted<'_> {
    fn names(&self, path: &Path, name: &str) -> bool {
        path.starts_with(&self.path) && self.field.is_none_or(|field| field == name)
    }
}

fn confirm(
    folder: &Path,
    arguments: &[String],
    confirmations: &[Confirmation],
) -> anyhow::Result<Outcome> {
    let files: Vec<_> = confirmations
        .iter()
        .map(|file| {
            let path = folder.join(&file.path);
            // Read a moment ago; if it is gone since, it matches nothing.
            (path.canonicalize().unwrap_or(path), file)
        })
        .collect();
    let wanted = wanted(folder, arguments)?;
    for wanted in &wanted {
        let mut named = files
            .iter()
            .filter(|(path, _)| path.starts_with(&wanted.path))
            .peekable();
        if named.peek().is_none() {
            bail!(
                "{} holds no texts in several languages that the register shows",
                wanted.path.display()
            );
        }
        if let Some(field) = wanted.field
            && !named.any(|(_, file)| file.has(field))
        {
            bail!(
                "{} has no text `{field}` in several languages",
                wanted.path.display()
            );
        }
    }
    let mut changed = 0;
    for (path, file) in files {
        let is_wanted = |name: &str| wanted.iter().any(|wanted| wanted.names(&path, name));
        let count = file.open().filter(|name| is_wanted(name)).count();
        if count > 0 {
            replace_file(&path, &file.confirmed(is_wanted))?;
            changed += count;
        }
    }
    let ending = if changed == 1 { "" } else { "s" };
    print(&format!("{changed} text{ending} confirmed\n"))?;
    Ok(Outcome::Done)
}

/// The paths as given, or as `translations` and `check` print them: with or
/// without the content folder, and with or without the name of a text behind a
/// colon, which a shell passes on as an argument of its own.
fn wanted<'a>(folder: &Path, arguments: &'a [String]) -> anyhow::Result<Vec<Wanted<'a>>> {
    let mut wanted = Vec::new();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let (path, field) = match argument.split_once(".toml:") {
            Some((_, field)) => {
                let path = &argument[..argument.len() - field.len() - 1];
                let field = match field.trim() {
                    "" => rest.next().map(String::as_str),
                    field => Some(field),
                };
                (path, field)
            }
            None => (argument.as_str(), None),
        };
        let found = [PathBuf::from(path), folder.join(path)]
            .iter()
            .find_map(|path| path.canonicalize().ok());
        let Some(path) = found else {
            bail!(
                "there is no file or folder {path}, here or in {}",
                folder.display()
            );
        };
        wanted.push(Wanted { path, field });
    }
    Ok(wanted)
}
