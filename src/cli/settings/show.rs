//! `config`: every setting, what it is, and who says so.

use std::fmt::Write as _;
use std::path::Path;

use clap::{ArgMatches, Args, ValueEnum};
use serde_json::{Value, json};

use super::declared::{Form, Setting};
use super::{CONFIG, CONFIG_VARIABLE, Origin, Settled, example, live};
use crate::cli::{Outcome, note, print};

/// Show every setting, its value and where it comes from
///
/// Takes all options of `serve`, and shows what `serve` would do with them, with
/// the environment and the settings file as they are. Serves nothing.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Settings come from, the first that says something:
  1. arguments            --base-url https://example.org/
  2. the environment      SARADNJA_BASE_URL=https://example.org/
  3. the settings file    base-url = \"https://example.org/\"
  4. defaults
A flag is `true` or `false` in the file and in the environment; what one of them
turns on, `--flag=false` turns off.

Examples:
  saradnja config
      Shows what `saradnja serve` would do here.
  saradnja config --config /etc/saradnja.toml
      Looks for mistakes in a settings file before anything is restarted.
  saradnja config --example > saradnja.toml
      Makes a settings file with every setting in it, each with its default.

Exit codes: 0 done, 1 mistakes in the environment or the settings file, 2 could
not run.")]
pub(in crate::cli) struct ConfigArgs {
    /// How to show them
    #[arg(long, value_name = "FORM", value_enum, default_value_t = Shape::Human)]
    format: Shape,
    /// Print a settings file to begin with: every setting, with its default, as comments
    #[arg(long, conflicts_with = "format")]
    example: bool,
}

/// How settings are shown.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Shape {
    /// One line each, for people
    Human,
    /// One JSON object, with what each setting is for; mistakes as one object a
    /// line, with the keys of `check --format json`
    Json,
}

impl Shape {
    /// How the arguments of `config` want them shown.
    pub(super) fn asked_for(arguments: &ArgMatches) -> Self {
        let asked = arguments.try_get_one("format").ok().flatten();
        asked.copied().unwrap_or(Self::Human)
    }
}

pub(in crate::cli) fn run(args: &ConfigArgs, settled: &Settled) -> anyhow::Result<Outcome> {
    let matches = settled.matches.subcommand();
    let matches = matches.map_or(&settled.matches, |(_, matches)| matches);
    let text = match args.format {
        _ if args.example => example::text(&settled.settings),
        Shape::Human => lines(settled, matches),
        Shape::Json => format!("{:#}\n", object(settled, matches)),
    };
    print(&text)?;
    if args.example {
        return Ok(Outcome::Done);
    }
    let missing = missing(settled, matches);
    for fault in &missing {
        note(fault);
    }
    Ok(match missing.is_empty() {
        true => Outcome::Done,
        false => Outcome::SettingsFaults,
    })
}

/// What is to be said of folders that are set and not there. A restart would
/// find out, too, and then nothing would be served.
fn missing(settled: &Settled, matches: &ArgMatches) -> Vec<String> {
    let folders = settled
        .settings
        .iter()
        .filter(|known| known.form == Form::Path);
    folders
        .flat_map(|setting| {
            let origin = settled.origin(setting).to_string();
            let gone = values(setting, matches).into_iter();
            gone.filter(|folder| !Path::new(folder).is_dir())
                .map(move |folder| format!("{origin}: there is no folder {folder}"))
        })
        .collect()
}

/// The values of a setting as they were written, or are by default; of a flag
/// `true` or `false`.
pub(super) fn values(setting: &Setting, matches: &ArgMatches) -> Vec<String> {
    let id = setting.arg.get_id().as_str();
    if setting.form == Form::Flag {
        return vec![matches.get_flag(id).to_string()];
    }
    let raw = matches.get_raw(id).into_iter().flatten();
    raw.map(|value| value.to_string_lossy().into_owned())
        .collect()
}

impl Settled {
    fn origin(&self, setting: &Setting) -> &Origin {
        self.origins.get(&setting.key).unwrap_or(&Origin::Default)
    }
}

impl std::fmt::Display for Origin {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Default => formatter.write_str("default"),
            Self::File { path, line } => write!(formatter, "{path}:{line}"),
            Self::Variable(name) | Self::Argument(name) => formatter.write_str(name),
        }
    }
}

fn lines(settled: &Settled, matches: &ArgMatches) -> String {
    let shown = |setting: &Setting| {
        let values = values(setting, matches);
        match values.is_empty() {
            true => setting.unless_set().unwrap_or_else(|| "-".to_owned()),
            false => values.join(", "),
        }
    };
    let (file, by) = match &settled.file {
        Some((path, by)) => (path.display().to_string(), by.to_string()),
        None => ("-".to_owned(), Origin::Default.to_string()),
    };
    let mut rows = vec![[CONFIG.to_owned(), file, by]];
    rows.extend(settled.settings.iter().map(|setting| {
        [
            setting.key.clone(),
            shown(setting),
            settled.origin(setting).to_string(),
        ]
    }));
    let width = |column: usize| {
        let widths = rows.iter().map(|row| row[column].chars().count());
        widths.max().unwrap_or(0)
    };
    let (keys, values) = (width(0), width(1));
    let mut text = String::new();
    for [key, value, origin] in &rows {
        writeln!(text, "{key:keys$}  {value:values$}  {origin}")
            .expect("a String takes whatever is written to it");
    }
    text
}

fn object(settled: &Settled, matches: &ArgMatches) -> Value {
    let settings = settled.settings.iter().map(|setting| {
        let typed = |text: String| match setting.form {
            Form::Flag => Value::Bool(text == "true"),
            Form::Number => text.parse::<i64>().map_or(Value::String(text), Value::from),
            Form::Path | Form::Text => Value::String(text),
        };
        let given = |values: Vec<String>| {
            let mut values = values.into_iter().map(typed);
            match setting.several {
                true => values.collect(),
                false => values.next().unwrap_or(Value::Null),
            }
        };
        json!({
            "name": setting.key,
            "variable": setting.variable,
            "value": given(values(setting, matches)),
            "default": given(setting.defaults()),
            "unless-set": setting.unless_set(),
            "origin": settled.origin(setting).to_string(),
            "from": kind(settled.origin(setting)),
            "says": setting.says(),
            "takes-effect": live::effect(&setting.key).to_string(),
        })
    });
    let file = settled
        .file
        .as_ref()
        .map(|(path, by)| json!({ "path": path.display().to_string(), "origin": by.to_string() }));
    json!({ "file": file, "file-variable": CONFIG_VARIABLE, "settings": settings.collect::<Value>() })
}

fn kind(origin: &Origin) -> &'static str {
    match origin {
        Origin::Default => "default",
        Origin::File { .. } => "file",
        Origin::Variable(_) => "environment",
        Origin::Argument(_) => "argument",
    }
}
