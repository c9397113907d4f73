//! Ways: whether addresses, hosts, schemes and methods arrive as they set out.

use std::net::IpAddr;

use http::{StatusCode, header};

use super::{FORGED, fields};
use crate::doctor::heard::{Answer, Complaint, Heard};
use crate::doctor::{Patient, mend};
use crate::links::joined;

/// Why there is no site behind this answer, if so, and which check says it.
pub(in crate::doctor) fn absent(
    answer: &Answer,
    patient: &Patient<'_>,
) -> Option<(&'static str, Complaint)> {
    let status = answer.status;
    let base = patient.base_path;
    match status.as_u16() {
        200 | 300..=399 => None,
        500..=599 => {
            let said = format!("{status}: the proxy answers, and the program behind it does not");
            Some(("reachable", Complaint::wrong(said, &mend::UPSTREAM)))
        }
        404 if answer.headers.contains_key(header::CONTENT_SECURITY_POLICY) => {
            let said = format!(
                "the program answers and knows no {base}/: the proxy takes a prefix away or \
                 adds one, or --base-url names another path"
            );
            Some(("prefix", Complaint::wrong(said, &mend::PREFIX)))
        }
        _ => {
            let said = format!("{status} for {base}/, and not from the program");
            Some(("reachable", Complaint::wrong(said, &mend::UPSTREAM)))
        }
    }
}

/// The path of a style sheet of the site, if the page names one.
pub(in crate::doctor) fn style(page: &str, base_path: &str) -> Option<String> {
    let before = format!("href=\"{base_path}/assets/");
    let mut rest = page;
    while let Some(at) = rest.find(&before) {
        rest = &rest[at + "href=\"".len()..];
        let address = rest.split('"').next()?;
        if address.ends_with(".css") {
            return Some(address.to_owned());
        }
    }
    None
}

/// The path that a redirect leads to, if it leads to a page of the same site.
pub(in crate::doctor) fn led(
    origin: &str,
    base_path: &str,
    from: &str,
    location: &str,
) -> Result<String, (&'static str, Complaint)> {
    let redirects = |said| ("redirects", Complaint::wrong(said, &mend::REDIRECT));
    let Some(whole) = joined(&format!("{origin}{from}"), location) else {
        return Err(redirects(format!(
            "{from} leads nowhere: `Location: {location}`"
        )));
    };
    let inside = whole.strip_prefix(origin);
    let Some(path) = inside.filter(|path| path.starts_with('/')) else {
        return Err(redirects(format!(
            "{from} leads away from {origin}, to {whole}"
        )));
    };
    let below = path.strip_prefix(base_path);
    if !below.is_some_and(|rest| rest.starts_with('/')) {
        let said = format!("{from} leads to {path}, which is not below {base_path}/");
        return Err(("prefix", Complaint::wrong(said, &mend::PREFIX)));
    }
    Ok(path.to_owned())
}

/// What the page says its address is, if it does.
fn named(page: &str) -> Option<&str> {
    let (_, rest) = page.split_once("<link rel=\"canonical\" href=\"")?;
    rest.split('"').next()
}

/// What is said of the address where the program itself was asked: by an address
/// that only this machine has, without encryption, and with no trace of a proxy.
/// No visitor comes that way, so its pages need not name it; where they name
/// another, that is the way through the proxy to this path.
pub(super) fn directly(heard: &Heard) -> Option<String> {
    let host = heard.origin.strip_prefix("http://")?;
    let host = match host.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => name,
        _ => host,
    };
    let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
    let is_here = host == "localhost" || address.is_ok_and(|address| address.is_loopback());
    let traces = [header::VIA, header::SERVER, header::AGE];
    let headers = &heard.page.identity.headers;
    let has_trace = traces.iter().any(|name| headers.contains_key(name));
    if !is_here || has_trace || !fields::extra(heard).is_empty() {
        return None;
    }
    let page = heard.page.identity.text();
    let known = match named(&page).and_then(|named| named.split_once("://")) {
        None => "for visitors, tell it with --base-url what they type".to_owned(),
        Some((scheme, rest)) => {
            let theirs = rest.strip_suffix(heard.home.as_str())?;
            // The same host with another scheme is a mistake in either way.
            let (_, ours) = heard.origin.split_once("://")?;
            if theirs.contains('/') || theirs == ours {
                return None;
            }
            format!("its pages name {scheme}://{theirs}: ask there as well")
        }
    };
    Some(format!(
        "this seems to be the program itself, with no trace of a proxy; {known}"
    ))
}

/// What the page says its address is.
pub(super) fn base_url(heard: &Heard) -> Vec<Complaint> {
    let page = heard.page.identity.text();
    let asked = format!("{}{}", heard.origin, heard.home);
    match named(&page) {
        _ if directly(heard).is_some() => Vec::new(),
        Some(named) if named == asked => Vec::new(),
        Some(named) if named.contains("://") => {
            let what = match (named.split_once("://"), asked.split_once("://")) {
                (Some((a, rest)), Some((b, same))) if a != b && rest == same => "scheme",
                _ => "host or path",
            };
            let said = format!("another {what}: the page at {asked} calls itself {named}");
            vec![Complaint::wrong(said, &mend::BASE_URL)]
        }
        Some(_) | None => {
            let said = "the program does not know its own address, so feeds, citations and \
                        the map of the site cannot name it";
            vec![Complaint::unsure(said, &mend::BASE_URL)]
        }
    }
}

pub(super) fn redirects(heard: &Heard) -> Vec<Complaint> {
    let from = heard.home.trim_end_matches('/');
    let moved = &heard.moved;
    let mut complaints = Vec::new();
    if moved.status != StatusCode::PERMANENT_REDIRECT {
        let said = format!("{from} is answered with {} instead of 308", moved.status);
        complaints.push(Complaint::wrong(said, &mend::REDIRECT));
    } else {
        let location = moved.field(&header::LOCATION);
        match led(&heard.origin, &heard.base_path, from, &location) {
            Ok(path) if path == heard.home => {}
            Ok(path) => {
                let said = format!("{from} leads to {path} instead of {}", heard.home);
                complaints.push(Complaint::wrong(said, &mend::REDIRECT));
            }
            Err((_, complaint)) => complaints.push(complaint),
        }
    }
    if heard.entrance.status != StatusCode::FOUND {
        let said = format!(
            "{}/ is answered with {} instead of 302, the way to the visitor's language",
            heard.base_path, heard.entrance.status
        );
        complaints.push(Complaint::wrong(said, &mend::REDIRECT));
    }
    complaints
}

pub(super) fn forged(heard: &Heard) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    let fields = &heard.forged_fields;
    let page = &heard.page.identity;
    if believed(fields) {
        let said = "the answer names a host that the visitor made up in X-Forwarded-Host";
        complaints.push(Complaint::wrong(said, &mend::FORWARDED));
    } else if fields.status != page.status {
        let said = format!(
            "with X-Forwarded-* and Forwarded made up by the visitor the answer is {}",
            fields.status
        );
        complaints.push(Complaint::wrong(said, &mend::FORWARDED));
    } else if fields.body != page.body {
        let said = "with X-Forwarded-* and Forwarded made up by the visitor the page is another";
        complaints.push(Complaint::unsure(said, &mend::FORWARDED));
    }
    // Another name may well be another site, but none may repeat what it is told.
    if heard.forged_host.as_ref().is_some_and(believed) {
        let said = "the answer names a host that the visitor made up in Host";
        complaints.push(Complaint::wrong(said, &mend::FORWARDED));
    }
    complaints
}

fn believed(answer: &Answer) -> bool {
    let location = answer.field(&header::LOCATION);
    location.contains(FORGED) || answer.text().contains(FORGED)
}

pub(super) fn missing(heard: &Heard) -> Vec<Complaint> {
    let missing = &heard.missing;
    let is_ours = missing.text().contains(&heard.style);
    if missing.status != StatusCode::NOT_FOUND {
        let said = format!(
            "what is missing is answered with {} instead of 404",
            missing.status
        );
        vec![Complaint::wrong(said, &mend::ERRORS)]
    } else if !is_ours {
        let said = "what is missing is answered by a page that is not the program's";
        vec![Complaint::wrong(said, &mend::ERRORS)]
    } else {
        Vec::new()
    }
}

pub(super) fn methods(heard: &Heard) -> Vec<Complaint> {
    let status = heard.posted.status;
    let said = format!("POST is answered with {status} instead of 405");
    match status.as_u16() {
        405 if heard.posted.field(&header::ALLOW) == "GET, HEAD, OPTIONS" => Vec::new(),
        405 => vec![Complaint::unsure(
            "POST is answered with 405, but not by the program",
            &mend::METHODS,
        )],
        400..=499 => vec![Complaint::unsure(said, &mend::METHODS)],
        _ => vec![Complaint::wrong(said, &mend::METHODS)],
    }
}

pub(super) fn long(heard: &Heard) -> Vec<Complaint> {
    let status = heard.long.status;
    let said = format!("an address that is too long is answered with {status} instead of 414");
    match status.as_u16() {
        414 => Vec::new(),
        400..=499 => vec![Complaint::unsure(said, &mend::LONG)],
        _ => vec![Complaint::wrong(said, &mend::LONG)],
    }
}
