//! The timeline: the picture of everything, and a page for each part of it.

mod outline;
mod spans;
pub(super) mod strip;

use super::events::{self, Detail, EventRow};
use super::parts::{Fact, Link, Phrase, Section, Title};
use super::{Citation, Context};
use crate::content::catalog::{BodyKind, BodyRef, EntityKind, EntityRef, EventEntry, Period};
use crate::content::record::Topic;
use crate::locale::PartialDate;
use crate::site::chrome::{Frame, Head};
use crate::site::edition::Edition;
use crate::site::picture::timeline::{Certainty, NARROW, POINT, WIDE};
use crate::site::route::{self, Part, Route};
use askama::Template;
use spans::Spans;
use std::collections::BTreeMap;
use strip::{Size, StripView};

/// Up to this many events are told on one page, more are only listed.
const TOLD: usize = 12;

/// The timeline, or a part of it.
#[derive(Template)]
#[template(path = "timeline.html")]
pub(super) struct TimelinePage<'e> {
    frame: &'e Frame,
    head: Head,
    title: Title,
    facts: Vec<Fact>,
    strip: Option<StripView>,
    /// The periods, on the page of everything.
    periods: Section<PeriodRow>,
    choices: Vec<Choices>,
    /// The same events without a picture.
    list: Option<Link>,
    spans: Spans,
    events: Section<EventRow>,
    bodies: Section<Choices>,
    citation: Citation,
}

/// A line of the contents of the record.
#[derive(Debug)]
struct PeriodRow {
    /// How many events it has.
    key: String,
    /// Leads to them.
    link: Link,
    /// Its years, each with how many events.
    years: Vec<Choice>,
}

/// Links to other parts of the timeline.
#[derive(Debug)]
struct Choices {
    label: String,
    links: Vec<Choice>,
}

/// A link to a part of the timeline, with how many events there are.
#[derive(Debug)]
struct Choice {
    link: Link,
    number: Option<String>,
    current: bool,
}

/// The events of a body in time, on its own page.
#[derive(Debug)]
pub(super) struct InTime {
    pub(super) strip: StripView,
    /// Its own part of the timeline.
    pub(super) link: Link,
}

impl InTime {
    /// A strip of the events of this body, if there is enough to be seen.
    pub(super) fn of<'a>(
        edition: &Edition<'a>,
        body: BodyRef<'a>,
        events: &[EventEntry<'a>],
    ) -> Option<Self> {
        let kind = EntityKind::from(body.kind);
        let part = Part::Body(EntityRef { kind, id: body.id });
        Some(Self {
            strip: strip::still(edition, events)?,
            link: Link {
                href: edition.href(Route::Timeline(part)),
                text: edition.count(&edition.words.timeline.every_event, events.len()),
            },
        })
    }
}

/// The timeline as a whole.
pub(super) fn whole<'e>(context: Context<'_, 'e>) -> TimelinePage<'e> {
    let edition = context.edition;
    let catalog = edition.catalog;
    let words = edition.words;
    let all = catalog.events_by_date();
    let undated = catalog.undated_events();
    let periods = catalog.periods();
    let size = Size {
        width: WIDE,
        also: Some(catalog.today.year),
    };
    let year = |year: i16| {
        let period = periods.iter().find(|found| found.years().contains(&year))?;
        let page = edition.href(Route::Timeline(Part::Period(*period)));
        Some(format!("{page}#{}", events::year_id(year)))
    };
    let strip = strip::linked(edition, &all, size, year);
    let spans = Spans::of_organisation(edition);
    let (head, mut title) = context.section(route::Section::Timeline);
    title.key = edition.count(&words.counts.events, all.len());
    title.notes = vec![edition.count(&words.counts.memberships, spans.rows())];
    TimelinePage {
        frame: context.frame,
        head,
        citation: context.citation(&title.heading),
        title,
        facts: Vec::new(),
        strip: (!all.is_empty()).then_some(strip),
        periods: contents(edition, &periods),
        choices: vec![choices_of_topics(edition, context.route)],
        list: Some(Link {
            href: edition.href(Route::Section(route::Section::Events)),
            text: words.timeline.as_list.clone(),
        }),
        spans,
        events: Section {
            id: strip::UNDATED.to_owned(),
            ..section(edition, &words.headings.undated, &undated, None)
        },
        bodies: bodies(edition),
    }
}

/// One part of the timeline; none if there is no such part.
pub(super) fn part<'e>(context: Context<'_, 'e>, part: Part<'e>) -> Option<TimelinePage<'e>> {
    let edition = context.edition;
    let catalog = edition.catalog;
    let words = edition.words;
    let own = edition.section(route::Section::Timeline);
    let heading = edition.part(part);
    let mut facts = Vec::new();
    let mut choices = Vec::new();
    let mut spans = Spans::default();
    let mut page_of = None;
    let mut title = Title::new(&own.name, &heading);
    let events = match part {
        Part::Period(period) => {
            choices.push(choices_of_periods(
                edition,
                &catalog.periods(),
                context.route,
            ));
            catalog.events_during(period)
        }
        Part::Topic(id) => {
            choices.push(choices_of_topics(edition, context.route));
            catalog.events_on(id)
        }
        Part::Body(entity) => {
            let body = catalog.body(entity.id)?;
            page_of = Some(entity.id);
            title = title_of_body(edition, body);
            let kind = edition.kind_word(entity.kind);
            facts.push(Fact::new(kind, its_page(edition, body)));
            spans = Spans::of_body(edition, body);
            catalog.events_of(entity.id)
        }
    };
    let counted = edition.count(&words.counts.events, events.len());
    title.notes.push(counted.clone());
    let size = Size {
        width: NARROW,
        also: None,
    };
    let year = |year| Some(format!("#{}", events::year_id(year)));
    let strip = match part {
        Part::Period(_) => Some(strip::linked(edition, &events, size, year)),
        _ => strip::still(edition, &events),
    };
    let description = format!("{heading}: {counted}.");
    let in_tab = format!("{}: {heading}", own.name);
    Some(TimelinePage {
        frame: context.frame,
        head: context.head(&in_tab, &description),
        citation: context.citation(&in_tab),
        title,
        facts,
        strip,
        periods: Section::new("h-periods", "", String::new(), Vec::new()),
        choices,
        list: None,
        spans,
        events: section(edition, &words.sections.events.name, &events, page_of),
        bodies: Section::new("h-bodies", "", String::new(), Vec::new()),
    })
}

/// The title of the timeline of a body: its full name, as on its own page.
fn title_of_body<'a>(edition: &Edition<'a>, body: BodyRef<'a>) -> Title {
    let own = edition.section(route::Section::Timeline);
    let abbreviation = body.body.abbreviation.as_ref();
    Title {
        abbreviation: abbreviation.map(|text| edition.text(text).to_owned()),
        ..Title::new(&own.name, edition.text(&body.body.name))
    }
}

/// A link to the page of a body.
fn its_page<'a>(edition: &Edition<'a>, body: BodyRef<'a>) -> Phrase {
    Phrase {
        href: Some(edition.href(Route::entity(body.kind.into(), body.id))),
        ..Phrase::plain(&edition.words.labels.its_page)
    }
}

/// The contents of the record: a line for each period with its years, and one
/// for what has no date.
fn contents(edition: &Edition<'_>, periods: &[Period]) -> Section<PeriodRow> {
    let catalog = edition.catalog;
    let words = edition.words;
    let counted = |number| edition.count(&words.counts.events, number);
    let mut rows: Vec<_> = periods
        .iter()
        .map(|period| {
            let events = catalog.events_during(*period);
            let page = edition.href(Route::Timeline(Part::Period(*period)));
            let mut years: BTreeMap<i16, usize> = BTreeMap::new();
            for date in events.iter().filter_map(|(_, event)| event.date) {
                *years.entry(date.year()).or_default() += 1;
            }
            let years = years.into_iter().map(|(year, number)| Choice {
                link: Link {
                    href: format!("{page}#{}", events::year_id(year)),
                    text: edition.time(&PartialDate::Year(year)).words,
                },
                number: Some(edition.number(number)),
                current: false,
            });
            PeriodRow {
                key: counted(events.len()),
                years: years.collect(),
                link: Link {
                    text: edition.part(Part::Period(*period)),
                    href: page,
                },
            }
        })
        .collect();
    let undated = catalog.undated_events().len();
    rows.extend((undated > 0).then(|| PeriodRow {
        key: counted(undated),
        link: undated_link(edition),
        years: Vec::new(),
    }));
    Section::new(
        "h-periods",
        &words.labels.periods,
        counted(catalog.events.len()),
        rows,
    )
}

/// Leads to the events whose date nobody knows.
fn undated_link(edition: &Edition<'_>) -> Link {
    let page = edition.href(Route::Section(route::Section::Timeline));
    Link {
        href: format!("{page}#{}", strip::UNDATED),
        text: edition.words.headings.undated.clone(),
    }
}

fn section<'a>(
    edition: &Edition<'a>,
    heading: &str,
    events: &[EventEntry<'a>],
    page_of: Option<&str>,
) -> Section<EventRow> {
    let detail = if events.len() <= TOLD {
        Detail::Told
    } else {
        Detail::Line
    };
    let key = edition.count(&edition.words.counts.events, events.len());
    let rows = events::rows(edition, events, detail, page_of);
    Section::new("h-events", heading, key, rows)
}

fn choice(edition: &Edition<'_>, to: Part<'_>, number: usize, here: Route<'_>) -> Choice {
    let route = Route::Timeline(to);
    Choice {
        link: Link {
            href: edition.href(route),
            text: edition.part(to),
        },
        number: (number > 0).then(|| edition.number(number)),
        current: route == here,
    }
}

/// The link that takes the filter away.
fn everything(edition: &Edition<'_>, here: Route<'_>) -> Choice {
    let route = Route::Section(route::Section::Timeline);
    Choice {
        link: Link {
            href: edition.href(route),
            text: edition.words.timeline.all.clone(),
        },
        number: Some(edition.number(edition.catalog.events.len())),
        current: route == here,
    }
}

fn choices_of_periods(edition: &Edition<'_>, periods: &[Period], here: Route<'_>) -> Choices {
    let links = periods.iter().map(|period| {
        let number = edition.catalog.events_during(*period).len();
        choice(edition, Part::Period(*period), number, here)
    });
    let undated = edition.catalog.undated_events().len();
    let undated = (undated > 0).then(|| Choice {
        link: undated_link(edition),
        number: Some(edition.number(undated)),
        current: false,
    });
    Choices {
        label: edition.words.labels.periods.clone(),
        links: std::iter::once(everything(edition, here))
            .chain(links)
            .chain(undated)
            .collect(),
    }
}

fn choices_of_topics(edition: &Edition<'_>, here: Route<'_>) -> Choices {
    let topics: Vec<(&str, &Topic, usize)> = edition.catalog.topics_with_events();
    let links = topics
        .into_iter()
        .map(|(id, _, number)| choice(edition, Part::Topic(id), number, here));
    Choices {
        label: edition.words.timeline.topics.clone(),
        links: std::iter::once(everything(edition, here))
            .chain(links)
            .collect(),
    }
}

/// Links to the timelines of single bodies, by what they are.
fn bodies(edition: &Edition<'_>) -> Section<Choices> {
    let all = edition.catalog.bodies_in_time();
    let here = Route::Section(route::Section::Timeline);
    let groups = [
        (BodyKind::Partner, route::Section::Partners),
        (BodyKind::Society, route::Section::Societies),
        (BodyKind::Network, route::Section::Networks),
    ];
    let rows = groups.into_iter().map(|(kind, section)| {
        let mut links: Vec<_> = all
            .iter()
            .filter(|(body, _)| body.kind == kind)
            .map(|(body, number)| {
                let kind = EntityKind::from(body.kind);
                let to = Part::Body(EntityRef { kind, id: body.id });
                choice(edition, to, *number, here)
            })
            .collect();
        links.sort_by_cached_key(|choice| edition.sort_key(&choice.link.text));
        Choices {
            label: edition.section(section).name.clone(),
            links,
        }
    });
    Section::new(
        "h-bodies",
        &edition.words.timeline.by_body,
        String::new(),
        rows.filter(|group| !group.links.is_empty()).collect(),
    )
}
