//! A page of the site with what only those see who write it.
//!
//! Nothing of the page is taken away. Elements with a name get the place where
//! they are written down, links to what visitors do not see yet say so, and
//! head and foot get a few elements more.

use std::collections::BTreeMap;

use askama::Template;

use super::{Pages, State};
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

/// Copies the body of a page, with marks in its elements.
fn mark(body: &str, path: &str, pages: &Pages, out: &mut String) {
    let none = BTreeMap::new();
    let places = &pages.places;
    let parts = places.parts.get(path).unwrap_or(&none);
    let mut rest = body;
    while let Some(at) = rest.find(' ') {
        let (copied, next) = rest.split_at(at);
        out.push_str(copied);
        let attribute = |name: &'static str| {
            let value = next.strip_prefix(name)?;
            Some((name, &value[..value.find('"')?]))
        };
        let Some((name, value)) = attribute(" id=\"").or_else(|| attribute(" href=\"")) else {
            out.push_str(&next[..1]);
            rest = &next[1..];
            continue;
        };
        let whole = name.len() + value.len() + 1;
        out.push_str(&next[..whole]);
        rest = &next[whole..];
        if name == " id=\"" {
            if let Some(place) = parts.get(value).or_else(|| places.everywhere.get(value)) {
                attributes(place, out);
            }
        } else if let Some(stage) = stage(value, pages) {
            out.push_str(&format!(" data-stage=\"{stage}\""));
        }
    }
    out.push_str(rest);
}

#[derive(Template)]
#[template(
    source = " data-place=\"{{ place.line }}\"{% if let Some(stage) = place.stage %} data-stage=\"{{ stage }}\"{% endif %}",
    ext = "html"
)]
struct Attributes<'p> {
    place: &'p Place,
}

fn attributes(place: &Place, out: &mut String) {
    // Writing into memory fails only when memory does.
    let _ = Attributes { place }.render_into(out);
}

/// Why visitors do not see where a link leads, if they do not.
fn stage<'p>(href: &str, pages: &'p Pages) -> Option<&'p str> {
    let places = &pages.places;
    let (path, fragment) = href.split_once('#').unwrap_or((href, ""));
    let of_page = places
        .pages
        .get(path)
        .and_then(|place| place.stage.as_deref());
    of_page.or_else(|| places.parts.get(path)?.get(fragment)?.stage.as_deref())
}
