//! Requests that no browser sends, byte for byte over a socket: each gets the
//! right refusal and nothing worse.

use std::io::Write as _;

use std::sync::Arc;

use axum::body::Body;
use bytes::Bytes;
use http::{Response, request, response};
use saradnja::http::{Before, Canonical, Limits};

use crate::support::serving::{Server, read_to_end, site};

fn server() -> Server {
    Server::start(Limits::default())
}

/// Checks the status of the one answer to `request`, and that it is secured,
/// dated and framed whoever made it.
fn check(server: &Server, request: &[u8], status: u16) {
    let answer = server.exchange(request);
    let shown = String::from_utf8_lossy(&request[..request.len().min(200)]).into_owned();
    let is_expected = answer.get(9..13) == Some(&format!("{status} "));
    assert!(
        is_expected && answer.starts_with("HTTP/1."),
        "{shown:?} got {answer:?}"
    );
    assert_eq!(
        answer.matches("HTTP/1.").count(),
        1,
        "{shown:?} got {answer:?}"
    );
    let (head, body) = answer.split_once("\r\n\r\n").expect("a whole head");
    for name in [
        "content-security-policy: ",
        "x-content-type-options: ",
        "date: ",
    ] {
        assert_eq!(
            head.matches(&format!("\r\n{name}")).count(),
            1,
            "{name} in {head}"
        );
    }
    let length = head
        .split_once("content-length: ")
        .map(|(_, rest)| rest.lines().next());
    assert_eq!(
        length,
        Some(Some(body.len().to_string().as_str())),
        "{shown:?} got {answer:?}"
    );
}

fn request(line: &str, fields: &str) -> Vec<u8> {
    format!("{line} HTTP/1.1\r\nConnection: close\r\n{fields}\r\n").into_bytes()
}

#[test]
fn host_must_stand_once_and_be_well_formed() {
    let server = server();
    for fields in [
        "",
        "Host:\r\n",
        "Host: \r\n",
        "Host: a\r\nHost: a\r\n",
        "Host: a\r\nhost: b\r\n",
        "Host: a b\r\n",
        "Host: a/b\r\n",
        "Host: u@a\r\n",
        "Host: a:port\r\n",
        "Host: [::1\r\n",
        "Host: \u{430}.example\r\n",
        "Host: a, b\r\n",
        "Host : a\r\n",
        " Host: a\r\n",
    ] {
        check(&server, &request("GET /en/", fields), 400);
    }
    for fields in [
        "Host: a\r\n",
        "Host: [::1]:80\r\n",
        "HOST:\ta.example:8080 \r\n",
    ] {
        check(&server, &request("GET /en/", fields), 200);
    }
    check(&server, b"GET /en/ HTTP/1.0\r\n\r\n", 200);
    check(
        &server,
        b"GET /en/ HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n",
        400,
    );
    check(
        &server,
        &request("GET http://example.org/en/", "Host: example.org\r\n"),
        200,
    );
    check(&server, &request("GET http://example.org/en/", ""), 400);
}

#[test]
fn a_message_framed_in_two_ways_is_refused() {
    let server = server();
    for fields in [
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n",
        "transfer-encoding:chunked\r\nX: y\r\nCONTENT-LENGTH:0\r\n",
        "Content-Length: 5\r\nTransfer-Encoding: identity\r\n",
        "Content-Length: 5\r\nContent-Length: 6\r\n",
        "Content-Length: 5, 6\r\n",
        "Content-Length: +5\r\n",
        "Content-Length: -1\r\n",
        "Content-Length: 0x5\r\n",
        "Content-Length: 99999999999999999999999\r\n",
        "Content-Length : 5\r\n",
        "Transfer-Encoding : chunked\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding: \u{b}chunked\r\n",
        "Transfer-Encoding:\r\n",
    ] {
        for line in ["POST /en/", "GET /en/"] {
            check(
                &server,
                &request(line, &format!("Host: a\r\n{fields}")),
                400,
            );
        }
    }
    check(
        &server,
        b"GET /en/ HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",
        400,
    );
}

#[test]
fn a_message_framed_in_two_ways_is_found_in_pieces_and_after_others() {
    let server = server();
    let text = "GET /en/ HTTP/1.1\r\nHost: a\r\n\r\n\
        POST /en/ HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n\
        GET /eo/ HTTP/1.1\r\nHost: a\r\n\r\n";
    for size in [1, 7, text.len()] {
        let mut stream = server.connect();
        for piece in text.as_bytes().chunks(size) {
            if stream.write_all(piece).is_err() {
                break;
            }
        }
        let answers = read_to_end(&mut stream);
        let statuses: Vec<_> = answers
            .split("HTTP/1.1 ")
            .skip(1)
            .map(|answer| &answer[..3])
            .collect();
        assert_eq!(statuses, ["200", "400"], "in pieces of {size}: {answers}");
        assert!(
            !answers.contains("content-language: eo"),
            "a smuggled request was answered"
        );
    }
}

#[test]
fn what_a_body_holds_is_never_taken_for_a_request() {
    let server = server();
    let smuggled = "GET /eo/ HTTP/1.1\r\nHost: a\r\n\r\n";
    for (line, status) in [
        ("GET /en/", 200),
        ("POST /en/", 405),
        ("PUT /nothing/", 404),
    ] {
        let length = smuggled.len();
        let with_length =
            format!("{line} HTTP/1.1\r\nHost: a\r\nContent-Length: {length}\r\n\r\n{smuggled}");
        check(&server, with_length.as_bytes(), status);
        let chunked = format!(
            "{line} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n{length:x}\r\n{smuggled}\r\n0\r\n\r\n"
        );
        check(&server, chunked.as_bytes(), status);
    }
    let expecting =
        "POST /en/ HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n";
    check(&server, expecting.as_bytes(), 405);
    let mut endless = b"POST /en/ HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999\r\n\r\n".to_vec();
    endless.resize(400_000, b'x');
    check(&server, &endless, 405);
}

/// Answers everything in the place of the site.
#[derive(Debug)]
struct Instead;

impl Before for Instead {
    fn instead(&self, _: &request::Parts) -> Option<Response<Body>> {
        Some(Response::new(Body::from("instead")))
    }

    fn changed(&self, _: &str, _: &mut response::Parts, body: Bytes) -> Bytes {
        body
    }
}

#[test]
fn a_body_ends_the_connection_whoever_makes_the_answer() {
    let canonical = Canonical::new("https://example.org").expect("an origin");
    for (site, status) in [
        (site(), 200),
        (site().at_home(canonical), 308),
        (site().behind(Arc::new(Instead)), 200),
    ] {
        let server = Server::serving(site, Limits::default());
        let asked = b"GET /en/ HTTP/1.1\r\nHost: www.example.org\r\nContent-Length: 5\r\n\r\n12345";
        let answer = server.exchange(asked);
        let start = format!("HTTP/1.1 {status} ");
        assert!(answer.starts_with(&start), "{answer}");
        let (head, _) = answer.split_once("\r\n\r\n").expect("a whole head");
        assert_eq!(head.matches("\r\nconnection: close").count(), 1, "{head}");
    }
}

#[test]
fn too_much_is_refused_by_name() {
    let server = server();
    let path = |length| format!("GET /{}", "a".repeat(length));
    check(&server, &request(&path(7_900), "Host: a\r\n"), 404);
    check(&server, &request(&path(9_000), "Host: a\r\n"), 414);
    check(&server, &request(&path(40_000), "Host: a\r\n"), 414);
    check(&server, &request(&path(300_000), "Host: a\r\n"), 414);
    let query = format!("GET /en/?{}", "a".repeat(40_000));
    check(&server, &request(&query, "Host: a\r\n"), 414);
    let field = |length| format!("Host: a\r\nX: {}\r\n", "a".repeat(length));
    check(&server, &request("GET /en/", &field(8_000)), 200);
    check(&server, &request("GET /en/", &field(20_000)), 431);
    check(&server, &request("GET /en/", &field(300_000)), 431);
    let many = format!("Host: a\r\n{}", "X: y\r\n".repeat(200));
    check(&server, &request("GET /en/", &many), 431);
}

#[test]
fn broken_requests_are_bad_requests() {
    let server = server();
    for bytes in [
        &b"\x00\x01\x02\x03\r\n\r\n"[..],
        b"GET\r\n\r\n",
        b"GET /en/\r\n\r\n",
        b"GET /en/ HTTP/9.9\r\n\r\n",
        b"GET /en/ HTTP/1.1\r\nHost: a\r\nBroken\r\n\r\n",
        b"GET /en/ HTTP/1.1\r\nHost: a\r\nX: \x00\r\n\r\n",
        b"GET /en/ HTTP/1.1\r\nHost: a\r\nX: a\r\n folded\r\n\r\n",
        b"GET /en\x00/ HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / en/ HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET en/ HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        b"{\"json\": true}\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 a TLS greeting\r\n\r\n",
    ] {
        check(&server, bytes, 400);
    }
}

#[test]
fn paths_that_try_to_leave_find_nothing() {
    let server = server();
    for path in [
        "/../../etc/passwd",
        "/en/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fetc/passwd",
        "/%252e%252e/etc/passwd",
        "/assets/../../etc/passwd",
        "/assets/..%2f..%2f..%2fetc%2fpasswd",
        "/assets/%2e%2e%5c%2e%2e%5c",
        "/assets/%c0%ae%c0%ae/etc/passwd",
        "/en/%00",
        "/en/%00.html",
        "/en/%ff%fe",
        "/en/%",
        "/en/%zz",
        "/en/%u0041",
        "/en/;a=b",
        "/en/partners;/",
        "/.git/config",
        "/wp-login.php",
        "/en/\u{430}\u{431}/",
    ] {
        check(
            &server,
            &request(&format!("GET {path}"), "Host: a\r\n"),
            404,
        );
    }
}

#[test]
fn absurd_fields_change_nothing() {
    let server = server();
    let long = ",".repeat(10_000);
    for fields in [
        "Accept-Encoding: br;q=1e309, gzip;q=-1, *;q=0.0000001",
        "Accept-Encoding: ;;;;,,,,====",
        "Accept-Language: *;q=*, -, en-----, \u{ff}",
        "If-None-Match: \"\"\"\"\"\", W/W/W/, *\"",
        "If-Modified-Since: Thu, 99 Foo 99999 99:99:99 GMT",
        "Range: bytes=99999999999999999999999-0",
        "If-Range: \"",
        "Connection: upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: AAAA",
        "Accept: \u{1F4A9}",
        &format!("Accept-Encoding: {long}"),
        &format!("If-None-Match: {long}"),
    ] {
        check(
            &server,
            &request("GET /en/", &format!("Host: a\r\n{fields}\r\n")),
            200,
        );
    }
    let absurd = "Host: a\r\nAccept-Language: \u{ff}, eo;q=17, *;q=0, a-b-c-d-e-f-g-h-i-j\r\n";
    check(&server, &request("GET /nothing/", absurd), 404);
}

#[test]
fn connect_and_the_greeting_of_http_2_do_no_harm() {
    let server = server();
    check(
        &server,
        b"CONNECT example.org:443 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        405,
    );
    // Nothing here speaks HTTP/2; the connection just ends.
    let answer = server.exchange(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 400 "),
        "{answer}"
    );
    check(&server, &request("GET /en/", "Host: a\r\n"), 200);
}
