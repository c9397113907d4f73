//! The chapters of the dossier: one for each kind of record, in the order in
//! which somebody would read them.

use super::Record;
use crate::content::catalog::{BodyKind, BodyRef, EntityKind, EntityRef};
use crate::content::record::{Change, Claim};
use crate::site::data::markdown::prose;
use crate::site::edition::Edition;
use crate::site::markdown;
use crate::site::route::{self, Route};
use crate::site::view::body::{self, MemberRow, former};
use crate::site::view::collection::principle_rows;
use crate::site::view::entities::membership_facts;
use crate::site::view::events::{self, Detail, EventRow};
use crate::site::view::evidence::{ChangeRow, ClaimRow, Evidence, Notes};
use crate::site::view::index::{goals_in_order, in_order, memberships_in_order};
use crate::site::view::parts::{Fact, Phrase, Row, Section};
use std::ops::Range;

/// The level of the headings within a record, whose own is one higher.
const WITHIN: usize = 4;

/// Everything that has statements, but for pages about the site. A chapter without records is left out.
pub(super) fn all<'a>(edition: &Edition<'a>, notes: &mut Notes<'a, '_>) -> Vec<Section<Record>> {
    let words = edition.words;
    let sections = &words.sections;
    let counts = &words.counts;
    // The first page introduces the rest, and its chapter has its name.
    let mut introduction = prose_records(edition, notes, 0..1, WITHIN - 1);
    let title = introduction.first_mut();
    let title = title.map(|record| std::mem::take(&mut record.name.text));
    let title = title.unwrap_or_default();
    let goals = goals(edition, notes);
    let partners = bodies(edition, notes, BodyKind::Partner);
    let societies = bodies(edition, notes, BodyKind::Society);
    let networks = bodies(edition, notes, BodyKind::Network);
    let memberships = memberships(edition, notes);
    let counted = |words, records: &Vec<Record>| edition.count(words, records.len());
    let chapters = [
        ("h-introduction", &title, String::new(), introduction),
        (
            "h-goals",
            &sections.goals.name,
            counted(&counts.goals, &goals),
            goals,
        ),
        (
            "h-partners",
            &sections.partners.name,
            counted(&counts.partners, &partners),
            partners,
        ),
        (
            "h-societies",
            &sections.societies.name,
            counted(&counts.societies, &societies),
            societies,
        ),
        (
            "h-networks",
            &sections.networks.name,
            counted(&counts.networks, &networks),
            networks,
        ),
        (
            "h-memberships",
            &sections.memberships.name,
            counted(&counts.memberships, &memberships),
            memberships,
        ),
    ];
    chapters
        .into_iter()
        .filter(|(.., records)| !records.is_empty())
        .map(|(id, heading, key, records)| Section::new(id, heading, key, records))
        .collect()
}

/// The pages about the site, which are read last.
pub(super) fn about<'a>(edition: &Edition<'a>, notes: &mut Notes<'a, '_>) -> Section<Record> {
    let records = prose_records(edition, notes, 1..usize::MAX, WITHIN);
    let heading = &edition.words.groups.site;
    Section::new("h-pages", heading, String::new(), records)
}

/// A record of this kind and id, by the name of its page, to which its rows
/// lead from here on.
fn record<'a>(
    edition: &Edition<'a>,
    notes: &mut Notes<'a, '_>,
    kind: EntityKind,
    id: &'a str,
) -> Record {
    let entity = EntityRef { kind, id };
    notes.turn_to(Route::Entity(entity), edition.title(entity));
    Record {
        id: format!("{}-{id}", kind.folder()),
        key: edition.kind_word(kind).to_owned(),
        name: Phrase {
            href: Some(edition.href(Route::Entity(entity))),
            ..Phrase::plain(edition.title(entity))
        },
        level: WITHIN,
        ..Record::default()
    }
}

/// The statements of a record, each with a name that no other record has.
fn claims<'a>(notes: &mut Notes<'a, '_>, record: &str, claims: &'a [Claim]) -> Vec<ClaimRow> {
    let rows = notes.claims(claims).rows.into_iter();
    rows.map(|row| ClaimRow {
        id: format!("{record}-{}", row.id),
        ..row
    })
    .collect()
}

/// The changes of a record, each with a name that no other record has.
fn changes<'a>(notes: &mut Notes<'a, '_>, record: &str, changes: &'a [Change]) -> Vec<ChangeRow> {
    let rows = notes.changes(changes).rows.into_iter();
    rows.map(|row| ChangeRow {
        id: row.id.map(|id| format!("{record}-{id}")),
        ..row
    })
    .collect()
}

/// The members of a network, each with a name that no other network has.
fn members(record: &str, members: Vec<MemberRow>) -> Vec<MemberRow> {
    let members = members.into_iter();
    members
        .map(|row| MemberRow {
            id: format!("{record}-{}", row.id),
            ..row
        })
        .collect()
}

/// Key facts, whose permanent names are on the page of their record.
fn facts(facts: Vec<Fact>) -> Vec<Fact> {
    let facts = facts.into_iter();
    facts.map(|fact| Fact { id: None, ..fact }).collect()
}

/// The pages of prose in their order, of which those in this range, with the
/// headings within them at this level.
fn prose_records<'a>(
    edition: &Edition<'a>,
    notes: &mut Notes<'a, '_>,
    range: Range<usize>,
    level: usize,
) -> Vec<Record> {
    let mut pages: Vec<_> = edition.catalog.pages.iter().collect();
    pages.sort_by_key(|(_, page)| (page.order, edition.sort_key(edition.text(&page.title))));
    let pages = pages.into_iter().skip(range.start).take(range.len());
    let records = pages.map(|(id, page)| {
        let record = record(edition, notes, EntityKind::Page, id);
        let text = page.body.in_language(&edition.language.id);
        let title = edition.text(&page.title);
        Record {
            key: String::new(),
            level,
            lead: page.lead.as_ref().map(|lead| edition.text(lead).to_owned()),
            prose: Some(markdown::render_below(edition, text, title, level - 1)),
            text: Some(prose(edition, text, level)),
            claims: claims(notes, &record.id, &page.claims),
            ..record
        }
    });
    records.collect()
}

fn goals<'a>(edition: &Edition<'a>, notes: &mut Notes<'a, '_>) -> Vec<Record> {
    let goals = goals_in_order(edition).into_iter();
    let records = goals.map(|(id, goal)| {
        let record = record(edition, notes, EntityKind::Goal, id);
        Record {
            lead: Some(edition.text(&goal.text).to_owned()),
            claims: claims(notes, &record.id, &goal.claims),
            ..record
        }
    });
    records.collect()
}

fn bodies<'a>(edition: &Edition<'a>, notes: &mut Notes<'a, '_>, kind: BodyKind) -> Vec<Record> {
    let bodies = edition.catalog.bodies().filter(|body| body.kind == kind);
    let records = in_order(edition, bodies)
        .into_iter()
        .map(|body| body_record(edition, notes, body));
    records.collect()
}

fn body_record<'a>(edition: &Edition<'a>, notes: &mut Notes<'a, '_>, body: BodyRef<'a>) -> Record {
    let source = body.body;
    let record = record(edition, notes, body.kind.into(), body.id);
    let own_name = source.own_name.as_ref();
    let own_name = own_name.filter(|own| own.text != record.name.text);
    let abbreviation = source.abbreviation.as_ref();
    Record {
        abbreviation: abbreviation.map(|text| edition.text(text).to_owned()),
        own_name: own_name.map(|own| (own.text.clone(), own.lang.as_str().to_owned())),
        former: former(edition, source),
        facts: facts(body::facts(edition, notes, body)),
        claims: claims(notes, &record.id, &source.claims),
        members: members(&record.id, body::members(edition, notes, body).rows),
        changes: changes(notes, &record.id, &source.changes),
        gaps: body::gaps(edition, source).rows,
        ..record
    }
}

fn memberships<'a>(edition: &Edition<'a>, notes: &mut Notes<'a, '_>) -> Vec<Record> {
    let memberships = memberships_in_order(edition).into_iter();
    let records = memberships.map(|(id, membership)| {
        let record = record(edition, notes, EntityKind::Membership, id);
        Record {
            facts: facts(membership_facts(edition, notes, membership)),
            claims: claims(notes, &record.id, &membership.claims),
            ..record
        }
    });
    records.collect()
}

/// The events, each told.
pub(super) fn events<'a>(edition: &Edition<'a>, notes: &mut Notes<'a, '_>) -> Section<EventRow> {
    let all = edition.catalog.events_by_date();
    let mut rows = events::rows(edition, &all, Detail::Told, None);
    for (row, (id, event)) in rows.iter_mut().zip(&all) {
        let text = edition.text(&event.text);
        notes.turn_to(
            Route::entity(EntityKind::Event, id),
            edition.text(&event.title),
        );
        row.evidence = Some(Evidence {
            link: events::record_link(notes, event),
            ..notes.evidence(&event.sources, event.confidence)
        });
        row.text = Some(notes.terms.rich(text));
    }
    let key = edition.count(&edition.words.counts.events, rows.len());
    let heading = &edition.section(route::Section::Events).name;
    Section::new("h-events", heading, key, rows)
}

/// The principles.
pub(super) fn principles<'a>(edition: &Edition<'a>, notes: &mut Notes<'a, '_>) -> Section<Row> {
    let rows = principle_rows(edition, notes).into_iter().map(|row| Row {
        id: row.id.map(|id| format!("principles-{id}")),
        ..row
    });
    let rows: Vec<_> = rows.collect();
    let key = edition.count(&edition.words.counts.principles, rows.len());
    let heading = &edition.section(route::Section::Principles).name;
    Section::new("h-principles", heading, key, rows)
}
