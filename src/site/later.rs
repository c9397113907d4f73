//! What is made when it is first asked for: data, feeds, and the pages that
//! hold the whole register.
//!
//! Nobody who opens a page waits for them at a start or after an edit. Whoever
//! asks for one of them first waits for all of them, since they are made
//! together on all cores; most often that is the thread that makes bodies
//! smaller. What comes out does not depend on when that is.

use super::data::{self, Package};
use super::route::{DataFile, Feed, Form, Route, Section};
use super::snapshot::{Media, Page};
use super::view::{self, Writing};
use super::workshop::{Material, Workshop, workshop};
use crate::site::body::{Body, Effort};
use crate::site::chrome::weighed;
use bytes::Bytes;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// What the pages were made from, kept to make the rest.
pub(super) struct Later {
    material: Material,
    made: OnceLock<BTreeMap<String, Bytes>>,
}

/// One thing that is made later, and where it stands.
struct Planned {
    path: String,
    media: Media,
    language: Option<usize>,
    what: What,
}

/// What it is.
#[derive(Clone, Copy)]
enum What {
    File(DataFile),
    Feed(Feed),
    /// The page, by its place among [`Routes::all`](super::route::Routes::all).
    Page(usize),
    Form(usize, Form),
}

/// Whether the page on this route is made later: those that hold, or describe,
/// all of the register.
pub(super) fn is_later(route: Route<'_>) -> bool {
    matches!(
        route,
        Route::Section(Section::Data) | Route::Section(Section::Dossier)
    )
}

/// Everything that is made later, in a fixed order.
fn plan(shop: &Workshop<'_>) -> Vec<Planned> {
    let routes = &shop.routes;
    let all = routes.all();
    let mut plan = Vec::with_capacity(shop.editions.len() * (2 * all.len() + 5) + 25);
    plan.extend(DataFile::all().map(|file| Planned {
        path: routes.data(file),
        media: file.media(),
        language: None,
        what: What::File(file),
    }));
    for index in 0..shop.editions.len() {
        let mut add = |path, media, what| {
            plan.push(Planned {
                path,
                media,
                language: Some(index),
                what,
            });
        };
        for feed in Feed::ALL {
            add(routes.feed(feed, index), feed.media(), What::Feed(feed));
        }
        for (place, route) in all.iter().enumerate() {
            if is_later(*route) {
                add(routes.path(*route, index), Media::Html, What::Page(place));
            }
            for form in Form::ALL {
                let path = routes.form(*route, form, index);
                add(path, form.media(), What::Form(place, form));
            }
        }
    }
    plan
}

/// Everything that is made later, as pages that make themselves.
pub(super) fn pages(later: &Arc<Later>, shop: &Workshop<'_>) -> Vec<(String, Page)> {
    let pages = plan(shop).into_iter().map(|planned| {
        let (later, path) = (Arc::clone(later), planned.path.clone());
        let page = Page {
            media: planned.media,
            language: planned.language,
            status: 200,
            body: Body::later(move || later.content(&path), Effort::Start),
        };
        (planned.path, page)
    });
    pages.collect()
}

impl Later {
    /// Keeps what the pages are made from.
    pub(super) fn new(material: Material) -> Arc<Self> {
        Arc::new(Self {
            material,
            made: OnceLock::new(),
        })
    }

    /// What the pages are made from.
    pub(super) fn material(&self) -> &Material {
        &self.material
    }

    fn content(&self, path: &str) -> Bytes {
        let made = self.made.get_or_init(|| self.make());
        let content = made.get(path);
        content
            .expect("one plan says what stands there and what is made")
            .clone()
    }

    fn make(&self) -> BTreeMap<String, Bytes> {
        let Material {
            catalog, release, ..
        } = &self.material;
        let package = Package::new(catalog, &self.material.routes(), release);
        let made = workshop(&self.material, Some(package), |shop| {
            let all = shop.routes.all();
            let plan = plan(shop).into_par_iter();
            let made = plan.map(|planned| {
                let text = text(shop, &all, &planned);
                // A boxed slice gives back the spare room of the buffer.
                let bytes = text.into_bytes().into_boxed_slice();
                (planned.path, Bytes::from(bytes))
            });
            Ok(made.collect())
        });
        made.expect("the pages were made from the same register and files before")
    }
}

fn text(shop: &Workshop<'_>, all: &[Route<'_>], planned: &Planned) -> String {
    let index = planned.language.unwrap_or_default();
    let (edition, frame) = (&shop.editions[index], &shop.frames[index]);
    let written = |route, writing| {
        view::render(edition, frame, route, writing)
            .expect("templates fail when writing does, and memory takes everything")
    };
    let text = match planned.what {
        What::File(wanted) => {
            let mut files = edition.package.into_iter().flat_map(Package::files);
            let found = files.find(|(file, _)| *file == wanted);
            found.map(|(_, packed)| packed.text.clone())
        }
        What::Feed(feed) => Some(data::feed(edition, feed)),
        What::Page(place) => {
            let html = written(all[place], Writing::Html);
            html.map(|html| weighed(html, |number| edition.number(number)))
        }
        What::Form(place, Form::Json) => data::page(edition, all[place]),
        What::Form(place, Form::Markdown) => written(all[place], Writing::Markdown),
    };
    text.expect("every route leads to a page, and the package has every file")
}
