//! Static files under fingerprinted names.

use saradnja::http::Site;

use crate::support::serving::{ask, get, live};

/// The site, and the addresses of its style sheet and its font.
fn site() -> (Site, String, String) {
    let live = live();
    let snapshot = live.current().snapshot().clone();
    let url = |name| snapshot.assets.url(name).expect("a static file").to_owned();
    (
        Site::new(live),
        url("css/site.css"),
        url("fonts/sample.woff2"),
    )
}

#[test]
fn a_style_sheet_comes_in_every_coding_and_names_fingerprinted_files() {
    let (site, sheet, font) = site();
    let plain = get(&site, &sheet, &[]);
    assert_eq!(plain.header("content-type"), "text/css; charset=utf-8");
    assert!(
        plain
            .decoded()
            .contains(font.trim_start_matches("/assets/")),
        "{}",
        plain.decoded()
    );
    for coding in ["gzip", "br"] {
        let got = get(&site, &sheet, &[("accept-encoding", coding)]);
        assert_eq!(
            (got.status.as_u16(), got.header("content-encoding")),
            (200, coding)
        );
        assert_eq!(got.decoded(), plain.decoded());
        assert_eq!(got.header("vary"), "accept-encoding");
        assert_eq!(got.header("content-length"), got.body.len().to_string());
        assert_ne!(got.header("etag"), plain.header("etag"));
    }
    let got = get(&site, &sheet, &[("accept-encoding", "br;q=0.5, identity")]);
    assert_eq!(got.header("content-encoding"), "");
    assert_eq!(
        get(&site, &sheet, &[("accept-encoding", "*;q=0")]).status,
        406
    );
}

#[test]
fn a_font_is_sent_as_it_is_and_does_not_vary() {
    let (site, _, font) = site();
    let got = get(&site, &font, &[("accept-encoding", "gzip, deflate, br")]);
    assert_eq!((got.status.as_u16(), got.body.len()), (200, 1000));
    assert_eq!(got.header("content-type"), "font/woff2");
    assert_eq!(
        (got.header("content-encoding"), got.header("vary")),
        ("", "")
    );
    assert_eq!(got.header("accept-ranges"), "bytes");
}

#[test]
fn head_is_get_without_the_body() {
    let (site, sheet, font) = site();
    for path in [&sheet, &font] {
        for headers in [&[][..], &[("accept-encoding", "br")]] {
            let full = get(&site, path, headers);
            let head = ask(&site, "HEAD", path, headers);
            assert_eq!((head.status, head.body.len()), (full.status, 0));
            assert_eq!(head.headers, full.headers);
        }
        let head = ask(&site, "HEAD", path, &[("range", "bytes=0-1")]);
        assert_eq!(
            (head.status.as_u16(), head.header("content-range")),
            (200, "")
        );
    }
}

#[test]
fn parts_of_a_file_are_sent_where_the_condition_holds() {
    let (site, _, font) = site();
    let whole = get(&site, &font, &[]);
    let tag = whole.header("etag").to_owned();
    for (range, expected, from) in [
        ("bytes=0-99", "bytes 0-99/1000", 0),
        ("bytes=990-", "bytes 990-999/1000", 990),
        ("bytes=-10", "bytes 990-999/1000", 990),
        ("Bytes=5-5", "bytes 5-5/1000", 5),
        ("bytes=0-5000", "bytes 0-999/1000", 0),
    ] {
        let got = get(&site, &font, &[("range", range), ("if-range", &tag)]);
        assert_eq!(
            (got.status.as_u16(), got.header("content-range")),
            (206, expected),
            "{range}"
        );
        assert_eq!(
            got.body,
            whole.body.slice(from..from + got.body.len()),
            "{range}"
        );
        assert_eq!(got.header("content-length"), got.body.len().to_string());
        assert_eq!(got.header("etag"), tag);
    }
    for headers in [
        [("range", "bytes=0-1"), ("if-range", "\"other\"")],
        [
            ("range", "bytes=0-1"),
            ("if-range", "Tue, 01 Jan 2030 00:00:00 GMT"),
        ],
        [("range", "bytes=0-1,5-6"), ("if-range", &tag)],
        [("range", "lines=0-1"), ("if-range", &tag)],
        [("range", "bytes=x-y"), ("if-range", &tag)],
        [("range", "bytes=9-1"), ("if-range", &tag)],
    ] {
        let got = get(&site, &font, &headers);
        assert_eq!(
            (got.status.as_u16(), got.body.len()),
            (200, 1000),
            "{headers:?}"
        );
    }
    let got = get(&site, &font, &[("range", "bytes=1000-")]);
    assert_eq!(
        (got.status.as_u16(), got.header("content-range")),
        (416, "bytes */1000")
    );
    assert_eq!(got.header("content-type"), "text/html; charset=utf-8");
}

#[test]
fn a_known_file_is_not_sent_again() {
    let (site, sheet, _) = site();
    let got = get(&site, &sheet, &[("accept-encoding", "br")]);
    let tag = got.header("etag").to_owned();
    for headers in [
        &[("if-none-match", tag.as_str()), ("accept-encoding", "br")][..],
        &[("if-none-match", tag.as_str())],
        &[("if-none-match", "*"), ("range", "bytes=0-1")],
    ] {
        assert_eq!(get(&site, &sheet, headers).status, 304, "{headers:?}");
    }
    assert_eq!(get(&site, &sheet, &[("if-match", "\"other\"")]).status, 412);
}

#[test]
fn only_the_exact_name_leads_to_a_file() {
    let (site, sheet, _) = site();
    for path in [
        format!("{sheet}.br"),
        format!("{sheet}/"),
        sheet.replace("site.", "site%2E"),
        sheet.replace("/assets/", "/assets//"),
        sheet.replace("/assets/", "/assets/../assets/"),
        "/assets/css/site.css".to_owned(),
        "/assets/..%2f..%2fetc/passwd".to_owned(),
        "/assets/%00".to_owned(),
        "/assets/%ff".to_owned(),
    ] {
        assert_eq!(get(&site, &path, &[]).status, 404, "{path}");
    }
}
