use http::{HeaderName, HeaderValue, StatusCode, header};

use super::all;
use crate::doctor::heard::{Answer, Coded, Heard};
use crate::doctor::{Patient, Verdict};
use crate::release::{PART_POLICY, SECURITY_HEADERS};
use crate::site::body::{Body, Coding, Effort};

const HOME: &str = "/coop/en/";
const STYLE: &str = "/coop/assets/a.1234.css";

fn answer(status: u16, fields: &[(&'static str, &str)], body: &[u8]) -> Answer {
    let mut answer = Answer {
        status: StatusCode::from_u16(status).expect("a status"),
        body: body.to_vec(),
        ..Answer::default()
    };
    answer.headers.extend(SECURITY_HEADERS.iter().cloned());
    for (name, value) in fields {
        set(&mut answer, name, value);
    }
    answer
}

fn set(answer: &mut Answer, name: &'static str, value: &str) {
    let value = HeaderValue::from_str(value).expect("visible ASCII");
    answer.headers.insert(HeaderName::from_static(name), value);
}

fn coded(content: &str, fields: &[(&'static str, &str)]) -> Coded {
    let body = Body::encode(content, Effort::Start);
    let made = |coding: Coding| {
        let representation = body.representation(coding).expect("worth a coding");
        let mut made = answer(200, fields, &representation.bytes);
        set(&mut made, "etag", &representation.etag);
        set(&mut made, "vary", "accept-encoding");
        set(
            &mut made,
            "content-length",
            &representation.bytes.len().to_string(),
        );
        if let Some(token) = coding.token() {
            set(&mut made, "content-encoding", token);
        }
        made
    };
    Coded {
        identity: made(Coding::Identity),
        gzip: made(Coding::Gzip),
        brotli: made(Coding::Brotli),
    }
}

/// A site behind a proxy that does everything well.
fn well() -> Heard {
    let line =
        format!("<link rel=\"canonical\" href=\"https://a.example{HOME}\"><link href=\"{STYLE}\">");
    let words = "<p>The same in every coding.</p>".repeat(60);
    let page = coded(
        &format!("{line}{words}<p>Release 0a1b2c3d</p>"),
        &[
            ("cache-control", "no-cache"),
            ("strict-transport-security", "max-age=300"),
        ],
    );
    let immutable = [("cache-control", "public, max-age=31536000, immutable")];
    let mut asset = coded(&"body { margin: 0 }\n".repeat(60), &immutable);
    for asset in [&mut asset.identity, &mut asset.gzip, &mut asset.brotli] {
        asset
            .headers
            .insert(header::CONTENT_SECURITY_POLICY, PART_POLICY.clone());
    }
    let part = format!("bytes 0-99/{}", asset.identity.body.len());
    let range = answer(
        206,
        &[("content-range", &part)],
        &asset.identity.body[..100],
    );
    let not_modified = answer(304, &[], b"");
    let held = [None, Some("gzip"), Some("br")].map(|coding| (coding, not_modified.clone()));
    let entrance = [
        ("location", HOME),
        ("cache-control", "private, max-age=300"),
        ("vary", "accept-language"),
    ];
    let moved = [
        ("location", HOME),
        ("cache-control", "public, max-age=3600"),
    ];
    Heard {
        origin: "https://a.example".to_owned(),
        base_path: "/coop".to_owned(),
        entrance: answer(302, &entrance, b""),
        home: HOME.to_owned(),
        style: STYLE.to_owned(),
        head: Answer {
            body: Vec::new(),
            ..page.identity.clone()
        },
        held,
        moved: answer(308, &moved, b""),
        missing: answer(404, &[("cache-control", "no-cache")], STYLE.as_bytes()),
        posted: answer(405, &[("allow", "GET, HEAD, OPTIONS")], b""),
        long: answer(414, &[], b""),
        forged_fields: page.identity.clone(),
        forged_host: None,
        large: Some((3, answer(200, &[("content-length", "3")], b"abc"))),
        page,
        asset,
        range,
        release: Some("0a1b2c3d".to_owned()),
    }
}

/// What is not well after a change, by check and verdict.
fn told(change: impl FnOnce(&mut Heard)) -> Vec<(&'static str, Verdict)> {
    let mut heard = well();
    change(&mut heard);
    let findings = all(&heard).into_iter();
    let findings = findings.filter(|finding| finding.verdict != Verdict::Ok);
    let mut told: Vec<_> = findings
        .map(|finding| {
            assert!(finding.mend.is_some(), "{finding:?}");
            (finding.check, finding.verdict)
        })
        .collect();
    told.dedup();
    told
}

#[test]
fn a_good_proxy_is_told_nothing_but_what_is_well() {
    assert_eq!(told(|_| ()), []);
    let checks: Vec<_> = all(&well()).iter().map(|finding| finding.check).collect();
    assert_eq!(checks.len(), 1 + super::CHECKS.len(), "{checks:?}");
}

#[test]
fn what_does_not_apply_is_not_judged() {
    let mut heard = well();
    heard.release = None;
    heard.origin = "http://a.example".to_owned();
    let checks: Vec<_> = all(&heard).iter().map(|finding| finding.check).collect();
    assert!(!checks.contains(&"freshness"), "{checks:?}");
    assert!(!checks.contains(&"hsts"), "{checks:?}");
}

/// What is said of the address, where the program is asked at `origin` and names
/// itself as `named` does; nothing if that is not well.
fn address(origin: &str, named: &str, field: Option<&'static str>) -> Option<String> {
    let mut heard = well();
    heard.origin = origin.to_owned();
    let page = heard
        .page
        .identity
        .text()
        .replace("https://a.example", named);
    heard.page.identity.body = page.into_bytes();
    if let Some(name) = field {
        set(&mut heard.page.identity, name, "some");
    }
    let found = all(&heard).into_iter();
    let mut found = found.filter(|finding| finding.check == "base-url");
    let found = found.next().expect("it is always looked at");
    (found.verdict == Verdict::Ok).then_some(found.said)
}

#[test]
fn the_program_itself_need_not_name_the_address_that_only_this_machine_has() {
    for origin in [
        "http://127.0.0.1:8080",
        "http://localhost",
        "http://127.1.2.3",
    ] {
        let said = address(origin, "", None).expect(origin);
        assert!(said.contains("the program itself"), "{said}");
        assert!(said.contains("--base-url"), "{said}");
        let said = address(origin, "https://a.example", None).expect(origin);
        assert!(said.contains("name https://a.example: ask"), "{said}");
    }
    let same = address("http://127.0.0.1:8080", "http://127.0.0.1:8080", None);
    assert_eq!(
        same.as_deref(),
        Some("pages name the address that was asked")
    );
}

#[test]
fn a_proxy_on_this_machine_or_elsewhere_is_told_of_another_address() {
    for origin in [
        "https://127.0.0.1",
        "http://a.example:8080",
        "http://127.0.0.1.example",
        "http://192.0.2.1",
    ] {
        assert_eq!(address(origin, "", None), None, "{origin}");
    }
    let local = "http://127.0.0.1";
    for field in ["server", "via", "age", "x-cache"] {
        for named in ["", "https://a.example"] {
            assert_eq!(address(local, named, Some(field)), None, "{field}");
        }
    }
    // Another path, or another scheme of the same host.
    for named in ["https://a.example/x", "https://127.0.0.1"] {
        assert_eq!(address(local, named, None), None, "{named}");
    }
}

#[test]
fn addresses_that_do_not_arrive_are_named() {
    use Verdict::{Unsure, Wrong};
    let scheme = told(|heard| heard.origin = "http://a.example".to_owned());
    assert_eq!(scheme, [("base-url", Wrong)]);
    for location in [
        "http://a.example/coop/en/",
        "https://b.example/coop/en/",
        "/coop/de/",
        "",
    ] {
        let told = told(|heard| set(&mut heard.moved, "location", location));
        assert_eq!(told, [("redirects", Wrong)], "{location}");
    }
    let whole = told(|heard| set(&mut heard.moved, "location", "https://a.example/coop/en/"));
    assert_eq!(whole, []);
    let temporary = told(|heard| heard.moved.status = StatusCode::FOUND);
    assert_eq!(temporary, [("redirects", Wrong)]);
    let believed = told(|heard| {
        heard.forged_fields.status = StatusCode::PERMANENT_REDIRECT;
    });
    assert_eq!(believed, [("forged", Wrong)]);
    let repeated = told(|heard| {
        heard.forged_host = Some(answer(200, &[], b"https://forged.example/"));
    });
    assert_eq!(repeated, [("forged", Wrong)]);
    let other = told(|heard| heard.missing.body = b"nginx".to_vec());
    assert_eq!(other, [("missing", Wrong)]);
    let refused = told(|heard| heard.posted.status = StatusCode::FORBIDDEN);
    assert_eq!(refused, [("methods", Unsure)]);
    let taken = told(|heard| heard.posted.status = StatusCode::OK);
    assert_eq!(taken, [("methods", Wrong)]);
    let other = told(|heard| heard.long.status = StatusCode::BAD_REQUEST);
    assert_eq!(other, [("long-address", Unsure)]);
    let broken = told(|heard| heard.long.status = StatusCode::BAD_GATEWAY);
    assert_eq!(broken, [("long-address", Wrong)]);
}

#[test]
fn content_that_is_changed_on_the_way_is_named() {
    use Verdict::{Unsure, Wrong};
    let plain = told(|heard| heard.page.brotli = heard.page.identity.clone());
    assert_eq!(plain, [("compression", Wrong)]);
    let twice = told(|heard| {
        let other = Body::encode("other words, ".repeat(60), Effort::Start);
        let other = other.representation(Coding::Gzip).expect("worth it");
        heard.page.gzip.body = other.bytes.to_vec();
    });
    assert_eq!(twice, [("compression", Wrong), ("etag", Wrong)]);
    let weak = told(|heard| {
        let tag = heard.page.gzip.field(&header::ETAG);
        set(&mut heard.page.gzip, "etag", &format!("W/{tag}"));
    });
    assert_eq!(weak, [("etag", Wrong)]);
    let whole = told(|heard| heard.held[2].1.status = StatusCode::OK);
    assert_eq!(whole, [("revalidation", Wrong)]);
    let head = told(|heard| set(&mut heard.head, "content-length", "0"));
    assert_eq!(head, [("head", Wrong)]);
    let all = told(|heard| heard.range = heard.asset.identity.clone());
    assert_eq!(all, [("ranges", Wrong)]);
    let cut = told(|heard| heard.page.brotli.cut = Some("gone".to_owned()));
    assert_eq!(cut, [("whole", Wrong)]);
    let short = told(|heard| heard.large = Some((4, answer(200, &[], b"abc"))));
    assert_eq!(short, [("whole", Wrong)]);
    let endless = told(|heard| {
        heard.page.gzip.headers.remove(header::CONTENT_LENGTH);
    });
    assert_eq!(endless, [("whole", Unsure)]);
    let stale = told(|heard| heard.release = Some("ffffffff".to_owned()));
    assert_eq!(stale, [("freshness", Wrong)]);
}

#[test]
fn fields_that_are_changed_on_the_way_are_named() {
    use Verdict::{Unsure, Wrong};
    let dropped = told(|heard| {
        heard.page.brotli.headers.remove(header::VARY);
    });
    assert_eq!(dropped, [("vary", Wrong)]);
    let more = told(|heard| set(&mut heard.page.brotli, "vary", "accept-encoding, cookie"));
    assert_eq!(more, [("vary", Unsure)]);
    let longer = told(|heard| set(&mut heard.page.identity, "age", "60"));
    assert_eq!(longer, [("caching", Wrong)]);
    let expires = told(|heard| set(&mut heard.page.identity, "expires", "0"));
    assert_eq!(expires, [("caching", Wrong)]);
    let doubled = told(|heard| {
        let value = HeaderValue::from_static("nosniff");
        let headers = &mut heard.page.identity.headers;
        headers.append(header::X_CONTENT_TYPE_OPTIONS, value);
    });
    assert_eq!(doubled, [("security", Wrong)]);
    let cookie = told(|heard| set(&mut heard.page.identity, "set-cookie", "a=b"));
    assert_eq!(cookie, [("cookies", Wrong)]);
    let extra = told(|heard| set(&mut heard.page.identity, "x-frame-options", "DENY"));
    assert_eq!(extra, [("extra", Unsure)]);
    assert_eq!(
        told(|heard| set(&mut heard.page.identity, "server", "nginx")),
        []
    );
    let version = told(|heard| set(&mut heard.page.identity, "server", "nginx/1.22.1"));
    assert_eq!(version, [("server", Wrong)]);
    let open = told(|heard| {
        heard
            .page
            .identity
            .headers
            .remove(header::STRICT_TRANSPORT_SECURITY);
    });
    assert_eq!(open, [("hsts", Unsure)]);
}

#[test]
fn where_no_site_is_the_reason_is_told() {
    let patient = Patient {
        origin: "https://a.example",
        base_path: "/coop",
        operations: None,
    };
    let check = |answer| super::absent(&answer, &patient).map(|(check, _)| check);
    assert_eq!(check(answer(302, &[], b"")), None);
    assert_eq!(check(answer(502, &[], b"")), Some("reachable"));
    assert_eq!(check(answer(404, &[], b"")), Some("prefix"));
    let elsewhere = Answer {
        status: StatusCode::NOT_FOUND,
        ..Answer::default()
    };
    assert_eq!(check(elsewhere), Some("reachable"));
    let led = |location| super::led(patient.origin, patient.base_path, "/coop/", location);
    assert_eq!(led("/coop/en/").ok().as_deref(), Some("/coop/en/"));
    for (location, check) in [
        ("/en/", "prefix"),
        ("http://a.example/coop/en/", "redirects"),
        ("https://a.example.org/coop/en/", "redirects"),
        ("", "redirects"),
    ] {
        assert_eq!(
            led(location).map_err(|(check, _)| check).err(),
            Some(check),
            "{location}"
        );
    }
    let page = "<link href=\"/coop/assets/a.png\"><link href=\"/coop/assets/b.css\">";
    assert_eq!(
        super::style(page, "/coop").as_deref(),
        Some("/coop/assets/b.css")
    );
    assert_eq!(super::style(page, ""), None);
}
