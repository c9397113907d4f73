//! Settings in the environment: one variable a setting. An empty variable
//! counts as none, since many who start programs cannot leave one out.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};

use super::declared::{Form, PREFIX, Refusal, Setting};
use super::{CONFIG_VARIABLE, Found, Origin, Reading};
use crate::diag::{Code, Diagnostic, FileId, Span, closest};

/// What mistakes are said to be in.
const SHOWN: &str = "environment";

/// What these variables set; those of other programs are not looked at.
pub(super) fn read(
    variables: &[(OsString, OsString)],
    reading: &mut Reading<'_>,
) -> BTreeMap<String, Found> {
    let mut ours: Vec<(&str, &OsStr)> = (variables.iter())
        .filter_map(|(name, value)| Some((name.to_str()?, value.as_os_str())))
        .filter(|(name, value)| name.starts_with(PREFIX) && !value.is_empty())
        .collect();
    ours.sort_unstable();
    let (text, spans) = listing(&ours);
    let file = reading.sources.add(SHOWN, SHOWN, text);
    let mut found = BTreeMap::new();
    for ((name, value), (name_span, value_span)) in ours.into_iter().zip(spans) {
        if name == CONFIG_VARIABLE {
            continue;
        }
        let Some(setting) = reading.settings.iter().find(|known| known.variable == name) else {
            let fault = unknown(name, reading.settings, file, name_span);
            reading.report.push(fault);
            continue;
        };
        if !reading.uses(setting) {
            continue;
        }
        match text_of(setting, value) {
            Ok(value) => {
                found.insert(
                    setting.key.clone(),
                    Found {
                        values: vec![value],
                        origin: Origin::Variable(name.to_owned()),
                        file,
                        span: name_span,
                    },
                );
            }
            Err(refusal) => reading.report.push(
                Diagnostic::new(refusal.code, file, value_span, refusal.message).help(refusal.help),
            ),
        }
    }
    found
}

/// The variables as lines, and where in them each name and value stands.
fn listing(variables: &[(&str, &OsStr)]) -> (String, Vec<(Span, Span)>) {
    let mut text = String::new();
    let mut spans = Vec::new();
    for (name, value) in variables {
        let start = text.len();
        text.push_str(name);
        let equals = text.len();
        text.push('=');
        // One line each, whatever is in it.
        text.extend(value.to_string_lossy().chars().map(|sign| match sign {
            '\n' | '\r' => ' ',
            sign => sign,
        }));
        spans.push((start..equals, equals + 1..text.len()));
        text.push('\n');
    }
    (text, spans)
}

/// A value as the argument would have it.
fn text_of(setting: &Setting, value: &OsStr) -> Result<OsString, Refusal> {
    if setting.form != Form::Flag {
        return setting.judge(value).map(|()| value.to_owned());
    }
    let word = value.to_string_lossy();
    match truth(&word) {
        Some(truth) => Ok(truth.to_string().into()),
        None => Err(Refusal {
            code: Code::WrongValue,
            message: format!("`{word}` is no value for `{}`", setting.key),
            help: "write `true` or `false`".to_owned(),
        }),
    }
}

/// Whether a word means on or off.
pub(super) fn truth(word: &str) -> Option<bool> {
    match word.to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" => Some(true),
        "false" | "0" | "no" => Some(false),
        _ => None,
    }
}

/// Whether a variable is one of those that Kubernetes gives to pods about the
/// services beside them (without the beginning, which is the service's name).
fn is_service_link(bare: &str) -> bool {
    let rest = ["SERVICE_HOST", "SERVICE_PORT", "PORT"];
    rest.iter().any(|start| {
        let rest = bare.strip_prefix(start);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
    })
}

fn unknown(name: &str, settings: &[Setting], file: FileId, span: Span) -> Diagnostic {
    let names = settings.iter().map(|known| known.variable.as_str());
    // What all names begin with says nothing about which was meant.
    let bare = |name: &'_ str| -> String { name[PREFIX.len()..].to_owned() };
    let bares: Vec<String> = names.chain([CONFIG_VARIABLE]).map(bare).collect();
    let help = if is_service_link(&bare(name)) {
        Some(
            "Kubernetes sets it for a service of this name: write `enableServiceLinks: false` \
             into the pod, or name the service otherwise"
                .to_owned(),
        )
    } else {
        closest(&bare(name), bares.iter().map(String::as_str))
            .map(|near| format!("did you mean `{PREFIX}{near}`?"))
    }
    .unwrap_or_else(|| {
        format!(
            "take it away: names that begin with `{PREFIX}` are settings, and \
                     `saradnja config --example` shows which there are"
        )
    });
    Diagnostic::new(
        Code::UnknownKey,
        file,
        span,
        format!("unknown variable `{name}`"),
    )
    .label("nothing reads this variable")
    .help(help)
}
