//! Errors as a visitor meets them: a page in their language that says what
//! happened and where to go, and never the cause.

use http::{HeaderMap, HeaderValue, Response, StatusCode, header};

use super::{journal::Id, language, reply::Reply};
use crate::{
    live::Live,
    release::{CachePolicy, Release},
    site::snapshot::{Asked, Media, PageError},
};

/// The methods that any address here answers to.
pub(super) const ALLOWED: HeaderValue = HeaderValue::from_static("GET, HEAD, OPTIONS");

/// In how many seconds a place may have become free: silent peers have been
/// let go by then.
const SOON: HeaderValue = HeaderValue::from_static("15");

/// The answer to a request for `path` that ended in `error`. The language is
/// that of the path, or else the one that the visitor's browser asks for.
pub(super) fn answer(
    release: &Release,
    error: PageError,
    path: &str,
    request: &HeaderMap,
) -> Response<Reply> {
    let snapshot = release.snapshot();
    let by_path = snapshot.language_of(path);
    let language = by_path.unwrap_or_else(|| language::preferred(request, release));
    let page = snapshot.errors.render(language, error, Asked::at(path));
    let mut response = Response::new(Reply::from(page));
    let path = path.to_owned();
    response.extensions_mut().insert(Told {
        error,
        language,
        path,
    });
    *response.status_mut() = status(error);
    let headers = response.headers_mut();
    *headers = error_headers(release, error, language);
    if by_path.is_none() {
        headers.insert(header::VARY, HeaderValue::from_static("accept-language"));
    }
    response
}

/// Which error page an answer is, for whoever knows more of the request.
#[derive(Clone, Debug)]
struct Told {
    error: PageError,
    language: usize,
    path: String,
}

/// Writes the name of its request on the page that `response` is, if it is an
/// error.
pub(super) fn name(live: &Live, response: &mut Response<Reply>, id: &Id) {
    let Some(told) = response.extensions().get::<Told>() else {
        return;
    };
    let asked = Asked {
        path: &told.path,
        id: Some(id.as_str()),
    };
    // An edit may have come meanwhile: the page is then of the site after it.
    let release = live.current();
    let errors = &release.snapshot().errors;
    let page = errors.render(told.language, told.error, asked);
    *response.body_mut() = Reply::from(page);
    // It is of the page before.
    response.headers_mut().remove(header::CONTENT_LENGTH);
}

/// The headers of an error page, apart from those about its language's choice.
pub(super) fn error_headers(release: &Release, error: PageError, language: usize) -> HeaderMap {
    let mut headers = release.secured();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(Media::Html.content_type()),
    );
    let lang = release
        .snapshot()
        .languages
        .get(language)
        .map(|language| &language.lang);
    if let Some(Ok(lang)) = lang.map(|lang| HeaderValue::from_str(lang)) {
        headers.insert(header::CONTENT_LANGUAGE, lang);
    }
    let cache = match error {
        // What is missing now may exist after the next edit.
        PageError::NotFound => CachePolicy::Revalidate,
        _ => CachePolicy::NoStore,
    };
    headers.insert(header::CACHE_CONTROL, cache.header());
    match error {
        PageError::MethodNotAllowed => {
            headers.insert(header::ALLOW, ALLOWED);
        }
        PageError::Busy => {
            headers.insert(header::RETRY_AFTER, SOON);
        }
        _ => {}
    }
    headers
}

/// The status of `error` in the type that answers need.
pub(super) fn status(error: PageError) -> StatusCode {
    StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
