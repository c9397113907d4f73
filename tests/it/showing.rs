//! Drafts, what is published later and what expires: visitors see nothing of
//! it in any form, and what is left holds together.

use crate::support::content::{Folder, minimal, project, today};
use crate::support::program::Program;
use saradnja::content::{self, Audience, Catalog, Origin};
use saradnja::diag::{Format, render};
use saradnja::locale::{Day, Now};
use saradnja::site::assets::{AssetSource, Assets};
use saradnja::site::body::Effort;
use saradnja::site::snapshot::{Question, Snapshot};
use saradnja::site::{self, BuildOptions};
use std::fs;
use std::sync::Arc;

const EVENT: &str = "events/regatta.toml";
const PLACE: &str = "place = \"port\"";

/// The register as somebody sees it on a day; it must have no mistake.
fn seen(folder: &Folder, day: Day, audience: Audience) -> Catalog {
    let origin = content::load_for(
        Origin::Folder(&folder.content()),
        Now::end_of(day),
        audience,
    );
    let text = render(&origin.report, &origin.sources, Format::Human, false);
    origin.catalog.unwrap_or_else(|| panic!("{text}"))
}

fn on(day: &str) -> Day {
    day.parse().unwrap()
}

fn site(catalog: Catalog) -> Snapshot {
    let files = AssetSource::Directory(project().join("static"));
    let assets = Assets::load(&files, Effort::Start).unwrap();
    site::build(catalog, Arc::new(assets), &BuildOptions::default()).unwrap()
}

/// Every address whose content mentions a text.
fn mentions(snapshot: &Snapshot, text: &str) -> Vec<String> {
    let pages = snapshot.pages.iter();
    pages
        .filter(|(_, page)| String::from_utf8_lossy(&page.body.identity().bytes).contains(text))
        .map(|(path, _)| path.clone())
        .collect()
}

#[test]
fn a_draft_is_wholly_absent_for_visitors_and_there_for_editors() {
    let folder = Folder::with_minimal();
    let title = "Regaty dwóch wysp";
    let all = site(seen(&folder, today(), Audience::Visitors));
    // Its page and data, lists, timeline, dossier, feeds, calendar, files.
    assert!(mentions(&all, title).len() > 15);
    folder.edit(EVENT, PLACE, "draft = true");
    let visitors = site(seen(&folder, today(), Audience::Visitors));
    assert_eq!(mentions(&visitors, title), [] as [&str; 0]);
    assert_eq!(mentions(&visitors, "regatta"), [] as [&str; 0]);
    let found = visitors.search.render(
        0,
        Question {
            text: "regaty",
            kind: None,
        },
    );
    assert!(!found.unwrap().contains(title));
    assert_ne!(visitors.release, all.release);

    let editors = site(seen(&folder, today(), Audience::Editors));
    assert!(editors.pages.contains_key("/pl/wydarzenia/regatta/"));
    // When something is shown is nobody's fact.
    for word in ["publish-at", "expires-at", "\"draft\""] {
        assert_eq!(mentions(&editors, word), [] as [&str; 0]);
    }
}

#[test]
fn what_is_scheduled_is_shown_from_its_day_on_and_gone_from_another() {
    let folder = Folder::with_minimal();
    let span = "publish-at = 2027-01-01T09:30:00+01:00\nexpires-at = 2027-02-01";
    folder.edit(EVENT, PLACE, span);
    let page = |day: &str, audience| {
        let snapshot = site(seen(&folder, on(day), audience));
        let page = snapshot.pages.get("/pl/wydarzenia/regatta/");
        page.map(|page| page.status)
    };
    for (day, visitors, editors) in [
        ("2026-12-31", None, Some(200)),
        ("2027-01-01", Some(200), Some(200)),
        ("2027-01-31", Some(200), Some(200)),
        ("2027-02-01", Some(410), Some(410)),
    ] {
        assert_eq!(page(day, Audience::Visitors), visitors, "{day}");
        assert_eq!(page(day, Audience::Editors), editors, "{day}");
    }
}

#[test]
fn what_has_expired_says_so_in_every_language() {
    let folder = Folder::with_minimal();
    folder.edit(
        "pages/about.toml",
        "order = 10",
        "order = 10\nexpires-at = 2026-11-01",
    );
    folder.edit(EVENT, PLACE, "expires-at = 2026-11-02");
    let snapshot = site(seen(&folder, today(), Audience::Visitors));
    for (path, words, date) in [
        ("/pl/o-rejestrze/", "jej czas minął", "2026-11-01"),
        ("/el/gia-to-mitroo/", "ο χρόνος της πέρασε", "2026-11-01"),
        (
            "/el-latn/gia-to-mitroo/",
            "o chrónos tis pérase",
            "2026-11-01",
        ),
        ("/pl/wydarzenia/regatta/", "jej czas minął", "2026-11-02"),
    ] {
        let page = &snapshot.pages[path];
        let html = String::from_utf8_lossy(&page.body.identity().bytes).into_owned();
        assert_eq!(page.status, 410);
        assert!(html.contains(words), "{path} {html}");
        assert!(html.contains(date), "{path}");
        assert!(html.contains("content=\"noindex\""), "{path}");
    }
    let sitemap = &snapshot.pages["/sitemap.xml"].body.identity().bytes;
    assert!(!String::from_utf8_lossy(sitemap).contains("rejestrze"));
}

#[test]
fn names_of_what_is_not_shown_are_left_out_and_what_needs_it_waits() {
    let folder = Folder::with_minimal();
    let later = |path: &str| {
        let text = fs::read_to_string(folder.content().join(path)).unwrap();
        folder.write(
            path,
            text.replacen("\n\n", "\n\npublish-at = 2027-01-01\n", 1),
        );
    };
    later("partners/lighthouse.toml");
    later("networks/ring.toml");
    let catalog = seen(&folder, today(), Audience::Visitors);
    // A membership cannot do without its body; an event can do without one.
    assert!(catalog.memberships.is_empty());
    assert!(catalog.events["first-boat"].partners.is_empty());
    assert_eq!(catalog.events["regatta"].partners.len(), 1);
    assert!(catalog.redirects.redirects.is_empty());
    let snapshot = site(catalog);
    for name in ["lighthouse", "Latarnia", "Krąg Wysp", "/ring/"] {
        assert_eq!(mentions(&snapshot, name), [] as [&str; 0]);
    }
    // The words of a link stay, without the link.
    let about = String::from_utf8_lossy(&snapshot.pages["/pl/o-rejestrze/"].body.identity().bytes)
        .into_owned();
    assert!(about.contains("Zob. latarnia i"), "{about}");
    let whole = seen(&folder, on("2027-01-01"), Audience::Visitors);
    assert_eq!(whole.memberships.len(), 1);
}

#[test]
fn a_statement_waits_for_its_only_source_and_a_number_for_its_statement() {
    let folder = Folder::with_minimal();
    let source = fs::read_to_string(minimal().join("sources/chronicle.toml")).unwrap();
    let source = source.replacen("\n\n", "\n\npublish-at = 2027-01-01\n", 1);
    folder.write(
        "sources/almanac.toml",
        source.replace("/wyspa/", "/almanach/"),
    );
    folder.edit(
        "societies/test-island.toml",
        "id = \"boats\"",
        "id = \"boats\"\npublish-at = 2027-01-01",
    );
    folder.edit(
        EVENT,
        "sources = [\"chronicle\"]",
        "sources = [\"almanac\"]",
    );
    let catalog = seen(&folder, today(), Audience::Visitors);
    assert!(!catalog.events.contains_key("regatta"));
    assert!(catalog.site.figures.is_empty());
    assert!(catalog.claim("societies/test-island#boats").is_none());
    site(catalog);
    let whole = seen(&folder, on("2027-01-01"), Audience::Visitors);
    assert!(whole.events.contains_key("regatta"));
    assert_eq!(whole.site.figures.len(), 1);
}

#[test]
fn a_publisher_that_is_not_shown_keeps_its_name_beside_its_sources() {
    let folder = Folder::with_minimal();
    folder.edit("sources/chronicle.toml", "harbour-press", "next-island");
    let text = fs::read_to_string(minimal().join("societies/next-island.toml")).unwrap();
    folder.write(
        "societies/next-island.toml",
        text.replacen("\n\n", "\n\nexpires-at = 2026-11-01\n", 1),
    );
    let catalog = seen(&folder, today(), Audience::Visitors);
    assert!(catalog.body("next-island").is_none());
    assert!(catalog.publishers.contains_key("next-island"));
    let snapshot = site(catalog);
    let page = String::from_utf8_lossy(
        &snapshot.pages["/pl/zrodla/chronicle/"]
            .body
            .identity()
            .bytes,
    )
    .into_owned();
    assert!(page.contains("Towarzystwo Wyspy Sąsiedniej"), "{page}");
    assert!(!page.contains("/next-island/"), "{page}");
}

#[test]
fn what_is_published_later_may_tell_of_what_has_not_happened_yet() {
    let folder = Folder::with_minimal();
    folder.edit(
        EVENT,
        "date = 2024-07-06\nuntil = 2024-07-07",
        "date = 2027-03-01",
    );
    assert!(folder.load().report.has_errors());
    folder.edit(EVENT, PLACE, "publish-at = 2027-03-01");
    seen(&folder, today(), Audience::Visitors);
    folder.edit(EVENT, "publish-at = 2027-03-01", "publish-at = 2027-02-28");
    assert!(folder.load().report.has_errors());
    folder.edit(EVENT, "publish-at = 2027-02-28", "draft = true");
    seen(&folder, today(), Audience::Visitors);
}

/// The clock of the machine decides, to the second and without an edit.
#[test]
fn an_instant_that_comes_while_the_site_is_served_shows_by_itself() {
    let folder = Folder::with_minimal();
    let soon = |seconds: i64| jiff::Timestamp::now() + jiff::SignedDuration::from_secs(seconds);
    folder.edit(
        EVENT,
        PLACE,
        &format!("publish-at = {}\nexpires-at = {}", soon(4), soon(7)),
    );
    let program = Program::serve_today(folder.path(), &["--no-watch"]);
    let page = "/pl/wydarzenia/regatta/";
    let mut seen = vec![program.get(page).status];
    program.wait_until("the page is shown and expires", |program| {
        let status = program.get(page).status;
        if seen.last() != Some(&status) {
            seen.push(status);
        }
        status == 410
    });
    // A machine that is busy may look too late for what lies between.
    let whole = [404, 200, 410];
    assert!(whole.ends_with(&seen) || seen == [404, 410], "{seen:?}");
    let log = program.log();
    assert!(
        log.matches("serving the content as it is now").count() <= 2,
        "{log}"
    );
}
