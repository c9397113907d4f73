//! How the end of the server, and of a connection, is told to those who are
//! connected.

use std::{
    io,
    sync::atomic::{AtomicBool, Ordering},
};

use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    sync::{Notify, futures::Notified},
    time::Duration,
};

/// How long after its opening a connection may still bring its first request
/// when the server ends. Whoever connected a moment before has been told that
/// somebody listens.
pub(super) const FRESH: Duration = Duration::from_secs(1);

/// How much is read from a peer that was refused, before it is cut off.
const LINGER_BYTES: u64 = 1024 * 1024;

/// Tells all connections at once that the server is about to end.
#[derive(Debug, Default)]
pub(super) struct Closing {
    begun: AtomicBool,
    wake: Notify,
}

impl Closing {
    /// Lets every connection end after the answer that it is giving.
    pub(super) fn begin(&self) {
        self.begun.store(true, Ordering::Release);
        self.wake.notify_waiters();
    }

    /// Whether that has been said.
    pub(super) fn has_begun(&self) -> bool {
        self.begun.load(Ordering::Acquire)
    }

    /// Comes when it is said, if it has been polled before.
    pub(super) fn called(&self) -> Notified<'_> {
        self.wake.notified()
    }
}

/// Ends a connection so that the peer gets what was written. Closing while it
/// still sends would make its system drop the answer unread, so what it sends
/// is first taken and thrown away, if it is one that `lingers` (RFC 9112
/// section 9.6). It may never come to an end: whoever calls sets the deadline.
pub(super) async fn end<S>(mut stream: S, lingers: bool) -> io::Result<()>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    if lingers {
        stream.shutdown().await?;
        let mut rest = stream.take(LINGER_BYTES);
        tokio::io::copy(&mut rest, &mut tokio::io::sink()).await?;
    }
    // Dropped, it is closed, which says by itself that this was all.
    Ok(())
}
