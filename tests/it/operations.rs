//! What operators are told: the second listener of the real program, what it
//! says while the program begins, reloads and ends, and what it counts.

use crate::support::content::{Folder, minimal, project};
use crate::support::metrics::{self, Metrics};
use crate::support::program::{Program, get};
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;

const GOAL: &str = "goals/rescue.toml";
const PAGE: &str = "/pl/cele/rescue/";

fn serve(folder: &Folder, arguments: &[&str]) -> Program {
    let operations = ["--operations", "127.0.0.1:0"];
    Program::serve(folder.path(), &[&operations, arguments].concat())
}

fn ask(program: &Program, path: &str) -> String {
    program.ask_operations(path).body
}

fn measured(program: &Program) -> Metrics {
    let answer = program.ask_operations("/metrics");
    let media = answer.header("content-type");
    assert_eq!(media, Some("text/plain; version=0.0.4; charset=utf-8"));
    metrics::read(&answer.body, false)
}

#[test]
fn a_program_that_serves_says_so_and_what() {
    let folder = Folder::with_minimal();
    let program = serve(&folder, &[]);
    for path in ["/", "/livez", "/readyz", "/release", "/report", "/metrics"] {
        let answer = program.ask_operations(path);
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
        assert_eq!(
            answer.header("x-content-type-options"),
            Some("nosniff"),
            "{path}"
        );
        assert!(answer.header("content-security-policy").is_some(), "{path}");
    }
    assert_eq!(program.ask_operations("/nothing").status, 404);
    let release: serde_json::Value = serde_json::from_str(&ask(&program, "/release")).unwrap();
    let name = release["release"].as_str().unwrap();
    assert!(!name.is_empty() && program.get(PAGE).body.contains(name));
    assert_eq!(release["as-of"], crate::support::content::TODAY);
    assert_eq!(release["version"], env!("CARGO_PKG_VERSION"));
    assert!(release["pages"].as_u64() > Some(10));
    assert!(release["since"].as_str().unwrap().ends_with('Z'));
    // Visitors are told none of it.
    for path in ["/livez", "/readyz", "/release", "/report", "/metrics"] {
        assert_eq!(program.get(path).status, 404, "{path}");
    }
}

#[test]
fn what_visitors_ask_is_counted_by_kind_and_status() {
    let folder = Folder::with_minimal();
    let program = serve(&folder, &[]);
    let before = measured(&program);
    let style = program.get(PAGE).body;
    let style = style
        .split("href=\"")
        .find(|part| part.starts_with("/assets/"))
        .unwrap();
    let style = style.split('"').next().unwrap();
    let asked = [
        (style, "file", "2xx"),
        ("/robots.txt", "data", "2xx"),
        ("/pl/feed.xml", "data", "2xx"),
        ("/", "other", "3xx"),
        ("/pl/nothing/", "other", "4xx"),
    ];
    for (path, _, status) in asked {
        assert!(
            status.starts_with(&program.get(path).status.to_string()[..1]),
            "{path}"
        );
    }
    let after = measured(&program);
    let grown = |series: &str| after.value(series) - before.value(series);
    let requests = |kind: &str, status: &str| {
        grown(&format!(
            "saradnja_requests_total{{kind=\"{kind}\",status=\"{status}\"}}"
        ))
    };
    let counts = [
        requests("page", "2xx"),
        requests("file", "2xx"),
        requests("data", "2xx"),
        requests("other", "3xx"),
        requests("other", "4xx"),
    ];
    assert_eq!(counts, [1.0, 1.0, 2.0, 1.0, 1.0]);
    let total = after.sum("saradnja_requests_total") - before.sum("saradnja_requests_total");
    assert_eq!(total, 6.0);
    assert_eq!(grown("saradnja_connections_total"), 6.0);
    assert_eq!(grown("saradnja_request_duration_seconds_count"), 6.0);
    assert!(grown("saradnja_request_duration_seconds_sum") > 0.0);
    let bytes = program.get(PAGE).body.len();
    assert!(grown("saradnja_sent_bytes_total") > bytes as f64);
    assert_eq!(after.value("saradnja_requests_in_flight"), 0.0);
    assert!(after.value("saradnja_connections_limit") >= 256.0);
    let began = after.value("saradnja_start_timestamp_seconds");
    assert!(began > 0.0 && began <= after.value("saradnja_snapshot_timestamp_seconds"));
}

#[test]
fn an_answer_to_what_is_no_request_is_counted_and_so_are_open_connections() {
    let folder = Folder::with_minimal();
    let program = serve(&folder, &[]);
    let refused = "saradnja_requests_total{kind=\"other\",status=\"4xx\"}";
    let before = measured(&program).value(refused);
    let mut stream = TcpStream::connect(program.authority()).unwrap();
    stream.write_all(b"no request\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
    assert_eq!(measured(&program).value(refused), before + 1.0);
    let open = |program: &Program| measured(program).value("saradnja_connections_open");
    let silent = TcpStream::connect(program.authority()).unwrap();
    program.wait_until("it is open", |program| open(program) == 1.0);
    drop(silent);
    program.wait_until("it is closed", |program| open(program) == 0.0);
}

#[test]
fn both_forms_of_the_numbers_are_well_formed_and_say_the_same() {
    let folder = Folder::with_minimal();
    let program = serve(&folder, &[]);
    let plain = measured(&program);
    let open = program.ask_operations_for("/metrics", "application/openmetrics-text;version=1.0.0");
    let media = open.header("content-type");
    assert_eq!(
        media,
        Some("application/openmetrics-text; version=1.0.0; charset=utf-8")
    );
    let open = metrics::read(&open.body, true);
    let names = |metrics: &Metrics| metrics.values.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&plain), names(&open));
    for (name, kind) in &plain.types {
        let family = name.strip_suffix("_total").unwrap_or(name);
        assert_eq!(open.types.get(family), Some(kind), "{name}");
    }
}

#[test]
fn the_guide_names_every_number_and_no_other() {
    let folder = Folder::with_minimal();
    let program = serve(&folder, &[]);
    let told: Vec<_> = measured(&program).types.into_iter().collect();
    let guide = fs::read_to_string(project().join("docs/operators-guide.md")).unwrap();
    let mut listed: Vec<_> = (guide.lines())
        .filter_map(|line| line.strip_prefix("| `saradnja_"))
        .map(|line| {
            let mut cells = line.split(" | ");
            let name = cells.next().unwrap().split(['`', '{']).next().unwrap();
            (format!("saradnja_{name}"), cells.next().unwrap().to_owned())
        })
        .collect();
    listed.retain(|(_, kind)| ["counter", "gauge", "histogram"].contains(&kind.as_str()));
    listed.sort();
    assert_eq!(listed, told);
}

#[test]
fn a_refused_edit_is_reported_until_it_is_mended() {
    let folder = Folder::with_minimal();
    let program = serve(&folder, &[]);
    assert_eq!(ask(&program, "/report"), "");
    let good = fs::read_to_string(minimal().join(GOAL)).unwrap();
    folder.write(GOAL, good.replace("order = 1", "ordre = 1"));
    program.wait_until("the mistake is reported", |program| {
        !ask(program, "/report").is_empty()
    });
    let check = folder.run(&[
        "check",
        "--content",
        "content",
        "--format",
        "json",
        "--as-of",
        "2026-11-23",
    ]);
    assert_eq!(ask(&program, "/report"), check.stdout());
    let numbers = measured(&program);
    assert_eq!(numbers.value("saradnja_last_reload_good"), 0.0);
    assert!(numbers.value("saradnja_reloads_total{outcome=\"failed\"}") > 0.0);
    assert!(numbers.value("saradnja_last_reload_diagnostics{severity=\"error\"}") > 0.0);
    // What was good is still served, so visitors may still be sent here.
    assert_eq!(numbers.value("saradnja_ready"), 1.0);
    assert_eq!(program.ask_operations("/readyz").status, 200);
    folder.write(GOAL, good.replace("Ratowanie na morzu", "Ratowanie"));
    program.wait_until("it is mended", |program| ask(program, "/report").is_empty());
    let numbers = measured(&program);
    assert_eq!(numbers.value("saradnja_last_reload_good"), 1.0);
    assert!(numbers.value("saradnja_reloads_total{outcome=\"good\"}") > 0.0);
    assert_eq!(
        numbers.value("saradnja_last_reload_diagnostics{severity=\"error\"}"),
        0.0
    );
}

#[test]
fn what_is_late_or_outdated_is_counted() {
    let folder = Folder::with_shipped();
    let day = ["--as-of", "2040-01-01"];
    let operations = ["--operations", "127.0.0.1:0"];
    let program = Program::serve_today(folder.path(), &[day, operations].concat());
    let check = folder.run(&["check", "--format", "short", "--as-of", "2040-01-01"]);
    let report = check.stdout();
    let numbers = measured(&program);
    let count = |code: &str| report.matches(&format!("[{code}]")).count() as f64;
    assert!(count("review-overdue") > 0.0);
    assert_eq!(
        numbers.value("saradnja_statements_late"),
        count("review-overdue")
    );
    assert_eq!(
        numbers.value("saradnja_translations_outdated"),
        count("outdated-translation")
    );
}

#[test]
fn sources_that_are_dead_by_the_content_are_counted() {
    let folder = Folder::with_minimal();
    let program = serve(&folder, &[]);
    let dead = |program: &Program| measured(program).value("saradnja_sources_dead");
    assert_eq!(dead(&program), 0.0);
    folder.edit(
        "sources/chronicle.toml",
        "state = \"live\"",
        "state = \"dead\"",
    );
    program.wait_until("it is counted", |program| dead(program) == 1.0);
    folder.edit(
        "sources/chronicle.toml",
        "state = \"dead\"",
        "state = \"stored-copy\"",
    );
    program.wait_until("it is no longer counted", |program| dead(program) == 0.0);
}

#[test]
fn a_preview_without_a_good_register_is_not_ready() {
    let folder = Folder::with_minimal();
    let good = fs::read_to_string(minimal().join(GOAL)).unwrap();
    folder.write(GOAL, good.replace("order = 1", "ordre = 1"));
    let program = serve(&folder, &["--preview"]);
    program.wait_until("the mistake is reported", |program| {
        !ask(program, "/report").is_empty()
    });
    assert_eq!(program.ask_operations("/readyz").status, 503);
    assert_eq!(program.ask_operations("/livez").status, 200);
    folder.write(GOAL, good);
    program.wait_until("it is ready", |program| {
        ask(program, "/readyz") == "ready\n"
    });
}

#[test]
fn at_the_end_it_is_not_ready_first_and_then_lets_nobody_in() {
    let folder = Folder::with_minimal();
    let mut program = serve(&folder, &["--grace", "3600"]);
    program.signal("TERM");
    program.wait_until("it is not ready", |program| {
        ask(program, "/readyz") == "ending\n"
    });
    assert_eq!(program.ask_operations("/readyz").status, 503);
    // Within the grace visitors are let in as before.
    assert_eq!(program.get(PAGE).status, 200);
    // Somebody has begun to ask when the grace ends.
    let mut slow = TcpStream::connect(program.authority()).unwrap();
    slow.write_all(format!("GET {PAGE} HTTP/1.1\r\n").as_bytes())
        .unwrap();
    program.wait_until("it is connected", |program| {
        measured(program).value("saradnja_connections_open") == 1.0
    });
    program.signal("TERM");
    program.wait_until("nobody is let in", |program| {
        TcpStream::connect(program.authority()).is_err()
    });
    assert_eq!(program.ask_operations("/readyz").status, 503);
    assert_eq!(program.ask_operations("/livez").status, 200);
    slow.write_all(b"Host: a\r\n\r\n").unwrap();
    let mut answer = String::new();
    slow.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    assert_eq!(program.exit_code(), 0);
    program.wait_until("its last word is read", |program| {
        program.log().contains("every visitor was answered")
    });
}

#[test]
fn only_this_machine_may_ask_unless_it_is_said() {
    let folder = Folder::with_minimal();
    let run = folder.run(&["serve", "--operations", "0.0.0.0:0"]);
    assert_eq!(run.code(), 2);
    assert!(
        run.stderr().contains("--operations-anywhere"),
        "{}",
        run.stderr()
    );
    let program = serve(&folder, &[]);
    let mut stream = TcpStream::connect(program.operations()).unwrap();
    let forged = b"GET /report HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n";
    stream.write_all(forged).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 421 "), "{answer}");
    let open = Program::serve(
        folder.path(),
        &["--operations", "0.0.0.0:0", "--operations-anywhere"],
    );
    let port = open.operations().rsplit_once(':').unwrap().1;
    assert_eq!(get(&format!("127.0.0.1:{port}"), "/livez").status, 200);
}
