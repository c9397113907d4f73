//! `translations`: which texts were compared with their translations, and
//! which were changed since.

use super::{ContentArgs, ContentChoice, Outcome, faults, note, print, replace_file};
use crate::content::{self, Confirmation, Open, Translations};
use crate::locale::LanguageId;
use anyhow::bail;
use clap::Args;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Show what is missing or out of date in the translations, or confirm them
///
/// Lists by file and text what is missing in a language, where a text and its
/// translation differ in numbers, dates, names or links, and what nobody has
/// compared as it stands now. A text that is written in several languages can be changed in one and
/// forgotten in another. When somebody has compared the languages of a file,
/// `--confirm` writes fingerprints of its texts at its end; from then on `check`
/// says which text was changed without the others.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  saradnja translations
      Lists what is missing, what differs, and the texts that were changed since they
      were compared, or never were.
  saradnja translations --confirm content/partners/unhcr.toml
      Says that the languages of this file say the same.
  saradnja translations --confirm content/partners
      Says so of every file in a folder.
  saradnja translations --confirm partners/unhcr.toml: claim.office.text
      Says so of one text, as the list names it.

Exit codes: 0 listed or confirmed; 1 mistakes in content, such as a missing
translation; 2 could not run.")]
pub(crate) struct TranslationsArgs {
    #[command(flatten)]
    content: ContentArgs,
    /// Files or folders whose languages say the same, or one text as the list names it
    #[arg(long, value_name = "PATH", num_args = 1..)]
    confirm: Vec<String>,
}

pub(super) fn run(args: &TranslationsArgs) -> anyhow::Result<Outcome> {
    let choice = args.content.choose()?;
    let found = content::translations(choice.origin(), args.content.today());
    if args.confirm.is_empty() {
        return list(&found);
    }
    if found.loaded.report.has_errors() {
        return faults(
            &found.loaded,
            "nothing was changed: mend these mistakes first",
        );
    }
    let ContentChoice::Folder(folder) = &choice else {
        bail!("the content inside the program cannot be changed; name a folder with --content");
    };
    confirm(folder, &args.confirm, &found.files)
}

/// What is to be done, by file and text, and how far each language is.
fn list(found: &Translations) -> anyhow::Result<Outcome> {
    let mut text = String::new();
    let work = work(found);
    for ((path, name), reasons) in &work {
        match name {
            Some(name) => writeln!(text, "{path}: {name}")?,
            None => writeln!(text, "{path}")?,
        }
        for reason in reasons {
            writeln!(text, "    {reason}")?;
        }
    }
    for (language, written) in &found.written {
        writeln!(text, "{language}: {written} of {} texts", found.texts)?;
    }
    let texts: usize = found.files.iter().map(Confirmation::texts).sum();
    let open: usize = found.files.iter().map(|file| file.open().count()).sum();
    let verb = if open == 1 { "is" } else { "are" };
    writeln!(
        text,
        "{} of {texts} texts were compared as they stand, {open} {verb} open",
        texts - open
    )?;
    print(&text)?;
    if found.loaded.report.has_errors() {
        note("there are mistakes in the content: `saradnja check` shows each with its place");
        return Ok(Outcome::ContentFaults);
    }
    Ok(Outcome::Done)
}

/// The texts with something to do, by file and name, each with what it is.
fn work(found: &Translations) -> BTreeMap<(&str, Option<&str>), Vec<String>> {
    let mut work: BTreeMap<_, Vec<String>> = BTreeMap::new();
    for fault in &found.faults {
        let text = (fault.path.as_str(), fault.name.as_deref());
        let reason = format!("line {}: {}", fault.line, fault.message);
        work.entry(text).or_default().push(reason);
    }
    for file in &found.files {
        for (name, why) in file.open() {
            let text = (file.path.as_str(), Some(name));
            work.entry(text).or_default().push(reason(why));
        }
    }
    work
}

fn reason(why: &Open) -> String {
    let names = |languages: &[LanguageId]| {
        let names: Vec<_> = languages.iter().map(LanguageId::as_str).collect();
        names.join(", ")
    };
    match why {
        Open::Never => "never compared".to_owned(),
        Open::Changed { changed, same } if same.is_empty() => {
            format!("changed since it was compared: {}", names(changed))
        }
        Open::Changed { changed, same } => format!(
            "changed since it was compared: {}; left as it was: {}",
            names(changed),
            names(same)
        ),
    }
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
        let count = file.open().filter(|(name, _)| is_wanted(name)).count();
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
