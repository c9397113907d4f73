//! The words of the command line: with settings put between the command and
//! what was typed, and with flags that are switched off again.

use std::ffi::OsString;

use super::declared::{Form, Setting};
use super::environment::truth;

/// The words as clap takes them.
pub(super) struct Words {
    /// The program and the command.
    head: Vec<OsString>,
    /// What was typed after them.
    rest: Vec<OsString>,
    /// Flags that were typed as `--flag=false`.
    off: Vec<String>,
}

impl Words {
    /// The first `head` words are the program and the command. Of what follows,
    /// `--flag=true` is what `--flag` is, and `--flag=false` says that it is not
    /// set, whatever others say.
    pub(super) fn new(
        mut words: Vec<OsString>,
        head: usize,
        is_flag: impl Fn(&str) -> bool,
    ) -> Self {
        let rest = words.split_off(head.min(words.len()));
        let mut off = Vec::new();
        let mut ended = false;
        let rest = rest.into_iter().filter_map(|word| {
            ended |= word == "--";
            let switch = word.to_str().filter(|_| !ended).and_then(|text| {
                let (flag, value) = text.strip_prefix("--")?.split_once('=')?;
                Some((flag, truth(value)?)).filter(|_| is_flag(flag))
            });
            match switch {
                Some((flag, true)) => Some(format!("--{flag}").into()),
                Some((flag, false)) => {
                    off.push(flag.to_owned());
                    None
                }
                None => Some(word),
            }
        });
        let rest = rest.collect();
        Self {
            head: words,
            rest,
            off,
        }
    }

    /// What was typed.
    pub(super) fn alone(&self) -> impl Iterator<Item = OsString> {
        self.with([])
    }

    /// What was typed, with these words before it.
    pub(super) fn with(
        &self,
        added: impl IntoIterator<Item = OsString>,
    ) -> impl Iterator<Item = OsString> {
        (self.head.iter().cloned())
            .chain(added)
            .chain(self.rest.iter().cloned())
    }

    /// Whether a flag was typed as `--flag=false`.
    pub(super) fn switched_off(&self, flag: &str) -> bool {
        self.off.iter().any(|off| off == flag)
    }
}

/// The words that say of a setting what these values say.
pub(super) fn arguments(setting: &Setting, values: &[OsString]) -> Vec<OsString> {
    let key = &setting.key;
    if setting.form == Form::Flag {
        let is_on = values.iter().any(|value| value == "true");
        return is_on
            .then(|| format!("--{key}").into())
            .into_iter()
            .collect();
    }
    let word = |value: &OsString| {
        let mut word = OsString::from(format!("--{key}="));
        word.push(value);
        word
    };
    values.iter().map(word).collect()
}
