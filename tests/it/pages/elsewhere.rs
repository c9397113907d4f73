//! What other programs show of the site: pictures and words beside a link,
//! names and icons on a device.

use super::document::tags;
use super::{assets, catalog, html_pages, shipped, today};
use saradnja::site::snapshot::{Media, Snapshot};
use saradnja::site::{BuildOptions, build};
use std::collections::{BTreeMap, BTreeSet};

const MINIMAL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sites/minimal");

/// What the `meta` elements of a page say, by their name or property.
fn said(html: &str) -> BTreeMap<&str, Vec<&str>> {
    let mut said: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for tag in tags(html).into_iter().filter(|tag| tag.name == "meta") {
        let name = tag
            .attributes
            .get("property")
            .or(tag.attributes.get("name"));
        if let (Some(name), Some(content)) = (name, tag.attributes.get("content")) {
            said.entry(name).or_default().push(content);
        }
    }
    said
}

fn file<'s>(snapshot: &'s Snapshot, path: &str) -> &'s [u8] {
    let asset = snapshot.assets.get(path);
    let asset = asset.unwrap_or_else(|| panic!("no file stands at {path}"));
    &asset.body.identity().bytes
}

/// Width and height of a PNG file.
fn size(png: &[u8]) -> (u32, u32) {
    assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"));
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().expect("four bytes"));
    (number(16), number(20))
}

#[test]
fn a_link_to_any_page_can_be_shown_with_words_and_a_picture() {
    let (_, snapshot) = shipped();
    let mut pictures = BTreeSet::new();
    for (path, html) in html_pages(snapshot) {
        let said = said(html);
        let one = |name: &str| match said.get(name).map(Vec::as_slice) {
            Some([content]) if !content.is_empty() => *content,
            other => panic!("{path}: {name} is {other:?}"),
        };
        assert_eq!(one("og:url"), format!("https://example.org{path}"));
        assert_eq!(one("og:description"), one("description"));
        assert!(
            html.contains(&format!("<title>{} | ", one("og:title"))),
            "{path}"
        );
        let is_home = path.matches('/').count() == 2;
        assert_eq!(one("og:type") == "website", is_home, "{path}");
        assert!(!one("og:site_name").is_empty());
        assert!(
            !said["og:locale:alternate"].contains(&one("og:locale")),
            "{path}"
        );
        assert_eq!(one("twitter:card"), "summary_large_image");
        assert!(!one("og:image:alt").is_empty());
        let picture = one("og:image").strip_prefix("https://example.org");
        let picture = picture.expect("a whole address");
        assert_eq!(size(file(snapshot, picture)), (1200, 630));
        assert_eq!(
            (one("og:image:width"), one("og:image:height")),
            ("1200", "630")
        );
        pictures.insert((snapshot.pages[path].language, picture));
    }
    assert_eq!(pictures.len(), snapshot.languages.len());
    let files: BTreeSet<_> = pictures.iter().map(|(_, picture)| picture).collect();
    assert_eq!(files.len(), pictures.len());
}

#[test]
fn addresses_that_are_not_whole_are_not_given_away() {
    let register = catalog(super::CONTENT, today());
    let snapshot = build(&register, assets(), &BuildOptions::default()).expect("a site");
    for (path, html) in html_pages(&snapshot) {
        let said = said(html);
        assert!(said.contains_key("og:title"), "{path}");
        for name in ["og:url", "og:image", "twitter:card"] {
            assert!(!said.contains_key(name), "{path}: {name}");
        }
    }
}

#[test]
fn pictures_show_the_words_that_the_register_has_now() {
    let (catalog, snapshot) = shipped();
    for language in &catalog.languages {
        let manifest = manifest(snapshot, language.record.prefix.as_str());
        let words = |key: &str| manifest[key].as_str().expect("words").to_owned();
        let drawn = format!("{}\n{}", words("name"), words("description"));
        let url = snapshot.assets.url(&format!("cards/{}.png", language.id));
        let png = file(snapshot, url.expect("every language has a picture"));
        let written = png
            .windows(drawn.len())
            .any(|window| window == drawn.as_bytes());
        assert!(written, "{}: run scripts/cards", language.id);
    }
}

fn manifest(snapshot: &Snapshot, prefix: &str) -> serde_json::Value {
    let path = format!("{}/{prefix}/site.webmanifest", snapshot.base_path);
    let page = &snapshot.pages[&path];
    assert_eq!(page.media, Media::Manifest);
    serde_json::from_slice(&page.body.identity().bytes).expect("a manifest is JSON")
}

#[test]
fn a_device_can_keep_the_site() {
    let options = BuildOptions {
        base_path: "/some/where".to_owned(),
        origin: None,
    };
    for folder in [super::CONTENT, MINIMAL] {
        let register = catalog(folder, today());
        let snapshot = build(&register, assets(), &options).expect("a site");
        for (path, html) in html_pages(&snapshot) {
            let tags = tags(html);
            let manifest = tags
                .iter()
                .find(|tag| tag.attributes.get("rel") == Some(&"manifest"))
                .unwrap_or_else(|| panic!("{path}: no manifest"));
            let language = snapshot.pages[path].language;
            let manifest = &snapshot.pages[manifest.attributes["href"]];
            assert_eq!(manifest.language, language, "{path}");
        }
        for language in &snapshot.languages {
            let manifest = manifest(&snapshot, &language.prefix);
            assert_eq!(manifest["lang"], language.lang.as_str());
            let start = manifest["start_url"].as_str().expect("an address");
            assert!(snapshot.pages.contains_key(start), "{start}");
            let icons = manifest["icons"].as_array().expect("icons");
            let mut purposes = BTreeSet::new();
            for icon in icons {
                let src = icon["src"].as_str().expect("an address");
                let src = src.strip_prefix("/some/where").expect("the base path");
                let (width, height) = size(file(&snapshot, src));
                assert_eq!(icon["sizes"], format!("{width}x{height}").as_str());
                purposes.insert((icon["purpose"].as_str().expect("a purpose"), width));
            }
            let wanted = [("any", 192), ("any", 512), ("maskable", 512)];
            assert_eq!(purposes, BTreeSet::from(wanted));
        }
    }
}
