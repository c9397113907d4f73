//! What makes a statement checkable: sources, dates, reviews.

use super::Context;
use crate::content::catalog::Catalog;
use crate::content::document::Step;
use crate::content::record::{Showing, Stage};
use crate::content::shape::TextKind;
use crate::diag::{Code, Diagnostic, FileId};
use crate::locale::{Now, PartialDate};
use std::collections::BTreeSet;

/// Complains of statements without a source, of reviews that are overdue or
/// were due before the statement was made, and of numbers without a date.
pub fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut complaints = Vec::new();
    if let Some(catalog) = context.catalog {
        sources(context, catalog, &mut complaints);
        reviews(context, catalog, &mut complaints);
    }
    numbers(context, &mut complaints);
    complaints
}

fn sources(context: &Context<'_>, catalog: &Catalog, complaints: &mut Vec<Diagnostic>) {
    let mut empty = |file: FileId, path: &[Step<'_>], none: bool| {
        if none {
            complaints.push(
                context
                    .at(
                        Code::ClaimWithoutSource,
                        file,
                        path,
                        "the list of sources is empty",
                    )
                    .help("name at least one file of the folder `sources`"),
            );
        }
    };
    for found in catalog.claims() {
        let path = ["claim".into(), found.index.into(), "sources".into()];
        empty(found.file, &path, found.claim.sources.is_empty());
    }
    for body in catalog.bodies() {
        let relation = &body.body.relation.sources;
        empty(
            body.file,
            &["relation".into(), "sources".into()],
            relation.is_empty(),
        );
        if let Some(founded) = &body.body.founded {
            let path = ["founded".into(), "sources".into()];
            empty(body.file, &path, founded.sources.is_empty());
        }
        for (index, change) in body.body.changes.iter().enumerate() {
            let path = ["change".into(), index.into(), "sources".into()];
            empty(body.file, &path, change.sources.is_empty());
        }
    }
    for network in catalog.networks.values() {
        for (index, member) in network.members.iter().enumerate() {
            let path = ["member".into(), index.into(), "sources".into()];
            empty(network.file, &path, member.sources.is_empty());
        }
    }
    for membership in catalog.memberships.values() {
        empty(
            membership.file,
            &["sources".into()],
            membership.sources.is_empty(),
        );
    }
    for event in catalog.events.values() {
        empty(event.file, &["sources".into()], event.sources.is_empty());
    }
    for principle in catalog.principles.values() {
        empty(
            principle.file,
            &["sources".into()],
            principle.sources.is_empty(),
        );
    }
}

fn reviews(context: &Context<'_>, catalog: &Catalog, complaints: &mut Vec<Diagnostic>) {
    let unseen: BTreeSet<FileId> = (catalog.showings())
        .filter(|(_, _, showing)| is_unseen(context, showing))
        .map(|(_, file, _)| file)
        .collect();
    let mut review = |file: FileId, path: &[Step<'_>], as_of: PartialDate, by: PartialDate| {
        if by.end() < as_of.start() {
            complaints.push(
                context
                    .at(
                        Code::UntilBeforeSince,
                        file,
                        path,
                        format!(
                            "the review was due in {by}, before the statement was made in {as_of}"
                        ),
                    )
                    .help("check both dates; one of them is wrong"),
            );
        } else if by.end() < context.today && !unseen.contains(&file) {
            complaints.push(
                context
                    .at(
                        Code::ReviewOverdue,
                        file,
                        path,
                        format!("this was to be reviewed by {by}"),
                    )
                    .help(
                        "check the statement against its sources, mend it if need be, \
                         then set a new `review-by`",
                    ),
            );
        }
    };
    for found in catalog.reviews() {
        let own = found.showing;
        if own.is_none_or(|showing| !is_unseen(context, showing)) {
            review(found.file, &found.path(), found.as_of, found.review_by);
        }
    }
}

/// Whether nobody sees it: then nobody waits for its review.
fn is_unseen(context: &Context<'_>, showing: &Showing) -> bool {
    let stage = showing.stage(Now::end_of(context.today));
    matches!(stage, Stage::Draft | Stage::Expired(_))
}

/// Fields that state facts in a line of text. Names and titles may carry
/// numbers as part of what they name.
const STATING: [&str; 3] = ["text", "scope", "note"];

fn numbers(context: &Context<'_>, complaints: &mut Vec<Diagnostic>) {
    for field in &context.findings.texts {
        let key = field.path.rsplit('.').next().unwrap_or_default();
        // A gap states what is not known, and a glossary term has no time.
        if field.kind != TextKind::Line
            || field.dated
            || !STATING.contains(&key)
            || field.path.starts_with("gap.")
            || field.path.starts_with("term.")
        {
            continue;
        }
        for written in &field.written {
            if let Some(range) = bare_number(&written.text) {
                complaints.push(
                    Diagnostic::new(
                        Code::NumberWithoutDate,
                        field.file,
                        context.inside(field.file, written, range),
                        "this number has no date beside it",
                    )
                    .help(
                        "make it a `[[claim]]` with `as-of`, or write the year into the sentence",
                    ),
                );
                break;
            }
        }
    }
}

/// The first number in a text that names no year: a year dates the sentence.
fn bare_number(text: &str) -> Option<std::ops::Range<usize>> {
    let mut first = None;
    for range in super::numbers_in(text) {
        let digits = &text[range.clone()];
        if digits.len() == 4 && (1000..=2199).contains(&digits.parse().unwrap_or(0)) {
            return None;
        }
        first = first.or(Some(range));
    }
    first
}
