//! Where visitors and operators come in: addresses that are bound here, files
//! of Unix sockets, and sockets that the service manager holds open.

mod file;
mod inherited;

use std::{
    fmt, io,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    os::unix::net::UnixListener,
    path::PathBuf,
};

use anyhow::{Context as _, bail};

use super::options::ServeOptions;
use crate::http;
use file::SocketFile;
pub(super) use inherited::Inherited;

/// Where to listen without being told.
const USUAL: (Ipv4Addr, u16) = (Ipv4Addr::LOCALHOST, 8080);

/// What the sockets for operators are called among those that are inherited.
const OPERATIONS: &str = "operations";

/// How many connections may wait in the system's queue to be accepted.
const WAITING: i32 = 1_024;

/// A place to listen at, as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// An address and a port; 0 takes any that is free.
    Tcp(SocketAddr),
    /// A socket in the file system, at this whole path.
    Unix(PathBuf),
    /// What the service manager holds open: what has this name, or everything.
    Inherited(Option<String>),
}

impl fmt::Display for Wanted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(address) => address.fmt(formatter),
            Self::Unix(path) => write!(formatter, "unix:{}", path.display()),
            Self::Inherited(None) => formatter.write_str("systemd"),
            Self::Inherited(Some(name)) => write!(formatter, "systemd:{name}"),
        }
    }
}

/// A listening socket that does not block.
#[derive(Debug)]
enum Socket {
    Tcp(TcpListener),
    Unix(UnixListener),
}

/// A listener. A file that was made for it is removed with it.
#[derive(Debug)]
pub(super) struct Open {
    socket: Socket,
    /// Where others find it.
    pub(super) place: Place,
    file: Option<SocketFile>,
}

/// Where a listener is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// At this address.
    Tcp(SocketAddr),
    /// At this path, or whatever else names a Unix socket.
    Unix(String),
}

impl Place {
    /// Whether only this machine can reach it.
    pub(super) fn is_local(&self) -> bool {
        match self {
            Self::Tcp(address) => address.ip().is_loopback(),
            Self::Unix(_) => true,
        }
    }

    /// As the first lines on standard output name it, with the path below
    /// which the site stands.
    pub(super) fn announced(&self, base_path: &str) -> String {
        match self {
            Self::Tcp(address) => format!("http://{address}{base_path}/"),
            Self::Unix(_) => self.to_string(),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(address) => address.fmt(formatter),
            Self::Unix(name) => write!(formatter, "unix:{name}"),
        }
    }
}

impl Open {
    /// A socket that is listening, made ready to be waited for.
    fn new(socket: Socket) -> io::Result<Self> {
        let place = match &socket {
            Socket::Tcp(listener) => {
                listener.set_nonblocking(true)?;
                Place::Tcp(listener.local_addr()?)
            }
            Socket::Unix(listener) => {
                listener.set_nonblocking(true)?;
                Place::Unix(name(&listener.local_addr()?))
            }
        };
        Ok(Self {
            socket,
            place,
            file: None,
        })
    }

    fn bind(wanted: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind(wanted)?;
        // What the standard library asks for is soon full.
        rustix::net::listen(&listener, WAITING)?;
        Self::new(Socket::Tcp(listener))
    }

    /// The listener in the runtime that this is called in, and the file that
    /// is to be kept as long as it is.
    pub(super) fn into_parts(self) -> io::Result<(http::Listener, Option<SocketFile>)> {
        let listener = match self.socket {
            Socket::Tcp(listener) => tokio::net::TcpListener::from_std(listener)?.into(),
            Socket::Unix(listener) => tokio::net::UnixListener::from_std(listener)?.into(),
        };
        Ok((listener, self.file))
    }
}

/// What a Unix socket is called.
fn name(address: &std::os::unix::net::SocketAddr) -> String {
    #[cfg(target_os = "linux")]
    {
        use std::os::linux::net::SocketAddrExt as _;
        if let Some(name) = address.as_abstract_name() {
            return format!("@{}", String::from_utf8_lossy(name));
        }
    }
    let path = address.as_pathname().map(|path| path.display().to_string());
    path.unwrap_or_else(|| "unnamed".to_owned())
}

/// Everything that is listened on. Opened before anything else is done, so that
/// whoever names an address that is taken hears of it at once; who connects
/// meanwhile waits for the pages.
pub(super) struct Opened {
    /// What visitors come in by.
    pub(super) visitors: Vec<Open>,
    /// What operators come in by.
    pub(super) operators: Vec<Open>,
}

impl Opened {
    /// What the options ask for.
    ///
    /// # Errors
    /// When an address cannot be listened on, or others could come in by one that
    /// is for this machine alone.
    pub(super) fn by(options: &ServeOptions, mut inherited: Inherited) -> anyhow::Result<Self> {
        let operators = operators(options, &mut inherited)?;
        let visitors = visitors(options, &mut inherited)?;
        if !inherited.is_empty() {
            tracing::warn!(
                "not every inherited socket is used: {}",
                inherited.described()
            );
        }
        Ok(Self {
            visitors,
            operators,
        })
    }
}

/// Opens what visitors come in by: what is asked for, else everything that is
/// inherited and not for operators, else the usual address of this machine.
///
/// # Errors
/// When it cannot be had, with advice; when a preview could be seen by others
/// without anybody having said that they may.
fn visitors(options: &ServeOptions, inherited: &mut Inherited) -> anyhow::Result<Vec<Open>> {
    let mut open = Vec::new();
    if options.listen.is_empty() {
        open = inherited.all_but(OPERATIONS)?;
    }
    if options.listen.is_empty() && open.is_empty() {
        let usual = Wanted::Tcp(USUAL.into());
        open.extend(one("--listen", &usual, options.socket_mode, inherited)?);
    }
    for wanted in &options.listen {
        open.extend(one("--listen", wanted, options.socket_mode, inherited)?);
    }
    if options.preview
        && !options.preview_anywhere
        && let Some(Open { place, .. }) = open.iter().find(|open| !open.place.is_local())
    {
        bail!(
            "a preview shows what is not published yet, and {place} can be reached by other \
             machines; choose an address of this machine alone, such as `--listen \
             127.0.0.1:8080`, or let everybody see it with `--preview-anywhere`"
        );
    }
    Ok(open)
}

/// Opens what operators come in by: what is asked for, else what is inherited
/// for them.
///
/// # Errors
/// As [`visitors`].
fn operators(options: &ServeOptions, inherited: &mut Inherited) -> anyhow::Result<Vec<Open>> {
    let named = Wanted::Inherited(Some(OPERATIONS.to_owned()));
    // Who may visit need not be who may ask.
    let mode = match options.operations_anywhere {
        true => options.socket_mode,
        false => options.socket_mode & 0o660,
    };
    let open = match &options.operations {
        None => inherited.named(OPERATIONS)?,
        Some(Wanted::Inherited(None)) => one("--operations", &named, mode, inherited)?,
        Some(wanted) => one("--operations", wanted, mode, inherited)?,
    };
    if !options.operations_anywhere
        && let Some(Open { place, .. }) = open.iter().find(|open| !open.place.is_local())
    {
        bail!(
            "the operations listener tells what visitors are not told, and {place} can be \
             reached by other machines; choose an address of this machine alone, such as \
             `--operations 127.0.0.1:9090`, or let everybody ask with \
             `--operations-anywhere`"
        );
    }
    Ok(open)
}

/// Opens what `option` asks for.
fn one(
    option: &str,
    wanted: &Wanted,
    mode: u32,
    inherited: &mut Inherited,
) -> anyhow::Result<Vec<Open>> {
    let open = match wanted {
        Wanted::Tcp(address) => {
            let open = Open::bind(*address);
            vec![open.map_err(|error| cannot_listen(option, *address, &error))?]
        }
        Wanted::Unix(path) => {
            let (listener, file) = file::bind(path, mode)?;
            let open = Open::new(Socket::Unix(listener)).context("making the socket ready")?;
            let file = Some(file);
            vec![Open { file, ..open }]
        }
        Wanted::Inherited(None) => inherited.all_but(OPERATIONS)?,
        Wanted::Inherited(Some(name)) => inherited.named(name)?,
    };
    if open.is_empty() {
        bail!(
            "`{option} {wanted}` takes a socket that the service manager holds open, and {}; \
             see to it that the socket unit is started and names this service",
            inherited.described()
        );
    }
    Ok(open)
}

/// Why nothing can be listened on now. It may pass without anybody's doing: who
/// starts programs can try again.
#[derive(Debug)]
pub(super) struct NotNow(String);

impl fmt::Display for NotNow {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for NotNow {}

/// What went wrong with `address`, and which other `option` to try.
fn cannot_listen(option: &str, address: SocketAddr, error: &io::Error) -> anyhow::Error {
    let ip = if address.is_ipv6() {
        format!("[{}]", address.ip())
    } else {
        address.ip().to_string()
    };
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            let next = address.port().checked_add(1).unwrap_or(8080);
            NotNow(format!(
                "port {} on {ip} is taken by another program; choose another with \
                 `{option} {ip}:{next}`, or `{option} {ip}:0` for any that is free",
                address.port()
            ))
            .into()
        }
        io::ErrorKind::PermissionDenied => anyhow::anyhow!(
            "port {} may not be used by this account; choose one above 1023, such as \
             `{option} {ip}:8080`",
            address.port()
        ),
        io::ErrorKind::AddrNotAvailable => NotNow(format!(
            "this machine has no address {ip}; choose one that it has, such as \
             `{option} 127.0.0.1:8080`"
        ))
        .into(),
        _ => anyhow::anyhow!("cannot listen on {address}: {error}"),
    }
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
