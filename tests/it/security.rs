//! `security.txt`: whom to tell of a weakness, for as long as that can be
//! relied on.

use crate::support::content::{Folder, TODAY};
use crate::support::program::Program;

const ADDRESS: &str = "/.well-known/security.txt";

/// The fields of a file in the order in which they stand (RFC 9116, 2.2).
fn fields(text: &str) -> Vec<(&str, &str)> {
    assert!(text.ends_with('\n') && !text.contains('\r'), "{text:?}");
    text.lines()
        .map(|line| line.split_once(": ").expect("a name and a value"))
        .collect()
}

#[test]
fn who_finds_a_weakness_learns_whom_to_tell() {
    let folder = Folder::with_minimal();
    let program = Program::serve(folder.path(), &["--base-url", "https://wyspa.example/"]);
    let answer = program.get(ADDRESS);
    assert_eq!(answer.status, 200);
    // RFC 9116, 3: plain text in UTF-8.
    assert_eq!(
        answer.header("content-type"),
        Some("text/plain; charset=utf-8")
    );
    assert_eq!(
        fields(&answer.body),
        [
            ("Contact", "mailto:bezpieczenstwo@wyspa.example"),
            ("Expires", "2027-10-31T23:59:59Z"),
            ("Preferred-Languages", "pl, el"),
            (
                "Canonical",
                "https://wyspa.example/.well-known/security.txt"
            ),
        ]
    );
}

#[test]
fn a_site_that_does_not_know_its_address_does_not_name_it() {
    let folder = Folder::with_minimal();
    let program = Program::serve(folder.path(), &[]);
    let answer = program.get(ADDRESS);
    let names: Vec<_> = fields(&answer.body)
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(names, ["Contact", "Expires", "Preferred-Languages"]);
}

#[test]
fn an_address_that_nobody_can_rely_on_any_more_is_not_shown() {
    let folder = Folder::with_minimal();
    for (day, status) in [("2027-10-31", 200), ("2027-11-01", 404)] {
        let program = Program::serve_today(folder.path(), &["--as-of", day]);
        assert_eq!(program.get(ADDRESS).status, status, "{day}");
    }
}

#[test]
fn a_register_that_names_nobody_has_no_such_file() {
    let folder = Folder::with_minimal();
    folder.edit(
        "site.toml",
        "[security]\ncontact = \"mailto:bezpieczenstwo@wyspa.example\"\nexpires = 2027-10-31\n",
        "",
    );
    let program = Program::serve(folder.path(), &[]);
    assert_eq!(program.get(ADDRESS).status, 404);
}

#[test]
fn the_shipped_address_is_good_for_a_month_from_today() {
    // By the clock: this is the test that is to fail when time has passed.
    let warned = |folder: &Folder, arguments: &[&str]| {
        let run = folder.run(&[&["check", "--format", "short"], arguments].concat());
        assert_eq!(run.code(), 0, "{}", run.stdout());
        run.stdout().contains("[security-expiry]")
    };
    assert!(!warned(&Folder::with_shipped(), &[]));
    // The same look does see it where it is so.
    let minimal = Folder::with_minimal();
    assert!(warned(&minimal, &["--as-of", "2027-10-15"]));
    assert!(!warned(&minimal, &["--as-of", TODAY]));
}
