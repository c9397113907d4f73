//! Which addresses the register gives rise to, as far as content decides it:
//! prefixes, section names, ids and slugs are content. The site makes its
//! addresses by itself and adds what precedes them; a test compares the two.

use super::super::kind::Kind;
use super::{BodyKind, Catalog, EntityKind, EntityRef, Expired};
use crate::content::languages::ResolvedLanguage;
use crate::content::record::Slugs;
use std::collections::{BTreeMap, BTreeSet};

/// The addresses that are called after one thing: in each the languages have
/// the same order, and so do the things of one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Addresses {
    /// That of its page in each language; none for what has no page of its own.
    pub own: Vec<String>,
    /// Those that there are or are not, as the other records will have it: of
    /// parts of the timeline, and of a publisher with several sources.
    pub derived: Vec<String>,
}

impl Expired {
    /// Where its page stood in a language, without what may precede all
    /// addresses; nothing for what stood on a page with others.
    pub fn address(&self, language: &ResolvedLanguage) -> Option<String> {
        let (kind, id) = (self.kind, self.id.as_str());
        address(EntityRef { kind, id }, self.slug.as_ref(), language)
    }
}

fn address(
    entity: EntityRef<'_>,
    slug: Option<&Slugs>,
    language: &ResolvedLanguage,
) -> Option<String> {
    let home = format!("/{}/", language.record.prefix);
    let sections = &language.sections;
    let section = match entity.kind {
        EntityKind::Partner => &sections.partners,
        EntityKind::Society => &sections.societies,
        EntityKind::Network => &sections.networks,
        EntityKind::Membership => &sections.memberships,
        EntityKind::Goal => &sections.goals,
        EntityKind::Event => &sections.events,
        EntityKind::Source => &sections.sources,
        EntityKind::Page => return Some(format!("{home}{}/", slug?.in_language(&language.id))),
        EntityKind::Principle => return None,
    };
    Some(format!("{home}{section}/{}/", entity.id))
}

impl Catalog {
    /// Where the page of an entity stands in a language, without what may
    /// precede all addresses; nothing for what stands on a page with others.
    pub fn address(&self, entity: EntityRef<'_>, language: &ResolvedLanguage) -> Option<String> {
        let page = self.pages.get(entity.id);
        address(entity, page.map(|page| &page.slug), language)
    }

    /// The address of every page in every language, without what may precede
    /// all of them, and `/`, from which the language is chosen.
    pub fn addresses(&self) -> BTreeSet<String> {
        let mut addresses = BTreeSet::from(["/".to_owned()]);
        for language in &self.languages {
            let home = format!("/{}/", language.record.prefix);
            let sections = &language.sections;
            for (_, section) in sections.named() {
                addresses.insert(format!("{home}{section}/"));
            }
            let entities = self.showings().map(|(entity, _, _)| entity);
            addresses.extend(entities.filter_map(|entity| self.address(entity, language)));
            for (section, is_empty) in [
                (&sections.partners, self.partners.is_empty()),
                (&sections.societies, self.societies.is_empty()),
                (&sections.networks, self.networks.is_empty()),
            ] {
                if !is_empty {
                    addresses.insert(format!("{home}{}/{section}/", sections.map));
                }
            }
            for publisher in self.publishers_of_several() {
                addresses.insert(format!("{home}{}/{publisher}/", sections.sources));
            }
            let timeline = format!("{home}{}", sections.timeline);
            for period in self.periods() {
                addresses.insert(format!("{timeline}/{period}/"));
            }
            for (topic, _, _) in self.topics_with_events() {
                addresses.insert(format!("{timeline}/{topic}/"));
            }
            for (body, _) in self.bodies_in_time() {
                let section = match body.kind {
                    BodyKind::Partner => &sections.partners,
                    BodyKind::Society => &sections.societies,
                    BodyKind::Network => &sections.networks,
                };
                addresses.insert(format!("{timeline}/{section}/{}/", body.id));
            }
            addresses.insert(home);
        }
        addresses
    }

    /// The addresses that are called after a thing of this kind and id.
    pub fn addresses_of(&self, kind: Kind, id: &str) -> Addresses {
        let mut addresses = Addresses::default();
        for language in &self.languages {
            let home = format!("/{}/", language.record.prefix);
            let sections = &language.sections;
            let timeline = &sections.timeline;
            let body = match kind {
                Kind::Partner => Some(&sections.partners),
                Kind::Society => Some(&sections.societies),
                Kind::Network => Some(&sections.networks),
                _ => None,
            };
            let page = match kind {
                Kind::Membership => Some(&sections.memberships),
                Kind::Goal => Some(&sections.goals),
                Kind::Event => Some(&sections.events),
                Kind::Source => Some(&sections.sources),
                _ => body,
            };
            // The address of a page of prose is its slug, whatever its id.
            if kind == Kind::Page
                && let Some(page) = self.pages.get(id)
            {
                let slug = page.slug.in_language(&language.id);
                addresses.own.push(format!("{home}{slug}/"));
            }
            if let Some(section) = page {
                addresses.own.push(format!("{home}{section}/{id}/"));
            }
            if let Some(section) = body {
                let part = format!("{home}{timeline}/{section}/{id}/");
                addresses.derived.push(part);
            }
            // A body may be a publisher too.
            if body.is_some() || kind == Kind::Publishers {
                let sources = format!("{home}{}/{id}/", sections.sources);
                addresses.derived.push(sources);
            }
            if kind == Kind::Topics {
                addresses.derived.push(format!("{home}{timeline}/{id}/"));
            }
        }
        addresses
    }

    /// The publishers with more than one source: they have a page of their own.
    fn publishers_of_several(&self) -> impl Iterator<Item = &str> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for source in self.sources.values() {
            *counts.entry(source.publisher.as_str()).or_default() += 1;
        }
        counts
            .into_iter()
            .filter(|(_, count)| *count > 1)
            .map(|(publisher, _)| publisher)
    }
}
