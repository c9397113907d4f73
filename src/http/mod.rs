//! From a request to an answer.
//!
//! [`Site`] is a tower service in front of an axum router. It answers what
//! the release has ready, which is nearly everything, without a timer, a
//! layer or a body to be built; what needs thought (the language of `/`,
//! other spellings of an address, searches, static files, errors) goes to the
//! router.
//! Only this layer knows axum, tower and hyper.

mod address;
mod asset;
mod before;
mod conditional;
mod connection;
mod encoding;
mod error;
mod framing;
mod host;
mod language;
mod listen;
mod query;
mod refusal;
mod reply;
mod routes;
mod search;

use std::{
    convert::Infallible,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use axum::Router;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};
use http_body::Body;

pub use before::Before;
pub use listen::{Drained, Limits, serve};
pub use reply::Reply;

use crate::{
    live::Live,
    release::{Release, Resource, Target, secured},
    site::snapshot::PageError,
};
use reply::Fields;

/// The longest address that is looked at. RFC 9110 section 4.1 asks for at
/// least 8,000 octets; no address of a register comes near.
const MAX_URI: usize = 8_000;

/// The whole site as a service. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct Site {
    live: Arc<Live>,
    router: Router,
    before: Option<Arc<dyn Before>>,
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

    /// What is being served.
    pub(crate) fn live(&self) -> &Live {
        &self.live
    }

    /// Answers `request`.
    pub fn answer<B>(&self, request: Request<B>) -> Answer
    where
        B: Body<Data = Bytes> + Send + 'static,
        B::Error: Into<axum::BoxError>,
    {
        if let Some(before) = &self.before {
            let own = Self {
                before: None,
                ..self.clone()
            };
            return Answer::Routed(Box::pin(before::answer(&own, Arc::clone(before), request)));
        }
        let has_body = !request.body().is_end_stream();
        let release = self.live.current();
        let mut answer = match self.decide(&release, &request) {
            Some(response) => Answer::Ready(Some(response)),
            None => Answer::routed(self.router.clone(), request),
        };
        if has_body {
            // Nothing here reads a body. Closing is the one safe way to
            // find where the next message begins (RFC 9112 section 9.6).
            answer = answer.then_close();
        }
        answer
    }

    /// The answer, if the router is not needed for it.
    fn decide<B>(&self, release: &Release, request: &Request<B>) -> Option<Response<Reply>> {
        let headers = request.headers();
        let fields = Fields::of(headers);
        let path = request.uri().path();
        let fail = |error| Some(error::answer(release, error, path, headers));
        if !has_valid_host(&fields, request) {
            return fail(PageError::BadRequest);
        }
        let is_reading = matches!(*request.method(), Method::GET | Method::HEAD);
        if !is_reading {
            return Some(decline(release, request));
        }
        if request.uri().query().is_some() && search::asked(release, request.uri()).is_some() {
            return None;
        }
        match release.target(path) {
            Some(Target::Resource(resource)) => {
                respond(resource, &fields, headers).map_or_else(fail, Some)
            }
            Some(Target::Moved(location)) => Some(routes::moved(location.clone())),
            None if request
                .uri()
                .path_and_query()
                .is_some_and(|uri| uri.as_str().len() > MAX_URI) =>
            {
                fail(PageError::UriTooLong)
            }
            None if !path.starts_with('/') => fail(PageError::BadRequest),
            None => None,
        }
    }
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
    *response.headers_mut() = secured();
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

/// An answer that is there, or on its way through the router.
pub enum Answer {
    /// Known at once; taken when polled.
    Ready(Option<Response<Reply>>),
    /// Made by a handler.
    Routed(Pin<Box<dyn Future<Output = Response<Reply>> + Send>>),
}

impl Answer {
    fn routed<B>(router: Router, request: Request<B>) -> Self
    where
        B: Body<Data = Bytes> + Send + 'static,
        B::Error: Into<axum::BoxError>,
    {
        let future = tower::ServiceExt::oneshot(router, request);
        Self::Routed(Box::pin(async move {
            match future.await {
                Ok(response) => response.map(Reply::Routed),
                Err(never) => match never {},
            }
        }))
    }

    fn then_close(self) -> Self {
        let close = |mut response: Response<Reply>| {
            let value = HeaderValue::from_static("close");
            response.headers_mut().insert(header::CONNECTION, value);
            response
        };
        match self {
            Self::Ready(response) => Self::Ready(response.map(close)),
            Self::Routed(future) => Self::Routed(Box::pin(async move { close(future.await) })),
        }
    }
}

impl Future for Answer {
    type Output = Result<Response<Reply>, Infallible>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match self.get_mut() {
            Self::Ready(response) => Poll::Ready(Ok(response
                .take()
                .expect("an answer is polled until it is ready"))),
            Self::Routed(future) => future.as_mut().poll(cx).map(Ok),
        }
    }
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
