//! What is done with the requests of a connection besides answering them:
//! finding out for whom a proxy asks, leading home who came by another name,
//! naming the request, and telling the journal of it.
//!
//! A connection has one only if any of that is wanted.

use std::{net::IpAddr, time::Instant};

use http::{Method, Request, Response};
use http_body::Body as _;
use hyper::body::Incoming;

use super::{
    Answer, Decision, Site, error,
    forwarded::Seen,
    journal::{Entry, Id, REQUEST_ID, RequestLine, network},
    meters::Kind,
    reply::Reply,
};

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
        let given = self.is_trusted.then(|| Id::given(headers)).flatten();
        let id = given.or_else(|| site.journal.as_deref().map(Id::next));
        let is_needed = site.canonical.is_some() || site.journal.is_some();
        let seen = is_needed.then(|| Seen::of(&site.trusted, self.peer, headers));
        let home = match (&site.canonical, &seen) {
            (Some(canonical), Some(seen)) => {
                canonical.way_home(&site.live.current(), &request, seen)
            }
            _ => None,
        };
        let visit = id.map(|id| Visit {
            id,
            begun,
            client: seen.and_then(|seen| seen.client).map(network),
        });
        let decision = match home {
            Some(home) => Decision::Ready(Kind::Other, home),
            None => site.decide(&request),
        };
        match (decision, visit) {
            (Decision::Ready(kind, mut response), visit) => {
                if let Some(visit) = visit {
                    visit.end(site, RequestLine::of(&request), &mut response);
                }
                Answer::ready(kind, response)
            }
            (Decision::Handler(kind), None) => site.handled(kind, request),
            (Decision::Handler(kind), Some(visit)) => {
                let (method, uri) = (request.method().clone(), request.uri().clone());
                let end = {
                    let site = site.clone();
                    move |mut response| {
                        let (method, path) = (&method, uri.path());
                        visit.end(&site, RequestLine { method, path }, &mut response);
                        response
                    }
                };
                site.handled(kind, request).map(end)
            }
        }
    }
}

/// A request that has a name, while it is answered.
struct Visit {
    id: Id,
    begun: Instant,
    client: Option<IpAddr>,
}

impl Visit {
    /// Puts the name of the request into the head of its answer, and on an error
    /// page for the visitor to quote. The journal hears of it.
    fn end(self, site: &Site, asked: RequestLine<'_>, response: &mut Response<Reply>) {
        error::name(&site.live, response, &self.id);
        if let Some(journal) = &site.journal {
            let bytes = match *asked.method {
                Method::HEAD => Some(0),
                _ => response.body().size_hint().exact(),
            };
            journal.note(&Entry {
                id: self.id.as_str(),
                asked: Some(asked),
                status: response.status().as_u16(),
                bytes,
                took: self.begun.elapsed(),
                client: self.client,
            });
        }
        let name = self.id.into_value();
        response.headers_mut().insert(REQUEST_ID, name);
    }
}
