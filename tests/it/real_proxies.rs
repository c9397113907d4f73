//! The examples for proxies in `packaging/proxies`, each in the real proxy: what
//! comes through it is what the program says, and `doctor` finds nothing.
//!
//! They are left out unless they are asked for, since they need the proxies:
//! `scripts/test` fetches them to `target/tools/proxies` and runs these tests.

use crate::support::content::{Folder, project};
use crate::support::program::Program;
use std::{
    collections::BTreeMap,
    fs,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// How long is waited for what must come: far longer than it takes.
const PATIENCE: Duration = Duration::from_secs(60);

/// Fields that belong to a connection or to whoever passes an answer on.
const PASSING: [&str; 9] = [
    "accept-ranges",
    "age",
    "connection",
    "date",
    "keep-alive",
    "server",
    "via",
    "x-request-id",
    "x-varnish",
];

/// A running proxy. Ends with the value.
struct Proxy {
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
struct Place<'a> {
    address: SocketAddr,
    upstream: Upstream<'a>,
    folder: &'a Path,
    /// Whether it is asked over TLS, with the certificate that lies in its folder.
    is_encrypted: bool,
}

/// The certificate of the proxy, its key, and whoever vouches for it, as names
/// of files in its folder.
const CERTIFICATE: &str = "fullchain.pem";
const KEY: &str = "privkey.pem";
const AUTHORITY: &str = "authority.pem";

/// Where the program listens.
#[derive(Clone, Copy)]
enum Upstream<'a> {
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

fn nginx(place: &Place<'_>) -> Command {
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

fn caddy(place: &Place<'_>) -> Command {
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

fn varnish(place: &Place<'_>) -> Command {
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

fn start(mut command: Command, place: &Place<'_>) -> Proxy {
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

/// What is asked: method, path, further lines.
type Question = (&'static str, String, String);

#[derive(Debug, PartialEq, Eq)]
struct Heard {
    status: String,
    fields: BTreeMap<String, Vec<String>>,
    body: Vec<u8>,
}

/// Asks over a connection of its own, which ends with the answer.
fn ask(authority: &str, (method, path, lines): &Question) -> Heard {
    let mut stream = TcpStream::connect(authority).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let head = format!("{method} {path} HTTP/1.1\r\nHost: {authority}\r\n{lines}");
    let head = format!("{head}Connection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    let mut all = Vec::new();
    stream.read_to_end(&mut all).unwrap();
    let end = all.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    let head = String::from_utf8(all[..end].to_vec()).unwrap();
    let (status, rest) = head.split_once("\r\n").unwrap_or((&head, ""));
    let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in rest.lines() {
        let (name, value) = line.split_once(':').unwrap();
        let values = fields.entry(name.to_ascii_lowercase()).or_default();
        values.push(value.trim().to_owned());
    }
    Heard {
        status: status.split(' ').nth(1).unwrap().to_owned(),
        fields,
        body: all[end + 4..].to_vec(),
    }
}

/// What between two quotation marks comes after `before`.
fn quoted(page: &str, before: &str, ending: &str) -> String {
    let mut pieces = page.split(before).skip(1);
    let found =
        pieces.find_map(|rest| rest.split('"').next().filter(|word| word.ends_with(ending)));
    found
        .unwrap_or_else(|| panic!("{before}…{ending}"))
        .to_owned()
}

/// Pages, files, redirects, mistakes, in all codings and with conditions.
fn questions(authority: &str) -> Vec<Question> {
    let get = |path: &str, lines: &str| ("GET", path.to_owned(), lines.to_owned());
    let home = ask(authority, &get("/cooperation/pl/", ""));
    let page = String::from_utf8(home.body).unwrap();
    let style = quoted(&page, "href=\"", ".css");
    let search = quoted(&page, "action=\"", "/");
    let picture = quoted(&page, "href=\"", ".svg");
    let mut questions = vec![
        get("/cooperation/", "Accept-Language: el\r\n"),
        get("/cooperation/", "Accept-Language: pl\r\n"),
        get("/cooperation", ""),
        get("/cooperation/pl", ""),
        get("/cooperation/pl/?from=elsewhere", ""),
        get("/cooperation/pl/no-such-page/", ""),
        get(&format!("{search}?q=rescue"), ""),
        get(&format!("{search}?q=rescue"), "Accept-Encoding: br\r\n"),
        get(&style, "Range: bytes=10-19\r\n"),
        get(&format!("/cooperation/pl/{}/", "a".repeat(9_000)), ""),
        ("HEAD", "/cooperation/pl/".to_owned(), String::new()),
        ("HEAD", style.clone(), "Accept-Encoding: br\r\n".to_owned()),
        ("OPTIONS", "/cooperation/pl/".to_owned(), String::new()),
        (
            "POST",
            "/cooperation/pl/".to_owned(),
            "Content-Length: 0\r\n".to_owned(),
        ),
    ];
    for path in [
        "/cooperation/pl/",
        "/cooperation/pl/cele/rescue/",
        "/cooperation/pl/feed.xml",
        "/cooperation/pl/data.json",
        "/cooperation/data/register.jsonld",
        "/cooperation/robots.txt",
        "/cooperation/favicon.ico",
        &style,
        &picture,
    ] {
        for coding in ["identity", "gzip", "br", "gzip, deflate, br, zstd"] {
            let lines = format!("Accept-Encoding: {coding}\r\n");
            let question = get(path, &lines);
            let tag = ask(authority, &question).fields["etag"][0].clone();
            questions.push(question);
            questions.push(get(path, &format!("{lines}If-None-Match: {tag}\r\n")));
        }
    }
    questions
}

/// The answer without what every connection and every proxy may add, and
/// without the name of the request, which error pages show.
fn lasting(mut heard: Heard) -> Heard {
    let id = heard.fields.get("x-request-id").map(|ids| ids[0].clone());
    let text = std::str::from_utf8(&heard.body).ok();
    if let Some((id, text)) = id.zip(text)
        && text.contains(&id)
    {
        let length = heard.body.len().to_string();
        assert_eq!(heard.fields["content-length"], [length]);
        heard.body = text.replace(&id, "").into_bytes();
        heard.fields.remove("content-length");
    }
    heard
        .fields
        .retain(|name, _| !PASSING.contains(&name.as_str()));
    if heard.status == "304" {
        // What a cache tells of the content that it does not send says nothing new
        // (RFC 9110, 15.4.5).
        for name in ["content-type", "content-language", "content-encoding"] {
            heard.fields.remove(name);
        }
    }
    heard
}

/// Compares what comes through a proxy with what the program says itself.
fn compare(direct: &str, proxied: &str) {
    for question in questions(direct) {
        let expected = lasting(ask(direct, &question));
        // A second time, since a cache answers then.
        for time in ["first", "second"] {
            let found = lasting(ask(proxied, &question));
            let (method, path, lines) = &question;
            let at = format!("{method} {path:.60} {lines:?} ({time})");
            assert_eq!(found.status, expected.status, "{at}");
            assert_eq!(found.fields, expected.fields, "{at}");
            assert!(found.body == expected.body, "{at}: another body");
        }
    }
    // A cache that has a file answers for it, also that it is shorter.
    let style = questions(direct)
        .into_iter()
        .find(|(_, path, _)| path.ends_with(".css"));
    let (method, path, _) = style.unwrap();
    let beyond = (method, path, "Range: bytes=999999-\r\n".to_owned());
    assert_eq!(ask(proxied, &beyond).status, "416");
    // Every proxy has its own bound for heads; none may fail at one.
    let lines = format!("X-Long: {}\r\n", "a".repeat(100_000));
    let heard = ask_much(proxied, &lines);
    assert!(
        heard.is_empty() || heard.starts_with("HTTP/1.1 4"),
        "{heard}"
    );
}

/// The status line of the answer to a head that is too long, if there is one
/// before the connection ends.
fn ask_much(authority: &str, lines: &str) -> String {
    let mut stream = TcpStream::connect(authority).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let head = format!("GET /cooperation/ HTTP/1.1\r\nHost: {authority}\r\n{lines}");
    let head = format!("{head}Connection: close\r\n\r\n");
    // It may be refused before everything was sent.
    let _ = stream.write_all(head.as_bytes());
    let mut all = Vec::new();
    let _ = stream.read_to_end(&mut all);
    let text = String::from_utf8_lossy(&all).into_owned();
    text.lines().next().unwrap_or_default().to_owned()
}

/// Holds a proxy with its example to all of this, over TCP and a Unix socket.
fn hold(command: fn(&Place<'_>) -> Command, keeps: bool) {
    let content = Folder::with_minimal();
    // The port is free again when the proxy takes it.
    let address = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let proxied = address.to_string();
    let url = format!("http://{proxied}/cooperation/");
    let socket: PathBuf = content.path().join("http.sock");
    let unix = format!("unix:{}", socket.display());
    let arguments = [
        "--listen",
        &unix,
        // Whoever may do much starts nginx, which then lets others work.
        "--socket-mode",
        "666",
        "--base-url",
        &url,
        "--compression",
        "quick",
        "--access-log",
        "--trusted-proxies",
        "unix",
    ];
    let program = Program::serve(content.path(), &arguments);
    let direct = program.authority();
    for upstream in [Upstream::Tcp(direct), Upstream::Unix(&socket)] {
        let folder = Folder::new();
        let place = Place {
            address,
            upstream,
            folder: folder.path(),
            is_encrypted: false,
        };
        let _proxy = start(command(&place), &place);
        compare(direct, &proxied);
        let run = content.run(&["doctor", &url]);
        assert_eq!(run.code(), 0, "{}", run.stdout());
        if keeps {
            let style = questions(direct)
                .into_iter()
                .find(|(_, path, _)| path.ends_with(".css"));
            let heard = ask(&proxied, &style.unwrap());
            assert!(heard.fields.contains_key("age"), "{heard:?}");
        }
    }
    // The program hears of the visitor from a proxy at the socket, which is
    // trusted, and nothing from one that is not.
    let folder = Folder::new();
    let place = Place {
        address,
        upstream: Upstream::Unix(&socket),
        folder: folder.path(),
        is_encrypted: false,
    };
    let _proxy = start(command(&place), &place);
    let claims = "X-Forwarded-For: 203.0.113.9\r\nForwarded: for=203.0.113.9\r\n";
    let path = "/cooperation/pl/who-asks/".to_owned();
    ask(&proxied, &("GET", path, claims.to_owned()));
    let is_told = |program: &Program| program.log().contains("path=/cooperation/pl/who-asks/");
    program.wait_until("the request is logged", is_told);
    let log = program.log();
    let line = log
        .lines()
        .find(|line| line.contains("/who-asks/"))
        .unwrap();
    assert!(line.ends_with(" client=127.0.0.0"), "{line}");
}

/// Makes a certificate for this machine, and an authority that vouches for it.
fn certify(folder: &Path) {
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

/// Holds a proxy that ends TLS to what `doctor` asks, before a program that
/// leads home who comes by another name, and so must be told the right one.
fn hold_encrypted(command: fn(&Place<'_>) -> Command) {
    let folder = Folder::new();
    certify(folder.path());
    let content = Folder::with_minimal();
    let address = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let url = format!("https://{address}/cooperation/");
    let arguments = [
        "--base-url",
        &url,
        "--canonical-host",
        "redirect",
        "--trusted-proxies",
        "127.0.0.1",
        "--hsts",
        "300",
        "--compression",
        "quick",
    ];
    let program = Program::serve(content.path(), &arguments);
    let place = Place {
        address,
        upstream: Upstream::Tcp(program.authority()),
        folder: folder.path(),
        is_encrypted: true,
    };
    let _proxy = start(command(&place), &place);
    let doctor = Command::new(env!("CARGO_BIN_EXE_saradnja"))
        .args(["doctor", &url])
        .env("SSL_CERT_FILE", folder.path().join(AUTHORITY))
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&doctor.stdout);
    assert!(
        doctor.status.success(),
        "{told}{}",
        String::from_utf8_lossy(&doctor.stderr)
    );
    assert!(told.contains("ok      hsts "), "{told}");
}

#[test]
#[ignore = "needs nginx and openssl: scripts/test fetches them"]
fn nginx_ends_encryption_and_says_so() {
    hold_encrypted(nginx);
}

#[test]
#[ignore = "needs Caddy and openssl: scripts/test fetches them"]
fn caddy_ends_encryption_and_says_so() {
    hold_encrypted(caddy);
}

#[test]
#[ignore = "needs nginx: scripts/test fetches it"]
fn nginx_passes_on_what_the_program_says() {
    hold(nginx, false);
}

#[test]
#[ignore = "needs Caddy: scripts/test fetches it"]
fn caddy_passes_on_what_the_program_says() {
    hold(caddy, false);
}

#[test]
#[ignore = "needs Varnish: scripts/test fetches it"]
fn varnish_passes_on_what_the_program_says_and_keeps_it() {
    hold(varnish, true);
}
