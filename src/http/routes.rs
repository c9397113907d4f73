//! What needs thought on request: an axum router behind [`Site`](super::Site).
//! It sees GET and HEAD alone.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Request, State},
    response::Response,
    routing::get,
};
use http::{HeaderMap, HeaderValue, StatusCode, Uri, header};

use super::{address, asset, error, language, reply::Reply, search};
use crate::{
    live::Live,
    release::{CachePolicy, GREETING, MOVED, Release, Target},
    site::{assets::ASSETS_PATH, snapshot::PageError},
};

/// The routes of the site whose release `live` holds.
pub(super) fn router(live: &Arc<Live>) -> Router {
    let base = live.current().snapshot().base_path.clone();
    Router::new()
        .route(&format!("{base}/"), get(greet))
        .route(&format!("{base}{ASSETS_PATH}{{*file}}"), get(static_file))
        .fallback(otherwise)
        .with_state(Arc::clone(live))
}

/// Whether anything can be read at `path`.
pub(super) fn exists(release: &Release, path: &str) -> bool {
    release.target(path).is_some() || release.asset(path).is_some() || is_entrance(release, path)
}

/// Whether `path` is the address that leads on by language.
fn is_entrance(release: &Release, path: &str) -> bool {
    path.strip_prefix(release.snapshot().base_path.as_str()) == Some("/")
}

/// A permanent redirect that keeps the method (RFC 9110 section 15.4.9).
pub(super) fn moved(release: &Release, location: HeaderValue) -> http::Response<Reply> {
    redirect(release, StatusCode::PERMANENT_REDIRECT, location, MOVED)
}

fn redirect(
    release: &Release,
    status: StatusCode,
    location: HeaderValue,
    cache: CachePolicy,
) -> http::Response<Reply> {
    let mut response = http::Response::new(Reply::EMPTY);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    *headers = release.secured();
    headers.insert(header::LOCATION, location);
    headers.insert(header::CACHE_CONTROL, cache.header());
    response
}

/// `address` with the query of `uri`, as a header value.
fn with_query(address: &str, uri: &Uri) -> Option<HeaderValue> {
    let location = match uri.query() {
        Some(query) => format!("{address}?{query}"),
        None => address.to_owned(),
    };
    HeaderValue::try_from(location).ok()
}

/// Leads from the entrance to the front page in the visitor's language.
async fn greet(State(live): State<Arc<Live>>, uri: Uri, headers: HeaderMap) -> Response {
    let release = live.current();
    let language = language::preferred(&headers, &release);
    let home = release.snapshot().home(language);
    let Some(location) = with_query(&home, &uri) else {
        return error(&release, PageError::BadRequest, &uri, &headers);
    };
    let mut response = redirect(&release, StatusCode::FOUND, location, GREETING);
    let vary = HeaderValue::from_static("accept-language");
    response.headers_mut().insert(header::VARY, vary);
    response.map(Reply::into_body)
}

/// A fingerprinted file.
async fn static_file(State(live): State<Arc<Live>>, request: Request) -> Response {
    let request = request.map(drop);
    let release = Arc::clone(&live.current());
    let path = request.uri().path();
    match release.asset(path) {
        Some(resource) => asset::answer(&release, resource, &request)
            .await
            .map(Reply::into_body),
        None => error(
            &release,
            PageError::NotFound,
            request.uri(),
            request.headers(),
        ),
    }
}

/// What is found by a search, another spelling of an address that exists, or
/// nothing. Where the search stands is content, so no route can name it.
async fn otherwise(State(live): State<Arc<Live>>, uri: Uri, headers: HeaderMap) -> Response {
    let release = Arc::clone(&live.current());
    if let Some(language) = search::asked(&release, &uri) {
        let found = search::answer(&release, language, &uri, &headers).await;
        return found.map(Reply::into_body);
    }
    let target = |path: &str| match release.target(path) {
        Some(Target::Resource(_)) => Some(path.to_owned()),
        Some(Target::Moved(location)) => location.to_str().ok().map(str::to_owned),
        None => is_entrance(&release, path).then(|| path.to_owned()),
    };
    match address::canonical(uri.path(), target).and_then(|path| with_query(&path, &uri)) {
        Some(location) => moved(&release, location).map(Reply::into_body),
        None => error(&release, PageError::NotFound, &uri, &headers),
    }
}

fn error(release: &Release, error: PageError, uri: &Uri, headers: &HeaderMap) -> Response {
    error::answer(release, error, uri.path(), headers).map(Reply::into_body)
}
