//! Every page has an address of its own.

use super::redirects::string;
use super::{Context, Kind};
use crate::diag::{Code, Diagnostic, FileId, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Complains of addresses that two things claim.
pub fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut complaints = Vec::new();
    prefixes(context, &mut complaints);
    slugs(context, &mut complaints);
    publishers(context, &mut complaints);
    topics(context, &mut complaints);
    old(context, &mut complaints);
    complaints
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

/// The page of a publisher stands beside those of the sources.
fn publishers(context: &Context<'_>, complaints: &mut Vec<Diagnostic>) {
    let Some(catalog) = context.catalog else {
        return;
    };
    let publishers: BTreeSet<&str> = catalog
        .sources
        .values()
        .map(|source| source.publisher.as_str())
        .collect();
    for (id, source) in &catalog.sources {
        if publishers.contains(id.as_str()) {
            complaints.push(
                Diagnostic::new(
                    Code::AddressConflict,
                    source.file,
                    0..0,
                    format!("the source `{id}` has the name of a publisher"),
                )
                .help("rename this file, so that the publisher keeps its page"),
            );
        }
    }
}

/// The timeline of a topic stands beside those of periods, and beside the
/// folders that those of bodies lie in.
fn topics(context: &Context<'_>, complaints: &mut Vec<Diagnostic>) {
    let Some(catalog) = context.catalog else {
        return;
    };
    let periods = catalog
        .periods()
        .into_iter()
        .map(|period| period.to_string());
    let mut taken: BTreeSet<String> = periods.collect();
    for language in &catalog.languages {
        let sections = &language.sections;
        let folders = [&sections.partners, &sections.societies, &sections.networks];
        taken.extend(folders.map(|section| section.to_string()));
    }
    for (file, document) in context.documents_of(Kind::Topics) {
        for item in document.items("topic") {
            if let Some((id, span)) = string(item, "id").filter(|(id, _)| taken.contains(*id)) {
                complaints.push(
                    Diagnostic::new(
                        Code::AddressConflict,
                        file,
                        span,
                        format!("the topic `{id}` has the name of another part of the timeline"),
                    )
                    .help("give the topic another id, here and in the events on it"),
                );
            }
        }
    }
}

/// An old address is listed once.
fn old(context: &Context<'_>, complaints: &mut Vec<Diagnostic>) {
    for (file, document) in context.documents_of(Kind::Redirects) {
        let mut seen = BTreeMap::new();
        for (list, key) in [("redirect", "from"), ("gone", "path")] {
            for item in document.items(list) {
                if let Some((path, span)) = string(item, key) {
                    conflict(&mut seen, path.to_owned(), file, span, complaints);
                }
            }
        }
    }
}
