//! One connection: its requests, its deadlines, its end.
//!
//! hyper bounds the time for a head by a timer that is set anew for each
//! request, and does not bound the time for writing at all. Here a request
//! costs two readings of the clock, when it comes and when its answer leaves,
//! and one timer a connection looks now and then at what they say.

use std::{
    future::{Future as _, poll_fn},
    net::IpAddr,
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll},
};

use http::Request;
use http_body::Body as _;
use hyper::{body::Incoming, server::conn::http1};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    sync::futures::Notified,
    time::{Sleep, sleep_until},
};

use super::{
    Answer, Site,
    closing::Closing,
    doorman::Doorman,
    limits::{FIELDS_AT_HAND, Limits},
    meters::{Meter, Reason},
    places::Place,
    pulse::Pulse,
    refusal::Refusals,
    wire::Wire,
};

/// Who is at the other end.
pub(super) struct Peer<S> {
    /// What they say and hear.
    pub(super) stream: S,
    /// Where they are. Peers on a Unix socket are on this machine, and have none.
    pub(super) address: Option<IpAddr>,
    /// The place that is theirs until the end.
    pub(super) place: Place,
}

/// Serves `site` to `peer` until they, a deadline or `closing` ends it.
pub(super) async fn run<S>(peer: Peer<S>, site: Site, limits: Limits, closing: Arc<Closing>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let Peer {
        stream,
        address,
        place: _place,
    } = peer;
    let meter = Arc::new(Meter::new(site.meters()));
    let pulse = Arc::new(Pulse::new(limits));
    let wire = Wire::new(
        stream,
        Arc::clone(&pulse),
        Arc::clone(&meter),
        Refusals::of(&site, address),
    );
    let visitor = Visitor {
        doorman: Doorman::of(&site, address),
        site,
        meter: Arc::clone(&meter),
        pulse: Arc::clone(&pulse),
    };
    let mut builder = http1::Builder::new();
    if limits.fields != FIELDS_AT_HAND {
        builder.max_headers(limits.fields);
    }
    let http = builder
        .max_buf_size(limits.head_bytes)
        .max_header_size(limits.head_bytes)
        .header_read_timeout(None)
        // A peer that has said all it wants to ask still gets its answers.
        .half_close(true)
        .serve_connection(TokioIo::new(wire), visitor);
    let mut conversation = Conversation {
        http,
        timer: pin!(sleep_until(pulse.next_look(false))),
        call: pin!(closing.called()),
        closing: &closing,
        pulse: &pulse,
        meter: &meter,
        stage: Stage::Open,
        is_registered: false,
    };
    match poll_fn(|cx| conversation.poll(cx)).await {
        End::Said => conversation.http.into_parts().io.into_inner().end().await,
        End::CutOff => {}
    }
}

/// A connection under way.
struct Conversation<'c, 'n, S> {
    http: http1::Connection<TokioIo<Wire<S>>, Visitor>,
    pulse: &'c Pulse,
    meter: &'c Meter,
    closing: &'n Closing,
    /// Comes when the server is about to end.
    call: Pin<&'c mut Notified<'n>>,
    /// Comes when the pulse is to be looked at.
    timer: Pin<&'c mut Sleep>,
    stage: Stage,
    /// Whether the call and the timer know whom to wake. The task, and so its
    /// waker, stays the same: they are polled once, and again only when they
    /// have something to say. A request that is merely answered pays nothing.
    is_registered: bool,
}

/// How far a connection has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Whatever is asked is answered.
    Open,
    /// The server is about to end, and the peer, who has only just come, may
    /// still bring a first request.
    Awaiting,
    /// It ends with the answer that is being given.
    Ending,
}

/// How a connection has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// Everything was said, and the peer is yet to get all of it.
    Said,
    /// The peer has used up its time.
    CutOff,
}

impl<S> Conversation<'_, '_, S>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<End> {
        if self.stage == Stage::Open && (!self.is_registered || self.closing.has_begun()) {
            self.hear_call(cx);
        }
        if self.converse(cx).is_ready() {
            return Poll::Ready(End::Said);
        }
        if self.is_awaited_no_more() {
            self.let_end();
            cx.waker().wake_by_ref();
        }
        if (!self.is_registered || self.timer.is_elapsed())
            && let Poll::Ready(end) = self.look_at_pulse(cx)
        {
            return Poll::Ready(end);
        }
        self.is_registered = true;
        Poll::Pending
    }

    /// Heeds the call that the server is about to end, if it has come.
    fn hear_call(&mut self, cx: &mut Context<'_>) {
        let _ = self.call.as_mut().poll(cx);
        if !self.closing.has_begun() {
            return;
        }
        if self.pulse.is_awaited() {
            self.stage = Stage::Awaiting;
            self.timer.as_mut().reset(self.pulse.stale());
            self.is_registered = false;
        } else {
            self.let_end();
        }
    }

    /// Reads requests and writes answers, as far as that goes now. hyper takes
    /// itself to be done before the last answer is written, unless it is to shut
    /// down as well: see `Wire::poll_shutdown`.
    fn converse(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        Pin::new(&mut self.http).poll(cx).map(|outcome| {
            if let Err(error) = outcome {
                tracing::debug!(%error, "connection ended by an error");
            }
        })
    }

    /// Whether the peer for whom the server waits has asked for something, or
    /// had the time to.
    fn is_awaited_no_more(&self) -> bool {
        self.stage == Stage::Awaiting && !self.pulse.is_awaited()
    }

    /// Lets the connection end with the answer that it is giving. hyper sees to
    /// that when it is polled the next time.
    fn let_end(&mut self) {
        self.stage = Stage::Ending;
        Pin::new(&mut self.http).graceful_shutdown();
    }

    /// If it is time to, looks whether the peer gets on, and when to look again.
    fn look_at_pulse(&mut self, cx: &mut Context<'_>) -> Poll<End> {
        while self.timer.as_mut().poll(cx).is_ready() {
            if self.pulse.is_slow() {
                self.meter.refused(Reason::Slow);
                return Poll::Ready(End::CutOff);
            }
            let is_old = self.pulse.is_old();
            // hyper ends a connection after an answer or between two, and so
            // never one on which nothing was asked.
            if self.pulse.is_overdue() || (is_old && self.pulse.is_unasked()) {
                return Poll::Ready(self.give_up(cx));
            }
            if self.is_awaited_no_more() || (is_old && self.stage != Stage::Ending) {
                self.let_end();
                cx.waker().wake_by_ref();
            }
            let is_ending = self.stage == Stage::Ending;
            self.timer.as_mut().reset(self.pulse.next_look(is_ending));
        }
        Poll::Pending
    }

    /// Ends the connection now. Whoever has begun a request is told, which takes
    /// hyper one more look: see `Wire::poll_read`.
    fn give_up(&mut self, cx: &mut Context<'_>) -> End {
        self.pulse.give_up();
        match self.converse(cx) {
            Poll::Ready(()) => End::Said,
            Poll::Pending => End::CutOff,
        }
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
