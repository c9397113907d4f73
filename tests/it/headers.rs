//! What stands in every answer, and how methods are answered.

use saradnja::http::Site;

use crate::support::serving::{ask, get, live, page_text, site};

#[test]
fn every_answer_is_secured_whatever_its_status() {
    let live = live();
    let sheet = live
        .current()
        .snapshot()
        .assets
        .url("css/site.css")
        .expect("a sheet")
        .to_owned();
    let site = Site::new(live);
    let tag = get(&site, "/en/", &[]).header("etag").to_owned();
    let answers = [
        (200, get(&site, "/en/", &[])),
        (200, get(&site, &sheet, &[])),
        (200, get(&site, "/favicon.ico", &[])),
        (206, get(&site, &sheet, &[("range", "bytes=0-9")])),
        (204, ask(&site, "OPTIONS", "/en/", &[])),
        (302, get(&site, "/", &[])),
        (304, get(&site, "/en/", &[("if-none-match", &tag)])),
        (304, get(&site, &sheet, &[("if-none-match", "*")])),
        (308, get(&site, "/en", &[])),
        (308, get(&site, "/old/", &[])),
        (400, get(&site, "/en/", &[("host", "a b")])),
        (404, get(&site, "/nothing/", &[])),
        (404, get(&site, "/assets/nothing.css", &[])),
        (405, ask(&site, "POST", "/en/", &[])),
        (406, get(&site, "/en/", &[("accept-encoding", "*;q=0")])),
        (410, get(&site, "/en/gone/", &[])),
        (412, get(&site, "/en/", &[("if-match", "\"x\"")])),
        (414, get(&site, &format!("/{}", "a".repeat(9_000)), &[])),
        (416, get(&site, &sheet, &[("range", "bytes=99999-")])),
    ];
    for (status, got) in answers {
        assert_eq!(got.status, status);
        let policy = got.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; "), "{status}");
        assert!(
            !policy.contains("unsafe") && !policy.contains("script-src"),
            "{status}"
        );
        assert_eq!(got.header("x-content-type-options"), "nosniff", "{status}");
        for name in [
            "referrer-policy",
            "permissions-policy",
            "cross-origin-opener-policy",
            "cross-origin-resource-policy",
        ] {
            assert_ne!(got.header(name), "", "{name} of a {status}");
        }
        assert_eq!(got.header("server"), "", "{status}");
        assert_eq!(got.header("set-cookie"), "", "{status}");
        if !got.body.is_empty() {
            assert_ne!(got.header("content-type"), "", "{status}");
        }
    }
}

#[test]
fn a_page_says_its_type_and_language() {
    let got = get(&site(), "/eo/", &[]);
    assert_eq!(got.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(got.header("content-language"), "eo");
    assert_eq!(got.decoded(), page_text("/eo/"));
}

#[test]
fn methods_that_do_not_read_are_refused_with_those_that_are_allowed() {
    let site = site();
    for method in ["POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "get"] {
        for path in ["/en/", "/", "/old/", "/favicon.ico"] {
            let got = ask(&site, method, path, &[]);
            assert_eq!(got.status, 405, "{method} {path}");
            assert_eq!(got.header("allow"), "GET, HEAD, OPTIONS");
            assert_eq!(got.header("cache-control"), "no-store");
        }
        assert_eq!(ask(&site, method, "/nothing/", &[]).status, 404, "{method}");
    }
}

#[test]
fn options_says_what_is_allowed() {
    let site = site();
    for path in ["/en/", "/", "*", "/old/"] {
        let got = ask(&site, "OPTIONS", path, &[]);
        assert_eq!(
            (got.status.as_u16(), got.header("allow")),
            (204, "GET, HEAD, OPTIONS"),
            "{path}"
        );
        assert!(got.body.is_empty());
    }
    assert_eq!(ask(&site, "OPTIONS", "/nothing/", &[]).status, 404);
}
