//! What the search finds, in every language and script, over the shipped
//! register and over the small one for tests.

use crate::pages::document::{Tag, tags};
use saradnja::content::{Catalog, Origin, load};
use saradnja::locale::Day;
use saradnja::site::assets::{AssetSource, Assets};
use saradnja::site::body::Effort;
use saradnja::site::snapshot::{Question, Snapshot};
use saradnja::site::{BuildOptions, build};
use std::path::Path;
use std::sync::{Arc, OnceLock};

mod found;
mod hostile;
mod names;
mod served;

/// A register and the site made from it.
struct Register {
    catalog: Catalog,
    snapshot: Arc<Snapshot>,
}

/// One result.
#[derive(Debug, PartialEq, Eq)]
struct Result {
    href: String,
    title: String,
}

impl Register {
    fn new(folder: &str) -> Self {
        let root = env!("CARGO_MANIFEST_DIR");
        let folder = format!("{root}/{folder}");
        let today = Day::new(2026, 11, 23).unwrap();
        let catalog = load(Origin::Folder(Path::new(&folder)), today).catalog;
        let catalog = catalog.expect("the register has no errors");
        let source = AssetSource::Directory(format!("{root}/static").into());
        let assets = Assets::load(&source, Effort::Start).unwrap();
        let options = BuildOptions {
            origin: Some("https://example.org".to_owned()),
            ..BuildOptions::default()
        };
        let snapshot = build(&catalog, Arc::new(assets), &options).unwrap();
        Self {
            catalog,
            snapshot: Arc::new(snapshot),
        }
    }

    /// The register of the project, made once for all tests.
    fn shipped() -> &'static Self {
        static SHIPPED: OnceLock<Register> = OnceLock::new();
        SHIPPED.get_or_init(|| Self::new("content"))
    }

    /// The small register in other languages.
    fn minimal() -> &'static Self {
        static MINIMAL: OnceLock<Register> = OnceLock::new();
        MINIMAL.get_or_init(|| Self::new("tests/sites/minimal"))
    }

    /// The place of the language with this id.
    fn language(&self, id: &str) -> usize {
        let mut languages = self.snapshot.languages.iter();
        languages.position(|language| language.id == id).unwrap()
    }

    /// The page that shows what is found.
    fn page(&self, language: &str, text: &str, kind: Option<&str>) -> String {
        let question = Question { text, kind };
        let page = self
            .snapshot
            .search
            .render(self.language(language), question);
        page.unwrap_or_else(|| panic!("{text:?} is no question"))
    }

    /// What is found, in the order in which it is shown.
    fn find(&self, language: &str, text: &str) -> Vec<Result> {
        results(&self.page(language, text, None))
    }

    /// The addresses of what is found, without the language and the fragment.
    fn hrefs(&self, language: &str, text: &str) -> Vec<String> {
        let results = self.find(language, text).into_iter();
        results
            .map(|result| {
                let page = result.href.split('#').next().unwrap();
                page.splitn(3, '/').nth(2).unwrap().to_owned()
            })
            .collect()
    }
}

/// The results that a page lists.
fn results(html: &str) -> Vec<Result> {
    let tags = tags(html);
    let mut results = Vec::new();
    for (at, tag) in tags.iter().enumerate() {
        if tag.name == "h3" && tags[at + 1].attributes.contains_key("href") {
            let link = &tags[at + 1];
            let marks = tags[at + 2..].iter().take_while(|tag| tag.name == "mark");
            let title: String = std::iter::once(link)
                .chain(marks)
                .map(|tag| tag.text)
                .collect();
            results.push(Result {
                href: link.attributes["href"].to_owned(),
                title,
            });
        }
    }
    // The foot of the page has headings of this level too, without links.
    results
}

/// The text of the only heading of the first level.
fn heading(html: &str) -> String {
    let tags = tags(html);
    let headings: Vec<&Tag<'_>> = tags.iter().filter(|tag| tag.name == "h1").collect();
    assert_eq!(headings.len(), 1);
    headings[0].text.to_owned()
}

/// The paragraph about how it was looked for, if there is one.
fn notes(html: &str) -> Vec<&str> {
    let after = html.split_once("</form></div>\n<div class=\"row told\"><div class=\"st\">");
    let notes = after.and_then(|(_, rest)| rest.split_once("</div></div>"));
    let notes = notes.map_or("", |(notes, _)| notes);
    notes
        .split("<p>")
        .filter_map(|note| note.strip_suffix("</p>"))
        .collect()
}
