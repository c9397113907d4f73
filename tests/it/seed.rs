//! Every statement of the page that the register began with is in it: marked
//! in the content by a comment such as `# S10`, present in every language.

use saradnja::content::{Catalog, Origin, load};
use saradnja::locale::Day;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const CONTENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/content");

fn catalog() -> Catalog {
    let today = Day {
        year: 2026,
        month: 11,
        day: 23,
    };
    let loaded = load(Origin::Folder(Path::new(CONTENT)), today);
    loaded.catalog.expect("the shipped content has no errors")
}

/// The statements that comments name, with the path of each claim that carries
/// one: `<folder>/<file>#<claim>`.
fn marked() -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for folder in [
        "goals",
        "partners",
        "societies",
        "networks",
        "memberships",
        "pages",
    ] {
        for entry in fs::read_dir(format!("{CONTENT}/{folder}")).unwrap() {
            let path = entry.unwrap().path();
            let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let text = fs::read_to_string(&path).unwrap();
            let mut named: Vec<String> = Vec::new();
            for line in text.lines() {
                if line.starts_with('[') {
                    named = match line.split_once('#') {
                        Some((_, comment)) => statements(comment),
                        None => Vec::new(),
                    };
                }
                if let Some(id) = line.strip_prefix("id = \"") {
                    let id = id.trim_end_matches('"');
                    for statement in named.drain(..) {
                        let claim = format!("{folder}/{stem}#{id}");
                        found.entry(statement).or_default().push(claim);
                    }
                }
            }
        }
    }
    found
}

fn statements(comment: &str) -> Vec<String> {
    comment
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| {
            word.len() == 3
                && word.starts_with('S')
                && word[1..].bytes().all(|byte| byte.is_ascii_digit())
        })
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_statement_of_the_first_page_is_a_claim_in_every_language() {
    let catalog = catalog();
    let marked = marked();
    for number in 1..=25 {
        let statement = format!("S{number:02}");
        let claims = marked
            .get(&statement)
            .unwrap_or_else(|| panic!("nothing in the content carries {statement}"));
        for path in claims {
            let found = catalog
                .claim(path)
                .unwrap_or_else(|| panic!("{statement}: no claim {path}"));
            for language in &catalog.languages {
                let text = found.claim.text.in_language(&language.id);
                assert!(
                    !text.is_empty(),
                    "{statement} has no text in {}",
                    language.id
                );
            }
            assert!(!found.claim.sources.is_empty(), "{path} has no source");
        }
    }
}

#[test]
fn the_seven_partners_and_the_seven_societies_each_have_their_own_page() {
    let catalog = catalog();
    for id in [
        "eu-delegation",
        "unhcr",
        "unicef",
        "undp",
        "usaid",
        "who",
        "iom",
    ] {
        assert!(catalog.partners.contains_key(id), "{id}");
    }
    let societies = [
        "andorra",
        "iceland",
        "malta",
        "monaco",
        "cyprus",
        "liechtenstein",
        "luxembourg",
    ];
    for id in societies {
        assert!(catalog.societies.contains_key(id), "{id}");
        let networks: Vec<_> = catalog.networks_of(id).map(|(id, ..)| id).collect();
        assert!(networks.contains(&"sens"), "{id} is in {networks:?}");
    }
}
