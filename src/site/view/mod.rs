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
pub(super) mod drawing;
mod entities;
pub(super) mod events;
pub(super) mod evidence;
mod glossary;
pub(super) mod history;
pub(super) mod home;
mod index;
pub(super) mod map;
mod matrix;
pub(super) mod message;
mod outline;
pub mod parts;
pub(super) mod permalink;
mod review;
pub(super) mod search;
mod small;
mod sources;
mod status;
mod terms;
mod timeline;

use super::chrome::{Frame, Head};
use super::data::markdown::{Markdown, escape};
use super::edition::Edition;
use super::route::{Route, Section};
use crate::content::catalog::{BodyKind, EntityKind, EntityRef};
use crate::content::record::Revision;
use crate::locale::{Grammar, within_quotation};
use outline::written;
use parts::{Dated, Title};
use std::borrow::Cow;

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
            .replace("{date}", &self.edition.time(&state).words);
        let text = put_title(&text, page, &self.edition.language.grammar);
        let routes = &self.edition.routes;
        Citation {
            text,
            since: None,
            address: routes.absolute(&self.edition.href(self.route)),
        }
    }
}

/// Puts the title of a page into the words of a citation, where `{page}` stands. Inside a quotation
/// its own marks are the inner ones; a title that ends a sentence needs no full stop after it.
fn put_title(words: &str, page: &str, grammar: &Grammar) -> String {
    let Some((before, after)) = words.split_once("{page}") else {
        return words.to_owned();
    };
    let marks = &grammar.quotes;
    let (page, closing) = if before.ends_with(&marks.open) && after.starts_with(&marks.close) {
        (within_quotation(page, grammar), marks.close.as_str())
    } else {
        (Cow::Borrowed(page), "")
    };
    let mut rest = &after[closing.len()..];
    if page.ends_with(['.', '!', '?', '…']) {
        rest = rest.strip_prefix('.').unwrap_or(rest);
    }
    format!("{before}{page}{closing}{rest}")
}

/// How to cite a page.
#[derive(Debug)]
struct Citation {
    text: String,
    address: String,
    /// Since when what the page is about is in the register.
    since: Option<Dated>,
}

impl Citation {
    /// The same for a record: while its history is empty, it is in the
    /// register since this was first published.
    fn with_history(mut self, context: &Context<'_, '_>, revisions: &[Revision]) -> Self {
        let edition = context.edition;
        let words = &edition.words.trust.in_register_since;
        let published = edition.catalog.site.published;
        self.since = published
            .filter(|_| revisions.is_empty())
            .map(|date| edition.dated(words, &date));
        self
    }

    /// The citation as Markdown.
    fn markdown(&self, markdown: &Markdown<'_>) -> String {
        let since = self.since.as_ref();
        let since = since.map(|since| format!(" {}", escape(&since.plain())));
        let address = markdown.link(&self.address, &self.address);
        let text = escape(&self.text);
        format!("{text} {address}{}", since.unwrap_or_default())
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
        Route::Map(kind) => Some(written(context, &map::page(context, Some(kind)))?),
        Route::Publisher(id) => Some(written(context, &sources::publisher_page(context, id))?),
        Route::Entity(entity) => self::entity(context, entity)?,
        Route::Timeline(part) => match timeline::part(context, part) {
            Some(page) => Some(written(context, &page)?),
            None => None,
        },
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
        Section::Timeline => written(context, &timeline::whole(context)),
        Section::Matrix => written(context, &matrix::page(context)),
        Section::Map => written(context, &map::page(context, None)),
        Section::Search => written(context, &search::page(context)),
        Section::Data => written(context, &data::page(context)),
        Section::Dossier => written(context, &dossier::page(context)),
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

#[cfg(test)]
mod tests {
    use super::put_title;
    use crate::site::test_register;

    /// In a language whose quotation marks are „ ”, and « » inside.
    #[test]
    fn a_title_in_a_citation_ends_once_and_has_the_inner_marks() {
        let grammar = &test_register().languages[0].grammar;
        for (words, title, expected) in [
            ("„{page}”. Site", "Networks", "„Networks”. Site"),
            ("„{page}”. Site", "Met in 2015.", "„Met in 2015.” Site"),
            ("„{page}”. Site", "On „First”", "„On «First»”. Site"),
            ("{page}. Site", "Who is it?", "Who is it? Site"),
            ("{page}. Site", "On „First”", "On „First”. Site"),
            ("no place", "Networks", "no place"),
        ] {
            assert_eq!(put_title(words, title, grammar), expected);
        }
    }
}
