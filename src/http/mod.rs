//! From a request to an answer.
//!
//! [`Site`] is a tower service in front of an axum router. It answers what
//! the release has ready, which is nearly everything, without a timer, a
//! layer or a body to be built; what needs thought (the language of `/`,
//! other spellings of an address, searches, static files, errors) goes to the
//! router.
//! Only this layer knows axum, tower and hyper.

mod address;
mod answer;
mod asset;
mod before;
mod bucket;
mod canonical;
mod client;
mod closing;
mod conditional;
mod connection;
mod doorman;
mod encoding;
mod entrance;
mod error;
mod forwarded;
mod framing;
mod gate;
mod host;
mod journal;
mod language;
mod limits;
mod listen;
mod meters;
mod networks;
mod pace;
mod places;
mod pulse;
mod query;
mod refusal;
mod reply;
mod routes;
mod search;
mod wire;

use std::{
    convert::Infallible,
    sync::Arc,
    task::{Context, Poll},
};

use axum::Router;
use bytes::Bytes;
use http::{HeaderMap, Method, Request, Response, StatusCode, header};
use http_body::Body;

pub use answer::Answer;
pub use before::Before;
pub use canonical::Canonical;
pub use entrance::Listener;
pub use host::names_this_machine;
pub use journal::{Entry, Journal, RequestLine};
pub use limits::{Limits, Rate};
pub use listen::{Drained, Terms, serve, serve_on};
pub use meters::{BOUNDS, CLASSES, Kind, Meters, Reading, Reason};
pub use networks::{Claims, Network, NotANetwork, Trusted};
pub use reply::Reply;

use crate::{
    live::Live,
    release::{Release, Resource, Target},
    site::snapshot::PageError,
};
use gate::Quota;
use reply::Fields;

/// The whole site as a service. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct Site {
    live: Arc<Live>,
    router: Router,
    before: Option<Arc<dyn Before>>,
    meters: Arc<Meters>,
    journal: Option<Arc<dyn Journal>>,
    trusted: Arc<Trusted>,
    canonical: Option<Arc<Canonical>>,
    /// The longest address that is looked at, in bytes.
    target_bytes: usize,
    /// How often may be searched by the one who is answered.
    searches: Option<Quota>,
}

impl Site {
    /// Serves what `live` holds. The base path is taken from the release that
    /// is current now and stays until a restart.
    pub fn new(live: Arc<Live>) -> Self {
        let router = routes::router(&live);
        Self {
            live,
            router,
            before: None,
            meters: Arc::default(),
            journal: None,
            trusted: Arc::default(),
            canonical: None,
            target_bytes: Limits::default().target_bytes,
            searches: None,
        }
    }

    /// The same site, which believes these proxies.
    #[must_use]
    pub fn trusting(self, trusted: Trusted) -> Self {
        Self {
            trusted: Arc::new(trusted),
            ..self
        }
    }

    /// The same site, which leads home whoever comes by another name.
    #[must_use]
    pub fn at_home(self, canonical: Canonical) -> Self {
        Self {
            canonical: Some(Arc::new(canonical)),
            ..self
        }
    }

    /// The same site with something before it.
    #[must_use]
    pub fn behind(self, before: Arc<dyn Before>) -> Self {
        Self {
            before: Some(before),
            ..self
        }
    }

    /// The same site, with a journal that hears of every request.
    #[must_use]
    pub fn noted_by(self, journal: Arc<dyn Journal>) -> Self {
        Self {
            journal: Some(journal),
            ..self
        }
    }

    /// The same site, which looks at no longer addresses than these limits let
    /// it, and leads none home.
    #[must_use]
    fn within(self, limits: &Limits) -> Self {
        let canonical = self.canonical.as_ref();
        Self {
            target_bytes: limits.target_bytes,
            canonical: canonical.map(|canonical| Arc::new(canonical.within(limits))),
            ..self
        }
    }

    /// What is being served.
    pub(crate) fn live(&self) -> &Live {
        &self.live
    }

    /// What was counted while it was served.
    pub fn meters(&self) -> &Arc<Meters> {
        &self.meters
    }

    /// Answers `request`.
    pub fn answer<B>(&self, request: Request<B>) -> Answer
    where
        B: Body<Data = Bytes> + Send + 'static,
        B::Error: Into<axum::BoxError>,
    {
        let has_body = !request.body().is_end_stream();
        self.answer_head(request).then_close_if(has_body)
    }

    /// Answers `request`, and leaves it to the caller to close the connection
    /// if there is a body.
    fn answer_head<B>(&self, request: Request<B>) -> Answer
    where
        B: Body<Data = Bytes> + Send + 'static,
        B::Error: Into<axum::BoxError>,
    {
        match self.decide(&request) {
            Decision::Ready(kind, response) => Answer::ready(kind, response),
            Decision::Handler(kind) => self.handled(kind, request),
        }
    }

    /// The answer that a handler makes.
    fn handled<B>(&self, kind: Kind, request: Request<B>) -> Answer
    where
        B: Body<Data = Bytes> + Send + 'static,
        B::Error: Into<axum::BoxError>,
    {
        match &self.before {
            Some(before) => {
                let own = Self {
                    before: None,
                    ..self.clone()
                };
                let answer = before::answer(&own, Arc::clone(before), request);
                Answer::later(kind, answer)
            }
            None => Answer::routed(self.router.clone(), kind, request),
        }
    }

    /// The answer, or that a handler is needed for it.
    fn decide<B>(&self, request: &Request<B>) -> Decision {
        if self.before.is_some() {
            return Decision::Handler(Kind::Other);
        }
        let release = &*self.live.current();
        let headers = request.headers();
        let fields = Fields::of(headers);
        let path = request.uri().path();
        let ready = |response| Decision::Ready(Kind::Other, response);
        let fail = |error| ready(error::answer(release, error, path, headers));
        if !has_valid_host(&fields, request) {
            return fail(PageError::BadRequest);
        }
        let is_reading = matches!(*request.method(), Method::GET | Method::HEAD);
        if !is_reading {
            return ready(decline(release, request));
        }
        if request.uri().query().is_some() && search::asked(release, request.uri()).is_some() {
            let quota = self.searches.as_ref();
            return match quota.map_or(Ok(()), |quota| quota.take(&self.trusted, headers)) {
                Ok(()) => Decision::Handler(Kind::Search),
                Err(seconds) => {
                    self.meters.refused(Reason::Searches);
                    let answer = search::too_often(release, path, headers, seconds);
                    Decision::Ready(Kind::Search, answer)
                }
            };
        }
        match release.target(path) {
            Some(Target::Resource(resource)) => match respond(resource, &fields, headers) {
                Ok(response) => Decision::Ready(Kind::of(resource.media()), response),
                Err(error) => fail(error),
            },
            Some(Target::Moved(location)) => ready(routes::moved(release, location.clone())),
            None if request
                .uri()
                .path_and_query()
                .is_some_and(|uri| uri.as_str().len() > self.target_bytes) =>
            {
                self.meters.refused(Reason::Target);
                fail(PageError::UriTooLong)
            }
            None if !path.starts_with('/') => fail(PageError::BadRequest),
            None if release.asset(path).is_some() => Decision::Handler(Kind::File),
            None => Decision::Handler(Kind::Other),
        }
    }
}

/// Who answers, and what was asked for.
enum Decision {
    /// This is the answer.
    Ready(Kind, Response<Reply>),
    /// A handler makes it.
    Handler(Kind),
}

/// Whether `Host` stands once and is well formed. HTTP/1.0 may do without
/// (RFC 9112 section 3.2).
fn has_valid_host<B>(fields: &Fields<'_>, request: &Request<B>) -> bool {
    match fields.host {
        Some(value) => !fields.has_second_host && host::is_valid(value.as_bytes()),
        None => request.version() < http::Version::HTTP_11,
    }
}

/// The answer to a method that does not read: what is allowed, or that this
/// is not (RFC 9110 sections 9.3.7 and 15.5.6).
fn decline<B>(release: &Release, request: &Request<B>) -> Response<Reply> {
    let path = request.uri().path();
    let is_for_server = request.method() == Method::OPTIONS && path == "*";
    let is_connect = request.method() == Method::CONNECT;
    if !(is_for_server || is_connect || routes::exists(release, path)) {
        return error::answer(release, PageError::NotFound, path, request.headers());
    }
    if request.method() != Method::OPTIONS {
        return error::answer(
            release,
            PageError::MethodNotAllowed,
            path,
            request.headers(),
        );
    }
    let mut response = Response::new(Reply::EMPTY);
    *response.status_mut() = StatusCode::NO_CONTENT;
    *response.headers_mut() = release.secured();
    response.headers_mut().insert(header::ALLOW, error::ALLOWED);
    response
}

/// The answer that `resource` has ready: the body, or a 304.
fn respond(
    resource: &Resource,
    fields: &Fields<'_>,
    headers: &HeaderMap,
) -> Result<Response<Reply>, PageError> {
    let lines = fields.accept_encoding(headers);
    let prepared = encoding::choose(lines, |coding| resource.prepared(coding))
        .ok_or(PageError::NotAcceptable)?;
    let mut response = Response::new(Reply::EMPTY);
    // Conditions are about a success only (RFC 9110 section 13.2.1).
    if fields.is_conditional && resource.status().is_success() {
        if conditional::precondition_failed(headers.get_all(header::IF_MATCH).iter(), prepared) {
            return Err(PageError::PreconditionFailed);
        }
        let tags = headers.get_all(header::IF_NONE_MATCH).iter();
        if let Some(etag) = conditional::not_modified(tags, resource, prepared) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            *response.headers_mut() = prepared.not_modified.clone();
            response.headers_mut().insert(header::ETAG, etag);
            return Ok(response);
        }
    }
    *response.status_mut() = resource.status();
    *response.headers_mut() = prepared.headers.clone();
    *response.body_mut() = Reply::from(prepared.bytes.clone());
    Ok(response)
}

impl<B> tower::Service<Request<B>> for Site
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<axum::BoxError>,
{
    type Response = Response<Reply>;
    type Error = Infallible;
    type Future = Answer;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Answer {
        self.answer(request)
    }
}
