//! Everything that was said on one command line, and what is wrong with it as a
//! whole.

use std::collections::BTreeMap;

use clap::error::ErrorKind;
use clap::{ArgMatches, Command};

use super::declared::Setting;
use super::words::{self, Words};
use super::{Found, stop};
use crate::diag::{Code, Diagnostic, Report};

/// What was typed, and what else holds: nothing of it is said twice.
pub(super) struct Joined<'a> {
    pub(super) declaration: &'a Command,
    pub(super) settings: &'a [Setting],
    pub(super) words: &'a Words,
    pub(super) found: &'a BTreeMap<String, Found>,
}

impl Joined<'_> {
    /// All of it as clap sees it. What is wrong with a setting beside others goes
    /// to the report; the error is about what was typed, if anything is wrong
    /// with that.
    pub(super) fn parse(&self, report: &mut Report) -> Result<ArgMatches, Option<clap::Error>> {
        let error = match self.parse_without(None) {
            Ok(matches) => return Ok(matches),
            Err(error) => error,
        };
        if !is_about_several(&error) {
            return Err(Some(error));
        }
        // What is missing or contradicts may be what could not be read.
        if !report.is_empty() {
            return Err(None);
        }
        let to_blame = self.found.iter().find(|(key, _)| {
            let parsed = self.parse_without(Some(key));
            parsed.map_or_else(|error| !is_about_several(&error), |_| true)
        });
        match to_blame {
            Some((key, said)) => {
                report.push(contradiction(key, said, &error));
                Err(None)
            }
            None => Err(Some(error)),
        }
    }

    fn parse_without(&self, left_out: Option<&str>) -> Result<ArgMatches, clap::Error> {
        let known = self.settings.iter();
        let said = known.filter(|setting| left_out != Some(setting.key.as_str()));
        let said = said.filter_map(|setting| {
            let said = self.found.get(&setting.key)?;
            Some(words::arguments(setting, &said.values))
        });
        let declaration = self.declaration.clone();
        declaration.try_get_matches_from(self.words.with(said.flatten()))
    }
}

/// Whether no argument is wrong by itself, but one beside another.
fn is_about_several(error: &clap::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::MissingRequiredArgument | ErrorKind::ArgumentConflict
    )
}

/// A setting that cannot stand beside the others as they are.
fn contradiction(key: &str, said: &Found, error: &clap::Error) -> Diagnostic {
    let others = stop::named(error).into_iter().filter(|other| other != key);
    let others: Vec<String> = others.map(|other| format!("`{other}`")).collect();
    let others = others.join(" and ");
    let (message, help) = if error.kind() == ErrorKind::MissingRequiredArgument {
        (
            format!("`{key}` says nothing without {others}"),
            format!("set {others} as well, or take `{key}` away"),
        )
    } else {
        (
            format!("`{key}` cannot stand beside {others}"),
            "take one of them away".to_owned(),
        )
    };
    Diagnostic::new(Code::WrongValue, said.file, said.span.clone(), message).help(help)
}
