//! What is read as words: where sentences end, what a line may part, and which
//! alphabet an index is in.

use super::document::tags;
use super::{html_pages, shipped};
use saradnja::content::ResolvedLanguage;
use saradnja::locale::Letters;

/// The pages of each language.
fn pages_by_language()
-> impl Iterator<Item = (&'static ResolvedLanguage, Vec<(&'static str, &'static str)>)> {
    let (catalog, snapshot) = shipped();
    catalog.languages.iter().map(|language| {
        let start = format!("/{}/", language.record.prefix);
        let pages = html_pages(snapshot).filter(|(path, _)| path.starts_with(&start));
        (language, pages.collect())
    })
}

/// The text of a page, element by element.
fn texts(html: &str) -> impl Iterator<Item = &str> {
    let body = html.split_once("<body").map_or("", |(_, body)| body);
    let pieces = body.split('<').filter_map(|piece| piece.split_once('>'));
    pieces.map(|(_, text)| text)
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[test]
fn a_sentence_ends_once() {
    for (language, pages) in pages_by_language() {
        let marks = &language.grammar.quotes;
        let twice =
            [marks.close.as_str(), marks.inner_close.as_str(), ""].map(|mark| format!(".{mark}."));
        for (path, html) in pages {
            let head = tags(html).into_iter();
            let described = head.filter_map(|tag| tag.attributes.get("content").copied());
            for text in texts(html).chain(described) {
                let found = twice.iter().find(|twice| text.contains(twice.as_str()));
                assert_eq!(found, None, "{path}: {text}");
            }
        }
    }
}

#[test]
fn quotation_marks_alternate_with_their_depth() {
    for (language, pages) in pages_by_language() {
        let open = language.grammar.quotes.open.as_str();
        let close = language.grammar.quotes.close.as_str();
        for (path, html) in pages {
            for text in texts(html) {
                let mut rest = text;
                while let Some((_, quoted)) = rest.split_once(open) {
                    let inside = quoted.split(close).next().unwrap_or_default();
                    assert!(!inside.contains(open), "{path}: {text}");
                    rest = quoted;
                }
            }
        }
    }
}

#[test]
fn a_line_parts_no_day_from_its_month() {
    for (language, pages) in pages_by_language() {
        let parted: Vec<_> = (language.grammar.months.iter())
            .flat_map(|month| ["", "."].map(|stop| format!("{stop} {month}")))
            .collect();
        for (path, html) in pages {
            for text in texts(html) {
                for parted in &parted {
                    for (at, _) in text.match_indices(parted.as_str()) {
                        let before = text[..at].bytes().rev();
                        let digits = before.take_while(u8::is_ascii_digit).count();
                        assert!(!(1..3).contains(&digits), "{path}: {text}");
                    }
                }
            }
        }
    }
}

#[test]
fn an_index_of_letters_is_in_the_alphabet_of_its_language() {
    let (catalog, snapshot) = shipped();
    for language in &catalog.languages {
        let own = Letters::of_script(language.record.script.as_str());
        let address = format!(
            "/{}/{}/",
            language.record.prefix, language.sections.glossary
        );
        let html = html_pages(snapshot).find(|(path, _)| *path == address);
        let (_, html) = html.expect("every language has a glossary");
        let headings: Vec<_> = tags(html)
            .into_iter()
            .filter(|tag| {
                tag.name == "h2"
                    && tag
                        .attributes
                        .get("id")
                        .is_some_and(|id| id.starts_with('l'))
            })
            .collect();
        assert!(headings.len() > 1, "{address}");
        for heading in headings {
            let script = heading.text.chars().next().and_then(Letters::of);
            assert_eq!(script, own, "{address}: {}", heading.text);
        }
        let definitions = html.split("<dd class=\"st\"><p>").skip(1);
        for definition in definitions.filter_map(|rest| rest.split("</p>").next()) {
            assert!(
                definition.ends_with(['.', '!', '?']),
                "{address}: {definition}"
            );
        }
    }
}

#[test]
fn a_body_is_not_shown_by_its_own_name_where_that_is_its_heading_in_any_script() {
    let (catalog, snapshot) = shipped();
    let source = |language: &'static ResolvedLanguage| {
        let source = language.record.derived_from.as_ref();
        source.unwrap_or(&language.id)
    };
    let mut repeated = 0;
    for (id, society) in &catalog.societies {
        let Some(own) = &society.body.own_name else {
            continue;
        };
        for language in &catalog.languages {
            let prefix = &language.record.prefix;
            let address = format!("/{prefix}/{}/{id}/", language.sections.societies);
            let html = html_pages(snapshot).find(|(path, _)| *path == address);
            let (_, html) = html.expect("every society has a page");
            let title = tags(html).into_iter().skip_while(|tag| tag.name != "h1");
            let shown = title
                .take_while(|tag| tag.name != "dl")
                .any(|tag| tag.name == "p" && tag.text == own.text);
            let scripts = catalog.languages.iter();
            let scripts = scripts.filter(|other| source(other) == source(language));
            let names = scripts.map(|other| society.body.name.in_language(&other.id));
            let known = names
                .into_iter()
                .any(|name| letters(name) == letters(&own.text));
            assert_eq!(shown, !known, "{address}");
            repeated += usize::from(known);
        }
    }
    assert!(repeated > 0, "no body has its own name as its heading");
}
