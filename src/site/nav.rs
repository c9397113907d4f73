//! Ways through the site: masthead, table of contents, the way from home.

use super::edition::Edition;
use super::route::{Route, Section};
use super::view::parts::Link;
use crate::content::catalog::{EntityKind, EntityRef};

/// The sections in the masthead: the foot of every page has all of them.
pub const MASTHEAD: [Section; 4] = [
    Section::Partners,
    Section::Networks,
    Section::Timeline,
    Section::Map,
];

/// A group of links with a heading.
#[derive(Debug)]
pub struct Group {
    /// The heading.
    pub heading: String,
    /// The links.
    pub links: Vec<Link>,
}

/// The table of contents: everything that there is.
pub fn contents(edition: &Edition<'_>) -> Vec<Group> {
    let words = &edition.words.groups;
    let sections = |heading: &str, sections: &[Section]| Group {
        heading: heading.to_owned(),
        links: sections
            .iter()
            .map(|section| edition.section_link(*section))
            .collect(),
    };
    let relations = [
        Section::Partners,
        Section::Societies,
        Section::Networks,
        Section::Memberships,
        Section::Matrix,
        Section::Map,
    ];
    let record = [
        Section::Events,
        Section::Timeline,
        Section::Goals,
        Section::Principles,
        Section::Search,
    ];
    let evidence = [
        Section::Sources,
        Section::Glossary,
        Section::Status,
        Section::Data,
        Section::Dossier,
    ];
    let mut groups = vec![
        sections(&words.relations, &relations),
        sections(&words.record, &record),
        sections(&words.evidence, &evidence),
    ];
    let links = pages(edition);
    if !links.is_empty() {
        groups.push(Group {
            heading: words.site.clone(),
            links,
        });
    }
    groups
}

fn pages(edition: &Edition<'_>) -> Vec<Link> {
    let mut pages: Vec<_> = edition.catalog.pages.iter().collect();
    pages.sort_by_key(|(_, page)| (page.order, edition.sort_key(edition.text(&page.title))));
    pages
        .into_iter()
        .map(|(id, page)| Link {
            href: edition.href(Route::entity(EntityKind::Page, id)),
            text: edition.text(&page.title).to_owned(),
        })
        .collect()
}

/// The section that a page lies in.
pub fn section_above(route: Route<'_>) -> Option<Section> {
    match route {
        Route::Home | Route::Section(_) => None,
        Route::Publisher(_) => Some(Section::Sources),
        Route::Timeline(_) => Some(Section::Timeline),
        Route::Map(_) => Some(Section::Map),
        Route::Entity(EntityRef { kind, .. }) => Section::of_kind(kind),
    }
}

/// The way from the home page to the page above this one.
pub fn crumbs(edition: &Edition<'_>, route: Route<'_>) -> Vec<Link> {
    if route == Route::Home {
        return Vec::new();
    }
    let home = Link {
        href: edition.href(Route::Home),
        text: edition.words.home.clone(),
    };
    let section = section_above(route).map(|section| edition.section_link(section));
    std::iter::once(home).chain(section).collect()
}
