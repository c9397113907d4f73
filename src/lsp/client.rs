//! What the editor at the other end can do, and what it is told that we can.

use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CompletionOptions,
    FileOperationFilter, FileOperationPattern, FileOperationPatternKind,
    FileOperationRegistrationOptions, HoverProviderCapability, InitializeParams, OneOf,
    RenameOptions, ResourceOperationKind, SaveOptions, ServerCapabilities,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions,
    TextDocumentSyncSaveOptions, WorkDoneProgressOptions,
    WorkspaceFileOperationsServerCapabilities, WorkspaceFoldersServerCapabilities,
    WorkspaceServerCapabilities,
};

/// What an editor says that it can do, as far as it matters here.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Client {
    /// Goes on at a marked place of what was chosen from a list.
    pub(super) snippets: bool,
    /// Makes changes of files only in the state that they were meant for.
    pub(super) versioned: bool,
    /// Renames and makes files.
    pub(super) files: bool,
    /// Tells when files change on disk, if it is asked to.
    pub(super) watches: bool,
}

impl Client {
    /// From what it says as it begins.
    pub(super) fn new(params: &InitializeParams) -> Self {
        let workspace = params.capabilities.workspace.as_ref();
        let edits = workspace.and_then(|found| found.workspace_edit.as_ref());
        let operations = edits.and_then(|found| found.resource_operations.as_ref());
        let has = |kind| operations.is_some_and(|operations| operations.contains(&kind));
        // Only a list of changes can hold operations on files, so that an editor
        // that has these (Neovim) need not say that it reads such lists.
        let files = has(ResourceOperationKind::Rename) && has(ResourceOperationKind::Create);
        let versioned = edits.and_then(|found| found.document_changes);
        let watched = workspace.and_then(|found| found.did_change_watched_files.as_ref());
        let document = params.capabilities.text_document.as_ref();
        let completion = document.and_then(|found| found.completion.as_ref());
        let item = completion.and_then(|found| found.completion_item.as_ref());
        Self {
            snippets: item.and_then(|found| found.snippet_support) == Some(true),
            versioned: files || versioned == Some(true),
            files,
            watches: watched.and_then(|found| found.dynamic_registration) == Some(true),
        }
    }
}

/// The files that this is about.
const FILES: &str = "**/*.toml";

/// What is offered to an editor.
pub(super) fn offered() -> ServerCapabilities {
    let renames = FileOperationRegistrationOptions {
        filters: vec![FileOperationFilter {
            scheme: Some("file".to_owned()),
            pattern: FileOperationPattern {
                glob: FILES.to_owned(),
                matches: Some(FileOperationPatternKind::File),
                options: None,
            },
        }],
    };
    ServerCapabilities {
        text_document_sync: Some(TextDocumentSyncCapability::Options(
            TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::INCREMENTAL),
                save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions {
                    include_text: Some(false),
                })),
                ..TextDocumentSyncOptions::default()
            },
        )),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(["\"", ".", "[", "="].map(str::to_owned).to_vec()),
            ..CompletionOptions::default()
        }),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        document_symbol_provider: Some(OneOf::Left(true)),
        workspace_symbol_provider: Some(OneOf::Left(true)),
        document_formatting_provider: Some(OneOf::Left(true)),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![
                CodeActionKind::QUICKFIX,
                CodeActionKind::SOURCE_FIX_ALL,
            ]),
            ..CodeActionOptions::default()
        })),
        rename_provider: Some(OneOf::Right(RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        })),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            file_operations: Some(WorkspaceFileOperationsServerCapabilities {
                will_rename: Some(renames),
                ..WorkspaceFileOperationsServerCapabilities::default()
            }),
        }),
        ..ServerCapabilities::default()
    }
}

/// What an editor is asked that tells when files change on disk.
pub(super) fn watching() -> serde_json::Value {
    serde_json::json!({
        "registrations": [{
            "id": "content",
            "method": "workspace/didChangeWatchedFiles",
            "registerOptions": { "watchers": [{ "globPattern": FILES }] },
        }],
    })
}
