//! Pages as JSON and as Markdown, held against the register and the page.

use super::{ORIGIN, all, as_typed, both, json, shipped, text};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use saradnja::site::snapshot::Media;

#[test]
fn the_data_of_a_page_are_its_facts_in_its_language() {
    let (catalog, snapshot) = shipped();
    for (index, language) in catalog.languages.iter().enumerate() {
        for (id, partner) in &catalog.partners {
            let section = &language.sections.partners;
            let page = format!("{}{section}/{id}/", snapshot.home(index));
            let data = json(text(snapshot, &format!("{page}data.json")));
            assert_eq!(data["address"], format!("{ORIGIN}{page}"));
            assert_eq!(data["lang"], language.record.lang.as_str());
            assert_eq!(data["kind"], "partner");
            assert_eq!(data["id"], id.as_str());
            let name = as_typed(partner.body.name.in_language(&language.id));
            assert_eq!(data["title"], name);
            assert_eq!(data["record"]["name"], name);
            let claims = data["record"]["claim"].as_array().expect("claims");
            assert_eq!(claims.len(), partner.body.claims.len());
            for (found, claim) in claims.iter().zip(&partner.body.claims) {
                assert_eq!(
                    found["text"],
                    as_typed(claim.text.in_language(&language.id))
                );
                assert_eq!(found["as-of"], claim.as_of.to_string());
                assert_eq!(found["review-by"], claim.review_by.to_string());
                for source in found["sources"].as_array().expect("sources") {
                    let listed = data["sources"].as_array().expect("sources");
                    let listed = listed.iter().find(|it| it["id"] == *source);
                    let address = listed.and_then(|it| it["address"].as_str());
                    assert!(address.is_some_and(|it| it.starts_with("http")), "{source}");
                }
            }
            let events = data["entries"].as_array().expect("entries").iter();
            let events = events.filter(|it| it["relation"] == "took-part").count();
            assert_eq!(events, catalog.events_of(id).len());
        }
    }
}

#[test]
fn an_index_lists_what_there_is() {
    for (catalog, snapshot) in both() {
        let sections = &catalog.languages[0].sections;
        for (section, number) in [
            (&sections.partners, catalog.partners.len()),
            (&sections.events, catalog.events.len()),
            (&sections.sources, catalog.sources.len()),
            (&sections.status, catalog.claims().count()),
        ] {
            let path = format!("{}{section}/data.json", snapshot.home(0));
            let data = json(text(snapshot, &path));
            let entries = data["entries"].as_array().expect("entries");
            assert_eq!(entries.len(), number, "{path}");
            for entry in entries {
                let address = entry["address"].as_str().expect("an address");
                let page = address.split('#').next().expect("a page");
                let page = page.strip_prefix(ORIGIN).unwrap_or(page);
                assert!(snapshot.pages.contains_key(page), "{path}: {page}");
            }
        }
    }
}

/// The headings of a page, without those of the masthead, the foot and the
/// rows of lists, as text.
fn headings(html: &str) -> Vec<String> {
    let main = html.split("<main").nth(1).expect("a main part");
    let main = main.split("</main>").next().expect("its end");
    let mut found = Vec::new();
    for (at, _) in main.match_indices("<h") {
        let rest = &main[at..];
        if rest.starts_with("<h1") || rest.starts_with("<h2") {
            let text = rest.split_once('>').expect("a tag ends").1;
            let text = text.split("</h").next().expect("a heading ends");
            found.push(plain(text));
        }
    }
    found
}

fn plain(html: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for character in html.chars() {
        match character {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => out.push(character),
            _ => {}
        }
    }
    [
        ("&amp;", "&"),
        ("&#38;", "&"),
        ("&#39;", "'"),
        ("&#34;", "\""),
    ]
    .iter()
    .fold(as_typed(&out), |text, (from, to)| text.replace(from, to))
}

fn markdown_headings(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = false;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                open = level <= HeadingLevel::H2;
                if open {
                    found.push(String::new());
                }
            }
            Event::End(TagEnd::Heading(_)) => open = false,
            Event::Text(text) | Event::Code(text) if open => {
                found.last_mut().expect("begun").push_str(&text);
            }
            _ => {}
        }
    }
    found
}

#[test]
fn markdown_has_the_headings_of_its_page_and_no_markup_of_another_kind() {
    for (_, snapshot) in both() {
        let mut compared = 0;
        for (path, markdown) in all(snapshot, Media::Markdown) {
            for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
                assert!(
                    !matches!(event, Event::Html(_) | Event::InlineHtml(_)),
                    "{path}: {event:?}"
                );
                if let Event::Start(Tag::Link { dest_url, .. }) = &event {
                    let inside = dest_url.strip_prefix(ORIGIN).unwrap_or(dest_url);
                    if inside.starts_with('/') {
                        let page = inside.split('#').next().expect("a page");
                        assert!(snapshot.pages.contains_key(page), "{path}: {dest_url}");
                    }
                    assert!(!dest_url.starts_with("ref:"), "{path}: {dest_url}");
                }
            }
            let html = text(
                snapshot,
                path.strip_suffix("data.md").expect("beside a page"),
            );
            let found = markdown_headings(markdown);
            assert!(!found.is_empty(), "{path}");
            assert_eq!(found, headings(html), "{path}");
            compared += usize::from(found.len() > 1);
        }
        assert!(compared > 30, "{compared}");
    }
}

#[test]
fn markdown_is_complete() {
    let (catalog, snapshot) = shipped();
    for (index, language) in catalog.languages.iter().enumerate() {
        let dossier = &language.sections.dossier;
        let path = format!("{}{dossier}/data.md", snapshot.home(index));
        let mut shown = String::new();
        for event in Parser::new_ext(text(snapshot, &path), Options::ENABLE_TABLES) {
            match event {
                Event::Text(text) | Event::Code(text) => {
                    shown.push_str(&text);
                }
                Event::End(_) => shown.push('\n'),
                _ => {}
            }
        }
        let html = plain(text(
            snapshot,
            path.strip_suffix("data.md").expect("beside a page"),
        ));
        let texts = (catalog.claims().map(|found| &found.claim.text))
            .chain(catalog.events.values().map(|event| &event.text))
            .chain(catalog.principles.values().map(|it| &it.text))
            .chain(catalog.goals.values().map(|it| &it.text));
        for text in texts {
            let text = &*as_typed(text.in_language(&language.id));
            assert!(shown.contains(text), "{path}: {text}");
            assert!(html.contains(text), "{path}: the page lacks {text}");
        }
    }
}
