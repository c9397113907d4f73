//! The command that serves: a port, the signals that end it, and the lines
//! that tell what became of it.

mod descriptors;
mod limits;
mod running;

use std::{
    io::{self, Write as _},
    sync::Arc,
    time::Duration,
};

use anyhow::Context as _;
use tokio::{
    runtime,
    signal::unix::{Signal, SignalKind, signal},
};
use tracing::field::display;

use super::follow::{Follow, Following};
use super::listen::{self, Opened, Place};
use super::observers::{self, Observers, Verdict};
use super::operations;
use super::options::ServeOptions;
use super::reload::Settings;
use crate::{
    http::{self, Drained},
    live::Live,
    release::Release,
    site::snapshot::Snapshot,
};
pub(super) use limits::LimitOptions;
pub(super) use running::Running;

/// What is served first, and what is to be said of it.
pub(super) struct Start {
    /// The site.
    pub(super) snapshot: Snapshot,
    /// What became of the content that it was to be made of.
    pub(super) verdict: Verdict,
    /// What is listened on.
    pub(super) opened: Opened,
    /// What is read again while it is served.
    pub(super) settings: Settings,
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
/// When the system has no threads or signals to give.
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
    let Opened {
        visitors: for_visitors,
        operators: for_operators,
    } = start.opened;
    let mut signals = Signals::new().context("waiting for signals")?;
    // From the first line on a reload may be asked for.
    let hangup = signal(SignalKind::hangup()).context("waiting for signals")?;
    let release = Release::new(Arc::new(start.snapshot), &options.policy());
    let live = Arc::new(Live::new(release));
    let running = Running::new(&live, observers, options)
        .context("starting the thread that writes the access log")?;
    let running = Arc::new(running);
    let desk = operations::open(for_operators, options, &observers.standing)?;
    let told_to_end = async {
        signals.next().await;
        observers.ends();
        let grace = running.grace();
        if !grace.is_zero() {
            tracing::info!(seconds = grace.as_secs(), "ending: no longer ready");
            let _ = tokio::time::timeout(grace, signals.next()).await;
        }
        tracing::info!("ending: no new visitors are let in");
        // Else open pages would be waited for.
        if let Some(preview) = &observers.preview {
            preview.end();
        }
    };
    // Who reads the first lines may ask at once, also for a reload.
    observers.begins(&live, start.verdict);
    running.compress(options);
    let following = follow.start(&live, start.settings, &running);
    let following = following.context("starting the thread that follows the content")?;
    let _following = told_to_look(hangup, following);
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
    let at = joined(for_visitors.iter().map(|open| &open.place));
    let operations = desk.as_ref().map(|desk| display(joined(&desk.places)));
    tracing::info!(
        %at,
        operations,
        pages,
        as_of = live.current().snapshot().as_of,
        "serving"
    );
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
    match http::serve_on(listeners, running.terms(), told_to_end).await {
        Drained::Completely => tracing::info!("every visitor was answered"),
        Drained::Except(open) => {
            tracing::warn!(open, "connections were cut off at the deadline");
        }
    }
    if let Some(desk) = desk {
        desk.close();
    }
    running.close();
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

/// These places in one word of the log.
fn joined<'p>(places: impl IntoIterator<Item = &'p Place>) -> String {
    let places: Vec<_> = places.into_iter().map(Place::to_string).collect();
    places.join(",")
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

/// Reads settings and content again whenever the process is told to (SIGHUP),
/// as long as what this returns is kept.
fn told_to_look(mut hangup: Signal, following: Following) -> Arc<Following> {
    let following = Arc::new(following);
    tokio::spawn({
        let following = Arc::downgrade(&following);
        async move {
            while hangup.recv().await.is_some() {
                match following.upgrade() {
                    Some(following) if following.is_at_work() => following.anew(),
                    // A service manager would wait for the end of a reload in vain.
                    Some(_) => tracing::error!(
                        "settings and content are not read again: the thread that reads them \
                         has broken off, and only a restart brings it back"
                    ),
                    None => break,
                }
            }
        }
    });
    following
}
