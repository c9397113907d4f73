//! The mends that the check is certain of, for an editor to make.

use super::changes;
use super::client::Client;
use super::text::Lines;
use super::told::Writer;
use super::wire::Failure;
use super::workspace::{Found, Workspace};
use crate::edit::{self, Change};
use lsp_types::{CodeAction, CodeActionKind, CodeActionParams, WorkspaceEdit};
use serde_json::{Value, json};

/// The mends of what is wrong in a part of a file, and all of the file if that
/// is asked for.
pub(super) fn actions(
    workspace: &Workspace,
    client: Client,
    params: &CodeActionParams,
) -> Result<Value, Failure> {
    let uri = &params.text_document.uri;
    let Some(found) = workspace.find(uri) else {
        return Ok(Value::Null);
    };
    let only = params.context.only.as_ref();
    // `source` asks for `source.fixAll` as well.
    let wants = |kind: &CodeActionKind| {
        only.is_some_and(|only| {
            only.iter().any(|wanted| {
                let rest = kind.as_str().strip_prefix(wanted.as_str());
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            })
        })
    };
    let (_, version) = workspace
        .address(found.register.root(), found.relative)
        .unwrap_or_else(|| (uri.clone(), None));
    let change = |edits: &[crate::diag::Edit]| {
        let edits = changes::edits(found.text, edits);
        changes::in_file((uri, version), edits, client.versioned)
    };
    let mut actions = Vec::new();
    if only.is_none() || wants(&CodeActionKind::QUICKFIX) {
        let span = Lines::new(found.text).span(params.range);
        let writer = Writer::new(workspace, found.register);
        for diagnostic in found.register.survey().report.diagnostics() {
            let touches = diagnostic.file == found.file
                && diagnostic.span.start <= span.end
                && span.start <= diagnostic.span.end;
            let Some(fix) = diagnostic.fix.as_ref().filter(|_| touches) else {
                continue;
            };
            actions.push(CodeAction {
                title: capital(&fix.label),
                kind: Some(CodeActionKind::QUICKFIX),
                diagnostics: Some(vec![writer.diagnostic(diagnostic)]),
                edit: Some(change(&fix.edits)),
                is_preferred: Some(true),
                ..CodeAction::default()
            });
        }
    }
    if wants(&CodeActionKind::SOURCE_FIX_ALL) {
        actions.extend(all(&found, change));
    }
    Ok(json!(actions))
}

/// Every mend of a file, one after the other, as `fix` makes them.
fn all(
    found: &Found<'_>,
    change: impl Fn(&[crate::diag::Edit]) -> WorkspaceEdit,
) -> Option<CodeAction> {
    let mended = edit::mend(found.register, |path| path == found.relative);
    let mut changes = mended.plan.changes();
    let edits = changes.find_map(|(path, change)| match change {
        Change::Edit { edits, .. } if path == found.relative => Some(edits),
        _ => None,
    })?;
    Some(CodeAction {
        title: "Mend what can be mended in one way only".to_owned(),
        kind: Some(CodeActionKind::SOURCE_FIX_ALL),
        edit: Some(change(edits)),
        ..CodeAction::default()
    })
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
