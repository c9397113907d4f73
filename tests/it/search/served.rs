//! The search on the wire: addresses, headers, the form, the description.

use super::Register;
use crate::pages::document::tags;
use crate::support::serving::{Server, ask, get, live_below, site};
use saradnja::http::{Limits, Site};
use saradnja::live::Live;
use saradnja::release::{Policy, Release};
use saradnja::site::snapshot::Media;
use std::sync::Arc;

fn shipped() -> Site {
    let snapshot = Arc::clone(&Register::shipped().snapshot);
    let release = Release::new(snapshot, &Policy::default());
    Site::new(Arc::new(Live::new(release)))
}

#[test]
fn results_are_secured_private_and_kept_out_of_search_engines() {
    let site = shipped();
    for (accept, coding) in [("", ""), ("gzip", "gzip"), ("gzip, deflate, br", "br")] {
        let got = get(
            &site,
            "/cnr/pretraga/?q=mre%C5%BEa",
            &[("accept-encoding", accept)],
        );
        assert_eq!(got.status, 200);
        assert_eq!(got.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(got.header("content-language"), "sr-Latn-ME");
        assert_eq!(got.header("content-encoding"), coding);
        assert_eq!(got.header("vary"), "accept-encoding");
        assert_eq!(got.header("cache-control"), "private, max-age=60");
        assert_eq!(got.header("x-robots-tag"), "noindex");
        assert!(
            got.header("content-security-policy")
                .contains("form-action 'self'")
        );
        let page = got.decoded();
        assert!(page.contains("<meta name=\"robots\" content=\"noindex\">"));
        assert!(!page.contains("rel=\"canonical\""));
        assert!(page.contains("value=\"mreža\""));
    }
    let got = get(
        &site,
        "/en/search/?q=a",
        &[("accept-encoding", "identity;q=0, *;q=0")],
    );
    assert_eq!(got.status, 406);
}

#[test]
fn without_a_question_the_page_of_the_search_is_a_page_like_any_other() {
    let site = shipped();
    let plain = get(&site, "/en/search/", &[]);
    assert_eq!(plain.status, 200);
    assert!(plain.header("etag").starts_with('"'));
    for query in [
        "?",
        "?q",
        "?q=",
        "?q=+",
        "?q=%20%0a",
        "?q=%E2%80%AE",
        "?kind=events",
        "?x=1",
    ] {
        let got = get(&site, &format!("/en/search/{query}"), &[]);
        assert_eq!(got.status, 200, "{query}");
        assert_eq!(got.body, plain.body, "{query}");
        assert_eq!(got.header("etag"), plain.header("etag"), "{query}");
    }
    let page = plain.decoded();
    assert!(page.contains("rel=\"canonical\""));
    assert!(page.contains("id=\"tips\""));
}

#[test]
fn questions_elsewhere_and_other_parameters_change_nothing() {
    let site = site();
    let page = get(&site, "/en/", &[]);
    assert_eq!(get(&site, "/en/?q=a", &[]).body, page.body);
    let found = |query: &str| get(&site, &format!("/en/partners/?{query}"), &[]).decoded();
    assert!(found("q=ab").contains("0: 2 bytes of all"));
    assert!(found("x=1&q=ab&kind=events&q=abc&kind=all").contains("0: 2 bytes of events"));
    assert!(found("q=%C4%91&kind=").contains("0: 2 bytes of  "));
    let nothing = get(&site, "/en/partners/?q=nothing", &[]);
    assert_eq!(nothing.body, get(&site, "/en/partners/", &[]).body);
    assert_eq!(ask(&site, "POST", "/en/partners/?q=a", &[]).status, 405);
    assert_eq!(ask(&site, "OPTIONS", "/en/partners/?q=a", &[]).status, 204);
}

#[test]
fn another_spelling_of_the_address_keeps_the_question() {
    let site = Site::new(live_below("/below"));
    let got = get(&site, "/below/EN/Partners?q=a+b&kind=events", &[]);
    assert_eq!(got.status, 308);
    assert_eq!(
        got.header("location"),
        "/below/en/partners/?q=a+b&kind=events"
    );
    let got = get(&site, "/below/en/partners/?q=a+b&kind=events", &[]);
    assert!(got.decoded().contains("0: 3 bytes of events"));
}

#[test]
fn a_question_of_any_length_gets_an_answer() {
    let site = shipped();
    let long = format!("/en/search/?q={}", "refugees+".repeat(3_000));
    let got = get(&site, &long, &[]);
    assert_eq!(got.status, 200);
    assert!(got.body.len() < 100_000);
}

#[test]
fn head_is_answered_without_a_body() {
    let server = Server::start(Limits::default());
    let head = "HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    let with = server.exchange(format!("GET /en/partners/?q=a {head}").as_bytes());
    let without = server.exchange(format!("HEAD /en/partners/?q=a {head}").as_bytes());
    let length = |answer: &str| {
        let line = answer
            .lines()
            .find(|line| line.starts_with("content-length: "));
        line.map(str::to_owned)
    };
    assert!(length(&with).is_some());
    assert_eq!(length(&without), length(&with));
    assert!(without.ends_with("\r\n\r\n"), "{without}");
}

#[test]
fn every_page_has_the_form_and_the_way_to_the_search() {
    let register = Register::shipped();
    let pages = register.snapshot.pages.values();
    for page in pages.filter(|page| page.media == Media::Html) {
        let html = std::str::from_utf8(&page.body.identity().bytes).unwrap();
        let tags = tags(html);
        let form = tags.iter().find(|tag| tag.name == "form").unwrap();
        let action = form.attributes["action"];
        assert_eq!(register.snapshot.search.language_at(action), page.language);
        assert_eq!(form.attributes.get("role"), Some(&"search"));
        assert!(register.snapshot.pages.contains_key(action), "{action}");
        let links = tags
            .iter()
            .filter(|tag| tag.attributes.get("href") == Some(&action));
        assert!(links.count() >= 2, "in the masthead and at the foot");
        for label in tags.iter().filter(|tag| tag.name == "label") {
            let field = label.attributes["for"];
            let named = |id| tags.iter().any(|tag| tag.attributes.get("id") == Some(&id));
            assert!(named(field), "{field}");
        }
    }
}

#[test]
fn a_page_that_is_not_found_offers_to_look_for_its_words() {
    let site = shipped();
    for (path, words) in [
        ("/en/partners/red-crss_unit/", "red crss unit"),
        ("/cnr/partneri/mre%C5%BEa.html", "mreža html"),
        ("/en/%3Cscript%3E/", "script"),
    ] {
        let got = get(&site, path, &[]);
        assert_eq!(got.status, 404);
        let page = got.decoded();
        assert!(page.contains(&format!(
            "id=\"find\" name=\"q\" type=\"search\" value=\"{words}\""
        )));
    }
}

#[test]
fn browsers_are_told_how_to_search_once_the_site_knows_its_own_address() {
    let register = Register::shipped();
    for (index, language) in register.snapshot.languages.iter().enumerate() {
        let home = register.snapshot.home(index);
        let page = &register.snapshot.pages[&home];
        let html = std::str::from_utf8(&page.body.identity().bytes).unwrap();
        let tags = tags(html);
        let link = tags
            .iter()
            .find(|tag| tag.attributes.get("rel") == Some(&"search"))
            .unwrap();
        let path = link.attributes["href"];
        let description = &register.snapshot.pages[path];
        assert_eq!(description.media, Media::OpenSearch);
        assert_eq!(description.language, Some(index));
        let xml = std::str::from_utf8(&description.body.identity().bytes).unwrap();
        let template = format!("template=\"https://example.org/{}/", language.prefix);
        assert!(xml.contains(&template), "{xml}");
        assert!(xml.contains("?q={searchTerms}\""), "{xml}");
        let name = xml.split("ShortName>").nth(1).unwrap();
        // At most 16 characters are asked for; longer names are cut by
        // browsers, but must not hold markup.
        assert!(!name.trim_end_matches("</").contains('<'), "{name}");
    }
    let site = crate::support::serving::snapshot("");
    let described = site
        .pages
        .values()
        .any(|page| page.media == Media::OpenSearch);
    assert!(!described);
}
