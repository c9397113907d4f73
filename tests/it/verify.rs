//! Files and servers compared with what the content makes.

use crate::export::{export, release};
use crate::support::content::{Folder, TODAY, minimal};
use crate::support::program::Program;
use crate::support::serving::{Server, snapshot};
use saradnja::export::server;
use saradnja::http::{Limits, Site};
use saradnja::links::{Asking, agent};
use saradnja::live::Live;
use saradnja::release::{CachePolicy, Policy, Release};
use std::fs;
use std::sync::Arc;
use std::time::Duration;

fn verify(folder: &Folder, arguments: &[&str]) -> (i32, Vec<String>, String) {
    let day = ["verify", "--as-of", TODAY];
    let run = folder.run(&[&day, arguments].concat());
    let lines = run.stdout().lines().map(str::to_owned).collect();
    (run.code(), lines, run.stderr())
}

/// Writes other bytes to a file of the export, verifies, and puts the old ones back.
fn told_of(folder: &Folder, file: &str, change: impl Fn(&mut Vec<u8>)) -> Vec<String> {
    let path = folder.path().join("site").join(file);
    let old = fs::read(&path).unwrap();
    let mut new = old.clone();
    change(&mut new);
    fs::write(&path, new).unwrap();
    let (code, lines, error) = verify(folder, &["site"]);
    fs::write(&path, old).unwrap();
    assert_eq!(code, 1, "{error}");
    lines
}

#[test]
fn an_export_is_the_same_until_something_in_it_changes() {
    let folder = Folder::with_minimal();
    export(&folder, &[]);
    let (code, lines, error) = verify(&folder, &["site"]);
    assert_eq!(code, 0, "{lines:?} {error}");
    assert!(lines[0].starts_with("the same: release "), "{lines:?}");

    let lines = told_of(&folder, "pl/data.json", |bytes| bytes[99] ^= 1);
    let changed = "pl/data.json: differs from byte 100 of ";
    assert!(lines[0].starts_with(changed), "{lines:?}");
    assert_eq!(lines.len(), 1, "{lines:?}");

    let lines = told_of(&folder, "pl/index.html.gz", |bytes| bytes[40] ^= 1);
    assert!(lines[0].starts_with("pl/index.html.gz: "), "{lines:?}");
    assert_eq!(lines.len(), 1, "{lines:?}");

    let lines = told_of(&folder, "pl/index.html.br", |bytes| bytes.truncate(60));
    assert!(lines[0].starts_with("pl/index.html.br: "), "{lines:?}");
    assert_eq!(lines.len(), 1, "{lines:?}");

    let lines = told_of(&folder, "_headers", Vec::clear);
    assert!(
        lines[0].starts_with("_headers: ends after 0 of "),
        "{lines:?}"
    );

    let site = folder.path().join("site");
    fs::write(site.join("extra.html"), "").unwrap();
    fs::remove_file(site.join("robots.txt")).unwrap();
    let (code, lines, _) = verify(&folder, &["site"]);
    assert_eq!(code, 1);
    let expected = [
        "robots.txt: is missing",
        "extra.html: does not belong to the release",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn a_link_that_leads_nowhere_is_told_with_its_page() {
    let folder = Folder::with_minimal();
    export(&folder, &[]);
    let lines = told_of(&folder, "el/index.html", |bytes| {
        let text = String::from_utf8(bytes.clone()).unwrap();
        let text = text.replacen("href=\"/el/etairoi/\"", "href=\"/el/nowhere/\"", 1);
        let text = text.replacen("<main", "<a href=\"#part-that-is-not\"></a><main", 1);
        *bytes = text.into_bytes();
    });
    for line in [
        "/el/: leads to /el/nowhere/, where nothing is",
        "/el/: leads to #part-that-is-not, which has no such part",
    ] {
        assert!(lines.iter().any(|told| told == line), "{line} in {lines:?}");
    }
}

#[test]
fn another_day_and_other_content_are_another_release() {
    let folder = Folder::with_minimal();
    export(&folder, &[]);
    folder.edit("topics.toml", "Ćwiczenia", "Próby");
    let (code, lines, error) = verify(&folder, &["site"]);
    assert_eq!(code, 1);
    assert!(
        lines[0].contains("; the content makes release "),
        "{lines:?}"
    );
    assert!(lines.len() <= 201, "{}", lines.len());
    assert!(error.contains("differences from release "), "{error}");
    fs::create_dir(folder.path().join("empty")).unwrap();
    let (code, lines, _) = verify(&folder, &["empty"]);
    assert_eq!(code, 1);
    assert!(lines[0].contains("there is no export"), "{lines:?}");
}

#[test]
fn what_cannot_be_compared_is_no_difference() {
    let folder = Folder::with_minimal();
    for (target, why) in [
        ("nowhere", "there is no folder nowhere"),
        ("http://127.0.0.1:1/", "asking http://127.0.0.1:1/"),
        ("http://127.0.0.1:1/some/", "name the same path in both"),
        ("http:///", "no name of a host"),
    ] {
        let (code, lines, error) = verify(&folder, &[target]);
        assert_eq!((code, lines.len()), (2, 0), "{target}: {error}");
        assert!(error.contains(why), "{target}: {error}");
    }
}

#[test]
fn a_server_of_the_same_release_answers_the_same() {
    let folder = Folder::with_minimal();
    for (path, arguments) in [
        ("", &["--compression", "quick"][..]),
        // Its error pages name the request.
        ("", &["--compression", "quick", "--access-log"][..]),
        ("/coop", &["--base-url", "https://example.org/coop/"][..]),
    ] {
        let program = Program::serve(folder.path(), arguments);
        let url = format!("http://{}{path}/", program.authority());
        let base = arguments.iter().filter(|_| !path.is_empty()).copied();
        let given: Vec<_> = [url.as_str()].into_iter().chain(base).collect();
        let (code, lines, error) = verify(&folder, &given);
        assert_eq!(code, 0, "{lines:?} {error}");
    }
}

#[test]
fn a_server_of_other_content_differs() {
    let folder = Folder::with_minimal();
    let program = Program::serve(folder.path(), &["--no-watch", "--compression", "quick"]);
    folder.edit("topics.toml", "Ćwiczenia", "Próby");
    let url = format!("http://{}/", program.authority());
    let (code, lines, _) = verify(&folder, &[&url]);
    assert_eq!(code, 1);
    let differs = |line: &String| line.contains(": differs from byte ");
    assert!(lines.iter().any(differs), "{lines:?}");
    assert!(lines.len() <= 201, "{}", lines.len());
}

/// What is told of a server with `policy` that is compared with the usual one.
fn told_of_server(served: Release) -> Vec<String> {
    let site = Site::new(Arc::new(Live::new(served)));
    let server_ = Server::serving(site, Limits::default());
    let agent = agent(&Asking {
        patience: Duration::from_secs(60),
        user_agent: "test".to_owned(),
    });
    let expected = Release::new(Arc::new(snapshot("")), &Policy::default());
    let root = format!("http://{}", server_.address);
    let found = server(&expected, &agent, &root, None).unwrap();
    found.iter().map(ToString::to_string).collect()
}

#[test]
fn header_fields_and_statuses_are_compared_as_well() {
    let same = Release::new(Arc::new(snapshot("")), &Policy::default());
    assert_eq!(told_of_server(same), [""; 0]);
    let policy = Policy {
        root_files: CachePolicy::NoStore,
        ..Policy::default()
    };
    let mut other = snapshot("");
    other.pages.remove("/eo/");
    other.pages.get_mut("/en/gone/").unwrap().status = 200;
    other
        .redirects
        .insert("/old/".to_owned(), "/en/".to_owned());
    let expected = [
        "/en/gone/: answers 200 instead of 410",
        "/eo/: answers 404 instead of 200",
        "/favicon.ico: `cache-control` is `no-store` instead of `public, max-age=86400`",
        "/old/: `location` is `/en/` instead of `/en/partners/`",
    ];
    let told = told_of_server(Release::new(Arc::new(other), &policy));
    let plain = |line: &String| !line.contains(" (");
    let told: Vec<_> = told.into_iter().filter(plain).collect();
    assert_eq!(told, expected);
}

#[test]
fn the_links_of_a_served_register_lead_somewhere() {
    let served = release(&minimal());
    let site = Site::new(Arc::new(Live::new(served.clone())));
    let running = Server::serving(site, Limits::default());
    let agent = agent(&Asking {
        patience: Duration::from_secs(60),
        user_agent: "test".to_owned(),
    });
    let root = format!("http://{}", running.address);
    assert_eq!(server(&served, &agent, &root, None), Ok(Vec::new()));
}
