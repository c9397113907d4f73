//! The command that serves: a port, the signals that end it, and the lines
//! that tell what became of it.

use std::{
    io::{self, Write as _},
    net::SocketAddr,
    sync::Arc,
    time::Duration,
};

use anyhow::Context as _;
use tokio::{
    net::TcpListener,
    runtime,
    signal::unix::{Signal, SignalKind, signal},
};

use super::follow::{Follow, Following};
use super::journal::AccessLog;
use super::observers::{self, Observers, Verdict};
use super::operations;
use super::options::{Compression, ServeOptions};
use crate::{
    http::{self, Drained, Limits, Site},
    live::{Live, improve},
    preview::Preview,
    release::{Policy, Release},
    site::snapshot::Snapshot,
};

/// What is served first, and what is to be said of it.
pub(super) struct Start {
    /// The site.
    pub(super) snapshot: Snapshot,
    /// What became of the content that it was to be made of.
    pub(super) verdict: Verdict,
}

/// Serves what there is at the start, and what the content becomes, until the
/// process is told to end, and lets every visitor have their answer first.
///
/// The first line on standard output is `listening on http://ADDR/` with the
/// port that was really taken, and the path of the base address if there is
/// one; the second says the same of the operations listener.
///
/// # Errors
/// When an address cannot be listened on, or the system has no threads or
/// signals to give.
pub(super) fn serve(
    start: Start,
    follow: Follow,
    observers: &Observers,
    options: &ServeOptions,
) -> anyhow::Result<()> {
    let runtime = runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("starting the threads that serve")?;
    runtime.block_on(serve_on_runtime(start, follow, observers, options))
}

async fn serve_on_runtime(
    start: Start,
    follow: Follow,
    observers: &Observers,
    options: &ServeOptions,
) -> anyhow::Result<()> {
    let listener = TcpListener::bind(options.listen)
        .await
        .map_err(|error| cannot_listen("--listen", options.listen, &error))?;
    let address = listener.local_addr().context("asking for the port")?;
    let mut signals = Signals::new().context("waiting for signals")?;
    let release = Release::new(Arc::new(start.snapshot), &Policy::default());
    let live = Arc::new(Live::new(release));
    let site = Site::new(Arc::clone(&live));
    observers.standing.serves(&site);
    let desk = operations::open(options, &observers.standing)?;
    let site = match &observers.preview {
        Some(preview) => site.behind(Arc::<Preview>::clone(preview)),
        None => site,
    };
    let access_log = (options.access_log)
        .then(|| AccessLog::start(options.log_format).map(Arc::new))
        .transpose()
        .context("starting the thread that writes the access log")?;
    let site = match &access_log {
        Some(log) => site.noted_by(Arc::<AccessLog>::clone(log)),
        None => site,
    };
    let told_to_end = async {
        signals.next().await;
        observers.ends();
        if options.grace > 0 {
            tracing::info!(seconds = options.grace, "ending: no longer ready");
            let grace = Duration::from_secs(options.grace.into());
            let _ = tokio::time::timeout(grace, signals.next()).await;
        }
        tracing::info!("ending: no new visitors are let in");
        // Else open pages would be waited for.
        if let Some(preview) = &observers.preview {
            preview.end();
        }
    };
    // Who reads the first lines may ask at once.
    observers.begins(&live, start.verdict);
    let base_path = live.current().snapshot().base_path.clone();
    announce(&format!("listening on http://{address}{base_path}/"));
    if let Some(desk) = &desk {
        announce(&format!("operations on http://{}/", desk.address));
    }
    let pages = live.current().snapshot().pages.len();
    tracing::info!(%address, pages, as_of = live.current().snapshot().as_of, "serving");
    // A preview is never compressed.
    if options.compression == Compression::Best
        && observers.preview.is_none()
        && let Err(error) = improve(&live)
    {
        tracing::warn!(%error, "bodies stay as large as they are");
    }
    let _following = match follow.start(&live) {
        Ok(following) => Some(told_to_look(following, observers).context("waiting for signals")?),
        Err(error) => {
            tracing::warn!(%error, "edits show after a restart only");
            None
        }
    };
    if let Some(pulse) = observers::pulse() {
        tokio::spawn(say_alive(observers.clone(), pulse));
    }
    match http::serve(listener, site, Limits::default(), told_to_end).await {
        Drained::Completely => tracing::info!("every visitor was answered"),
        Drained::Except(open) => {
            tracing::warn!(open, "connections were cut off at the deadline");
        }
    }
    if let Some(desk) = desk {
        desk.close();
    }
    if let Some(log) = access_log {
        log.close();
    }
    Ok(())
}

/// Tells the service manager now and then that the threads which serve are
/// not stuck, for as long as they are there.
async fn say_alive(observers: Observers, pulse: Duration) {
    let mut beats = tokio::time::interval(pulse);
    loop {
        beats.tick().await;
        observers.supervisor.alive();
    }
}

/// Says where the site can be found. If nobody reads standard output, the
/// site is served all the same.
fn announce(line: &str) {
    let mut output = io::stdout().lock();
    let _ = writeln!(output, "{line}").and_then(|()| output.flush());
}

/// What went wrong with `address`, and which other `option` to try.
pub(super) fn cannot_listen(option: &str, address: SocketAddr, error: &io::Error) -> anyhow::Error {
    let ip = if address.is_ipv6() {
        format!("[{}]", address.ip())
    } else {
        address.ip().to_string()
    };
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            let next = address.port().checked_add(1).unwrap_or(8080);
            anyhow::anyhow!(
                "port {} on {ip} is taken by another program; choose another with \
                 `{option} {ip}:{next}`, or `{option} {ip}:0` for any that is free",
                address.port()
            )
        }
        io::ErrorKind::PermissionDenied => anyhow::anyhow!(
            "port {} may not be used by this account; choose one above 1023, such as \
             `{option} {ip}:8080`",
            address.port()
        ),
        io::ErrorKind::AddrNotAvailable => anyhow::anyhow!(
            "this machine has no address {ip}; choose one that it has, such as \
             `{option} 127.0.0.1:8080`"
        ),
        _ => anyhow::anyhow!("cannot listen on {address}: {error}"),
    }
}

/// What asks the process to end: a service manager (SIGTERM) or somebody at
/// the keyboard (SIGINT).
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn new() -> io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    /// Comes with the next of them.
    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// Makes the site anew whenever the process is told to (SIGHUP), as long as
/// what this returns is kept.
fn told_to_look(following: Following, observers: &Observers) -> io::Result<Arc<Following>> {
    let mut hangup = signal(SignalKind::hangup())?;
    let following = Arc::new(following);
    tokio::spawn({
        let following = Arc::downgrade(&following);
        let observers = observers.clone();
        async move {
            while hangup.recv().await.is_some() {
                match following.upgrade() {
                    Some(following) => {
                        observers.supervisor.reloading();
                        following.anew();
                    }
                    None => break,
                }
            }
        }
    });
    Ok(following)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_comes_with_advice() {
        let address = "127.0.0.1:8080".parse().expect("an address");
        let error =
            cannot_listen("--listen", address, &io::ErrorKind::AddrInUse.into()).to_string();
        assert!(error.contains("`--listen 127.0.0.1:8081`"), "{error}");
        assert!(error.contains("`--listen 127.0.0.1:0`"), "{error}");
        let address = "[::1]:65535".parse().expect("an address");
        let error =
            cannot_listen("--listen", address, &io::ErrorKind::AddrInUse.into()).to_string();
        assert!(error.contains("`--listen [::1]:8080`"), "{error}");
    }
}
