//! What stands before the site while it is being written.
//!
//! The site itself answers as it always does, and does not know of it: only
//! what is asked and what is answered is changed here.

use std::{fmt, future::Future, sync::Arc};

use axum::body::Body as AxumBody;
use bytes::Bytes;
use http::{Request, Response, header, request, response};
use http_body::Body;
use http_body_util::BodyExt as _;

use super::{Site, reply::Reply};

/// Stands between the site and whoever looks at it.
pub trait Before: fmt::Debug + Send + Sync {
    /// The answer in the place of the site's own, if there is one.
    fn instead(&self, request: &request::Parts) -> Option<Response<AxumBody>>;

    /// What becomes of the site's answer to a request for `path`, whose body
    /// is in no coding.
    fn changed(&self, path: &str, head: &mut response::Parts, body: Bytes) -> Bytes;
}

/// Fields of a request that ask for less than the whole answer as it is.
const ABOUT_PARTS: [header::HeaderName; 7] = [
    header::ACCEPT_ENCODING,
    header::IF_MATCH,
    header::IF_NONE_MATCH,
    header::IF_MODIFIED_SINCE,
    header::IF_UNMODIFIED_SINCE,
    header::IF_RANGE,
    header::RANGE,
];

/// The answer of `site` to `request`, as `before` changes it.
pub(super) fn answer<B>(
    site: &Site,
    before: Arc<dyn Before>,
    request: Request<B>,
) -> impl Future<Output = Response<Reply>> + Send + use<B>
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<axum::BoxError>,
{
    let (mut asked, body) = request.into_parts();
    let path = asked.uri.path().to_owned();
    let instead = before.instead(&asked);
    for name in ABOUT_PARTS {
        asked.headers.remove(name);
    }
    let own = instead
        .is_none()
        .then(|| site.answer_head(Request::from_parts(asked, body)));
    async move {
        if let Some(instead) = instead {
            return instead.map(Reply::Routed);
        }
        let own = own.expect("the site is asked where nothing stands in its place");
        let response = match own.await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        let (mut head, body) = response.into_parts();
        // A body that breaks off leaves nothing to change.
        let body = body.collect().await.map(|whole| whole.to_bytes());
        let body = before.changed(&path, &mut head, body.unwrap_or_default());
        head.headers.remove(header::CONTENT_LENGTH);
        Response::from_parts(head, Reply::from(body))
    }
}
