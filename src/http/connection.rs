//! One connection: its bytes, its deadlines, its end.
//!
//! hyper bounds the time for a head by a timer that is set anew for each
//! request, and does not bound the time for writing at all. Here a request
//! costs two readings of the clock, when it comes and when its answer leaves,
//! and one timer a connection looks now and then at what they say.

use std::{
    future::poll_fn,
    io,
    net::IpAddr,
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll, ready},
};

use bytes::{Buf as _, Bytes};
use http::Request;
use http_body::Body as _;
use hyper::{body::Incoming, server::conn::http1};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncWrite, AsyncWriteExt as _, ReadBuf},
    time::{Duration, sleep_until, timeout},
};

use super::{
    Answer, Site,
    closing::{self, Closing},
    doorman::Doorman,
    error,
    framing::Heads,
    limits::{FIELDS_AT_HAND, Limits},
    meters::{Kind, Meter, Reason},
    pulse::Pulse,
    refusal,
};
use crate::site::snapshot::PageError;

/// How long is waited for a peer that was refused to take its answer.
const LINGER: Duration = Duration::from_secs(2);

/// Who is at the other end.
pub(super) struct Peer<S> {
    /// What they say and hear.
    pub(super) stream: S,
    /// Where they are. Peers on a Unix socket are on this machine, and have none.
    pub(super) address: Option<IpAddr>,
}

/// Serves `site` to `peer` until they, a deadline or `closing` ends it.
pub(super) async fn run<S>(peer: Peer<S>, site: Site, limits: Limits, closing: Arc<Closing>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let doorman = Doorman::of(&site, peer.address);
    let meter = Arc::new(Meter::new(site.meters()));
    let pulse = Arc::new(Pulse::new(limits));
    let meters = Arc::clone(site.meters());
    let wire = Wire {
        stream: peer.stream,
        heads: Heads::default(),
        pulse: Arc::clone(&pulse),
        meter: Arc::clone(&meter),
        site: site.clone(),
        doorman,
        refusal: Bytes::new(),
        is_refused: false,
        is_paced: false,
    };
    let mut builder = http1::Builder::new();
    if limits.fields != FIELDS_AT_HAND {
        builder.max_headers(limits.fields);
    }
    let mut connection = builder
        .max_buf_size(limits.head_bytes)
        .max_header_size(limits.head_bytes)
        .header_read_timeout(None)
        // A peer that has said all it wants to ask still gets its answers.
        .half_close(true)
        .serve_connection(
            TokioIo::new(wire),
            Visitor {
                site,
                meter,
                pulse: Arc::clone(&pulse),
                doorman,
            },
        );

    let mut timer = pin!(sleep_until(pulse.next_look(false)));
    let mut called = pin!(closing.called());
    let mut is_registered = false;
    let mut is_closing = false;
    let mut is_awaited = false;
    // The timer and the call are polled once, so that they know whom to wake,
    // and again only when they have something to say: the task, and so its
    // waker, stays the same. A request that is merely answered pays nothing.
    let in_time = poll_fn(|cx| {
        if !is_registered || (!is_closing && closing.has_begun()) {
            let _ = called.as_mut().poll(cx);
            if closing.has_begun() {
                is_awaited = pulse.is_awaited();
                if is_awaited {
                    timer.as_mut().reset(pulse.stale());
                    is_registered = false;
                } else {
                    is_closing = true;
                    Pin::new(&mut connection).graceful_shutdown();
                }
            }
        }
        if let Poll::Ready(outcome) = connection.poll_without_shutdown(cx) {
            if let Err(error) = outcome {
                tracing::debug!(%error, "connection ended by an error");
            }
            return Poll::Ready(true);
        }
        if is_awaited && !is_closing && !pulse.is_awaited() {
            is_closing = true;
            Pin::new(&mut connection).graceful_shutdown();
            cx.waker().wake_by_ref();
        }
        if !is_registered || timer.is_elapsed() {
            while timer.as_mut().poll(cx).is_ready() {
                if pulse.is_slow() {
                    meters.refused(Reason::Slow);
                    return Poll::Ready(false);
                }
                // hyper ends a connection after an answer or between two, and
                // so never one on which nothing was asked.
                if pulse.is_overdue() || (pulse.is_old() && pulse.is_unasked()) {
                    // Whoever has begun a request is told, which takes hyper
                    // one more look: see `Wire::poll_read`.
                    pulse.give_up();
                    let last = connection.poll_without_shutdown(cx);
                    return Poll::Ready(last.is_ready());
                }
                let ends = pulse.is_old() || (is_awaited && !pulse.is_awaited());
                if ends && !is_closing {
                    is_closing = true;
                    Pin::new(&mut connection).graceful_shutdown();
                    cx.waker().wake_by_ref();
                }
                timer.as_mut().reset(pulse.next_look(is_closing));
            }
        }
        is_registered = true;
        Poll::Pending
    })
    .await;
    if in_time {
        let wire = connection.into_parts().io.into_inner();
        wire.end().await;
    }
}

/// The hyper service of one connection.
struct Visitor {
    site: Site,
    meter: Arc<Meter>,
    pulse: Arc<Pulse>,
    doorman: Option<Doorman>,
}

impl hyper::service::Service<Request<Incoming>> for Visitor {
    type Response = http::Response<super::Reply>;
    type Error = std::convert::Infallible;
    type Future = Answer;

    fn call(&self, request: Request<Incoming>) -> Answer {
        self.pulse.asked();
        let has_body = !request.body().is_end_stream();
        let answer = match &self.doorman {
            Some(doorman) => doorman.answer(&self.site, request),
            None => self.site.answer_head(request),
        };
        // Whoever made it, so that no answer can leave a body unread.
        answer.then_close_if(has_body).counted(&self.meter)
    }
}

/// The stream of a connection, watched on its way to hyper and back.
struct Wire<S> {
    stream: S,
    heads: Heads,
    pulse: Arc<Pulse>,
    meter: Arc<Meter>,
    site: Site,
    doorman: Option<Doorman>,
    /// What is left to write of the answer that replaces one of hyper's.
    refusal: Bytes,
    is_refused: bool,
    /// Whether the peer was ever waited for, so that its pace matters.
    is_paced: bool,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Wire<S> {
    /// Ends the connection so that the peer gets what was written.
    async fn end(mut self) {
        let lingers = self.is_refused || self.heads.is_beyond();
        let all = async {
            self.flush().await?;
            closing::end(&mut self.stream, lingers).await
        };
        // A peer that is gone, or does not care, has lost nothing.
        let _ = timeout(LINGER, all).await;
    }

    /// Whether hyper is about to write an answer of its own. The one to send in
    /// its place is then in `refusal`, which the next flush writes.
    fn replaces(&mut self, written: &[u8]) -> bool {
        if !written.starts_with(b"HTTP/1.1 4") {
            return false;
        }
        let Some(error) = refusal::error_of(written, self.heads.is_within_request_line()) else {
            return self.is_refused;
        };
        let (error, reason) = match error {
            _ if self.pulse.is_late() => (PageError::RequestTimeout, Reason::Time),
            PageError::UriTooLong => (error, Reason::Target),
            PageError::HeadersTooLarge => (error, Reason::Head),
            _ => (error, Reason::Malformed),
        };
        let status = error::status(error);
        let id = (self.doorman).and_then(|doorman| doorman.refuse(&self.site, status));
        let release = self.site.live().current();
        self.refusal = refusal::compose(error, refusal::date_line(written), &release, id);
        self.is_refused = true;
        self.meter.answered(Kind::Other, status);
        self.site.meters().refused(reason);
        self.is_refused
    }

    fn stepped(&mut self, written: &Poll<io::Result<usize>>) {
        match written {
            Poll::Ready(Ok(bytes @ 1..)) => {
                self.meter.sent(*bytes);
                if let Some((microseconds, answers)) = self.pulse.leave(self.heads.is_within()) {
                    self.meter.took(microseconds, answers);
                }
                if self.is_paced {
                    self.pulse.took(*bytes);
                }
            }
            Poll::Ready(_) => {}
            Poll::Pending => {
                self.is_paced = true;
                self.pulse.waits();
            }
        }
    }
}

/// What ends any head that has not come to its end, as one that nobody may
/// send: long enough for the part that is looked at whole, `HTTP/1.1`.
const UNSENDABLE: [u8; 16] = [0; 16];

impl<S: AsyncRead + Unpin> AsyncRead for Wire<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        match Pin::new(&mut self.stream).poll_read(cx, buf) {
            Poll::Ready(outcome) => outcome?,
            // A head whose time is over ends as all bad ones do: hyper refuses
            // it, once everything before it has its answer.
            Poll::Pending if self.pulse.is_late() && self.heads.is_within() => {
                let room = buf.remaining().min(UNSENDABLE.len());
                buf.put_slice(&UNSENDABLE[..room]);
                return Poll::Ready(Ok(()));
            }
            Poll::Pending => return Poll::Pending,
        }
        let fresh = &mut buf.filled_mut()[before..];
        if !fresh.is_empty() {
            let was_within = self.heads.is_within();
            let complete = self.heads.read(fresh);
            let is_within = self.heads.is_within();
            // A head that comes whole is no step: the first bytes of its
            // answer are, and they find room in the system's empty buffer
            // before the next look at the clock.
            let begins = is_within && !was_within;
            let ends = complete > 0 && (is_within || was_within);
            self.pulse.hear(begins, ends, is_within);
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Wire<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.replaces(bytes) {
            return Poll::Ready(Ok(bytes.len()));
        }
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.stepped(&written);
        written
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if slices.first().is_some_and(|head| self.replaces(head)) {
            return Poll::Ready(Ok(slices.iter().map(|slice| slice.len()).sum()));
        }
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, slices);
        self.stepped(&written);
        written
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        while this.refusal.has_remaining() {
            let written = ready!(Pin::new(&mut this.stream).poll_write(cx, &this.refusal))?;
            if written == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            this.meter.sent(written);
            this.refusal.advance(written);
        }
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.as_mut().poll_flush(cx))?;
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
