//! The page of a partner, a National Society or a network.

pub(super) mod outline;

use super::events::{self, EventRow};
use super::evidence::{ChangeRow, ClaimRow, Evidence, Note, Notes, RELATION};
use super::parts::{Fact, Flag, Link, Phrase, Row, Section, Title};
use super::{Citation, Context};
use crate::content::catalog::{BodyKind, BodyRef, EntityKind};
use crate::content::record::{
    Body, MemberRole, MembershipRole, Network, PartnerKind, RelationForm, Status, WebAddress,
};
use crate::locale::PartialDate;
use crate::site::chrome::{Frame, Head};
use crate::site::edition::Edition;
use crate::site::route::Route;
use askama::Template;

/// The page of a body.
#[derive(Template)]
#[template(path = "body.html")]
pub(super) struct BodyPage<'e> {
    frame: &'e Frame,
    head: Head,
    title: Title,
    facts: Vec<Fact>,
    claims: Section<ClaimRow>,
    members: Section<MemberRow>,
    networks: Section<Row>,
    memberships: Section<Row>,
    events: Section<EventRow>,
    changes: Section<ChangeRow>,
    gaps: Section<Row>,
    notes: Section<Note>,
    citation: Citation,
}

/// One member of a network.
#[derive(Debug)]
pub(super) struct MemberRow {
    pub(super) name: Link,
    pub(super) own: bool,
    pub(super) country: Option<String>,
    pub(super) role: String,
    pub(super) since: String,
    pub(super) evidence: Evidence,
}

/// The page of this body.
pub(super) fn page<'a, 'e>(context: Context<'a, 'e>, body: BodyRef<'a>) -> BodyPage<'e> {
    let edition = context.edition;
    let words = edition.words;
    let record = body.body;
    let mut notes = Notes::new(edition);
    let facts = facts(edition, &mut notes, body);
    let claims = notes.claims(&record.claims);
    let members = members(edition, &mut notes, body);
    let events = events::section(
        edition,
        &words.headings.together,
        &edition.catalog.events_of(body.id),
        Some(body.id),
    );
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
    BodyPage {
        frame: context.frame,
        head: context.head(&in_tab, edition.text(&record.relation.text)),
        title,
        facts,
        claims,
        members,
        networks: networks(edition, body),
        memberships: memberships(edition, body),
        events,
        changes,
        gaps: gaps(edition, record),
        notes: notes.finish(),
        citation: context.citation(name),
    }
}

fn title<'a>(edition: &Edition<'a>, body: BodyRef<'a>) -> Title {
    let record = body.body;
    let key = match kind_of_partner(edition, body) {
        Some(kind) => &edition.partner_kind(kind).one,
        None => edition.kind_word(body.kind.into()),
    };
    let name = edition.text(&record.name);
    let mut title = Title::new(key, name);
    title.abbreviation = record
        .abbreviation
        .as_ref()
        .map(|text| edition.text(text).to_owned());
    title.own_name = record
        .own_name
        .as_ref()
        .filter(|own| own.text != name)
        .map(|own| (own.text.clone(), own.lang.as_str().to_owned()));
    title
}

fn kind_of_partner(edition: &Edition<'_>, body: BodyRef<'_>) -> Option<PartnerKind> {
    let partner = edition.catalog.partners.get(body.id)?;
    (body.kind == BodyKind::Partner).then_some(partner.kind)
}

/// That a relation has ended, if it has.
pub(super) fn former(edition: &Edition<'_>, body: &Body) -> Option<Flag> {
    let words = &edition.words.labels;
    (body.relation.status == Status::Former).then(|| match &body.relation.until {
        Some(until) => edition.dated(&words.former_until, until).into(),
        None => words.former.clone().into(),
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
    let mut facts = vec![Fact {
        id: Some(RELATION),
        late: notes.late(RELATION, &relation.review_by),
        evidence: Some(Evidence {
            as_of: Some(edition.time(&relation.as_of)),
            review: Some(edition.time(&relation.review_by)),
            ..evidence.alone()
        }),
        ..Fact::new(&words.relation, edition.text(&relation.text))
    }];
    let fact = |term: &str, value: Option<Phrase>| value.map(|value| Fact::new(term, value));
    let date = |date: &Option<PartialDate>| date.map(|date| edition.time(&date).words.into());
    if relation.form != RelationForm::Itself {
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
        facts.extend(fact(&words.run_by, link.map(Phrase::from)));
    }
    let runs: Vec<Phrase> = edition
        .catalog
        .coordinated_by(body.id)
        .map(|(id, network)| Phrase {
            href: Some(edition.href(Route::entity(EntityKind::Network, id))),
            ..Phrase::plain(edition.short_name(&network.body))
        })
        .collect();
    facts.extend((!runs.is_empty()).then(|| Fact::list(&words.runs, runs)));
    if let Some(founded) = &record.founded {
        let mut values = vec![edition.time(&founded.date).words.into()];
        values.extend(founded.note.as_ref().map(|note| edition.text(note).into()));
        facts.push(Fact {
            evidence: Some(notes.evidence(&founded.sources, founded.confidence).alone()),
            ..Fact::list(&words.founded, values)
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

/// The members of a network; no other body has any.
pub(super) fn members<'a>(
    edition: &Edition<'a>,
    notes: &mut Notes<'a, '_>,
    body: BodyRef<'a>,
) -> Section<MemberRow> {
    let words = edition.words;
    let network = edition.catalog.networks.get(body.id);
    let network = network.filter(|_| body.kind == BodyKind::Network);
    let country = |id: &str| {
        let society = edition.catalog.societies.get(id)?;
        edition.country(society.country.as_str()).map(str::to_owned)
    };
    let link = |id: &str| {
        let body = edition.catalog.body(id)?;
        Some(Link {
            href: edition.href(Route::entity(body.kind.into(), body.id)),
            text: edition.text(&body.body.name).to_owned(),
        })
    };
    let mut rows = Vec::new();
    if let Some(network) = network {
        let own = edition.catalog.site.organisation.as_str();
        for (_, membership) in edition.catalog.memberships_in(body.id) {
            rows.extend(link(own).map(|name| MemberRow {
                name,
                own: true,
                country: country(own),
                role: edition.membership_role(membership.role).to_owned(),
                since: since(
                    edition,
                    membership.since.as_ref(),
                    membership.until.as_ref(),
                ),
                evidence: notes.evidence(&membership.sources, membership.confidence),
            }));
        }
        let mut members: Vec<_> = network.members.iter().collect();
        members.sort_by_cached_key(|member| {
            let name = edition.catalog.body(member.body.as_str());
            name.map(|body| edition.sort_key(edition.text(&body.body.name)))
        });
        for member in members {
            let id = member.body.as_str();
            rows.extend(link(id).map(|name| MemberRow {
                name,
                own: false,
                country: country(id),
                role: role_and_chair(edition, member.role, network, id),
                since: since(edition, member.since.as_ref(), member.until.as_ref()),
                evidence: notes.evidence(&member.sources, member.confidence),
            }));
        }
    }
    let key = edition.count(&words.counts.members, rows.len());
    Section::new("h-members", &words.headings.members, key, rows)
}

fn role_and_chair(edition: &Edition<'_>, role: MemberRole, network: &Network, id: &str) -> String {
    let runs = network
        .coordinator
        .as_ref()
        .is_some_and(|body| body.as_str() == id);
    let word = edition.role(role);
    if runs && !matches!(role, MemberRole::Chair | MemberRole::Coordinator) {
        edition.join(&[word, edition.role(MemberRole::Coordinator)])
    } else {
        word.to_owned()
    }
}

fn since(
    edition: &Edition<'_>,
    since: Option<&PartialDate>,
    until: Option<&PartialDate>,
) -> String {
    match (since, until) {
        (Some(since), until) => edition.span(since, until),
        (None, Some(until)) => format!("– {}", edition.time(until).words),
        (None, None) => String::new(),
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
                key: edition.short_name(&network.body).to_owned(),
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
    let mut rows: Vec<_> = edition
        .catalog
        .memberships
        .iter()
        .filter(|(_, membership)| own || membership.body.as_str() == body.id)
        .filter_map(|(id, membership)| {
            let of = edition.catalog.body(membership.body.as_str())?;
            let role: MembershipRole = membership.role;
            let text = edition.text(&membership.text);
            let name = if own {
                edition.short_name(of.body)
            } else {
                text
            };
            let line = if own {
                text
            } else {
                edition.membership_role(role)
            };
            let row = Row {
                key: since(
                    edition,
                    membership.since.as_ref(),
                    membership.until.as_ref(),
                ),
                name: Phrase {
                    href: Some(edition.href(Route::entity(EntityKind::Membership, id))),
                    ..Phrase::plain(name)
                },
                lines: vec![line.into()],
                notes: vec![edition.confidence(membership.confidence).to_owned()],
                ..Row::default()
            };
            Some((edition.sort_key(name), row))
        })
        .collect();
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    let rows: Vec<_> = rows.into_iter().map(|(_, row)| row).collect();
    let key = edition.count(&words.counts.memberships, rows.len());
    Section::new("h-memberships", &words.sections.memberships.name, key, rows)
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
    Section::new("h-gaps", &edition.words.headings.not_known, key, rows)
}
