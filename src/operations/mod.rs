//! What operators and their machines ask: whether the program lives and is
//! ready, which release it serves, what became of the last edit, and what it
//! has counted. Spoken on a listener of its own, and never to visitors.
//!
//! The answers are made from what others note in [`Standing`] and from what
//! `http` has counted; nothing here changes anything, reads files, or asks the
//! clock.

mod exposition;
mod metrics;
mod standing;

use std::sync::Arc;

use axum::body::Body;
use bytes::Bytes;
use http::{HeaderValue, Method, Response, StatusCode, header, request, response};

pub use standing::{Health, Phase, Refusal, Standing};

use crate::{
    http::{Before, Site, names_this_machine},
    live::Live,
    release::{CachePolicy, Policy, Release, secured},
    site,
};

const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");
const JSON: HeaderValue = HeaderValue::from_static("application/json");
/// One JSON value a line, as `check --format json` writes it.
const JSON_LINES: HeaderValue = HeaderValue::from_static("application/x-ndjson");

/// What stands at `/`, for somebody who opens it in a browser.
const CONTENTS: &str = "\
/livez    200 while the program answers
/readyz   200 while visitors can be sent here, else 503
/release  what is served, as JSON
/report   the mistakes for which an edit or settings are refused, one JSON object a line
/metrics  what is counted, for Prometheus
";

/// Answers operators.
#[derive(Debug)]
struct Operations {
    standing: Arc<Standing>,
    is_local: bool,
}

/// The operations of the program whose state `standing` holds, as a service.
/// With `is_local` only requests that name this machine are answered.
pub fn service(standing: Arc<Standing>, is_local: bool) -> Site {
    // Nothing of the site is shown here; what it stands before is empty.
    let nothing = Release::new(Arc::new(site::bare("")), &Policy::default());
    Site::new(Arc::new(Live::new(nothing))).behind(Arc::new(Operations { standing, is_local }))
}

impl Operations {
    fn answer(&self, request: &request::Parts) -> Response<Body> {
        if self.is_local && !names_this_machine(&request.headers) {
            let text = "These are for the machine that it runs on. Ask there, by the name \
                        localhost, or start it with --operations-anywhere.\n";
            return plain(StatusCode::MISDIRECTED_REQUEST, text);
        }
        let is_reading = matches!(request.method, Method::GET | Method::HEAD);
        match request.uri.path() {
            _ if !is_reading => {
                let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "only to be read\n");
                let allowed = HeaderValue::from_static("GET, HEAD");
                response.headers_mut().insert(header::ALLOW, allowed);
                response
            }
            "/" => plain(StatusCode::OK, CONTENTS),
            "/livez" => plain(StatusCode::OK, "alive\n"),
            "/readyz" => match self.standing.phase() {
                Phase::Ready => plain(StatusCode::OK, "ready\n"),
                Phase::Starting => plain(StatusCode::SERVICE_UNAVAILABLE, "no page yet\n"),
                Phase::Ending => plain(StatusCode::SERVICE_UNAVAILABLE, "ending\n"),
            },
            "/release" => match self.standing.release() {
                Some(release) => made(StatusCode::OK, JSON, format!("{release}\n")),
                None => plain(StatusCode::SERVICE_UNAVAILABLE, "no page yet\n"),
            },
            "/report" => made(StatusCode::OK, JSON_LINES, self.standing.report()),
            "/metrics" => {
                let accepted = request.headers.get_all(header::ACCEPT).iter();
                let form = exposition::Form::wanted(accepted);
                let text = metrics::of(&self.standing, form);
                made(StatusCode::OK, form.media(), text)
            }
            _ => plain(StatusCode::NOT_FOUND, CONTENTS),
        }
    }
}

impl Before for Operations {
    fn instead(&self, request: &request::Parts) -> Option<Response<Body>> {
        Some(self.answer(request))
    }

    fn changed(&self, _: &str, _: &mut response::Parts, body: Bytes) -> Bytes {
        body
    }
}

fn plain(status: StatusCode, text: &'static str) -> Response<Body> {
    made(status, TEXT, text)
}

fn made(status: StatusCode, media: HeaderValue, body: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    *headers = secured();
    headers.insert(header::CONTENT_TYPE, media);
    headers.insert(header::CACHE_CONTROL, CachePolicy::NoStore.header());
    response
}

#[cfg(test)]
mod tests;
