//! The register cut by time, by topic and by body: which parts of the timeline
//! there are. How they are shown is no concern of this layer.

use super::{BodyRef, Catalog, Entry};
use crate::content::record::{Event, Topic};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::RangeInclusive;

/// Years in a decade.
const DECADE: i16 = 10;

/// A period with fewer events than this takes in the decades after it, so that
/// no period is nearly empty. The last one is never joined to what precedes
/// it: its address would change as soon as more is recorded.
const ENOUGH: usize = 8;

/// Some whole decades, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// Its first year.
    pub from: i16,
    /// Its last year.
    pub to: i16,
}

impl Period {
    /// Its years.
    pub fn years(self) -> RangeInclusive<i16> {
        self.from..=self.to
    }
}

/// As the period stands in an address: `2010-2019`.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:04}", self.from, self.to)
    }
}

/// An event and its id.
pub type EventEntry<'a> = (&'a str, &'a Entry<Event>);

impl Catalog {
    /// The periods that dated events fall into, oldest first.
    pub fn periods(&self) -> Vec<Period> {
        let mut decades: BTreeMap<i16, usize> = BTreeMap::new();
        for date in self.events.values().filter_map(|event| event.date) {
            let year = date.year();
            *decades.entry(year - year.rem_euclid(DECADE)).or_default() += 1;
        }
        periods(&decades)
    }

    /// The dated events of this period, oldest first.
    pub fn events_during(&self, period: Period) -> Vec<EventEntry<'_>> {
        self.events_where(|event| {
            let year = event.date.map(|date| date.year());
            year.is_some_and(|year| period.years().contains(&year))
        })
    }

    /// The events on this topic, oldest first.
    pub fn events_on(&self, topic: &str) -> Vec<EventEntry<'_>> {
        self.events_where(|event| event.topic.as_str() == topic)
    }

    /// The events whose date nobody knows, in the order that content gives them.
    pub fn undated_events(&self) -> Vec<EventEntry<'_>> {
        self.events_where(|event| event.date.is_none())
    }

    /// The topics that there are events on, with how many, in their order.
    pub fn topics_with_events(&self) -> Vec<(&str, &Topic, usize)> {
        let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
        for event in self.events.values() {
            *numbers.entry(event.topic.as_str()).or_default() += 1;
        }
        let mut topics: Vec<_> = numbers
            .into_iter()
            .filter_map(|(id, number)| {
                let (id, topic) = self.topics.get_key_value(id)?;
                Some((id.as_str(), topic, number))
            })
            .collect();
        topics.sort_by_key(|(id, topic, _)| (topic.order, *id));
        topics
    }

    /// The bodies that took part in events, each with in how many. A membership
    /// alone is told on its own page, and needs no timeline.
    pub fn bodies_in_time(&self) -> Vec<(BodyRef<'_>, usize)> {
        let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
        for event in self.events.values() {
            for id in &event.partners {
                *numbers.entry(id.as_str()).or_default() += 1;
            }
        }
        self.bodies()
            .filter_map(|body| Some((body, *numbers.get(body.id)?)))
            .collect()
    }
}

/// Decades with how many events, joined to periods.
fn periods(decades: &BTreeMap<i16, usize>) -> Vec<Period> {
    let mut periods = Vec::new();
    let mut open: Option<(i16, usize)> = None;
    for (&decade, &events) in decades {
        let (from, so_far) = open.unwrap_or((decade, 0));
        let to = decade + (DECADE - 1);
        if so_far + events >= ENOUGH {
            periods.push(Period { from, to });
            open = None;
        } else {
            open = Some((from, so_far + events));
        }
    }
    if let (Some((from, _)), Some((&last, _))) = (open, decades.last_key_value()) {
        let to = last + (DECADE - 1);
        periods.push(Period { from, to });
    }
    periods
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(decades: &[(i16, usize)]) -> Vec<String> {
        let decades = decades.iter().copied().collect();
        periods(&decades).iter().map(Period::to_string).collect()
    }

    #[test]
    fn sparse_decades_join_those_after_them() {
        let decades = [(1870, 2), (2000, 7), (2010, 37), (2020, 31)];
        assert_eq!(joined(&decades), ["1870-2009", "2010-2019", "2020-2029"]);
    }

    #[test]
    fn the_last_period_keeps_to_itself_however_few_events_it_has() {
        assert_eq!(joined(&[(2010, 8), (2020, 1)]), ["2010-2019", "2020-2029"]);
        assert_eq!(joined(&[(1990, 1)]), ["1990-1999"]);
        assert!(joined(&[]).is_empty());
    }
}
