//! Old addresses lead straight to pages that exist.

use super::{Context, Kind};
use crate::content::catalog::Catalog;
use crate::content::document::{Document, Node, Value};
use crate::diag::{Code, Diagnostic, FileId, Fix, Span, nearest};
use std::collections::{BTreeMap, BTreeSet};

/// Complains of old addresses that lead in circles, through each other, to
/// nothing, or away from a page that exists.
pub fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut complaints = Vec::new();
    for (file, document) in context.documents_of(Kind::Redirects) {
        chains(file, document, &mut complaints);
        targets(context, file, document, &mut complaints);
    }
    complaints
}

/// Where each old address leads, and where that stands.
type Leads<'a> = BTreeMap<&'a str, (&'a str, Span)>;

fn leads(document: &Document) -> Leads<'_> {
    document
        .items("redirect")
        .iter()
        .filter_map(|item| Some((string(item, "from")?.0, string(item, "to")?)))
        .collect()
}

fn chains(file: FileId, document: &Document, complaints: &mut Vec<Diagnostic>) {
    let leads = leads(document);
    for (&from, (to, span)) in &leads {
        let Some((next, _)) = leads.get(to) else {
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
        complaints.push(if circle {
            Diagnostic::new(
                Code::RedirectLoop,
                file,
                span.clone(),
                "these old addresses lead in a circle",
            )
            .help("let one of them lead to a page that exists")
        } else {
            Diagnostic::new(
                Code::RedirectChain,
                file,
                span.clone(),
                format!("`{to}` is itself an old address and leads on to `{next}`"),
            )
            .help(format!("write `to = \"{address}\"`"))
            .maybe_fix(Some(Fix::replace(
                format!("let it lead to `{address}`"),
                span.clone(),
                format!("\"{address}\""),
            )))
        });
    }
}

fn targets(
    context: &Context<'_>,
    file: FileId,
    document: &Document,
    complaints: &mut Vec<Diagnostic>,
) {
    // While some file is broken, its page only seems not to exist.
    let Some(catalog) = context.catalog.filter(|_| !context.partial) else {
        return;
    };
    let pages = catalog.addresses();
    let drafts = draft_addresses(catalog);
    let leads = leads(document);
    for (to, span) in leads.values() {
        if !pages.contains(*to) && !leads.contains_key(to) {
            let help = nearest(to, pages.iter().map(String::as_str));
            complaints.push(
                Diagnostic::new(
                    Code::RedirectTarget,
                    file,
                    span.clone(),
                    format!("there is no page at `{to}`"),
                )
                .maybe_help(help),
            );
        }
    }
    for (to, span) in leads.values() {
        if let Some(draft) = drafts.get(*to) {
            complaints.push(
                Diagnostic::new(
                    Code::HiddenReference,
                    file,
                    span.clone(),
                    format!("the page at `{to}` is still a draft"),
                )
                .help("lead to another page until it is finished")
                .related(
                    *draft,
                    context.span(*draft, &["draft".into()]),
                    "it is a draft by this line",
                ),
            );
        }
    }
    let old = ["redirect", "gone"]
        .into_iter()
        .flat_map(|list| document.items(list));
    for item in old {
        let Some((from, span)) = string(item, "from").or_else(|| string(item, "path")) else {
            continue;
        };
        if pages.contains(from) && !drafts.contains_key(from) {
            complaints.push(
                Diagnostic::new(
                    Code::RedirectTarget,
                    file,
                    span,
                    format!("there is a page at `{from}`, so nobody would ever be led on from it"),
                )
                .help("take this entry out, or give the page another address"),
            );
        }
    }
}

/// The addresses that drafts will have, each with the file of the draft.
fn draft_addresses(catalog: &Catalog) -> BTreeMap<String, FileId> {
    let drafts = catalog.showings().filter(|(_, _, showing)| showing.draft);
    drafts
        .flat_map(|(entity, file, _)| {
            let languages = catalog.languages.iter();
            let addresses = languages.filter_map(move |language| catalog.address(entity, language));
            addresses.map(move |address| (address, file))
        })
        .collect()
}

/// A text of an entry, and where it stands.
pub(super) fn string<'a>(item: &'a Node, key: &str) -> Option<(&'a str, Span)> {
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
