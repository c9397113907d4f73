//! One relation is stated once, or the statements agree.

use super::Context;
use crate::content::catalog::{Catalog, Entry};
use crate::content::record::{Membership, Network, Status};
use crate::diag::{Code, Diagnostic};
use crate::locale::PartialDate;
use std::collections::BTreeMap;

/// Complains of members listed twice, and of files that state the same
/// relation differently.
pub fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let Some(catalog) = context.catalog else {
        return Vec::new();
    };
    let mut complaints = Vec::new();
    for network in catalog.networks.values() {
        members(context, catalog, network, &mut complaints);
    }
    for (id, membership) in &catalog.memberships {
        matches_relation(context, catalog, id, membership, &mut complaints);
    }
    sources(context, catalog, &mut complaints);
    complaints
}

fn members(
    context: &Context<'_>,
    catalog: &Catalog,
    network: &Entry<Network>,
    complaints: &mut Vec<Diagnostic>,
) {
    // A body may leave and come back, so a second row is a fault only when
    // the first has no end.
    let mut open: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, member) in network.members.iter().enumerate() {
        let id = member.body.as_str();
        let path = ["member".into(), index.into(), "body".into()];
        if id == catalog.site.organisation.as_str() {
            complaints.push(
                context
                    .at(
                        Code::RelationDiffers,
                        network.file,
                        &path,
                        "the organisation's own membership stands in `memberships`, not here",
                    )
                    .help("take this `[[member]]` out"),
            );
        }
        if let Some(first) = open.get(id) {
            let place = context.span(
                network.file,
                &["member".into(), (*first).into(), "body".into()],
            );
            complaints.push(
                context
                    .at(
                        Code::MemberTwice,
                        network.file,
                        &path,
                        format!("`{id}` is listed twice"),
                    )
                    .help("take one of the two out, or give the first an `until`")
                    .related(network.file, place, "listed here already"),
            );
        }
        if member.until.is_none() {
            open.insert(id, index);
        }
    }
}

/// A membership and the `[relation]` of its body may both carry dates.
fn matches_relation(
    context: &Context<'_>,
    catalog: &Catalog,
    id: &str,
    membership: &Entry<Membership>,
    complaints: &mut Vec<Diagnostic>,
) {
    let Some(body) = catalog.body(membership.body.as_str()) else {
        return;
    };
    if id != membership.body.as_str() {
        complaints.push(
            context
                .at(
                    Code::FileName,
                    membership.file,
                    &["body".into()],
                    format!("the file is named `{id}` but is about `{}`", body.id),
                )
                .help(format!("rename the file to `{}.toml`", body.id)),
        );
    }
    let relation = &body.body.relation;
    for (key, ours, theirs) in [
        ("since", membership.since, relation.since),
        ("until", membership.until, relation.until),
    ] {
        if let (Some(ours), Some(theirs)) = (ours, theirs)
            && apart(ours, theirs)
        {
            let place = context.span(body.file, &["relation".into(), key.into()]);
            complaints.push(
                context
                    .at(
                        Code::RelationDiffers,
                        membership.file,
                        &[key.into()],
                        format!(
                            "`{key}` is {ours} here but {theirs} in the file of `{}`",
                            body.id
                        ),
                    )
                    .help("make both the same, or leave it out of `[relation]`")
                    .related(body.file, place, "the other statement"),
            );
        }
    }
    if membership
        .until
        .is_some_and(|until| until.end() < context.today)
        && relation.status == Status::Active
        && relation.form == crate::content::record::RelationForm::Membership
    {
        complaints.push(context.at(
            Code::RelationDiffers,
            membership.file,
            &["until".into()],
            format!(
                "this membership has ended, but the relation to `{}` is active",
                body.id
            ),
        ));
    }
}

/// Whether two dates cannot mean the same day.
fn apart(a: PartialDate, b: PartialDate) -> bool {
    a.end() < b.start() || b.end() < a.start()
}

/// Only a dead address can have died, and no source can be read before it appears.
fn sources(context: &Context<'_>, catalog: &Catalog, complaints: &mut Vec<Diagnostic>) {
    use crate::content::record::SourceState;
    for source in catalog.sources.values() {
        if source.dead_since.is_some() && source.state != SourceState::Dead {
            complaints.push(
                context
                    .at(
                        Code::RelationDiffers,
                        source.file,
                        &["dead-since".into()],
                        "this address is dead since a day, but its state is another",
                    )
                    .help("write `state = \"dead\"`, or take `dead-since` out"),
            );
        }
        if let Some(date) = source.date
            && source.read.end() < date.start()
        {
            complaints.push(
                context
                    .at(
                        Code::UntilBeforeSince,
                        source.file,
                        &["read".into()],
                        format!(
                            "this was read in {}, before it was published in {date}",
                            source.read
                        ),
                    )
                    .help("check both dates; one of them is wrong"),
            );
        }
    }
    for event in catalog.events.values() {
        let itself = event
            .partners
            .iter()
            .position(|partner| partner.as_str() == catalog.site.organisation.as_str());
        if let Some(index) = itself {
            complaints.push(
                context
                    .at(
                        Code::RelationDiffers,
                        event.file,
                        &["partners".into(), index.into()],
                        "the organisation itself is named among those who took part with it",
                    )
                    .help("take it out: `partners` are the others"),
            );
        }
        let both = event.date.is_some() && event.sorted_as.is_some();
        let neither = event.date.is_none() && event.sorted_as.is_none();
        if both {
            complaints.push(
                context
                    .at(
                        Code::RelationDiffers,
                        event.file,
                        &["sorted-as".into()],
                        "`sorted-as` stands only where the date is not known",
                    )
                    .help("take `sorted-as` out"),
            );
        }
        if neither {
            complaints.push(
                context
                    .at(
                        Code::MissingKey,
                        event.file,
                        &[],
                        "the key `date` is missing in this file",
                    )
                    .help(
                        "add `date`, or, if nobody knows it, `sorted-as` with the year \
                         by which to put it in order",
                    ),
            );
        }
    }
}
