//! Every page has an address of its own, and old ones lead straight to new ones.

use super::{Context, Kind};
use crate::content::catalog::{Catalog, EntityKind, EntityRef};
use crate::content::document::{Node, Value};
use crate::diag::{Code, Diagnostic, FileId, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Complains of addresses that two things claim, and of old addresses that
/// lead in circles, through each other, nowhere, or away from a page.
pub fn check(context: &mut Context<'_>) {
    let mut complaints = Vec::new();
    prefixes(context, &mut complaints);
    slugs(context, &mut complaints);
    redirects(context, &mut complaints);
    complaints
        .into_iter()
        .for_each(|complaint| context.complain(complaint));
}

fn conflict(
    seen: &mut BTreeMap<String, (FileId, Span)>,
    address: String,
    file: FileId,
    span: Span,
    complaints: &mut Vec<Diagnostic>,
) {
    match seen.get(&address) {
        Some((other, place)) if (*other, place) != (file, &span) => complaints.push(
            Diagnostic::new(
                Code::AddressConflict,
                file,
                span,
                format!("two things would have the address `{address}`"),
            )
            .help("change one of the two")
            .related(*other, place.clone(), "the other one"),
        ),
        _ => {
            seen.insert(address, (file, span));
        }
    }
}

fn prefixes(context: &Context<'_>, complaints: &mut Vec<Diagnostic>) {
    let mut seen = BTreeMap::new();
    for (kind, _, file) in &context.files {
        if *kind != Kind::Language {
            continue;
        }
        if let Some((prefix, span)) = context.text(*file, "prefix") {
            conflict(&mut seen, format!("/{prefix}/"), *file, span, complaints);
        }
    }
}

/// Pages of prose share their place in the tree with the sections.
fn slugs(context: &Context<'_>, complaints: &mut Vec<Diagnostic>) {
    let Some(catalog) = context.catalog else {
        return;
    };
    for language in &catalog.languages {
        let file = context
            .files
            .iter()
            .find(|(kind, stem, _)| *kind == Kind::Language && *stem == language.id.as_str())
            .map(|(_, _, file)| *file);
        let Some(file) = file else { continue };
        let mut seen = BTreeMap::new();
        if language.record.sections.is_some() {
            let sections = &language.sections;
            for (key, slug) in sections.named() {
                let span = context.span(file, &["sections".into(), key.into()]);
                let address = format!("/{}/{slug}/", language.record.prefix);
                conflict(&mut seen, address, file, span, complaints);
            }
        }
        if language.record.derived_from.is_some() {
            continue;
        }
        for page in catalog.pages.values() {
            let slug = page.slug.in_language(&language.id);
            let span = context.span(page.file, &["slug".into(), language.id.as_str().into()]);
            let address = format!("/{}/{slug}/", language.record.prefix);
            conflict(&mut seen, address, page.file, span, complaints);
        }
    }
}

fn redirects(context: &Context<'_>, complaints: &mut Vec<Diagnostic>) {
    for (&file, document) in &context.documents {
        if context.kind_of(file) != Some(Kind::Redirects) {
            continue;
        }
        let mut seen = BTreeMap::new();
        let mut leads: BTreeMap<&str, (&str, Span)> = BTreeMap::new();
        for item in document.items("redirect") {
            let (Some((from, from_span)), Some((to, to_span))) =
                (string(item, "from"), string(item, "to"))
            else {
                continue;
            };
            still_there(context, file, (from, from_span.clone()), complaints);
            conflict(&mut seen, from.to_owned(), file, from_span, complaints);
            leads.insert(from, (to, to_span));
        }
        for item in document.items("gone") {
            if let Some((path, span)) = string(item, "path") {
                still_there(context, file, (path, span.clone()), complaints);
                conflict(&mut seen, path.to_owned(), file, span, complaints);
            }
        }
        let gone: BTreeSet<&str> = document
            .items("gone")
            .iter()
            .filter_map(|item| string(item, "path"))
            .map(|(path, _)| path)
            .collect();
        for (&from, (to, span)) in &leads {
            let Some((next, _)) = leads.get(to) else {
                if gone.contains(to) || !leads_to_page(context, to) {
                    complaints.push(
                        Diagnostic::new(
                            Code::RedirectTarget,
                            file,
                            span.clone(),
                            format!("there is no page at `{to}`"),
                        )
                        .help("name the address of a page that exists"),
                    );
                }
                continue;
            };
            let mut visited = BTreeSet::from([from]);
            let mut address = *to;
            let mut circle = false;
            while let Some((next, _)) = leads.get(address) {
                if !visited.insert(address) {
                    circle = true;
                    break;
                }
                address = next;
            }
            if circle {
                complaints.push(looped(file, span));
            } else {
                complaints.push(
                    Diagnostic::new(
                        Code::RedirectChain,
                        file,
                        span.clone(),
                        format!("`{to}` is itself an old address and leads on to `{next}`"),
                    )
                    .help(format!("write `to = \"{address}\"`")),
                );
            }
        }
    }
}

/// Complains if a page stands at what is said to be an old address.
fn still_there(
    context: &Context<'_>,
    file: FileId,
    (address, span): (&str, Span),
    complaints: &mut Vec<Diagnostic>,
) {
    if context.catalog.is_some() && !context.partial && leads_to_page(context, address) {
        complaints.push(
            Diagnostic::new(
                Code::RedirectTarget,
                file,
                span,
                format!("there is a page at `{address}`"),
            )
            .help("take this entry out, or give the page another address"),
        );
    }
}

/// Whether a page stands at this address. While files are missing because of
/// their own mistakes, every address is taken for good.
fn leads_to_page(context: &Context<'_>, address: &str) -> bool {
    let Some(catalog) = context.catalog.filter(|_| !context.partial) else {
        return true;
    };
    let parts: Vec<&str> = address.trim_matches('/').split('/').collect();
    let language = catalog
        .languages
        .iter()
        .find(|language| Some(&language.record.prefix.as_str()) == parts.first());
    let Some(language) = language else {
        return address == "/";
    };
    let sections = language.sections.named();
    match parts[1..] {
        [] => true,
        [segment] => {
            let mut pages = catalog.pages.values();
            sections.iter().any(|(_, slug)| *slug == segment)
                || pages.any(|page| page.slug.in_language(&language.id) == segment)
        }
        [segment, id] => sections
            .iter()
            .filter(|(_, slug)| *slug == segment)
            .filter_map(|(folder, _)| EntityKind::of_folder(folder))
            .any(|kind| match kind {
                // Principles share one page; publishers have theirs among the sources.
                EntityKind::Principle => false,
                EntityKind::Source if is_publisher(catalog, id) => true,
                kind => catalog.file_of(EntityRef { kind, id }).is_some(),
            }),
        _ => false,
    }
}

fn is_publisher(catalog: &Catalog, id: &str) -> bool {
    catalog
        .sources
        .values()
        .any(|source| source.publisher.as_str() == id)
}

fn looped(file: FileId, span: &Span) -> Diagnostic {
    Diagnostic::new(
        Code::RedirectLoop,
        file,
        span.clone(),
        "these old addresses lead in a circle",
    )
    .help("let one of them lead to a page that exists")
}

fn string<'a>(item: &'a Node, key: &str) -> Option<(&'a str, Span)> {
    let Value::Table(entries) = &item.value else {
        return None;
    };
    match &entries.get(key)?.value {
        Node {
            value: Value::String(text),
            span,
        } => Some((text, span.clone())),
        _ => None,
    }
}
