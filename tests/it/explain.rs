//! `explain`: every rule has a page, and its examples are true: the wrong one
//! breaks that rule and no other, the mended one breaks none.

use crate::support::content::{Folder, copy, minimal, project, today};
use saradnja::content::{self, Loaded, Origin};
use saradnja::diag::{Code, Example, Format, GAP, Page, render};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The register that the examples are taken from, in English and in Greek.
fn register() -> Folder {
    let folder = Folder::new();
    let content = folder.content();
    copy(&project().join("tests/sites/explained"), &content);
    for (from, names) in [
        (
            project().join("content"),
            &["languages/en.toml", "strings/en.toml"][..],
        ),
        (
            minimal(),
            &[
                "languages/el.toml",
                "languages/el-latn.toml",
                "strings/el.toml",
                "script.toml",
            ],
        ),
    ] {
        for name in names {
            folder.write(name, fs::read(from.join(name)).unwrap());
        }
    }
    folder
}

fn load(folder: &Folder) -> (Loaded, String) {
    let loaded = content::load(Origin::Folder(&folder.content()), today());
    let text = render(&loaded.report, &loaded.sources, Format::Short, false);
    (loaded, text)
}

/// Puts the wrong example in place of the mended one.
fn spoil(folder: &Folder, page: &Page<'_>) {
    match (page.wrong, page.mended) {
        (
            Example::Lines { file, text: wrong },
            Example::Lines {
                file: same,
                text: mended,
            },
        ) => {
            assert_eq!(file, same);
            let path = folder.path().join(file);
            let mut text = fs::read_to_string(&path).unwrap();
            let (wrong, mended): (Vec<_>, Vec<_>) =
                (wrong.split(GAP).collect(), mended.split(GAP).collect());
            assert_eq!(wrong.len(), mended.len(), "{file}");
            for (wrong, mended) in wrong.iter().zip(mended) {
                assert_eq!(text.matches(mended).count(), 1, "{mended} in {file}");
                text = text.replace(mended, wrong);
            }
            fs::write(path, with_foreign_byte(&text)).unwrap();
        }
        (Example::Files(wrong), Example::Files(mended)) => {
            let (wrong, mended): (Vec<_>, Vec<_>) =
                (wrong.lines().collect(), mended.lines().collect());
            rearrange(folder.path(), &wrong, &mended);
        }
        _ => panic!("both examples are lines, or both are names of files"),
    }
}

/// The sign that stands for what is no letter, as such a byte: `ó` in Latin-1.
fn with_foreign_byte(text: &str) -> Vec<u8> {
    let parts: Vec<_> = text.split('\u{fffd}').map(str::as_bytes).collect();
    parts.join(&0xf3)
}

fn rearrange(folder: &Path, wrong: &[&str], mended: &[&str]) {
    match (wrong, mended) {
        (["content/"], _) => {
            fs::remove_dir_all(folder.join("content")).unwrap();
            fs::create_dir(folder.join("content")).unwrap();
        }
        ([one], [other]) => {
            let other = folder.join(other);
            if let Some(file) = one.strip_suffix(" 2 MB") {
                fs::write(folder.join(file), " ".repeat(2_000_000)).unwrap();
            } else if one.ends_with('/') {
                fs::remove_file(&other).unwrap();
                fs::create_dir(folder.join(one)).unwrap();
            } else {
                fs::rename(other, folder.join(one)).unwrap();
            }
        }
        _ => {
            for file in mended.iter().filter(|file| !wrong.contains(file)) {
                fs::remove_file(folder.join(file)).unwrap();
            }
        }
    }
}

#[test]
fn the_mended_examples_break_no_rule() {
    let folder = register();
    let (loaded, text) = load(&folder);
    assert!(loaded.report.is_empty(), "{text}");
    for code in Code::ALL {
        if let Example::Lines { file, text } = Page::of(*code).mended {
            let whole = fs::read_to_string(folder.path().join(file)).unwrap();
            for part in text.split(GAP) {
                assert!(whole.contains(part), "{code}: {part} in {file}");
            }
        }
    }
}

#[test]
fn each_wrong_example_breaks_its_rule_and_no_other() {
    for code in Code::ALL {
        let folder = register();
        spoil(&folder, &Page::of(*code));
        let (loaded, text) = load(&folder);
        let found: BTreeSet<Code> = loaded
            .report
            .diagnostics()
            .iter()
            .map(|found| found.code)
            .collect();
        assert_eq!(found, BTreeSet::from([*code]), "{code}\n{text}");
    }
}

#[test]
fn a_rule_is_explained_with_its_examples() {
    let folder = Folder::new();
    let run = folder.run(&["explain", "wrong-type"]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    assert_eq!(
        run.stdout(),
        "\
wrong-type (error)

A value is of the wrong type, such as a quoted date or a number in quotes.

There are several sorts of values. Text stands in quotation marks. Dates,
numbers, `true` and `false` stand without them. A list stands in square
brackets. Here a value of one sort stands where another is needed.

Wrong, in content/partners/lighthouse.toml:

    as-of = \"2024-04-20\"

Mended, in content/partners/lighthouse.toml:

    as-of = 2024-04-20

Write the value as the help says. A day is `2024-04-20`, a month is
`{ year = 2024, month = 4 }`, a year is `2024`, each without quotation marks.
"
    );
    let copied = folder.run(&["explain", "error[Wrong-Type]"]);
    assert_eq!(copied.stdout(), run.stdout());
}

#[test]
fn without_a_rule_all_are_listed() {
    let text = Folder::new().run(&["explain"]).stdout();
    let names: Vec<_> = text
        .lines()
        .map(|line| line.split(' ').next().unwrap())
        .collect();
    let codes: Vec<_> = Code::ALL.iter().map(|code| code.name()).collect();
    assert_eq!(names, codes);
}

#[test]
fn a_rule_that_does_not_exist_is_answered_with_the_nearest() {
    let run = Folder::new().run(&["explain", "wrong-tipe"]);
    assert_eq!(run.code(), 2);
    assert_eq!(run.stdout(), "");
    assert_eq!(
        run.stderr(),
        "error: there is no rule `wrong-tipe`: did you mean `wrong-type`?\n"
    );
    let run = Folder::new().run(&["explain", "whatever-it-is"]);
    assert!(run.stderr().contains("lists all"), "{}", run.stderr());
}

#[test]
fn a_report_for_people_says_once_where_more_is_said() {
    let folder = Folder::with_minimal();
    folder.edit("partners/lighthouse.toml", "\"ngo\"", "\"ngoo\"");
    let said = || folder.run(&["check"]).stdout();
    let hint = "what this means, with an example: saradnja explain unknown-value\n";
    assert!(said().ends_with(hint), "{}", said());
    folder.edit("partners/lighthouse.toml", "seat =", "saet =");
    assert_eq!(said().matches("saradnja explain").count(), 1, "{}", said());
    assert!(said().ends_with(", or any other word in brackets\n"));
}
