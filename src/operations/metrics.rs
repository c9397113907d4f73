//! Which numbers are told, under which names. The names are a promise to
//! dashboards and alerts: none is reused for another meaning, and the guide for
//! operators lists all of them.

use super::{
    exposition::{Exposition, Form, Type},
    standing::{Phase, Standing, Told},
};
use crate::http::{BOUNDS, Kind, Reading, Reason, Site};

/// The statuses that a class stands for.
const CLASSES: [&str; crate::http::CLASSES] = ["1xx", "2xx", "3xx", "4xx", "5xx"];

/// All numbers of now.
pub(super) fn of(standing: &Standing, form: Form) -> String {
    let mut out = Exposition::new(form);
    let version = [("version", standing.version())];
    out.family("saradnja_build_info", Type::Gauge, "The program; always 1.")
        .labelled(&version, 1);
    out.family(
        "saradnja_start_timestamp_seconds",
        Type::Gauge,
        "When the program began, in seconds since 1970.",
    )
    .value(standing.began().0);
    out.family(
        "saradnja_ready",
        Type::Gauge,
        "1 while visitors can be sent here, as /readyz says.",
    )
    .value(u8::from(standing.phase() == Phase::Ready));
    edits(&mut out, &standing.told());
    if let Some(site) = standing.site() {
        served(&mut out, site);
        requests(&mut out, &site.meters().read());
    }
    if let Some(places) = standing.told().places {
        out.family(
            "saradnja_connections_limit",
            Type::Gauge,
            "Connections that may be open at a time.",
        )
        .value(places);
    }
    out.finish()
}

/// What became of edits, and how the content stands.
fn edits(out: &mut Exposition, told: &Told) {
    let mut reloads = out.family(
        "saradnja_reloads_total",
        Type::Counter,
        "Times that the site was made anew (good), or content or settings were refused (failed).",
    );
    reloads.labelled(&[("outcome", "good")], told.good);
    reloads.labelled(&[("outcome", "failed")], told.failed);
    out.family(
        "saradnja_last_reload_good",
        Type::Gauge,
        "0 while the last edit or the settings are refused and older ones hold, else 1.",
    )
    .value(u8::from(told.refusals().next().is_none()));
    let errors: usize = told.refusals().map(|refusal| refusal.errors).sum();
    let warnings: usize = told.refusals().map(|refusal| refusal.warnings).sum();
    let mut diagnostics = out.family(
        "saradnja_last_reload_diagnostics",
        Type::Gauge,
        "Mistakes and warnings of what is refused, as /report lists them.",
    );
    diagnostics.labelled(&[("severity", "error")], errors);
    diagnostics.labelled(&[("severity", "warning")], warnings);
    out.family(
        "saradnja_statements_late",
        Type::Gauge,
        "Statements of the content served whose day of review has passed.",
    )
    .value(told.health.late);
    out.family(
        "saradnja_translations_outdated",
        Type::Gauge,
        "Texts of the content served that were changed after their translations were compared.",
    )
    .value(told.health.outdated);
    out.family(
        "saradnja_sources_dead",
        Type::Gauge,
        "Sources of the content served whose address is dead, as the content says.",
    )
    .value(told.health.dead);
    if let Some(since) = told.since {
        out.family(
            "saradnja_snapshot_timestamp_seconds",
            Type::Gauge,
            "When what is served took its place, in seconds since 1970.",
        )
        .value(since.0);
    }
}

/// What is served.
fn served(out: &mut Exposition, site: &Site) {
    let release = site.live().current();
    let snapshot = release.snapshot();
    let labels = [
        ("release", snapshot.release.as_str()),
        ("as_of", snapshot.as_of.as_str()),
    ];
    out.family(
        "saradnja_release_info",
        Type::Gauge,
        "What is served: its name and the day it is made for; always 1.",
    )
    .labelled(&labels, 1);
    out.family(
        "saradnja_snapshot_pages",
        Type::Gauge,
        "Addresses that have something to read, static files apart.",
    )
    .value(snapshot.pages.len());
    out.family(
        "saradnja_snapshot_bytes",
        Type::Gauge,
        "Bytes of bodies in memory, in all codings made so far.",
    )
    .value(release.held());
}

/// What visitors asked, and what it took to answer them.
fn requests(out: &mut Exposition, read: &Reading) {
    let mut requests = out.family(
        "saradnja_requests_total",
        Type::Counter,
        "Answers by what was asked for and the class of their status.",
    );
    for (kind, counts) in Kind::ALL.iter().zip(&read.requests) {
        for (class, count) in CLASSES.iter().zip(counts) {
            requests.labelled(&[("kind", kind.name()), ("status", class)], count);
        }
    }
    out.family(
        "saradnja_request_duration_seconds",
        Type::Histogram,
        "From the last bytes of a request to the first bytes of its answer.",
    )
    .histogram(&BOUNDS, &read.times, read.microseconds);
    out.family(
        "saradnja_sent_bytes_total",
        Type::Counter,
        "Bytes handed to the system for visitors, heads included.",
    )
    .value(read.bytes);
    out.family(
        "saradnja_connections_total",
        Type::Counter,
        "Connections accepted.",
    )
    .value(read.opened);
    out.family(
        "saradnja_connections_open",
        Type::Gauge,
        "Connections open.",
    )
    .value(read.opened.saturating_sub(read.closed));
    let mut refused = out.family(
        "saradnja_refused_total",
        Type::Counter,
        "Peers that took more than their share, by what they took too much of.",
    );
    for (reason, count) in Reason::ALL.iter().zip(&read.refused) {
        refused.labelled(&[("reason", reason.name())], count);
    }
    out.family(
        "saradnja_requests_in_flight",
        Type::Gauge,
        "Requests that a handler is at; pages are answered without one.",
    )
    .value(read.begun.saturating_sub(read.done));
}
