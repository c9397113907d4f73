//! The command that serves: a port, the signals that end it, and the lines
//! that tell what became of it.

use std::{
    io::{self, Write as _},
    net::SocketAddr,
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use tokio::{
    net::TcpListener,
    runtime,
    signal::unix::{Signal, SignalKind, signal},
};

use super::build::Making;
use super::follow::{Follow, Following};
use super::journal::AccessLog;
use super::note;
use super::observers::{self, Observers, Verdict};
use super::operations;
use super::values::{self, BaseUrl};
use crate::{
    http::{self, Drained, Limits, Site},
    live::{Live, improve},
    preview::Preview,
    release::{Policy, Release},
    site::snapshot::Snapshot,
};

/// Where to serve, and with which static files.
#[derive(Clone, Debug, Args)]
pub struct ServeOptions {
    /// The address and port to listen on, or a port of this machine; 0 takes any that is free
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080", value_parser = values::listen)]
    pub listen: SocketAddr,
    /// Where visitors find the site, such as <https://example.org/cooperation/>
    ///
    /// Its scheme and host stand in addresses that must be whole (canonical
    /// links, the map of the site, citations), and its path precedes every
    /// address. Without it those addresses are paths.
    #[arg(long, value_name = "URL", value_parser = values::base_url)]
    pub(crate) base_url: Option<BaseUrl>,
    /// A folder with all static files, in place of those inside the program
    ///
    /// It must be complete: copy the folder `static` of the source, and change
    /// the copy.
    #[arg(long = "static", value_name = "DIR")]
    pub static_dir: Option<PathBuf>,
    /// Do not look for changes of the content while serving it
    ///
    /// An edit then shows after a SIGHUP, or after a restart.
    #[arg(long)]
    pub no_watch: bool,
    /// Show the register to those who write it
    ///
    /// Drafts and what is published later are shown and marked; each block says
    /// where it is written; mistakes are shown in the browser, and the page
    /// loads itself again after each save. Only this machine may look.
    #[arg(long)]
    pub preview: bool,
    /// Let other machines look at the preview, and so at what is not published
    #[arg(long, requires = "preview")]
    pub preview_anywhere: bool,
    /// How small pages are made for the way to the visitor
    ///
    /// Every page is compressed quickly when it is first asked for. With `best`
    /// it is also compressed again, more slowly and to the smallest size, in the
    /// background; with `quick` it stays as it is.
    #[arg(long, value_name = "HOW", value_enum, default_value_t = Compression::Best)]
    pub compression: Compression,
    /// Where operators and their machines may ask how the program stands
    ///
    /// An address and port, or a port of this machine; 0 takes any that is
    /// free. It answers `/livez`, `/readyz`, `/release`, `/report` and
    /// `/metrics`, which visitors cannot reach. Without this option nobody can.
    #[arg(long, value_name = "ADDR", value_parser = values::listen)]
    pub operations: Option<SocketAddr>,
    /// Let other machines ask as well
    #[arg(long, requires = "operations")]
    pub operations_anywhere: bool,
    /// Before the end, say so many seconds that it is not ready, and still answer
    ///
    /// After SIGTERM, `/readyz` says 503 at once. A load balancer that asks only
    /// now and then sends visitors on for a while; with this they are let in
    /// until then. A second signal does not wait.
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    pub grace: u32,
    /// How the log on standard error is written
    #[arg(long, value_name = "FORM", value_enum, default_value_t = LogFormat::Text)]
    pub log_format: LogFormat,
    /// Write one line for each request to the log
    ///
    /// With its method, address without the query, status, length, time, a name
    /// that the answer has as `x-request-id`, and the network of whoever
    /// asked (the first 24 bits of an IPv4 address, 48 of an IPv6 one).
    #[arg(long)]
    pub access_log: bool,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people
    Text,
    /// One JSON object a line
    Json,
}

impl ServeOptions {
    /// How the site is made that they ask for.
    pub(super) fn making(&self) -> Making<'_> {
        Making {
            preview: self.preview,
            static_dir: self.static_dir.as_deref(),
            base_url: self.base_url.as_ref(),
        }
    }

    /// What precedes every address: empty, or like `/cooperation`.
    pub(super) fn base_path(&self) -> &str {
        let base = self.base_url.as_ref();
        base.map_or("", |base| base.base_path.as_str())
    }

    /// Says something about the content that may have several lines, in the
    /// form of the log.
    pub(super) fn tell(&self, text: &str) {
        match self.log_format {
            LogFormat::Text => note(text),
            LogFormat::Json => tracing::error!("{text}"),
        }
    }
}

/// How small pages are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Compression {
    /// Somewhat smaller at once, for a machine with no time to spare
    Quick,
    /// As small as can be after a while; takes half of one core until it is done
    Best,
}

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
    let limits = Limits::default();
    observers.standing.admits(limits.connections);
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
    match http::serve(listener, site, limits, told_to_end).await {
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
