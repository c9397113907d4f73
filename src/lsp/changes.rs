//! Changes of files as the protocol asks an editor to make them.

use super::text::Lines;
use super::workspace::Workspace;
use crate::diag::Edit;
use crate::edit::{Change, Plan, Register};
use lsp_types::{
    CreateFile, DeleteFile, DocumentChangeOperation, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, RenameFile, ResourceOp, TextDocumentEdit, TextEdit,
    Uri, WorkspaceEdit,
};

/// Parts of a text to be replaced.
pub(super) fn edits(text: &str, edits: &[Edit]) -> Vec<TextEdit> {
    let lines = Lines::new(text);
    let edits = edits.iter().map(|edit| TextEdit {
        range: lines.range(&edit.span()),
        new_text: edit.replacement.clone(),
    });
    edits.collect()
}

/// The whole of a text, to be replaced.
pub(super) fn rewrite(text: &str, new: &str) -> Vec<TextEdit> {
    edits(text, &[Edit::new(0..text.len(), new)])
}

/// Changes of a register's files; `done` is the path of a file that the editor
/// gives another name itself.
pub(super) fn of_plan(
    workspace: &Workspace,
    register: &Register,
    plan: &Plan,
    done: Option<&str>,
) -> Option<WorkspaceEdit> {
    let mut texts = Vec::new();
    let mut files = Vec::new();
    let address = |path: &str| workspace.address(register.root(), path);
    for (path, change) in plan.changes() {
        let (uri, version) = address(path)?;
        let text = register.text(path).unwrap_or_default();
        match change {
            Change::Edit { edits: parts, to } => {
                if !parts.is_empty() {
                    texts.push(edit(&uri, version, edits(text, parts)));
                }
                if let Some(to) = to
                    && done != Some(path)
                {
                    files.push(ResourceOp::Rename(RenameFile {
                        old_uri: uri,
                        new_uri: address(to)?.0,
                        options: None,
                        annotation_id: None,
                    }));
                }
            }
            Change::Create(new) => {
                texts.push(DocumentChangeOperation::Op(ResourceOp::Create(
                    CreateFile {
                        uri: uri.clone(),
                        options: None,
                        annotation_id: None,
                    },
                )));
                texts.push(edit(&uri, None, edits("", &[Edit::new(0..0, new.clone())])));
            }
            Change::Rewrite(new) => texts.push(edit(&uri, version, rewrite(text, new))),
            Change::Remove => files.push(ResourceOp::Delete(DeleteFile { uri, options: None })),
        }
    }
    // Parts are replaced in files that still have their names.
    texts.extend(files.into_iter().map(DocumentChangeOperation::Op));
    Some(WorkspaceEdit {
        document_changes: Some(DocumentChanges::Operations(texts)),
        ..WorkspaceEdit::default()
    })
}

/// Parts of one file to be replaced: in the state of that number, if the editor
/// understands so much (`versioned`).
pub(super) fn in_file(
    (uri, version): (&Uri, Option<i32>),
    edits: Vec<TextEdit>,
    versioned: bool,
) -> WorkspaceEdit {
    if versioned {
        let operations = vec![edit(uri, version, edits)];
        return WorkspaceEdit {
            document_changes: Some(DocumentChanges::Operations(operations)),
            ..WorkspaceEdit::default()
        };
    }
    WorkspaceEdit {
        changes: Some([(uri.clone(), edits)].into()),
        ..WorkspaceEdit::default()
    }
}

fn edit(uri: &Uri, version: Option<i32>, edits: Vec<TextEdit>) -> DocumentChangeOperation {
    DocumentChangeOperation::Edit(TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier {
            uri: uri.clone(),
            version,
        },
        edits: edits.into_iter().map(OneOf::Left).collect(),
    })
}
