//! What lets a visitor check a statement, and tell others where it stands.

use super::document::{Tag, tags};
use super::{assets, catalog, html_pages, shipped, today};
use saradnja::content::Catalog;
use saradnja::locale::Day;
use saradnja::site::route::{Route, Routes};
use saradnja::site::snapshot::Snapshot;
use saradnja::site::{BuildOptions, build};
use std::collections::BTreeSet;

const MINIMAL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sites/minimal");

fn made(catalog: &Catalog) -> Snapshot {
    let options = BuildOptions {
        origin: Some("https://example.org".to_owned()),
        ..BuildOptions::default()
    };
    build(catalog, assets(), &options).expect("every page can be made")
}

fn page<'s>(snapshot: &'s Snapshot, path: &str) -> &'s str {
    let page = snapshot.pages.get(path);
    let page = page.unwrap_or_else(|| panic!("nothing stands at {path}"));
    std::str::from_utf8(&page.body.identity().bytes).expect("pages are UTF-8")
}

fn has_class(tag: &Tag<'_>, class: &str) -> bool {
    let classes = tag.attributes.get("class").copied().unwrap_or_default();
    classes.split(' ').any(|found| found == class)
}

/// The pieces of a page that begin with this tag and end before the next.
fn pieces<'h>(html: &'h str, begin: &str) -> Vec<&'h str> {
    html.split(begin).skip(1).collect()
}

/// The links of a piece that report a mistake.
fn reports(piece: &str) -> Vec<&str> {
    let paragraphs = pieces(piece, "<p class=\"report\">");
    let links = paragraphs.into_iter().filter_map(|rest| {
        let link = tags(rest).into_iter().find(|tag| tag.name == "a")?;
        link.attributes.get("href").copied()
    });
    links.collect()
}

#[test]
fn every_row_of_the_dossier_leads_to_where_it_stays() {
    let (catalog, snapshot) = shipped();
    let routes = Routes::new(catalog, "", None);
    let section = Route::Section(saradnja::site::route::Section::Dossier);
    for language in 0..catalog.languages.len() {
        let html = page(snapshot, &routes.path(section, language));
        let (mut led, mut names) = (0, BTreeSet::new());
        for begin in [
            "<li class=\"row claim\"",
            "<li class=\"row evt",
            "<tr id=\"",
        ] {
            for row in pieces(html, begin) {
                let links = tags(row).into_iter().filter(|tag| tag.name == "a");
                let link = links
                    .into_iter()
                    .find(|tag| tag.attributes.contains_key("aria-label"));
                let link = link.unwrap_or_else(|| panic!("no link: {row}")).attributes;
                let (to, fragment) = link["href"].split_once('#').expect("a fragment");
                let there = page(snapshot, to);
                assert!(
                    there.contains(&format!("id=\"{fragment}\"")),
                    "{to}#{fragment}"
                );
                assert!(
                    names.insert(link["aria-label"].to_owned()),
                    "{link:?} twice"
                );
                led += 1;
            }
        }
        assert!(led > catalog.events.len(), "{led}");
    }
}

#[test]
fn members_and_foundings_lead_to_themselves() {
    let (catalog, snapshot) = shipped();
    let routes = Routes::new(catalog, "", None);
    for body in catalog.bodies() {
        let path = routes.path(Route::entity(body.kind.into(), body.id), 0);
        let html = page(snapshot, &path);
        let rows = pieces(html, "<tr id=\"m-");
        let rows = rows.iter().filter_map(|row| row.split('"').next());
        let mut expected: Vec<String> = rows.map(|id| format!("m-{id}")).collect();
        expected.extend(body.body.founded.as_ref().map(|_| "founded".to_owned()));
        for id in expected {
            let there = html.contains(&format!(" id=\"{id}\""));
            let link = html.contains(&format!("<a href=\"#{id}\" aria-label="));
            assert!(there && link, "{path}#{id}");
        }
    }
}

#[test]
fn every_statement_leads_to_itself_and_to_a_way_of_reporting_it() {
    let (catalog, snapshot) = shipped();
    let mut statements = 0;
    for (path, html) in html_pages(snapshot) {
        // There, statements lead to where they stand on their own pages.
        let is_dossier = (catalog.languages.iter())
            .any(|language| path.ends_with(&format!("/{}/", language.sections.dossier)));
        if is_dossier {
            continue;
        }
        for piece in pieces(html, "<li class=\"row claim\" id=\"") {
            statements += 1;
            let id = piece.split('"').next().expect("the id ends");
            let all = tags(piece);
            let here = format!("#{id}");
            let link = all
                .iter()
                .position(|tag| tag.attributes.get("href") == Some(&here.as_str()))
                .unwrap_or_else(|| panic!("{path}: nothing leads to {id}"));
            let shown = all[link + 1].text;
            let label = all[link].attributes["aria-label"];
            assert!(label.starts_with(shown), "{path}: {label} hides {shown}");
            assert!(label.len() > shown.len() + 20, "{path}: {label}");
            let reports = reports(piece);
            assert_eq!(
                reports.first().map(|to| to.ends_with("#report")),
                Some(true)
            );
        }
    }
    assert_eq!(
        statements,
        catalog.claims().count() * catalog.languages.len()
    );
}

#[test]
fn relations_memberships_changes_and_events_have_addresses_too() {
    let (catalog, snapshot) = shipped();
    let links_to_itself = |path: &str, id: &str| {
        let html = page(snapshot, path);
        let all = tags(html);
        let named = all.iter().any(|tag| tag.attributes.get("id") == Some(&id));
        let here = format!("#{id}");
        let linked = all
            .iter()
            .any(|tag| tag.name == "a" && tag.attributes.get("href") == Some(&here.as_str()));
        assert!(named && linked, "{path}#{id}");
    };
    for id in catalog.partners.keys() {
        links_to_itself(&format!("/en/partners/{id}/"), "relation");
    }
    for id in catalog.memberships.keys() {
        links_to_itself(&format!("/en/memberships/{id}/"), "relation");
    }
    for id in catalog.events.keys() {
        links_to_itself(&format!("/en/events/{id}/"), "record");
        let row = format!("id=\"e-{id}\"");
        assert_eq!(page(snapshot, "/en/events/").matches(&row).count(), 1);
    }
    let mut changes = 0;
    for (id, partner) in &catalog.partners {
        for change in &partner.body.changes {
            let fragment = format!("x-{}", change.date);
            links_to_itself(&format!("/en/partners/{id}/"), &fragment);
            changes += 1;
        }
    }
    assert!(changes > 0);
}

#[test]
fn a_letter_names_page_statement_and_release() {
    let snapshot = made(&catalog(MINIMAL, today()));
    let mut letters = BTreeSet::new();
    for (path, html) in html_pages(&snapshot) {
        for letter in reports(html) {
            // `&` is escaped in HTML.
            let letter = letter.replace("&#38;", "&");
            let (to, rest) = letter.split_once("?subject=").expect("a subject");
            assert_eq!(to, "mailto:rejestr@wyspa.example");
            let (subject, body) = rest.split_once("&body=").expect("a body");
            let encoded = path.replace('/', "%2F");
            assert!(subject.contains(&format!("{encoded}%23")), "{subject}");
            let address = format!("https%3A%2F%2Fexample.org{encoded}%23");
            assert!(body.starts_with(&address), "{body}");
            assert!(
                body.ends_with(&format!("{}%0D%0A", snapshot.release)),
                "{body}"
            );
            assert!(
                rest.bytes().all(|byte| byte.is_ascii_graphic()),
                "{rest} has bytes that no address has"
            );
            assert!(letters.insert(letter.clone()), "{letter} twice");
        }
    }
    assert!(letters.len() > 10, "{letters:?}");
}

#[test]
fn a_report_leads_to_a_contact_on_the_web_or_nowhere() {
    let mut register = catalog(MINIMAL, today());
    register.site.record.contact = Some("https://wyspa.example/kontakt".into());
    let snapshot = made(&register);
    let all: Vec<_> = html_pages(&snapshot)
        .flat_map(|(_, html)| reports(html))
        .collect();
    assert!(!all.is_empty());
    assert!(all.iter().all(|to| *to == "https://wyspa.example/kontakt"));
    register.site.record.contact = None;
    let snapshot = made(&register);
    assert!(html_pages(&snapshot).all(|(_, html)| reports(html).is_empty()));
}

#[test]
fn what_has_ended_says_why() {
    let (catalog, snapshot) = shipped();
    let former: Vec<_> = catalog
        .bodies()
        .filter(|body| body.body.relation.ended_because.is_some())
        .collect();
    assert!(!former.is_empty());
    for body in former {
        let language = &catalog.languages[0];
        let why = body.body.relation.ended_because.as_ref();
        let why = why.expect("it says why").in_language(&language.id);
        for path in [
            format!("/en/partners/{}/", body.id),
            "/en/partners/".to_owned(),
        ] {
            let beside = page(snapshot, &path)
                .split("class=\"flag gone\"")
                .skip(1)
                .any(|rest| {
                    rest.split("</p>")
                        .next()
                        .is_some_and(|line| line.contains(why))
                });
            assert!(beside, "{path}: {why}");
        }
    }
}

#[test]
fn a_record_says_what_was_changed_in_it_or_since_when_it_is_there() {
    let register = catalog(MINIMAL, today());
    let snapshot = made(&register);
    let published = register.site.published.expect("the day of publication");
    let published = format!("<time datetime=\"{published}\">");
    let tools = |html: &'_ str| {
        let tools = html.split("<aside class=\"tools\"").nth(1);
        tools.unwrap_or_default().to_owned()
    };
    let mut revised = 0;
    for language in 0..register.languages.len() {
        let routes = Routes::new(&register, "", None);
        for body in register.bodies() {
            let route = Route::entity(body.kind.into(), body.id);
            let html = page(&snapshot, &routes.path(route, language));
            let history = html.contains("id=\"h-history\"");
            assert_eq!(history, !body.body.revisions.is_empty(), "{}", body.id);
            assert_eq!(tools(html).contains(&published), !history, "{}", body.id);
            revised += usize::from(history);
        }
    }
    assert_eq!(revised, register.languages.len());
}

#[test]
fn pages_that_can_be_cited_say_how() {
    let (register, snapshot) = shipped();
    for (path, html) in html_pages(snapshot) {
        let is_home = path.matches('/').count() == 2;
        // What is found changes with what is asked.
        let is_search = (register.languages.iter())
            .any(|language| path.ends_with(&format!("/{}/", language.sections.search)));
        let cited = tags(html)
            .iter()
            .any(|tag| has_class(tag, "url") && tag.text == format!("https://example.org{path}"));
        assert!(is_home || is_search || cited, "{path}");
    }
}

#[test]
fn the_foot_names_the_release_and_the_weight_of_the_page() {
    let (catalog, snapshot) = shipped();
    for (path, html) in html_pages(snapshot) {
        let foot = html.split("<footer").nth(1).expect("a foot");
        assert!(foot.contains(&snapshot.release), "{path}");
        let language = snapshot.pages[path].language.expect("a language");
        let words = &catalog.strings[&catalog.languages[language].id].trust;
        let kilobytes = html.len().div_ceil(1000).to_string();
        let weight = words.page_weight.replace("{n}", &kilobytes);
        assert!(foot.contains(&weight), "{path}: not {weight}");
        assert!(!html.contains('\u{E000}'), "{path}");
    }
}

#[test]
fn whatever_a_site_is_made_from_names_its_release() {
    let register = catalog(MINIMAL, today());
    let first = made(&register).release;
    assert_eq!(first.len(), 8);
    assert_eq!(made(&register).release, first);
    let tomorrow = Day::new(2026, 11, 24).expect("the day exists");
    let mut releases = BTreeSet::from([first]);
    releases.insert(made(&catalog(MINIMAL, tomorrow)).release);
    let mut other = register.clone();
    other.digest ^= 1;
    releases.insert(made(&other).release);
    let elsewhere = BuildOptions {
        base_path: "/some/where".to_owned(),
        origin: None,
    };
    let elsewhere = build(&register, assets(), &elsewhere).expect("a site");
    releases.insert(elsewhere.release);
    assert_eq!(releases.len(), 4, "{releases:?}");
}

#[test]
fn content_has_one_digest_and_other_content_another() {
    let of = |folder| catalog(folder, today()).digest;
    assert_eq!(of(MINIMAL), of(MINIMAL));
    assert_ne!(of(MINIMAL), of(super::CONTENT));
}

#[test]
fn abbreviations_are_explained_once_and_listed_with_where_they_come_from() {
    let (catalog, snapshot) = shipped();
    let mut explained = 0;
    for (path, html) in html_pages(snapshot) {
        let all = tags(html);
        let short: Vec<&str> = all
            .iter()
            .filter(|tag| tag.name == "abbr")
            .map(|tag| tag.text)
            .collect();
        let list = html.split("<dl class=\"facts terms\">").nth(1);
        let list = list.and_then(|list| list.split("</dl>").next());
        let listed: BTreeSet<&str> = tags(list.unwrap_or_default())
            .iter()
            .filter(|tag| tag.name == "dt")
            .map(|tag| tag.text)
            .collect();
        assert_eq!(
            short.iter().copied().collect::<BTreeSet<_>>(),
            listed,
            "{path}"
        );
        assert_eq!(short.len(), listed.len(), "{path}: {short:?}");
        explained += short.len();
        let mut inside = false;
        for piece in html.split('<') {
            match piece {
                _ if piece.starts_with("a ") || piece.starts_with("h3") => inside = true,
                _ if piece.starts_with("/a>") || piece.starts_with("/h3") => inside = false,
                _ => assert!(!(inside && piece.starts_with("abbr")), "{path}: {piece}"),
            }
        }
    }
    assert!(explained > 100, "{explained}");
    for body in catalog.bodies() {
        let Some(own) = &body.body.abbreviation else {
            continue;
        };
        let own = own.in_language(&catalog.languages[0].id);
        let suffix = format!("/{}/", body.id);
        let (path, html) = html_pages(snapshot)
            .find(|(path, _)| path.starts_with("/en/") && path.ends_with(&suffix))
            .expect("every body has a page");
        assert!(
            !html.contains(&format!("<dt class=\"key\">{own}</dt>")),
            "{path}"
        );
    }
}
