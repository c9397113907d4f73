//! What happens, told to open pages: server-sent events (WHATWG HTML, 9.2).

use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use http_body::{Body, Frame};
use tokio::{
    sync::watch,
    time::{Duration, timeout},
};

use super::State;

/// How often something is said when nothing happens: less than a connection
/// may be silent.
const SIGN_OF_LIFE: Duration = Duration::from_secs(5);

type Told = (Bytes, watch::Receiver<Arc<State>>);

/// A body that goes on: the state as it is, and each one that follows.
pub(super) struct Events {
    next: Pin<Box<dyn Future<Output = Option<Told>> + Send>>,
}

impl Events {
    /// Begins with what is there now.
    pub(super) fn new(mut states: watch::Receiver<Arc<State>>) -> Self {
        states.mark_changed();
        Self {
            next: Box::pin(next(states)),
        }
    }
}

/// The next thing to say; nothing when there is nothing more.
async fn next(mut states: watch::Receiver<Arc<State>>) -> Option<Told> {
    let said = match timeout(SIGN_OF_LIFE, states.changed()).await {
        Ok(Ok(())) => {
            let state = Arc::clone(&states.borrow_and_update());
            if state.has_ended {
                return None;
            }
            event(&state)
        }
        // Nobody is left who could change it.
        Ok(Err(_)) => return None,
        Err(_) => Bytes::from_static(b":\n\n"),
    };
    Some((said, states))
}

fn event(state: &State) -> Bytes {
    let release = state.shown.as_ref().map(|pages| pages.release.as_str());
    let data = serde_json::json!({
        "serial": state.serial,
        "release": release.unwrap_or_default(),
        "errors": state.faults.errors,
        "count": state.faults.count(),
    });
    Bytes::from(format!("event: state\ndata: {data}\n\n"))
}

impl Body for Events {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let told = ready!(self.next.as_mut().poll(cx));
        Poll::Ready(told.map(|(said, states)| {
            self.next = Box::pin(next(states));
            Ok(Frame::data(said))
        }))
    }
}
