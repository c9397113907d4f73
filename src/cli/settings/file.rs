//! The settings file: TOML, one key a setting, all of them at the top. Its
//! mistakes are told as those of content are.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use super::declared::{Form, Setting};
use super::{Found, Origin, Reading};
use crate::content::{Document, Entry, MonthNames, Node, Value};
use crate::diag::{Code, Diagnostic, FileId, SourceFile, Span, nearest};

/// The largest settings file that is read, in bytes.
const LARGEST: u64 = 1 << 20;

/// What the file at this path sets. Relative paths in it are relative to its folder.
pub(super) fn read(path: &Path, reading: &mut Reading<'_>) -> BTreeMap<String, Found> {
    let shown = path.display().to_string();
    let (text, fault) = match text_of(path) {
        Ok(text) => (text, None),
        Err((code, message, help)) => (String::new(), Some((code, message, help))),
    };
    let file = reading.sources.add(shown.clone(), shown, text);
    if let Some((code, message, help)) = fault {
        reading
            .report
            .push(Diagnostic::new(code, file, 0..0, message).help(help));
        return BTreeMap::new();
    }
    let source = reading.sources.file(file).clone();
    let months = MonthNames::default();
    let Some(document) = Document::parse(file, &source, &months, &mut reading.report) else {
        return BTreeMap::new();
    };
    let Value::Table(entries) = &document.root.value else {
        return BTreeMap::new();
    };
    let mut found = BTreeMap::new();
    for (key, entry) in entries {
        let Some(setting) = reading.settings.iter().find(|known| known.key == *key) else {
            reading.report.push(unknown(key, entry, file, reading));
            continue;
        };
        if !reading.uses(setting) {
            continue;
        }
        let place = Place {
            setting,
            file,
            source: &source,
        };
        let mut faults = Vec::new();
        let values = place.values(&entry.value, &mut faults);
        if !faults.is_empty() {
            reading.report.extend(faults);
            continue;
        }
        let folder = path.parent().unwrap_or(Path::new(""));
        let values = values.into_iter().map(|value| match setting.form {
            Form::Path => folder.join(value).into_os_string(),
            _ => value.into(),
        });
        let line = source.position(entry.key.start).line;
        found.insert(
            key.clone(),
            Found {
                values: values.collect(),
                origin: Origin::File {
                    path: source.path.clone(),
                    line,
                },
                file,
                span: entry.key.clone(),
            },
        );
    }
    found
}

/// The rule that a file breaks, what is wrong, and what to do.
type Fault = (Code, String, String);

/// The text of a file, or which rule it breaks, how, and what to do.
fn text_of(path: &Path) -> Result<String, Fault> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes));
    let length = read.map_err(|error| {
        let message = match error.kind() {
            io::ErrorKind::NotFound => "there is no such settings file".to_owned(),
            io::ErrorKind::IsADirectory => "this is a folder, not a settings file".to_owned(),
            io::ErrorKind::PermissionDenied => {
                "this account may not read the settings file".to_owned()
            }
            _ => format!("the settings file cannot be read: {error}"),
        };
        let help = "name another with `--config FILE`, or make one: \
                    `saradnja config --example` shows all that may stand in it";
        (Code::UnreadableFile, message, help.to_owned())
    })?;
    if length as u64 > LARGEST {
        let message = "this file is larger than 1 MiB, too large for settings";
        let help = "name another with `--config FILE`";
        return Err((Code::FileTooLarge, message.to_owned(), help.to_owned()));
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = valid.iter().filter(|byte| **byte == b'\n').count() + 1;
        (
            Code::NotUtf8,
            format!("this file stops being UTF-8 text in line {line}"),
            "save it again with the encoding UTF-8".to_owned(),
        )
    })
}

fn unknown(key: &str, entry: &Entry, file: FileId, reading: &Reading<'_>) -> Diagnostic {
    let names = reading.settings.iter().map(|known| known.key.as_str());
    let is_table = matches!(&entry.value.value, Value::Table(_));
    let help = nearest(key, names).unwrap_or_else(|| {
        if is_table {
            "settings stand at the top of the file, under no heading".to_owned()
        } else {
            "`saradnja config --example` shows every key that may stand here".to_owned()
        }
    });
    Diagnostic::new(
        Code::UnknownKey,
        file,
        entry.key.clone(),
        format!("unknown key `{key}` in the settings"),
    )
    .label("nothing reads this key")
    .help(help)
}

/// Where the value of a setting stands.
struct Place<'a> {
    setting: &'a Setting,
    file: FileId,
    source: &'a SourceFile,
}

impl Place<'_> {
    /// The values as an argument would have them; what is wrong with them goes
    /// to `faults`.
    fn values(&self, node: &Node, faults: &mut Vec<Diagnostic>) -> Vec<String> {
        let nodes = match &node.value {
            Value::Array(items) if self.setting.several => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        let mut values = Vec::new();
        for node in nodes {
            match self.value(node) {
                Ok(value) => values.push(value),
                Err(fault) => faults.push(*fault),
            }
        }
        values
    }

    fn value(&self, node: &Node) -> Result<String, Box<Diagnostic>> {
        let form = self.setting.form;
        let text = match (&node.value, form) {
            (Value::Boolean(truth), Form::Flag) => return Ok(truth.to_string()),
            (Value::Integer(number), Form::Number | Form::Text) => number.to_string(),
            (Value::String(text), Form::Path | Form::Text) => text.clone(),
            (Value::Datetime(date), Form::Text) => date.to_string(),
            _ => return Err(Box::new(self.wrong_type(node))),
        };
        match self.refused(&text, &node.span) {
            Some(diagnostic) => Err(Box::new(diagnostic)),
            None => Ok(text),
        }
    }

    /// What is wrong with a value, whatever it is written as.
    fn refused(&self, text: &str, span: &Span) -> Option<Diagnostic> {
        let refusal = self.setting.judge(OsStr::new(text)).err()?;
        let diagnostic = self.diagnostic(refusal.code, span, refusal.message);
        Some(diagnostic.help(refusal.help))
    }

    fn wrong_type(&self, node: &Node) -> Diagnostic {
        let key = &self.setting.key;
        let written = &self.source.text[node.span.clone()];
        // Out of bounds in this form, and in the right one as well.
        let bare = match (&node.value, self.setting.form) {
            (Value::String(text), Form::Number) => Some(text.as_str()),
            (Value::Float(_), Form::Number | Form::Text) => Some(written),
            _ => None,
        };
        if let Some(diagnostic) = bare.and_then(|text| self.refused(text, &node.span)) {
            return diagnostic;
        }
        let (expected, quoted) = match self.setting.form {
            Form::Flag => ("`true` or `false`", "`true` and `false` stand"),
            Form::Number => ("a whole number", "a number stands"),
            Form::Path | Form::Text => ("text in quotes", ""),
        };
        if let Value::String(text) = &node.value {
            let message = format!("{quoted} without quotes");
            let is_meant = match self.setting.form {
                Form::Flag => matches!(text.as_str(), "true" | "false"),
                _ => text.parse::<i64>().is_ok(),
            };
            if is_meant {
                return self
                    .diagnostic(Code::WrongType, &node.span, message)
                    .help(format!("write `{key} = {text}`"));
            }
        }
        let found = node.value.description();
        let diagnostic = self.diagnostic(
            Code::WrongType,
            &node.span,
            format!("expected {expected}, found {found}"),
        );
        match (&node.value, self.setting.form) {
            (Value::Integer(_) | Value::Float(_), Form::Path | Form::Text) => {
                diagnostic.help(format!("write `{key} = \"{written}\"`"))
            }
            (Value::Array(_), _) if !self.setting.several => {
                diagnostic.help("this setting has one value: take the brackets away")
            }
            _ => diagnostic,
        }
    }

    fn diagnostic(&self, code: Code, span: &Span, message: String) -> Diagnostic {
        Diagnostic::new(code, self.file, span.clone(), message)
    }
}
