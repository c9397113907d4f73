//! Every page as text, for comparing one register with another.
//!
//! The same Markdown that stands beside each page, but for the name of the
//! release, which differs whenever anything does.

use super::BuildError;
use super::assets::Assets;
use super::later::is_later;
use super::route::Route;
use super::view::{self, Writing};
use super::workshop::{Material, workshop};
use crate::content::Catalog;
use rayon::prelude::*;
use std::sync::Arc;

/// What a page is about, so that it is found again in another register.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// Something that is no entity: known by its address in the first language.
    Page(String),
    /// An entity, as `<folder>/<file>`.
    Entity(String),
}

/// One page in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageText {
    /// Its address.
    pub path: String,
    /// Its heading.
    pub title: String,
    /// What stands on it, as Markdown.
    pub text: String,
}

/// One page in every language, in the order of the languages.
pub type PageTexts = Vec<PageText>;

/// Every page of the register but those that repeat or describe all of it.
///
/// # Errors
/// When a page could not be made.
pub fn outlines(
    catalog: Arc<Catalog>,
    assets: Arc<Assets>,
) -> Result<Vec<(Subject, PageTexts)>, BuildError> {
    let mut material = Material::new(catalog, assets, &super::BuildOptions::default());
    material.release.clear();
    workshop(&material, None, |shop| {
        let routes = shop.routes.all();
        let wanted = routes.into_par_iter().filter(|route| !is_later(*route));
        let made = wanted.map(|route| {
            let mut pages = PageTexts::new();
            for (edition, frame) in shop.editions.iter().zip(&shop.frames) {
                let path = edition.href(route);
                match view::render(edition, frame, route, Writing::Markdown) {
                    Ok(Some(text)) => pages.push(PageText {
                        path,
                        title: heading(&text),
                        text,
                    }),
                    Ok(None) => {}
                    Err(error) => return Err(BuildError::Template { path, error }),
                }
            }
            let first = pages.first();
            let subject = first.map(|first| match route {
                Route::Entity(entity) => {
                    Subject::Entity(format!("{}/{}", entity.kind.folder(), entity.id))
                }
                _ => Subject::Page(first.path.clone()),
            });
            Ok(subject.map(|subject| (subject, pages)))
        });
        let made: Vec<_> = made.collect::<Result<_, _>>()?;
        Ok(made.into_iter().flatten().collect())
    })
}

/// The heading of the page, without the signs that keep it from being markup.
fn heading(text: &str) -> String {
    let first = text.lines().next().unwrap_or_default();
    first.trim_start_matches(['#', ' ']).replace('\\', "")
}
