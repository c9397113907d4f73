//! The indexes of partners, societies, networks, memberships and goals.

use super::body::former;
use super::outline::Outline;
use super::parts::{Fact, Phrase, Row, Section, Title};
use super::{Citation, Context};
use crate::content::catalog::{BodyKind, BodyRef, EntityKind};
use crate::content::record::{Goal, Membership, PartnerKind, RelationForm};
use crate::locale::SortKey;
use crate::site::chrome::{Frame, Head};
use crate::site::data::markdown::Markdown;
use crate::site::edition::Edition;
use crate::site::route::{self, Route};
use askama::Template;

/// An index: rows in groups.
#[derive(Template)]
#[template(path = "index.html")]
pub(super) struct IndexPage<'e> {
    pub(super) frame: &'e Frame,
    pub(super) head: Head,
    pub(super) title: Title,
    pub(super) facts: Vec<Fact>,
    /// The name of the links to the groups.
    pub(super) filter_label: String,
    /// Links to the groups, where there are several.
    pub(super) filters: Vec<Filter>,
    pub(super) groups: Vec<Section<Row>>,
    pub(super) citation: Citation,
}

impl Outline for IndexPage<'_> {
    fn title(&self) -> &Title {
        &self.title
    }

    fn citation(&self) -> Option<&Citation> {
        Some(&self.citation)
    }

    fn outline(&self, markdown: &mut Markdown<'_>) {
        if !self.facts.is_empty() {
            markdown.facts(&self.facts);
        }
        for group in &self.groups {
            markdown.rows(group);
        }
    }
}

/// A link to a group, with how much is in it.
#[derive(Debug)]
pub(super) struct Filter {
    pub(super) id: String,
    pub(super) text: String,
    pub(super) number: String,
}

/// An index with these groups; empty ones are left out.
pub(super) fn index_page<'e>(
    context: Context<'_, 'e>,
    section: route::Section,
    count: String,
    groups: Vec<Section<Row>>,
) -> IndexPage<'e> {
    let (head, mut title) = context.section(section);
    title.key = count;
    let groups: Vec<_> = groups
        .into_iter()
        .filter(|group| !group.rows.is_empty())
        .collect();
    let filters = if groups.len() > 1 {
        filters(context.edition, &groups)
    } else {
        Vec::new()
    };
    IndexPage {
        frame: context.frame,
        head,
        title,
        facts: Vec::new(),
        filter_label: context.edition.words.labels.groups.clone(),
        filters,
        groups,
        citation: context.citation(&context.edition.section(section).name),
    }
}

/// Links to these groups.
pub(super) fn filters<T>(edition: &Edition<'_>, groups: &[Section<T>]) -> Vec<Filter> {
    groups
        .iter()
        .map(|group| Filter {
            id: group.id.clone(),
            text: group.heading.clone(),
            number: edition.number(group.rows.len()),
        })
        .collect()
}

/// The partners, by kind.
pub(super) fn partners<'e>(context: Context<'_, 'e>) -> IndexPage<'e> {
    let edition = context.edition;
    let catalog = edition.catalog;
    let groups = PartnerKind::ALL.into_iter().map(|kind| {
        let of_kind = |body: &BodyRef<'_>| {
            body.kind == BodyKind::Partner
                && catalog
                    .partners
                    .get(body.id)
                    .is_some_and(|found| found.kind == kind)
        };
        let rows = bodies(edition, catalog.bodies().filter(of_kind));
        let heading = &edition.partner_kind(kind).many;
        let key = edition.count(&edition.words.counts.partners, rows.len());
        Section::new(format!("k{}", kind as u8 + 1), heading, key, rows)
    });
    let count = edition.count(&edition.words.counts.partners, catalog.partners.len());
    index_page(context, route::Section::Partners, count, groups.collect())
}

/// The National Societies: the organisation itself, then the others.
pub(super) fn societies<'e>(context: Context<'_, 'e>) -> IndexPage<'e> {
    let edition = context.edition;
    let words = edition.words;
    let catalog = edition.catalog;
    let is_own = |body: &BodyRef<'_>| body.body.relation.form == RelationForm::Itself;
    let all = || {
        catalog
            .bodies()
            .filter(|body| body.kind == BodyKind::Society)
    };
    let own = bodies(edition, all().filter(is_own));
    let others = bodies(edition, all().filter(|body| !is_own(body)));
    let key = edition.count(&words.counts.societies, others.len());
    let groups = vec![
        Section::new("own", &words.headings.this_organisation, String::new(), own),
        Section::new("others", &words.headings.other_societies, key, others),
    ];
    let count = edition.count(&words.counts.societies, catalog.societies.len());
    index_page(context, route::Section::Societies, count, groups)
}

/// The networks.
pub(super) fn networks<'e>(context: Context<'_, 'e>) -> IndexPage<'e> {
    let edition = context.edition;
    let all = edition.catalog.bodies();
    let rows = bodies(edition, all.filter(|body| body.kind == BodyKind::Network));
    let count = edition.count(&edition.words.counts.networks, rows.len());
    let heading = &edition.words.sections.networks.name;
    let groups = vec![Section::only(heading, rows)];
    index_page(context, route::Section::Networks, count, groups)
}

fn bodies<'a>(edition: &Edition<'a>, bodies: impl Iterator<Item = BodyRef<'a>>) -> Vec<Row> {
    in_order(edition, bodies)
        .into_iter()
        .map(|body| body_row(edition, body))
        .collect()
}

/// Bodies in the order of lists.
pub(super) fn in_order<'a>(
    edition: &Edition<'a>,
    bodies: impl Iterator<Item = BodyRef<'a>>,
) -> Vec<BodyRef<'a>> {
    let mut bodies: Vec<_> = bodies.collect();
    bodies.sort_by_cached_key(|body| order(edition, *body));
    bodies
}

/// The memberships, oldest first.
pub(super) fn memberships_in_order<'a>(edition: &Edition<'a>) -> Vec<(&'a str, &'a Membership)> {
    let memberships = edition.catalog.memberships.iter();
    let mut memberships: Vec<_> = memberships
        .map(|(id, entry)| (id.as_str(), &entry.record))
        .collect();
    memberships.sort_by_key(|(id, membership)| (membership.since.is_none(), membership.since, *id));
    memberships
}

/// The goals in their order.
pub(super) fn goals_in_order<'a>(edition: &Edition<'a>) -> Vec<(&'a str, &'a Goal)> {
    let goals = edition.catalog.goals.iter();
    let mut goals: Vec<_> = goals
        .map(|(id, entry)| (id.as_str(), &entry.record))
        .collect();
    goals.sort_by_cached_key(|(_, goal)| (goal.order, edition.sort_key(edition.text(&goal.title))));
    goals
}

/// Where a body stands in a list: at the place that the register gives it,
/// then by what stands in the key of a society, its country, then by its name.
pub(super) fn order<'a>(
    edition: &Edition<'a>,
    body: BodyRef<'a>,
) -> (BodyKind, i32, Option<SortKey>, SortKey) {
    let country = country(edition, body).map(|country| edition.sort_key(country));
    let name = edition.sort_key(edition.text(&body.body.name));
    let place = body.body.order.unwrap_or(i32::MAX);
    (body.kind, place, country, name)
}

/// The country of a society.
fn country<'a>(edition: &Edition<'a>, body: BodyRef<'a>) -> Option<&'a str> {
    let society = edition.catalog.societies.get(body.id)?;
    let country = edition.country(society.country.as_str());
    country.filter(|_| body.kind == BodyKind::Society)
}

/// What stands in the key of a body: the country of a society, else the
/// abbreviation, else what it is in a word.
pub(super) fn body_key<'a>(edition: &Edition<'a>, body: BodyRef<'a>) -> &'a str {
    let abbreviation = || {
        let abbreviation = body.body.abbreviation.as_ref();
        abbreviation.map(|text| edition.text(text))
    };
    country(edition, body)
        .or_else(abbreviation)
        .unwrap_or_else(|| kind_word(edition, body))
}

/// What a body is, in a word: for a partner, which sort of partner.
pub(super) fn kind_word<'a>(edition: &Edition<'a>, body: BodyRef<'_>) -> &'a str {
    let partner = edition.catalog.partners.get(body.id);
    match partner.filter(|_| body.kind == BodyKind::Partner) {
        Some(partner) => &edition.partner_kind(partner.kind).one,
        None => edition.kind_word(body.kind.into()),
    }
}

/// A body in a list.
pub(super) fn body_row<'a>(edition: &Edition<'a>, body: BodyRef<'a>) -> Row {
    let words = edition.words;
    let record = body.body;
    let mut notes = Vec::new();
    if let Some(since) = &record.relation.since {
        notes.push(edition.dated(&words.labels.since_date, since).plain());
    }
    let events = edition.catalog.events_of(body.id).len();
    let counted = (events > 0).then(|| edition.count(&words.counts.events, events));
    let seat = record
        .seat
        .as_ref()
        .and_then(|id| edition.catalog.places.get(id.as_str()));
    // Without its name the seat would read as the place of the events.
    let seat = seat.map(|place| {
        let town = edition.text(&place.name);
        format!("{}: {town}", words.labels.seat)
    });
    notes.extend(counted.into_iter().chain(seat));
    Row {
        key: body_key(edition, body).to_owned(),
        name: Phrase {
            href: Some(edition.href(Route::entity(body.kind.into(), body.id))),
            ..Phrase::plain(edition.text(&record.name))
        },
        lines: vec![edition.text(&record.relation.text).into()],
        former: former(edition, record),
        notes,
        ..Row::default()
    }
}

/// The organisation's memberships, oldest first.
pub(super) fn memberships<'e>(context: Context<'_, 'e>) -> IndexPage<'e> {
    let edition = context.edition;
    let rows = membership_rows(edition);
    let count = edition.count(&edition.words.counts.memberships, rows.len());
    let heading = &edition.words.sections.memberships.name;
    let groups = vec![Section::only(heading, rows)];
    index_page(context, route::Section::Memberships, count, groups)
}

/// The memberships as rows, oldest first and those without a beginning last.
pub(super) fn membership_rows(edition: &Edition<'_>) -> Vec<Row> {
    memberships_in_order(edition)
        .into_iter()
        .filter_map(|(id, membership)| {
            let body = edition.catalog.body(membership.body.as_str())?;
            Some(Row {
                key: membership_key(edition, membership),
                name: Phrase {
                    href: Some(edition.href(Route::entity(EntityKind::Membership, id))),
                    ..Phrase::plain(edition.text(&body.body.name))
                },
                lines: vec![edition.text(&membership.text).into()],
                notes: vec![
                    edition.membership_role(membership.role).to_owned(),
                    edition.confidence(membership.confidence).to_owned(),
                ],
                ..Row::default()
            })
        })
        .collect()
}

/// Since when, and until when, as far as it is known.
pub(super) fn membership_key(edition: &Edition<'_>, membership: &Membership) -> String {
    let (since, until) = (&membership.since, &membership.until);
    let known = super::body::since(edition, since.as_ref(), until.as_ref());
    known.unwrap_or_else(|| edition.words.labels.start_not_known.clone())
}

/// The goals.
pub(super) fn goals<'e>(context: Context<'_, 'e>) -> IndexPage<'e> {
    let edition = context.edition;
    let rows = goal_rows(edition);
    let count = edition.count(&edition.words.counts.goals, rows.len());
    let heading = &edition.words.sections.goals.name;
    let groups = vec![Section::only(heading, rows)];
    index_page(context, route::Section::Goals, count, groups)
}

/// The goals as rows, in their order.
pub(super) fn goal_rows(edition: &Edition<'_>) -> Vec<Row> {
    let catalog = edition.catalog;
    let word = edition.kind_word(EntityKind::Goal);
    let numbered = goals_in_order(edition).into_iter().enumerate();
    numbered
        .map(|(index, (id, goal))| {
            let bodies = catalog.bodies_for_goal(id);
            let (networks, partners): (Vec<_>, Vec<_>) =
                bodies.partition(|body| body.kind == BodyKind::Network);
            let (societies, partners): (Vec<_>, Vec<_>) = partners
                .into_iter()
                .partition(|body| body.kind == BodyKind::Society);
            let counts = &edition.words.counts;
            let events = catalog.events_for_goal(id).len();
            let numbers = [
                (&counts.partners, partners.len()),
                (&counts.societies, societies.len()),
                (&counts.networks, networks.len()),
                (&counts.events, events),
            ];
            Row {
                key: format!("{word} {}", edition.number(index + 1)),
                name: Phrase {
                    href: Some(edition.href(Route::entity(EntityKind::Goal, id))),
                    ..Phrase::plain(edition.text(&goal.title))
                },
                lines: vec![edition.text(&goal.text).into()],
                notes: numbers
                    .into_iter()
                    .filter(|(_, number)| *number > 0)
                    .map(|(words, number)| edition.count(words, number))
                    .collect(),
                ..Row::default()
            }
        })
        .collect()
}
