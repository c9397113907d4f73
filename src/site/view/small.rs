//! Small maps on the pages of bodies: where the seat is, where the members are.

use super::Context;
use super::drawing::{Drawing, Seat, Subject, Target, drawing, place_id, seats};
use super::map::{Legend, legend, whole};
use super::parts::{Link, Section};
use crate::content::catalog::{BodyKind, BodyRef};
use crate::site::data::markdown::Markdown;
use crate::site::edition::Edition;
use crate::site::route::Route;

/// Where the seat of a body is.
#[derive(Debug)]
pub(super) struct SmallMap {
    pub(super) heading: String,
    pub(super) drawing: Drawing,
    /// Leads to the map of all.
    pub(super) whole: Link,
}

/// Where the members of a network have their seats.
#[derive(Debug)]
pub(super) struct SeatMap {
    pub(super) drawing: Drawing,
    pub(super) legend: Legend,
    /// Leads to the map of all.
    pub(super) whole: Link,
}

impl SeatMap {
    /// What the map shows, in words.
    pub(super) fn outline(&self, markdown: &mut Markdown<'_>) {
        markdown.paragraph(&self.drawing.description);
        let whole = markdown.link(&self.whole.text, &self.whole.href);
        markdown.line(&whole);
    }
}

/// The seat of this body on a small map, if it falls on land that is drawn:
/// anything else would show less than the words do.
pub(super) fn seat<'a>(context: Context<'a, '_>, body: BodyRef<'a>) -> Option<SmallMap> {
    let edition = context.edition;
    context.frame.land.as_ref()?;
    let seats = seats(edition, std::iter::once(body));
    let seat = seats.first()?;
    let spots = edition.ground.spots(&[seat.coordinates()?]);
    spots.first().filter(|spot| spot.beyond.is_none())?;
    let heading = &edition.words.map.seat;
    let subject = Subject {
        id: "seat",
        title: format!("{heading}: {}", edition.text(&body.body.name)),
        description: description(edition, &seats),
        small: true,
        target: Target::Address(&|seat| on_map(edition, seat)),
    };
    Some(SmallMap {
        heading: heading.clone(),
        drawing: drawing(edition, context.frame, &seats, subject),
        whole: whole(edition),
    })
}

/// How many places a map of members shows at least: fewer are as clear in the
/// table above it.
const WORTH_A_MAP: usize = 5;

/// The seats of the members of this network, if enough are recorded.
pub(super) fn member_seats<'a>(context: Context<'a, '_>, body: BodyRef<'a>) -> Section<SeatMap> {
    let edition = context.edition;
    let catalog = edition.catalog;
    let network = catalog.networks.get(body.id);
    let members = network
        .filter(|_| body.kind == BodyKind::Network)
        .into_iter()
        .flat_map(|network| &network.members)
        .filter(|member| member.until.is_none())
        .filter_map(|member| catalog.body(member.body.as_str()));
    let own = catalog.body(catalog.site.organisation.as_str());
    let belongs = catalog
        .memberships_in(body.id)
        .any(|(_, membership)| membership.until.is_none());
    let seats = seats(edition, members.chain(own.filter(|_| belongs)));
    let heading = &edition.words.map.member_seats;
    let key = edition.count(&edition.words.counts.places, seats.len());
    let subject = Subject {
        id: "seats",
        title: format!("{heading}: {}", edition.text(&body.body.name)),
        description: description(edition, &seats),
        small: false,
        target: Target::Address(&|seat| match seat.bodies.as_slice() {
            [only] => edition.href(Route::entity(only.kind.into(), only.id)),
            _ => on_map(edition, seat),
        }),
    };
    let rows = if seats.len() >= WORTH_A_MAP && context.frame.land.is_some() {
        let drawing = drawing(edition, context.frame, &seats, subject);
        vec![SeatMap {
            legend: legend(edition, &drawing),
            drawing,
            whole: whole(edition),
        }]
    } else {
        Vec::new()
    };
    Section::new("h-seats", heading, key, rows)
}

/// What a small map shows, in words: the places that it has.
fn description(edition: &Edition<'_>, seats: &[Seat<'_>]) -> String {
    let towns: Vec<_> = seats
        .iter()
        .map(|seat| edition.text(&seat.place.name))
        .collect();
    let words = &edition.words.map.small_description;
    words.replace("{places}", &edition.join(&towns))
}

/// The place of a seat in the list of the map of all.
fn on_map(edition: &Edition<'_>, seat: &Seat<'_>) -> String {
    format!("{}#{}", whole(edition).href, place_id(seat.id))
}
