//! What is thought of what was heard: pure functions, one a thing to look at.

mod content;
mod fields;
mod ways;

#[cfg(test)]
mod tests;

use super::heard::{Complaint, Heard};
use super::{Finding, Verdict};

pub(super) use ways::{absent, led, style};

/// A host that nobody has (RFC 2606, 2), for pretending.
pub(super) const FORGED: &str = "forged.example";

/// One thing to look at: its name, what is said if it is well, and its judge.
type Check = (&'static str, &'static str, fn(&Heard) -> Vec<Complaint>);

/// All of them, in the order in which they are told.
const CHECKS: [Check; 20] = [
    (
        "base-url",
        "pages name the address that was asked",
        ways::base_url,
    ),
    (
        "redirects",
        "redirects stay on this scheme, host and path",
        ways::redirects,
    ),
    (
        "forged",
        "what visitors claim about host and scheme changes nothing",
        ways::forged,
    ),
    (
        "missing",
        "what is missing is answered by the program's own page",
        ways::missing,
    ),
    (
        "methods",
        "POST is answered by the program, with 405",
        ways::methods,
    ),
    (
        "long-address",
        "an address that is too long is answered with 414",
        ways::long,
    ),
    (
        "compression",
        "gzip and Brotli are passed on, once",
        content::compression,
    ),
    (
        "vary",
        "`Vary` says what the answer depends on",
        fields::vary,
    ),
    (
        "etag",
        "validators are strong, and name exactly these bytes",
        content::etag,
    ),
    (
        "revalidation",
        "who has a page is told so, with 304",
        content::revalidation,
    ),
    ("head", "HEAD says the same as GET", content::head),
    ("ranges", "a part of a file can be had", content::ranges),
    (
        "whole",
        "content comes whole, and with its length",
        content::whole,
    ),
    (
        "caching",
        "pages are asked about each time, files are kept",
        fields::caching,
    ),
    (
        "freshness",
        "pages are of the release that the program serves",
        content::freshness,
    ),
    (
        "security",
        "each security field is there once, as the program sends it",
        fields::security,
    ),
    ("cookies", "no cookies are set", fields::cookies),
    ("extra", "no further fields are added", fields::extra),
    (
        "server",
        "nothing tells which version of what is at work",
        fields::server,
    ),
    ("hsts", "browsers are told to stay with https", fields::hsts),
];

/// What is not looked at in some cases.
fn is_asked(check: &str, heard: &Heard) -> bool {
    match check {
        "freshness" => heard.release.is_some(),
        "hsts" => heard.origin.starts_with("https://"),
        _ => true,
    }
}

/// Looks at everything.
pub(super) fn all(heard: &Heard) -> Vec<Finding> {
    let reached = finding(
        "reachable",
        format!("the register answers at {}", heard.home),
    );
    let mut findings = vec![reached];
    for (check, well, judge) in CHECKS {
        if !is_asked(check, heard) {
            continue;
        }
        let complaints = judge(heard);
        if complaints.is_empty() {
            let otherwise = match check {
                "base-url" => ways::directly(heard),
                _ => None,
            };
            findings.push(finding(check, otherwise.unwrap_or_else(|| well.to_owned())));
        }
        findings.extend(complained(check, complaints));
    }
    findings
}

/// What is told where there is nothing to look at.
pub(super) fn stopped(complaints: Vec<(&'static str, Complaint)>) -> Vec<Finding> {
    let told = complaints.into_iter();
    told.flat_map(|(check, complaint)| complained(check, vec![complaint]))
        .collect()
}

fn finding(check: &'static str, said: String) -> Finding {
    Finding {
        check,
        verdict: Verdict::Ok,
        said,
        mend: None,
    }
}

fn complained(check: &'static str, complaints: Vec<Complaint>) -> impl Iterator<Item = Finding> {
    complaints.into_iter().map(move |complaint| Finding {
        check,
        verdict: complaint.verdict,
        said: complaint.said,
        mend: complaint.mend,
    })
}
