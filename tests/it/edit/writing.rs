//! Files are written whole, and all of a plan or nothing, whatever the disk does.

use super::texts;
use crate::support::content::{Folder, TODAY, today};
use saradnja::edit::{self, Failure, Register};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

#[test]
fn a_file_that_changed_meanwhile_stops_everything() {
    for gone in [false, true] {
        let folder = Folder::with_minimal();
        let register = Register::read(&folder.content(), today());
        let plan = edit::rename(&register, "networks/ring", "circle").unwrap();
        let path = folder.content().join("memberships/ring.toml");
        if gone {
            fs::remove_file(&path).unwrap();
        } else {
            folder.edit("memberships/ring.toml", "since = 1961", "since = 1962");
        }
        let before = texts(&folder);
        let failure = edit::write(&register, &plan).unwrap_err();
        assert!(
            matches!(&failure, Failure::Changed(found) if *found == path),
            "{failure}"
        );
        assert_eq!(texts(&folder), before);
    }
}

#[test]
fn a_file_that_appeared_meanwhile_is_not_written_over() {
    let folder = Folder::with_minimal();
    let register = Register::read(&folder.content(), today());
    let plan = edit::rename(&register, "networks/ring", "circle").unwrap();
    folder.write("networks/circle.toml", "# somebody else's\n");
    let before = texts(&folder);
    assert!(matches!(
        edit::write(&register, &plan),
        Err(Failure::Changed(_))
    ));
    assert_eq!(texts(&folder), before);
}

#[test]
fn modes_stay_and_links_stay_links() {
    let folder = Folder::with_minimal();
    let truly = folder.path().join("elsewhere.toml");
    let link = folder.content().join("redirects.toml");
    fs::rename(&link, &truly).unwrap();
    std::os::unix::fs::symlink(&truly, &link).unwrap();
    fs::set_permissions(&truly, fs::Permissions::from_mode(0o640)).unwrap();
    let ring = folder.content().join("networks/ring.toml");
    fs::set_permissions(&ring, fs::Permissions::from_mode(0o604)).unwrap();
    assert_eq!(folder.run(&["mv", "networks/ring", "circle"]).code(), 0);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(fs::read_to_string(&truly).unwrap().contains("/circle/"));
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&truly), 0o640);
    assert_eq!(mode(&folder.content().join("networks/circle.toml")), 0o604);
}

/// A limit on the size of files is met like a full disk: a write fails in the
/// middle of a text.
#[test]
fn a_full_disk_changes_nothing() {
    let folder = Folder::with_minimal();
    // Larger than one block of the limit, and changed by the command.
    let path = folder.content().join("redirects.toml");
    let note = format!(
        "{}\n# {}\n",
        fs::read_to_string(&path).unwrap(),
        "x".repeat(4000)
    );
    fs::write(&path, note).unwrap();
    let before = texts(&folder);
    let output = Command::new("sh")
        .arg("-c")
        .arg("trap '' XFSZ; ulimit -f 4; exec \"$0\" mv networks/ring circle --as-of \"$1\"")
        .args([env!("CARGO_BIN_EXE_saradnja"), TODAY])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("writing content/redirects.toml"), "{said}");
    assert!(said.contains("all files are as they were"), "{said}");
    // Nothing is left beside the files either.
    assert_eq!(texts(&folder), before);
}

#[test]
fn the_content_inside_the_program_cannot_be_changed() {
    let folder = Folder::new();
    let run = folder.run(&["mv", "unhcr", "x"]);
    assert_eq!(run.code(), 2);
    assert!(
        run.stderr().contains("cannot be changed"),
        "{}",
        run.stderr()
    );
}

/// A pipe among the files is told of, and nobody waits for what comes out of it.
#[test]
fn a_pipe_is_not_waited_for() {
    let folder = Folder::with_minimal();
    let pipe = folder.content().join("goals/pipe.toml");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    let before = fs::read_dir(folder.content()).unwrap().count();
    for arguments in [
        &["mv", "lighthouse", "lantern"][..],
        &["fmt"],
        &["fix"],
        &["new", "event", "storm", "--dry-run"],
    ] {
        let run = folder.run(arguments);
        let said = run.stdout() + &run.stderr();
        assert_eq!(
            run.code(),
            i32::from(arguments[0] != "new"),
            "{arguments:?}: {said}"
        );
    }
    assert_eq!(fs::read_dir(folder.content()).unwrap().count(), before);
}
