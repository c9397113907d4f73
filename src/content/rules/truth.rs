//! Contradictions inside one entity: ends before beginnings, memberships older
//! than the body, statements from the future.

use super::Context;
use crate::content::catalog::{BodyRef, Catalog};
use crate::content::document::Step;
use crate::content::record::{RelationForm, Revision, Status};
use crate::diag::{Code, Diagnostic, FileId};
use crate::locale::{Day, Moment, PartialDate};
use std::collections::BTreeMap;

/// Complains of dates that cannot both be true.
pub fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let Some(catalog) = context.catalog else {
        return Vec::new();
    };
    let mut complaints = Vec::new();
    for body in catalog.bodies() {
        relation(context, body, &mut complaints);
    }
    for (id, network) in &catalog.networks {
        let founded = network.body.founded.as_ref().map(|founded| founded.date);
        for (index, member) in network.members.iter().enumerate() {
            let path: [Step<'_>; 2] = ["member".into(), index.into()];
            span_of_time(
                context,
                network.file,
                &path,
                member.since,
                member.until,
                &mut complaints,
            );
            before_founding(
                context,
                network.file,
                &[path[0], path[1], "since".into()],
                member.since,
                founded,
                id,
                &mut complaints,
            );
        }
    }
    memberships(context, catalog, &mut complaints);
    for event in catalog.events.values() {
        span_of_time(
            context,
            event.file,
            &[],
            event.date,
            event.until,
            &mut complaints,
        );
    }
    future(context, catalog, &mut complaints);
    complaints
}

fn relation(context: &Context<'_>, body: BodyRef<'_>, complaints: &mut Vec<Diagnostic>) {
    let relation = &body.body.relation;
    let path = [Step::Key("relation")];
    span_of_time(
        context,
        body.file,
        &path,
        relation.since,
        relation.until,
        complaints,
    );
    // Networks are joined, partners are met: both only after they exist.
    // The organisation's relation to itself has no beginning but its founding.
    if relation.form != RelationForm::Itself {
        before_founding(
            context,
            body.file,
            &["relation".into(), "since".into()],
            relation.since,
            body.body.founded.as_ref().map(|founded| founded.date),
            body.id,
            complaints,
        );
    }
    if let Some(until) = relation.until
        && relation.status == Status::Active
        && until.end() < context.today
    {
        complaints.push(
            context
                .at(
                    Code::EndedButActive,
                    body.file,
                    &["relation".into(), "status".into()],
                    format!("this relation ended in {until} but is marked as active"),
                )
                .help("write `status = \"former\"`, or take `until` out"),
        );
    }
    if relation.status == Status::Former && relation.ended_because.is_none() {
        complaints.push(
            context
                .at(
                    Code::FormerWithoutReason,
                    body.file,
                    &["relation".into(), "status".into()],
                    "this relation has ended, and nothing says why",
                )
                .help(
                    "add `ended-because`: why it ended, or that it is not known why, \
                     in a sentence for each language",
                ),
        );
    }
    if relation.status == Status::Former
        && relation.until.is_some_and(|u| u.start() > context.today)
    {
        complaints.push(
            context
                .at(
                    Code::EndedButActive,
                    body.file,
                    &["relation".into(), "status".into()],
                    "this relation is marked as former but ends in the future",
                )
                .help("write `status = \"active\"` until then"),
        );
    }
}

fn memberships(context: &Context<'_>, catalog: &Catalog, complaints: &mut Vec<Diagnostic>) {
    for membership in catalog.memberships.values() {
        let (since, until) = (membership.since, membership.until);
        span_of_time(context, membership.file, &[], since, until, complaints);
        if let Some(body) = catalog.body(membership.body.as_str()) {
            before_founding(
                context,
                membership.file,
                &["since".into()],
                since,
                body.body.founded.as_ref().map(|founded| founded.date),
                body.id,
                complaints,
            );
        }
    }
}

fn span_of_time(
    context: &Context<'_>,
    file: FileId,
    path: &[Step<'_>],
    since: Option<PartialDate>,
    until: Option<PartialDate>,
    complaints: &mut Vec<Diagnostic>,
) {
    if let (Some(since), Some(until)) = (since, until)
        && until.end() < since.start()
    {
        let mut place = path.to_vec();
        place.push("until".into());
        complaints.push(
            context
                .at(
                    Code::UntilBeforeSince,
                    file,
                    &place,
                    format!("this ends in {until}, before it begins in {since}"),
                )
                .help("check both dates; one of them is wrong"),
        );
    }
}

fn before_founding(
    context: &Context<'_>,
    file: FileId,
    path: &[Step<'_>],
    since: Option<PartialDate>,
    founded: Option<PartialDate>,
    body: &str,
    complaints: &mut Vec<Diagnostic>,
) {
    if let (Some(since), Some(founded)) = (since, founded)
        && since.end() < founded.start()
    {
        complaints.push(
            context
                .at(
                    Code::MemberBeforeFounding,
                    file,
                    path,
                    format!("this begins in {since}, but `{body}` was founded in {founded}"),
                )
                .help("check both dates; one of them is wrong"),
        );
    }
}

/// What is said to be known, read or changed cannot be so only later than today.
fn future(context: &Context<'_>, catalog: &Catalog, complaints: &mut Vec<Diagnostic>) {
    let known_by = known_by(context, catalog);
    let mut late = |file, path: &[Step<'_>], date: PartialDate, what: &str| {
        // What is not shown yet may tell of what has not happened yet.
        let known_by = known_by.get(&file).copied();
        if date.start() > known_by.unwrap_or(context.today) {
            complaints.push(
                context
                    .at(
                        Code::DateInFuture,
                        file,
                        path,
                        format!("{what} {date}, which is after today ({})", context.today),
                    )
                    .help("check the date"),
            );
        }
    };
    for found in catalog.claims() {
        let showing = &found.claim.showing;
        let start = showing.publish_at.map(Moment::day);
        if showing.draft || start.is_some_and(|start| found.claim.as_of.start() <= start) {
            continue;
        }
        let path = ["claim".into(), found.index.into(), "as-of".into()];
        late(
            found.file,
            &path,
            found.claim.as_of,
            "this statement is dated",
        );
    }
    for body in catalog.bodies() {
        let path = ["relation".into(), "as-of".into()];
        let as_of = body.body.relation.as_of;
        late(body.file, &path, as_of, "this relation is dated");
        for (index, change) in body.body.changes.iter().enumerate() {
            let path = ["change".into(), index.into(), "date".into()];
            late(body.file, &path, change.date, "this change is dated");
        }
    }
    for membership in catalog.memberships.values() {
        let as_of = membership.as_of;
        late(
            membership.file,
            &["as-of".into()],
            as_of,
            "this membership is dated",
        );
    }
    for event in catalog.events.values() {
        if let Some(date) = event.date {
            let what = "this event is dated";
            late(event.file, &["date".into()], date, what);
        }
    }
    for (file, revisions) in revisions(catalog) {
        for (index, revision) in revisions.iter().enumerate() {
            let path = ["revision".into(), index.into(), "date".into()];
            late(file, &path, revision.date, "this revision is dated");
        }
    }
    if let Some(date) = catalog.site.published {
        let file = catalog.site.file;
        late(
            file,
            &["published".into()],
            date,
            "the register was published",
        );
    }
    for source in catalog.sources.values() {
        late(
            source.file,
            &["read".into()],
            source.read,
            "this source was read",
        );
        if let Some(date) = source.date {
            late(source.file, &["date".into()], date, "this source is dated");
        }
    }
}

/// The day by which what a file says must be known, where that is not today:
/// the day of its publication, and for a draft none at all.
fn known_by(context: &Context<'_>, catalog: &Catalog) -> BTreeMap<FileId, Day> {
    let showings = catalog.showings();
    showings
        .filter_map(|(_, file, showing)| {
            let start = showing.publish_at.map(Moment::day);
            let day = if showing.draft { Some(LAST) } else { start };
            Some((file, day.filter(|day| *day > context.today)?))
        })
        .collect()
}

/// No date is later.
const LAST: Day = Day {
    year: 9999,
    month: 12,
    day: 31,
};

/// What was changed in the register, by the file of the entity.
fn revisions(catalog: &Catalog) -> impl Iterator<Item = (FileId, &[Revision])> {
    let bodies = catalog
        .bodies()
        .map(|body| (body.file, &body.body.revisions));
    let memberships = catalog.memberships.values();
    let memberships = memberships.map(|entry| (entry.file, &entry.record.revisions));
    let goals = catalog.goals.values();
    let goals = goals.map(|entry| (entry.file, &entry.record.revisions));
    let events = catalog.events.values();
    let events = events.map(|entry| (entry.file, &entry.record.revisions));
    bodies
        .chain(memberships)
        .chain(goals)
        .chain(events)
        .map(|(file, revisions)| (file, revisions.as_slice()))
}
