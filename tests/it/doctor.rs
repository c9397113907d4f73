//! What `doctor` says of a site: asked directly, through a proxy that does
//! everything well, and through some that spoil one thing each.

use crate::support::content::Folder;
use crate::support::program::Program;
use crate::support::spoiler::{Message, Spoil, Spoiler};
use serde_json::Value;

/// The exit code, and each finding that is not well as its check and verdict.
fn doctor(folder: &Folder, arguments: &[&str]) -> (i32, Vec<String>) {
    let run = folder.run(&[&["doctor", "--format", "json"], arguments].concat());
    let (output, error) = (run.stdout(), run.stderr());
    let mut told = Vec::new();
    for line in output.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let verdict = line["verdict"].as_str().unwrap();
        let is_well = verdict == "ok";
        assert_eq!(line.get("mend").is_none(), is_well, "{line}");
        if !is_well {
            assert!(line["mend"]["words"].is_string(), "{line}");
            told.push(format!("{} {verdict}", line["check"].as_str().unwrap()));
        }
    }
    told.dedup();
    assert!(!output.is_empty() || run.code() == 2, "{error}");
    (run.code(), told)
}

#[test]
fn of_the_program_itself_all_is_well_after_its_first_start() {
    let folder = Folder::with_minimal();
    let program = Program::serve(folder.path(), &["--compression", "quick"]);
    let url = format!("http://{}/", program.authority());
    assert_eq!(doctor(&folder, &[&url]), (0, Vec::new()));

    let run = folder.run(&["doctor", &url]);
    let text = run.stdout();
    let start = "ok      reachable     the register answers at /";
    assert!(text.starts_with(start), "{text}");
    let said =
        "\nok      base-url      this seems to be the program itself, with no trace of a proxy; ";
    assert!(text.contains(said), "{text}");
    let end = format!("{url}: 0 wrong, 0 unsure, 19 well\n");
    assert_eq!(run.stderr(), end);
}

#[test]
fn behind_a_proxy_the_program_is_told_to_know_its_address() {
    let folder = Folder::with_minimal();
    let program = Program::serve(folder.path(), &["--compression", "quick"]);
    let spoiler = Spoiler::new();
    let url = format!("http://{}/", spoiler.address());
    let proxy = spoiler.before(program.authority());
    proxy.spoil(answers(|_, answer| answer.add("server: proxy")));
    let (code, told) = doctor(&folder, &[&url]);
    assert_eq!((code, told), (2, vec!["base-url unsure".to_owned()]));
    let text = folder.run(&["doctor", &url]).stdout();
    let mend = "\n        mend:  start the program with --base-url";
    assert!(text.contains(mend), "{text}");
}

#[test]
fn who_cannot_be_asked_is_not_judged() {
    let folder = Folder::new();
    for (arguments, why) in [
        (&["http://127.0.0.1:1/"][..], "asking http://127.0.0.1:1/: "),
        (&["127.0.0.1"], "begins with `https://`"),
        (
            &["http://127.0.0.1/", "--operations", "http://127.0.0.1/x"],
            "no path",
        ),
    ] {
        let run = folder.run(&[&["doctor"], arguments].concat());
        assert_eq!(run.code(), 2, "{arguments:?}");
        assert_eq!(run.stdout(), "", "{arguments:?}");
        assert!(
            run.stderr().contains(why),
            "{arguments:?}: {}",
            run.stderr()
        );
    }
}

/// A proxy that does this to answers.
fn answers(answer: fn(&str, &mut Message)) -> Spoil {
    Spoil {
        answer,
        ..Spoil::NOTHING
    }
}

/// A proxy that does this to requests.
fn requests(request: fn(&mut Message)) -> Spoil {
    Spoil {
        request,
        ..Spoil::NOTHING
    }
}

/// What a proxy spoils, and what is told of it.
fn spoils() -> Vec<(Spoil, &'static [&'static str])> {
    vec![
        (Spoil::NOTHING, &[]),
        (answers(|_, answer| answer.remove("vary:")), &["vary wrong"]),
        (
            answers(|_, answer| answer.replace("etag: \"", "etag: W/\"")),
            &["etag wrong"],
        ),
        (
            requests(|request| request.replace("accept-encoding: br", "accept-encoding: identity")),
            &["compression wrong"],
        ),
        (
            answers(|_, answer| answer.add("x-frame-options: DENY")),
            &["extra unsure"],
        ),
        (
            answers(|_, answer| answer.add("content-security-policy: default-src *")),
            &["security wrong"],
        ),
        (
            answers(|_, answer| answer.remove("referrer-policy:")),
            &["security wrong"],
        ),
        (
            answers(|_, answer| answer.add("set-cookie: a=b")),
            &["cookies wrong"],
        ),
        (
            answers(|_, answer| answer.add("server: proxy/1.2.3")),
            &["server wrong"],
        ),
        (
            answers(|_, answer| answer.replace("location: /", "location: http://internal:8080/")),
            &["redirects wrong"],
        ),
        (
            answers(|_, answer| answer.replace("HTTP/1.1 308", "HTTP/1.1 302")),
            &["redirects wrong"],
        ),
        (
            answers(|_, answer| answer.replace("control: no-cache", "control: max-age=600")),
            &["caching wrong"],
        ),
        (
            answers(|line, answer| {
                if line.contains("/data/") && !line.contains("datapackage") {
                    answer.body.truncate(1000);
                }
            }),
            &["whole wrong"],
        ),
        (
            answers(|_, answer| {
                if answer.lines[0].contains(" 404 ") {
                    answer.put("<h1>Not Found</h1>");
                }
            }),
            &["missing wrong"],
        ),
        (
            answers(|_, answer| {
                answer.lines[0] = "HTTP/1.1 502 Bad Gateway".to_owned();
                answer.put("<h1>Bad Gateway</h1>");
            }),
            &["reachable wrong"],
        ),
        (
            requests(|request| request.replace(" /coop/", " /")),
            &["prefix wrong"],
        ),
        (
            requests(|request| request.remove("if-none-match:")),
            &["revalidation wrong"],
        ),
        (
            requests(|request| request.remove("range:")),
            &["ranges wrong"],
        ),
        (
            requests(|request| request.replace("POST ", "GET ")),
            &["methods wrong"],
        ),
    ]
}

#[test]
fn each_thing_that_a_proxy_spoils_is_named() {
    let folder = Folder::with_minimal();
    let spoiler = Spoiler::new();
    let url = format!("http://{}/coop/", spoiler.address());
    let program = Program::serve(
        folder.path(),
        &[
            "--no-watch",
            "--base-url",
            &url,
            "--compression",
            "quick",
            "--operations",
            "127.0.0.1:0",
        ],
    );
    let proxy = spoiler.before(program.authority());
    let operations = format!("http://{}/", program.operations());
    for (spoil, expected) in spoils() {
        proxy.spoil(spoil);
        let (code, told) = doctor(&folder, &[&url, "--operations", &operations]);
        assert_eq!(told, expected);
        let should = match expected {
            [] => 0,
            [one] if one.ends_with(" unsure") => 2,
            _ => 1,
        };
        assert_eq!(code, should, "{expected:?}");
    }

    // Behind another proxy stands another release.
    proxy.spoil(Spoil::NOTHING);
    folder.edit("topics.toml", "Ćwiczenia", "Próby");
    let other = Program::serve(folder.path(), &["--operations", "127.0.0.1:0"]);
    let operations = format!("http://{}/", other.operations());
    let (code, told) = doctor(&folder, &[&url, "--operations", &operations]);
    assert_eq!((code, told), (1, vec!["freshness wrong".to_owned()]));
}

#[test]
fn a_trusted_proxy_that_passes_on_what_visitors_claim_is_named() {
    let folder = Folder::with_minimal();
    let spoiler = Spoiler::new();
    let url = format!("http://{}/", spoiler.address());
    let arguments = [
        "--base-url",
        &url,
        "--canonical-host",
        "redirect",
        "--trusted-proxies",
        "127.0.0.1",
        "--compression",
        "quick",
    ];
    let program = Program::serve(folder.path(), &arguments);
    let proxy = spoiler.before(program.authority());
    assert_eq!(doctor(&folder, &[&url]), (0, Vec::new()));
    // The request for which `doctor` makes up where it comes from, as it came.
    proxy.spoil(requests(|request| {
        if request
            .claims
            .iter()
            .any(|line| line.contains("forged.example"))
        {
            request.lines.append(&mut request.claims);
        }
    }));
    let (code, told) = doctor(&folder, &[&url]);
    assert_eq!((code, told), (1, vec!["forged wrong".to_owned()]));
}
