//! Validators, conditions, and how long answers may be kept.

use std::time::{Duration, Instant};

use saradnja::{
    http::Site,
    live::improve,
    site::body::{Coding, Effort},
};

use crate::support::serving::{ask, etag, get, live, page_text, site};

const PAGE: &str = "/en/partners/";
const CODINGS: [(&str, Coding); 3] = [
    ("identity", Coding::Identity),
    ("gzip", Coding::Gzip),
    ("br", Coding::Brotli),
];

#[test]
fn each_coding_has_a_strong_validator_of_its_own() {
    let site = site();
    let mut seen = std::collections::BTreeSet::new();
    for (accept, _) in CODINGS {
        let got = get(&site, PAGE, &[("accept-encoding", accept)]);
        let etag = got.header("etag");
        assert!(
            etag.starts_with('"') && etag.ends_with('"') && etag.len() > 20,
            "{etag}"
        );
        assert!(
            seen.insert(etag.to_owned()),
            "{etag} stands for two codings"
        );
    }
}

#[test]
fn a_known_validator_saves_the_body_and_keeps_the_headers() {
    let site = site();
    for (accept, _) in CODINGS {
        let full = get(&site, PAGE, &[("accept-encoding", accept)]);
        let tag = full.header("etag").to_owned();
        for method in ["GET", "HEAD"] {
            let got = ask(
                &site,
                method,
                PAGE,
                &[("accept-encoding", accept), ("if-none-match", &tag)],
            );
            assert_eq!(got.status, 304);
            assert!(got.body.is_empty());
            for name in ["etag", "cache-control", "vary", "content-security-policy"] {
                assert_eq!(got.header(name), full.header(name), "{name}");
            }
            assert_eq!(got.header("content-type"), "");
            assert_eq!(got.header("content-encoding"), "");
        }
    }
}

#[test]
fn a_validator_of_the_same_content_in_another_coding_is_repeated() {
    let live = live();
    let held: Vec<_> = CODINGS
        .map(|(_, coding)| etag(&live.current(), PAGE, coding))
        .into();
    let site = Site::new(live);
    for (accept, _) in CODINGS {
        for tag in &held {
            let got = get(
                &site,
                PAGE,
                &[("accept-encoding", accept), ("if-none-match", tag)],
            );
            assert_eq!(
                (got.status.as_u16(), got.header("etag")),
                (304, tag.as_str())
            );
        }
    }
}

#[test]
fn conditions_are_read_as_lists_and_compared_weakly() {
    let site = site();
    let tag = get(&site, PAGE, &[]).header("etag").to_owned();
    let weak = format!("W/{tag}");
    let cases = [
        ("*".to_owned(), 304, tag.as_str()),
        (format!("\"other\", {tag}"), 304, &tag),
        (format!("\"a,b\" ,, {tag}, \"c\""), 304, &tag),
        (weak.clone(), 304, &weak),
        ("\"other\"".to_owned(), 200, &tag),
        (tag.trim_matches('"').to_owned(), 200, &tag),
        (format!("{}x\"", &tag[..tag.len() - 1]), 200, &tag),
        (String::new(), 200, &tag),
        ("\"".to_owned(), 200, &tag),
    ];
    for (condition, status, sent) in cases {
        let got = get(&site, PAGE, &[("if-none-match", &condition)]);
        assert_eq!(
            (got.status.as_u16(), got.header("etag")),
            (status, sent),
            "{condition}"
        );
    }
    let lines = [
        ("if-none-match", "\"other\""),
        ("if-none-match", tag.as_str()),
    ];
    assert_eq!(get(&site, PAGE, &lines).status, 304);
}

#[test]
fn a_date_is_no_condition_and_if_match_is() {
    let site = site();
    let got = get(
        &site,
        PAGE,
        &[("if-modified-since", "Tue, 01 Jan 2030 00:00:00 GMT")],
    );
    assert_eq!(
        (got.status.as_u16(), got.header("last-modified")),
        (200, "")
    );
    let got = get(
        &site,
        PAGE,
        &[("if-unmodified-since", "Sat, 01 Jan 2000 00:00:00 GMT")],
    );
    assert_eq!(got.status, 200);
    let tag = got.header("etag").to_owned();
    assert_eq!(get(&site, PAGE, &[("if-match", &tag)]).status, 200);
    assert_eq!(get(&site, PAGE, &[("if-match", "*")]).status, 200);
    assert_eq!(get(&site, PAGE, &[("if-match", "\"other\"")]).status, 412);
    assert_eq!(
        get(&site, PAGE, &[("if-match", &format!("W/{tag}"))]).status,
        412
    );
}

#[test]
fn a_removed_page_has_no_conditions() {
    let site = site();
    let got = get(&site, "/en/gone/", &[]);
    assert_eq!(got.status, 410);
    let got = get(&site, "/en/gone/", &[("if-none-match", got.header("etag"))]);
    assert_eq!(
        (got.status.as_u16(), got.decoded()),
        (410, page_text("/en/gone/"))
    );
}

#[test]
fn each_kind_of_answer_says_how_long_it_keeps() {
    let live = live();
    let snapshot = live.current().snapshot().clone();
    let sheet = snapshot
        .assets
        .url("css/site.css")
        .expect("a style sheet")
        .to_owned();
    let site = Site::new(live);
    let cases = [
        ("/en/", "no-cache"),
        ("/robots.txt", "no-cache"),
        ("/favicon.ico", "public, max-age=86400"),
        (&sheet, "public, max-age=31536000, immutable"),
        ("/", "private, max-age=300"),
        ("/old/", "public, max-age=3600"),
        ("/EN/", "public, max-age=3600"),
        ("/nothing/", "no-cache"),
    ];
    for (path, expected) in cases {
        assert_eq!(
            get(&site, path, &[]).header("cache-control"),
            expected,
            "{path}"
        );
    }
}

#[test]
fn better_codings_follow_in_the_background_and_old_validators_still_hold() {
    let live = live();
    let before: Vec<_> = CODINGS
        .map(|(_, coding)| etag(&live.current(), PAGE, coding))
        .into();
    let thread = improve(&live).expect("a thread").expect("a new one");
    // Who is told to rest goes on when that is wanted, and is the only one.
    live.rest();
    assert!(improve(&live).expect("no new thread").is_none());
    let release = live.current().clone();
    let (_, page) = release
        .resources()
        .find(|(path, _)| &***path == PAGE)
        .expect("a page");
    let best = page.body().improved(Effort::Best);
    let best = best
        .representation(Coding::Brotli)
        .expect("smaller")
        .etag
        .clone();
    let begun = Instant::now();
    while etag(&live.current(), PAGE, Coding::Brotli) != best {
        assert!(
            begun.elapsed() < Duration::from_secs(60),
            "no better coding came"
        );
        std::thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(etag(&live.current(), PAGE, Coding::Identity), before[0]);
    let site = Site::new(live);
    for tag in &before {
        let got = get(
            &site,
            PAGE,
            &[("accept-encoding", "br"), ("if-none-match", tag)],
        );
        assert_eq!(
            (got.status.as_u16(), got.header("etag")),
            (304, tag.as_str())
        );
    }
    let got = get(&site, PAGE, &[("accept-encoding", "br")]);
    assert_eq!(
        (got.header("etag"), got.decoded()),
        (best.as_str(), page_text(PAGE))
    );
    drop(site);
    thread.join().expect("the thread ends with the site");
}
