//! What is done with the requests of a connection besides answering them:
//! finding out for whom a proxy asks, leading home who came by another name,
//! naming the request, and telling the journal of it.
//!
//! A connection has one only if any of that is wanted.

use std::{net::IpAddr, time::Instant};

use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response};
use http_body::Body as _;
use hyper::body::Incoming;

use super::{
    Answer, Site, error,
    forwarded::Seen,
    journal::{Entry, network},
    meters::Kind,
    reply::Reply,
};

/// The field that names a request, in what a proxy asks and in the answer.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The longest name of a request that is taken over from a proxy.
const LONGEST_ID: usize = 64;

/// Stands at the door for one connection.
#[derive(Debug)]
pub(super) struct Doorman {
    /// Where the peer is; on a Unix socket it has no address.
    peer: Option<IpAddr>,
    /// Whether the peer is a proxy that is believed.
    is_trusted: bool,
}

impl Doorman {
    /// For a connection from `peer`, if `site` wants anything of it.
    pub(super) fn of(site: &Site, peer: Option<IpAddr>) -> Option<Self> {
        let is_trusted = site.trusted.holds(peer);
        let is_wanted = is_trusted || site.canonical.is_some() || site.journal.is_some();
        is_wanted.then_some(Self { peer, is_trusted })
    }

    /// The answer of `site` to `request`, and all that goes with it.
    pub(super) fn answer(&self, site: &Site, request: Request<Incoming>) -> Answer {
        let begun = Instant::now();
        let headers = request.headers();
        let given = self.is_trusted.then(|| given_id(headers)).flatten();
        let id = given.or_else(|| site.journal.as_ref().map(|journal| journal.name()));
        let is_needed = site.canonical.is_some() || site.journal.is_some();
        let seen = is_needed.then(|| Seen::of(&site.trusted, self.peer, headers));
        let home = match (&site.canonical, &seen) {
            (Some(canonical), Some(seen)) => {
                canonical.way_home(&site.live.current(), &request, seen)
            }
            _ => None,
        };
        let client = seen.and_then(|seen| seen.client).map(network);
        let Some(id) = id else {
            return match home {
                Some(home) => Answer::ready(Kind::Other, home),
                None => site.answer_head(request),
            };
        };
        let method = request.method().clone();
        let path = request.uri().path().to_owned();
        let answer = match home {
            Some(home) => Answer::ready(Kind::Other, home),
            None => site.answer_head(request),
        };
        let site = site.clone();
        answer.map(move |response| {
            let response = named(&site, response, &id);
            if let Some(journal) = &site.journal {
                let bytes = match method {
                    Method::HEAD => Some(0),
                    _ => response.body().size_hint().exact(),
                };
                journal.note(Entry {
                    id,
                    method,
                    path,
                    status: response.status().as_u16(),
                    bytes,
                    took: begun.elapsed(),
                    client,
                });
            }
            response
        })
    }
}

/// The name that a proxy gave to a request, if it can stand in a line of text.
fn given_id(headers: &HeaderMap) -> Option<String> {
    let id = headers.get(REQUEST_ID)?.as_bytes();
    let is_name = (1..=LONGEST_ID).contains(&id.len()) && id.iter().all(u8::is_ascii_graphic);
    let id = String::from_utf8(id.to_vec()).ok()?;
    is_name.then_some(id)
}

/// The answer with the name of its request in its head, and on an error page
/// for the visitor to quote.
fn named(site: &Site, response: Response<Reply>, id: &str) -> Response<Reply> {
    let mut response = error::named(&site.live.current(), response, id);
    if let Ok(value) = HeaderValue::from_str(id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}
