//! Header fields: whether those of the program arrive, and what else there is.

use std::collections::BTreeSet;

use http::{HeaderName, HeaderValue, header};

use crate::doctor::heard::{Answer, Complaint, Heard};
use crate::doctor::mend;
use crate::release::{CachePolicy, GREETING, MOVED, PART_POLICY, SECURITY_HEADERS};

/// How old a page may be that a cache asks about again each time: as long as
/// many visitors at once are worth one question.
const YOUNG: u64 = 5;

/// Fields that the program sends, or that connections and caches add.
const KNOWN: [&str; 26] = [
    "accept-ranges",
    "age",
    "alt-svc",
    "cache-control",
    "connection",
    "content-encoding",
    "content-language",
    "content-length",
    "content-type",
    "date",
    "etag",
    "keep-alive",
    "server",
    "strict-transport-security",
    "transfer-encoding",
    "vary",
    "via",
    "x-request-id",
    "x-varnish",
    // Judged by checks of their own.
    "set-cookie",
    "x-powered-by",
    "expires",
    "pragma",
    "allow",
    "location",
    "content-range",
];

pub(super) fn vary(heard: &Heard) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    let page = ("the page", &heard.page.brotli, "accept-encoding");
    let asset = ("the style sheet", &heard.asset.brotli, "accept-encoding");
    let entrance = ("the entrance", &heard.entrance, "accept-language");
    for (what, answer, expected) in [page, asset, entrance] {
        let found = answer.field(&header::VARY).to_ascii_lowercase();
        let names: BTreeSet<_> = found.split(',').map(str::trim).collect();
        if !names.contains(expected) {
            let said = format!("{what} does not say that it depends on {expected}");
            complaints.push(Complaint::wrong(said, &mend::VARY));
        } else if let Some(name) = names.iter().find(|name| **name != expected) {
            let said = format!("{what} says that it depends on `{name}`, which it does not");
            complaints.push(Complaint::unsure(said, &mend::VARY));
        }
    }
    complaints
}

pub(super) fn caching(heard: &Heard) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    let page = &heard.page.identity;
    for (what, answer, policy) in [
        ("the page", page, CachePolicy::Revalidate),
        (
            "the style sheet",
            &heard.asset.identity,
            CachePolicy::Immutable,
        ),
        ("the entrance", &heard.entrance, GREETING),
        ("an old address", &heard.moved, MOVED),
        ("what is missing", &heard.missing, CachePolicy::Revalidate),
    ] {
        let found = answer.field(&header::CACHE_CONTROL);
        let expected = policy.header();
        let expected = expected.to_str().unwrap_or_default();
        if found != expected {
            let said = format!("`Cache-Control` of {what} is `{found}` instead of `{expected}`");
            complaints.push(Complaint::wrong(said, &mend::CACHING));
        }
        for name in [header::EXPIRES, header::PRAGMA] {
            if answer.headers.contains_key(&name) {
                let said = format!("{what} has a field `{name}: {}`", answer.field(&name));
                complaints.push(Complaint::wrong(said, &mend::CACHING));
            }
        }
    }
    let age = page.field(&header::AGE).parse::<u64>().unwrap_or_default();
    if age > YOUNG {
        let said = format!("the page was kept for {age} seconds without asking the program");
        complaints.push(Complaint::wrong(said, &mend::CACHING));
    }
    complaints
}

pub(super) fn security(heard: &Heard) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for (what, answer, is_part) in [
        ("the page", &heard.page.identity, false),
        ("the entrance", &heard.entrance, false),
        ("what is missing", &heard.missing, false),
        ("the style sheet", &heard.asset.identity, true),
    ] {
        for (name, value) in &SECURITY_HEADERS {
            let is_policy = *name == header::CONTENT_SECURITY_POLICY;
            let value = if is_part && is_policy {
                &PART_POLICY
            } else {
                value
            };
            complaints.extend(once(what, answer, name, value));
        }
    }
    complaints
}

fn once(what: &str, answer: &Answer, name: &HeaderName, value: &HeaderValue) -> Option<Complaint> {
    let said = match (answer.times(name), answer.headers.get(name)) {
        (1, Some(found)) if found == value => return None,
        (0, _) | (_, None) => format!("{what} has no field `{name}`"),
        (1, Some(found)) => {
            let found = String::from_utf8_lossy(found.as_bytes());
            let value = String::from_utf8_lossy(value.as_bytes());
            format!("`{name}` of {what} is `{found}` instead of `{value}`")
        }
        (times, _) => format!("{what} has the field `{name}` {times} times"),
    };
    Some(Complaint::wrong(said, &mend::SECURITY))
}

pub(super) fn cookies(heard: &Heard) -> Vec<Complaint> {
    let answers = [&heard.entrance, &heard.page.identity, &heard.asset.identity];
    let set = answers
        .iter()
        .any(|answer| answer.headers.contains_key(header::SET_COOKIE));
    let said = "a cookie is set; the register has none, and tells visitors so";
    set.then(|| Complaint::wrong(said, &mend::EXTRA))
        .into_iter()
        .collect()
}

pub(super) fn extra(heard: &Heard) -> Vec<Complaint> {
    let names = heard.page.identity.headers.keys();
    let is_ours = |name: &&HeaderName| SECURITY_HEADERS.iter().any(|(ours, _)| ours == *name);
    let names = names.filter(|name| !KNOWN.contains(&name.as_str()) && !is_ours(name));
    let names: BTreeSet<_> = names.map(HeaderName::as_str).collect();
    names
        .into_iter()
        .map(|name| Complaint::unsure(format!("a field `{name}` is added"), &mend::EXTRA))
        .collect()
}

pub(super) fn server(heard: &Heard) -> Vec<Complaint> {
    let page = &heard.page.identity;
    let powered = HeaderName::from_static("x-powered-by");
    let mut complaints = Vec::new();
    let server = page.field(&header::SERVER);
    // A name alone tells little; a number tells which weaknesses to try.
    if server.contains(|sign: char| sign.is_ascii_digit()) {
        let said = format!("`Server` tells a version: {server}");
        complaints.push(Complaint::wrong(said, &mend::SERVER));
    }
    if page.headers.contains_key(&powered) {
        let said = format!("there is a field `{powered}: {}`", page.field(&powered));
        complaints.push(Complaint::wrong(said, &mend::SERVER));
    }
    complaints
}

pub(super) fn hsts(heard: &Heard) -> Vec<Complaint> {
    let name = header::STRICT_TRANSPORT_SECURITY;
    match heard.page.identity.times(&name) {
        0 => vec![Complaint::unsure(
            "nothing tells browsers to stay with https (`Strict-Transport-Security`)",
            &mend::HSTS,
        )],
        1 => Vec::new(),
        times => vec![Complaint::wrong(
            format!("`{name}` stands in the answer {times} times"),
            &mend::HSTS,
        )],
    }
}
