//! Reading the settings again while visitors are answered. With a mistake in them
//! all stay as they are; else those take effect that can, together, and together
//! with the site that they want.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::FromArgMatches as _;

use super::build::Built;
use super::observers;
use super::options::ServeOptions;
use super::settings::{self, Change, Settled, Stop, Values};
use super::{Cli, ContentArgs, ContentChoice, front};
use crate::operations::Refusal;

/// Where settings come from, and what they say of what holds.
pub(super) struct Settings {
    /// As the program was started with.
    arguments: Vec<OsString>,
    variables: Vec<(OsString, OsString)>,
    values: Values,
    /// The file that was read at the start.
    file: Option<PathBuf>,
}

/// What is served, and how.
pub(super) struct Plan {
    pub(super) content: ContentArgs,
    /// Where that is.
    pub(super) choice: ContentChoice,
    pub(super) options: ServeOptions,
}

impl Plan {
    /// The folders to watch.
    pub(super) fn folders(&self) -> Vec<PathBuf> {
        let folder = match &self.choice {
            ContentChoice::Folder(folder) => Some(folder.clone()),
            ContentChoice::Embedded(_) => None,
        };
        (folder.into_iter())
            .chain(self.options.static_dir.clone())
            .filter(|_| !self.options.no_watch)
            .collect()
    }

    /// Whether another site is made for it than for `other`, from the same files.
    fn makes_another_site(&self, other: &Self) -> bool {
        let of = |plan: &Self| {
            let (content, options) = (&plan.content, &plan.options);
            (
                content.content.clone(),
                content.as_of,
                options.static_dir.clone(),
                options.base_url.clone(),
            )
        };
        of(self) != of(other)
    }
}

/// What was read, and holds once it is taken.
pub(super) struct Renewed {
    pub(super) plan: Plan,
    /// Whether it can hold only with another site than the one that is served.
    pub(super) wants_site: bool,
    values: Values,
    has_same_path: bool,
}

/// Why everything stays as it was.
pub(super) struct Refused {
    /// For the log.
    pub(super) told: String,
    /// For operators.
    pub(super) refusal: Refusal,
}

impl From<anyhow::Error> for Refused {
    fn from(error: anyhow::Error) -> Self {
        let told = format!("{error:#}");
        let refusal = Refusal::failure(&told);
        Self { told, refusal }
    }
}

impl From<Stop> for Refused {
    fn from(stop: Stop) -> Self {
        let told = stop.told();
        let refusal = stop.refusal();
        Self { told, refusal }
    }
}

impl Refused {
    /// No site came of what the settings name; why. Nothing if one did.
    pub(super) fn without_site(made: &anyhow::Result<Built>) -> Option<Self> {
        let told = match made {
            Ok(Built { site: Some(_), .. }) => return None,
            Ok(built) => built.told(),
            Err(error) => format!("{error:#}"),
        };
        let refusal = observers::verdict(made).err()?;
        Some(Self { told, refusal })
    }
}

impl Settings {
    /// These arguments and variables, of which came what is `settled`.
    pub(super) fn new(
        arguments: Vec<OsString>,
        variables: Vec<(OsString, OsString)>,
        settled: &Settled,
    ) -> Self {
        Self {
            arguments,
            variables,
            values: Values::of(settled),
            file: settled.file().map(Path::to_owned),
        }
    }

    /// Says in the log which file was read, if one was: it may be one that nobody
    /// thought of.
    pub(super) fn tell_file(&self) {
        if let Some(file) = &self.file {
            tracing::info!("read the settings in {}", file.display());
        }
    }

    /// Reads them again, where `plan` holds. Nothing is taken yet.
    pub(super) fn again(&self, plan: &Plan) -> Result<Renewed, Refused> {
        let settled = settings::settle(self.arguments.clone(), &self.variables)?;
        let read = Cli::from_arg_matches(&settled.matches).map_err(Stop::Arguments)?;
        let (content, options) = read
            .serving()
            .expect("what was started with these arguments is serving");
        front::fits(&options)?;
        let has_same_path = options.base_path() == plan.options.base_path();
        let options = options.while_serving(&plan.options);
        front::fits(&options).context("only a restart can change all of it together")?;
        let choice = match content.content == plan.content.content {
            true => plan.choice.clone(),
            false => content.choose()?,
        };
        let next = Plan {
            content,
            choice,
            options,
        };
        Ok(Renewed {
            wants_site: next.makes_another_site(plan),
            plan: next,
            values: Values::of(&settled),
            has_same_path,
        })
    }

    /// Takes what was read, and returns its plan, and everything that differs from
    /// before or waits for a restart.
    pub(super) fn take(&mut self, renewed: Renewed) -> (Plan, Vec<Change>) {
        let Renewed {
            plan,
            values,
            has_same_path,
            ..
        } = renewed;
        (plan, self.values.take(values, has_same_path))
    }
}
