//! `fix`: what is certain is mended, and nothing gets worse.

use super::{assert_sound, run, texts};
use crate::support::content::{Folder, Random, today};
use saradnja::edit::{self, Register};
use std::fs;

const PARTNER: &str = "partners/lighthouse.toml";

#[test]
fn slips_of_many_kinds_are_mended_in_one_go() {
    let folder = Folder::with_minimal();
    let sound = texts(&folder);
    for (path, right, slip) in [
        (PARTNER, "kind = \"ngo\"", "knid: ngo"),
        (
            "networks/ring.toml",
            "coordinator = \"next-island\"",
            "coordinator = \"next-isalnd\"",
        ),
        ("networks/ring.toml", "name.pl", "nmae.pl"),
        ("networks/ring.toml", "name.el", "nmae.el"),
        (
            "networks/ring.toml",
            "status = \"active\"",
            "status = \"actve\"",
        ),
        ("networks/ring.toml", "[[member]]", "[[membre]]"),
        ("memberships/ring.toml", "since = 1961", "since = \"1961\""),
        ("memberships/ring.toml", "as-of = 2025", "as-of == 2025"),
        (
            "memberships/ring.toml",
            "review-by = 2027-06-30",
            "review-by = 30.6.2027",
        ),
        ("goals/rescue.toml", "order = 1\n", "order = \"1\"\n"),
        ("events/regatta.toml", "[\"rescue\"]", "\"rescue\""),
    ] {
        folder.edit(path, right, slip);
    }
    let run = run(&folder, &["fix"]);
    assert_eq!(run.code(), 0, "{}{}", run.stdout(), run.stderr());
    assert_sound(&folder);
    let mended = texts(&folder);
    for (path, text) in &mended {
        assert_eq!(text, &sound[path], "{path}");
    }
    let said = run.stdout();
    for line in [
        "content/networks/ring.toml:7:15: write `next-island` (dangling-reference)\n",
        "content/networks/ring.toml:3:1: write `name` instead of `nmae` (unknown-key)\n",
        "content/memberships/ring.toml:5:9: write `1961` (wrong-type)\n",
    ] {
        assert!(said.contains(line), "{line}{said}");
    }
}

/// One slip at a time, each as somebody makes it, with what was there before.
const SLIPS: &[(&str, &str, &str)] = &[
    // Signs around a value.
    (PARTNER, "kind = \"ngo\"", "kind = “ngo”"),
    (PARTNER, "kind = \"ngo\"", "kind =\u{a0}\"ngo\""),
    (PARTNER, "kind = \"ngo\"", "kind = \"ngo\";"),
    (PARTNER, "kind = \"ngo\"", "kind = ngo"),
    (PARTNER, "kind = \"ngo\"", "kind: \"ngo\""),
    (PARTNER, "kind = \"ngo\"", "kind == \"ngo\""),
    // Names.
    (PARTNER, "name.pl = ", "name-pl = "),
    (PARTNER, "name.el = ", "name.eel = "),
    (PARTNER, "seat = \"bay\"", "seat = \"Zatoka\""),
    (PARTNER, "goals = [\"rescue\"]", "goals = [\"resceu\"]"),
    (
        PARTNER,
        "goals = [\"rescue\"]",
        "goals = [\"rescue\", \"rescue\"]",
    ),
    (PARTNER, "[founded]", "[fuonded]"),
    // Dates and numbers.
    (PARTNER, "as-of = 2024-04-20", "as-of = \"2024-04-20\""),
    (PARTNER, "as-of = 2024-04-20", "as-of = 20.4.2024"),
    (
        PARTNER,
        "as-of = 2024-04-20",
        "as-of = { year = 2024, month = 4, day = 20 }",
    ),
    ("goals/rescue.toml", "order = 1", "order = 01"),
    ("networks/ring.toml", "month = 3", "month = \"3\""),
    // Texts.
    (PARTNER, "Dyżury trwają", "Dyżury  trwają"),
    (PARTNER, "\"Dyżury", "\" Dyżury"),
    (PARTNER, "Dyżury", "Dyz\u{307}ury"),
    // Addresses and links.
    (
        "pages/about.toml",
        "[latarnia](ref:partners/lighthouse)",
        "[latarnia](ref:partners/lihgthouse)",
    ),
];

#[test]
fn each_slip_is_mended_to_what_was_there_before() {
    let sound: std::collections::BTreeMap<_, _> = texts(&Folder::with_minimal())
        .into_iter()
        .filter(|(path, _)| path.ends_with(".toml"))
        .collect();
    for (path, right, slip) in SLIPS {
        let mut files = sound.clone();
        assert!(sound[*path].contains(right), "{path}: {right}");
        files.insert((*path).to_owned(), sound[*path].replacen(right, slip, 1));
        let register = Register::in_memory(std::path::Path::new("content"), &files, today());
        assert!(!register.survey().report.is_empty(), "{slip} is no mistake");
        let mended = edit::mend(&register, |_| true);
        assert_eq!(mended.after.files()[*path], sound[*path], "{slip}");
        assert!(mended.after.survey().report.is_empty(), "{slip}");
    }
}

#[test]
fn what_is_not_certain_is_left_and_said() {
    let folder = Folder::with_minimal();
    for (path, right, slip) in [
        // Either may be meant.
        (
            "memberships/ring.toml",
            "as-of = 2025",
            "as-of = \"03/04/2025\"",
        ),
        // Another thing, not a slip.
        (
            PARTNER,
            "sources = [\"chronicle\"]",
            "sources = [\"chronicle-2\"]",
        ),
        ("goals/rescue.toml", "order = 1\n", "order = \"first\"\n"),
    ] {
        let text = fs::read_to_string(folder.content().join(path)).unwrap();
        folder.write(path, text.replacen(right, slip, 1));
    }
    let before = texts(&folder);
    let run = run(&folder, &["fix"]);
    assert_eq!(run.code(), 1);
    assert_eq!(run.stdout(), "0 mistakes mended\n");
    assert!(
        run.stderr().contains("left for you: 3 errors in 3 files"),
        "{}",
        run.stderr()
    );
    assert_eq!(texts(&folder), before);
}

#[test]
fn only_named_files_are_mended_and_a_dry_run_mends_none() {
    let folder = Folder::with_minimal();
    folder.edit(PARTNER, "\"ngo\"", "\"ngoo\"");
    folder.edit("networks/ring.toml", "\"active\"", "\"actve\"");
    let before = texts(&folder);
    let check = run(&folder, &["check"]);
    assert!(
        check
            .stderr()
            .contains("`saradnja fix` can mend 2 of these"),
        "{}",
        check.stderr()
    );
    let shown = run(&folder, &["fix", "--dry-run"]);
    assert!(
        shown
            .stdout()
            .contains("\n-kind = \"ngoo\"\n+kind = \"ngo\"\n"),
        "{}",
        shown.stdout()
    );
    assert_eq!(texts(&folder), before);
    assert_eq!(run(&folder, &["fix", "content/partners"]).code(), 1);
    let after = texts(&folder);
    assert_ne!(after[PARTNER], before[PARTNER]);
    assert_eq!(after["networks/ring.toml"], before["networks/ring.toml"]);
}

#[test]
fn line_ends_and_comments_stay() {
    let folder = Folder::with_minimal();
    let text = fs::read_to_string(folder.content().join(PARTNER)).unwrap();
    let sound = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    folder.write(
        PARTNER,
        sound.replacen("kind = ", "# of what sort\r\nknid = ", 1),
    );
    assert_eq!(run(&folder, &["fix"]).code(), 0);
    let text = fs::read_to_string(folder.content().join(PARTNER)).unwrap();
    assert_eq!(
        text,
        sound.replacen("kind = ", "# of what sort\r\nkind = ", 1)
    );
}

/// A file that cannot be read still has an id: references to it are no slips.
#[test]
fn a_file_that_cannot_be_read_is_not_taken_for_missing() {
    let folder = Folder::with_minimal();
    folder.write("sources/chronicles.toml", b"\xff\xfe");
    let path = "events/regatta.toml";
    let text = fs::read_to_string(folder.content().join(path)).unwrap();
    folder.write(path, text.replace("[\"chronicle\"]", "[\"chronicles\"]"));
    let before = texts(&folder);
    assert_eq!(run(&folder, &["fix"]).stdout(), "0 mistakes mended\n");
    assert_eq!(texts(&folder), before);
}

/// Random damage by hand: a letter too many, too few, or another one. Whatever
/// of it is mended, there are never more complaints than before about a register
/// that could be read.
#[test]
fn nothing_gets_worse_whatever_was_broken() {
    let folder = Folder::with_minimal();
    let sound: std::collections::BTreeMap<_, _> = texts(&folder)
        .into_iter()
        .filter(|(path, _)| path.ends_with(".toml"))
        .collect();
    let paths: Vec<&String> = sound.keys().collect();
    let mut random = Random(2026);
    let mut mended = 0;
    for _ in 0..40 {
        let mut files = sound.clone();
        for _ in 0..=random.below(3) {
            let path = paths[random.below(paths.len())];
            let mut signs: Vec<char> = files[path].chars().collect();
            let at = random.below(signs.len());
            match random.below(3) {
                0 => signs.insert(at, 'x'),
                1 => drop(signs.remove(at)),
                _ => signs[at] = ['e', '"', '=', '-'][random.below(4)],
            }
            files.insert(path.clone(), signs.into_iter().collect());
        }
        let root = std::path::Path::new("content");
        let register = Register::in_memory(root, &files, today());
        let result = edit::mend(&register, |_| true);
        mended += result.mends.len();
        let count = |register: &Register| register.survey().report.diagnostics().len();
        if !register.survey().partial {
            assert!(count(&result.after) <= count(&register));
        }
        // What was said to be mended is, and mending again finds no more.
        let again = edit::mend(&result.after, |_| true);
        assert!(again.mends.is_empty(), "{:?}", again.mends);
    }
    assert!(mended > 5, "{mended}");
}
