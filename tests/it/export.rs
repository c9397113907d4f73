//! The site as files: what is in them, and what becomes of the folder.

use crate::support::content::{Folder, TODAY, files_under, minimal, today};
use saradnja::content::{Origin, load};
use saradnja::embedded;
use saradnja::export::{MARKER, Plan};
use saradnja::release::{Policy, Release, SECURITY_HEADERS};
use saradnja::site::assets::{AssetSource, Assets};
use saradnja::site::body::{Coding, Effort};
use saradnja::site::{BuildOptions, build};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

/// The release of a register, made from nothing.
pub fn release(content: &Path) -> Release {
    let loaded = load(Origin::Folder(content), today());
    let catalog = loaded.catalog.expect("no mistakes");
    let source = AssetSource::Embedded(embedded::static_files());
    let assets = Arc::new(Assets::load(&source, Effort::Start).unwrap());
    let snapshot = build(&catalog, assets, &BuildOptions::default()).unwrap();
    Release::new(Arc::new(snapshot), &Policy::default())
}

/// Exports the content of `folder` to `site` in it, with these arguments besides.
pub fn export(folder: &Folder, arguments: &[&str]) {
    let run = try_export(folder, arguments);
    assert_eq!(run.0, 0, "{}", run.1);
}

fn try_export(folder: &Folder, arguments: &[&str]) -> (i32, String) {
    let given = ["export", "site", "--as-of", TODAY, "--compression", "quick"];
    let run = folder.run(&[&given, arguments].concat());
    (run.code(), run.stdout() + &run.stderr())
}

/// Every file of a folder with its bytes.
fn all(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let paths = files_under(folder).into_iter();
    paths
        .map(|path| (path.clone(), fs::read(folder.join(&path)).unwrap()))
        .collect()
}

fn decoded(path: &str, bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    if path.ends_with(".gz") {
        let mut decoder = flate2::read::GzDecoder::new(bytes);
        decoder.read_to_end(&mut out).unwrap();
    } else {
        brotli::BrotliDecompress(&mut &bytes[..], &mut out).unwrap();
    }
    out
}

#[test]
fn every_answer_is_a_file_in_every_coding() {
    let folder = Folder::with_minimal();
    export(&folder, &[]);
    let mut files = all(&folder.path().join("site"));
    let release = release(&folder.content());
    for (address, resource) in release.resources() {
        let file = match (resource.status().as_u16(), address.strip_suffix('/')) {
            (410, Some(inside)) => format!("{inside}/410.html"),
            (_, Some(inside)) => format!("{inside}/index.html"),
            _ => address.to_string(),
        };
        let file = &file[1..];
        let content = &resource.prepared(Coding::Identity).unwrap().bytes;
        assert_eq!(files.remove(file).as_deref(), Some(&content[..]), "{file}");
        for (coding, ending) in [(Coding::Gzip, "gz"), (Coding::Brotli, "br")] {
            let coded = format!("{file}.{ending}");
            let found = files.remove(&coded);
            let is_expected = resource.prepared(coding).is_some();
            assert_eq!(found.is_some(), is_expected, "{coded}");
            if let Some(found) = found {
                assert!(found.len() < content.len(), "{coded}");
                assert_eq!(decoded(&coded, &found), content[..], "{coded}");
            }
        }
    }
    // What has no address of its own.
    let snapshot = release.snapshot();
    let mut others = vec!["404.html".to_owned(), "index.html".to_owned()];
    others.extend(
        snapshot
            .languages
            .iter()
            .map(|l| format!("{}/404.html", l.prefix)),
    );
    for name in &others {
        let text = files.remove(name).expect(name);
        assert!(text.starts_with(b"<!doctype html>"), "{name}");
        for ending in ["gz", "br"] {
            let coded = format!("{name}.{ending}");
            assert_eq!(decoded(&coded, &files.remove(&coded).unwrap()), text);
        }
    }
    let left: Vec<_> = files.keys().map(String::as_str).collect();
    assert_eq!(left, [MARKER, "_headers", "_redirects"]);
}

#[test]
fn the_page_for_what_is_missing_names_no_address() {
    let release = release(&minimal());
    let plan = Plan::new(&release).unwrap();
    let words = "/szukaj/";
    for prefix in ["pl", "el", "el-latn"] {
        let page = &plan.files()[&format!("{prefix}/404.html")];
        let html = String::from_utf8(page.identity().bytes.to_vec()).unwrap();
        assert!(!html.contains("class=\"url\""), "{prefix}");
        assert_eq!(
            html.contains(words),
            prefix == "pl",
            "the search is offered"
        );
    }
}

/// The fields that the rules of a `_headers` file give to an address.
fn given<'a>(rules: &'a str, address: &str) -> BTreeMap<&'a str, &'a str> {
    let mut fields = BTreeMap::new();
    let mut applies = false;
    for line in rules.lines().filter(|line| !line.starts_with('#')) {
        match line.strip_prefix("  ") {
            None => {
                applies = match line.split_once('*') {
                    Some((before, after)) => {
                        address.starts_with(before) && address.ends_with(after)
                    }
                    None => line == address,
                };
            }
            Some(field) if applies => {
                let (name, value) = field.split_once(": ").unwrap();
                let twice = fields.insert(name, value);
                assert_eq!(twice, None, "{name} of {address} comes from two rules");
            }
            Some(_) => {}
        }
    }
    fields
}

#[test]
fn the_file_of_header_fields_gives_what_the_server_sends() {
    for content in [
        minimal(),
        crate::support::content::project().join("content"),
    ] {
        let release = release(&content);
        let plan = Plan::new(&release).unwrap();
        let rules = plan.files()["_headers"].identity().bytes.to_vec();
        let rules = String::from_utf8(rules).unwrap();
        // The limits of Cloudflare Pages.
        assert!(rules.lines().all(|line| line.len() <= 2000));
        assert!(rules.lines().filter(|line| line.starts_with('/')).count() <= 100);
        for (address, resource) in release.resources() {
            let sent = &resource.prepared(Coding::Identity).unwrap().headers;
            let given = given(&rules, address);
            for (name, value) in &SECURITY_HEADERS {
                assert_eq!(given.get(name.as_str()), Some(&value.to_str().unwrap()));
            }
            for name in ["cache-control", "content-language"] {
                let sent = sent.get(name).map(|value| value.to_str().unwrap());
                assert_eq!(given.get(name).copied(), sent, "{name} of {address}");
            }
            if let Some(media) = given.get("content-type") {
                assert_eq!(*media, sent["content-type"], "{address}");
            }
        }
        let home = release.snapshot().home(release.snapshot().fallback);
        let entrance = given(&rules, "/");
        assert_eq!(entrance, given(&rules, &home));
    }
}

#[test]
fn old_and_removed_addresses_stand_in_the_file_of_redirects() {
    let release = release(&minimal());
    let plan = Plan::new(&release).unwrap();
    let text = plan.files()["_redirects"].identity().bytes.to_vec();
    let text = String::from_utf8(text).unwrap();
    let lines: Vec<_> = text.lines().filter(|line| !line.starts_with('#')).collect();
    for line in [
        "/pl/partnerzy/lampa/ /pl/partnerzy/lighthouse/ 308",
        "/pl/partnerzy/mewa/ /pl/partnerzy/mewa/410.html 410",
        "/ /pl/ 302",
        "/el/* /el/404.html 404",
    ] {
        assert!(lines.contains(&line), "{line} in {text}");
    }
    assert_eq!(lines.last(), Some(&"/* /404.html 404"));
    for line in lines {
        let parts: Vec<_> = line.split(' ').collect();
        assert_eq!(parts.len(), 3, "{line}");
    }
}

#[test]
fn two_exports_are_the_same_byte_for_byte() {
    let folder = Folder::with_minimal();
    for name in ["one", "two"] {
        let run = folder.run(&["export", name, "--as-of", TODAY]);
        assert_eq!(run.code(), 0, "{}", run.stderr());
        let told = format!("{name} is release ");
        assert!(run.stdout().starts_with(&told), "{}", run.stdout());
        assert!(run.stderr().contains("/pl/szukaj/"), "{}", run.stderr());
        assert!(!run.stderr().contains('\r'), "no progress into a file");
    }
    let [one, two] = ["one", "two"].map(|name| all(&folder.path().join(name)));
    assert!(one == two);
    assert!(one.contains_key("pl/index.html.br"));
}

#[test]
fn the_base_path_is_part_of_every_file_and_rule() {
    let folder = Folder::with_minimal();
    export(&folder, &["--base-url", "https://example.org/some/where/"]);
    let files = all(&folder.path().join("site"));
    let outside = files.keys().filter(|file| !file.starts_with("some/where/"));
    let outside: Vec<_> = outside.map(String::as_str).collect();
    let expected = [
        MARKER,
        "404.html",
        "404.html.br",
        "404.html.gz",
        "_headers",
        "_redirects",
    ];
    assert_eq!(outside, expected);
    assert!(files.contains_key("some/where/index.html"));
    let redirects = String::from_utf8(files["_redirects"].clone()).unwrap();
    assert!(redirects.contains("\n/some/where/ /some/where/pl/ 302\n"));
}

#[test]
fn what_no_export_has_written_is_never_replaced() {
    let folder = Folder::with_minimal();
    let site = folder.path().join("site");
    fs::create_dir(&site).unwrap();
    fs::write(site.join("thesis.txt"), "years of work").unwrap();
    let (code, told) = try_export(&folder, &[]);
    assert_eq!(code, 2, "{told}");
    assert!(told.contains("no export has made it"), "{told}");
    assert_eq!(files_under(&site), ["thesis.txt"]);

    fs::remove_file(site.join("thesis.txt")).unwrap();
    export(&folder, &[]);
    fs::create_dir(site.join(".git")).unwrap();
    fs::write(site.join(".git/HEAD"), "ref").unwrap();
    let before = all(&site);
    let (code, told) = try_export(&folder, &[]);
    assert_eq!(code, 2, "{told}");
    assert!(told.contains("it would be lost: `.git/HEAD`"), "{told}");
    assert!(all(&site) == before);

    fs::remove_dir_all(&site).unwrap();
    fs::write(&site, "a file").unwrap();
    let (code, told) = try_export(&folder, &[]);
    assert_eq!(code, 2, "{told}");
    assert!(told.contains("is not a folder"), "{told}");
    assert_eq!(fs::read_to_string(&site).unwrap(), "a file");
    assert_eq!(hidden(&folder), [""; 0]);
}

/// What an export left beside its folder.
fn hidden(folder: &Folder) -> Vec<String> {
    let entries = fs::read_dir(folder.path()).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with('.')).collect()
}

#[test]
fn mistakes_in_content_leave_the_folder_as_it_is() {
    let folder = Folder::with_minimal();
    export(&folder, &[]);
    let before = all(&folder.path().join("site"));
    folder.write("partners/broken.toml", "name = 1\n");
    let (code, told) = try_export(&folder, &[]);
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("nothing was written"), "{told}");
    assert!(all(&folder.path().join("site")) == before);
}

#[test]
fn only_one_export_writes_to_a_place_at_a_time() {
    let folder = Folder::with_minimal();
    let scaffold = folder.path().join(".site.saradnja-export");
    fs::create_dir(&scaffold).unwrap();
    let lock = File::create(scaffold.join("lock")).unwrap();
    lock.lock().unwrap();
    let (code, told) = try_export(&folder, &[]);
    assert_eq!(code, 2, "{told}");
    assert!(told.contains("another export is writing"), "{told}");
    assert!(!folder.path().join("site").exists());
    lock.unlock().unwrap();
    export(&folder, &[]);
    assert_eq!(hidden(&folder), [""; 0]);
}

#[test]
fn an_export_that_is_killed_leaves_the_old_one_or_the_new_one() {
    let folder = Folder::with_minimal();
    export(&folder, &[]);
    let site = folder.path().join("site");
    let old = all(&site);
    let mut child = Command::new(env!("CARGO_BIN_EXE_saradnja"))
        .args(["export", "site", "--as-of", "2027-05-05"])
        .current_dir(folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // It is at work when the first file is there, or it is done.
    let begun = folder.path().join(".site.saradnja-export/new/404.html");
    while !begun.exists() && child.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let left = all(&site);
    if left != old {
        let run = folder.run(&["verify", "site", "--as-of", "2027-05-05"]);
        assert_eq!(run.code(), 0, "{}", run.stdout());
    }
    export(&folder, &[]);
    assert!(all(&site) == old);
    assert_eq!(hidden(&folder), [""; 0], "the next export tidies up");
}

#[cfg(unix)]
#[test]
fn a_link_to_the_folder_stays_one_and_new_folders_are_made_on_the_way() {
    let folder = Folder::with_minimal();
    fs::create_dir_all(folder.path().join("www/real")).unwrap();
    std::os::unix::fs::symlink("www/real", folder.path().join("site")).unwrap();
    export(&folder, &[]);
    assert!(folder.path().join("site").is_symlink());
    assert!(folder.path().join("www/real/pl/index.html").is_file());
    let run = folder.run(&[
        "export",
        "a/b/c",
        "--as-of",
        TODAY,
        "--compression",
        "quick",
    ]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    assert!(folder.path().join("a/b/c/pl/index.html").is_file());
}
