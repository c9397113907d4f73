//! An id belongs to one thing.

use super::{Context, Kind};
use crate::content::document::{Node, Value};
use crate::diag::{Code, Diagnostic, FileId, Span};
use std::collections::BTreeMap;

/// Complains of ids that are given twice: among bodies, whose ids share one
/// space, among the statements of a file, and in the lists of the single files.
pub fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut complaints = Vec::new();
    let mut bodies: BTreeMap<&str, FileId> = BTreeMap::new();
    for (kind, stem, file) in &context.files {
        if matches!(kind, Kind::Partner | Kind::Society | Kind::Network)
            && let Some(first) = bodies.insert(stem, *file)
        {
            complaints.push(
                Diagnostic::new(
                    Code::DuplicateId,
                    *file,
                    0..0,
                    format!("another body has the id `{stem}`"),
                )
                .help("partners, societies and networks share their ids: rename one of the files")
                .related(first, 0..0, "the other one"),
            );
        }
    }
    for (&file, document) in &context.documents {
        for (list, key) in [
            ("claim", "id"),
            ("place", "id"),
            ("country", "code"),
            ("topic", "id"),
            ("publisher", "id"),
            ("term", "id"),
        ] {
            twice(file, document.items(list), key, &mut complaints);
        }
    }
    complaints
}

fn twice(file: FileId, items: &[Node], key: &str, complaints: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<&str, &Span> = BTreeMap::new();
    for item in items {
        let Value::Table(entries) = &item.value else {
            continue;
        };
        let Some(entry) = entries.get(key) else {
            continue;
        };
        let Value::String(id) = &entry.value.value else {
            continue;
        };
        if let Some(first) = seen.insert(id, &entry.value.span) {
            complaints.push(
                Diagnostic::new(
                    Code::DuplicateId,
                    file,
                    entry.value.span.clone(),
                    format!("`{id}` is the {key} of another entry of this file"),
                )
                .help("give one of them another name")
                .related(file, first.clone(), "the other one"),
            );
        }
    }
}
