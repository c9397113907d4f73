//! That whatever can be taken along is announced where it is looked for.

use super::{ORIGIN, all, both, text};
use saradnja::site::snapshot::{Media, Snapshot};

/// The links of a page to other forms, by media type.
fn announced(html: &str) -> Vec<(&str, &str)> {
    let links = html.split("<link rel=\"alternate\" type=\"").skip(1);
    links
        .map(|link| {
            let (media, rest) = link.split_once('"').expect("a media type");
            let (_, rest) = rest.split_once("href=\"").expect("an address");
            (media, rest.split('"').next().expect("an end"))
        })
        .collect()
}

fn media(snapshot: &Snapshot, path: &str) -> &'static str {
    let page = snapshot.pages.get(path);
    let page = page.unwrap_or_else(|| panic!("nothing stands at {path}"));
    let media = page.media.content_type();
    media.split(';').next().expect("a media type")
}

#[test]
fn every_page_announces_its_forms_and_the_feeds_of_its_language() {
    for (_, snapshot) in both() {
        for (path, html) in all(snapshot, Media::Html) {
            if snapshot.pages[path].status != 200 {
                continue;
            }
            let links = announced(html);
            for (promised, href) in &links {
                assert_eq!(media(snapshot, href), *promised, "{path}: {href}");
            }
            for file in ["data.json", "data.md"] {
                let own = format!("{path}{file}");
                assert!(links.iter().any(|(_, href)| *href == own), "{path}: {own}");
                // In words, at the foot.
                assert!(
                    html.contains(&format!("<a href=\"{own}\"")),
                    "{path}: {own}"
                );
            }
            let language = snapshot.pages[path].language.expect("a language");
            let home = snapshot.home(language);
            for file in ["feed.xml", "events.xml", "events.ics"] {
                let feed = format!("{home}{file}");
                assert!(
                    links.iter().any(|(_, href)| *href == feed),
                    "{path}: {feed}"
                );
            }
        }
    }
}

#[test]
fn the_data_page_leads_to_every_file() {
    for (catalog, snapshot) in both() {
        for (index, language) in catalog.languages.iter().enumerate() {
            let page = format!("{}{}/", snapshot.home(index), language.sections.data);
            let html = text(snapshot, &page);
            let folder = format!("{}/data/", snapshot.base_path);
            let files = snapshot
                .pages
                .keys()
                .filter(|path| path.starts_with(&folder));
            let mut count = 0;
            for file in files {
                assert!(html.contains(&format!("href=\"{file}\"")), "{page}: {file}");
                count += 1;
            }
            assert!(count > 20, "{count}");
        }
        let folder = format!("{}/data/", snapshot.base_path);
        let target = &snapshot.redirects[&folder];
        assert!(
            snapshot.pages.contains_key(target),
            "{folder} leads to {target}"
        );
    }
}

#[test]
fn no_form_is_listed_as_a_page() {
    for (_, snapshot) in both() {
        let sitemap = format!("{}/sitemap.xml", snapshot.base_path);
        let sitemap = text(snapshot, &sitemap);
        for piece in sitemap.split("<loc>").skip(1) {
            let address = piece.split("</loc>").next().expect("an end");
            let path = address.strip_prefix(ORIGIN).unwrap_or(address);
            assert_eq!(snapshot.pages[path].media, Media::Html, "{path}");
        }
    }
}

#[test]
fn addresses_are_honoured_in_every_file() {
    let (_, snapshot) = &super::below();
    for (path, page) in &snapshot.pages {
        assert!(path.starts_with("/some/where/"), "{path}");
        if page.media == Media::Json {
            let data = super::json(text(snapshot, path));
            for key in ["format", "address"] {
                if let Some(address) = data[key].as_str() {
                    assert!(snapshot.pages.contains_key(address), "{path}: {address}");
                }
            }
        }
    }
}
