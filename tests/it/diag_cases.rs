//! Every diagnostic code has cases: `tests/diag/<code>/<case>/` holds files
//! that are laid over the minimal register, and in `expected` what `check`
//! then shows. `UPDATE_EXPECT=1` rewrites the expectations; read the
//! difference before you keep it.
//!
//! The lines of a file `steps` say what to change in the register before:
//!
//! ```text
//! edit PATH OLD => NEW     write NEW in place of OLD, which stands there once
//! append PATH TEXT         write TEXT below the last line
//! remove PATH              take a file or folder out
//! folder PATH              make an empty folder
//! grow PATH BYTES          make a file of that many spaces
//! link PATH TARGET         make a symbolic link
//! as-of DATE               take another day for today
//! ```
//!
//! In NEW and TEXT, `\n` begins a new line.

use crate::support::content::{Folder, blessing, copy, files_under, project, today};
use saradnja::content::{self, Origin};
use saradnja::diag::{Code, Format, render};
use saradnja::locale::Day;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn cases() -> PathBuf {
    project().join("tests/diag")
}

fn folders(path: &Path) -> Vec<PathBuf> {
    let mut found: Vec<_> = fs::read_dir(path)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    found.sort();
    found
}

fn name(path: &Path) -> &str {
    path.file_name().unwrap().to_str().unwrap()
}

#[test]
fn every_code_has_cases_and_every_case_a_code() {
    let codes: BTreeSet<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    let found = folders(&cases());
    let named: BTreeSet<&str> = found.iter().map(|path| name(path)).collect();
    assert_eq!(
        codes.difference(&named).collect::<Vec<_>>(),
        [] as [&&str; 0],
        "codes without a folder of cases"
    );
    assert_eq!(
        named.difference(&codes).collect::<Vec<_>>(),
        [] as [&&str; 0],
        "folders that name no code"
    );
    for folder in &found {
        assert!(!folders(folder).is_empty(), "{folder:?} has no case");
    }
}

#[test]
fn every_case_is_shown_as_expected() {
    let mut wrong = Vec::new();
    for code in folders(&cases()) {
        for case in folders(&code) {
            let found = shown(&case);
            let label = format!("{}/{}", name(&code), name(&case));
            if !found.contains(&format!("[{}]", name(&code))) {
                wrong.push(format!("{label} does not show its code:\n{found}"));
            }
            let expected = case.join("expected");
            if blessing() {
                fs::write(&expected, &found).unwrap();
            } else if fs::read_to_string(&expected).unwrap_or_default() != found {
                wrong.push(format!("{label} shows:\n{found}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What `check` shows for people, with paths as from beside the content folder.
fn shown(case: &Path) -> String {
    let (folder, day) = register_of(case);
    let loaded = content::load(Origin::Folder(&folder.content()), day);
    assert_eq!(loaded.catalog.is_none(), loaded.report.has_errors());
    let beside = format!("{}/", folder.path().display());
    render(&loaded.report, &loaded.sources, Format::Human, false).replace(&beside, "")
}

/// The register of a case, and its day.
pub fn register_of(case: &Path) -> (Folder, Day) {
    let folder = Folder::with_minimal();
    for relative in files_under(case) {
        if !matches!(relative.as_str(), "expected" | "steps") {
            folder.write(&relative, fs::read(case.join(&relative)).unwrap());
        }
    }
    let mut day = today();
    let steps = fs::read_to_string(case.join("steps")).unwrap_or_default();
    for step in steps.lines().filter(|line| !line.is_empty()) {
        take(step, &folder, &mut day);
    }
    (folder, day)
}

fn take(step: &str, folder: &Folder, day: &mut Day) {
    let (verb, rest) = step.split_once(' ').unwrap();
    let mut words = rest.splitn(2, ' ');
    let path = words.next().unwrap();
    let rest = words.next().unwrap_or_default();
    let full = folder.content().join(path);
    match verb {
        "remove" if full.is_dir() => fs::remove_dir_all(full).unwrap(),
        "remove" => fs::remove_file(full).unwrap(),
        "edit" => {
            let (old, new) = rest.split_once(" => ").unwrap();
            folder.edit(path, old, &new.replace("\\n", "\n"));
        }
        "append" => {
            let text = fs::read_to_string(&full).unwrap() + &rest.replace("\\n", "\n") + "\n";
            fs::write(full, text).unwrap();
        }
        "grow" => fs::write(full, " ".repeat(rest.parse().unwrap())).unwrap(),
        "folder" => fs::create_dir_all(full).unwrap(),
        "link" => std::os::unix::fs::symlink(rest, full).unwrap(),
        "as-of" => *day = path.parse().unwrap(),
        other => panic!("unknown step {other}"),
    }
}

#[test]
fn the_minimal_register_has_no_faults() {
    let folder = Folder::new();
    copy(&crate::support::content::minimal(), &folder.content());
    let loaded = folder.load();
    let text = render(&loaded.report, &loaded.sources, Format::Human, false);
    assert!(loaded.report.is_empty(), "{text}");
    assert!(loaded.catalog.is_some());
}
