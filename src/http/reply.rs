//! What every answer consists of, and what of a request decides about it.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, header};
use http_body::{Body, Frame, SizeHint};

/// The body of an answer.
#[derive(Debug)]
pub enum Reply {
    /// Bytes at hand, or nothing.
    Ready(Option<Bytes>),
    /// A body that axum or `ServeDir` made.
    Routed(axum::body::Body),
}

impl Reply {
    /// No body.
    pub(super) const EMPTY: Self = Self::Ready(None);

    /// The same body in axum's type, for a handler to return.
    pub(super) fn into_body(self) -> axum::body::Body {
        match self {
            Self::Ready(Some(bytes)) => axum::body::Body::from(bytes),
            Self::Ready(None) => axum::body::Body::empty(),
            Self::Routed(body) => body,
        }
    }
}

impl From<Bytes> for Reply {
    fn from(bytes: Bytes) -> Self {
        Self::Ready(Some(bytes))
    }
}

impl From<String> for Reply {
    fn from(text: String) -> Self {
        Self::Ready(Some(Bytes::from(text)))
    }
}

impl Body for Reply {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        match self.get_mut() {
            Self::Ready(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Self::Routed(body) => Pin::new(body).poll_frame(cx),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Ready(bytes) => bytes.is_none(),
            Self::Routed(body) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Ready(bytes) => {
                SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
            }
            Self::Routed(body) => body.size_hint(),
        }
    }
}

/// The header fields on which an answer depends, found in one pass.
#[derive(Default)]
pub(super) struct Fields<'a> {
    /// The first `Host`.
    pub(super) host: Option<&'a HeaderValue>,
    /// Whether there is more than one `Host`.
    pub(super) has_second_host: bool,
    /// The first `Accept-Encoding`; most requests have one line.
    accept_encoding: Option<&'a HeaderValue>,
    /// Whether any condition on validators stands in the request.
    pub(super) is_conditional: bool,
    has_second_accept_encoding: bool,
}

impl<'a> Fields<'a> {
    /// Reads what `headers` say.
    pub(super) fn of(headers: &'a HeaderMap) -> Self {
        let mut fields = Self::default();
        for (name, value) in headers {
            match *name {
                header::HOST => fields.has_second_host = fields.host.replace(value).is_some(),
                header::ACCEPT_ENCODING => {
                    if fields.accept_encoding.is_some() {
                        fields.has_second_accept_encoding = true;
                    } else {
                        fields.accept_encoding = Some(value);
                    }
                }
                header::IF_NONE_MATCH | header::IF_MATCH => fields.is_conditional = true,
                _ => {}
            }
        }
        fields
    }

    /// All lines of `Accept-Encoding`.
    pub(super) fn accept_encoding(
        &self,
        headers: &'a HeaderMap,
    ) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let further = self
            .has_second_accept_encoding
            .then(|| headers.get_all(header::ACCEPT_ENCODING).iter().skip(1));
        self.accept_encoding
            .into_iter()
            .chain(further.into_iter().flatten())
            .map(HeaderValue::as_bytes)
    }
}
