//! What is found on request: the one kind of page that a visitor's words
//! decide about.

use std::sync::Arc;

use http::{HeaderMap, HeaderName, HeaderValue, Response, Uri, header};

use super::{
    encoding, error, query,
    reply::{Fields, Reply},
    respond,
};
use crate::{
    release::{CachePolicy, Release, Target},
    site::{
        body::{Body, Effort},
        route::{QUERY, QUERY_KIND},
        snapshot::{Media, PageError, Question},
    },
};

/// How long a browser may show the same results again: as long as someone
/// goes to and fro between them.
const RESULTS_SECONDS: u32 = 60;

/// Search engines need no pages that visitors' words make.
const ROBOTS: (HeaderName, HeaderValue) = (
    HeaderName::from_static("x-robots-tag"),
    HeaderValue::from_static("noindex"),
);

/// The language in which something is looked for at this address, if it is
/// an address of the search and something is.
pub(super) fn asked(release: &Release, uri: &Uri) -> Option<usize> {
    let words = query::value(uri.query()?, QUERY)?;
    let language = release.snapshot().search.language_at(uri.path())?;
    (!words.trim().is_empty()).then_some(language)
}

/// What somebody is told who searches too often, and may do so again after
/// so many seconds (RFC 6585 section 4).
pub(super) fn too_often(
    release: &Release,
    path: &str,
    request: &HeaderMap,
    seconds: u64,
) -> Response<Reply> {
    let mut response = error::answer(release, PageError::TooManySearches, path, request);
    let headers = response.headers_mut();
    headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    headers.extend([ROBOTS]);
    response
}

/// The page that shows what is found, or the search's own page where what was
/// asked has nothing in it that could be shown.
pub(super) async fn answer(
    release: &Arc<Release>,
    language: usize,
    uri: &Uri,
    headers: &HeaderMap,
) -> Response<Reply> {
    let search = &release.snapshot().search;
    let fail = |fault| error::answer(release, fault, uri.path(), headers);
    if !search.is_ready() {
        // Only in the first moments after a start or an edit. Whoever waits
        // for it must not hold up those who read.
        let waiting = Arc::clone(release);
        let made = tokio::task::spawn_blocking(move || waiting.snapshot().search.prepare());
        if made.await.is_err() {
            return fail(PageError::Internal);
        }
    }
    let query = uri.query().unwrap_or_default();
    let text = query::value(query, QUERY).unwrap_or_default();
    let kind = query::value(query, QUERY_KIND);
    let question = Question {
        text: &text,
        kind: kind.as_deref(),
    };
    let answer = match (
        search.render(language, question),
        release.target(uri.path()),
    ) {
        (Some(html), _) => results(release, language, html, headers),
        (None, Some(Target::Resource(page))) => respond(page, &Fields::of(headers), headers),
        (None, _) => Err(PageError::NotFound),
    };
    answer.unwrap_or_else(fail)
}

/// A page in the coding that the visitor reads best, if it is one that they
/// accept.
fn results(
    release: &Release,
    language: usize,
    html: String,
    request: &HeaderMap,
) -> Result<Response<Reply>, PageError> {
    let body = Body::encode(html, Effort::Start);
    let lines = Fields::of(request).accept_encoding(request);
    let coded = encoding::choose(lines, |coding| body.representation(coding))
        .ok_or(PageError::NotAcceptable)?;
    let mut response = Response::new(Reply::from(coded.bytes.clone()));
    let headers = response.headers_mut();
    *headers = release.secured();
    let media = HeaderValue::from_static(Media::Html.content_type());
    headers.insert(header::CONTENT_TYPE, media);
    let cache = CachePolicy::PrivateSeconds(RESULTS_SECONDS);
    headers.insert(header::CACHE_CONTROL, cache.header());
    let vary = HeaderValue::from_static("accept-encoding");
    headers.insert(header::VARY, vary);
    headers.extend([ROBOTS]);
    let languages = &release.snapshot().languages;
    let lang = languages.get(language).map(|language| &language.lang);
    if let Some(Ok(lang)) = lang.map(|lang| HeaderValue::from_str(lang)) {
        headers.insert(header::CONTENT_LANGUAGE, lang);
    }
    if let Some(token) = coded.coding.token() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(token));
    }
    Ok(response)
}
