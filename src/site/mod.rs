//! The site: from the register to every page, ready to be sent.
//!
//! [`route`] makes addresses, an [`edition`] is the register in one language,
//! [`view`] has what each page shows, [`chrome`] and [`nav`] what surrounds
//! it; [`build`] renders them all into one immutable [`snapshot`]. Nothing
//! here knows of requests, of the clock or of the environment: the same
//! register gives the same bytes.

pub mod abbreviations;
pub mod assets;
mod bare;
pub mod body;
pub mod card;
pub mod chrome;
pub mod data;
pub mod edition;
mod errors;
mod gone;
pub mod land;
mod later;
pub mod markdown;
pub mod nav;
pub mod outlines;
pub mod picture;
pub mod places;
pub mod resting;
pub mod route;
pub mod search;
mod security;
pub mod sitemap;
pub mod snapshot;
pub mod view;
mod workshop;

use crate::content::Catalog;
pub use bare::bare;

use assets::{Assets, SITE_CSS};
use body::{Body, Effort};
use chrome::{Frame, weighed};
use edition::Edition;
use errors::Errors;
use later::Later;
use rayon::prelude::*;
use route::{DataFile, Route, Routes};
use search::Searcher;
use snapshot::{Media, Page, Snapshot, SnapshotLanguage};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use view::Writing;
use workshop::{Material, Workshop, workshop};

/// Where the site is going to stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BuildOptions {
    /// What precedes every address: empty, or like `/cooperation`.
    pub base_path: String,
    /// Scheme and host for addresses that must be whole, like
    /// `https://example.org`. Without it those addresses are paths.
    pub origin: Option<String>,
}

/// Why a site could not be made.
#[derive(Debug)]
pub enum BuildError {
    /// A static file that no page can do without does not exist.
    MissingAsset {
        /// Its name below the static folder.
        name: &'static str,
    },
    /// A language has no words for the interface.
    MissingWords {
        /// The language.
        language: String,
    },
    /// Two pages have the same address.
    SameAddress {
        /// The address.
        path: String,
    },
    /// A template could not be written.
    Template {
        /// The address of the page.
        path: String,
        /// What the template engine says.
        error: askama::Error,
    },
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingAsset { name } => write!(f, "the static file `{name}` does not exist"),
            Self::MissingWords { language } => {
                write!(
                    f,
                    "the language `{language}` has no words for the interface"
                )
            }
            Self::SameAddress { path } => write!(f, "two pages would stand at `{path}`"),
            Self::Template { path, error } => write!(f, "cannot render `{path}`: {error}"),
        }
    }
}

impl std::error::Error for BuildError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Template { error, .. } => Some(error),
            _ => None,
        }
    }
}

/// The addresses of static files, with the base path.
#[derive(Debug)]
pub struct Files<'a> {
    assets: &'a Assets,
    base_path: &'a str,
    css: String,
}

/// The fonts that a page in a script begins to need at once: ISO 15924 codes
/// and the subsets that fonts on the web are commonly cut into.
const FONT_SUBSETS: [(&str, &str); 3] = [
    ("Latn", "fonts/noto-sans-latin.woff2"),
    ("Cyrl", "fonts/noto-sans-cyrillic.woff2"),
    ("Grek", "fonts/noto-sans-greek.woff2"),
];

impl<'a> Files<'a> {
    fn new(assets: &'a Assets, base_path: &'a str) -> Result<Self, BuildError> {
        let css = assets
            .url(SITE_CSS)
            .ok_or(BuildError::MissingAsset { name: SITE_CSS })?;
        Ok(Self {
            assets,
            base_path,
            css: format!("{base_path}{css}"),
        })
    }

    /// The address of a file that a page can do without.
    fn optional(&self, name: &str) -> Option<String> {
        let url = self.assets.url(name)?;
        Some(format!("{}{url}", self.base_path))
    }

    /// What stands in a file.
    fn bytes(&self, name: &str) -> Option<&[u8]> {
        let asset = self.assets.get(self.assets.url(name)?)?;
        Some(&asset.body.identity().bytes)
    }

    /// The address of a file that keeps its name, and that a page can do without.
    fn rooted(&self, path: &str) -> Option<String> {
        let mut rooted = self.assets.root();
        let (found, _) = rooted.find(|(found, _)| *found == path)?;
        Some(format!("{}{found}", self.base_path))
    }

    /// The font that the words of this script need.
    fn font_for(&self, script: &str) -> Option<String> {
        let (_, name) = FONT_SUBSETS.iter().find(|(code, _)| *code == script)?;
        self.optional(name)
    }
}

/// Makes the whole site.
///
/// # Errors
/// When a page could not be made, or two would stand at one address.
pub fn build(
    catalog: impl Into<Arc<Catalog>>,
    assets: Arc<Assets>,
    options: &BuildOptions,
) -> Result<Snapshot, BuildError> {
    let later = Later::new(Material::new(catalog.into(), assets, options));
    let material = later.material();
    let catalog = &*material.catalog;
    workshop(material, None, |shop| {
        let Workshop {
            routes,
            editions,
            frames,
            ..
        } = shop;
        let mut pages = BTreeMap::new();
        let made = [
            rendered(routes, editions, frames)?,
            gone::pages(routes, editions, frames)?,
            manifests(shop),
            crawled(catalog, routes)?,
            security::contact(catalog, routes).into_iter().collect(),
            search_descriptions(routes, editions, frames)?,
            later::pages(&later, shop),
        ];
        for (path, page) in made.into_iter().flatten() {
            place(&mut pages, path, page)?;
        }
        Ok(Snapshot {
            pages,
            redirects: redirects(catalog, routes),
            languages: editions.iter().map(snapshot_language).collect(),
            fallback: routes.fallback(),
            base_path: routes.fixed(""),
            as_of: catalog.today.to_string(),
            changes_at: catalog.changes_at,
            release: material.release.clone(),
            errors: Box::new(Errors::new(routes, editions, frames)),
            search: Box::new(Searcher::new(editions, frames)),
            assets: Arc::clone(&material.assets),
        })
    })
}

/// What devices read that keep the site, in each language.
fn manifests(shop: &Workshop<'_>) -> Vec<(String, Page)> {
    let editions = shop.editions.iter();
    editions
        .map(|edition| {
            let path = shop.routes.manifest(edition.index);
            let text = card::manifest(edition, &shop.files);
            (path, page(Media::Manifest, Some(edition.index), 200, text))
        })
        .collect()
}

/// What crawlers ask for.
fn crawled(catalog: &Catalog, routes: &Routes<'_>) -> Result<Vec<(String, Page)>, BuildError> {
    let files = [
        (
            sitemap::SITEMAP,
            Media::Xml,
            sitemap::sitemap(catalog, routes),
        ),
        (sitemap::ROBOTS, Media::Text, sitemap::robots(routes)),
    ];
    files
        .into_iter()
        .map(|(path, media, text)| {
            let path = routes.fixed(path);
            match text {
                Ok(text) => Ok((path, page(media, None, 200, text))),
                Err(error) => Err(BuildError::Template { path, error }),
            }
        })
        .collect()
}

/// Where old addresses lead, and the folder of files: whoever shortens the
/// address of a file to it finds what the files are.
fn redirects(catalog: &Catalog, routes: &Routes<'_>) -> BTreeMap<String, String> {
    let moved = catalog.redirects.redirects.iter().map(|moved| {
        let fixed = |path: &str| routes.fixed(path);
        (fixed(moved.from.as_str()), fixed(moved.to.as_str()))
    });
    let folder = (routes.data_folder(), routes.data(DataFile::Package));
    std::iter::once(folder).chain(moved).collect()
}

/// Every page of every language that is made at once. The order of the result
/// does not depend on which thread was faster.
fn rendered(
    routes: &Routes<'_>,
    editions: &[Edition<'_>],
    frames: &[Arc<Frame>],
) -> Result<Vec<(String, Page)>, BuildError> {
    let mut all = routes.all();
    all.retain(|route| !later::is_later(*route));
    let jobs: Vec<(&Edition<'_>, &Frame, Route<'_>)> = editions
        .iter()
        .zip(frames)
        .flat_map(|(edition, frame)| all.iter().map(move |route| (edition, &**frame, *route)))
        .collect();
    let results: Vec<_> = jobs
        .into_par_iter()
        .map(|(edition, frame, route)| {
            let path = edition.href(route);
            match view::render(edition, frame, route, Writing::Html) {
                Ok(html) => {
                    let page = |html| {
                        let html = weighed(html, |number| edition.number(number));
                        page(Media::Html, Some(edition.index), 200, html)
                    };
                    Ok(html.map(|html| (path, page(html))))
                }
                Err(error) => Err(BuildError::Template { path, error }),
            }
        })
        .collect();
    results.into_iter().filter_map(Result::transpose).collect()
}

/// What browsers read about the search, in each language; nothing while the
/// site does not know its own origin.
fn search_descriptions(
    routes: &Routes<'_>,
    editions: &[Edition<'_>],
    frames: &[Arc<Frame>],
) -> Result<Vec<(String, Page)>, BuildError> {
    let known = editions
        .iter()
        .zip(frames)
        .filter(|_| routes.knows_origin());
    known
        .map(|(edition, frame)| {
            let path = routes.search_description(edition.index);
            match search::description(edition, frame) {
                Ok(text) => {
                    let language = Some(edition.index);
                    Ok((path, page(Media::OpenSearch, language, 200, text)))
                }
                Err(error) => Err(BuildError::Template { path, error }),
            }
        })
        .collect()
}

fn page(media: Media, language: Option<usize>, status: u16, text: String) -> Page {
    Page {
        media,
        language,
        status,
        body: Body::encode(text, Effort::Start),
    }
}

fn place(pages: &mut BTreeMap<String, Page>, path: String, page: Page) -> Result<(), BuildError> {
    if pages.contains_key(&path) {
        return Err(BuildError::SameAddress { path });
    }
    pages.insert(path, page);
    Ok(())
}

fn snapshot_language(edition: &Edition<'_>) -> SnapshotLanguage {
    let record = &edition.language.record;
    SnapshotLanguage {
        id: edition.language.id.clone(),
        prefix: record.prefix.to_string(),
        lang: record.lang.as_str().to_owned(),
        accept: record.accept.clone(),
    }
}

/// A small register for tests, in languages that the code knows nothing of.
#[cfg(test)]
fn test_register() -> Catalog {
    use crate::content::{Origin, load};
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sites/minimal");
    let today = crate::locale::Day {
        year: 2026,
        month: 11,
        day: 23,
    };
    let loaded = load(Origin::Folder(std::path::Path::new(folder)), today);
    loaded
        .catalog
        .expect("the register for tests has no errors")
}
