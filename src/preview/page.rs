//! A page of the site with what only those see who write it.
//!
//! Nothing of the page is taken away. Elements with a name get the place where
//! they are written down, links to what visitors do not see yet say so, and
//! head and foot get a few elements more.

use askama::Template;

use super::State;
use super::marks::mark;
use crate::site::places::Place;

#[derive(Template)]
#[template(path = "preview/head.html")]
struct Head<'s> {
    folder: &'s str,
    release: &'s str,
    serial: u64,
}

#[derive(Template)]
#[template(path = "preview/bar.html")]
struct Bar<'s> {
    folder: &'s str,
    place: Option<&'s Place>,
    count: String,
}

/// What the head of a page gets.
pub(super) fn head(state: &State, folder: &str) -> String {
    let release = state.shown.as_ref().map(|pages| pages.release.as_str());
    let head = Head {
        folder,
        release: release.unwrap_or_default(),
        serial: state.serial,
    };
    // Writing into memory fails only when memory does.
    head.render().unwrap_or_default()
}

/// The page at `path`, as the site made it, with all that is added.
pub(super) fn marked(html: &str, path: &str, state: &State, folder: &str) -> String {
    let Some(pages) = &state.shown else {
        return html.to_owned();
    };
    let (before, body) = html.split_at(html.find("</head>").unwrap_or(html.len()));
    let (body, after) = body.split_at(body.rfind("</body>").unwrap_or(body.len()));
    let place = pages.places.pages.get(path);
    let bar = Bar {
        folder,
        place,
        count: state.faults.count(),
    };
    let mut out = String::with_capacity(html.len() + html.len() / 4);
    out.push_str(before);
    out.push_str(&head(state, folder));
    mark(body, path, pages, &mut out);
    out.push_str(&bar.render().unwrap_or_default());
    out.push_str(after);
    out
}
