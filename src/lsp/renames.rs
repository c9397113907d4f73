//! Another id for a thing, as `mv` gives it: from its name in a text, or as the
//! editor gives its file another name.

use super::address;
use super::answers::place;
use super::changes;
use super::client::Client;
use super::spot::{self, Pointed};
use super::text::Lines;
use super::wire::Failure;
use super::workspace::{Found, Workspace};
use crate::content::Kind;
use crate::diag::{Severity, Span};
use crate::edit::{self, Plan, Refusal, Register};
use lsp_types::{RenameFilesParams, RenameParams, TextDocumentPositionParams};
use serde_json::{Value, json};

/// What would be renamed: its name for `mv`, and where its id stands.
fn meant(found: &Found<'_>, offset: usize) -> Result<(String, Span), Failure> {
    let survey = found.register.survey();
    let pointed = spot::pointed(survey, found.file, offset);
    let inner = |span: &Span| {
        let quoted = found.text[span.clone()].starts_with(['"', '\'']);
        if quoted {
            span.start + 1..span.end - 1
        } else {
            span.clone()
        }
    };
    let span = match &pointed {
        Pointed::Reference(reference, Some(_)) => inner(&reference.span),
        Pointed::Link(link) => link.id.clone(),
        Pointed::Entry(named) => inner(&named.span),
        Pointed::Reference(_, None) | Pointed::File => {
            return Err(cannot(
                "put the cursor on an id: in a list such as `sources`, or where a place or topic \
                 is described; or rename the file itself in the list of files",
            ));
        }
    };
    let target = pointed.target(found.file);
    let name = target.and_then(|target| spot::name_of(survey, &target));
    let (name, _) = name.ok_or_else(|| cannot("ids of this kind stay as they are"))?;
    Ok((name, span))
}

fn cannot(why: impl Into<String>) -> Failure {
    Failure::new(Failure::CANNOT, why)
}

/// Says which word would be renamed.
pub(super) fn prepare(
    workspace: &Workspace,
    params: &TextDocumentPositionParams,
) -> Result<Value, Failure> {
    let Some((found, offset)) = place(workspace, params) else {
        return Ok(Value::Null);
    };
    let (name, span) = meant(&found, offset)?;
    let id = name.rsplit('/').next().unwrap_or_default();
    Ok(json!({ "range": Lines::new(found.text).range(&span), "placeholder": id }))
}

/// Makes the changes for another id.
pub(super) fn rename(
    workspace: &Workspace,
    client: Client,
    params: &RenameParams,
) -> Result<Value, Failure> {
    let Some((found, offset)) = place(workspace, &params.text_document_position) else {
        return Ok(Value::Null);
    };
    let (old, _) = meant(&found, offset)?;
    if !client.files {
        return Err(cannot(format!(
            "this editor cannot rename files for a language server: run `saradnja mv {old} {}`",
            params.new_name
        )));
    }
    let plan = planned(found.register, &old, &params.new_name)?;
    Ok(json!(changes::of_plan(
        workspace,
        found.register,
        &plan,
        None
    )))
}

/// Makes the changes that go with another name that the editor is about to give
/// a file; nothing for what is no file of content, and for several at once.
pub(super) fn files(
    workspace: &Workspace,
    client: Client,
    params: &RenameFilesParams,
) -> Result<Value, Failure> {
    let [renamed] = params.files.as_slice() else {
        return Ok(Value::Null);
    };
    let (Ok(from), Ok(to)) = (renamed.old_uri.parse(), renamed.new_uri.parse()) else {
        return Ok(Value::Null);
    };
    let (Some(found), Some(to)) = (workspace.find(&from), address::path_of(&to)) else {
        return Ok(Value::Null);
    };
    let to = super::workspace::relative(found.register.root(), &to);
    let named = |path: &str| {
        let (_, stem) = Kind::of_path(path)?;
        let folder = path.strip_suffix(".toml")?.strip_suffix(stem)?;
        (!folder.is_empty()).then(|| format!("{folder}{stem}"))
    };
    let (Some(old), Some(new)) = (named(found.relative), to.as_deref().and_then(named)) else {
        return Ok(Value::Null);
    };
    if !client.files {
        return Ok(Value::Null);
    }
    let plan = planned(found.register, &old, &new)?;
    let done = Some(found.relative);
    Ok(json!(changes::of_plan(
        workspace,
        found.register,
        &plan,
        done
    )))
}

fn planned(register: &Register, old: &str, new: &str) -> Result<Plan, Failure> {
    let plan = edit::rename(register, old, new).map_err(|refusal| refused(&refusal))?;
    register.with(&plan).map_err(|refusal| refused(&refusal))?;
    Ok(plan)
}

/// Why something is not done, in words.
pub(super) fn refused(refusal: &Refusal) -> Failure {
    let why = match refusal {
        Refusal::Cannot(why) | Refusal::InTheWay(why) => why.clone(),
        Refusal::Mistakes {
            why,
            report,
            sources,
        } => {
            let errors = report.diagnostics().iter();
            let first = errors
                .clone()
                .find(|found| found.code.severity() == Severity::Error);
            let first = first.or_else(|| errors.clone().next()).map(|found| {
                let file = sources.file(found.file);
                let line = file.position(found.span.start).line;
                format!(" ({}, line {line}: {})", file.relative, found.message)
            });
            format!("{why}{}", first.unwrap_or_default())
        }
    };
    cannot(why)
}
