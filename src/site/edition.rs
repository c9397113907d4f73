//! One language edition of the site: the words, the order and the addresses
//! of one language over the whole register.

mod words;

use super::abbreviations::Abbreviations;
use super::data::Package;
use super::land;
use super::picture::ground::Ground;
use super::resting::Resting;
use super::route::{Part, Route, Routes, Section};
use super::view::parts::{Dated, Link, Stamp, Time};
use crate::content::ResolvedLanguage;
use crate::content::catalog::{Catalog, EntityKind, EntityRef, EventEntry};
use crate::content::record::{Body, BodyId, DatedText, GoalId, PlaceId, Plural, Strings, Text};
use crate::locale::{Collator, Grammar, PartialDate, SortKey, typeset};

/// Everything that views need of one language.
#[derive(Debug)]
pub struct Edition<'a> {
    /// The register.
    pub catalog: &'a Catalog,
    /// The maker of addresses.
    pub routes: Routes<'a>,
    /// What rests on each source.
    pub resting: &'a Resting<'a>,
    /// The register as files, once they are made.
    pub package: Option<&'a Package>,
    /// What names this state of the site.
    pub release: &'a str,
    /// The place of the language in the language switch.
    pub index: usize,
    /// The language.
    pub language: &'a ResolvedLanguage,
    /// The words of the interface.
    pub words: &'a Strings,
    /// What maps are drawn on.
    pub ground: Ground,
    /// The abbreviations of the language.
    pub abbreviations: Abbreviations<'a>,
    collator: Collator,
}

/// So many of something, in the words of a language. The number keeps to the
/// word after it.
pub fn counted(grammar: &Grammar, words: &Plural, number: usize) -> String {
    let number = number as u64;
    words
        .form(grammar.plural.category(number))
        .replace("{n} ", "{n}\u{a0}")
        .replace("{n}", &grammar.integer(number))
}

/// What is made once for all editions.
#[derive(Debug)]
pub struct Once<'a> {
    /// What rests on each source.
    pub resting: Resting<'a>,
    /// The register as files; only the page that lists them needs them.
    pub package: Option<Package>,
    /// What names this state of the site.
    pub release: &'a str,
}

/// A publisher's name of up to this many letters stands in full: two lines of
/// the evidence column at most.
const LONGEST_PUBLISHER: usize = 40;

impl<'a> Edition<'a> {
    /// The edition in the language with this index, if its words are there.
    pub fn new(
        catalog: &'a Catalog,
        routes: Routes<'a>,
        once: &'a Once<'a>,
        index: usize,
    ) -> Option<Self> {
        let language = catalog.languages.get(index)?;
        Some(Self {
            catalog,
            routes,
            resting: &once.resting,
            package: once.package.as_ref(),
            release: once.release,
            index,
            language,
            words: catalog.strings.get(&language.id)?,
            ground: land::ground(catalog),
            abbreviations: Abbreviations::new(catalog, &language.id),
            collator: Collator::new(&language.grammar.alphabet, None),
        })
    }

    /// A text in this language.
    pub fn text(&self, text: &'a Text) -> &'a str {
        text.in_language(&self.language.id)
    }

    /// A text in this language, and in those that are the same language in another script.
    pub fn in_any_script(&self, text: &'a Text) -> impl Iterator<Item = &'a str> {
        let written = |language: &'a ResolvedLanguage| {
            let source = language.record.derived_from.as_ref();
            source.unwrap_or(&language.id)
        };
        let own = written(self.language);
        let languages = self.catalog.languages.iter();
        languages
            .filter(move |language| written(language) == own)
            .map(|language| text.in_language(&language.id))
    }

    /// The address of a page in this language.
    pub fn href(&self, route: Route<'_>) -> String {
        self.routes.path(route, self.index)
    }

    /// A date for machines and for people.
    pub fn time(&self, date: &PartialDate) -> Time {
        Time {
            iso: date.to_string(),
            words: self.language.grammar.date(date),
        }
    }

    /// A sentence with a date in it.
    pub fn dated(&self, text: &DatedText, date: &PartialDate) -> Dated {
        let (before, after) = text.around();
        Dated {
            before: before.to_owned(),
            time: self.time(date),
            after: after.to_owned(),
        }
    }

    /// A date, or a span of time, with its year set apart.
    pub fn stamp(&self, date: &PartialDate, until: Option<&PartialDate>) -> Stamp {
        let words = self.span(date, until);
        let year = date.year().to_string();
        let (before, year, after) = match words.rfind(&year) {
            Some(at) => (&words[..at], year.as_str(), &words[at + year.len()..]),
            None => (words.as_str(), "", ""),
        };
        Stamp {
            iso: date.to_string(),
            before: before.to_owned(),
            year: year.to_owned(),
            after: after.to_owned(),
        }
    }

    /// A span of time in words.
    pub fn span(&self, from: &PartialDate, until: Option<&PartialDate>) -> String {
        self.language.grammar.date_range(from, until)
    }

    /// So many of something.
    pub fn count(&self, words: &Plural, number: usize) -> String {
        counted(&self.language.grammar, words, number)
    }

    /// A whole number in figures.
    pub fn number(&self, number: usize) -> String {
        self.language.grammar.integer(number as u64)
    }

    /// An enumeration.
    pub fn join<S: AsRef<str>>(&self, items: &[S]) -> String {
        self.language.grammar.join(items)
    }

    /// Text that was put together here, with the language's typography.
    pub fn typeset(&self, text: &str) -> String {
        typeset(text, &self.language.grammar).into_owned()
    }

    /// Where a text stands in the alphabet of this language.
    pub fn sort_key(&self, text: &str) -> SortKey {
        self.collator.sort_key(text)
    }

    /// A link to the index of a section.
    pub fn section_link(&self, section: Section) -> Link {
        Link {
            href: self.href(Route::Section(section)),
            text: self.section(section).name.clone(),
        }
    }

    /// The short name of a body: its abbreviation, else its name.
    pub fn short_name(&self, body: &'a Body) -> &'a str {
        self.text(body.abbreviation.as_ref().unwrap_or(&body.name))
    }

    /// A link to a body, by its short name.
    pub fn body_link(&self, id: &BodyId) -> Option<Link> {
        let body = self.catalog.body(id.as_str())?;
        Some(Link {
            href: self.href(Route::entity(body.kind.into(), body.id)),
            text: self.short_name(body.body).to_owned(),
        })
    }

    /// A link to a goal.
    pub fn goal_link(&self, id: &GoalId) -> Option<Link> {
        let (id, goal) = self.catalog.goals.get_key_value(id.as_str())?;
        Some(Link {
            href: self.href(Route::entity(EntityKind::Goal, id)),
            text: self.text(&goal.title).to_owned(),
        })
    }

    /// The name of an entity, as the heading of its page.
    pub fn title(&self, entity: EntityRef<'_>) -> &'a str {
        let catalog = self.catalog;
        let id = entity.id;
        let body = |id: &str| catalog.body(id).map(|body| &body.body.name);
        let text = match entity.kind {
            EntityKind::Partner | EntityKind::Society | EntityKind::Network => body(id),
            EntityKind::Membership => {
                (catalog.memberships.get(id)).and_then(|found| body(found.body.as_str()))
            }
            EntityKind::Goal => catalog.goals.get(id).map(|goal| &goal.title),
            EntityKind::Event => catalog.events.get(id).map(|event| &event.title),
            EntityKind::Principle => catalog.principles.get(id).map(|found| &found.name),
            EntityKind::Source => catalog.sources.get(id).map(|source| &source.title),
            EntityKind::Page => catalog.pages.get(id).map(|page| &page.title),
        };
        text.map(|text| self.text(text)).unwrap_or_default()
    }

    /// The name of a part of the timeline: a period from its first year with
    /// an event to its last.
    pub fn part(&self, part: Part<'_>) -> String {
        let catalog = self.catalog;
        match part {
            Part::Period(period) => {
                let events = catalog.events_during(period);
                let year = |event: Option<&EventEntry<'_>>, otherwise| {
                    let date = event.and_then(|(_, event)| event.date);
                    PartialDate::Year(date.map_or(otherwise, |date| date.year()))
                };
                let from = year(events.first(), period.from);
                let to = year(events.last(), period.to);
                self.span(&from, (from != to).then_some(&to))
            }
            Part::Topic(id) => {
                let topic = catalog.topics.get(id);
                topic.map_or("", |topic| self.text(&topic.name)).to_owned()
            }
            Part::Body(entity) => {
                let body = catalog.body(entity.id);
                body.map_or("", |body| self.short_name(body.body))
                    .to_owned()
            }
        }
    }

    /// A place with its country: the country alone if they have one name.
    pub fn place(&self, id: &PlaceId) -> Option<String> {
        let place = self.catalog.places.get(id.as_str())?;
        let name = self.text(&place.name);
        let country = self.country(place.country.as_str());
        Some(match country {
            Some(country) if country != name => format!("{name}, {country}"),
            _ => name.to_owned(),
        })
    }

    /// The name of a country.
    pub fn country(&self, code: &str) -> Option<&'a str> {
        let country = self.catalog.countries.get(code)?;
        Some(self.text(&country.name))
    }

    /// The publisher of this id: its name, or its abbreviation where the name
    /// would fill the evidence.
    pub fn publisher(&self, id: &str) -> &'a str {
        if let Some(body) = self.catalog.body(id) {
            let name = self.text(&body.body.name);
            return if name.chars().count() <= LONGEST_PUBLISHER {
                name
            } else {
                self.short_name(body.body)
            };
        }
        let publisher = self.catalog.publishers.get(id);
        publisher.map_or("", |publisher| self.text(&publisher.name))
    }
}
