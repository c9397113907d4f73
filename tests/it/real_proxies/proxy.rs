//! The real proxies with the examples in them, which are changed in places alone:
//! addresses, files, and whether there is a certificate.

use crate::support::content::project;
use std::{
    fs,
    net::{SocketAddr, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// How long is waited for what must come: far longer than it takes.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running proxy. Ends with the value.
pub(super) struct Proxy {
    child: Child,
}

impl Drop for Proxy {
    fn drop(&mut self) {
        // Varnish and nginx have children of their own, which end on this signal.
        let pid = self.child.id().to_string();
        let _ = Command::new("kill").args(["-TERM", &pid]).status();
        let _ = self.child.wait();
    }
}

/// Where a proxy listens, what it asks, and where its files are.
pub(super) struct Place<'a> {
    pub(super) address: SocketAddr,
    pub(super) upstream: Upstream<'a>,
    pub(super) folder: &'a Path,
    /// Whether it is asked over TLS, with the certificate that lies in its folder.
    pub(super) is_encrypted: bool,
}

/// The certificate of the proxy, its key, and whoever vouches for it, as names
/// of files in its folder.
const CERTIFICATE: &str = "fullchain.pem";
const KEY: &str = "privkey.pem";
pub(super) const AUTHORITY: &str = "authority.pem";

/// Where the program listens.
#[derive(Clone, Copy)]
pub(super) enum Upstream<'a> {
    Tcp(&'a str),
    Unix(&'a Path),
}

/// The program `path` below where `scripts/test` puts it, or of the system.
fn tool(path: &str) -> Command {
    let tools = project().join("target/tools/proxies");
    let own = tools.join(path);
    let mut command = match own.is_file() {
        true => Command::new(own),
        false => Command::new(Path::new("/").join(path)),
    };
    let libraries = fs::read_dir(tools.join("usr/lib")).into_iter().flatten();
    let libraries = libraries.filter_map(|entry| Some(entry.ok()?.path()));
    let libraries: Vec<_> = libraries
        .flat_map(|path| [path.join("varnish"), path])
        .collect();
    command.env("LD_LIBRARY_PATH", std::env::join_paths(libraries).unwrap());
    command
}

/// The example with other places in it, each of which stands there.
fn example(name: &str, changes: &[(&str, &str)]) -> String {
    let path = project().join("packaging/proxies").join(name);
    let mut text = fs::read_to_string(path).unwrap();
    for (from, to) in changes {
        assert!(text.contains(from), "{from:?} in {name}");
        text = text.replace(from, to);
    }
    text
}

/// Without the lines that have one of these in them.
fn without(text: &str, parts: &[&str]) -> String {
    let kept = text
        .lines()
        .filter(|line| !parts.iter().any(|part| line.contains(part)));
    kept.flat_map(|line| [line, "\n"]).collect()
}

pub(super) fn nginx(place: &Place<'_>) -> Command {
    let listen = match place.is_encrypted {
        true => format!("listen {} ssl http2;", place.address),
        false => format!("listen {};", place.address),
    };
    let other = format!("listen unix:{};", place.folder.join("plain.sock").display());
    let upstream = match place.upstream {
        Upstream::Tcp(authority) => format!("server {authority};"),
        Upstream::Unix(path) => format!("server unix:{};", path.display()),
    };
    let text = example(
        "nginx.conf",
        &[
            ("listen 443 ssl http2;", &listen),
            ("listen 80;", &other),
            ("server 127.0.0.1:8080;", &upstream),
        ],
    );
    let text = text.replace("/etc/ssl/example.org", &place.folder.display().to_string());
    let text = match place.is_encrypted {
        true => without(&text, &["listen [::]"]),
        false => without(&text, &["listen [::]", "ssl_"]),
    };
    let kept = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(|kind| {
        let path = place.folder.join(kind);
        format!("{kind}_temp_path {};\n", path.display())
    });
    let whole = format!(
        "daemon off;\npid {};\nerror_log stderr;\nevents {{}}\nhttp {{\naccess_log off;\n{}{text}}}\n",
        place.folder.join("nginx.pid").display(),
        kept.concat()
    );
    let path = place.folder.join("nginx.conf");
    fs::write(&path, whole).unwrap();
    let mut command = tool("usr/sbin/nginx");
    command.arg("-p").arg(place.folder).arg("-c").arg(path);
    command
}

pub(super) fn caddy(place: &Place<'_>) -> Command {
    let listen = match place.is_encrypted {
        true => {
            let [certificate, key] = [CERTIFICATE, KEY].map(|name| place.folder.join(name));
            format!(
                "\nhttps://{} {{\n\ttls {} {}",
                place.address,
                certificate.display(),
                key.display()
            )
        }
        false => format!("\nhttp://{} {{", place.address),
    };
    let upstream = match place.upstream {
        Upstream::Tcp(authority) => format!("reverse_proxy {authority}"),
        Upstream::Unix(path) => format!("reverse_proxy unix/{}", path.display()),
    };
    let text = example(
        "Caddyfile",
        &[
            ("\nexample.org {", &listen),
            ("reverse_proxy 127.0.0.1:8080", &upstream),
        ],
    );
    let path = place.folder.join("Caddyfile");
    fs::write(
        &path,
        format!("{{\n\tadmin off\n\tauto_https off\n}}\n{text}"),
    )
    .unwrap();
    let mut command = tool("usr/bin/caddy");
    command
        .args(["run", "--adapter", "caddyfile", "--config"])
        .arg(path)
        .env("HOME", place.folder);
    command
}

pub(super) fn varnish(place: &Place<'_>) -> Command {
    let changes = match place.upstream {
        Upstream::Tcp(authority) => {
            let (_, port) = authority.rsplit_once(':').unwrap();
            vec![("\"8080\"".to_owned(), format!("\"{port}\""))]
        }
        Upstream::Unix(path) => vec![
            (
                ".host = \"127.0.0.1\";".to_owned(),
                format!(".path = \"{}\";", path.display()),
            ),
            ("    .port = \"8080\";\n".to_owned(), String::new()),
        ],
    };
    let changes: Vec<_> = changes.iter().map(|(from, to)| (&**from, &**to)).collect();
    let path = place.folder.join("saradnja.vcl");
    fs::write(&path, example("varnish.vcl", &changes)).unwrap();
    let mut command = tool("usr/sbin/varnishd");
    command.args(["-F", "-j", "none", "-T", "none", "-s", "malloc,64m", "-n"]);
    command.arg(place.folder.join("varnish"));
    command
        .args(["-a", &place.address.to_string(), "-f"])
        .arg(path);
    // The parameters that the head of the example gives.
    for parameter in parameters() {
        command.args(["-p", &parameter]);
    }
    command
}

/// What stands after each `-p` in the example of Varnish.
fn parameters() -> Vec<String> {
    let text = example("varnish.vcl", &[]);
    let words: Vec<_> = text.split_whitespace().collect();
    let after = words.windows(2).filter(|pair| pair[0] == "-p");
    let found: Vec<_> = after.map(|pair| pair[1].to_owned()).collect();
    assert_eq!(found.len(), 2, "{found:?}");
    found
}

pub(super) fn start(mut command: Command, place: &Place<'_>) -> Proxy {
    let log = place.folder.join("proxy.log");
    let errors = fs::File::create(&log).unwrap();
    command.stdout(Stdio::null()).stderr(errors);
    let child = command
        .spawn()
        .unwrap_or_else(|error| panic!("{error}: scripts/test fetches {command:?}"));
    let mut proxy = Proxy { child };
    let begun = Instant::now();
    while TcpStream::connect(place.address).is_err() {
        let is_over = proxy.child.try_wait().unwrap().is_some();
        let is_late = begun.elapsed() > PATIENCE;
        assert!(!is_over && !is_late, "{}", fs::read_to_string(log).unwrap());
        thread::sleep(Duration::from_millis(5));
    }
    proxy
}

/// Makes a certificate for this machine, and an authority that vouches for it.
pub(super) fn certify(folder: &Path) {
    fs::write(
        folder.join("extensions"),
        "subjectAltName=IP:127.0.0.1\nbasicConstraints=CA:FALSE\n",
    )
    .unwrap();
    let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";
    for line in [
        format!("req -x509 {key} -keyout ca.key -out {AUTHORITY} -days 2 -subj /CN=authority"),
        format!("req {key} -keyout {KEY} -out request -subj /CN=proxy"),
        format!(
            "x509 -req -in request -CA {AUTHORITY} -CAkey ca.key -set_serial 2 -days 2 \
             -extfile extensions -out {CERTIFICATE}"
        ),
    ] {
        let made = Command::new("openssl")
            .args(line.split_whitespace())
            .current_dir(folder)
            .output()
            .unwrap();
        assert!(
            made.status.success(),
            "{}",
            String::from_utf8_lossy(&made.stderr)
        );
    }
}
