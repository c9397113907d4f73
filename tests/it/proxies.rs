//! The program behind a proxy: whom it believes, where it leads visitors who
//! come by another name, what it says of encryption, and how a request is named.

use crate::support::content::Folder;
use crate::support::program::{Answer, Program, exchange, get_with};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;

const PAGE: &str = "/pl/cele/rescue/";

fn serve(folder: &Folder, arguments: &[&str]) -> Program {
    Program::serve(folder.path(), &[&["--no-watch"], arguments].concat())
}

/// Asks as somebody who came to `host`, with these lines besides.
fn ask(program: &Program, host: &str, path: &str, lines: &str) -> Answer {
    let stream = TcpStream::connect(program.authority()).unwrap();
    exchange(stream, host, path, lines)
}

/// The networks that the access log names, in the order of the requests.
fn clients(program: &Program, count: usize) -> Vec<String> {
    let line = " client=";
    program.wait_until("every request is logged", |program| {
        program.log().matches(line).count() == count
    });
    let log = program.log();
    let clients = log.lines().filter_map(|row| row.split(line).nth(1));
    clients.map(str::to_owned).collect()
}

const LISTS: [&str; 5] = [
    "Forwarded: for=203.0.113.9, for=198.51.100.7;proto=https\r\n",
    "X-Forwarded-For: 203.0.113.9, 198.51.100.7\r\n",
    "Forwarded: for=198.51.100.7\r\nX-Forwarded-For: 203.0.113.9\r\n",
    "Forwarded: for=\"198.51.100.7\r\n",
    "Forwarded: for=\"203.0.113.9\r\nForwarded: for=\", for=198.51.100.7\r\n",
];

#[test]
fn a_trusted_proxy_is_believed_and_nobody_else() {
    let folder = Folder::with_minimal();
    let (client, proxy) = ("198.51.100.0", "127.0.0.0");
    for (trusted, by, expected) in [
        // Of the field that the proxy does not write, all is the visitor's.
        (
            "127.0.0.0/8",
            "x-forwarded",
            [proxy, client, "203.0.113.0", proxy, proxy],
        ),
        (
            "127.0.0.0/8",
            "forwarded",
            [client, proxy, client, proxy, client],
        ),
        ("10.0.0.0/8,unix", "x-forwarded", [proxy; 5]),
    ] {
        let options = ["--access-log", "--trusted-proxies", trusted];
        let by_fields = ["--forwarded-by", by];
        let program = serve(&folder, &[&options[..], &by_fields].concat());
        for lines in LISTS {
            let answer = get_with(program.authority(), PAGE, lines);
            assert_eq!(answer.status, 200);
        }
        assert_eq!(clients(&program, LISTS.len()), expected, "{trusted} {by}");
    }
}

#[test]
fn a_proxy_on_a_unix_socket_is_trusted_by_that_name() {
    let folder = Folder::with_minimal();
    let socket = format!("unix:{}", folder.path().join("http.sock").display());
    let program = serve(
        &folder,
        &[
            "--listen",
            &socket,
            "--access-log",
            "--trusted-proxies",
            "unix",
        ],
    );
    get_with(&socket, PAGE, LISTS[1]);
    get_with(&socket, PAGE, "");
    get_with(program.authority(), PAGE, LISTS[1]);
    let expected = ["198.51.100.0", "unix", "127.0.0.0"];
    assert_eq!(clients(&program, 3), expected);
}

const HOME: [&str; 4] = [
    "--base-url",
    "https://example.org/spis/",
    "--canonical-host",
    "redirect",
];

#[test]
fn who_comes_by_another_name_is_led_home() {
    let folder = Folder::with_minimal();
    let trusted = ["--trusted-proxies", "127.0.0.1"];
    let program = serve(&folder, &[&HOME[..], &trusted].concat());
    let path = "/spis/pl/?a=b";
    for (host, lines) in [
        ("www.example.org", ""),
        ("example.org:8080", ""),
        ("example.org", "X-Forwarded-Proto: http\r\n"),
        ("127.0.0.1", "X-Forwarded-Host: old.example\r\n"),
    ] {
        let answer = ask(&program, host, path, lines);
        assert_eq!(answer.status, 308, "{host} {lines}");
        let home = "https://example.org/spis/pl/?a=b";
        assert_eq!(answer.header("location"), Some(home), "{host} {lines}");
        let policy = answer.header("content-security-policy");
        assert!(policy.is_some_and(|policy| policy.starts_with("default-src 'none'")));
    }
    let authority = program.authority();
    for (host, lines) in [
        ("example.org", ""),
        ("EXAMPLE.org:443", ""),
        ("example.org", "X-Forwarded-Proto: https\r\n"),
        ("inner", "X-Forwarded-Host: example.org\r\n"),
        // No field that the proxy writes.
        ("example.org", "Forwarded: host=old.example;proto=http\r\n"),
        // Whether all is well is asked by address, or by a name that only
        // machines beside this one know.
        (authority, ""),
        ("localhost:1", ""),
        ("backend", ""),
        ("app:8080", "X-Forwarded-Proto: http\r\n"),
        ("backend.", ""),
        ("[::1]:80", ""),
    ] {
        let answer = ask(&program, host, path, lines);
        assert_eq!(answer.status, 200, "{host} {lines}");
    }
    // What is wrong with a request stays wrong.
    assert_eq!(ask(&program, "a b", path, "").status, 400);
    assert_eq!(ask(&program, "old.example", "*", "").status, 400);
    // An address that looks like another host is only a path at home.
    let answer = ask(&program, "old.example", "//evil.example/", "");
    let home = "https://example.org//evil.example/";
    assert_eq!(answer.header("location"), Some(home));

    let newer = ["--forwarded-by", "forwarded"];
    let program = serve(&folder, &[&HOME[..], &trusted, &newer].concat());
    for (lines, status) in [
        ("Forwarded: host=www.example.org;proto=https\r\n", 308),
        ("Forwarded: host=\"example.org:443\";proto=https\r\n", 200),
    ] {
        assert_eq!(
            ask(&program, "inner", path, lines).status,
            status,
            "{lines}"
        );
    }
}

#[test]
fn a_port_that_a_proxy_leaves_out_leads_nobody_in_circles() {
    let folder = Folder::with_minimal();
    let base_url = ["--base-url", "https://example.org:8443/"];
    let trusted = ["--trusted-proxies", "127.0.0.1"];
    let program = serve(&folder, &[&base_url[..], &HOME[2..], &trusted].concat());
    for (host, lines) in [
        ("example.org", ""),
        ("example.org:", "X-Forwarded-Proto: https\r\n"),
        ("Example.org:8443", "X-Forwarded-Proto: https\r\n"),
        ("inner:8080", "X-Forwarded-Host: example.org\r\n"),
    ] {
        let answer = ask(&program, host, "/pl/", lines);
        assert_eq!(answer.status, 200, "{host} {lines}");
    }
    for (host, lines) in [
        ("example.org:443", ""),
        ("example.org:443", "X-Forwarded-Proto: https\r\n"),
        ("example.org", "X-Forwarded-Proto: http\r\n"),
        ("www.example.org", ""),
    ] {
        let answer = ask(&program, host, "/pl/", lines);
        assert_eq!(answer.status, 308, "{host} {lines}");
        let home = "https://example.org:8443/pl/";
        assert_eq!(answer.header("location"), Some(home), "{host} {lines}");
    }
}

#[test]
fn no_longer_address_is_led_home_than_is_looked_at() {
    let folder = Folder::with_minimal();
    for (most, length, status) in [("600", 601, 414), ("600", 600, 308), ("9000", 8_500, 308)] {
        let program = serve(
            &folder,
            &[&HOME[..], &["--max-target-bytes", most]].concat(),
        );
        let path = format!("/{}", "a".repeat(length - 1));
        let answer = ask(&program, "www.example.org", &path, "");
        assert_eq!(answer.status, status, "{length} of {most}");
    }
}

#[test]
fn strangers_names_change_nothing_and_without_the_option_every_name_is_answered() {
    let folder = Folder::with_minimal();
    let program = serve(&folder, &HOME);
    let lines = "X-Forwarded-Host: www.example.org\r\nForwarded: proto=http\r\n";
    assert_eq!(ask(&program, "example.org", "/spis/pl/", lines).status, 200);
    let program = serve(&folder, &HOME[..2]);
    assert_eq!(ask(&program, "old.example", "/spis/pl/", "").status, 200);
}

#[test]
fn options_that_do_not_go_together_are_refused() {
    let folder = Folder::with_minimal();
    for (arguments, reason) in [
        (&["--canonical-host", "redirect"][..], "`--base-url`"),
        (
            &["--hsts", "60", "--base-url", "http://example.org/"],
            "could not come back",
        ),
        (&["--trusted-proxies", "10.0.0.1/8"], "`10.0.0.0/8`"),
        (&["--hsts-subdomains"], "--hsts"),
    ] {
        let run = folder.run(&[&["serve"], arguments].concat());
        assert_eq!(run.code(), 2);
        assert!(run.stderr().contains(reason), "{}", run.stderr());
    }
}

#[test]
fn every_answer_insists_on_encryption_where_that_is_wanted() {
    let folder = Folder::with_minimal();
    for (options, expected) in [
        (&[][..], None),
        (&["--hsts", "600"], Some("max-age=600")),
        (
            &["--hsts", "600", "--hsts-subdomains"],
            Some("max-age=600; includeSubDomains"),
        ),
    ] {
        let program = serve(&folder, options);
        let page = program.get(PAGE);
        let tag = format!("If-None-Match: {}\r\n", page.header("etag").unwrap());
        let mut stream = TcpStream::connect(program.authority()).unwrap();
        stream.write_all(b"no request\r\n\r\n").unwrap();
        let mut refused = String::new();
        stream.read_to_string(&mut refused).unwrap();
        let refused = Answer {
            status: refused[9..12].parse().unwrap(),
            head: refused.split("\r\n\r\n").next().unwrap().to_owned(),
            body: String::new(),
        };
        let mut unmodified = String::new();
        let mut stream = TcpStream::connect(program.authority()).unwrap();
        let request = format!("GET {PAGE} HTTP/1.1\r\nHost: a\r\n{tag}Connection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        stream.read_to_string(&mut unmodified).unwrap();
        let unmodified = Answer {
            status: 304,
            body: String::new(),
            head: unmodified,
        };
        assert!(unmodified.head.starts_with("HTTP/1.1 304 "));
        for (status, answer) in [
            (200, page),
            (304, unmodified),
            (302, program.get("/")),
            (308, program.get("/pl")),
            (400, refused),
            (404, program.get("/pl/nothing/")),
        ] {
            assert_eq!(answer.status, status);
            let said = answer.header("strict-transport-security");
            assert_eq!(said, expected, "{status}");
        }
    }
}

#[test]
fn a_request_keeps_the_name_that_a_trusted_proxy_gave_it() {
    let folder = Folder::with_minimal();
    let named = |program: &Program, path: &str, id: &str| {
        get_with(
            program.authority(),
            path,
            &format!("X-Request-Id: {id}\r\n"),
        )
    };
    let trusted = ["--trusted-proxies", "127.0.0.1"];
    let program = serve(&folder, &[&trusted[..], &["--access-log"]].concat());
    let given = named(&program, PAGE, "a-1.2~\"<b>");
    assert_eq!(given.header("x-request-id"), Some("a-1.2~\"<b>"));
    assert!(
        !given.body.contains("a-1.2"),
        "no page but an error names it"
    );
    let missing = named(&program, "/pl/nothing/", "a-1.2~\"<b>");
    assert_eq!(missing.status, 404);
    assert!(
        missing.body.contains("a-1.2~&#34;&#60;b&#62;"),
        "{}",
        missing.body
    );
    assert!(missing.body.contains("Zgłaszając ten błąd"));
    let made = program.get("/pl/nothing/");
    let id = made.header("x-request-id").unwrap();
    assert!(id.len() == 16 && made.body.contains(id), "{id}");
    for bad in ["", "a b", &"x".repeat(65), "\u{e9}"] {
        let answer = named(&program, PAGE, bad);
        assert_eq!(answer.header("x-request-id").map(str::len), Some(16));
    }
    program.wait_until("the name is logged", |program| {
        program.log().contains(" request_id=a-1.2~\"<b> client=")
    });

    // Where nothing is logged, the proxy's log knows the name.
    let program = serve(&folder, &trusted);
    let missing = named(&program, "/pl/nothing/", "abc123");
    assert_eq!(missing.header("x-request-id"), Some("abc123"));
    assert!(missing.body.contains("abc123"));
    assert_eq!(program.get(PAGE).header("x-request-id"), None);

    // What a stranger says is neither taken over nor shown.
    let program = serve(&folder, &[]);
    let missing = named(&program, "/pl/nothing/", "abc123");
    assert_eq!(missing.header("x-request-id"), None);
    assert!(!missing.body.contains("abc123"));
    assert!(!missing.body.contains("Zgłaszając ten błąd"));
}
