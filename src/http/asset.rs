//! Fingerprinted static files, through tower-http's `ServeDir`.
//!
//! `ServeDir` reads byte ranges and streams; it is given one file that was
//! already found, in the coding that was already chosen. What it does not do
//! as RFC 9110 asks is done here: weights of `*` and `identity`, validators
//! for files without a date, `If-Range`, and ranges on anything but GET.

use std::{
    convert::Infallible,
    future::{Ready, ready},
    io::{self, Cursor},
    path::PathBuf,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::SystemTime,
};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};
use http_body_util::Empty;
use tokio::io::{AsyncRead, AsyncSeek, ReadBuf};
use tower::Service as _;
use tower_http::services::{ServeDir, fs};

use super::{conditional, encoding, error, reply::Reply};
use crate::{
    release::{Release, Resource},
    site::{body::Coding, snapshot::PageError},
};

/// Answers a GET or HEAD request for the file `resource`.
pub(super) async fn answer(
    release: &Release,
    resource: &Arc<Resource>,
    request: &Request<()>,
) -> Response<Reply> {
    let headers = request.headers();
    let fail = |error| error::answer(release, error, request.uri().path(), headers);
    let lines = headers.get_all(header::ACCEPT_ENCODING);
    let found = encoding::choose(lines.iter().map(HeaderValue::as_bytes), |coding| {
        Some((coding, resource.prepared(coding)?))
    });
    let Some((coding, selected)) = found else {
        return fail(PageError::NotAcceptable);
    };
    if conditional::precondition_failed(headers.get_all(header::IF_MATCH).iter(), selected) {
        return fail(PageError::PreconditionFailed);
    }
    let asked = headers.get_all(header::IF_NONE_MATCH).iter();
    if let Some(etag) = conditional::not_modified(asked, resource, selected) {
        let mut response = Response::new(Reply::EMPTY);
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        *response.headers_mut() = selected.not_modified.clone();
        response.headers_mut().insert(header::ETAG, etag);
        return response;
    }
    let may_be_partial = request.method() == Method::GET
        && conditional::range_applies(headers.get(header::IF_RANGE), selected);
    let range = may_be_partial.then(|| headers.get(header::RANGE)).flatten();
    let served = serve(
        resource,
        coding,
        request,
        range.filter(|range| is_byte_range(range)),
    )
    .await;
    let (parts, body) = served.into_parts();
    match parts.status {
        StatusCode::OK | StatusCode::PARTIAL_CONTENT => {
            let mut response = Response::new(Reply::Routed(axum::body::Body::new(body)));
            *response.status_mut() = parts.status;
            *response.headers_mut() = selected.headers.clone();
            copy(&parts.headers, response.headers_mut());
            response
        }
        StatusCode::RANGE_NOT_SATISFIABLE => {
            let mut response = fail(PageError::RangeNotSatisfiable);
            if let Some(range) = parts.headers.get(header::CONTENT_RANGE) {
                response
                    .headers_mut()
                    .insert(header::CONTENT_RANGE, range.clone());
            }
            response
        }
        status => {
            tracing::error!(%status, path = request.uri().path(), "static file could not be read");
            fail(PageError::Internal)
        }
    }
}

/// What `ServeDir` knows and a prepared answer does not.
fn copy(from: &HeaderMap, to: &mut HeaderMap) {
    for name in [
        header::ACCEPT_RANGES,
        header::CONTENT_RANGE,
        header::CONTENT_LENGTH,
    ] {
        if let Some(value) = from.get(&name) {
            to.insert(name, value.clone());
        }
    }
}

/// Whether a `Range` asks for bytes at all: other units are to be ignored
/// (RFC 9110 section 14.2), and what does not follow the grammar may be.
fn is_byte_range(range: &HeaderValue) -> bool {
    let Ok(text) = range.to_str() else {
        return false;
    };
    let Some((unit, ranges)) = text.split_once('=') else {
        return false;
    };
    unit.eq_ignore_ascii_case("bytes")
        && ranges.split(',').all(|range| {
            let Some((first, last)) = range.trim().split_once('-') else {
                return false;
            };
            let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
            is_number(first)
                && is_number(last)
                && !(first.is_empty() && last.is_empty())
                && match (first.parse::<u64>(), last.parse::<u64>()) {
                    (Ok(first), Ok(last)) => first <= last,
                    _ => true,
                }
        })
}

async fn serve(
    resource: &Arc<Resource>,
    coding: Coding,
    request: &Request<()>,
    range: Option<&HeaderValue>,
) -> Response<fs::ServeFileSystemResponseBody> {
    let mut inner = Request::new(Empty::<Bytes>::new());
    *inner.method_mut() = request.method().clone();
    *inner.uri_mut() = request.uri().clone();
    if let Some(token) = coding.token() {
        let value = HeaderValue::from_static(token);
        inner.headers_mut().insert(header::ACCEPT_ENCODING, value);
    }
    if let Some(range) = range {
        // One form of the unit's name: `ServeDir` compares it as it stands.
        let text = range.to_str().unwrap_or_default();
        let range = text
            .split_once('=')
            .map(|(_, ranges)| format!("bytes={ranges}"));
        if let Some(Ok(range)) = range.map(HeaderValue::try_from) {
            inner.headers_mut().insert(header::RANGE, range);
        }
    }
    let result: Result<_, Infallible> = ServeDir::with_backend("", OneFile(Arc::clone(resource)))
        .append_index_html_on_directories(false)
        .precompressed_br()
        .precompressed_gzip()
        .ignore_multi_range_requests(true)
        .call(inner)
        .await;
    match result {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

/// A file system with one file, in its codings. Holding the resource makes an
/// answer come from one release to its end.
#[derive(Clone)]
struct OneFile(Arc<Resource>);

impl OneFile {
    /// `ServeDir` names the coding by an extension that it appends.
    fn find(&self, path: &std::path::Path) -> io::Result<InMemory> {
        let coding = match path.extension().and_then(|extension| extension.to_str()) {
            Some("br") => Coding::Brotli,
            Some("gz") => Coding::Gzip,
            _ => Coding::Identity,
        };
        let prepared = self.0.prepared(coding).ok_or(io::ErrorKind::NotFound)?;
        Ok(InMemory(Cursor::new(prepared.bytes.clone())))
    }
}

impl fs::Backend for OneFile {
    type File = InMemory;
    type Metadata = Length;
    type OpenFuture = Ready<io::Result<InMemory>>;
    type MetadataFuture = Ready<io::Result<Length>>;

    fn open(&self, path: PathBuf) -> Self::OpenFuture {
        ready(self.find(&path))
    }

    fn metadata(&self, path: PathBuf) -> Self::MetadataFuture {
        ready(self.find(&path).map(|file| file.length()))
    }
}

/// An opened file.
struct InMemory(Cursor<Bytes>);

impl InMemory {
    fn length(&self) -> Length {
        Length(self.0.get_ref().len() as u64)
    }
}

impl AsyncRead for InMemory {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(cx, buf)
    }
}

impl AsyncSeek for InMemory {
    fn start_seek(mut self: Pin<&mut Self>, position: io::SeekFrom) -> io::Result<()> {
        Pin::new(&mut self.0).start_seek(position)
    }

    fn poll_complete(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<u64>> {
        Pin::new(&mut self.0).poll_complete(cx)
    }
}

impl fs::File for InMemory {
    type Metadata = Length;
    type MetadataFuture<'a> = Ready<io::Result<Length>>;

    fn metadata(&self) -> Self::MetadataFuture<'_> {
        ready(Ok(self.length()))
    }
}

/// All that is known of a file: there is no date, so `ServeDir` sends neither
/// `Last-Modified` nor a validator of its own.
struct Length(u64);

impl fs::Metadata for Length {
    fn is_dir(&self) -> bool {
        false
    }

    fn modified(&self) -> io::Result<SystemTime> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn len(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ranges_of_bytes_that_follow_the_grammar_count() {
        for range in [
            "bytes=0-",
            "bytes=0-1",
            "bytes=-5",
            "Bytes=1-2, 4-5",
            "bytes=5-5",
        ] {
            assert!(is_byte_range(&HeaderValue::from_static(range)), "{range}");
        }
        for range in [
            "bytes",
            "bytes=",
            "bytes=-",
            "bytes=a-b",
            "bytes=2-1",
            "lines=1-2",
            "bytes=1",
            "bytes=0-1,",
        ] {
            assert!(!is_byte_range(&HeaderValue::from_static(range)), "{range}");
        }
    }
}
