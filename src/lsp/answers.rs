//! What an editor asks, and the answers.

use super::changes;
use super::client::Client;
use super::complete::{self, Offer, Sort};
use super::hover;
use super::mends;
use super::navigate::{self, Place};
use super::renames;
use super::server::read;
use super::text::Lines;
use super::wire::Failure;
use super::workspace::{Found, Workspace};
use crate::content::Kind;
use crate::edit::{self, Change, Register};
use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionParams, CompletionTextEdit,
    DocumentFormattingParams, DocumentSymbolParams, Documentation, GotoDefinitionParams, Hover,
    HoverContents, HoverParams, InsertTextFormat, Location, MarkupContent, MarkupKind, OneOf,
    ReferenceParams, SymbolKind, TextDocumentPositionParams, TextEdit, WorkspaceSymbol,
    WorkspaceSymbolParams,
};
use serde_json::{Value, json};

/// What is asked of a workspace that has been checked in the state that it is in.
pub(super) fn answer(
    workspace: &Workspace,
    client: Client,
    method: &str,
    params: Value,
) -> Result<Value, Failure> {
    let asked = Asked { workspace, client };
    match method {
        "textDocument/completion" => asked.completion(&read(params)?),
        "textDocument/hover" => asked.hover(&read(params)?),
        "textDocument/definition" => asked.definition(&read(params)?),
        "textDocument/references" => asked.references(&read(params)?),
        "textDocument/documentSymbol" => asked.symbols(&read(params)?),
        "workspace/symbol" => asked.search(&read(params)?),
        "textDocument/formatting" => asked.format(&read(params)?),
        "textDocument/codeAction" => mends::actions(workspace, client, &read(params)?),
        "textDocument/prepareRename" => renames::prepare(workspace, &read(params)?),
        "textDocument/rename" => renames::rename(workspace, client, &read(params)?),
        "workspace/willRenameFiles" => renames::files(workspace, client, &read(params)?),
        _ => Err(Failure::new(
            Failure::UNKNOWN_METHOD,
            format!("nothing answers to `{method}` here"),
        )),
    }
}

struct Asked<'a> {
    workspace: &'a Workspace,
    client: Client,
}

/// A file of a register, and the byte that is pointed at.
pub(super) fn place<'a>(
    workspace: &'a Workspace,
    asked: &TextDocumentPositionParams,
) -> Option<(Found<'a>, usize)> {
    let found = workspace.find(&asked.text_document.uri)?;
    let offset = Lines::new(found.text).offset(asked.position);
    Some((found, offset))
}

fn markdown(value: String) -> MarkupContent {
    let kind = MarkupKind::Markdown;
    MarkupContent { kind, value }
}

impl Asked<'_> {
    fn completion(&self, params: &CompletionParams) -> Result<Value, Failure> {
        let Some((found, offset)) = place(self.workspace, &params.text_document_position) else {
            return Ok(Value::Null);
        };
        let Some((kind, _)) = Kind::of_path(found.relative) else {
            return Ok(Value::Null);
        };
        let survey = found.register.survey();
        let today = found.register.today();
        let Some((offers, span)) = complete::at(survey, kind, (found.text, offset), today) else {
            return Ok(json!([]));
        };
        let range = Lines::new(found.text).range(&span);
        let items = offers.into_iter().zip(0..);
        let items: Vec<_> = items
            .map(|(offer, number)| self.item(offer, number, range))
            .collect();
        Ok(json!(items))
    }

    fn item(&self, offer: Offer, number: usize, range: lsp_types::Range) -> CompletionItem {
        let (new_text, format) = if self.client.snippets {
            // What has a meaning in snippets is written as it is.
            let parts: Vec<String> = offer
                .text
                .split("$1")
                .map(|part| {
                    part.replace('\\', "\\\\")
                        .replace('$', "\\$")
                        .replace('}', "\\}")
                })
                .collect();
            (parts.join("$1"), InsertTextFormat::SNIPPET)
        } else {
            (offer.text.replace("$1", ""), InsertTextFormat::PLAIN_TEXT)
        };
        CompletionItem {
            label: offer.label,
            kind: Some(match offer.sort {
                Sort::Key => CompletionItemKind::PROPERTY,
                Sort::Heading => CompletionItemKind::CLASS,
                Sort::Word => CompletionItemKind::ENUM_MEMBER,
                Sort::Id => CompletionItemKind::REFERENCE,
            }),
            detail: (!offer.detail.is_empty()).then_some(offer.detail),
            documentation: Some(Documentation::MarkupContent(markdown(offer.about))),
            sort_text: Some(format!("{number:05}")),
            filter_text: Some(offer.filter),
            insert_text_format: Some(format),
            text_edit: Some(CompletionTextEdit::Edit(TextEdit { range, new_text })),
            ..CompletionItem::default()
        }
    }

    fn hover(&self, params: &HoverParams) -> Result<Value, Failure> {
        let hover = place(self.workspace, &params.text_document_position_params);
        let hover = hover.and_then(|(found, offset)| {
            let (text, span) = hover::at(found.register.survey(), found.file, offset)?;
            Some(Hover {
                contents: HoverContents::Markup(markdown(text)),
                range: Some(Lines::new(found.text).range(&span)),
            })
        });
        Ok(json!(hover))
    }

    fn definition(&self, params: &GotoDefinitionParams) -> Result<Value, Failure> {
        let found = place(self.workspace, &params.text_document_position_params);
        let location = found.and_then(|(found, offset)| {
            let place = navigate::definition(found.register.survey(), found.file, offset)?;
            self.location(found.register, &place)
        });
        Ok(json!(location))
    }

    fn references(&self, params: &ReferenceParams) -> Result<Value, Failure> {
        let Some((found, offset)) = place(self.workspace, &params.text_document_position) else {
            return Ok(Value::Null);
        };
        let survey = found.register.survey();
        let with_definition = params.context.include_declaration;
        let places = navigate::references(survey, (found.file, offset), with_definition);
        let places = places.iter();
        let locations: Vec<_> = places
            .filter_map(|place| self.location(found.register, place))
            .collect();
        Ok(json!(locations))
    }

    fn location(&self, register: &Register, (file, span): &Place) -> Option<Location> {
        let source = register.survey().sources.file(*file);
        let (uri, _) = self.workspace.address(register.root(), &source.relative)?;
        let range = Lines::new(&source.text).range(span);
        Some(Location { uri, range })
    }

    fn symbols(&self, params: &DocumentSymbolParams) -> Result<Value, Failure> {
        let found = self.workspace.find(&params.text_document.uri);
        let symbols = found.map(|found| navigate::symbols(found.register.survey(), found.file));
        Ok(json!(symbols))
    }

    fn search(&self, params: &WorkspaceSymbolParams) -> Result<Value, Failure> {
        let mut symbols = Vec::new();
        for register in self.workspace.registers() {
            for (name, kind, place) in navigate::search(register.survey(), &params.query) {
                let Some(location) = self.location(register, &place) else {
                    continue;
                };
                symbols.push(WorkspaceSymbol {
                    name,
                    kind: SymbolKind::OBJECT,
                    tags: None,
                    container_name: Some(kind.to_owned()),
                    location: OneOf::Left(location),
                    data: None,
                });
            }
        }
        Ok(json!(symbols))
    }

    fn format(&self, params: &DocumentFormattingParams) -> Result<Value, Failure> {
        let Some(found) = self.workspace.find(&params.text_document.uri) else {
            return Ok(Value::Null);
        };
        let plan = edit::format(found.register, |path| path == found.relative)
            .map_err(|refusal| renames::refused(&refusal))?;
        let mut changes = plan.changes();
        let new = changes.find_map(|(path, change)| match change {
            Change::Rewrite(new) if path == found.relative => Some(new),
            _ => None,
        });
        let edits = new.map(|new| changes::rewrite(found.text, new));
        Ok(json!(edits.unwrap_or_default()))
    }
}
