//! The page of a partner, a National Society or a network.

mod members;
pub(super) mod outline;

pub(super) use members::{MemberRow, leads, members, role_and_lead};

use super::events::{self, EventRow};
use super::evidence::{ChangeRow, ClaimRow, Evidence, FOUNDED, GAPS, Note, Notes, Stated};
use super::history;
use super::index::{body_key, kind_word, membership_key, membership_rows};
use super::parts::{Fact, Flag, Phrase, Row, Section, Title};
use super::small::{self, SeatMap, SmallMap};
use super::timeline::InTime;
use super::{Citation, Context};
use crate::content::catalog::{BodyKind, BodyRef, EntityKind};
use crate::content::record::{Body, RelationForm, Status, WebAddress};
use crate::locale::PartialDate;
use crate::site::chrome::{Frame, Head};
use crate::site::edition::Edition;
use crate::site::route::Route;
use askama::Template;

/// So many events stand on the page of a body that has a timeline of its own:
/// the latest, so that the page stays light however long the cooperation.
const LATEST: usize = 12;

/// The page of a body.
#[derive(Template)]
#[template(path = "body.html")]
pub(super) struct BodyPage<'e> {
    frame: &'e Frame,
    head: Head,
    title: Title,
    facts: Vec<Fact>,
    seat: Option<SmallMap>,
    claims: Section<ClaimRow>,
    members: Section<MemberRow>,
    member_seats: Section<SeatMap>,
    networks: Section<Row>,
    memberships: Section<Row>,
    events: Section<EventRow>,
    in_time: Option<InTime>,
    changes: Section<ChangeRow>,
    gaps: Section<Row>,
    history: Section<Row>,
    abbreviations: Section<Fact>,
    notes: Section<Note>,
    citation: Citation,
}

/// The page of this body.
pub(super) fn page<'a, 'e>(context: Context<'a, 'e>, body: BodyRef<'a>) -> BodyPage<'e> {
    let edition = context.edition;
    let words = edition.words;
    let record = body.body;
    let mut notes = Notes::new(context, Some(body.id));
    let facts = facts(edition, &mut notes, body);
    let claims = notes.claims(&record.claims);
    let members = members(edition, &mut notes, body);
    let together = edition.catalog.events_of(body.id);
    let in_time = InTime::of(edition, body, &together);
    // All of them are one link away, where there is a timeline of them.
    let shown = match &in_time {
        Some(_) => &together[together.len().saturating_sub(LATEST)..],
        None => &together[..],
    };
    let mut events = events::section(
        &mut notes.terms,
        &words.headings.together,
        shown,
        Some(body.id),
    );
    events.key = edition.count(&words.counts.events, together.len());
    let changes = notes.changes(&record.changes);
    let name = edition.text(&record.name);
    let mut title = title(edition, body).note(format!(
        "{}, {}",
        edition.count(&words.counts.statements, record.claims.len()),
        edition.count(&words.counts.sources, notes.len()),
    ));
    title.notes.extend(notes.read());
    title.late = notes.late_link();
    title.former = former(edition, record);
    let short = edition.short_name(record);
    let in_tab = if short == name {
        name.to_owned()
    } else {
        format!("{short}: {name}")
    };
    let (abbreviations, notes) = notes.finish();
    BodyPage {
        frame: context.frame,
        head: context.head(&in_tab, edition.text(&record.relation.text)),
        title,
        facts,
        seat: small::seat(context, body),
        claims,
        members,
        member_seats: small::member_seats(context, body),
        networks: networks(edition, body),
        memberships: memberships(edition, body),
        events,
        in_time,
        changes,
        gaps: gaps(edition, record),
        history: history::section(edition, &record.revisions),
        abbreviations,
        notes,
        citation: context
            .citation(name)
            .with_history(&context, &record.revisions),
    }
}

fn title<'a>(edition: &Edition<'a>, body: BodyRef<'a>) -> Title {
    let record = body.body;
    let key = kind_word(edition, body);
    let name = edition.text(&record.name);
    let mut title = Title::new(key, name);
    title.abbreviation = record
        .abbreviation
        .as_ref()
        .map(|text| edition.text(text).to_owned());
    // Names are typeset, own names are not: spaces and signs tell nothing.
    let letters = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    let known = |own: &str| {
        let mut names = edition.in_any_script(&record.name);
        names.any(|name| letters(name) == letters(own))
    };
    title.own_name = record
        .own_name
        .as_ref()
        .filter(|own| !known(&own.text))
        .map(|own| (own.text.clone(), own.lang.as_str().to_owned()));
    title
}

/// That a relation has ended, if it has.
pub(super) fn former(edition: &Edition<'_>, body: &Body) -> Option<Flag> {
    let words = &edition.words.labels;
    (body.relation.status == Status::Former).then(|| {
        let flag: Flag = match &body.relation.until {
            Some(until) => edition.dated(&words.former_until, until).into(),
            None => words.former.clone().into(),
        };
        let reason = body.relation.ended_because.as_ref();
        Flag {
            reason: reason.map(|reason| reason.in_language(&edition.language.id).to_owned()),
            ..flag
        }
    })
}

/// The key facts of a body.
pub(super) fn facts<'a>(
    edition: &Edition<'a>,
    notes: &mut Notes<'a, '_>,
    body: BodyRef<'a>,
) -> Vec<Fact> {
    let words = &edition.words.labels;
    let record = body.body;
    let relation = &record.relation;
    let evidence = notes.evidence(&relation.sources, relation.confidence);
    let stated = Stated {
        text: &relation.text,
        as_of: &relation.as_of,
        review_by: &relation.review_by,
    };
    let mut facts = vec![notes.relation(&words.relation, stated, evidence)];
    let fact = |term: &str, value: Option<Phrase>| value.map(|value| Fact::new(term, value));
    let date = |date: &Option<PartialDate>| date.map(|date| edition.time(&date).words.into());
    // Of a network, that the cooperation is in a network says nothing.
    let in_itself = body.kind == BodyKind::Network && relation.form == RelationForm::Network;
    if relation.form != RelationForm::Itself && !in_itself {
        facts.push(Fact::new(&words.form, edition.form(relation.form)));
    }
    facts.extend(fact(&words.since, date(&relation.since)));
    facts.extend(fact(&words.until, date(&relation.until)));
    if let Some(society) = edition.catalog.societies.get(body.id)
        && body.kind == BodyKind::Society
    {
        let country = edition.country(society.country.as_str());
        facts.extend(fact(&words.country, country.map(Phrase::plain)));
    }
    if let Some(network) = edition.catalog.networks.get(body.id)
        && body.kind == BodyKind::Network
    {
        facts.push(Fact::new(&words.about, edition.text(&network.scope)));
        let coordinator = network.coordinator.as_ref();
        let link = coordinator.and_then(|id| edition.body_link(id));
        let label = if network.chaired {
            &words.chaired_by
        } else {
            &words.run_by
        };
        facts.extend(fact(label, link.map(Phrase::from)));
    }
    for (label, chaired) in [(&words.runs, false), (&words.chairs, true)] {
        let networks = edition.catalog.coordinated_by(body.id);
        let networks: Vec<_> = networks
            .filter(|(_, network)| network.chaired == chaired)
            .map(|(id, network)| Phrase {
                href: Some(edition.href(Route::entity(EntityKind::Network, id))),
                ..Phrase::plain(edition.short_name(&network.body))
            })
            .collect();
        facts.extend((!networks.is_empty()).then(|| Fact::list(label, networks)));
    }
    if let Some(founded) = &record.founded {
        let date = edition.time(&founded.date);
        let note = founded.note.iter();
        let note = note.map(|note| edition.text(note).into()).collect();
        let evidence = notes.evidence(&founded.sources, founded.confidence);
        facts.push(Fact {
            id: Some(FOUNDED),
            evidence: Some(Evidence {
                link: notes.place(FOUNDED, &date.words, &words.founded),
                ..evidence
            }),
            date: Some(date),
            ..Fact::list(&words.founded, note)
        });
    }
    let seat = record.seat.as_ref().and_then(|seat| edition.place(seat));
    facts.extend(fact(&words.seat, seat.map(Phrase::plain)));
    let goals: Vec<Phrase> = (record.goals.iter())
        .filter_map(|id| edition.goal_link(id).map(Phrase::from))
        .collect();
    facts.extend((!goals.is_empty()).then(|| Fact::list(&words.serves, goals)));
    let website = record.website.as_ref().map(outside);
    facts.extend(fact(&words.website, website));
    facts
}

/// A link out of the site: what it says is where it leads.
pub(super) fn outside(address: &WebAddress) -> Phrase {
    Phrase {
        outside: Some(address.as_str().to_owned()),
        ..Phrase::plain(address.host())
    }
}

/// From when to when, as far as it is known.
pub(super) fn since(
    edition: &Edition<'_>,
    since: Option<&PartialDate>,
    until: Option<&PartialDate>,
) -> Option<String> {
    match (since, until) {
        (Some(since), until) => Some(edition.span(since, until)),
        (None, Some(until)) => Some(format!("– {}", edition.time(until).words)),
        (None, None) => None,
    }
}

fn networks<'a>(edition: &Edition<'a>, body: BodyRef<'a>) -> Section<Row> {
    let words = edition.words;
    let mut rows: Vec<_> = edition
        .catalog
        .networks_of(body.id)
        .map(|(id, network, member)| {
            let name = edition.text(&network.body.name);
            let row = Row {
                key: edition
                    .catalog
                    .body(id)
                    .map(|network| body_key(edition, network).to_owned())
                    .unwrap_or_default(),
                name: Phrase {
                    href: Some(edition.href(Route::entity(EntityKind::Network, id))),
                    ..Phrase::plain(name)
                },
                lines: vec![edition.role(member.role).into()],
                notes: (member.since.iter())
                    .map(|date| edition.dated(&words.labels.since_date, date).plain())
                    .collect(),
                ..Row::default()
            };
            (edition.sort_key(name), row)
        })
        .collect();
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    let rows: Vec<_> = rows.into_iter().map(|(_, row)| row).collect();
    let key = edition.count(&words.counts.networks, rows.len());
    Section::new("h-networks", &words.sections.networks.name, key, rows)
}

/// The organisation's memberships: all on its own page, else those in the body.
fn memberships<'a>(edition: &Edition<'a>, body: BodyRef<'a>) -> Section<Row> {
    let words = edition.words;
    let own = edition.catalog.site.organisation.as_str() == body.id;
    let rows = if own {
        membership_rows(edition)
    } else {
        memberships_in(edition, body)
    };
    let key = edition.count(&words.counts.memberships, rows.len());
    Section::new("h-memberships", &words.sections.memberships.name, key, rows)
}

fn memberships_in<'a>(edition: &Edition<'a>, body: BodyRef<'a>) -> Vec<Row> {
    let memberships = edition.catalog.memberships_in(body.id);
    let rows = memberships.map(|(id, membership)| {
        let text = edition.text(&membership.text);
        Row {
            key: membership_key(edition, membership),
            name: Phrase {
                href: Some(edition.href(Route::entity(EntityKind::Membership, id))),
                ..Phrase::plain(text)
            },
            notes: vec![
                edition.membership_role(membership.role).to_owned(),
                edition.confidence(membership.confidence).to_owned(),
            ],
            ..Row::default()
        }
    });
    rows.collect()
}

/// What is not known of a body.
pub(super) fn gaps<'a>(edition: &Edition<'a>, body: &'a Body) -> Section<Row> {
    let rows: Vec<_> = body
        .gaps
        .iter()
        .map(|gap| Row {
            lines: vec![edition.text(&gap.text).into()],
            ..Row::default()
        })
        .collect();
    let key = edition.count(&edition.words.counts.gaps, rows.len());
    Section::new(GAPS, &edition.words.headings.not_known, key, rows)
}
