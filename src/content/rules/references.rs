//! Every id that is mentioned must exist, and no list may mention one twice.

use super::meant::Meant;
use super::{Context, Kind};
use crate::content::check::Reference;
use crate::content::named::{self, noun};
use crate::diag::{Code, Diagnostic, Fix};
use std::collections::{BTreeMap, BTreeSet};

/// So many ids are listed where none is like the one that was written.
const LISTED: usize = 24;

/// Complains of ids that nothing has, and of ids mentioned twice in one list.
pub fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let known = known_ids(context);
    let mut complaints = Vec::new();
    let mut meant = None;
    for reference in &context.findings.references {
        let Some(ids) = known.get(reference.kind.as_str()) else {
            continue;
        };
        if ids.contains(reference.target.as_str()) {
            continue;
        }
        // Which statements a file has is not known while it cannot be decoded.
        if reference.kind == "claim" && context.partial {
            continue;
        }
        let kind = reference.kind.as_str();
        let (help, id) = meant
            .get_or_insert_with(|| Meant::new(context))
            .help(kind, &reference.target, ids)
            .unwrap_or_else(|| {
                let all: Vec<_> = ids.iter().map(|id| format!("`{id}`")).collect();
                let list = match all.len() {
                    1..=LISTED => format!("; there are {}", all.join(", ")),
                    _ => String::new(),
                };
                let help = format!("{} are described in {}{list}", plural(kind), place(kind));
                (help, None)
            });
        let fix = id.map(|id| {
            let label = format!("write `{id}`");
            Fix::replace(label, reference.span.clone(), format!("\"{id}\""))
        });
        complaints.push(
            Diagnostic::new(
                Code::DanglingReference,
                reference.file,
                reference.span.clone(),
                format!("there is no {} `{}`", noun(kind), reference.target),
            )
            .help(help)
            .maybe_fix(fix),
        );
    }
    let mut lists: BTreeMap<_, BTreeMap<&str, &crate::diag::Span>> = BTreeMap::new();
    for reference in &context.findings.references {
        let list = lists.entry((reference.file, &reference.path)).or_default();
        if let Some(first) = list.insert(&reference.target, &reference.span) {
            complaints.push(
                Diagnostic::new(
                    Code::DuplicateReference,
                    reference.file,
                    reference.span.clone(),
                    format!("`{}` stands twice in this list", reference.target),
                )
                .help("take one of them out")
                .related(reference.file, first.clone(), "it stands here already")
                .maybe_fix(without(context, reference)),
            );
        }
    }
    complaints
}

/// The list without this entry, which stands behind another and a comma.
fn without(context: &Context<'_>, reference: &Reference) -> Option<Fix> {
    let text = &context.sources.file(reference.file).text;
    let before = text.get(..reference.span.start)?.trim_end();
    let comma = before.strip_suffix(',')?.len();
    let edit = comma..reference.span.end;
    Some(Fix::replace("take the second one out", edit, ""))
}

/// The ids of each kind of thing that can be referred to.
fn known_ids<'a>(context: &'a Context<'_>) -> BTreeMap<&'static str, BTreeSet<&'a str>> {
    let of = |kinds: &[Kind]| {
        context
            .declared
            .iter()
            .filter(|(kind, _)| kinds.contains(kind))
            .map(|(_, id)| id.as_str())
            .collect::<BTreeSet<_>>()
    };
    let mut known = BTreeMap::new();
    for reference in named::REFERENCES {
        let namespace = named::namespace(reference);
        let mut ids = of(namespace.kinds);
        if let Some(list) = namespace.list {
            if context.is_broken(list.kind) {
                continue;
            }
            ids.extend(context.inner_ids(list.kind, list.name, list.key));
        }
        known.insert(reference, ids);
    }
    known.insert(
        "claim",
        context.claim_paths.iter().map(String::as_str).collect(),
    );
    known
}

fn plural(kind: &str) -> &str {
    match kind {
        "body" => "they",
        "society" => "National Societies",
        "claim" => "statements",
        "country" => "countries",
        "goal" => "goals",
        "source" => "sources",
        "page" => "pages",
        "place" => "places",
        "topic" => "topics",
        "language" => "languages",
        _ => "publishers",
    }
}

fn place(kind: &str) -> &str {
    match kind {
        "body" => "the folders `partners`, `societies` and `networks`",
        "society" => "the folder `societies`",
        "goal" => "the folder `goals`",
        "source" => "the folder `sources`: add a file for it there",
        "page" => "the folder `pages`",
        "language" => "the folder `languages`",
        "place" | "country" => "`places.toml`: add it there",
        "topic" => "`topics.toml`: add it there",
        "claim" => "the files of their entities, each with its `id`",
        _ => "`publishers.toml`: add it there",
    }
}
