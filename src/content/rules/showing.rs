//! What is shown leads to nothing that is not: nothing that visitors see names
//! a draft, nothing ends before it begins, and the organisation that the
//! register is about is always there.

use super::markdown::links;
use super::{Context, Kind};
use crate::content::check::Reference;
use crate::content::document::{Document, Node, Step, Value};
use crate::content::kind::Location;
use crate::content::record::Showing;
use crate::content::shape::TextKind;
use crate::diag::{Code, Diagnostic, FileId, Span};
use crate::locale::Now;
use std::collections::BTreeMap;

/// Complains of mentions of drafts, of what expires before it is published,
/// and of an organisation that is not always shown.
pub fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut complaints = Vec::new();
    spans(context, &mut complaints);
    organisation(context, &mut complaints);
    let drafts = Drafts::of(context);
    for reference in &context.findings.references {
        let path = &reference.path;
        if drafts.holds(reference.file, path) {
            continue;
        }
        if let Some(draft) = drafts.named_by(reference) {
            let span = reference.span.clone();
            complaints.push(mention(reference.file, span, &reference.target, draft));
        }
    }
    for field in &context.findings.texts {
        if field.kind != TextKind::Markdown || drafts.holds(field.file, &field.path) {
            continue;
        }
        for written in &field.written {
            for link in links(&written.text) {
                let Some(path) = link.target.strip_prefix("ref:") else {
                    continue;
                };
                if let Some(draft) = drafts.at(path) {
                    let span = context.inside(field.file, written, link.range);
                    complaints.push(mention(field.file, span, path, draft));
                }
            }
        }
    }
    complaints
}

fn mention(file: FileId, span: Span, name: &str, draft: &Draft) -> Diagnostic {
    Diagnostic::new(
        Code::HiddenReference,
        file,
        span,
        format!("`{name}` is still a draft, so visitors cannot be led to it"),
    )
    .help(
        "take the line `draft = true` out of it when it is finished; until then, take its name \
         out here, or let this be a draft too",
    )
    .related(draft.file, draft.span.clone(), "it is a draft by this line")
}

/// What is still being written: files, and statements in them.
struct Drafts {
    /// By folder and file, and name of the statement: `partners/x`, `partners/x#y`.
    by_path: BTreeMap<String, Draft>,
    /// The statements that are drafts, by file and place.
    claims: BTreeMap<FileId, Vec<usize>>,
    /// The files that are.
    files: Vec<FileId>,
}

/// Where it says so.
#[derive(Clone)]
struct Draft {
    file: FileId,
    span: Span,
}

impl Drafts {
    fn of(context: &Context<'_>) -> Self {
        let mut drafts = Self {
            by_path: BTreeMap::new(),
            claims: BTreeMap::new(),
            files: Vec::new(),
        };
        for (kind, stem, file) in &context.files {
            if let (Location::Folder(folder), Some(document)) =
                (kind.location(), context.documents.get(file))
            {
                drafts.add(&format!("{folder}/{stem}"), *file, document);
            }
        }
        drafts
    }

    fn add(&mut self, path: &str, file: FileId, document: &Document) {
        let whole = draft(&document.root).map(|span| Draft { file, span });
        for (index, item) in document.items("claim").iter().enumerate() {
            let own = draft(item).map(|span| Draft { file, span });
            if own.is_some() {
                self.claims.entry(file).or_default().push(index);
            }
            if let (Some(id), Some(draft)) = (item.id(), own.or_else(|| whole.clone())) {
                self.by_path.insert(format!("{path}#{id}"), draft);
            }
        }
        if let Some(whole) = whole {
            self.files.push(file);
            self.by_path.insert(path.to_owned(), whole);
        }
    }

    /// Whether what stands at this path of a file is a draft itself.
    fn holds(&self, file: FileId, path: &str) -> bool {
        let mut steps = path.split('.');
        let index = match (steps.next(), steps.next()) {
            (Some("claim"), Some(index)) => index.parse().ok(),
            _ => None,
        };
        let claims = self.claims.get(&file);
        self.files.contains(&file)
            || index.is_some_and(|index| claims.is_some_and(|claims| claims.contains(&index)))
    }

    fn at(&self, path: &str) -> Option<&Draft> {
        let entity = path.split('#').next().unwrap_or_default();
        self.by_path.get(path).or_else(|| self.by_path.get(entity))
    }

    fn named_by(&self, reference: &Reference) -> Option<&Draft> {
        let kinds: &[Kind] = match reference.kind.as_str() {
            "body" | "publisher" => &[Kind::Partner, Kind::Society, Kind::Network],
            "society" => &[Kind::Society],
            "goal" => &[Kind::Goal],
            "source" => &[Kind::Source],
            "page" => &[Kind::Page],
            "claim" => return self.at(&reference.target),
            _ => return None,
        };
        kinds.iter().find_map(|kind| match kind.location() {
            Location::Folder(folder) => self.by_path.get(&format!("{folder}/{}", reference.target)),
            Location::File(_) => None,
        })
    }
}

/// Where a table says that it is a draft.
fn draft(table: &Node) -> Option<Span> {
    let Value::Table(entries) = &table.value else {
        return None;
    };
    let entry = entries.get("draft")?;
    let is_draft = matches!(entry.value.value, Value::Boolean(true));
    is_draft.then_some(entry.key.start..entry.value.span.end)
}

/// Nothing expires before it is published.
fn spans(context: &Context<'_>, complaints: &mut Vec<Diagnostic>) {
    let mut span = |file: FileId, path: &[Step<'_>], showing: &Showing| {
        if let (Some(start), Some(end)) = (showing.publish_at, showing.expires_at)
            && end.is_not_after(start)
        {
            let place = |key| [path, &[Step::Key(key)]].concat();
            let message = format!("this expires at {end}, before it is published at {start}");
            let first = context.span(file, &place("publish-at"));
            complaints.push(
                context
                    .at(Code::UntilBeforeSince, file, &place("expires-at"), message)
                    .help("check both; one of them is wrong")
                    .related(file, first, "it is published here"),
            );
        }
    };
    let Some(catalog) = context.catalog else {
        return;
    };
    for (_, file, showing) in catalog.showings() {
        span(file, &[], showing);
    }
    for found in catalog.claims() {
        let path = ["claim".into(), found.index.into()];
        span(found.file, &path, &found.claim.showing);
    }
}

/// Without the organisation there is nothing that the register could be about.
fn organisation(context: &Context<'_>, complaints: &mut Vec<Diagnostic>) {
    let Some(organisation) = context.catalog.and_then(|catalog| catalog.organisation()) else {
        return;
    };
    let showing = &organisation.body.showing;
    let now = Now::end_of(context.today);
    let starts = showing.publish_at.filter(|start| !start.has_come(now));
    let keys = [("publish-at", starts), ("expires-at", showing.expires_at)];
    for (key, _) in keys.into_iter().filter(|(_, moment)| moment.is_some()) {
        complaints.push(
            context
                .at(
                    Code::HiddenReference,
                    organisation.file,
                    &[key.into()],
                    "the register is about this organisation, so it must always be shown",
                )
                .help(format!("take `{key}` out")),
        );
    }
}
