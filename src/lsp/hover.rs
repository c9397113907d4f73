//! What is told of what somebody points at.

use super::schema::Schema;
use super::spot::{self, Part, Pointed, Spot};
use super::statement::{self, escaped};
use crate::content::{Kind, Named, Survey, Value, noun};
use crate::diag::{FileId, Span};
use std::collections::BTreeSet;

/// What is told of a byte of a file, in Markdown, and which part it is about.
pub(super) fn at(survey: &Survey, file: FileId, offset: usize) -> Option<(String, Span)> {
    let mut parts = Vec::new();
    let mut about = None;
    if let Some(document) = survey.documents.get(&file) {
        match spot::pointed(survey, file, offset) {
            Pointed::Reference(reference, named) => {
                about = Some(reference.span.clone());
                parts.extend(named.map(|named| thing(survey, &named)));
            }
            Pointed::Link(link) => {
                let id = survey.sources.file(file).text[link.id.clone()].to_owned();
                let node = survey.documents.get(&link.file);
                let named = Named {
                    id,
                    kind: link.kind.name(),
                    file: link.file,
                    span: 0..0,
                    node: node.map(|document| &document.root),
                };
                about = Some(link.id);
                parts.push(thing(survey, &named));
            }
            Pointed::Entry(_) | Pointed::File => {
                if let Some(spot) = spot::at(document, offset) {
                    about = Some(spot.span.clone());
                    parts.extend(entry(survey, file, &spot));
                }
            }
        }
    }
    let complaints = survey.report.diagnostics().iter().filter(|found| {
        found.file == file && found.span.start <= offset && offset <= found.span.end
    });
    let codes: BTreeSet<_> = complaints.map(|found| found.code).collect();
    for code in codes {
        let meaning = escaped(code.explanation());
        parts.push(format!(
            "**{code}**: {meaning}  \nMore, with an example: `saradnja explain {code}`\n"
        ));
    }
    let about = about.unwrap_or(offset..offset);
    (!parts.is_empty()).then(|| (parts.join("\n---\n\n"), about))
}

/// What a thing is, what it is called, and where it is described.
pub(super) fn thing(survey: &Survey, named: &Named<'_>) -> String {
    let mut text = format!("**{}** `{}`\n\n", noun(named.kind), named.id);
    text.push_str(&names(survey, named));
    if named.kind == "claim"
        && let Some((kind, stem)) = Kind::of_path(&survey.sources.file(named.file).relative)
        && let Some(document) = survey.documents.get(&named.file)
        && let Some(spot) = spot::at(document, named.span.start)
        && let Some(statement) = statement::shown(survey, (kind, stem), &spot.path)
    {
        text = format!("**{}** `{}`\n\n{statement}", noun(named.kind), named.id);
    }
    if named.kind == Kind::Source.name()
        && let Some(Value::Table(entries)) = named.node.map(|node| &node.value)
    {
        for key in ["publisher", "address", "state"] {
            if let Some(Value::String(value)) = entries.get(key).map(|entry| &entry.value.value) {
                text.push_str(&format!("- {key}: {}\n", escaped(value)));
            }
        }
        text.push('\n');
    }
    text.push_str(&format!(
        "in `{}`\n",
        survey.sources.file(named.file).relative
    ));
    text
}

/// The names of a thing, a line a language.
fn names(survey: &Survey, named: &Named<'_>) -> String {
    let names = named.names();
    let mut text = String::new();
    for (id, own, _) in survey.languages() {
        if let Some((_, name)) = names.iter().find(|(language, _)| *language == id) {
            text.push_str(&format!("- {}: {}\n", escaped(own), escaped(name)));
        }
    }
    if let Some((_, name)) = names.iter().find(|(language, _)| language.is_empty()) {
        text.push_str(&format!("- {}\n", escaped(name)));
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// What a key is for, and the statement that an entry is part of.
fn entry(survey: &Survey, file: FileId, spot: &Spot) -> Vec<String> {
    let mut parts = Vec::new();
    let relative = &survey.sources.file(file).relative;
    let Some((kind, stem)) = Kind::of_path(relative) else {
        return parts;
    };
    let schema = Schema(survey.schema(kind));
    let keys = spot.keys();
    if let Some(described) = schema.at(&keys) {
        let name = keys.join(".");
        let mut text = format!("**{}**", escaped(&name));
        if !described.required {
            text.push_str(" (may be left out)");
        }
        text.push_str("  \n");
        if let Some(about) = described.about {
            text.push_str(&format!("{about}\n\n"));
        }
        text.push_str(&format!("{}\n", described.form()));
        parts.push(text);
    }
    // Of a heading or a value the statement is told, of a key what it is for.
    if spot.part == Part::Value {
        parts.extend(statement::shown(survey, (kind, stem), &spot.path));
    }
    parts
}
