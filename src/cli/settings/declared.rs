//! Which settings there are: read off the declaration of `serve`, whose every
//! argument with a long name is one. What a value means is the business of the
//! argument's own parser; nothing here knows any setting by name.

use std::any::TypeId;
use std::error::Error as _;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use clap::builder::ValueParser;
use clap::error::{ContextKind, ContextValue};
use clap::{Arg, ArgAction, Command};

use crate::diag::{Code, nearest};

/// What the variables of all settings begin with.
pub(super) const PREFIX: &str = "SARADNJA_";

/// What the value of a setting is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// On or off.
    Flag,
    /// A whole number.
    Number,
    /// A file or folder.
    Path,
    /// Whatever the parser of the argument takes: an address, a day, a word.
    Text,
}

/// One setting.
#[derive(Debug, Clone)]
pub(super) struct Setting {
    /// Its name in the file: the long name of the argument.
    pub(super) key: String,
    /// Its name in the environment.
    pub(super) variable: String,
    /// What its value is.
    pub(super) form: Form,
    /// Whether it may have several values.
    pub(super) several: bool,
    /// What it is declared by.
    pub(super) arg: Arg,
}

/// Why a value cannot stand.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    /// The rule.
    pub(super) code: Code,
    /// What is wrong.
    pub(super) message: String,
    /// What would be right.
    pub(super) help: String,
}

/// The settings of a program with this declaration, in its order.
pub(super) fn settings(declaration: &Command) -> Vec<Setting> {
    let serve = declaration.find_subcommand("serve");
    let arguments = serve.into_iter().flat_map(Command::get_arguments);
    arguments.filter_map(Setting::of).collect()
}

impl Setting {
    fn of(arg: &Arg) -> Option<Self> {
        let key = arg.get_long().filter(|key| *key != super::CONFIG)?;
        let several = matches!(arg.get_action(), ArgAction::Append);
        let form = match arg.get_action() {
            ArgAction::SetTrue => Form::Flag,
            ArgAction::Set | ArgAction::Append => form(arg.get_value_parser()),
            // `--help` and the like are no settings.
            _ => return None,
        };
        Some(Self {
            key: key.to_owned(),
            variable: format!("{PREFIX}{}", key.replace('-', "_").to_ascii_uppercase()),
            form,
            several,
            arg: arg.clone(),
        })
    }

    /// Whether it is the flag of this name.
    pub(super) fn is_flag(&self, key: &str) -> bool {
        self.form == Form::Flag && self.key == key
    }

    /// What holds if nobody says anything; nothing if it is not set then.
    pub(super) fn defaults(&self) -> Vec<String> {
        if self.form == Form::Flag {
            return vec![false.to_string()];
        }
        let defaults = self.arg.get_default_values().iter();
        defaults
            .map(|value| value.to_string_lossy().into_owned())
            .collect()
    }

    /// What it is for, in a line.
    pub(super) fn says(&self) -> String {
        self.first_line().0
    }

    /// What holds if it is not set and has no default value, in words, if the
    /// declaration says so: `What it is for [default: these words]`.
    pub(super) fn unless_set(&self) -> Option<String> {
        self.first_line().1
    }

    fn first_line(&self) -> (String, Option<String>) {
        let help = self.arg.get_help().map(ToString::to_string);
        let help = help.unwrap_or_default();
        let parted = help.strip_suffix(']');
        match parted.and_then(|help| help.split_once(" [default: ")) {
            Some((says, words)) => (says.to_owned(), Some(words.to_owned())),
            None => (help, None),
        }
    }

    /// All that is to be said of it, and of each word that it takes.
    pub(super) fn help(&self) -> String {
        let help = self.arg.get_long_help().or(self.arg.get_help());
        let mut text = help.map(ToString::to_string).unwrap_or_default();
        // A flag takes two words that everybody knows.
        let words = (self.form != Form::Flag).then(|| self.arg.get_possible_values());
        for word in words.into_iter().flatten() {
            let help = word.get_help().map(ToString::to_string);
            let help = help.map_or_else(String::new, |help| format!(": {help}"));
            text.push_str(&format!("\n- `{}`{help}", word.get_name()));
        }
        text
    }

    /// Whether the argument would take this value, and if not, why.
    pub(super) fn judge(&self, value: &OsStr) -> Result<(), Refusal> {
        // An argument of its own, since others may belong to the real one.
        let mut alone = Arg::new("value")
            .long("value")
            .action(ArgAction::Append)
            .value_parser(self.arg.get_value_parser().clone());
        if let Some(delimiter) = self.arg.get_value_delimiter() {
            alone = alone.value_delimiter(delimiter);
        }
        let mut word = OsString::from("--value=");
        word.push(value);
        let parsed = Command::new("setting")
            .no_binary_name(true)
            .arg(alone)
            .try_get_matches_from([word]);
        match parsed {
            Ok(_) => Ok(()),
            Err(error) => Err(self.refusal(&value.to_string_lossy(), &error)),
        }
    }

    fn refusal(&self, value: &str, error: &clap::Error) -> Refusal {
        // One of several may be to blame.
        let value = match error.get(ContextKind::InvalidValue) {
            Some(ContextValue::String(value)) => value,
            _ => value,
        };
        if let Some(ContextValue::Strings(words)) = error.get(ContextKind::ValidValue) {
            let names = words.iter().map(String::as_str);
            return Refusal {
                code: Code::UnknownValue,
                message: format!("`{value}` is not one of the words allowed here"),
                help: nearest(value, names)
                    .unwrap_or_else(|| format!("the words: `{}`", words.join("`, `"))),
            };
        }
        // The parser of each argument says what would be right.
        let help = match error.source() {
            Some(reason) => reason.to_string(),
            None if value.is_empty() => "write a value, or take it away".to_owned(),
            None => "write it as UTF-8 text".to_owned(),
        };
        Refusal {
            code: Code::WrongValue,
            message: format!("`{value}` is no value for `{}`", self.key),
            help,
        }
    }
}

fn form(parser: &ValueParser) -> Form {
    let found = parser.type_id();
    let is = |kind: TypeId| found == kind;
    let numbers = [
        TypeId::of::<u8>(),
        TypeId::of::<u16>(),
        TypeId::of::<u32>(),
        TypeId::of::<u64>(),
        TypeId::of::<usize>(),
        TypeId::of::<i32>(),
        TypeId::of::<i64>(),
        TypeId::of::<std::num::NonZeroU32>(),
        TypeId::of::<std::num::NonZeroU64>(),
        TypeId::of::<std::num::NonZeroUsize>(),
    ];
    if is(TypeId::of::<PathBuf>()) {
        Form::Path
    } else if numbers.into_iter().any(is) {
        Form::Number
    } else {
        Form::Text
    }
}
