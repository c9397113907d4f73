//! What whoever serves may decide: the declaration that the command line, the
//! environment and the settings file are read by. What comes of it is decided
//! where it is used.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::build::Making;
use super::listen::Wanted;
use super::serve::LimitOptions;
use super::values::{self, BaseUrl, Proxy};

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
    /// socket. From them the fields that `--forwarded-by` names and `X-Request-Id`
    /// are read; from anybody else they are not.
    #[arg(long, value_name = "NETWORK", value_delimiter = ',', value_parser = values::proxy)]
    pub trusted_proxies: Vec<Proxy>,
    /// In which fields those proxies say whom they speak for
    ///
    /// Only these are read: most proxies pass the others on as visitors sent
    /// them, who could then choose the address that they seem to come from.
    #[arg(long, value_name = "FIELDS", value_enum, default_value_t = ForwardedBy::XForwarded)]
    pub forwarded_by: ForwardedBy,
    /// What becomes of visitors who come by another name than that of `--base-url`
    ///
    /// With `redirect` they are led to the same address there (308). The scheme
    /// is judged where a trusted proxy tells it, the port where the request names
    /// one. Addresses and names of one label (`localhost`, `backend:8080`) are
    /// answered: no visitor knows the site by them.
    #[arg(long, value_name = "WHAT", value_enum, default_value_t = CanonicalHost::Off)]
    pub canonical_host: CanonicalHost,
    /// For how many seconds browsers insist on encryption after a visit; 0 says nothing
    ///
    /// Sent as `Strict-Transport-Security` with every answer. Begin with some
    /// minutes: it cannot be taken back before it has run out.
    #[arg(long, value_name = "SECONDS", default_value_t = 0, value_parser = values::hsts)]
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
    #[arg(long, value_name = "SECONDS", default_value_t = 0, value_parser = values::grace)]
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
    /// What peers may take.
    #[command(flatten)]
    pub limits: LimitOptions,
}

/// In which fields proxies say whom they speak for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ForwardedBy {
    /// `X-Forwarded-For`, `-Proto` and `-Host`, as nearly all proxies do
    XForwarded,
    /// `Forwarded` (RFC 7239), if they have been told to write it
    Forwarded,
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
            LogFormat::Text => crate::logging::complain(text),
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
