//! The register to take along, judged by readers that know nothing of it.

use saradnja::content::{Catalog, Origin, load};
use saradnja::site::assets::{AssetSource, Assets};
use saradnja::site::body::Effort;
use saradnja::site::snapshot::{Media, Snapshot};
use saradnja::site::{BuildOptions, build};
use std::path::Path;
use std::sync::{Arc, OnceLock};

use crate::support::content::{minimal, project, today};

mod announced;
mod feeds;
mod files;
mod pages;
mod tables;

/// Where the shipped register is taken to stand.
const ORIGIN: &str = "https://example.org";

fn made(folder: &Path, options: &BuildOptions) -> (Catalog, Snapshot) {
    let loaded = load(Origin::Folder(folder), today());
    let catalog = loaded.catalog.expect("the register has no errors");
    let source = AssetSource::Directory(project().join("static"));
    let assets = Assets::load(&source, Effort::Start).expect("the static files can be read");
    let snapshot = build(&catalog, Arc::new(assets), options).expect("every page can be made");
    (catalog, snapshot)
}

/// The shipped register, which knows where it stands.
fn shipped() -> &'static (Catalog, Snapshot) {
    static SHIPPED: OnceLock<(Catalog, Snapshot)> = OnceLock::new();
    SHIPPED.get_or_init(|| {
        let options = BuildOptions {
            base_path: String::new(),
            origin: Some(ORIGIN.to_owned()),
        };
        made(&project().join("content"), &options)
    })
}

/// The small register, below a path and without a known host.
fn below() -> &'static (Catalog, Snapshot) {
    static BELOW: OnceLock<(Catalog, Snapshot)> = OnceLock::new();
    BELOW.get_or_init(|| {
        let options = BuildOptions {
            base_path: "/some/where".to_owned(),
            origin: None,
        };
        made(&minimal(), &options)
    })
}

fn both() -> [&'static (Catalog, Snapshot); 2] {
    [shipped(), below()]
}

fn text<'s>(snapshot: &'s Snapshot, path: &str) -> &'s str {
    let page = snapshot.pages.get(path);
    let page = page.unwrap_or_else(|| panic!("nothing stands at {path}"));
    std::str::from_utf8(&page.body.identity().bytes).expect("UTF-8")
}

fn data<'s>(snapshot: &'s Snapshot, file: &str) -> &'s str {
    text(snapshot, &format!("{}/data/{file}", snapshot.base_path))
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).expect("JSON")
}

/// The text with spaces and hyphens that may break, as in what is taken along.
fn as_typed(text: &str) -> String {
    text.replace('\u{a0}', " ").replace('\u{2011}', "-")
}

/// Every address of this kind with what stands there.
fn all(snapshot: &Snapshot, media: Media) -> impl Iterator<Item = (&str, &str)> {
    let pages = snapshot.pages.iter();
    pages
        .filter(move |(_, page)| page.media == media)
        .map(|(path, _)| (path.as_str(), text(snapshot, path)))
}

#[test]
fn what_is_taken_along_has_the_signs_of_a_keyboard() {
    let (catalog, snapshot) = shipped();
    let mut typeset = catalog.claims().map(|found| &found.claim.text);
    let typeset = typeset.any(|text| {
        let languages = catalog.languages.iter();
        let mut texts = languages.map(|language| text.in_language(&language.id));
        texts.any(|text| as_typed(text) != text)
    });
    assert!(typeset, "nothing would be folded");
    for media in [
        Media::Json,
        Media::JsonLd,
        Media::Csv,
        Media::Markdown,
        Media::Atom,
        Media::Calendar,
        Media::Text,
    ] {
        for (path, text) in all(snapshot, media) {
            assert_eq!(text.find(['\u{a0}', '\u{2011}']), None, "{path}");
        }
    }
}

#[test]
fn the_release_is_named_wherever_the_day_is() {
    for (_, snapshot) in both() {
        let release = snapshot.release.as_str();
        assert_eq!(json(data(snapshot, "register.json"))["release"], release);
        assert_eq!(json(data(snapshot, "datapackage.json"))["release"], release);
        for (path, text) in all(snapshot, Media::Json) {
            if path.ends_with("/data.json") {
                assert_eq!(json(text)["register"]["release"], release, "{path}");
            }
        }
        for (path, text) in all(snapshot, Media::Markdown) {
            assert!(text.contains(release), "{path}");
        }
    }
}

#[test]
fn the_same_register_gives_the_same_files() {
    let (_, snapshot) = below();
    let options = BuildOptions {
        base_path: "/some/where".to_owned(),
        origin: None,
    };
    let (_, other) = made(&minimal(), &options);
    assert_eq!(
        snapshot.pages.keys().collect::<Vec<_>>(),
        other.pages.keys().collect::<Vec<_>>()
    );
    for (path, page) in &snapshot.pages {
        assert_eq!(page.body, other.pages[path].body, "{path}");
    }
}
