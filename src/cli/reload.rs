//! Reading the settings again while visitors are answered. With a mistake in them
//! all stay as they are; else those take effect that can, together.

use std::ffi::OsString;

use anyhow::Context as _;
use clap::FromArgMatches as _;

use super::options::ServeOptions;
use super::settings::{self, Change, Settled, Stop, Values};
use super::{Cli, ContentArgs, ContentChoice, build, front};
use crate::operations::Refusal;

/// Where settings come from, and what holds of them.
pub(super) struct Settings {
    /// As the program was started with.
    arguments: Vec<OsString>,
    variables: Vec<(OsString, OsString)>,
    values: Values,
}

/// What holds from now on.
pub(super) struct Renewed {
    pub(super) content: ContentArgs,
    /// Where the content is, if that is another place than before.
    pub(super) choice: Option<ContentChoice>,
    pub(super) options: ServeOptions,
    /// What differs from before, and from what was read.
    pub(super) changes: Vec<Change>,
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
        }
    }

    /// Reads them again, where `content` and `options` hold.
    pub(super) fn again(
        &mut self,
        content: &ContentArgs,
        options: &ServeOptions,
    ) -> Result<Renewed, Refused> {
        let settled = settings::settle(self.arguments.clone(), &self.variables)?;
        let read = Cli::from_arg_matches(&settled.matches).map_err(Stop::Arguments)?;
        let (next_content, next) = read
            .serving()
            .expect("what was started with these arguments is serving");
        front::fits(&next)?;
        let has_same_path = next.base_path() == options.base_path();
        let next = next.while_serving(options);
        front::fits(&next).context("only a restart can change all of it together")?;
        let choice = (next_content.content != content.content)
            .then(|| next_content.choose())
            .transpose()?;
        if let Some(folder) = &next.static_dir
            && next.static_dir != options.static_dir
        {
            build::is_there(folder)?;
        }
        let changes = self.values.take(Values::of(&settled), has_same_path);
        Ok(Renewed {
            content: next_content,
            choice,
            options: next,
            changes,
        })
    }
}
