//! What crawlers ask for: the list of all pages, and that they may read them.

use super::route::{CHOOSER, Route, Routes};
use crate::content::Catalog;
use askama::Template;

/// Where the list of all pages stands.
pub const SITEMAP: &str = "/sitemap.xml";

/// Where crawlers ask what they may read (RFC 9309).
pub const ROBOTS: &str = "/robots.txt";

/// The list of all pages in every language (sitemaps.org protocol 0.9, with
/// the language alternates of `xhtml:link`).
///
/// While the site does not know its own origin its addresses are paths. The
/// protocol wants whole addresses, so `robots.txt` then does not point here.
#[derive(Template)]
#[template(path = "sitemap.xml")]
struct Sitemap {
    pages: Vec<Entry>,
}

struct Entry {
    address: String,
    alternates: Vec<(String, String)>,
}

/// What crawlers may read: everything.
#[derive(Template)]
#[template(path = "robots.txt")]
struct Robots {
    sitemap: Option<String>,
}

/// The list of all pages.
///
/// # Errors
/// When the template cannot be written.
pub(super) fn sitemap(catalog: &Catalog, routes: &Routes<'_>) -> Result<String, askama::Error> {
    let mut pages = Vec::new();
    for route in routes.all() {
        let mut alternates: Vec<_> = catalog
            .languages
            .iter()
            .enumerate()
            .map(|(index, language)| {
                let address = routes.absolute(&routes.path(route, index));
                (language.record.hreflang.as_str().to_owned(), address)
            })
            .collect();
        let addresses: Vec<_> = alternates
            .iter()
            .map(|(_, address)| address.clone())
            .collect();
        let otherwise = match route {
            Route::Home => routes.absolute(&routes.fixed(CHOOSER)),
            _ => addresses
                .get(routes.fallback())
                .cloned()
                .unwrap_or_default(),
        };
        alternates.push(("x-default".to_owned(), otherwise));
        pages.extend(addresses.into_iter().map(|address| Entry {
            address,
            alternates: alternates.clone(),
        }));
    }
    Sitemap { pages }.render()
}

/// What crawlers may read.
///
/// # Errors
/// When the template cannot be written.
pub(super) fn robots(routes: &Routes<'_>) -> Result<String, askama::Error> {
    let sitemap = routes
        .knows_origin()
        .then(|| routes.absolute(&routes.fixed(SITEMAP)));
    Robots { sitemap }.render()
}
