//! One connection: its bytes, its deadlines, its end.
//!
//! hyper bounds the time for a head by a timer that is set anew for each
//! request, and does not bound the time for writing at all. Here a request
//! costs two readings of the clock, when it comes and when its answer leaves,
//! and one timer a connection looks now and
//! then at what they say.

use std::{
    future::poll_fn,
    io,
    net::IpAddr,
    pin::{Pin, pin},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering},
    },
    task::{Context, Poll, ready},
};

use bytes::{Buf as _, Bytes};
use http::{Request, StatusCode};
use hyper::{body::Incoming, server::conn::http1};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, ReadBuf},
    time::{Duration, Instant, sleep_until, timeout},
};

use super::{
    Answer, Limits, Site,
    closing::{Closing, FRESH},
    doorman::Doorman,
    framing::Heads,
    meters::{Kind, Meter},
    refusal,
};

/// How much is read from a peer that was refused, before it is cut off.
const LINGER_BYTES: u64 = 1024 * 1024;

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
    let wire = Wire {
        stream: peer.stream,
        heads: Heads::default(),
        pulse: Arc::clone(&pulse),
        meter: Arc::clone(&meter),
        site: site.clone(),
        refusal: Bytes::new(),
        is_refused: false,
    };
    let mut connection = http1::Builder::new()
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

    let mut timer = pin!(sleep_until(pulse.next_look()));
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
                    timer.as_mut().reset(pulse.opened + FRESH);
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
                if pulse.is_overdue() {
                    return Poll::Ready(false);
                }
                let ends = pulse.is_old() || (is_awaited && !pulse.is_awaited());
                if ends && !is_closing {
                    is_closing = true;
                    Pin::new(&mut connection).graceful_shutdown();
                    cx.waker().wake_by_ref();
                }
                timer.as_mut().reset(pulse.next_look());
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
        let answer = match &self.doorman {
            Some(doorman) => doorman.answer(&self.site, request),
            None => self.site.answer(request),
        };
        answer.counted(&self.meter)
    }
}

/// When a connection last got on, and how long it may take to do so again.
#[derive(Debug)]
struct Pulse {
    limits: Limits,
    opened: Instant,
    /// Microseconds from `opened` to the last step: a head that began or
    /// ended, or bytes that the peer took.
    since: AtomicU64,
    /// Microseconds from `opened` to the last bytes that the peer sent; 0
    /// before the first.
    heard: AtomicU64,
    /// How many requests came with no byte of an answer leaving since.
    asked: AtomicU32,
    /// Whether the next step is the end of a head.
    is_within_head: AtomicBool,
}

impl Pulse {
    fn new(limits: Limits) -> Self {
        Self {
            limits,
            opened: Instant::now(),
            since: AtomicU64::new(0),
            heard: AtomicU64::new(0),
            asked: AtomicU32::new(0),
            // A peer that connects and says nothing is as slow as one that
            // begins and does not go on.
            is_within_head: AtomicBool::new(true),
        }
    }

    /// Microseconds since the connection was opened.
    fn now(&self) -> u64 {
        let age = self.opened.elapsed();
        age.as_secs() * 1_000_000 + u64::from(age.subsec_micros())
    }

    /// Notes that bytes came, which is a step where a head begins or ends.
    fn hear(&self, is_step: bool, is_within_head: bool) {
        let now = self.now();
        // Nothing heard is 0.
        self.heard.store(now.max(1), Ordering::Relaxed);
        if is_step {
            self.step(now, is_within_head);
        }
    }

    /// Notes that a request is whole. One task does all that is done to a
    /// connection, so nothing comes between the two halves.
    fn asked(&self) {
        let asked = self.asked.load(Ordering::Relaxed);
        self.asked.store(asked.wrapping_add(1), Ordering::Relaxed);
    }

    /// Notes that bytes left. If they are the first since requests came: how
    /// many came, and how many microseconds ago the last of them did.
    fn leave(&self, is_within_head: bool) -> Option<(u64, u32)> {
        let now = self.now();
        self.step(now, is_within_head);
        let asked = self.asked.load(Ordering::Relaxed);
        (asked > 0).then(|| {
            self.asked.store(0, Ordering::Relaxed);
            let heard = self.heard.load(Ordering::Relaxed);
            (now.saturating_sub(heard), asked)
        })
    }

    fn step(&self, now: u64, is_within_head: bool) {
        self.since.store(now, Ordering::Relaxed);
        self.is_within_head.store(is_within_head, Ordering::Relaxed);
    }

    fn due(&self) -> Instant {
        let since = Duration::from_micros(self.since.load(Ordering::Relaxed));
        let patience = if self.is_within_head.load(Ordering::Relaxed) {
            self.limits.head
        } else {
            self.limits.idle
        };
        self.opened + since + patience
    }

    fn is_overdue(&self) -> bool {
        Instant::now() >= self.due()
    }

    fn is_old(&self) -> bool {
        self.opened.elapsed() >= self.limits.age
    }

    /// Whether the peer has only just come and not said anything yet.
    fn is_awaited(&self) -> bool {
        self.heard.load(Ordering::Relaxed) == 0 && self.opened.elapsed() < FRESH
    }

    /// When to look again. No step after now can be due before now and the
    /// shortest patience, so none is missed by looking no later than that.
    fn next_look(&self) -> Instant {
        let shortest = self.limits.head.min(self.limits.idle);
        self.due().min(Instant::now() + shortest)
    }
}

/// The stream of a connection, watched on its way to hyper and back.
struct Wire<S> {
    stream: S,
    heads: Heads,
    pulse: Arc<Pulse>,
    meter: Arc<Meter>,
    site: Site,
    /// What is left to write of the answer that replaces one of hyper's.
    refusal: Bytes,
    is_refused: bool,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Wire<S> {
    /// Ends the connection so that the peer gets what was written. Closing
    /// while it still sends would make its system drop the answer unread, so
    /// what it sends is first taken and thrown away (RFC 9112 section 9.6).
    async fn end(mut self) {
        let lingers = self.is_refused || self.heads.is_beyond();
        let all = async {
            self.flush().await?;
            self.stream.shutdown().await?;
            if lingers {
                let mut rest = (&mut self.stream).take(LINGER_BYTES);
                tokio::io::copy(&mut rest, &mut tokio::io::sink()).await?;
            }
            io::Result::Ok(())
        };
        // A peer that is gone, or does not care, has lost nothing.
        let _ = timeout(LINGER, all).await;
    }

    /// The answer to send in place of what hyper is about to write, if it is
    /// one of its own.
    fn replaces(&mut self, written: &[u8]) -> bool {
        if !written.starts_with(b"HTTP/1.1 4") {
            return false;
        }
        let release = self.site.live().current();
        let is_within_request_line = self.heads.is_within_request_line();
        if let Some(page) = refusal::replacement(written, is_within_request_line, &release) {
            self.refusal = page;
            self.is_refused = true;
            // The status may be another 4xx; the class is all that is counted.
            self.meter.answered(Kind::Other, StatusCode::BAD_REQUEST);
        }
        self.is_refused
    }

    fn stepped(&self, written: &Poll<io::Result<usize>>) {
        if let Poll::Ready(Ok(bytes @ 1..)) = written {
            self.meter.sent(*bytes);
            if let Some((microseconds, answers)) = self.pulse.leave(self.heads.is_within()) {
                self.meter.took(microseconds, answers);
            }
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Wire<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(cx, buf))?;
        let fresh = &mut buf.filled_mut()[before..];
        if !fresh.is_empty() {
            let was_within = self.heads.is_within();
            self.heads.read(fresh);
            let is_within = self.heads.is_within();
            // A head that comes whole is no step: the first bytes of its
            // answer are, and they find room in the system's empty buffer
            // before the next look at the clock.
            self.pulse.hear(is_within != was_within, is_within);
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
