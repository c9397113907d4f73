//! The listener for operators: whether it may be had, and the thread that it
//! has to itself, so that it answers however busy the others are.

use std::{
    net::{SocketAddr, TcpListener},
    sync::Arc,
    thread::{self, JoinHandle},
    time::Duration,
};

use anyhow::{Context as _, bail};
use tokio::{runtime, sync::oneshot};

use super::options::ServeOptions;
use super::serve::cannot_listen;
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
    pub(super) address: SocketAddr,
    end: oneshot::Sender<()>,
    thread: JoinHandle<()>,
}

/// Opens the listener that the options ask for, if they do.
///
/// # Errors
/// When others could ask without anybody having said that they may; when the
/// address cannot be listened on, or the system has no thread to give.
pub(super) fn open(
    options: &ServeOptions,
    standing: &Arc<Standing>,
) -> anyhow::Result<Option<Desk>> {
    let Some(wanted) = options.operations else {
        return Ok(None);
    };
    if !options.operations_anywhere && !wanted.ip().is_loopback() {
        bail!(
            "the operations listener tells what visitors are not told, and {wanted} can be \
             reached by other machines; choose an address of this machine alone, such as \
             `--operations 127.0.0.1:{}`, or let everybody ask with `--operations-anywhere`",
            wanted.port()
        );
    }
    let listener = TcpListener::bind(wanted)
        .and_then(|listener| listener.set_nonblocking(true).map(|()| listener))
        .map_err(|error| cannot_listen("--operations", wanted, &error))?;
    let address = listener.local_addr().context("asking for the port")?;
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("starting the thread for operators")?;
    let site = operations::service(Arc::clone(standing), !options.operations_anywhere);
    let limits = Limits {
        drain: LAST_WORDS,
        connections: CONNECTIONS,
        ..Limits::default()
    };
    let (end, ended) = oneshot::channel();
    let serve = move || {
        runtime.block_on(async move {
            match tokio::net::TcpListener::from_std(listener) {
                Ok(listener) => {
                    let ended = async {
                        let _ = ended.await;
                    };
                    http::serve(listener, site, limits, ended).await;
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
        address,
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
