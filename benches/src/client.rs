//! What `benches/run` asks a server, with nothing but the standard library.
//!
//! `peer`: a server that answers every request with a few fixed bytes, to
//! compare a start with. `hits ADDR COUNT`: that many page hits over one
//! connection, with the least of fields, on some hundred pages from all over
//! the site; `browse ADDR COUNT`: with all that a browser sends; `visits ADDR
//! COUNT`: each over a connection of its own. `start RUNS COMMAND...`: the median
//! time in milliseconds from starting COMMAND to its first 200. `paths ADDR`: the
//! paths of all pages. `weight ADDR END...`: the bytes of the first view of every
//! page but those whose path has such an end.

use std::{
    env,
    error::Error,
    io::{self, BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    process::{Command, Stdio},
    time::Instant,
};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// The least that a page in Brotli can be asked for with, beside `Host`.
const PLAIN: &str = "Accept-Encoding: br\r\n";

/// The header fields of a browser.
const BROWSER: &str = "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\n\
    Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n\
    Accept-Language: en-US,en;q=0.5\r\n\
    Accept-Encoding: gzip, deflate, br, zstd\r\n\
    Connection: keep-alive\r\n\
    Upgrade-Insecure-Requests: 1\r\n\
    Sec-Fetch-Dest: document\r\n\
    Sec-Fetch-Mode: navigate\r\n\
    Sec-Fetch-Site: none\r\n";

/// The bytes before fonts that fit into the first flight of a connection: ten
/// segments of 1,460 bytes, less what TLS and framing take.
const FIRST_FLIGHT: usize = 14_336;

/// How many pages are asked for, at most: under valgrind the first answer of
/// each, which compresses it, takes long.
const ASKED_FOR: usize = 200;

struct Answer {
    status: u16,
    /// Length of the head on the wire.
    head: usize,
    body: Vec<u8>,
}

struct Connection {
    stream: BufReader<TcpStream>,
    address: String,
}

impl Connection {
    fn open(address: &str) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream: BufReader::with_capacity(64 * 1024, stream),
            address: address.to_owned(),
        })
    }

    fn get(&mut self, path: &str, fields: &str) -> Outcome<Answer> {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\n{fields}\r\n",
            self.address
        );
        self.stream.get_mut().write_all(request.as_bytes())?;
        self.answer()
    }

    fn answer(&mut self) -> Outcome<Answer> {
        let mut head = String::new();
        let mut length = 0;
        loop {
            let begin = head.len();
            if self.stream.read_line(&mut head)? == 0 {
                return Err("the server closed the connection".into());
            }
            let line = head[begin..].trim_end();
            if line.is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse()?;
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        let status = head.get(9..12).unwrap_or_default().parse()?;
        Ok(Answer {
            status,
            head: head.len(),
            body,
        })
    }
}

/// The paths of the pages that the sitemap names.
fn paths(address: &str) -> Outcome<Vec<String>> {
    let sitemap = Connection::open(address)?.get("/sitemap.xml", "")?;
    let text = String::from_utf8(sitemap.body)?;
    let paths: Vec<String> = text
        .split("<loc>")
        .skip(1)
        .filter_map(|rest| {
            let address = rest.split("</loc>").next()?;
            let below = address
                .split_once("://")
                .map_or(address, |(_, below)| below);
            Some(below[below.find('/')?..].to_owned())
        })
        .collect();
    if sitemap.status != 200 || paths.is_empty() {
        return Err(format!("no pages in /sitemap.xml (status {})", sitemap.status).into());
    }
    Ok(paths)
}

/// Some of these paths, from all over the site.
fn asked_for(paths: &[String]) -> impl Iterator<Item = &String> + Clone {
    paths.iter().step_by(paths.len().div_ceil(ASKED_FOR))
}

fn hits(address: &str, count: usize, fields: &str) -> Outcome<()> {
    let paths = paths(address)?;
    let mut connection = Connection::open(address)?;
    for path in asked_for(&paths).cycle().take(count) {
        let answer = connection.get(path, fields)?;
        if answer.status != 200 {
            return Err(format!("status {} for {path}", answer.status).into());
        }
    }
    Ok(())
}

fn visits(address: &str, count: usize) -> Outcome<()> {
    let fields = format!("{PLAIN}Connection: close\r\n");
    let paths = paths(address)?;
    for path in asked_for(&paths).cycle().take(count) {
        let answer = Connection::open(address)?.get(path, &fields)?;
        if answer.status != 200 {
            return Err(format!("status {} for {path}", answer.status).into());
        }
    }
    Ok(())
}

/// Starts `command`, and waits until its first page is there.
fn one_start(command: &[String]) -> Outcome<f64> {
    let (program, arguments) = command.split_first().ok_or("no command")?;
    let begun = Instant::now();
    let mut child = Command::new(program)
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let outcome = first_page(&mut child, begun);
    child.kill()?;
    child.wait()?;
    outcome
}

fn first_page(child: &mut std::process::Child, begun: Instant) -> Outcome<f64> {
    let stdout = child.stdout.take().ok_or("no standard output")?;
    let mut line = String::new();
    BufReader::new(stdout).read_line(&mut line)?;
    let address = line
        .trim()
        .strip_prefix("listening on http://")
        .and_then(|rest| rest.strip_suffix('/'))
        .ok_or_else(|| format!("the first line is {line:?}"))?;
    // Where `/` leads is a page; a trivial peer answers with one at once.
    let mut connection = Connection::open(address)?;
    let mut request = String::from("/robots.txt");
    for _ in 0..2 {
        let answer = connection.get(&request, "")?;
        if answer.status == 200 {
            return Ok(begun.elapsed().as_secs_f64() * 1000.0);
        }
        request = String::from("/sitemap.xml");
    }
    Err("no 200".into())
}

fn start(runs: usize, command: &[String]) -> Outcome<()> {
    let mut times = (0..runs)
        .map(|_| one_start(command))
        .collect::<Outcome<Vec<_>>>()?;
    times.sort_by(f64::total_cmp);
    println!("{:.1}", times[times.len() / 2]);
    Ok(())
}

/// A server that does nothing but answer.
fn peer() -> Outcome<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("listening on http://{}/", listener.local_addr()?);
    for stream in listener.incoming() {
        let mut stream = stream?;
        let mut request = [0; 4096];
        while matches!(stream.read(&mut request), Ok(1..)) {
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok\n")?;
        }
    }
    Ok(())
}

/// The addresses of the style sheets that `html` links to.
fn style_sheets(html: &str) -> Vec<String> {
    html.split("<link ")
        .skip(1)
        .filter_map(|rest| rest.split('>').next())
        .filter(|link| link.contains("stylesheet"))
        .filter_map(|link| {
            let value = link.split_once("href=")?.1.trim_start_matches('"');
            Some(value.split(['"', ' ', '>']).next()?.to_owned())
        })
        .collect()
}

fn weight(address: &str, but: &[&str]) -> Outcome<()> {
    let mut connection = Connection::open(address)?;
    let mut weights = Vec::new();
    let mut paths = paths(address)?;
    paths.retain(|path| !but.iter().any(|end| path.ends_with(end)));
    for path in paths {
        let plain = connection.get(&path, "")?;
        let page = connection.get(&path, BROWSER)?;
        let mut weight = page.head + page.body.len();
        for sheet in style_sheets(&String::from_utf8_lossy(&plain.body)) {
            let sheet = connection.get(&sheet, BROWSER)?;
            weight += sheet.head + sheet.body.len();
        }
        weights.push((weight, path));
    }
    weights.sort();
    let (largest, path) = weights.last().ok_or("no pages")?;
    let median = weights[weights.len() / 2].0;
    let over = weights
        .iter()
        .filter(|(weight, _)| *weight > FIRST_FLIGHT)
        .count();
    println!("{} {median} {largest} {over} {path}", weights.len());
    Ok(())
}

fn main() -> Outcome<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["peer"] => peer(),
        ["hits", address, count] => hits(address, count.parse()?, PLAIN),
        ["browse", address, count] => hits(address, count.parse()?, BROWSER),
        ["visits", address, count] => visits(address, count.parse()?),
        ["start", runs, ..] => start(runs.parse()?, &arguments[2..]),
        ["paths", address] => {
            println!("{}", paths(address)?.join("\n"));
            Ok(())
        }
        ["weight", address, but @ ..] => weight(address, but),
        _ => Err("usage: see the head of client.rs".into()),
    }
}
