//! `mv`: nothing that named the old id is left, and no address dies.

use super::{assert_sound, run, texts};
use crate::support::content::{Folder, today};
use saradnja::content::Catalog;
use saradnja::edit::{self, Change, Plan, Register};
use std::collections::BTreeMap;
use std::fs;

fn read(folder: &Folder, path: &str) -> String {
    fs::read_to_string(folder.content().join(path)).unwrap()
}

#[test]
fn a_network_takes_its_membership_and_its_old_addresses_along() {
    let folder = Folder::with_minimal();
    let run = run(&folder, &["mv", "networks/ring", "circle"]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    assert_eq!(
        run.stdout(),
        "content/events/regatta.toml: 1 change\n\
         content/memberships/ring.toml: is now content/memberships/circle.toml, with 1 change\n\
         content/networks/ring.toml: is now content/networks/circle.toml\n\
         content/redirects.toml: 1 change\n\
         9 old addresses lead to the new ones\n"
    );
    assert_sound(&folder);
    assert!(read(&folder, "memberships/circle.toml").contains("body = \"circle\"\n"));
    let redirects = read(&folder, "redirects.toml");
    for (from, to) in [
        ("/pl/sieci/ring/", "/pl/sieci/circle/"),
        ("/pl/czlonkostwa/ring/", "/pl/czlonkostwa/circle/"),
    ] {
        let entry = format!("\n\n[[redirect]]\nfrom = \"{from}\"\nto = \"{to}\"\n");
        assert!(redirects.contains(&entry), "{redirects}");
    }
}

/// The addresses of the pages of a register before and after, and where the
/// old ones lead.
fn addresses(register: &Register, plan: &Plan) -> (Vec<String>, Catalog) {
    let before = register.survey().catalog.as_ref().unwrap().addresses();
    let after = register.with(plan).expect("no new mistakes");
    let catalog = after.survey().catalog.clone().unwrap();
    let now = catalog.addresses();
    (before.difference(&now).cloned().collect(), catalog)
}

#[test]
fn whatever_is_renamed_every_address_that_ends_leads_on() {
    let folder = Folder::with_shipped();
    let register = Register::read(&folder.content(), today());
    for old in [
        "partners/unhcr",
        "societies/andorra",
        "societies/red-cross-of-montenegro",
        "networks/sens",
        "goals/exchange-experience",
        "events/cairo-2023",
        "sources/ckcg-international-cooperation",
        "pages/not-known",
        "principles/humanity",
        "topics/emergency",
        "places/athens",
    ] {
        let plan = edit::rename(&register, old, "another-name").expect(old);
        let (ended, catalog) = addresses(&register, &plan);
        let pages = catalog.addresses();
        let led: BTreeMap<&str, &str> = catalog
            .redirects
            .redirects
            .iter()
            .map(|redirect| (redirect.from.as_str(), redirect.to.as_str()))
            .collect();
        for address in &ended {
            let to = led.get(address.as_str());
            assert!(to.is_some_and(|to| pages.contains(*to)), "{old}: {address}");
        }
        let has_page = !old.starts_with("pages") && !old.starts_with("pri");
        assert_eq!(
            !ended.is_empty(),
            has_page && !old.starts_with("places"),
            "{old}"
        );
    }
}

#[test]
fn links_in_texts_follow_and_stay_compared() {
    let folder = Folder::with_shipped();
    let confirmed = run(
        &folder,
        &["translations", "--confirm", "content/pages/not-known.toml"],
    );
    assert_eq!(confirmed.code(), 0, "{}", confirmed.stderr());
    let run = run(&folder, &["mv", "networks/erna", "hiv-network"]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    let page = read(&folder, "pages/not-known.toml");
    assert!(page.contains("(ref:networks/hiv-network"), "{page}");
    assert!(!page.contains("ref:networks/erna"), "{page}");
    // A fingerprint of other words would be a warning.
    assert_sound(&folder);
    let left: Vec<_> = texts(&folder)
        .into_iter()
        .filter(|(path, text)| path.ends_with(".toml") && text.contains("\"erna\""))
        .collect();
    assert_eq!(left, []);
}

#[test]
fn an_older_redirect_leads_straight_to_the_new_address() {
    let folder = Folder::with_minimal();
    let run = run(&folder, &["mv", "lighthouse", "lantern"]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    let redirects = read(&folder, "redirects.toml");
    let entry = "from = \"/pl/partnerzy/lampa/\"\nto = \"/pl/partnerzy/lantern/\"\n";
    assert!(redirects.contains(entry), "{redirects}");
    assert_sound(&folder);
}

#[test]
fn there_and_back_again_leaves_only_ways_to_the_page() {
    let folder = Folder::with_minimal();
    let before = read(&folder, "redirects.toml");
    for names in [["lighthouse", "lantern"], ["lantern", "lighthouse"]] {
        assert_eq!(run(&folder, &["mv", names[0], names[1]]).code(), 0);
        assert_sound(&folder);
    }
    let after = read(&folder, "redirects.toml");
    // The name that was used for a moment leads on; the page's own does not.
    assert!(after.starts_with(&before), "{after}");
    assert!(
        after.contains("from = \"/pl/partnerzy/lantern/\""),
        "{after}"
    );
    assert!(
        !after.contains("from = \"/pl/partnerzy/lighthouse/\""),
        "{after}"
    );
}

#[test]
fn an_entry_of_a_list_is_renamed_in_its_list_and_where_it_is_named() {
    let folder = Folder::with_minimal();
    let run = run(&folder, &["mv", "places/shoal", "sand-bank"]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    assert!(read(&folder, "places.toml").contains("id = \"sand-bank\""));
    assert!(read(&folder, "networks/ring.toml").contains("seat = \"sand-bank\""));
    assert_sound(&folder);
}

#[test]
fn what_cannot_be_renamed_is_told_and_nothing_changes() {
    let folder = Folder::with_minimal();
    let before = texts(&folder);
    for (old, new, reason) in [
        ("lighthous", "lantern", "did you mean `lighthouse`?"),
        ("partner/lighthouse", "Ring 2", "an id has small letters"),
        ("lighthouse", "ring", "there is `networks/ring` already"),
        ("lighthouse", "lighthouse", "has that name already"),
        ("ring", "circle", "`networks/ring`"),
        ("partnes/lighthouse", "x", "did you mean `partners`?"),
        ("languages/pl", "polish", "named in every text"),
        ("site/x", "y", "its name is fixed"),
        (
            "places/shoal",
            "partners/shoal",
            "cannot become one of `partners`",
        ),
        // The organisation must be a National Society.
        ("societies/test-island", "partners/test-island", ""),
    ] {
        let run = run(&folder, &["mv", old, new]);
        assert_ne!(run.code(), 0, "{old}");
        let said = run.stderr() + &run.stdout();
        assert!(said.contains(reason), "{old}: {said}");
        assert_eq!(texts(&folder), before, "{old}");
    }
}

#[test]
fn a_dry_run_shows_every_change_and_makes_none() {
    let folder = Folder::with_minimal();
    let before = texts(&folder);
    let run = run(&folder, &["mv", "networks/ring", "circle", "--dry-run"]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    assert_eq!(texts(&folder), before);
    let shown = run.stdout();
    assert!(
        shown.contains(
            "rename content/memberships/ring.toml => content/memberships/circle.toml\n\
             --- content/memberships/ring.toml\n\
             +++ content/memberships/circle.toml\n"
        ),
        "{shown}"
    );
    assert!(
        shown.contains("\n-body = \"ring\"\n+body = \"circle\"\n"),
        "{shown}"
    );
}

#[test]
fn a_file_that_cannot_be_read_is_mended_first() {
    let folder = Folder::with_minimal();
    folder.write("goals/broken.toml", "order = = 1\n");
    let run = run(&folder, &["mv", "lighthouse", "lantern"]);
    assert_eq!(run.code(), 1);
    assert!(
        run.stdout().contains("one equals sign is too many"),
        "{}",
        run.stdout()
    );
    assert!(
        run.stderr().contains("nothing was changed"),
        "{}",
        run.stderr()
    );
}

/// Somebody who is in the middle of a statement may still rename the file.
#[test]
fn other_mistakes_are_not_in_the_way() {
    let folder = Folder::with_minimal();
    folder.edit("partners/lighthouse.toml", "\"ngo\"", "\"???\"");
    let run = run(&folder, &["mv", "lighthouse", "lantern"]);
    assert_eq!(run.code(), 0, "{}", run.stdout());
    let page = "from = \"/pl/partnerzy/lighthouse/\"";
    assert!(read(&folder, "redirects.toml").contains(page));
}

#[test]
fn line_ends_and_the_mark_at_the_beginning_stay() {
    let folder = Folder::with_minimal();
    for path in ["memberships/ring.toml", "redirects.toml"] {
        let text = read(&folder, path).replace('\n', "\r\n");
        folder.write(path, format!("\u{feff}{text}"));
    }
    let run = run(&folder, &["mv", "networks/ring", "circle"]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    for path in ["memberships/circle.toml", "redirects.toml"] {
        let text = read(&folder, path);
        assert!(text.starts_with('\u{feff}'), "{path}");
        assert_eq!(
            text.matches('\n').count(),
            text.matches("\r\n").count(),
            "{path}"
        );
    }
    assert_sound(&folder);
}

/// A language server has the texts in its memory and no files.
#[test]
fn a_plan_can_be_made_of_texts_in_memory() {
    let folder = Folder::with_minimal();
    let files = texts(&folder);
    let register = Register::in_memory(std::path::Path::new("somewhere"), &files, today());
    let plan = edit::rename(&register, "somewhere/networks/ring.toml", "circle").unwrap();
    let renamed: Vec<_> = plan
        .changes()
        .filter_map(|(path, change)| match change {
            Change::Edit { to, .. } => Some((path, to.as_deref()?)),
            _ => None,
        })
        .collect();
    assert_eq!(
        renamed,
        [
            ("memberships/ring.toml", "memberships/circle.toml"),
            ("networks/ring.toml", "networks/circle.toml")
        ]
    );
}

/// The table of the program stays last, and keeps the names of what it is about.
#[test]
fn fingerprints_follow_their_texts() {
    let folder = Folder::with_minimal();
    let confirmed = run(&folder, &["translations", "--confirm", "content"]);
    assert_eq!(confirmed.code(), 0, "{}", confirmed.stderr());
    for names in [["places/shoal", "sand-bank"], ["lighthouse", "lantern"]] {
        let run = run(&folder, &["mv", names[0], names[1]]);
        assert_eq!(run.code(), 0, "{}{}", run.stderr(), run.stdout());
        // A text whose fingerprint was lost would have to be compared again.
        let left = self::run(&folder, &["translations"]).stdout();
        assert!(left.ends_with(", 0 are open\n"), "{left}");
        assert_sound(&folder);
    }
    assert!(read(&folder, "places.toml").contains("\"place.sand-bank.name\" = "));
    let redirects = read(&folder, "redirects.toml");
    let entry = "to = \"/pl/partnerzy/lantern/\"\n";
    let (before, after) = redirects
        .split_once("\n\n# Written by the program")
        .unwrap();
    assert!(
        before.contains(entry) && !after.contains("[[redirect]]"),
        "{redirects}"
    );
    assert_eq!(run(&folder, &["fmt", "--check"]).code(), 0);
}

#[test]
fn the_sources_of_a_publisher_follow_it() {
    let folder = Folder::with_minimal();
    let run = run(&folder, &["mv", "publishers/harbour-press", "gazette"]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    assert!(read(&folder, "sources/chronicle.toml").contains("publisher = \"gazette\""));
    assert_sound(&folder);
}
