//! Who with whom: National Societies by networks.

use super::body::{leads, role_and_lead};
use super::index::body_key;
use super::outline::Outline;
use super::parts::{Link, Phrase, Row, Section, Title};
use super::{Citation, Context};
use crate::content::catalog::{BodyKind, EntityKind, Entry};
use crate::content::record::{MemberRole, MembershipRole, Network};
use crate::locale::{PartialDate, SortKey};
use crate::site::chrome::{Frame, Head};
use crate::site::data::markdown::{Markdown, escape};
use crate::site::edition::Edition;
use crate::site::route::{self, Route};
use askama::Template;
use std::collections::BTreeMap;

/// The table of societies and networks.
#[derive(Template)]
#[template(path = "matrix.html")]
pub(super) struct MatrixPage<'e> {
    frame: &'e Frame,
    head: Head,
    title: Title,
    legend: Vec<(&'static str, String)>,
    columns: Vec<Column>,
    rows: Vec<SocietyRow>,
    networks: Section<Row>,
    citation: Citation,
}

impl Outline for MatrixPage<'_> {
    fn title(&self) -> &Title {
        &self.title
    }

    fn citation(&self) -> Option<&Citation> {
        Some(&self.citation)
    }

    fn outline(&self, markdown: &mut Markdown<'_>) {
        let words = &self.frame.words.matrix;
        let own = &self.frame.words.labels.this_register;
        let networks = self.columns.iter().map(|column| &*column.link.text);
        let head: Vec<_> = [&*words.society_of].into_iter().chain(networks).collect();
        let rows = self.rows.iter().map(|row| {
            let name = markdown.link(&row.link.text, &row.link.href);
            let name = if row.own {
                format!("{name} ({})", escape(own))
            } else {
                name
            };
            let cells = row.cells.iter().map(|cell| match cell {
                Some(cell) => escape(&format!("{}, {}", cell.time, cell.role)),
                None => escape(&words.nothing_known),
            });
            std::iter::once(name).chain(cells).collect()
        });
        let known = self.columns.iter().map(|column| escape(&column.known));
        let sums = std::iter::once(escape(&words.in_register)).chain(known);
        let rows: Vec<_> = rows.chain([sums.collect()]).collect();
        markdown.table(&head, rows);
        markdown.rows(&self.networks);
    }
}

/// A network.
#[derive(Debug)]
struct Column {
    link: Link,
    /// Its full name, where that is not what the link says.
    name: Option<String>,
    /// How many societies are known to be in it.
    known: String,
}

/// A National Society.
#[derive(Debug)]
struct SocietyRow {
    link: Link,
    own: bool,
    /// Whether it is the first of those that share a network.
    opens: bool,
    /// One for each network.
    cells: Vec<Option<Cell>>,
}

/// What a society is in a network.
#[derive(Debug, Clone)]
struct Cell {
    /// The class that draws it.
    shape: &'static str,
    /// Since when, from when to when, or that nobody knows.
    time: String,
    /// In which role.
    role: String,
    /// Whether it has ended.
    ended: bool,
}

/// Where a row stands: the organisation, then by the first network, then by
/// name.
type Order = (bool, usize, SortKey);

/// The networks, in their order.
fn networks<'a>(edition: &Edition<'a>) -> Vec<(&'a str, &'a Entry<Network>)> {
    let all = edition.catalog.networks.iter();
    let mut networks: Vec<_> = all.map(|(id, network)| (id.as_str(), network)).collect();
    networks.sort_by_cached_key(|(_, network)| {
        let order = network.body.order.unwrap_or(i32::MAX);
        (order, edition.sort_key(edition.text(&network.body.name)))
    });
    networks
}

/// The whole table.
pub(super) fn page<'e>(context: Context<'_, 'e>) -> MatrixPage<'e> {
    let edition = context.edition;
    let words = edition.words;
    let networks = networks(edition);
    let cells = cells(edition, &networks);
    let known = |column: usize| {
        let rows = cells.values();
        rows.filter(|row| row[column].is_some()).count()
    };
    let columns = networks.iter().enumerate().map(|(index, (id, network))| {
        let short = edition.short_name(&network.body);
        let name = edition.text(&network.body.name);
        Column {
            link: Link {
                href: edition.href(Route::entity(EntityKind::Network, id)),
                text: short.to_owned(),
            },
            name: (name != short).then(|| name.to_owned()),
            known: edition.number(known(index)),
        }
    });
    let columns: Vec<_> = columns.collect();
    let rows = rows(edition, cells);
    let (head, mut title) = context.section(route::Section::Matrix);
    title.key = edition.count(&words.counts.societies, rows.len());
    title.notes = vec![edition.count(&words.counts.networks, columns.len())];
    MatrixPage {
        frame: context.frame,
        head,
        title,
        legend: legend(edition),
        columns,
        rows,
        networks: list(edition, &networks),
        citation: context.citation(&words.sections.matrix.name),
    }
}

/// What every society is in every network, for those that are in one.
fn cells<'a>(
    edition: &Edition<'a>,
    networks: &[(&'a str, &'a Entry<Network>)],
) -> BTreeMap<&'a str, Vec<Option<Cell>>> {
    let catalog = edition.catalog;
    let is_society = |id: &str| {
        let body = catalog.body(id);
        body.is_some_and(|body| body.kind == BodyKind::Society)
    };
    let mut table = BTreeMap::<&str, Vec<Option<Cell>>>::new();
    let mut put = |id: &'a str, column: usize, cell: Cell| {
        if is_society(id) {
            let row = table.entry(id);
            row.or_insert_with(|| vec![None; networks.len()])[column] = Some(cell);
        }
    };
    for (column, (id, network)) in networks.iter().enumerate() {
        let own = catalog.site.organisation.as_str();
        let coordinator = network.coordinator.as_ref().map(|body| body.as_str());
        if let Some(body) = coordinator {
            // Whoever runs a network without being listed is in it all the same.
            let led = role_and_lead(edition, "", network);
            put(body, column, cell(edition, Held::leading(&led)));
        }
        for (_, membership) in catalog.memberships_in(id) {
            let held = Held {
                shape: shape_of_membership(membership.role),
                role: edition.membership_role(membership.role),
                since: membership.since,
                until: membership.until,
            };
            let led = role_and_lead(edition, held.role, network);
            let held = match coordinator == Some(own) {
                true => held.leads(&led),
                false => held,
            };
            put(own, column, cell(edition, held));
        }
        for member in &network.members {
            let runs = coordinator == Some(member.body.as_str());
            let held = Held {
                shape: shape(member.role),
                role: edition.role(member.role),
                since: member.since,
                until: member.until,
            };
            let led = role_and_lead(edition, held.role, network);
            let held = match runs && !leads(member.role) {
                true => held.leads(&led),
                false => held,
            };
            put(member.body.as_str(), column, cell(edition, held));
        }
    }
    table
}

/// What is recorded of a society in a network.
#[derive(Clone, Copy)]
struct Held<'a> {
    shape: &'static str,
    role: &'a str,
    since: Option<PartialDate>,
    until: Option<PartialDate>,
}

impl<'a> Held<'a> {
    /// Nothing, but that it leads the network, in these words.
    fn leading(role: &'a str) -> Self {
        Self {
            shape: LEADS,
            role,
            since: None,
            until: None,
        }
    }

    /// The same, and that it leads the network besides, in these words.
    fn leads(self, role: &'a str) -> Self {
        Self {
            shape: LEADS,
            role,
            ..self
        }
    }
}

const FOUNDED: &str = "founder";
const BELONGS: &str = "member";
const LEADS: &str = "leads";
const TAKES_PART: &str = "part";

fn shape(role: MemberRole) -> &'static str {
    match role {
        MemberRole::FoundingMember => FOUNDED,
        MemberRole::Member => BELONGS,
        MemberRole::Chair | MemberRole::Coordinator => LEADS,
        MemberRole::Participant => TAKES_PART,
    }
}

fn shape_of_membership(role: MembershipRole) -> &'static str {
    match role {
        MembershipRole::FoundingMember => FOUNDED,
        MembershipRole::Member | MembershipRole::FullMember | MembershipRole::Component => BELONGS,
        MembershipRole::Participant => TAKES_PART,
    }
}

fn cell(edition: &Edition<'_>, held: Held<'_>) -> Cell {
    let year = |date: PartialDate| PartialDate::Year(date.year());
    let until = held.until.map(year);
    Cell {
        shape: held.shape,
        time: match (held.since.map(year), until) {
            (Some(since), None) => edition.time(&since).words,
            (Some(since), Some(until)) => edition.span(&since, Some(&until)),
            (None, Some(until)) => format!("– {}", edition.time(&until).words),
            (None, None) => edition.words.matrix.undated.clone(),
        },
        role: held.role.to_owned(),
        ended: until.is_some(),
    }
}

/// The rows in an order in which those that share a network stand together.
fn rows<'a>(edition: &Edition<'a>, cells: BTreeMap<&'a str, Vec<Option<Cell>>>) -> Vec<SocietyRow> {
    let catalog = edition.catalog;
    let organisation = catalog.site.organisation.as_str();
    let mut rows: Vec<(Order, SocietyRow)> = cells
        .into_iter()
        .filter_map(|(id, cells)| {
            let society = catalog.societies.get(id)?;
            let country = edition.country(society.country.as_str());
            let name = country.unwrap_or(edition.text(&society.body.name));
            let first = cells.iter().position(Option::is_some)?;
            let own = id == organisation;
            let row = SocietyRow {
                link: Link {
                    href: edition.href(Route::entity(EntityKind::Society, id)),
                    text: name.to_owned(),
                },
                own,
                opens: false,
                cells,
            };
            Some(((!own, first, edition.sort_key(name)), row))
        })
        .collect();
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    let mut block = None;
    rows.into_iter()
        .map(|((other, first, _), row)| {
            let opens = other && block.is_some_and(|block| block != first);
            block = other.then_some(first);
            SocietyRow { opens, ..row }
        })
        .collect()
}

/// The shapes and what they mean.
fn legend(edition: &Edition<'_>) -> Vec<(&'static str, String)> {
    let role = |role| edition.role(role).to_owned();
    vec![
        (FOUNDED, role(MemberRole::FoundingMember)),
        (BELONGS, role(MemberRole::Member)),
        (LEADS, edition.words.roles.leading.clone()),
        (TAKES_PART, role(MemberRole::Participant)),
    ]
}

/// The networks by their full names, with what they are about.
fn list<'a>(edition: &Edition<'a>, networks: &[(&'a str, &'a Entry<Network>)]) -> Section<Row> {
    let words = edition.words;
    let rows = networks.iter().map(|(id, network)| {
        let name = edition.text(&network.body.name);
        let body = edition.catalog.body(id);
        Row {
            key: body.map_or("", |body| body_key(edition, body)).to_owned(),
            name: Phrase {
                href: Some(edition.href(Route::entity(EntityKind::Network, id))),
                ..Phrase::plain(name)
            },
            lines: vec![edition.text(&network.scope).into()],
            ..Row::default()
        }
    });
    let rows: Vec<_> = rows.collect();
    let key = edition.count(&words.counts.networks, rows.len());
    Section::new("h-networks", &words.sections.networks.name, key, rows)
}
