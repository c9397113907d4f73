//! The map of seats: all of them, and those of one kind of body; the same
//! places stand beside it as a list.

use super::body::former;
use super::drawing::{Drawing, Seat, Shape, Subject, Target, drawing, place_id, seats};
use super::outline::Outline;
use super::parts::{self, Flag, Link, Title};
use super::{Citation, Context};
use crate::content::catalog::{BodyKind, BodyRef, Catalog};
use crate::content::record::PartnerKind;
use crate::site::chrome::{Frame, Head};
use crate::site::data::markdown::{Markdown, badge, escape, label};
use crate::site::edition::Edition;
use crate::site::route::{Route, Section, map_kinds};
use askama::Template;

/// The map with its list.
#[derive(Template)]
#[template(path = "map.html")]
pub(super) struct MapPage<'e> {
    frame: &'e Frame,
    head: Head,
    title: Title,
    filters: Vec<KindFilter>,
    drawing: Drawing,
    legend: Legend,
    places: Vec<PlaceRow>,
    /// Those whose seat is not recorded.
    seatless: Vec<BodyLine>,
    citation: Citation,
}

impl Outline for MapPage<'_> {
    fn title(&self) -> &Title {
        &self.title
    }

    fn citation(&self) -> Option<&Citation> {
        Some(&self.citation)
    }

    fn outline(&self, markdown: &mut Markdown<'_>) {
        let words = &self.frame.words.map;
        markdown.heading(2, &words.as_list);
        places(markdown, &self.places);
        if !self.seatless.is_empty() {
            markdown.heading(3, &words.no_seat);
            let bodies = self.seatless.iter().map(|line| line.markdown(markdown));
            let bodies: Vec<_> = bodies.collect();
            markdown.list(bodies);
        }
    }
}

impl Overview {
    /// The same places as on the map.
    pub(super) fn outline(&self, markdown: &mut Markdown<'_>) {
        places(markdown, &self.places);
        let whole = markdown.link(&self.whole.text, &self.whole.href);
        markdown.line(&whole);
    }
}

/// Places as Markdown, each with those who sit there.
fn places(markdown: &mut Markdown<'_>, places: &[PlaceRow]) {
    let items = places.iter().map(|place| {
        let town = place.town.iter().map(|town| &**town);
        let names: Vec<_> = [&*place.country].into_iter().chain(town).collect();
        let bodies = place.bodies.iter().map(|line| line.markdown(markdown));
        let bodies: Vec<_> = bodies.collect();
        format!("{} {}", label(&names.join(", ")), bodies.join("; "))
    });
    let items: Vec<_> = items.collect();
    markdown.list(items);
}

impl BodyLine {
    fn markdown(&self, markdown: &Markdown<'_>) -> String {
        let link = markdown.link(&self.link.text, &self.link.href);
        let kind = self.kind.iter().map(|kind| format!(" · {}", escape(kind)));
        let former = self
            .former
            .iter()
            .map(|former| format!(" {}", badge(former)));
        std::iter::once(link).chain(kind).chain(former).collect()
    }
}

/// The map on the home page.
#[derive(Debug)]
pub(super) struct Overview {
    pub(super) drawing: Drawing,
    pub(super) legend: Legend,
    pub(super) places: Vec<PlaceRow>,
    /// Leads to the page of the map.
    pub(super) whole: Link,
}

/// A link to the map of one kind, or of all.
#[derive(Debug)]
struct KindFilter {
    link: Link,
    number: String,
    current: bool,
}

/// What the signs of a map mean: only those that it has.
#[derive(Debug)]
pub(super) struct Legend {
    pub(super) society: bool,
    pub(super) office: bool,
    pub(super) both: bool,
    pub(super) beyond: bool,
    pub(super) home: Option<String>,
    pub(super) note: String,
    pub(super) credit: Option<String>,
}

/// A place and the bodies that sit there.
#[derive(Debug)]
pub(super) struct PlaceRow {
    pub(super) id: String,
    pub(super) country: String,
    /// The town, unless it has the country's name.
    pub(super) town: Option<String>,
    /// Whether it is missing from the drawing.
    pub(super) unknown: bool,
    pub(super) bodies: Vec<BodyLine>,
}

/// One body in the list.
#[derive(Debug)]
pub(super) struct BodyLine {
    pub(super) link: Link,
    pub(super) kind: Option<String>,
    pub(super) former: Option<Flag>,
}

/// The map of all seats, or of those of one kind.
pub(super) fn page<'e>(context: Context<'_, 'e>, only: Option<BodyKind>) -> MapPage<'e> {
    let edition = context.edition;
    let of_kind = |body: &BodyRef<'_>| only.is_none_or(|kind| body.kind == kind);
    let bodies = || edition.catalog.bodies().filter(of_kind);
    let seats = seats(edition, bodies());
    let key = edition.count(&edition.words.counts.places, seats.len());
    let (head, title) = heads(context, only, key);
    let drawing = drawing(edition, context.frame, &seats, subject(edition));
    // Only partners are of several kinds; of the others the heading has said it.
    let detail = match only {
        Some(BodyKind::Society | BodyKind::Network) => Detail::Name,
        Some(BodyKind::Partner) | None => Detail::Kind,
    };
    MapPage {
        frame: context.frame,
        head,
        citation: context.citation(&title.heading),
        title,
        filters: filters(edition, only),
        legend: legend(edition, &drawing),
        drawing,
        places: rows(edition, &seats, detail),
        seatless: seatless(edition, bodies(), detail),
    }
}

fn subject(edition: &Edition<'_>) -> Subject<'static> {
    let words = &edition.words.map;
    Subject {
        id: "map",
        title: words.picture.clone(),
        description: words.description.clone(),
        small: false,
        target: Target::List,
    }
}

fn rows<'a>(edition: &Edition<'a>, seats: &[Seat<'a>], detail: Detail) -> Vec<PlaceRow> {
    seats
        .iter()
        .map(|seat| row(edition, seat, detail))
        .collect()
}

/// The map on the home page, with the short names of those who sit where.
pub(super) fn overview(edition: &Edition<'_>, frame: &Frame) -> parts::Section<Overview> {
    let mut seats = seats(edition, edition.catalog.bodies());
    // The list names towns only, so it stands in their order.
    seats.sort_by_cached_key(|seat| edition.sort_key(edition.text(&seat.place.name)));
    let drawing = drawing(edition, frame, &seats, subject(edition));
    let map = Overview {
        legend: legend(edition, &drawing),
        drawing,
        places: rows(edition, &seats, Detail::Short),
        whole: whole(edition),
    };
    let heading = &edition.section(Section::Map).name;
    let key = edition.count(&edition.words.counts.places, seats.len());
    let rows = if seats.is_empty() {
        Vec::new()
    } else {
        vec![map]
    };
    parts::Section::new("h-map", heading, key, rows)
}

/// How much a list says of each body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Detail {
    /// Its name, its kind, and whether the relation has ended.
    Kind,
    /// Its name, and whether the relation has ended.
    Name,
    /// Its short name.
    Short,
}

/// A link to the whole map.
pub(super) fn whole(edition: &Edition<'_>) -> Link {
    Link {
        href: edition.href(Route::Section(Section::Map)),
        text: edition.words.map.whole.clone(),
    }
}

/// The heading of the map of one kind.
pub(in crate::site) fn heading(edition: &Edition<'_>, only: Option<BodyKind>) -> String {
    let map = &edition.section(Section::Map).name;
    match only.and_then(|kind| Section::of_kind(kind.into())) {
        Some(section) => format!("{map}: {}", edition.section(section).name),
        None => map.clone(),
    }
}

/// The lead is that of the whole map: of one kind, the heading and the number of
/// places say all.
fn heads(context: Context<'_, '_>, only: Option<BodyKind>, key: String) -> (Head, Title) {
    let heading = heading(context.edition, only);
    if only.is_some() {
        let description = format!("{heading}. {}.", parts::capital(&key));
        let head = context.head(&heading, &description);
        return (head, Title::new(key, &heading));
    }
    let lead = &context.edition.section(Section::Map).lead;
    let head = context.head(&heading, lead);
    (head, Title::new(key, &heading).lead(lead))
}

fn filters(edition: &Edition<'_>, only: Option<BodyKind>) -> Vec<KindFilter> {
    let number = |kind: Option<BodyKind>| {
        let bodies = edition.catalog.bodies();
        let of_kind = bodies.filter(|body| kind.is_none_or(|kind| body.kind == kind));
        edition.number(of_kind.count())
    };
    let all = KindFilter {
        link: Link {
            href: edition.href(Route::Section(Section::Map)),
            text: edition.words.map.all.clone(),
        },
        number: number(None),
        current: only.is_none(),
    };
    let kinds = map_kinds(edition.catalog).filter_map(|kind| {
        let section = Section::of_kind(kind.into())?;
        Some(KindFilter {
            link: Link {
                href: edition.href(Route::Map(kind)),
                text: edition.section(section).name.clone(),
            },
            number: number(Some(kind)),
            current: only == Some(kind),
        })
    });
    std::iter::once(all).chain(kinds).collect()
}

/// What the signs of this map mean.
pub(super) fn legend(edition: &Edition<'_>, drawing: &Drawing) -> Legend {
    let words = &edition.words.map;
    let has = |sign: fn(&Shape) -> bool| drawing.marks.iter().any(|mark| sign(&mark.shape));
    let catalog: &Catalog = edition.catalog;
    let country = catalog
        .organisation()
        .filter(|_| edition.ground.home.is_some())
        .and_then(|own| edition.country(own.country.as_str()));
    let credit = catalog.map.as_ref().and_then(|map| map.credit.as_ref());
    Legend {
        society: has(|shape| matches!(shape, Shape::Society)),
        office: has(|shape| matches!(shape, Shape::Office)),
        both: has(|shape| matches!(shape, Shape::Both)),
        beyond: has(|shape| matches!(shape, Shape::Beyond(_))),
        home: country.map(|country| words.home.replace("{country}", country)),
        note: words.note.clone(),
        credit: credit.map(|credit| edition.text(credit).to_owned()),
    }
}

fn row<'a>(edition: &Edition<'a>, seat: &Seat<'a>, detail: Detail) -> PlaceRow {
    let town = edition.text(&seat.place.name);
    let country = edition.country(seat.place.country.as_str());
    PlaceRow {
        id: place_id(seat.id),
        country: country.unwrap_or(town).to_owned(),
        town: country
            .filter(|country| *country != town)
            .map(|_| town.to_owned()),
        unknown: seat.coordinates().is_none(),
        bodies: seat
            .bodies
            .iter()
            .map(|body| line(edition, *body, detail))
            .collect(),
    }
}

fn line<'a>(edition: &Edition<'a>, body: BodyRef<'a>, detail: Detail) -> BodyLine {
    let href = edition.href(Route::entity(body.kind.into(), body.id));
    if detail == Detail::Short {
        let text = edition.short_name(body.body).to_owned();
        return BodyLine {
            link: Link { href, text },
            kind: None,
            former: None,
        };
    }
    let partner = edition.catalog.partners.get(body.id);
    let kind: Option<PartnerKind> = partner
        .filter(|_| body.kind == BodyKind::Partner)
        .map(|partner| partner.kind);
    BodyLine {
        link: Link {
            href,
            text: edition.text(&body.body.name).to_owned(),
        },
        // That most of them are National Societies, the legend says once.
        kind: (detail == Detail::Kind && body.kind != BodyKind::Society).then(|| match kind {
            Some(kind) => edition.partner_kind(kind).one.clone(),
            None => edition.kind_word(body.kind.into()).to_owned(),
        }),
        former: former(edition, body.body),
    }
}

fn seatless<'a>(
    edition: &Edition<'a>,
    bodies: impl Iterator<Item = BodyRef<'a>>,
    detail: Detail,
) -> Vec<BodyLine> {
    let mut bodies: Vec<_> = bodies.filter(|body| body.body.seat.is_none()).collect();
    bodies.sort_by_cached_key(|body| (body.kind, edition.sort_key(edition.text(&body.body.name))));
    bodies
        .into_iter()
        .map(|body| line(edition, body, detail))
        .collect()
}
