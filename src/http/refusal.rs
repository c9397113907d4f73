//! The answer to bytes that are no request.
//!
//! hyper answers them itself, with a bare status and nothing else. What it
//! writes is exchanged here for a page with all the headers that every answer
//! has.

use std::{net::IpAddr, sync::Arc, time::Duration};

use bytes::Bytes;
use http::HeaderMap;

use super::{
    Site, error,
    journal::{Entry, Id, Journal, REQUEST_ID, network},
};
use crate::{
    live::Live,
    release::Release,
    site::snapshot::{Asked, PageError},
};

/// What an answer of our own has in its head and one of hyper's has not.
const MARK: &[u8] = b"content-security-policy";

/// Says to one peer what cannot be answered.
pub(super) struct Refusals {
    live: Arc<Live>,
    journal: Option<Arc<dyn Journal>>,
    /// The network of the peer; none on a Unix socket.
    client: Option<IpAddr>,
}

impl Refusals {
    /// In the words of `site`, to the peer at `address`.
    pub(super) fn of(site: &Site, address: Option<IpAddr>) -> Self {
        Self {
            live: Arc::clone(&site.live),
            journal: site.journal.clone(),
            client: address.map(network),
        }
    }

    /// A whole answer about `error`, with the line `date`. If there is a journal,
    /// it hears of it, and the request gets a name.
    pub(super) fn to(&self, error: PageError, date: &[u8]) -> Bytes {
        let id = self.journal.as_deref().map(|journal| {
            let id = Id::next(journal);
            journal.note(&Entry {
                id: id.as_str(),
                asked: None,
                status: error::status(error).as_u16(),
                bytes: None,
                took: Duration::ZERO,
                client: self.client,
            });
            id
        });
        compose(error, date, &self.live.current(), id)
    }
}

/// If `written` is an answer that hyper made up itself, what it is about.
/// `is_within_request_line` tells a too long address from too many fields,
/// which hyper does not.
pub(super) fn error_of(written: &[u8], is_within_request_line: bool) -> Option<PageError> {
    let rest = written.strip_prefix(b"HTTP/1.1 4")?;
    let is_own = written.windows(MARK.len()).any(|window| window == MARK);
    if is_own {
        return None;
    }
    Some(match rest {
        [b'1', b'4', ..] => PageError::UriTooLong,
        [b'3', b'1', ..] if is_within_request_line => PageError::UriTooLong,
        [b'3', b'1', ..] => PageError::HeadersTooLarge,
        _ => PageError::BadRequest,
    })
}

/// The `Date` that hyper put in, with its line end: the clock is its own.
pub(super) fn date_line(written: &[u8]) -> &[u8] {
    written
        .split_inclusive(|byte| *byte == b'\n')
        .find(|line| line.starts_with(b"date:"))
        .unwrap_or_default()
}

/// A whole answer about `error`, after which the connection is closed. With
/// `id` it names the request.
pub(super) fn compose(error: PageError, date: &[u8], release: &Release, id: Option<Id>) -> Bytes {
    let language = release.snapshot().fallback;
    let asked = Asked {
        path: "",
        id: id.as_ref().map(Id::as_str),
    };
    let page = release.snapshot().errors.render(language, error, asked);
    let mut headers: HeaderMap = error::error_headers(release, error, language);
    if let Some(id) = id {
        headers.insert(REQUEST_ID, id.into_value());
    }
    let mut out = Vec::with_capacity(page.len() + 1024);
    out.extend_from_slice(format!("HTTP/1.1 {}\r\n", error::status(error)).as_bytes());
    for (name, value) in &headers {
        out.extend_from_slice(name.as_str().as_bytes());
        out.extend_from_slice(b": ");
        out.extend_from_slice(value.as_bytes());
        out.extend_from_slice(b"\r\n");
    }
    let length = format!("content-length: {}\r\nconnection: close\r\n", page.len());
    out.extend_from_slice(length.as_bytes());
    out.extend_from_slice(date);
    out.extend_from_slice(b"\r\n");
    out.extend_from_slice(page.as_bytes());
    Bytes::from(out)
}
