//! An answer on its way: known at once, which is nearly always, or made by a
//! handler.

use std::{
    convert::Infallible,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use axum::Router;
use bytes::Bytes;
use http::{HeaderValue, Request, Response, header};
use http_body::Body;

use super::{
    meters::{Kind, Meter},
    reply::Reply,
};

/// An answer that is there, or on its way through the router.
pub struct Answer {
    kind: Kind,
    made: Made,
}

enum Made {
    /// Known at once; taken when polled.
    Ready(Option<Response<Reply>>),
    /// Made by a handler.
    Later(Pin<Box<dyn Future<Output = Response<Reply>> + Send>>),
}

impl Answer {
    /// This answer.
    pub(super) fn ready(kind: Kind, response: Response<Reply>) -> Self {
        Self {
            kind,
            made: Made::Ready(Some(response)),
        }
    }

    /// The answer that comes of `answer`.
    pub(super) fn later<F>(kind: Kind, answer: F) -> Self
    where
        F: Future<Output = Response<Reply>> + Send + 'static,
    {
        Self {
            kind,
            made: Made::Later(Box::pin(answer)),
        }
    }

    /// The answer that a handler of `router` makes.
    pub(super) fn routed<B>(router: Router, kind: Kind, request: Request<B>) -> Self
    where
        B: Body<Data = Bytes> + Send + 'static,
        B::Error: Into<axum::BoxError>,
    {
        let future = tower::ServiceExt::oneshot(router, request);
        Self::later(kind, async move {
            match future.await {
                Ok(response) => response.map(Reply::Routed),
                Err(never) => match never {},
            }
        })
    }

    /// The same answer with `change` made to it.
    pub(super) fn map<F>(self, change: F) -> Self
    where
        F: FnOnce(Response<Reply>) -> Response<Reply> + Send + 'static,
    {
        let made = match self.made {
            Made::Ready(response) => Made::Ready(response.map(change)),
            Made::Later(future) => Made::Later(Box::pin(async move { change(future.await) })),
        };
        Self { made, ..self }
    }

    /// The same answer, after which the connection ends if the request
    /// `has_body`. Nothing here reads one, and closing is the one safe way to
    /// find where the next message begins (RFC 9112 section 9.6).
    pub(super) fn then_close_if(self, has_body: bool) -> Self {
        if !has_body {
            return self;
        }
        self.map(|mut response| {
            let value = HeaderValue::from_static("close");
            response.headers_mut().insert(header::CONNECTION, value);
            response
        })
    }

    /// The same answer, counted by `meter` when it is there.
    pub(super) fn counted(self, meter: &Arc<Meter>) -> Self {
        let kind = self.kind;
        match &self.made {
            Made::Ready(response) => {
                if let Some(response) = response {
                    meter.answered(kind, response.status());
                }
                self
            }
            Made::Later(_) => {
                let handling = meter.handling();
                self.map(move |response| {
                    handling.meter().answered(kind, response.status());
                    response
                })
            }
        }
    }
}

impl Future for Answer {
    type Output = Result<Response<Reply>, Infallible>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut self.get_mut().made {
            Made::Ready(response) => Poll::Ready(Ok(response
                .take()
                .expect("an answer is polled until it is ready"))),
            Made::Later(future) => future.as_mut().poll(cx).map(Ok),
        }
    }
}
