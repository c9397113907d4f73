//! What is asked of a proxy and of the program itself, and whether it is the same.

use std::{
    collections::BTreeMap,
    io::{Read as _, Write as _},
    net::TcpStream,
    time::Duration,
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

/// Compares what comes through a proxy with what the program says itself.
pub(super) fn compare(direct: &str, proxied: &str) {
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

/// What is asked: method, path, further lines.
pub(super) type Question = (&'static str, String, String);

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Heard {
    pub(super) status: String,
    pub(super) fields: BTreeMap<String, Vec<String>>,
    pub(super) body: Vec<u8>,
}

/// Asks over a connection of its own, which ends with the answer.
pub(super) fn ask(authority: &str, (method, path, lines): &Question) -> Heard {
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
pub(super) fn questions(authority: &str) -> Vec<Question> {
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
