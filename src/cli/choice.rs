//! Where content is and which day it is, for the commands that read it.

use super::values;
use crate::content::Origin;
use crate::embedded;
use crate::locale::{Day, Instant, Now};
use anyhow::{Context as _, bail};
use clap::Args;
use std::path::{Path, PathBuf};

/// Where content is, for the commands that read it.
#[derive(Debug, Clone, Args)]
pub(crate) struct ContentArgs {
    /// The folder with the content [default: ./content, else that inside the program]
    ///
    /// `./content` is taken if there are content files in it.
    #[arg(long, value_name = "DIR")]
    pub(super) content: Option<PathBuf>,
    /// The day to take for today, such as 2026-11-23 [default: that of the clock]
    ///
    /// It decides which reviews are late, which dates lie in the future, and
    /// what is published and what has expired by the end of that day.
    #[arg(long, value_name = "DATE", value_parser = values::day)]
    pub(super) as_of: Option<Day>,
}

/// Where content comes from in this run.
#[derive(Debug, Clone)]
pub(crate) enum ContentChoice {
    /// From this folder.
    Folder(PathBuf),
    /// From inside the program.
    Embedded(Vec<(&'static str, &'static [u8])>),
}

impl ContentChoice {
    /// For reading.
    pub(crate) fn origin(&self) -> Origin<'_> {
        match self {
            Self::Folder(path) => Origin::Folder(path),
            Self::Embedded(files) => Origin::Embedded(files),
        }
    }
}

impl std::fmt::Display for ContentChoice {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Folder(path) => write!(formatter, "the folder {}", path.display()),
            Self::Embedded(_) => formatter.write_str("the content inside the program"),
        }
    }
}

impl ContentArgs {
    /// The content that the arguments and the working directory name.
    pub(crate) fn choose(&self) -> anyhow::Result<ContentChoice> {
        if let Some(folder) = &self.content {
            return content_folder(folder).map(ContentChoice::Folder);
        }
        let beside = Path::new("content");
        Ok(if holds_content(beside) {
            ContentChoice::Folder(beside.to_owned())
        } else {
            ContentChoice::Embedded(embedded::content())
        })
    }

    /// The day that lateness is reckoned by.
    pub(crate) fn today(&self) -> Day {
        self.now().day
    }

    /// What the clock shows, in the time zone of this machine; of another day
    /// its end, so that everything that is to happen on it has happened.
    #[expect(
        clippy::disallowed_methods,
        reason = "here is the one place that asks the clock"
    )]
    pub(crate) fn now(&self) -> Now {
        if let Some(day) = self.as_of {
            return Now::end_of(day);
        }
        let now = jiff::Zoned::now();
        let date = now.date();
        let number = |part: i8| u8::try_from(part).expect("months and days are not negative");
        let day = Day::new(date.year(), number(date.month()), number(date.day()))
            .expect("the clock of a machine that runs this shows a year after 0");
        Now {
            day,
            instant: Instant(now.timestamp().as_second()),
        }
    }
}

/// Whether a folder was meant to be a register: it, or a folder in it, holds a
/// content file. One that lacks `site.toml` is a register with a mistake, not
/// a reason to show another.
fn holds_content(folder: &Path) -> bool {
    let is_toml = |path: &Path| path.extension().is_some_and(|ending| ending == "toml");
    let entries = |folder: &Path| {
        std::fs::read_dir(folder)
            .into_iter()
            .flatten()
            .filter_map(|entry| Some(entry.ok()?.path()))
            .collect::<Vec<_>>()
    };
    entries(folder)
        .iter()
        .any(|path| is_toml(path) || entries(path).iter().any(|inner| is_toml(inner)))
}

/// The folder, if it is one and can be opened.
pub(crate) fn content_folder(folder: &Path) -> anyhow::Result<PathBuf> {
    let metadata = std::fs::metadata(folder)
        .with_context(|| format!("there is no content folder {}", folder.display()))?;
    if !metadata.is_dir() {
        bail!("{} is not a folder", folder.display());
    }
    Ok(folder.to_owned())
}
