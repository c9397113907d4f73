//! What visitors come in by: the listeners, each of which waits by itself when
//! the system has no connection to give it.

use std::{
    fmt,
    future::{Future as _, poll_fn},
    io,
    net::IpAddr,
    pin::Pin,
    task::{Context, Poll, ready},
};

use tokio::{
    net::{TcpListener, TcpStream, UnixListener, UnixStream},
    time::{Duration, Instant, Sleep, sleep},
};

/// How long a listener rests when the system has no room for another connection.
const BREATH: Duration = Duration::from_millis(50);

/// How long nothing more is said of that.
const SILENCE: Duration = Duration::from_secs(60);

/// Where connections come from.
#[derive(Debug)]
pub enum Listener {
    /// An address and a port.
    Tcp(TcpListener),
    /// A socket in the file system, or a name in Linux's abstract space.
    Unix(UnixListener),
}

impl From<TcpListener> for Listener {
    fn from(listener: TcpListener) -> Self {
        Self::Tcp(listener)
    }
}

impl From<UnixListener> for Listener {
    fn from(listener: UnixListener) -> Self {
        Self::Unix(listener)
    }
}

/// As the log names it.
impl fmt::Display for Listener {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(listener) => match listener.local_addr() {
                Ok(address) => address.fmt(formatter),
                Err(_) => formatter.write_str("an address"),
            },
            Self::Unix(listener) => {
                let address = listener.local_addr().ok();
                match address.as_ref().and_then(|address| address.as_pathname()) {
                    Some(path) => write!(formatter, "unix:{}", path.display()),
                    None => formatter.write_str("unix"),
                }
            }
        }
    }
}

/// A connection that has been accepted.
#[derive(Debug)]
pub(super) enum Accepted {
    /// With where the peer is.
    Tcp(TcpStream, IpAddr),
    /// Its peer is on this machine, and has no address.
    Unix(UnixStream),
}

impl Listener {
    fn poll_accept(&self, cx: &mut Context<'_>) -> Poll<io::Result<Accepted>> {
        match self {
            Self::Tcp(listener) => {
                let accepted = listener.poll_accept(cx);
                accepted.map_ok(|(stream, peer)| Accepted::Tcp(stream, peer.ip()))
            }
            Self::Unix(listener) => {
                let accepted = listener.poll_accept(cx);
                accepted.map_ok(|(stream, _)| Accepted::Unix(stream))
            }
        }
    }
}

/// A listener, and whether it can be asked.
struct Entrance {
    listener: Listener,
    /// Until this comes it has nothing to give.
    rest: Option<Pin<Box<Sleep>>>,
    /// When that was last said.
    complained: Option<Instant>,
}

impl Entrance {
    fn new(listener: Listener) -> Self {
        Self {
            listener,
            rest: None,
            complained: None,
        }
    }

    fn poll_accept(&mut self, cx: &mut Context<'_>) -> Poll<Accepted> {
        loop {
            if let Some(rest) = &mut self.rest {
                ready!(rest.as_mut().poll(cx));
                self.rest = None;
            }
            match ready!(self.listener.poll_accept(cx)) {
                Ok(accepted) => return Poll::Ready(accepted),
                Err(error) if is_about_one_peer(&error) => {}
                // It would come again at once, for every peer that waits.
                Err(error) => {
                    self.complain(&error);
                    self.rest = Some(Box::pin(sleep(BREATH)));
                }
            }
        }
    }

    fn complain(&mut self, error: &io::Error) {
        let is_due = |last: Instant| last.elapsed() >= SILENCE;
        if self.complained.is_none_or(is_due) {
            self.complained = Some(Instant::now());
            let at = &self.listener;
            tracing::warn!(%at, %error, "no further connection can be accepted for now");
        }
    }
}

/// All of them.
pub(super) struct Entrances {
    all: Vec<Entrance>,
    /// Which is asked first, so that no busy one starves the rest.
    turn: usize,
}

impl Entrances {
    pub(super) fn new(listeners: Vec<Listener>) -> Self {
        Self {
            all: listeners.into_iter().map(Entrance::new).collect(),
            turn: 0,
        }
    }

    /// The next connection of any of them.
    pub(super) async fn accept(&mut self) -> Accepted {
        poll_fn(|cx| self.poll_accept(cx)).await
    }

    fn poll_accept(&mut self, cx: &mut Context<'_>) -> Poll<Accepted> {
        let count = self.all.len();
        for index in 0..count {
            let index = (self.turn + index) % count;
            if let Poll::Ready(accepted) = self.all[index].poll_accept(cx) {
                self.turn = (index + 1) % count;
                return Poll::Ready(accepted);
            }
        }
        Poll::Pending
    }
}

/// Whether an error of `accept` says that a peer went away, rather than that
/// this system is in need.
fn is_about_one_peer(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::Interrupted
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        net::{self, Shutdown, SocketAddr},
        os::fd::OwnedFd,
        task::Waker,
    };

    /// A listener, and another hand on its socket.
    fn listener() -> (Listener, net::TcpListener) {
        let listener = net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        listener.set_nonblocking(true).expect("a socket");
        let other = listener.try_clone().expect("a descriptor");
        let listener = TcpListener::from_std(listener).expect("a runtime");
        (listener.into(), other)
    }

    /// Lets nobody in by a listener any more: whoever asks it gets an error.
    fn close(listener: net::TcpListener) {
        let socket = net::TcpStream::from(OwnedFd::from(listener));
        socket.shutdown(Shutdown::Both).expect("it is listening");
    }

    fn connect(to: SocketAddr) -> net::TcpStream {
        net::TcpStream::connect(to).expect("somebody listens")
    }

    #[tokio::test]
    async fn a_listener_that_rests_holds_up_no_other() {
        let ((ailing, _), (well, address)) = (listener(), listener());
        let address = address.local_addr().expect("it is bound");
        let mut entrances = Entrances::new(vec![ailing, well]);
        // Longer than anybody waits for this test.
        let rest = Box::pin(sleep(Duration::from_secs(3_600)));
        entrances.all[0].rest = Some(rest);
        for _ in 0..3 {
            let peer = connect(address);
            let accepted = entrances.accept().await;
            let Accepted::Tcp(stream, _) = accepted else {
                panic!("nobody listens on a Unix socket");
            };
            assert_eq!(stream.peer_addr().ok(), peer.local_addr().ok());
        }
        assert!(entrances.all[0].rest.is_some());
    }

    #[tokio::test]
    async fn only_a_listener_that_has_an_error_rests_and_says_so() {
        let ((ailing, socket), (well, address)) = (listener(), listener());
        let address = address.local_addr().expect("it is bound");
        let mut entrances = Entrances::new(vec![ailing, well]);
        close(socket);
        let _peer = connect(address);
        let Accepted::Tcp(..) = entrances.accept().await else {
            panic!("nobody listens on a Unix socket");
        };
        // It may be heard of only now.
        while entrances.all[0].complained.is_none() {
            let _ = entrances.poll_accept(&mut Context::from_waker(Waker::noop()));
            tokio::task::yield_now().await;
        }
        assert!(entrances.all[0].rest.is_some());
        assert!(entrances.all[1].rest.is_none() && entrances.all[1].complained.is_none());
    }

    #[tokio::test]
    async fn listeners_take_turns() {
        let ((one, first), (two, second)) = (listener(), listener());
        let [first, second] = [first, second].map(|socket| socket.local_addr().ok());
        let mut entrances = Entrances::new(vec![one, two]);
        let _waiting: Vec<_> = [first, first, second, second]
            .map(|address| connect(address.expect("it is bound")))
            .into();
        let mut turns = Vec::new();
        for _ in 0..4 {
            let Accepted::Tcp(stream, _) = entrances.accept().await else {
                panic!("nobody listens on a Unix socket");
            };
            turns.push(stream.local_addr().ok());
        }
        assert_eq!(turns.iter().filter(|turn| **turn == first).count(), 2);
        assert!(turns.windows(2).all(|pair| pair[0] != pair[1]), "{turns:?}");
    }
}
