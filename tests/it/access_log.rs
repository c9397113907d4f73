//! The access log of the real program: nothing of requests unless it is asked
//! for, and then one line each, in the form that the documentation promises.

use crate::support::content::{Folder, minimal, project};
use crate::support::program::Program;
use serde_json::Value;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::process::Command;

const PAGE: &str = "/pl/cele/rescue/";

fn serve(folder: &Folder, arguments: &[&str]) -> Program {
    Program::serve(folder.path(), arguments)
}

/// Lets the program end, so that everything is written, and reads its log.
fn whole_log(mut program: Program) -> String {
    program.signal("TERM");
    assert_eq!(program.exit_code(), 0);
    program.wait_until("the end is logged", |program| {
        program.log().contains("every visitor was answered")
    });
    program.log()
}

#[test]
fn nothing_of_requests_is_written_unless_it_is_asked_for() {
    let folder = Folder::with_minimal();
    let program = serve(&folder, &[]);
    let answer = program.get(PAGE);
    assert_eq!(answer.header("x-request-id"), None);
    let log = whole_log(program);
    assert!(!log.contains(PAGE) && !log.contains("method="), "{log}");
}

#[test]
fn each_request_is_one_line_that_names_nobody() {
    let folder = Folder::with_minimal();
    let program = serve(&folder, &["--access-log"]);
    let page = program.get(PAGE);
    let missing = program.get("/pl/nothing/?q=secret");
    program.wait_until("both are logged", |program| {
        program.log().matches(" request method=").count() == 2
    });
    let log = whole_log(program);
    let lines: Vec<_> = log
        .lines()
        .filter(|line| line.contains(" request "))
        .collect();
    for (line, answer, path) in [
        (lines[0], &page, PAGE),
        (lines[1], &missing, "/pl/nothing/"),
    ] {
        let id = answer.header("x-request-id").unwrap();
        let start = format!(
            "INFO request method=GET path={path} status={} bytes={} duration_us=",
            answer.status,
            answer.body.len()
        );
        assert!(line.contains(&start), "{line}");
        let end = format!(" request_id={id} client=127.0.0.0");
        assert!(line.ends_with(&end), "{line}");
    }
    assert_ne!(page.header("x-request-id"), missing.header("x-request-id"));
    assert!(!log.contains("secret"), "{log}");
}

#[test]
fn with_the_log_heads_say_the_same_and_the_name_of_the_request() {
    let folder = Folder::with_minimal();
    let quiet = serve(&folder, &[]);
    let logging = serve(&folder, &["--access-log"]);
    let etag = quiet.get(PAGE).header("etag").unwrap().to_owned();
    let condition = format!("If-None-Match: {etag}\r\n");
    for (method, path, lines) in [
        ("GET", PAGE, ""),
        ("HEAD", PAGE, ""),
        ("GET", PAGE, condition.as_str()),
        ("HEAD", PAGE, condition.as_str()),
        ("GET", "/", ""),
        ("GET", "/pl", ""),
        ("GET", "/favicon.ico", ""),
        ("HEAD", "/favicon.ico", ""),
        ("GET", "/favicon.ico", "Range: bytes=0-9\r\n"),
        ("OPTIONS", PAGE, ""),
        ("GET", "/pl/nothing/", ""),
        ("HEAD", "/pl/nothing/", ""),
        ("POST", PAGE, ""),
    ] {
        let head = |program: &Program| {
            let request =
                format!("{method} {path} HTTP/1.1\r\nHost: a\r\n{lines}Connection: close\r\n\r\n");
            let answer = answer_to(program, &request);
            let (head, body) = answer.split_once("\r\n\r\n").unwrap();
            // An error page says its name as well, and is longer for that.
            let is_error = head.starts_with("HTTP/1.1 4");
            let length = format!("content-length: {}", body.len());
            assert!(
                !is_error || method == "HEAD" || head.contains(&length),
                "{answer}"
            );
            let (names, mut rest): (Vec<_>, Vec<_>) = (head.lines().map(str::to_owned))
                .filter(|line| !line.starts_with("date: "))
                .filter(|line| !is_error || !line.starts_with("content-length: "))
                .partition(|line| line.starts_with("x-request-id: "));
            rest.sort_unstable();
            (names.len(), rest)
        };
        let (without, with) = (head(&quiet), head(&logging));
        assert_eq!((without.0, with.0), (0, 1), "{method} {path}");
        assert_eq!(without.1, with.1, "{method} {path} {lines}");
    }
}

/// What the program answers to these bytes, as text.
fn answer_to(program: &Program, bytes: &str) -> String {
    let mut stream = TcpStream::connect(program.authority()).unwrap();
    stream.write_all(bytes.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn a_head_that_cannot_be_read_has_a_line_and_a_name_too() {
    let folder = Folder::with_minimal();
    let limits = ["--access-log", "--max-head-bytes", "8KiB"];
    let program = serve(&folder, &limits);
    let hasty = serve(&folder, &["--access-log", "--head-timeout", "200ms"]);
    let large = format!(
        "GET / HTTP/1.1\r\nHost: a\r\nX: {}\r\n\r\n",
        "y".repeat(9_000)
    );
    for (program, bytes, status) in [
        (&program, "no request\r\n\r\n", "400"),
        (&program, &large, "431"),
        (&hasty, "GET /pl/ HTTP/1.1\r\n", "408"),
    ] {
        let answer = answer_to(program, bytes);
        assert_eq!(&answer[..12], format!("HTTP/1.1 {status}"), "{answer}");
        let (head, page) = answer.split_once("\r\n\r\n").unwrap();
        let id = (head.lines())
            .find_map(|line| line.strip_prefix("x-request-id: "))
            .unwrap_or_else(|| panic!("{head}"));
        assert!(page.contains(id), "{page}");
        let line = format!(
            " INFO request method=- path=- status={status} bytes=- duration_us=0 \
             request_id={id} client=127.0.0.0\n"
        );
        program.wait_until(&line, |program| program.log().contains(&line));
    }
}

#[test]
fn in_json_every_line_is_as_its_schema_says() {
    let schema = fs::read_to_string(project().join("docs/log.schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let folder = Folder::with_minimal();
    let program = serve(&folder, &["--access-log", "--log-format", "json"]);
    program.get(PAGE);
    answer_to(&program, "no request\r\n\r\n");
    let goal = "goals/rescue.toml";
    let good = fs::read_to_string(minimal().join(goal)).unwrap();
    folder.write(goal, good.replace("order = 1", "ordre = 1"));
    program.wait_until("the mistake and the request are told", |program| {
        let log = program.log();
        log.contains("still served") && log.matches("\"message\":\"request\"").count() == 2
    });
    let log = whole_log(program);
    let mut messages = Vec::new();
    for line in log.lines() {
        let value: Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"));
        let faults: Vec<_> = schema
            .iter_errors(&value)
            .map(|fault| fault.to_string())
            .collect();
        assert!(faults.is_empty(), "{line}: {faults:?}");
        messages.push(value["message"].as_str().unwrap().to_owned());
    }
    assert!(messages.iter().any(|message| message == "request"));
    // What is wrong has several lines for people, and is one value here.
    assert!(
        messages
            .iter()
            .any(|message| message.contains("error[unknown-key]"))
    );
    // A line without what is promised would be noticed.
    let short = serde_json::json!({
        "timestamp": "2026-11-23T00:00:00.000Z", "level": "INFO", "message": "request"
    });
    assert!(!schema.is_valid(&short));
}

#[test]
fn a_reader_who_is_stuck_keeps_neither_visitors_nor_the_end() {
    let folder = Folder::with_minimal();
    // Nobody reads what is written here, and 64 KiB find room.
    let (reader, writer) = std::io::pipe().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_saradnja"));
    command
        .args(["serve", "--listen", "127.0.0.1:0", "--content", "content"])
        .arg("--access-log")
        .current_dir(folder.path())
        .stderr(writer);
    let mut program = Program::run(&mut command, false);
    // The command holds an end as well.
    drop(command);
    let request = format!("GET {PAGE} HTTP/1.1\r\nHost: a\r\n\r\n").repeat(100);
    for _ in 0..20 {
        let mut stream = TcpStream::connect(program.authority()).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        stream.shutdown(Shutdown::Write).unwrap();
        let mut answers = Vec::new();
        stream.read_to_end(&mut answers).unwrap();
        let answers = String::from_utf8_lossy(&answers);
        assert_eq!(answers.matches("HTTP/1.1 200 ").count(), 100);
    }
    program.signal("TERM");
    assert_eq!(program.exit_code(), 0);
    // That nobody could be told of the end shows that the pipe was full.
    let lines: Vec<_> = BufReader::new(reader).lines().map(Result::unwrap).collect();
    assert!(
        lines
            .iter()
            .any(|line| line.contains(" request method=GET "))
    );
    assert!(lines.iter().all(|line| !line.contains("every visitor")));
}
