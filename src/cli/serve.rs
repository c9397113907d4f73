//! The command that serves: a port, the signals that end it, and the lines
//! that tell what became of it.

use std::{
    io::{self, Write as _},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use tokio::{
    runtime,
    signal::unix::{Signal, SignalKind, signal},
};

use super::build::Making;
use super::follow::{Follow, Following};
use super::front;
use super::journal::AccessLog;
use super::listen::{self, Inherited, Wanted};
use super::note;
use super::observers::{self, Observers, Verdict};
use super::operations;
use super::values::{self, BaseUrl, Proxy};
use crate::{
    http::{self, Drained, Limits, Site},
    live::{Live, improve},
    preview::Preview,
    release::Release,
    site::snapshot::Snapshot,
};

/// Where to serve, and with which static files.
#[derive(Clone, Debug, Args)]
pub struct ServeOptions {
    /// Where to listen, once or several times [default: inherited sockets, else 127.0.0.1:8080]
    ///
    /// An address and port, or a port of this machine (0 takes any that is
    /// free); `unix:/path` for a socket in the file system; `systemd` for all
    /// sockets that the service manager holds open (but those called
    /// `operations`), or `systemd:NAME` for those of a name.
    #[arg(long, value_name = "ADDR", value_delimiter = ',', value_parser = values::listen)]
    pub listen: Vec<Wanted>,
    /// Who may connect to the sockets that `unix:` makes, as `chmod` writes it
    #[arg(long, value_name = "MODE", default_value = "660", value_parser = values::mode)]
    pub socket_mode: u32,
    /// Where visitors find the site, such as <https://example.org/cooperation/>
    ///
    /// Its scheme and host stand in addresses that must be whole (canonical
    /// links, the map of the site, citations), and its path precedes every
    /// address. Without it those addresses are paths.
    #[arg(long, value_name = "URL", value_parser = values::base_url)]
    pub(crate) base_url: Option<BaseUrl>,
    /// Proxies that are believed when they say whom they speak for, by network
    ///
    /// Such as `127.0.0.1,10.0.0.0/8`; `unix` for whoever connects to a Unix
    /// socket. From them `Forwarded`, or else `X-Forwarded-For`, `-Proto` and
    /// `-Host`, and `X-Request-Id` are read; from anybody else they are not.
    #[arg(long, value_name = "NETWORK", value_delimiter = ',', value_parser = values::proxy)]
    pub trusted_proxies: Vec<Proxy>,
    /// What becomes of visitors who come by another name than that of `--base-url`
    ///
    /// With `redirect` they are led to the same address there (308), as far as
    /// they came by a name, and by a scheme that a trusted proxy tells.
    #[arg(long, value_name = "WHAT", value_enum, default_value_t = CanonicalHost::Off)]
    pub canonical_host: CanonicalHost,
    /// For how many seconds browsers insist on encryption after a visit; 0 says nothing
    ///
    /// Sent as `Strict-Transport-Security` with every answer. Begin with some
    /// minutes: it cannot be taken back before it has run out.
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    pub hsts: u32,
    /// Let that go for all names below the site's own, too
    #[arg(long, requires = "hsts")]
    pub hsts_subdomains: bool,
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
    /// Written as for `--listen`. It answers `/livez`, `/readyz`, `/release`,
    /// `/report` and `/metrics`, which visitors cannot reach. Without this
    /// option nobody can, unless the service manager holds a socket called
    /// `operations` open.
    #[arg(long, value_name = "ADDR", value_parser = values::listen)]
    pub operations: Option<Wanted>,
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

/// What becomes of visitors who come by another name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CanonicalHost {
    /// They are led to the site's own
    Redirect,
    /// They are answered
    Off,
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
    /// The sockets that the service manager holds open.
    pub(super) inherited: Inherited,
}

/// Serves what there is at the start, and what the content becomes, until the
/// process is told to end, and lets every visitor have their answer first.
///
/// The first lines on standard output are one for each listener, such as
/// `listening on http://ADDR/` with the port that was really taken, and the path
/// of the base address if there is one, or `listening on unix:/path`; those
/// after them say the same of the operations listener.
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
    let mut inherited = start.inherited;
    let for_operators = listen::operators(options, &mut inherited)?;
    let for_visitors = listen::visitors(options, &mut inherited)?;
    if !inherited.is_empty() {
        tracing::warn!(
            "not every inherited socket is used: {}",
            inherited.described()
        );
    }
    let mut signals = Signals::new().context("waiting for signals")?;
    let release = Release::new(Arc::new(start.snapshot), &options.policy());
    let live = Arc::new(Live::new(release));
    let site = Site::new(Arc::clone(&live));
    observers.standing.serves(&site);
    let site = front::before(site, options);
    let desk = operations::open(for_operators, options, &observers.standing)?;
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
    for open in &for_visitors {
        announce(&format!(
            "listening on {}",
            open.place.announced(&base_path)
        ));
    }
    for place in desk.iter().flat_map(|desk| &desk.places) {
        announce(&format!("operations on {}", place.announced("")));
    }
    let pages = live.current().snapshot().pages.len();
    let places: Vec<_> = for_visitors
        .iter()
        .map(|open| open.place.to_string())
        .collect();
    let at = places.join(", ");
    tracing::info!(%at, pages, as_of = live.current().snapshot().as_of, "serving");
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
    // The files of sockets are removed at the end.
    let (listeners, _files): (Vec<_>, Vec<_>) = (for_visitors.into_iter())
        .map(listen::Open::into_parts)
        .collect::<io::Result<Vec<_>>>()
        .context("making the listeners ready")?
        .into_iter()
        .unzip();
    match http::serve(listeners, site, Limits::default(), told_to_end).await {
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
