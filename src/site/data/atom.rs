//! Feeds (RFC 4287): what changed in the world, and what happened.
//!
//! An entry is as old as the fact it tells of, so that nothing depends on when
//! the register was built; a date that is known to the year or the month
//! counts from its first day, and the entry says how exactly it is known.

use super::{identity, names, signs::folded};
use crate::content::catalog::{EntityKind, EntityRef};
use crate::content::record::{Confidence, SourceId};
use crate::locale::{Day, PartialDate};
use crate::site::edition::Edition;
use crate::site::route::{Feed, Route, Section};
use askama::Template;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// A feed.
#[derive(Template)]
#[template(path = "feed.xml")]
struct AtomFeed {
    lang: String,
    id: String,
    title: String,
    subtitle: String,
    author: String,
    home: String,
    own: String,
    about: String,
    rights: String,
    licence: String,
    updated: Day,
    entries: Vec<Entry>,
}

/// One entry of a feed.
struct Entry {
    id: String,
    title: String,
    updated: Day,
    address: String,
    /// Where it comes from.
    via: Vec<String>,
    term: &'static str,
    label: String,
    summary: String,
}

/// What changed in the world, the newest first.
pub(super) fn changes(edition: &Edition<'_>) -> String {
    let catalog = edition.catalog;
    let mut entries = Vec::new();
    for body in catalog.bodies() {
        let kind = EntityKind::from(body.kind);
        // Changes have no ids: of one record and one date they are counted, so
        // that a change of another date does not rename them.
        let mut of_date: BTreeMap<PartialDate, usize> = BTreeMap::new();
        for change in &body.body.changes {
            let number = of_date.entry(change.date).or_default();
            *number += 1;
            let date = change.date.to_string();
            let name = ["change", kind.folder(), body.id, &date, &number.to_string()];
            let entity = EntityRef { kind, id: body.id };
            let about = [
                edition.text(&body.body.name).to_owned(),
                edition.time(&change.date).words,
            ];
            entries.push(Entry {
                id: entry_id(edition, &name),
                title: legal(edition.text(&change.text)),
                updated: capped(edition, &change.date),
                summary: summary(edition, &about, &change.sources, change.confidence),
                ..entry(edition, entity, &change.sources)
            });
        }
    }
    write(edition, Feed::Changes, Route::Home, entries)
}

/// What happened, the newest first; an event whose date nobody knows has no
/// place in a feed.
pub(super) fn events(edition: &Edition<'_>) -> String {
    let events = edition.catalog.events_by_date().into_iter();
    let entries = events.filter_map(|(id, event)| {
        let date = event.date?;
        let kind = EntityKind::Event;
        let about = [
            edition.span(&date, event.until.as_ref()),
            edition.text(&event.text).to_owned(),
        ];
        Some(Entry {
            id: entry_id(edition, &["event", id]),
            title: legal(edition.text(&event.title)),
            updated: capped(edition, &date),
            summary: summary(edition, &about, &event.sources, event.confidence),
            ..entry(edition, EntityRef { kind, id }, &event.sources)
        })
    });
    let entries = entries.collect();
    write(
        edition,
        Feed::Events,
        Route::Section(Section::Events),
        entries,
    )
}

/// An entry about an entity, with what follows from that.
fn entry(edition: &Edition<'_>, entity: EntityRef<'_>, sources: &[SourceId]) -> Entry {
    let routes = &edition.routes;
    let known = |id: &SourceId| edition.catalog.sources.get(id.as_str());
    Entry {
        id: String::new(),
        title: String::new(),
        updated: edition.catalog.today,
        address: routes.absolute(&edition.href(Route::Entity(entity))),
        via: (sources.iter())
            .filter_map(|id| Some(known(id)?.address.as_str().to_owned()))
            .collect(),
        term: entity.kind.folder(),
        label: legal(edition.kind_word(entity.kind)),
        summary: String::new(),
    }
}

fn entry_id(edition: &Edition<'_>, name: &[&str]) -> String {
    // The same fact in another language is another entry.
    let parts: Vec<&str> = [edition.language.id.as_str()]
        .into_iter()
        .chain(name.iter().copied())
        .collect();
    format!("urn:uuid:{}", identity::uuid(edition.catalog, &parts))
}

/// The first day that a date may mean, and no later than the register's own.
fn capped(edition: &Edition<'_>, date: &PartialDate) -> Day {
    date.start().min(edition.catalog.today)
}

fn summary(
    edition: &Edition<'_>,
    about: &[String],
    sources: &[SourceId],
    confidence: Confidence,
) -> String {
    let mut parts = about.to_vec();
    parts.push(format!(
        "{} ({})",
        names::publishers(edition, sources).join(", "),
        edition.confidence(confidence)
    ));
    legal(&parts.join(" · "))
}

fn write(edition: &Edition<'_>, feed: Feed, about: Route<'_>, mut entries: Vec<Entry>) -> String {
    entries.sort_by_key(|entry| (Reverse(entry.updated), entry.id.clone()));
    let site = &edition.catalog.site;
    let words = names::feed_words(&edition.words.data, feed);
    let routes = &edition.routes;
    let newest = entries.first().map(|entry| entry.updated);
    let template = AtomFeed {
        lang: edition.language.record.lang.as_str().to_owned(),
        id: entry_id(edition, &["feed", feed.file()]),
        title: legal(&format!("{} | {}", words.name, edition.text(&site.title))),
        subtitle: legal(edition.text(&site.lead)),
        author: legal(edition.text(&site.title)),
        home: routes.absolute(&edition.href(Route::Home)),
        own: routes.absolute(&routes.feed(feed, edition.index)),
        about: routes.absolute(&edition.href(about)),
        rights: legal(&format!(
            "{} {}",
            edition.words.text_and_data, site.licence.name
        )),
        licence: site.licence.url.as_str().to_owned(),
        updated: newest.unwrap_or(edition.catalog.today),
        entries,
    };
    template
        .render()
        .expect("the template calls nothing that fails, and neither does writing to memory")
}

/// The text in plain signs, without the characters that no XML document may contain, not even
/// as references (XML 1.0 section 2.2).
fn legal(text: &str) -> String {
    let legal = |c: &char| !matches!(c, '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    folded(text).chars().filter(legal).collect()
}
