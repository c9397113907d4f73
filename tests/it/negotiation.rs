//! Which coding and which language a visitor gets.

use crate::support::serving::{get, page_text, site};

#[test]
fn the_coding_is_what_was_asked_for_and_decodes_to_the_page() {
    let site = site();
    for (accept, coding) in [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0.1, gzip;q=0.9", "gzip"),
        ("identity", ""),
        ("", ""),
        ("zstd", ""),
        ("br;q=99, gzip;q=nonsense", ""),
        ("*", "br"),
    ] {
        let got = get(&site, "/en/", &[("accept-encoding", accept)]);
        assert_eq!(
            (got.status.as_u16(), got.header("content-encoding")),
            (200, coding),
            "{accept}"
        );
        assert_eq!(got.decoded(), page_text("/en/"));
        assert_eq!(got.header("vary"), "accept-encoding");
    }
    let got = get(&site, "/en/", &[]);
    assert_eq!(
        (got.header("content-encoding"), got.header("vary")),
        ("", "accept-encoding")
    );
    let lines = [
        ("accept-encoding", "deflate"),
        ("accept-encoding", "gzip"),
        ("accept-encoding", "br"),
    ];
    assert_eq!(get(&site, "/en/", &lines).header("content-encoding"), "br");
}

#[test]
fn a_body_that_compression_does_not_help_is_not_negotiated() {
    let got = get(&site(), "/robots.txt", &[("accept-encoding", "br")]);
    assert_eq!(
        (got.header("content-encoding"), got.header("vary")),
        ("", "")
    );
    assert_eq!(got.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(got.header("content-language"), "");
}

#[test]
fn only_who_refuses_every_coding_gets_a_406() {
    let site = site();
    for accept in [
        "identity;q=0",
        "*;q=0",
        "identity;q=0, zstd",
        "*;q=0, deflate",
    ] {
        let got = get(&site, "/en/", &[("accept-encoding", accept)]);
        assert_eq!(
            (got.status.as_u16(), got.header("content-encoding")),
            (406, ""),
            "{accept}"
        );
    }
    for accept in [
        "identity;q=0, br",
        "*;q=0, gzip;q=0.001",
        "br;q=0",
        "*;q=0, identity",
    ] {
        assert_eq!(
            get(&site, "/en/", &[("accept-encoding", accept)]).status,
            200,
            "{accept}"
        );
    }
    // A page is never refused for its media type: it is the only one here.
    assert_eq!(get(&site, "/en/", &[("accept", "image/png")]).status, 200);
}

#[test]
fn the_entrance_leads_to_the_language_asked_for() {
    let site = site();
    for (accept, home) in [
        ("eo", "/eo/"),
        ("EO-XX, en;q=0.5", "/eo/"),
        ("en;q=0.3, ia;q=0.8", "/eo/"),
        ("de, fr;q=0.9", "/en/"),
        ("eo;q=0, *", "/en/"),
        ("", "/en/"),
        ("*", "/en/"),
    ] {
        let got = get(&site, "/", &[("accept-language", accept)]);
        assert_eq!(
            (got.status.as_u16(), got.header("location")),
            (302, home),
            "{accept}"
        );
        assert_eq!(got.header("vary"), "accept-language");
    }
    assert_eq!(get(&site, "/", &[]).header("location"), "/en/");
    assert_eq!(get(&site, "/?a=b&c", &[]).header("location"), "/en/?a=b&c");
}

#[test]
fn an_address_below_a_language_never_leads_to_another() {
    let site = site();
    for accept in ["eo", "en", "de"] {
        let got = get(&site, "/en/", &[("accept-language", accept)]);
        assert_eq!(
            (got.status.as_u16(), got.header("content-language")),
            (200, "en")
        );
        assert_eq!(got.header("vary"), "accept-encoding");
    }
}

#[test]
fn an_error_speaks_the_language_of_its_address_or_else_of_its_reader() {
    let site = site();
    for (path, accept, lang, vary) in [
        ("/eo/nothing/", "en", "eo", ""),
        ("/en/nothing/", "eo", "en", ""),
        ("/nothing/", "eo", "eo", "accept-language"),
        ("/nothing/", "de", "en", "accept-language"),
        ("/eon/", "de", "en", "accept-language"),
    ] {
        let got = get(&site, path, &[("accept-language", accept)]);
        assert_eq!(got.status, 404, "{path}");
        assert_eq!(
            (got.header("content-language"), got.header("vary")),
            (lang, vary),
            "{path}"
        );
        let index = usize::from(lang == "eo");
        assert!(got.decoded().contains(&format!("404 in language {index}")));
    }
}
