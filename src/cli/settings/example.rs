//! A settings file to begin with, made from the declaration: every setting with
//! its help and its default, all of it comments.

use std::fmt::Write as _;

use super::declared::{Form, Setting};

const HEAD: &str = "\
# Settings of saradnja. A key says what the argument of the same name says:
# `base-url = \"...\"` is `--base-url ...`, and SARADNJA_BASE_URL in the environment.
# Arguments come before the environment, and the environment before this file.
# Each key below stands with its default, or with what kind of value it takes:
# take the sign before it away to set it. Paths are relative to the folder that
# this file is in.
";

/// How many signs a line of comments has at most.
const WIDTH: usize = 80;

/// The file.
pub(super) fn text(settings: &[Setting]) -> String {
    let mut text = HEAD.to_owned();
    for setting in settings {
        text.push('\n');
        for paragraph in setting.help().lines() {
            comment(paragraph, &mut text);
        }
        writeln!(text, "#{} = {}", setting.key, sample(setting))
            .expect("a String takes whatever is written to it");
    }
    text
}

/// A paragraph as comments, in lines of at most [`WIDTH`] signs if its words allow it.
fn comment(paragraph: &str, text: &mut String) {
    let mut line = String::from("#");
    for word in paragraph.split_whitespace() {
        if line.len() > 1 && line.chars().count() + 1 + word.chars().count() > WIDTH {
            text.push_str(&line);
            text.push('\n');
            line.truncate(1);
        }
        line.push(' ');
        line.push_str(word);
    }
    text.push_str(&line);
    text.push('\n');
}

/// A value as TOML: the default, or the name of what is to be there.
fn sample(setting: &Setting) -> String {
    let defaults = setting.defaults();
    let values = if defaults.is_empty() {
        let names = setting.arg.get_value_names().into_iter().flatten();
        names.map(|name| quoted(name)).collect()
    } else {
        let written = |value: String| match setting.form {
            Form::Flag | Form::Number => value,
            Form::Path | Form::Text => quoted(&value),
        };
        defaults.into_iter().map(written).collect::<Vec<_>>()
    };
    if setting.several {
        format!("[{}]", values.join(", "))
    } else {
        values.concat()
    }
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}
