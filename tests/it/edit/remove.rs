//! `rm`: nothing that is named goes, and what goes says why.

use super::{assert_sound, run, texts};
use crate::support::content::{Folder, today};
use saradnja::edit::{self, Register};
use std::collections::BTreeMap;
use std::fs;

const REASON: [&str; 4] = [
    "--reason",
    "pl=Nie było źródła: \"nic\".",
    "--reason",
    "el=Δεν υπήρχε πηγή.",
];

fn rm(folder: &Folder, arguments: &[&str]) -> crate::support::content::Run {
    let mut all = vec!["rm"];
    all.extend(arguments);
    run(folder, &all)
}

#[test]
fn a_page_that_is_gone_says_why_in_every_written_language() {
    let folder = Folder::with_minimal();
    let mut arguments = vec!["events/regatta"];
    arguments.extend(REASON);
    let run = rm(&folder, &arguments);
    assert_eq!(run.code(), 0, "{}{}", run.stderr(), run.stdout());
    assert_eq!(
        run.stdout(),
        "content/events/regatta.toml: removed\ncontent/redirects.toml: 1 change\n"
    );
    assert!(!folder.content().join("events/regatta.toml").exists());
    let text = fs::read_to_string(folder.content().join("redirects.toml")).unwrap();
    let entry = "\n\n[[gone]]\n\
                 path = \"/pl/wydarzenia/regatta/\"\n\
                 reason.pl = \"Nie było źródła: \\\"nic\\\".\"\n\
                 reason.el = \"Δεν υπήρχε πηγή.\"\n\
                 since = 2026-11-23\n";
    assert!(text.contains(entry), "{text}");
    assert_sound(&folder);
}

#[test]
fn what_is_named_somewhere_stays_and_each_place_is_listed() {
    let folder = Folder::with_minimal();
    let before = texts(&folder);
    let run = rm(&folder, &["sources/chronicle"]);
    assert_eq!(run.code(), 1);
    let said = run.stderr();
    assert!(
        said.contains("places name `sources/chronicle`; change them first:\n"),
        "{said}"
    );
    assert!(
        said.contains("\n  content/networks/ring.toml:12: sources in [founded]\n"),
        "{said}"
    );
    assert!(said.ends_with("nothing was changed\n"), "{said}");
    assert_eq!(texts(&folder), before);
}

#[test]
fn a_link_in_a_text_names_a_thing_too() {
    let folder = Folder::with_shipped();
    let run = rm(&folder, &["partners/iom"]);
    assert_eq!(run.code(), 1);
    assert!(
        run.stderr().contains("content/pages/not-known.toml:"),
        "{}",
        run.stderr()
    );
}

#[test]
fn a_reason_is_asked_for_in_each_language_that_people_write() {
    let folder = Folder::with_minimal();
    let before = texts(&folder);
    for (arguments, reason) in [
        (&["events/regatta"][..], "--reason pl=\"why, in "),
        (
            &["events/regatta", "--reason", "pl=Tak."],
            "missing in Ελληνικά",
        ),
        // Made from the other script: nobody writes it.
        (
            &["events/regatta", "--reason", "el-latn=Nai."],
            "no reason can be given in `el-latn`",
        ),
        (&["events/regatta", "--reason", "because"], "an equals sign"),
        (&["events/regata"], "did you mean `regatta`?"),
        (&["places/shoal"], "take it out there"),
    ] {
        let run = rm(&folder, arguments);
        assert_eq!(run.code(), 2, "{arguments:?}");
        assert!(
            run.stderr().contains(reason),
            "{arguments:?}: {}",
            run.stderr()
        );
    }
    let mut dry = vec!["events/regatta", "--dry-run"];
    dry.extend(REASON);
    let shown = rm(&folder, &dry).stdout();
    assert!(
        shown.contains("--- content/events/regatta.toml\n+++ /dev/null\n"),
        "{shown}"
    );
    assert_eq!(texts(&folder), before);
}

/// An old address that led to the page is gone with it.
#[test]
fn what_led_to_a_removed_page_is_gone_too() {
    let folder = Folder::with_minimal();
    folder.edit(
        "redirects.toml",
        "to = \"/pl/partnerzy/lighthouse/\"",
        "to = \"/pl/wydarzenia/regatta/\"",
    );
    let mut arguments = vec!["regatta"];
    arguments.extend(REASON);
    let run = rm(&folder, &arguments);
    assert_eq!(run.code(), 0, "{}{}", run.stderr(), run.stdout());
    let text = fs::read_to_string(folder.content().join("redirects.toml")).unwrap();
    assert!(text.contains("path = \"/pl/partnerzy/lampa/\""), "{text}");
    assert!(!text.contains("[[redirect]]"), "{text}");
    assert_sound(&folder);
}

/// Whatever nobody names can go, and its page is not simply missing.
#[test]
fn whatever_is_removed_its_own_addresses_say_so() {
    let folder = Folder::with_shipped();
    let register = Register::read(&folder.content(), today());
    let reason: BTreeMap<String, String> = [("en", "Gone."), ("cnr", "Nema.")]
        .map(|(id, text)| (id.to_owned(), text.to_owned()))
        .into();
    let mut removed = 0;
    for old in [
        "events/cairo-2023",
        "pages/not-known",
        "principles/humanity",
    ] {
        let Ok(plan) = edit::remove(&register, old, &reason) else {
            continue;
        };
        let after = register.with(&plan).expect(old);
        let before = register.survey().catalog.as_ref().unwrap().addresses();
        let catalog = after.survey().catalog.as_ref().unwrap();
        let now = catalog.addresses();
        let gone: Vec<_> = catalog
            .redirects
            .gone
            .iter()
            .map(|gone| gone.path.as_str())
            .collect();
        let id = old.split('/').next_back().unwrap();
        for address in before
            .difference(&now)
            .filter(|address| address.contains(id))
        {
            assert!(gone.contains(&address.as_str()), "{old}: {address}");
        }
        removed += 1;
    }
    assert!(removed >= 2);
}
