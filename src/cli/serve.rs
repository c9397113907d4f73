//! The command that serves: a port, the signals that end it, and the lines
//! that tell what became of it.

use std::{
    future::Future,
    io::{self, Write as _},
    net::SocketAddr,
    path::PathBuf,
    sync::Arc,
};

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use tokio::{net::TcpListener, runtime};

use super::build::Making;
use super::follow::{Follow, Following};
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
}

/// How small pages are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Compression {
    /// Somewhat smaller at once, for a machine with no time to spare
    Quick,
    /// As small as can be after a while; takes half of one core until it is done
    Best,
}

/// Serves `snapshot`, and what the content becomes, until the process is told to end, and lets every visitor
/// have their answer first.
///
/// The first line on standard output is `listening on http://ADDR/` with the
/// port that was really taken, and the path of the base address if there is one.
///
/// # Errors
/// When the address cannot be listened on, or the system has no threads or
/// signals to give.
pub(super) fn serve(
    snapshot: Snapshot,
    follow: Follow,
    preview: Option<Arc<Preview>>,
    options: &ServeOptions,
) -> anyhow::Result<()> {
    let runtime = runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("starting the threads that serve")?;
    runtime.block_on(serve_on_runtime(snapshot, follow, preview, options))
}

async fn serve_on_runtime(
    snapshot: Snapshot,
    follow: Follow,
    preview: Option<Arc<Preview>>,
    options: &ServeOptions,
) -> anyhow::Result<()> {
    let listener = TcpListener::bind(options.listen)
        .await
        .map_err(|error| cannot_listen(options.listen, &error))?;
    let address = listener.local_addr().context("asking for the port")?;
    let told_to_end = told_to_end().context("waiting for signals")?;
    let release = Release::new(Arc::new(snapshot), &Policy::default());
    let live = Arc::new(Live::new(release));
    let site = Site::new(Arc::clone(&live));
    let site = match &preview {
        Some(preview) => site.behind(Arc::<Preview>::clone(preview)),
        None => site,
    };
    let told_to_end = async {
        told_to_end.await;
        // Else open pages would be waited for.
        if let Some(preview) = &preview {
            preview.end();
        }
    };
    announce(address, &live.current().snapshot().base_path);
    let pages = live.current().snapshot().pages.len();
    tracing::info!(%address, pages, as_of = live.current().snapshot().as_of, "serving");
    // A preview is never compressed.
    if options.compression == Compression::Best
        && preview.is_none()
        && let Err(error) = improve(&live)
    {
        tracing::warn!(%error, "bodies stay as large as they are");
    }
    let _following = match follow.start(&live) {
        Ok(following) => Some(told_to_look(following).context("waiting for signals")?),
        Err(error) => {
            tracing::warn!(%error, "edits show after a restart only");
            None
        }
    };
    match http::serve(listener, site, Limits::default(), told_to_end).await {
        Drained::Completely => tracing::info!("every visitor was answered"),
        Drained::Except(open) => {
            tracing::warn!(open, "connections were cut off at the deadline");
        }
    }
    Ok(())
}

/// Says where the site can be found. If nobody reads standard output, the
/// site is served all the same.
fn announce(address: SocketAddr, base_path: &str) {
    let mut output = io::stdout().lock();
    let _ =
        writeln!(output, "listening on http://{address}{base_path}/").and_then(|()| output.flush());
}

/// What went wrong with `address`, and what to do about it.
fn cannot_listen(address: SocketAddr, error: &io::Error) -> anyhow::Error {
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
                 `--listen {ip}:{next}`, or `--listen {ip}:0` for any that is free",
                address.port()
            )
        }
        io::ErrorKind::PermissionDenied => anyhow::anyhow!(
            "port {} may not be used by this account; choose one above 1023, such as \
             `--listen {ip}:8080`",
            address.port()
        ),
        io::ErrorKind::AddrNotAvailable => anyhow::anyhow!(
            "this machine has no address {ip}; choose one that it has, such as \
             `--listen 127.0.0.1:8080`"
        ),
        _ => anyhow::anyhow!("cannot listen on {address}: {error}"),
    }
}

/// Comes when the process is asked to end: by a service manager (SIGTERM) or
/// from the keyboard (SIGINT).
#[cfg(unix)]
fn told_to_end() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("ending: no new visitors are let in");
    })
}

/// Comes when the process is asked to end from the keyboard.
#[cfg(not(unix))]
fn told_to_end() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        // Without the signal there is nothing to wait for.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}

/// Makes the site anew whenever the process is told to (SIGHUP), as long as
/// what this returns is kept.
#[cfg(unix)]
fn told_to_look(following: Following) -> io::Result<Arc<Following>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut hangup = signal(SignalKind::hangup())?;
    let following = Arc::new(following);
    tokio::spawn({
        let following = Arc::downgrade(&following);
        async move {
            while hangup.recv().await.is_some() {
                match following.upgrade() {
                    Some(following) => following.anew(),
                    None => break,
                }
            }
        }
    });
    Ok(following)
}

/// There is no such signal here.
#[cfg(not(unix))]
fn told_to_look(following: Following) -> io::Result<Arc<Following>> {
    Ok(Arc::new(following))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_comes_with_advice() {
        let address = "127.0.0.1:8080".parse().expect("an address");
        let error = cannot_listen(address, &io::ErrorKind::AddrInUse.into()).to_string();
        assert!(error.contains("`--listen 127.0.0.1:8081`"), "{error}");
        assert!(error.contains("`--listen 127.0.0.1:0`"), "{error}");
        let address = "[::1]:65535".parse().expect("an address");
        let error = cannot_listen(address, &io::ErrorKind::AddrInUse.into()).to_string();
        assert!(error.contains("`--listen [::1]:8080`"), "{error}");
    }
}
