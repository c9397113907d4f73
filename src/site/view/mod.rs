//! What each page shows: one struct a page, with every value ready.
//!
//! Views read the register through an [`Edition`] and hold nothing that a
//! template would have to look up: templates decide on presence and
//! repetition, never on content.

mod body;
mod citing;
mod collection;
mod data;
mod dossier;
mod entities;
pub(super) mod events;
pub(super) mod evidence;
mod glossary;
pub(super) mod home;
mod index;
pub(super) mod message;
mod outline;
pub mod parts;
mod review;
mod sources;
mod status;

use super::chrome::{Frame, Head};
use super::data::markdown::{Markdown, escape};
use super::edition::Edition;
use super::route::{Route, Section};
use crate::content::catalog::{BodyKind, EntityKind, EntityRef};
use outline::written;
use parts::Title;

pub use outline::Writing;

/// What a view needs: the language, what surrounds the page, and the page.
#[derive(Clone, Copy)]
struct Context<'a, 'e> {
    edition: &'e Edition<'a>,
    frame: &'e Frame,
    route: Route<'e>,
    writing: Writing,
}

impl<'a, 'e> Context<'a, 'e> {
    fn head(&self, title: &str, description: &str) -> Head {
        Head::new(self.edition, self.frame, self.route, title, description)
    }

    /// The heads of a section's index: for the browser, and for the page.
    fn section(&self, section: Section) -> (Head, Title) {
        let words = self.edition.section(section);
        let head = self.head(&words.name, &words.lead);
        let title = Title::new("", &words.name).lead(&words.lead);
        (head, title)
    }

    /// How to cite this page.
    fn citation(&self, page: &str) -> Citation {
        let site = &self.edition.catalog.site;
        let state = self.edition.catalog.today.into();
        // The words are typeset already, and so are the titles put into them.
        let text = self
            .edition
            .words
            .citation
            .replace("{site}", self.edition.text(&site.title))
            .replace("{subject}", self.edition.text(&site.subject))
            .replace("{date}", &self.edition.time(&state).words)
            .replace("{page}", page);
        let routes = &self.edition.routes;
        Citation {
            text,
            address: routes.absolute(&self.edition.href(self.route)),
        }
    }
}

/// How to cite a page.
#[derive(Debug)]
struct Citation {
    text: String,
    address: String,
}

impl Citation {
    /// The citation as Markdown.
    fn markdown(&self, markdown: &Markdown<'_>) -> String {
        let address = markdown.link(&self.address, &self.address);
        format!("{} {address}", escape(&self.text))
    }
}

/// The page on this route, written in this way; none if nothing stands there.
///
/// # Errors
/// When a template cannot be written.
pub fn render(
    edition: &Edition<'_>,
    frame: &Frame,
    route: Route<'_>,
    writing: Writing,
) -> Result<Option<String>, askama::Error> {
    let context = Context {
        edition,
        frame,
        route,
        writing,
    };
    let page = match route {
        Route::Home => Some(written(context, &home::page(context))?),
        Route::Section(section) => Some(self::section(context, section)?),
        Route::Publisher(id) => Some(written(context, &sources::publisher_page(context, id))?),
        Route::Entity(entity) => self::entity(context, entity)?,
    };
    Ok(page)
}

fn section(context: Context<'_, '_>, section: Section) -> Result<String, askama::Error> {
    match section {
        Section::Partners => written(context, &index::partners(context)),
        Section::Societies => written(context, &index::societies(context)),
        Section::Networks => written(context, &index::networks(context)),
        Section::Memberships => written(context, &index::memberships(context)),
        Section::Goals => written(context, &index::goals(context)),
        Section::Events => written(context, &collection::events(context)),
        Section::Principles => written(context, &collection::principles(context)),
        Section::Glossary => written(context, &glossary::page(context)),
        Section::Sources => written(context, &sources::index(context)),
        Section::Status => written(context, &status::page(context)),
        Section::Data => written(context, &data::page(context)),
        Section::Dossier => written(context, &dossier::page(context)),
        Section::Timeline | Section::Map | Section::Matrix | Section::Search => written(
            context,
            &index::index_page(context, section, String::new(), Vec::new()),
        ),
    }
}

fn entity(
    context: Context<'_, '_>,
    entity: EntityRef<'_>,
) -> Result<Option<String>, askama::Error> {
    let catalog = context.edition.catalog;
    let id = entity.id;
    Ok(match entity.kind {
        EntityKind::Partner | EntityKind::Society | EntityKind::Network => {
            match catalog
                .body(id)
                .filter(|body| body_kind(body.kind) == entity.kind)
            {
                Some(body) => Some(written(context, &body::page(context, body))?),
                None => None,
            }
        }
        EntityKind::Membership => match catalog.memberships.get_key_value(id) {
            Some((id, membership)) => Some(written(
                context,
                &entities::membership_page(context, id, membership),
            )?),
            None => None,
        },
        EntityKind::Goal => match catalog.goals.get_key_value(id) {
            Some((id, goal)) => Some(written(context, &entities::goal_page(context, id, goal))?),
            None => None,
        },
        EntityKind::Event => match catalog.events.get(id) {
            Some(event) => Some(written(context, &entities::event_page(context, event))?),
            None => None,
        },
        EntityKind::Source => match catalog.sources.get_key_value(id) {
            Some((id, source)) => Some(written(
                context,
                &sources::source_page(context, id, source),
            )?),
            None => None,
        },
        EntityKind::Page => match catalog.pages.get(id) {
            Some(page) => Some(written(context, &entities::prose_page(context, page))?),
            None => None,
        },
        // The principles stand together on the page of their section.
        EntityKind::Principle => None,
    })
}

fn body_kind(kind: BodyKind) -> EntityKind {
    kind.into()
}
