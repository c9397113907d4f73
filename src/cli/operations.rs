//! The listener for operators: whether it may be had, and the thread that it
//! has to itself, so that it answers however busy the others are.

use std::{
    io,
    sync::Arc,
    thread::{self, JoinHandle},
    time::Duration,
};

use anyhow::Context as _;
use tokio::{runtime, sync::oneshot};

use super::listen::{Open, Place};
use super::options::ServeOptions;
use crate::{
    http::{self, Limits},
    operations::{self, Standing},
};

/// How long those who ask at the very end have for their answer.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// How many may ask at a time. A monitor and somebody who is worried need two.
const CONNECTIONS: usize = 64;

/// The listener, until it is closed.
pub(super) struct Desk {
    /// Where it listens.
    pub(super) places: Vec<Place>,
    end: oneshot::Sender<()>,
    thread: JoinHandle<()>,
}

/// Answers those who come in by `open`, if that is anybody.
///
/// # Errors
/// When the system has no thread to give.
pub(super) fn open(
    open: Vec<Open>,
    options: &ServeOptions,
    standing: &Arc<Standing>,
) -> anyhow::Result<Option<Desk>> {
    if open.is_empty() {
        return Ok(None);
    }
    let places = open.iter().map(|open| open.place.clone()).collect();
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("starting the thread for operators")?;
    let site = operations::service(Arc::clone(standing), !options.operations_anywhere);
    let limits = Limits {
        drain: LAST_WORDS,
        connections: CONNECTIONS,
        // Where other machines may ask, none of them keeps a probe out.
        connections_per_client: CONNECTIONS / 4,
        ..Limits::default()
    };
    let (end, ended) = oneshot::channel();
    let serve = move || {
        runtime.block_on(async move {
            let ready: io::Result<Vec<_>> = open.into_iter().map(Open::into_parts).collect();
            match ready {
                Ok(ready) => {
                    let (listeners, _files): (_, Vec<_>) = ready.into_iter().unzip();
                    let ended = async {
                        let _ = ended.await;
                    };
                    http::serve(listeners, site, limits, ended).await;
                }
                Err(error) => tracing::warn!(%error, "operators are not answered"),
            }
        });
    };
    let thread = thread::Builder::new()
        .name("operations".to_owned())
        .spawn(serve)
        .context("starting the thread for operators")?;
    Ok(Some(Desk {
        places,
        end,
        thread,
    }))
}

impl Desk {
    /// Closes the listener, once those who are being answered have their answer.
    pub(super) fn close(self) {
        // A thread that ended by itself has nobody left to tell.
        let _ = self.end.send(());
        let _ = self.thread.join();
    }
}
