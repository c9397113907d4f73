//! Upkeep goes as `docs/upkeep.md` says: new content and back again, under the
//! real program, with nothing kept anywhere but in the content folder.

use crate::support::content::{Folder, copy};
use crate::support::program::Program;
use std::path::Path;
use std::process::Command;

const GOAL: &str = "goals/rescue.toml";
const PAGE: &str = "/pl/cele/rescue/";

fn git(folder: &Path, arguments: &[&str]) {
    let run = Command::new("git")
        .args([
            "-c",
            "user.name=Somebody",
            "-c",
            "user.email=somebody@example.org",
        ])
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .current_dir(folder)
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "git {arguments:?}: {error}");
}

fn serve(folder: &Folder) -> Program {
    Program::serve(folder.path(), &["--operations", "127.0.0.1:0"])
}

/// The name of what is served, and the entity tag of a page of it.
fn served(program: &Program) -> (String, String) {
    let release = program.ask_operations("/release").body;
    let release: serde_json::Value = serde_json::from_str(&release).unwrap();
    let page = program.get(PAGE);
    assert_eq!(page.status, 200);
    (
        release["release"].as_str().unwrap().to_owned(),
        page.header("etag").unwrap().to_owned(),
    )
}

#[test]
fn content_rolled_back_is_what_it_was_byte_for_byte_without_a_restart() {
    let folder = Folder::with_minimal();
    let content = folder.content();
    git(&content, &["init", "--quiet"]);
    git(&content, &["add", "."]);
    git(&content, &["commit", "--quiet", "--message=good"]);
    let program = serve(&folder);
    let good = served(&program);
    folder.edit(GOAL, "Ratowanie na morzu", "Ratowanie na lodzie");
    git(&content, &["commit", "--quiet", "--all", "--message=wrong"]);
    program.wait_until("the new content is served", |program| {
        let now = served(program);
        now.0 != good.0 && now.1 != good.1
    });
    git(&content, &["revert", "--no-edit", "HEAD"]);
    program.wait_until("the content is back", |program| served(program) == good);
    assert_eq!(program.ask_operations("/report").body, "");
}

#[test]
fn a_copy_of_the_content_folder_is_a_complete_backup() {
    let folder = Folder::with_minimal();
    let program = serve(&folder);
    let before = served(&program);
    // Nothing has been written beside the content while it was served.
    let backup = Folder::new();
    copy(&folder.content(), &backup.content());
    drop(program);
    drop(folder);
    assert_eq!(served(&serve(&backup)), before);
}
