//! What a browser needs before it can draw a page.

use super::shipped;
use saradnja::content::Catalog;
use saradnja::release::{Policy, Prepared, Release, Resource};
use saradnja::site::body::{Coding, Effort};
use saradnja::site::snapshot::{Media, Snapshot};
use std::io::Read;
use std::sync::Arc;

/// What a first view may weigh: ten packets of 1,460 bytes, less what TLS
/// takes of them.
const FIRST_VIEW: usize = 14_336;

/// What an answer's head weighs, with what the connection adds to it.
fn head(prepared: &Prepared) -> usize {
    let length = format!("content-length: {}\r\n", prepared.bytes.len());
    let fixed = "HTTP/1.1 200 OK\r\ndate: Thu, 26 Nov 2026 00:54:02 GMT\r\n\
                 accept-ranges: bytes\r\n\r\n";
    let fields = prepared.headers.iter();
    let fields: usize = fields.map(|(n, v)| n.as_str().len() + v.len() + 4).sum();
    fixed.len() + length.len() + fields
}

/// The sheet of styles as it is sent, made small before anything else is.
fn with_small_sheet(release: &Release, snapshot: &Snapshot) -> (Release, usize) {
    let sheet = snapshot.assets.url("css/site.css").expect("a style sheet");
    let small = snapshot
        .assets
        .get(sheet)
        .expect("the style sheet is served");
    let small = small.body.improved(Effort::Best);
    let release = release.with_bodies([(Arc::from(sheet), small)]);
    let sent = release.asset(sheet).expect("the style sheet is served");
    let weight = weight(sent);
    (release, weight)
}

/// What an answer weighs, as nearly every browser gets it.
fn weight(resource: &Resource) -> usize {
    let brotli = resource.prepared(Coding::Brotli);
    let sent = brotli.or(resource.prepared(Coding::Identity));
    let sent = sent.expect("everything has an identity coding");
    head(sent) + sent.bytes.len()
}

/// The addresses of the dossier.
fn dossiers(catalog: &Catalog) -> Vec<String> {
    let languages = catalog.languages.iter();
    let paths = languages.map(|language| {
        let dossier = &language.sections.dossier;
        format!("/{}/{dossier}/", language.record.prefix)
    });
    paths.collect()
}

#[test]
fn a_first_view_fits_into_the_first_packets() {
    let (catalog, snapshot) = shipped();
    let dossiers = dossiers(catalog);
    let release = Release::new(Arc::clone(snapshot), &Policy::default());
    let (release, sheet) = with_small_sheet(&release, snapshot);
    let mut heavy = Vec::new();
    for (path, resource) in release.resources() {
        // The dossier is everything on one page: of it, the first view is what arrives first.
        if resource.media() == Media::Html && !dossiers.contains(&path.to_string()) {
            let all = weight(resource) + sheet;
            if all > FIRST_VIEW {
                heavy.push((all, path));
            }
        }
    }
    heavy.sort_unstable();
    assert!(heavy.is_empty(), "{heavy:#?}");
}

/// What a browser has of a page when only its first bytes have arrived: Brotli is a stream.
fn arrived(coded: &[u8]) -> String {
    let mut text = Vec::new();
    let mut stream = brotli::Decompressor::new(coded, 4096);
    let mut part = [0; 4096];
    // The end of what has arrived is no end of the stream.
    while let Ok(read @ 1..) = stream.read(&mut part) {
        text.extend_from_slice(&part[..read]);
    }
    String::from_utf8_lossy(&text).into_owned()
}

#[test]
fn the_first_packets_of_the_dossier_are_a_first_view() {
    let (catalog, snapshot) = shipped();
    let release = Release::new(Arc::clone(snapshot), &Policy::default());
    let (mut release, sheet) = with_small_sheet(&release, snapshot);
    let dossiers = dossiers(catalog);
    for effort in [Effort::Start, Effort::Best] {
        if effort == Effort::Best {
            let better = dossiers.iter().map(|path| {
                let body = &snapshot.pages[path].body;
                (Arc::from(path.as_str()), body.improved(effort))
            });
            release = release.with_bodies(better.collect::<Vec<_>>());
        }
        for path in &dossiers {
            let (_, resource) = (release.resources())
                .find(|(found, _)| ***found == **path)
                .expect("the dossier is served");
            let sent = resource.prepared(Coding::Brotli);
            let sent = sent.expect("it is sent as Brotli");
            let first = &sent.bytes[..FIRST_VIEW - sheet - head(sent)];
            assert!(first.len() < sent.bytes.len(), "all of it arrives at once");
            let view = arrived(first);
            let (contents, rest) = view
                .split_once("<nav class=\"block chapters\"")
                .unwrap_or_else(|| panic!("{path}, {effort:?}: {view}"));
            assert!(contents.contains("<h1"), "{path}");
            let (links, chapters) = rest.split_once("</nav>").expect("all of the contents");
            assert!(links.matches("<a ").count() > 7, "{path}");
            // More than a screen of 1280 x 800 holds: the text of both beginnings.
            assert!(chapters.contains("id=\"h-introduction\""), "{path}");
            let words: usize = (chapters.split('<'))
                .filter_map(|piece| piece.split_once('>'))
                .map(|(_, text)| text.chars().count())
                .sum();
            assert!(words > 4000, "{path}, {effort:?}: {words} characters");
            // What comes later is not waited for.
            let whole = resource.prepared(Coding::Identity).expect("as it is");
            let whole = std::str::from_utf8(&whole.bytes).expect("UTF-8");
            let (_, body) = whole.split_once("<body").expect("a body");
            for blocking in ["<script", "<style", "<link", "<img", "<iframe"] {
                assert!(!body.contains(blocking), "{path}: {blocking}");
            }
        }
    }
}
