//! `diff`: what visitors will see changed between two states of the content.

mod revision;

use super::{ContentArgs, ContentChoice, Outcome, build, content_folder, faults, print};
use crate::compare::{Comparison, Happened, PageChange, compare, unified};
use crate::content::{self, Catalog, Origin};
use crate::locale::Day;
use anyhow::bail;
use clap::Args;
use revision::Revision;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Show what visitors will see changed
///
/// Compares two states of the content: folders, or revisions that git knows.
/// First in words, page by page; then the text of the pages that are spoken of,
/// line by line, as `diff -u` has it. Changes nothing.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  saradnja diff HEAD
      What you have changed in ./content since the last commit.
  saradnja diff main review
      What the branch `review` changes.
  saradnja diff ../published/content content --words
      Two folders, in words only.
  saradnja diff HEAD --text > changes.diff
      The texts only, line by line, and of every page: also of those that only
      show what changed on another.

Exit codes: 0 compared, different or not; 1 mistakes in one of the two; 2 could
not run.")]
pub(crate) struct DiffArgs {
    /// Before: a folder with content, or a revision such as HEAD, main or 3f2a1b0
    #[arg(value_name = "BEFORE")]
    before: String,
    /// After; without it, the content as it is now
    #[arg(value_name = "AFTER")]
    after: Option<String>,
    #[command(flatten)]
    content: ContentArgs,
    /// Only in words
    #[arg(long, conflicts_with = "text")]
    words: bool,
    /// Only the texts, line by line, of every page that differs
    #[arg(long)]
    text: bool,
}

/// A state of the content.
enum State {
    Chosen(ContentChoice),
    Folder(PathBuf),
    Revision(Revision),
}

pub(super) fn run(args: &DiffArgs) -> anyhow::Result<Outcome> {
    let choice = args.content.choose()?;
    let folder = match &choice {
        ContentChoice::Folder(folder) => Some(folder.clone()),
        ContentChoice::Embedded(_) => None,
    };
    let before = state(&args.before, folder.as_deref())?;
    let after = match &args.after {
        Some(after) => state(after, folder.as_deref())?,
        None => State::Chosen(choice),
    };
    let today = args.content.today();
    let before = match before.load(today) {
        Ok(catalog) => catalog,
        Err(loaded) => return faults(&loaded, &nothing(&args.before)),
    };
    let after = match after.load(today) {
        Ok(catalog) => catalog,
        Err(loaded) => {
            let name = args.after.as_deref().unwrap_or("the content as it is now");
            return faults(&loaded, &nothing(name));
        }
    };
    let assets = Arc::new(build::static_files(None)?);
    let comparison = compare(&before, &after, &assets)?;
    let mut text = String::new();
    if !args.text {
        in_words(&comparison, &mut text);
    }
    if !args.words {
        let wanted = |page: &&PageChange| args.text || is_told(page);
        as_text(comparison.pages.iter().filter(wanted), &mut text);
    }
    print(&text)?;
    Ok(Outcome::Done)
}

fn nothing(name: &str) -> String {
    format!("these mistakes are in {name}: nothing was compared")
}

/// A folder of this name, or else a revision of the content folder.
fn state(name: &str, folder: Option<&Path>) -> anyhow::Result<State> {
    if Path::new(name).is_dir() {
        return content_folder(Path::new(name)).map(State::Folder);
    }
    let Some(folder) = folder else {
        bail!(
            "there is no folder {name}, and no content folder whose revisions git could know; \
             name it with --content"
        );
    };
    Revision::read(folder, name).map(State::Revision)
}

impl State {
    fn load(&self, today: Day) -> Result<Arc<Catalog>, Box<content::Loaded>> {
        let mut loaded = match self {
            Self::Chosen(choice) => content::load(choice.origin(), today),
            Self::Folder(folder) => content::load(Origin::Folder(folder), today),
            Self::Revision(revision) => content::load(Origin::Embedded(&revision.files()), today),
        };
        match loaded.catalog.take() {
            Some(catalog) => Ok(Arc::new(catalog)),
            None => Err(Box::new(loaded)),
        }
    }
}

macro_rules! say {
    ($out:expr, $($text:tt)*) => {
        writeln!($out, $($text)*).expect("memory takes everything")
    };
}

fn in_words(comparison: &Comparison, out: &mut String) {
    let (own, others): (Vec<_>, Vec<_>) = comparison
        .pages
        .iter()
        .partition(|page| page.record.is_some() && is_told(page));
    for page in own {
        told(page, out);
    }
    for (record, words) in &comparison.elsewhere {
        say!(out, "{record}");
        for phrase in words {
            say!(out, "  - {phrase}");
        }
        say!(out, "");
    }
    if !others.is_empty() {
        say!(out, "Pages that show what changed above:");
        for page in others {
            let languages = page.texts.len();
            let Some((before, after)) = page.texts.first() else {
                continue;
            };
            let Some(shown) = after.as_ref().or(before.as_ref()) else {
                continue;
            };
            let how = match page.happened {
                Happened::Added => "new, ",
                Happened::Removed => "gone, ",
                Happened::Moved | Happened::Changed => "",
            };
            let ending = if languages == 1 { "" } else { "s" };
            let title = &shown.title;
            say!(
                out,
                "  {}  {title} ({how}{languages} language{ending})",
                shown.path
            );
        }
        say!(out, "");
    }
    if comparison.pages.is_empty() && comparison.elsewhere.is_empty() {
        say!(out, "visitors will see no change");
    }
}

/// Whether something is to be said of a page itself, rather than of what it
/// shows of others.
fn is_told(page: &PageChange) -> bool {
    page.happened != Happened::Changed || !page.words.is_empty()
}

fn told(page: &PageChange, out: &mut String) {
    let record = page.record.as_deref().unwrap_or_default();
    let happened = match page.happened {
        Happened::Added => "new page",
        Happened::Removed => "page removed",
        Happened::Moved => "moved page",
        Happened::Changed => "changed page",
    };
    let title = page.texts.iter().find_map(|(before, after)| {
        let shown = after.as_ref().or(before.as_ref())?;
        Some(format!(", {}", shown.title))
    });
    say!(out, "{happened}: {record}{}", title.unwrap_or_default());
    for (before, after) in &page.texts {
        match (before, after) {
            (Some(before), Some(after)) if before.path != after.path => {
                say!(out, "  {} (before: {})", after.path, before.path);
            }
            (before, after) => {
                let shown = after.as_ref().or(before.as_ref());
                say!(out, "  {}", shown.map_or("", |page| page.path.as_str()));
            }
        }
    }
    if page.texts.is_empty() {
        say!(out, "  the text of its page stays as it is");
    }
    for phrase in &page.words {
        say!(out, "  - {phrase}");
    }
    say!(out, "");
}

fn as_text<'a>(pages: impl Iterator<Item = &'a PageChange>, out: &mut String) {
    for (before, after) in pages.flat_map(|page| &page.texts) {
        out.push_str(&unified(before.as_ref(), after.as_ref()));
    }
}
