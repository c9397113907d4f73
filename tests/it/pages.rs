//! Every page of the shipped register in every language: complete, correct as
//! a document, and leading nowhere that does not exist.

use saradnja::content::{Catalog, Origin, load};
use saradnja::locale::Day;
use saradnja::site::assets::{AssetSource, Assets};
use saradnja::site::body::Effort;
use saradnja::site::snapshot::{Media, Snapshot};
use saradnja::site::{BuildOptions, build};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, OnceLock};

pub mod document;
mod elsewhere;
mod first_view;
mod maps;
mod rows;
mod timeline;
mod trust;
mod whole;
mod wording;

use document::tags;

const CONTENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/content");
const STATIC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/static");

fn catalog(folder: &str, today: Day) -> Catalog {
    let loaded = load(Origin::Folder(Path::new(folder)), today);
    loaded.catalog.expect("the register has no errors")
}

fn assets() -> Arc<Assets> {
    let source = AssetSource::Directory(STATIC.into());
    Arc::new(Assets::load(&source, Effort::Start).expect("the static files can be read"))
}

fn today() -> Day {
    Day::new(2026, 11, 23).expect("the day exists")
}

/// The shipped register, made once for all tests.
fn shipped() -> &'static (Catalog, Arc<Snapshot>) {
    static SHIPPED: OnceLock<(Catalog, Arc<Snapshot>)> = OnceLock::new();
    SHIPPED.get_or_init(|| {
        let catalog = catalog(CONTENT, today());
        let options = BuildOptions {
            origin: Some("https://example.org".to_owned()),
            ..BuildOptions::default()
        };
        let snapshot = build(&catalog, assets(), &options).expect("every page can be made");
        (catalog, Arc::new(snapshot))
    })
}

fn html_pages(snapshot: &Snapshot) -> impl Iterator<Item = (&str, &str)> {
    let pages = snapshot.pages.iter();
    pages
        .filter(|(_, page)| page.media == Media::Html)
        .map(|(path, page)| {
            let html = std::str::from_utf8(&page.body.identity().bytes);
            (path.as_str(), html.expect("pages are UTF-8"))
        })
}

fn ids(html: &str) -> Vec<&str> {
    let ids = tags(html).into_iter();
    ids.filter_map(|tag| tag.attributes.get("id").copied())
        .collect()
}

#[test]
fn every_language_has_every_page() {
    let (catalog, snapshot) = shipped();
    let made: BTreeSet<String> = html_pages(snapshot)
        .map(|(path, _)| path.to_owned())
        .collect();
    let mut expected = catalog.addresses();
    expected.remove("/");
    assert_eq!(made, expected);
    for (index, language) in snapshot.languages.iter().enumerate() {
        let pages = snapshot.pages.values();
        let html = pages.filter(|page| page.media == Media::Html);
        let of_language = html.filter(|page| page.language == Some(index)).count();
        assert_eq!(
            of_language * snapshot.languages.len(),
            made.len(),
            "{}",
            language.prefix
        );
    }
}

#[test]
fn every_link_within_the_site_leads_somewhere() {
    let (_, snapshot) = shipped();
    links_resolve(snapshot);
}

fn links_resolve(snapshot: &Snapshot) {
    let known: BTreeMap<&str, BTreeSet<&str>> = html_pages(snapshot)
        .map(|(path, html)| (path, ids(html).into_iter().collect()))
        .collect();
    for (path, html) in html_pages(snapshot) {
        for tag in tags(html) {
            let target = tag.attributes.get("href").or(tag.attributes.get("src"));
            let Some(target) = target.filter(|_| tag.attributes.get("rel") != Some(&"canonical"))
            else {
                continue;
            };
            let target = target.strip_prefix("https://example.org").unwrap_or(target);
            let (page, fragment) = target.split_once('#').unwrap_or((target, ""));
            let page = if page.is_empty() { path } else { page };
            let below = page.strip_prefix(&snapshot.base_path);
            let is_file = below.is_some_and(|below| {
                let mut rooted = snapshot.assets.root();
                let other = snapshot.pages.get(page);
                other.is_some_and(|page| page.media != Media::Html)
                    || snapshot.assets.get(below).is_some()
                    || rooted.any(|(path, _)| path == below)
            });
            if page.contains("://") || page.starts_with("mailto:") || is_file || below == Some("/")
            {
                continue;
            }
            let made = snapshot.pages.get(page);
            if made.is_some_and(|made| made.media != Media::Html) && fragment.is_empty() {
                continue;
            }
            let ids = known.get(page);
            let ids = ids.unwrap_or_else(|| panic!("{path}: nothing stands at {target}"));
            assert!(
                fragment.is_empty() || ids.contains(fragment),
                "{path}: {page} has no `{fragment}`"
            );
        }
    }
}

#[test]
fn every_statement_has_its_permanent_address() {
    let (catalog, snapshot) = shipped();
    let all: BTreeMap<&str, BTreeSet<&str>> = html_pages(snapshot)
        .map(|(path, html)| (path, ids(html).into_iter().collect()))
        .collect();
    let claims: Vec<_> = catalog.claims().collect();
    assert!(!claims.is_empty());
    for language in &catalog.languages {
        let prefix = format!("/{}/", language.record.prefix);
        for found in &claims {
            let fragment = format!("c-{}", found.claim.id);
            let somewhere = all.iter().any(|(path, ids)| {
                let slug = path.trim_end_matches('/').rsplit('/').next();
                let own = slug == Some(found.entity.id) || found.entity.kind.folder() == "pages";
                own && path.starts_with(&prefix) && ids.contains(fragment.as_str())
            });
            assert!(somewhere, "{prefix}: {}#{fragment}", found.entity.id);
        }
    }
}

#[test]
fn documents_have_one_heading_above_all_and_the_others_in_order() {
    let (_, snapshot) = shipped();
    for (path, html) in html_pages(snapshot) {
        let levels: Vec<u32> = tags(html)
            .iter()
            .filter_map(|tag| tag.name.strip_prefix('h')?.parse().ok())
            .collect();
        assert_eq!(
            levels.iter().filter(|level| **level == 1).count(),
            1,
            "{path}"
        );
        assert_eq!(levels.first(), Some(&1), "{path}");
        for pair in levels.windows(2) {
            assert!(
                pair[1] <= pair[0] + 1,
                "{path}: h{} after h{}",
                pair[1],
                pair[0]
            );
        }
    }
}

#[test]
fn ids_are_unique_and_labels_name_what_exists() {
    let (_, snapshot) = shipped();
    for (path, html) in html_pages(snapshot) {
        let ids = ids(html);
        let unique: BTreeSet<_> = ids.iter().collect();
        assert_eq!(ids.len(), unique.len(), "{path}");
        for tag in tags(html) {
            for attribute in ["aria-labelledby", "aria-describedby"] {
                if let Some(label) = tag.attributes.get(attribute) {
                    assert!(unique.contains(label), "{path}: {label}");
                }
            }
        }
    }
}

#[test]
fn nothing_is_styled_or_run_in_a_page() {
    let (_, snapshot) = shipped();
    for (path, html) in html_pages(snapshot) {
        for tag in tags(html) {
            assert!(!matches!(tag.name, "script" | "style" | "iframe"), "{path}");
            for name in tag.attributes.keys() {
                assert!(
                    *name != "style" && !name.starts_with("on"),
                    "{path}: {name}"
                );
            }
        }
    }
}

#[test]
fn pages_say_which_language_they_are_in_and_which_parts_are_not() {
    let (catalog, snapshot) = shipped();
    for (path, html) in html_pages(snapshot) {
        let page = &snapshot.pages[path];
        let language = page.language.expect("a page is in a language");
        let lang = snapshot.languages[language].lang.as_str();
        let tags = tags(html);
        assert_eq!(tags[0].attributes["lang"], lang, "{path}");
        for (index, other) in catalog.languages.iter().enumerate() {
            let marked = tags.iter().find(|tag| {
                tag.attributes.get("lang") == Some(&other.record.lang.as_str())
                    && tag.text == other.record.name
            });
            let marked = marked.unwrap_or_else(|| panic!("{path}: no {}", other.record.name));
            assert_eq!(
                marked.attributes.contains_key("href"),
                index != language,
                "{path}"
            );
        }
    }
    for (id, source) in &catalog.sources {
        let Some(own) = &source.own_title else {
            continue;
        };
        let (path, html) = html_pages(snapshot)
            .find(|(path, _)| path.ends_with(&format!("/{id}/")))
            .expect("every source has a page");
        let marked = tags(html)
            .iter()
            .any(|tag| tag.attributes.get("lang") == Some(&own.lang.as_str()));
        assert!(marked, "{path}");
    }
}

#[test]
fn alternates_name_each_other() {
    let (_, snapshot) = shipped();
    let mut links = BTreeMap::new();
    for (path, html) in html_pages(snapshot) {
        let tags = tags(html);
        let of = |rel: &'static str| {
            let links = tags
                .iter()
                .filter(move |tag| tag.name == "link" && tag.attributes.get("rel") == Some(&rel))
                // Other forms of the page are not the page in another language.
                .filter(|tag| !tag.attributes.contains_key("type"));
            links.map(|tag| {
                let hreflang = tag.attributes.get("hreflang").copied();
                (hreflang.unwrap_or_default(), tag.attributes["href"])
            })
        };
        let canonical: Vec<(&str, &str)> = of("canonical").collect();
        assert_eq!(
            canonical,
            [("", format!("https://example.org{path}").as_str())]
        );
        let alternates: Vec<(&str, &str)> = of("alternate").collect();
        links.insert(path, (alternates, canonical[0].1));
    }
    for (path, (alternates, canonical)) in &links {
        assert_eq!(alternates.len(), snapshot.languages.len() + 1, "{path}");
        assert_eq!(
            alternates.last().map(|(tag, _)| *tag),
            Some("x-default"),
            "{path}"
        );
        assert!(
            alternates.iter().any(|(_, href)| href == canonical),
            "{path}"
        );
        for (tag, href) in &alternates[..snapshot.languages.len()] {
            let other = href
                .strip_prefix("https://example.org")
                .expect("a whole address");
            assert_eq!(&links[other].0, alternates, "{path}: {tag}");
        }
    }
}

#[test]
fn titles_tell_pages_of_a_language_apart() {
    let (_, snapshot) = shipped();
    let mut titles: BTreeMap<(Option<usize>, &str), &str> = BTreeMap::new();
    for (path, html) in html_pages(snapshot) {
        let tags = tags(html);
        let title = tags
            .iter()
            .find(|tag| tag.name == "title")
            .expect("a title")
            .text;
        let language = snapshot.pages[path].language;
        if let Some(other) = titles.insert((language, title), path) {
            panic!("`{title}` is the title of {path} and of {other}");
        }
        let description = tags
            .iter()
            .find(|tag| tag.attributes.get("name") == Some(&"description"))
            .map(|tag| tag.attributes["content"]);
        assert!(description.is_some_and(|text| !text.is_empty()), "{path}");
    }
}

#[test]
fn links_out_of_the_site_say_so() {
    let (_, snapshot) = shipped();
    for (path, html) in html_pages(snapshot) {
        for tag in tags(html).iter().filter(|tag| tag.name == "a") {
            let Some(href) = tag.attributes.get("href") else {
                continue;
            };
            if href.starts_with("http") {
                let rel = tag.attributes.get("rel");
                assert!(
                    matches!(rel, Some(&"external" | &"license")),
                    "{path}: {href}"
                );
            }
        }
    }
}
