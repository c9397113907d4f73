//! The bytes of a connection, on their way to hyper and back: what of them is a
//! step, how many there are, and which answers of hyper's are replaced.

use std::{
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use bytes::{Buf as _, Bytes};
use tokio::{
    io::{AsyncRead, AsyncWrite, AsyncWriteExt as _, ReadBuf},
    time::{Duration, timeout},
};

use super::{
    closing, error,
    framing::Heads,
    meters::{Kind, Meter, Reason},
    pulse::Pulse,
    refusal::{self, Refusals},
};
use crate::site::snapshot::PageError;

/// How long is waited for a peer to take what is left of its answer.
const LINGER: Duration = Duration::from_secs(2);

/// The stream of a connection, watched on its way to hyper and back.
pub(super) struct Wire<S> {
    stream: S,
    heads: Heads,
    pulse: Arc<Pulse>,
    meter: Arc<Meter>,
    refusals: Refusals,
    /// What is left to write of the answer that replaces one of hyper's.
    refusal: Bytes,
    is_refused: bool,
    /// Whether the peer was ever waited for, so that its pace matters.
    is_paced: bool,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Wire<S> {
    /// Watches `stream`, tells `pulse` and `meter` of it, and says in the words
    /// of `refusals` what cannot be answered.
    pub(super) fn new(stream: S, pulse: Arc<Pulse>, meter: Arc<Meter>, refusals: Refusals) -> Self {
        Self {
            stream,
            heads: Heads::default(),
            pulse,
            meter,
            refusals,
            refusal: Bytes::new(),
            is_refused: false,
            is_paced: false,
        }
    }

    /// Ends the connection so that the peer gets what was written.
    pub(super) async fn end(mut self) {
        let lingers = self.is_refused || self.heads.is_beyond();
        let all = async {
            self.flush().await?;
            closing::end(self.stream, lingers).await
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
        self.refusal = self.refusals.to(error, refusal::date_line(written));
        self.is_refused = true;
        self.meter.answered(Kind::Other, error::status(error));
        self.meter.refused(reason);
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

    /// Writes what is left. The rest is for [`Wire::end`].
    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.poll_flush(cx)
    }
}
