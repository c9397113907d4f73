//! `schema`: what editors complete and check from, written beside the content.

use super::{Outcome, content_folder, print, replace_file};
use crate::content::{self, Origin};
use anyhow::{Context as _, bail};
use clap::Args;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Write the JSON Schemas that editors complete from
///
/// They depend on the languages of the register: run this after a language was
/// added or its plural forms changed, and after an update of the program.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  saradnja schema
      Writes content/.schema/partner.json and the others.
  saradnja schema --content ../register/content
      Writes them for another register.

The first line of a content file tells editors which schema is its own:
  #:schema ../.schema/partner.json")]
pub(crate) struct SchemaArgs {
    /// The folder with the content
    #[arg(long, value_name = "DIR", default_value = "content")]
    content: PathBuf,
}

pub(super) fn run(args: &SchemaArgs) -> anyhow::Result<Outcome> {
    let folder = content_folder(&args.content)?;
    if !folder.join("site.toml").is_file() {
        bail!(
            "the folder {} holds no site.toml, which names the languages",
            folder.display()
        );
    }
    let target = folder.join(".schema");
    let wanted: BTreeMap<String, String> = content::schemas(Origin::Folder(&folder))
        .into_iter()
        .map(|(kind, text)| (format!("{}.json", kind.name()), text))
        .collect();
    fs::create_dir_all(&target)
        .with_context(|| format!("making the folder {}", target.display()))?;
    let mut changes = 0;
    for (name, text) in &wanted {
        changes += usize::from(write_if_changed(&target.join(name), text)?);
    }
    changes += remove_stale(&target, &wanted)?;
    print(&format!(
        "{}: {} schemas, {changes} changed\n",
        target.display(),
        wanted.len()
    ))?;
    Ok(Outcome::Done)
}

/// A file that is right already is left alone: its new time of change would
/// look like a change of content.
fn write_if_changed(path: &Path, text: &str) -> anyhow::Result<bool> {
    if fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(false);
    }
    replace_file(path, text)?;
    Ok(true)
}

/// Removes schemas of kinds that there no longer are; returns how many.
fn remove_stale(target: &Path, wanted: &BTreeMap<String, String>) -> anyhow::Result<usize> {
    let reading = || format!("reading the folder {}", target.display());
    let mut removed = 0;
    for entry in fs::read_dir(target).with_context(reading)? {
        let path = entry.with_context(reading)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.ends_with(".json") && !wanted.contains_key(&*name) {
            fs::remove_file(&path).with_context(|| format!("removing {}", path.display()))?;
            removed += 1;
        }
    }
    Ok(removed)
}
