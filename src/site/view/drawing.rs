//! A map with marks: every value ready to be drawn.

use super::parts::capital;
use crate::content::catalog::{BodyKind, BodyRef};
use crate::content::record::Place;
use crate::site::chrome::Frame;
use crate::site::edition::Edition;
use crate::site::picture::ground::{Edge, MARK, Spot, reaches};
use crate::site::picture::labels::{Anchor, Label, Placed, Sheet, place};
use crate::site::picture::projection::Coordinates;
use crate::site::picture::{Point, Rect};
use std::collections::BTreeMap;

/// The size of letters on a map as wide as the page, in its units.
const WIDE: f64 = 13.0;
/// The size of letters on a phone and on a small map: there a unit is little.
const NARROW: f64 = 24.0;

/// How much larger marks are drawn where a unit is little.
const GROWN: f64 = 1.5;

/// How far a finger may miss a mark, in units: in a window 320 CSS pixels
/// wide, twice this is the 24 pixels of WCAG 2.2, 2.5.8.
const REACH: f64 = 25.0;

/// A map with marks.
#[derive(Debug)]
pub(super) struct Drawing {
    /// What precedes its ids.
    pub(super) id: &'static str,
    /// Its title.
    pub(super) title: String,
    /// What it shows, in words.
    pub(super) description: String,
    pub(super) width: f64,
    pub(super) height: f64,
    /// The size of its letters in units.
    pub(super) size: f64,
    /// Whether it is one of the small ones.
    pub(super) small: bool,
    /// Where the land is.
    pub(super) land: Option<String>,
    /// Whether the organisation's country is drawn.
    pub(super) home: bool,
    pub(super) marks: Vec<Mark>,
}

/// One place of a map.
#[derive(Debug)]
pub(super) struct Mark {
    pub(super) href: String,
    /// The place, and who sits there if the link leads to them.
    pub(super) name: String,
    pub(super) at: Point,
    /// How far around it a pointer may miss it.
    pub(super) reach: f64,
    pub(super) shape: Shape,
    pub(super) sign: Sign,
    pub(super) label: String,
    pub(super) bold: bool,
    /// Where the label stands on a wide map, and where on a narrow one.
    pub(super) wide: Option<Words>,
    pub(super) narrow: Option<Words>,
}

/// Where a label stands, from its mark.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) x: f64,
    pub(super) y: f64,
    /// A value of `text-anchor`, where it is not the usual.
    pub(super) anchor: Option<&'static str>,
    /// SVG path data of the line that leads there, if one does.
    pub(super) line: Option<String>,
}

/// What a mark looks like.
#[derive(Debug)]
pub(super) enum Shape {
    /// A National Society sits there.
    Society,
    /// A partner or a network sits there.
    Office,
    /// One of either.
    Both,
    /// The organisation's own country is drawn, and is mark enough.
    Home,
    /// A place beyond this edge.
    Beyond(Edge),
}

impl Shape {
    fn sign(&self) -> Sign {
        let path = |path| Sign {
            path: Some(path),
            ..Sign::default()
        };
        let circle = |radius| Sign {
            circle: Some(radius),
            ..Sign::default()
        };
        match self {
            Self::Society => circle(5),
            Self::Office => path("M-5-5H5V5H-5z"),
            Self::Both => Sign {
                path: Some("M-2.5-2.5h5v5h-5z"),
                hole: true,
                ..circle(6)
            },
            Self::Home => Sign::default(),
            Self::Beyond(Edge::Left) => path("M-6 0L5-6V6z"),
            Self::Beyond(Edge::Right) => path("M6 0L-5-6V6z"),
            Self::Beyond(Edge::Top) => path("M0-6L6 5H-6z"),
            Self::Beyond(Edge::Bottom) => path("M0 6L6-5H-6z"),
        }
    }
}

/// What is drawn for a mark, around its place; nothing taller or wider than
/// [`MARK`] to each side.
#[derive(Debug, Default)]
pub(super) struct Sign {
    /// The radius of a circle.
    pub(super) circle: Option<u8>,
    /// SVG path data.
    pub(super) path: Option<&'static str>,
    /// Whether the path is a hole in the circle.
    pub(super) hole: bool,
}

/// A place with the bodies that have their seat there.
pub(super) struct Seat<'a> {
    pub(super) id: &'a str,
    pub(super) place: &'a Place,
    pub(super) bodies: Vec<BodyRef<'a>>,
}

impl Seat<'_> {
    /// Where it is on the earth, if that is recorded.
    pub(super) fn coordinates(&self) -> Option<Coordinates> {
        coordinates(self.place)
    }
}

fn coordinates(place: &Place) -> Option<Coordinates> {
    Some(Coordinates {
        latitude: place.latitude?,
        longitude: place.longitude?,
    })
}

/// The name of a place within the page of the map.
pub fn place_id(id: &str) -> String {
    format!("place-{id}")
}

/// The seats of these bodies, by country and place in the alphabet.
pub(super) fn seats<'a>(
    edition: &Edition<'a>,
    bodies: impl Iterator<Item = BodyRef<'a>>,
) -> Vec<Seat<'a>> {
    let mut seats: BTreeMap<&str, Seat<'a>> = BTreeMap::new();
    for body in bodies {
        let seat = body.body.seat.as_ref().map(|seat| seat.as_str());
        let Some((id, place)) = seat.and_then(|id| edition.catalog.places.get_key_value(id)) else {
            continue;
        };
        let seat = seats.entry(id).or_insert_with(|| Seat {
            id,
            place,
            bodies: Vec::new(),
        });
        seat.bodies.push(body);
    }
    let mut seats: Vec<_> = seats.into_values().collect();
    for seat in &mut seats {
        seat.bodies.sort_by_cached_key(|body| {
            (body.kind, edition.sort_key(edition.text(&body.body.name)))
        });
    }
    seats.sort_by_cached_key(|seat| {
        let country = edition
            .country(seat.place.country.as_str())
            .unwrap_or_default();
        let town = edition.text(&seat.place.name);
        (edition.sort_key(country), edition.sort_key(town), seat.id)
    });
    seats
}

/// What a drawing is of, and how it is to be.
pub(super) struct Subject<'s> {
    pub(super) id: &'static str,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) small: bool,
    /// Where the mark of a seat leads.
    pub(super) target: Target<'s>,
}

/// Where marks lead.
pub(super) enum Target<'s> {
    /// To the place in the list on the same page, which says who sits there.
    List,
    /// To this address.
    Address(&'s dyn Fn(&Seat<'_>) -> String),
}

/// A map of those of these seats whose position is recorded.
pub(super) fn drawing<'a>(
    edition: &Edition<'a>,
    frame: &Frame,
    seats: &[Seat<'a>],
    subject: Subject<'_>,
) -> Drawing {
    let ground = &edition.ground;
    let located: Vec<(&Seat<'_>, Coordinates)> = seats
        .iter()
        .filter_map(|seat| Some((seat, seat.coordinates()?)))
        .collect();
    let places: Vec<_> = located.iter().map(|(_, at)| *at).collect();
    let spots = ground.spots(&places);
    let points: Vec<_> = spots.iter().map(|spot| spot.at).collect();
    let reaches = reaches(&points, REACH);
    let mut marks: Vec<Mark> = located
        .iter()
        .zip(&spots)
        .zip(reaches)
        .map(|(((seat, _), spot), reach)| mark(edition, seat, *spot, reach, &subject))
        .collect();
    let labels = |grown: f64| -> Vec<Label<'_>> {
        let marks = marks.iter().zip(&located);
        marks
            .map(|(mark, (seat, _))| Label {
                text: &mark.label,
                bold: mark.bold,
                mark: covers(edition, mark, grown),
                weight: weight(mark, seat),
                // Nothing on the map matters more than the organisation's seat.
                // Where a unit is large there is room beside it.
                may_lead: mark.bold && grown > 1.0,
            })
            .collect()
    };
    let sheet = |size| Sheet {
        area: ground.area(),
        free: ground.home,
        size,
    };
    let narrow = place(&labels(GROWN), sheet(NARROW));
    let (wide, narrow) = if subject.small {
        (narrow, vec![None; marks.len()])
    } else {
        (place(&labels(1.0), sheet(WIDE)), narrow)
    };
    for (mark, (wide, narrow)) in marks.iter_mut().zip(wide.into_iter().zip(narrow)) {
        mark.wide = words(mark.at, wide);
        mark.narrow = words(mark.at, narrow);
    }
    Drawing {
        id: subject.id,
        title: subject.title,
        description: subject.description,
        width: ground.width,
        height: ground.height,
        size: if subject.small { NARROW } else { WIDE },
        small: subject.small,
        land: frame.land.clone(),
        home: ground.home.is_some(),
        marks,
    }
}

fn mark<'a>(
    edition: &Edition<'a>,
    seat: &Seat<'a>,
    spot: Spot,
    reach: f64,
    subject: &Subject<'_>,
) -> Mark {
    let town = edition.text(&seat.place.name);
    let names: Vec<_> = seat
        .bodies
        .iter()
        .map(|body| edition.text(&body.body.name))
        .collect();
    let own = edition
        .catalog
        .organisation()
        .and_then(|own| own.body.seat.as_ref());
    let is_home = own.is_some_and(|own| own.as_str() == seat.id);
    let society = seat
        .bodies
        .iter()
        .any(|body| body.kind == BodyKind::Society);
    let office = seat
        .bodies
        .iter()
        .any(|body| body.kind != BodyKind::Society);
    let shape = match spot.beyond {
        Some(edge) => Shape::Beyond(edge),
        None if is_home && edition.ground.home.is_some() => Shape::Home,
        None if society && office => Shape::Both,
        None if society => Shape::Society,
        None => Shape::Office,
    };
    let (href, name) = match subject.target {
        Target::List => (format!("#{}", place_id(seat.id)), capital(town)),
        Target::Address(href) => (href(seat), format!("{town}: {}", names.join(", "))),
    };
    Mark {
        href,
        name,
        at: spot.at,
        reach,
        sign: shape.sign(),
        shape,
        label: capital(town),
        bold: is_home,
        wide: None,
        narrow: None,
    }
}

/// What a mark covers: the whole country where that is the mark.
fn covers(edition: &Edition<'_>, mark: &Mark, grown: f64) -> Rect {
    let point = Rect::around(mark.at, MARK * grown);
    match (&mark.shape, &edition.ground.home) {
        (Shape::Home, Some(home)) => home.with(&Rect::around(mark.at, 0.0)),
        _ => point,
    }
}

/// Labels of the organisation's own seat come first, then those that say
/// where a triangle leads, then those of places with the most bodies.
fn weight(mark: &Mark, seat: &Seat<'_>) -> usize {
    let rank = match mark.shape {
        _ if mark.bold => 2,
        Shape::Beyond(_) => 1,
        _ => 0,
    };
    rank * 1000 + seat.bodies.len().min(999)
}

fn words(mark: Point, placed: Option<Placed>) -> Option<Words> {
    use crate::site::picture::tenth;
    let placed = placed?;
    let line = placed.line.map(|(from, to)| {
        // It is drawn as the marks are, larger where a unit is little.
        let [x, y, right, down] = [
            from.x - mark.x,
            from.y - mark.y,
            to.x - from.x,
            to.y - from.y,
        ]
        .map(|units| tenth(units / GROWN));
        format!("M{x} {y}l{right} {down}")
    });
    Some(Words {
        line,
        x: tenth(placed.at.x - mark.x),
        y: tenth(placed.at.y - mark.y),
        // The usual one needs no telling.
        anchor: Some(placed.anchor)
            .filter(|anchor| *anchor != Anchor::Start)
            .map(Anchor::name),
    })
}
