//! The site as a whole: where it stands, what it says when something is
//! missing, and that it is the same every time.

use super::document::tags;
use super::{assets, catalog, html_pages, links_resolve, shipped, today};
use saradnja::locale::Day;
use saradnja::site::snapshot::{Asked, Media, PageError};
use saradnja::site::{BuildOptions, build};
use std::collections::BTreeSet;

/// A register in languages that the code knows nothing of.
const MINIMAL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sites/minimal");

#[test]
fn the_base_path_is_honoured_everywhere() {
    let catalog = catalog(MINIMAL, today());
    let options = BuildOptions {
        base_path: "/some/where".to_owned(),
        origin: None,
    };
    let snapshot = build(&catalog, assets(), &options).expect("every page can be made");
    links_resolve(&snapshot);
    for (path, page) in &snapshot.pages {
        assert!(path.starts_with("/some/where/"), "{path}");
        if page.media != Media::Html {
            continue;
        }
        let text = std::str::from_utf8(&page.body.identity().bytes).expect("UTF-8");
        for tag in tags(text) {
            for name in ["href", "src"] {
                if let Some(target) = tag.attributes.get(name).filter(|to| to.starts_with('/')) {
                    assert!(target.starts_with("/some/where/"), "{path}: {target}");
                }
            }
        }
    }
}

#[test]
fn the_same_register_gives_the_same_bytes() {
    let catalog = catalog(MINIMAL, today());
    let made = || build(&catalog, assets(), &BuildOptions::default()).expect("a site");
    let (one, other) = (made(), made());
    assert_eq!(one.pages.len(), other.pages.len());
    for (path, page) in &one.pages {
        assert_eq!(page.body, other.pages[path].body, "{path}");
    }
}

#[test]
fn what_is_late_is_counted_and_the_count_leads_to_the_first() {
    let late_day = Day::new(2099, 1, 1).expect("the day exists");
    let catalog = catalog(MINIMAL, late_day);
    let snapshot = build(&catalog, assets(), &BuildOptions::default()).expect("a site");
    links_resolve(&snapshot);
    let prefix = &snapshot.languages[0].prefix;
    let bodies = catalog.bodies().count();
    let linked = html_pages(&snapshot)
        .filter(|(path, _)| path.starts_with(&format!("/{prefix}/")))
        .filter(|(_, html)| {
            tags(html)
                .iter()
                .any(|tag| tag.name == "a" && tag.attributes.get("class") == Some(&"flag late"))
        })
        .count();
    assert!(
        linked > bodies,
        "every relation is late, and the state of the register says so"
    );
    let (_, on_time) = shipped();
    assert!(html_pages(on_time).all(|(_, html)| !html.contains("flag late")));
}

#[test]
fn errors_are_told_in_the_readers_language() {
    let (_, snapshot) = shipped();
    for (index, language) in snapshot.languages.iter().enumerate() {
        for error in PageError::ALL {
            let path = "/<script>alert(1)</script>\"/";
            let html = snapshot.errors.render(index, error, Asked::at(path));
            let tags = tags(&html);
            assert_eq!(tags[0].attributes["lang"], language.lang);
            assert!(tags.iter().all(|tag| tag.name != "script"), "{html}");
            assert_eq!(tags.iter().filter(|tag| tag.name == "h1").count(), 1);
            assert!(html.contains(&error.status().to_string()));
            assert!(html.contains("<meta name=\"robots\" content=\"noindex\">"));
        }
    }
}

#[test]
fn a_missing_page_leads_to_the_nearest_that_exists() {
    let (_, snapshot) = shipped();
    let guess = |path: &str, href: &str| {
        let html = snapshot
            .errors
            .render(0, PageError::NotFound, Asked::at(path));
        let main = html.split("<main").nth(1).expect("a main part");
        let main = main
            .split("<nav class=\"block\"")
            .next()
            .expect("before the doors");
        main.contains(&format!("href=\"{href}\""))
    };
    assert!(guess("/en/partners/unhrc/", "/en/partners/unhcr/"));
    assert!(guess("/en/UNHCR/", "/en/partners/unhcr/"));
    assert!(guess("/partner/unhcr/", "/en/partners/unhcr/"));
    assert!(guess("/en/netwroks/?q=1", "/en/networks/"));
    assert!(!guess("/en/wp-login.php", "/en/partners/"));
}

#[test]
fn crawlers_find_every_page() {
    let (_, snapshot) = shipped();
    let text = |path: &str| {
        let page = &snapshot.pages[path];
        String::from_utf8(page.body.identity().bytes.to_vec()).expect("UTF-8")
    };
    let robots = text("/robots.txt");
    assert_eq!(
        robots,
        "User-agent: *\nAllow: /\n\nSitemap: https://example.org/sitemap.xml\n"
    );
    let sitemap = text("/sitemap.xml");
    let listed: BTreeSet<_> = sitemap
        .split("<loc>")
        .skip(1)
        .filter_map(|piece| piece.split("</loc>").next())
        .map(str::to_owned)
        .collect();
    let pages: BTreeSet<_> = html_pages(snapshot)
        .map(|(path, _)| format!("https://example.org{path}"))
        .collect();
    assert_eq!(listed, pages);
    let minimal = catalog(MINIMAL, today());
    let unknown = build(&minimal, assets(), &BuildOptions::default()).expect("a site");
    let robots = &unknown.pages["/robots.txt"].body.identity().bytes;
    assert_eq!(&robots[..], b"User-agent: *\nAllow: /\n");
}
