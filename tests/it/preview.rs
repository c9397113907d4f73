//! The preview, as the real program serves it: marks on pages that are else
//! the visitors' own, mistakes over them, and nobody else looking.

mod walk;

use crate::support::content::{Folder, minimal};
use crate::support::program::{Answer, Program};
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

const GOAL: &str = "goals/rescue.toml";
const PAGE: &str = "/pl/cele/rescue/";
const EVENT: &str = "/pl/wydarzenia/regatta/";
const REPORT: &str = "/_preview/report";

fn preview(folder: &Folder) -> Program {
    Program::serve(folder.path(), &["--preview"])
}

/// Pages that hold every sort of row.
const PAGES: [&str; 8] = [
    "/pl/",
    PAGE,
    EVENT,
    "/pl/partnerzy/lighthouse/",
    "/el/diktya/ring/",
    "/el-latn/symmetoches/ring/",
    "/pl/o-rejestrze/",
    "/pl/nigdzie/",
];

/// What the preview adds to a page, taken out again.
fn without_marks(page: &str) -> String {
    let cut = |text: &str, from: &str, to: &str| {
        let mut out = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(from) {
            let end = at + from.len() + rest[at + from.len()..].find(to).unwrap() + to.len();
            out.push_str(&rest[..at]);
            rest = &rest[end..];
        }
        out + rest
    };
    let page = cut(
        page,
        "<meta name=\"robots\" content=\"noindex\">\n<link",
        "</script>",
    );
    let page = cut(&page, "<aside class=\"pv-bar\"", "</aside>");
    let page = cut(&page, " data-place=\"", "\"");
    cut(&page, " data-stage=\"", "\"")
}

#[test]
fn a_preview_is_the_site_and_marks_and_visitors_are_sent_none() {
    let folder = Folder::with_minimal();
    let (preview, site) = (preview(&folder), Program::serve(folder.path(), &[]));
    for path in PAGES {
        let (seen, own) = (preview.get(path), site.get(path));
        assert_eq!(seen.status, own.status, "{path}");
        assert_eq!(without_marks(&seen.body), own.body, "{path}");
        assert!(
            seen.body.contains("<script src=\"/_preview/preview.js\""),
            "{path}"
        );
        for word in ["<script", "pv-", "data-place", "_preview"] {
            assert!(!own.body.contains(word), "{path} {word}");
        }
        let policy = |answer: &Answer| answer.header("content-security-policy").map(str::to_owned);
        assert_eq!(
            policy(&seen),
            policy(&own).map(|own| own + "; script-src 'self'")
        );
        assert_eq!(seen.header("cache-control"), Some("no-store"));
        assert_eq!(seen.header("x-robots-tag"), Some("noindex"));
        assert_eq!(seen.header("etag"), None);
    }
    for path in ["/robots.txt", "/pl/cele/rescue/data.json"] {
        let (seen, own) = (preview.get(path), site.get(path));
        assert_eq!(seen.body, own.body);
        assert_eq!(seen.header("cache-control"), Some("no-store"));
    }
    for path in ["preview.js", "preview.css", "events", "report"] {
        assert_eq!(site.get(&format!("/_preview/{path}")).status, 404);
    }
    let script = preview.get("/_preview/preview.js");
    assert_eq!(
        script.header("content-type"),
        Some("text/javascript; charset=utf-8")
    );
    assert_eq!(preview.get("/_preview/other").status, 404);
}

#[test]
fn every_block_says_in_which_line_it_is_written() {
    let folder = Folder::with_minimal();
    let program = preview(&folder);
    for (path, place) in [
        (
            "/pl/partnerzy/lighthouse/",
            "data-copy=\"content/partners/lighthouse.toml:3\"",
        ),
        (
            "/pl/partnerzy/lighthouse/",
            "id=\"relation\" data-place=\"content/partners/lighthouse.toml:16\"",
        ),
        (
            "/pl/partnerzy/lighthouse/",
            "id=\"c-watch\" data-place=\"content/partners/lighthouse.toml:27\"",
        ),
        (
            "/pl/partnerzy/lighthouse/",
            "id=\"x-2010\" data-place=\"content/partners/lighthouse.toml:36\"",
        ),
        (
            "/pl/partnerzy/lighthouse/",
            "id=\"founded\" data-place=\"content/partners/lighthouse.toml:11\"",
        ),
        (
            "/pl/towarzystwa/next-island/",
            "id=\"h-gaps\" data-place=\"content/societies/next-island.toml:22\"",
        ),
        (
            "/el/diktya/ring/",
            "id=\"m-next-island\" data-place=\"content/networks/ring.toml:26\"",
        ),
        (
            "/pl/cele/rescue/",
            "id=\"e-regatta\" data-place=\"content/events/regatta.toml:3\"",
        ),
    ] {
        let page = program.get(path).body;
        assert!(page.contains(place), "{place} in {page}");
    }
}

#[test]
fn what_visitors_do_not_see_is_shown_and_marked() {
    let folder = Folder::with_minimal();
    folder.edit("events/regatta.toml", "place = \"port\"", "draft = true");
    folder.edit(
        "partners/lighthouse.toml",
        "id = \"watch\"",
        "id = \"watch\"\npublish-at = 2027-03-01T09:00:00+01:00",
    );
    let program = preview(&folder);
    let site = Program::serve(folder.path(), &[]);
    assert_eq!(site.get(EVENT).status, 404);
    let page = program.get(EVENT);
    assert_eq!(page.status, 200);
    assert!(
        page.body
            .contains("<span class=\"pv-stage\">Draft: not shown to visitors")
    );
    let list = program.get("/pl/wydarzenia/").body;
    assert!(
        list.contains("<a href=\"/pl/wydarzenia/regatta/\" data-stage=\"Draft\""),
        "{list}"
    );
    let partner = "/pl/partnerzy/lighthouse/";
    assert!(!site.get(partner).body.contains("id=\"c-watch\""));
    let claim = program.get(partner).body;
    let mark = "lighthouse.toml:27\" data-stage=\"From 2027-03-01T09:00:00+01:00\"";
    assert!(claim.contains(mark), "{claim}");
}

/// The data of each event, as it comes.
struct Events(BufReader<TcpStream>);

impl Events {
    fn of(program: &Program) -> Self {
        let mut stream = TcpStream::connect(program.authority()).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(60)))
            .unwrap();
        let host = program.authority();
        let request = format!("GET /_preview/events HTTP/1.1\r\nHost: {host}\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        Self(BufReader::new(stream))
    }

    fn next(&mut self) -> serde_json::Value {
        let mut line = String::new();
        loop {
            line.clear();
            assert!(self.0.read_line(&mut line).unwrap() > 0, "the events go on");
            if let Some(data) = line.strip_prefix("data: ") {
                return serde_json::from_str(data).unwrap();
            }
        }
    }
}

#[test]
fn a_mistake_is_told_to_open_pages_and_that_it_is_mended() {
    let folder = Folder::with_minimal();
    let program = preview(&folder);
    let mut events = Events::of(&program);
    let first = events.next();
    assert_eq!(first["errors"], 0);
    assert_eq!(first["count"], "No mistakes");
    assert!(program.get(REPORT).body.contains("<h1>No mistakes</h1>"));

    let good = fs::read_to_string(minimal().join(GOAL)).unwrap();
    folder.write(GOAL, good.replace("order = 1", "ordre = 1"));
    let broken = events.next();
    assert_eq!(broken["count"], "1 mistake");
    assert_eq!(broken["release"], first["release"]);
    let report = program.get(REPORT).body;
    for part in [
        "unknown key `ordre` in this file",
        "data-copy=\"content/goals/rescue.toml:3:1\"",
        "<code>unknown-key</code>",
        "3 | ordre = 1\n  | ^^^^^ nothing reads this key",
        "did you mean `order`?",
    ] {
        assert!(report.contains(part), "{part} in {report}");
    }
    // The last good page stays, and says that something is wrong.
    let page = program.get(PAGE);
    assert!(page.body.contains("Ratowanie na morzu"));
    assert!(page.body.contains(">1 mistake</a>"));

    folder.write(GOAL, good.replace("Ratowanie na morzu", "Ratunek na morzu"));
    let mended = events.next();
    assert_eq!(mended["errors"], 0);
    assert_ne!(mended["release"], first["release"]);
    assert!(program.get(PAGE).body.contains("Ratunek na morzu"));
    assert!(!program.get(REPORT).body.contains("ordre"));
    // Ending does not wait for pages that are open.
    program.signal("TERM");
    let mut rest = String::new();
    events.0.read_to_string(&mut rest).unwrap();
    program.wait_until("all were answered", |program| {
        program.log().contains("every visitor was answered")
    });
}

#[test]
fn a_preview_starts_with_mistakes_and_shows_them_on_a_bare_page() {
    let folder = Folder::with_minimal();
    let good = fs::read_to_string(minimal().join(GOAL)).unwrap();
    folder.write(GOAL, good.replace("order = 1", "<b>ordre = 1"));
    let program = preview(&folder);
    for path in ["/", "/pl/", "/whatever"] {
        let page = program.get(path);
        assert_eq!(page.status, 503);
        assert!(page.body.contains("<h1>1 mistake</h1>"), "{}", page.body);
        assert!(
            page.body.contains("Nothing is shown until"),
            "{}",
            page.body
        );
        assert!(page.body.contains("&#60;b&#62;ordre"), "{}", page.body);
        assert!(page.body.contains("preview.js"));
    }
    folder.write(GOAL, good);
    program.wait_until("the site is shown", |program| {
        program.get(PAGE).status == 200
    });
    assert_eq!(program.get("/").status, 302);
}

#[test]
fn other_machines_are_let_in_only_where_somebody_says_so() {
    let folder = Folder::with_minimal();
    for address in ["0.0.0.0:0", "[::]:0"] {
        let run = folder.run(&["serve", "--preview", "--listen", address]);
        assert_eq!(run.code(), 2);
        let told = run.stderr();
        assert!(
            told.contains("a preview shows what is not published yet"),
            "{told}"
        );
        assert!(told.contains("--preview-anywhere"), "{told}");
    }
    let run = folder.run(&["serve", "--preview-anywhere"]);
    assert_eq!(run.code(), 2);
    assert!(run.stderr().contains("--preview"), "{}", run.stderr());

    let status = |program: &Program, host: &str| {
        let mut stream = TcpStream::connect(program.authority()).unwrap();
        let request = format!("GET {PAGE} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer[9..12].to_owned()
    };
    // A name from elsewhere that was made to lead here.
    let program = preview(&folder);
    assert_eq!(status(&program, "localhost"), "200");
    assert_eq!(status(&program, "elsewhere.example"), "421");
    let open = Program::serve(folder.path(), &["--preview", "--preview-anywhere"]);
    assert_eq!(status(&open, "elsewhere.example"), "200");
}

#[test]
fn a_preview_stands_below_its_base_path() {
    let folder = Folder::with_minimal();
    let base = ["--preview", "--base-url", "https://wyspa.example/rejestr/"];
    let program = Program::serve(folder.path(), &base);
    let page = program.get("/rejestr/pl/cele/rescue/").body;
    assert!(
        page.contains("src=\"/rejestr/_preview/preview.js\""),
        "{page}"
    );
    assert!(
        page.contains("data-copy=\"content/goals/rescue.toml:3\""),
        "{page}"
    );
    assert_eq!(program.get("/rejestr/_preview/preview.css").status, 200);
    assert_eq!(program.get("/_preview/preview.css").status, 404);
}
