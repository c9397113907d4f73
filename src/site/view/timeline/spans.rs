//! Memberships as bars on one scale, each beside its words.

use crate::content::catalog::{BodyKind, BodyRef, EntityKind};
use crate::site::edition::Edition;
use crate::site::picture::timeline::{Below, Known, NARROW, Naming, POINT, Scale, Span};
use crate::site::route::Route;
use crate::site::view::parts::{Phrase, capital};

/// A break makes every bar across it shorter than it was: only where more
/// years than this would make the others too narrow to be told apart.
const QUIET: i16 = 40;

/// The scale begins at least so many years ago, so that it is as wide as its
/// place even where all that is recorded is of today.
const LEAST: i16 = 9;

/// Bars, and the years above them.
#[derive(Debug, Default)]
pub struct Spans {
    /// The heading.
    pub heading: String,
    /// How many there are.
    pub key: String,
    /// The width of the drawings.
    pub width: i32,
    /// The right end of the scale.
    pub end: i32,
    /// Where the years stand that are named, with the years and whether there
    /// is room only when letters have their natural size.
    pub years: Vec<(Below, i16, bool)>,
    /// Where years are left out.
    pub breaks: Vec<i32>,
    /// The bars.
    pub spans: Vec<SpanRow>,
}

/// A bar beside its words.
#[derive(Debug)]
pub struct SpanRow {
    /// From when to when.
    pub time: String,
    /// Of what, with a link.
    pub name: Phrase,
    /// In which role.
    pub role: String,
    /// How we know.
    pub confidence: String,
    /// How the bar ends, in words, if no end is recorded.
    pub ending: Option<String>,
    /// The bar.
    pub span: Span,
}

/// What is drawn, before the scale is known.
struct Entry {
    known: Known,
    name: Phrase,
    role: String,
    confidence: String,
}

impl Spans {
    /// How many bars there are.
    pub fn rows(&self) -> usize {
        self.spans.len()
    }

    /// The organisation's memberships, oldest first, those without a
    /// beginning at the end.
    pub fn of_organisation(edition: &Edition<'_>) -> Self {
        let all = edition.catalog.memberships.keys();
        Self::new(edition, all.filter_map(|id| own(edition, id)).collect())
    }

    /// The organisation's memberships in this body, and those of the body in
    /// networks.
    pub fn of_body<'a>(edition: &Edition<'a>, body: BodyRef<'a>) -> Self {
        let catalog = edition.catalog;
        let own = catalog
            .memberships_in(body.id)
            .filter_map(|(id, _)| own(edition, id));
        let networks = catalog
            .networks_of(body.id)
            .filter(|_| body.kind != BodyKind::Network)
            .map(|(id, network, member)| Entry {
                known: Known {
                    since: member.since,
                    until: member.until,
                    as_of: None,
                },
                name: Phrase {
                    href: Some(edition.href(Route::entity(EntityKind::Network, id))),
                    ..Phrase::plain(edition.text(&network.body.name))
                },
                role: edition.role(member.role).to_owned(),
                confidence: edition.confidence(member.confidence).to_owned(),
            });
        Self::new(edition, own.chain(networks).collect())
    }

    fn new(edition: &Edition<'_>, mut entries: Vec<Entry>) -> Self {
        if entries.is_empty() {
            return Self::default();
        }
        entries.sort_by_cached_key(|entry| {
            let since = entry.known.since;
            (since.is_none(), since, edition.sort_key(&entry.name.text))
        });
        let words = edition.words;
        let today = edition.catalog.today;
        let years = entries.iter().flat_map(|Entry { known, .. }| {
            let dates = [known.since, known.until, known.as_of];
            dates.into_iter().flatten().map(|date| date.year())
        });
        // Bars that go on point beyond today.
        let years = years.chain([today.year - LEAST, today.year]);
        let scale = Scale::new(years, QUIET, NARROW - POINT);
        let names = scale.names().into_iter();
        Self {
            heading: words.sections.memberships.name.clone(),
            key: edition.count(&words.counts.memberships, entries.len()),
            width: NARROW,
            end: scale.end,
            years: names
                .filter(|(.., naming)| *naming != Naming::Never)
                .map(|(year, _, naming)| (scale.below(year), year, naming == Naming::Minor))
                .collect(),
            spans: entries
                .into_iter()
                .map(|entry| SpanRow {
                    time: time(edition, entry.known),
                    ending: (entry.known.until.is_none()).then(|| words.timeline.no_end.clone()),
                    span: Span::new(&scale, entry.known, today),
                    name: entry.name,
                    role: entry.role,
                    confidence: entry.confidence,
                })
                .collect(),
            breaks: scale.breaks,
        }
    }
}

/// One of the organisation's memberships.
fn own(edition: &Edition<'_>, id: &str) -> Option<Entry> {
    let membership = edition.catalog.memberships.get(id)?;
    let body = edition.catalog.body(membership.body.as_str())?;
    Some(Entry {
        known: Known {
            since: membership.since,
            until: membership.until,
            as_of: Some(membership.as_of),
        },
        name: Phrase {
            href: Some(edition.href(Route::entity(EntityKind::Membership, id))),
            ..Phrase::plain(edition.text(&body.body.name))
        },
        role: edition.membership_role(membership.role).to_owned(),
        confidence: edition.confidence(membership.confidence).to_owned(),
    })
}

/// From when to when, in words.
fn time(edition: &Edition<'_>, known: Known) -> String {
    let words = edition.words;
    match (known.since, known.until) {
        (Some(since), None) => edition.dated(&words.labels.since_date, &since).plain(),
        (Some(since), Some(until)) => edition.span(&since, Some(&until)),
        (None, None) => capital(&words.timeline.beginning_unknown),
        (None, Some(until)) => format!("– {}", edition.time(&until).words),
    }
}
