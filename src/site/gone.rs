//! What is said where something was: at addresses that were removed on
//! purpose, and where a page stood until it expired.

use super::chrome::{Frame, weighed};
use super::edition::Edition;
use super::errors::head;
use super::route::Routes;
use super::snapshot::{Media, Page};
use super::view::home::doors;
use super::view::message::MessagePage;
use super::view::parts::Title;
use super::{BuildError, page};
use crate::content::record::ErrorWords;
use crate::locale::PartialDate;
use askama::Template;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What stood at one address.
struct Removed<'a> {
    path: String,
    words: &'a ErrorWords,
    /// Why, where somebody said so.
    reason: &'a str,
    since: PartialDate,
}

/// The pages at all these addresses.
pub(super) fn pages(
    routes: &Routes<'_>,
    editions: &[Edition<'_>],
    frames: &[Arc<Frame>],
) -> Result<Vec<(String, Page)>, BuildError> {
    let mut pages = removed(routes, editions, frames)?;
    // What somebody said of an address counts more than what follows.
    let said: BTreeSet<String> = pages.iter().map(|(path, _)| path.clone()).collect();
    for (edition, frame) in editions.iter().zip(frames) {
        let catalog = edition.catalog;
        let redirects = &catalog.redirects.redirects;
        for expired in &catalog.expired {
            let Some(address) = expired.address(edition.language) else {
                continue;
            };
            let path = routes.fixed(&address);
            let leads_on = redirects.iter().any(|old| old.from.as_str() == address);
            if leads_on || said.contains(&path) {
                continue;
            }
            let expired = Removed {
                path,
                words: &frame.words.errors.expired,
                reason: "",
                since: expired.at.day().into(),
            };
            pages.push(made(edition, frame, &expired)?);
        }
    }
    Ok(pages)
}

/// The pages at addresses that were removed on purpose.
fn removed(
    routes: &Routes<'_>,
    editions: &[Edition<'_>],
    frames: &[Arc<Frame>],
) -> Result<Vec<(String, Page)>, BuildError> {
    let Some(first) = editions.first() else {
        return Ok(Vec::new());
    };
    let removed = &first.catalog.redirects.gone;
    removed
        .iter()
        .map(|gone| {
            let segment = gone.path.as_str().split('/').nth(1).unwrap_or_default();
            let language = editions
                .iter()
                .position(|edition| edition.language.record.prefix.as_str() == segment)
                .unwrap_or(routes.fallback());
            let (edition, frame) = (&editions[language], &frames[language]);
            let removed = Removed {
                path: routes.fixed(gone.path.as_str()),
                words: &frame.words.errors.gone,
                reason: gone.reason.in_language(&edition.language.id),
                since: gone.since,
            };
            made(edition, frame, &removed)
        })
        .collect()
}

fn made(
    edition: &Edition<'_>,
    frame: &Frame,
    removed: &Removed<'_>,
) -> Result<(String, Page), BuildError> {
    let table = &frame.words.errors;
    let lead = format!("{} {}", removed.words.text, removed.reason);
    let number = table.number.replace("{n}", "410");
    let message = MessagePage {
        frame,
        head: &head(edition, frame, removed.words),
        title: Title::new(number, &removed.words.title).lead(lead.trim_end()),
        since: Some(&edition.dated(&table.gone_since, &removed.since)),
        wanted: None,
        asked: Some(&removed.path),
        id: None,
        guess: None,
        doors: &doors(edition),
    };
    let path = removed.path.clone();
    match message.render() {
        Ok(html) => {
            let html = weighed(html, |number| edition.number(number));
            Ok((path, page(Media::Html, Some(edition.index), 410, html)))
        }
        Err(error) => Err(BuildError::Template { path, error }),
    }
}
