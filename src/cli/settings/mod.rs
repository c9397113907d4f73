//! Settings: what the command line, the environment and the settings file say,
//! in this order of precedence, before the defaults.
//!
//! The declaration of `serve` is the only one. What the environment and the
//! file say is judged by it, and then put on the command line, so that whatever
//! holds for arguments holds for settings as well. All mistakes of all three are
//! told at once.

mod declared;
mod environment;
mod example;
mod file;
mod join;
mod live;
mod show;
mod stop;
mod words;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command, CommandFactory as _, value_parser};

use crate::diag::{FileId, Report, SourceMap, Span};
use declared::Setting;
use join::Joined;
pub(super) use live::{Change, Values};
use show::Shape;
pub(super) use show::{ConfigArgs, run};
pub(super) use stop::Stop;
use words::Words;

/// The argument that names the settings file.
const CONFIG: &str = "config";

/// The variable that names it.
const CONFIG_VARIABLE: &str = "SARADNJA_CONFIG";

/// Where it is looked for if nothing names it.
const FILE: &str = "saradnja.toml";

/// What mean the same to every command that takes them. Other names that a
/// command shares with `serve` may mean something else to it.
const SHARED: &[&str] = &["content", "as-of", "base-url", "static"];

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Origin {
    /// Nobody said anything.
    Default,
    /// The settings file, in this line, from 1.
    File { path: String, line: usize },
    /// This variable of the environment.
    Variable(String),
    /// This argument.
    Argument(String),
}

/// What the file or the environment says of one setting.
#[derive(Debug, Clone)]
struct Found {
    values: Vec<OsString>,
    origin: Origin,
    file: FileId,
    span: Span,
}

/// What is needed to read settings, and what is said about them.
struct Reading<'a> {
    settings: &'a [Setting],
    /// The keys that the command uses.
    used: Vec<&'a str>,
    sources: SourceMap,
    report: Report,
}

impl Reading<'_> {
    fn uses(&self, setting: &Setting) -> bool {
        self.used.contains(&setting.key.as_str())
    }
}

/// A command line on which all settings stand.
#[derive(Debug)]
pub(super) struct Settled {
    /// What clap made of it.
    pub(super) matches: ArgMatches,
    settings: Vec<Setting>,
    origins: BTreeMap<String, Origin>,
    file: Option<(PathBuf, Origin)>,
}

impl Settled {
    /// The settings file that was read, if there is one.
    pub(super) fn file(&self) -> Option<&Path> {
        self.file.as_ref().map(|(path, _)| path.as_path())
    }
}

/// The declaration of the whole command line: what is derived, with the settings
/// file where settings are used, and with all of `serve` for `config`.
pub(super) fn declaration() -> Command {
    let derived = super::Cli::command();
    // `-1` is a value then, which is told what would be right.
    let derived = derived
        .mut_args(takes_numbers)
        .mut_subcommand("serve", |serve| serve.mut_args(takes_numbers));
    let settings = declared::settings(&derived);
    let everything: Vec<Arg> = settings.iter().map(|known| known.arg.clone()).collect();
    derived
        .mut_subcommand("config", |config| config.args(everything))
        .mut_subcommands(|command| {
            if used(&settings, &command).is_empty() {
                command
            } else {
                command.arg(config_argument())
            }
        })
        .arg(config_argument())
}

fn takes_numbers(arg: Arg) -> Arg {
    let takes_values = arg.get_action().takes_values();
    arg.allow_negative_numbers(takes_values)
}

fn config_argument() -> Arg {
    Arg::new(CONFIG)
        .long(CONFIG)
        .value_name("FILE")
        .value_parser(value_parser!(PathBuf))
        .help("The settings file, in place of `./saradnja.toml`")
        .long_help(
            "The settings file\n\nWithout it: what SARADNJA_CONFIG names, else \
             `./saradnja.toml` if it is there. `saradnja config --example` shows what may stand \
             in it.",
        )
}

/// The keys of the settings that a command uses: all if it takes all of them,
/// else those that mean the same everywhere.
fn used<'a>(settings: &'a [Setting], command: &Command) -> Vec<&'a str> {
    let takes = |key: &str| {
        let mut arguments = command.get_arguments();
        arguments.any(|arg| arg.get_long() == Some(key))
    };
    let keys = settings.iter().map(|known| known.key.as_str());
    let taken: Vec<&str> = keys.filter(|key| takes(key)).collect();
    if taken.len() == settings.len() {
        return taken;
    }
    let is_shared = |key: &&str| SHARED.contains(key);
    taken.into_iter().filter(is_shared).collect()
}

/// The arguments with everything that the environment and the settings file say
/// besides; or why it ends here.
pub(super) fn settle(
    arguments: Vec<OsString>,
    variables: &[(OsString, OsString)],
) -> Result<Settled, Stop> {
    let declaration = declaration();
    let settings = declared::settings(&declaration);
    let name = arguments.get(1).and_then(|word| word.to_str());
    let command = name.and_then(|name| declaration.find_subcommand(name));
    let used = used(&settings, command.unwrap_or(&declaration));
    let shows = command.is_some_and(|command| command.get_name() == "config");
    let head = if command.is_some() { 2 } else { 1 };
    let words = Words::new(arguments, head, |key| {
        used.contains(&key) && settings.iter().any(|known| known.is_flag(key))
    });
    let lenient = declaration.clone().ignore_errors(true);
    let typed = match lenient.try_get_matches_from(words.alone()) {
        Ok(typed) if !used.is_empty() => typed,
        // Help, the version, or a command that no setting concerns.
        _ => {
            let matches = declaration.try_get_matches_from(words.alone());
            return Ok(Settled {
                matches: matches.map_err(Stop::Arguments)?,
                settings: Vec::new(),
                origins: BTreeMap::new(),
                file: None,
            });
        }
    };
    let typed = typed.subcommand().map_or(&typed, |(_, typed)| typed);
    let shown = shows.then(|| Shape::asked_for(typed));
    let mut reading = Reading {
        settings: &settings,
        used,
        sources: SourceMap::new(),
        report: Report::new(),
    };
    let file = file_path(typed, variables);
    let mut found = match &file {
        Some((path, _)) => file::read(path, &mut reading),
        None => BTreeMap::new(),
    };
    found.extend(environment::read(variables, &mut reading));
    let mut origins = BTreeMap::new();
    for setting in settings.iter().filter(|known| reading.uses(known)) {
        let source = typed.value_source(setting.arg.get_id().as_str());
        let is_typed = source == Some(ValueSource::CommandLine);
        let origin = if is_typed || words.switched_off(&setting.key) {
            found.remove(&setting.key);
            Origin::Argument(format!("--{}", setting.key))
        } else {
            let said = found.get(&setting.key);
            said.map_or(Origin::Default, |said| said.origin.clone())
        };
        origins.insert(setting.key.clone(), origin);
    }
    let (mut report, sources) = (reading.report, reading.sources);
    let joined = Joined {
        declaration: &declaration,
        settings: &settings,
        words: &words,
        found: &found,
    };
    let error = match joined.parse(&mut report) {
        Ok(matches) if report.is_empty() => {
            return Ok(Settled {
                matches,
                settings,
                origins,
                file,
            });
        }
        Ok(_) => None,
        Err(error) => error,
    };
    report.sort(&sources);
    Err(Stop::mistakes(report, sources, error, shown))
}

/// Where the settings file is, and who says so.
fn file_path(typed: &ArgMatches, variables: &[(OsString, OsString)]) -> Option<(PathBuf, Origin)> {
    if let Some(path) = typed.get_one::<PathBuf>(CONFIG) {
        return Some((path.clone(), Origin::Argument(format!("--{CONFIG}"))));
    }
    let named =
        |(name, value): &&(OsString, OsString)| name == CONFIG_VARIABLE && !value.is_empty();
    if let Some((_, path)) = variables.iter().find(named) {
        let origin = Origin::Variable(CONFIG_VARIABLE.to_owned());
        return Some((PathBuf::from(path), origin));
    }
    // One that is there but cannot be read is a mistake, not a reason to go on.
    let is_there = std::fs::symlink_metadata(FILE).is_ok();
    is_there.then(|| (Path::new(FILE).to_owned(), Origin::Default))
}
