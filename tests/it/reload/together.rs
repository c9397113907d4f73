//! A reload takes settings and site together, or neither; and no signal for one
//! is lost.

use super::*;

const BEFORE: &str = "content = \"content\"\nas-of = 2026-11-23\nhsts = 300\n";
const GOAL: &str = "goals/rescue.toml";
const TITLE: &str = "Ratowanie na morzu";

/// The goal's file with another text in the place of one.
fn goal(from: &str, to: &str) -> String {
    let text = fs::read_to_string(minimal().join(GOAL)).unwrap();
    assert!(text.contains(from));
    text.replace(from, to)
}

/// A program with a second register in `other`, called by another title, whose
/// goal has a mistake.
fn beside_a_mistake() -> Reloading {
    let folder = Folder::with_minimal();
    let copy = Folder::with_minimal();
    copy.write(GOAL, goal("order = 1", "ordre = 1"));
    fs::rename(copy.content(), folder.path().join("other")).unwrap();
    Reloading::in_folder(folder, BEFORE)
}

/// What visitors see of settings and of the site, and what operators are told.
fn state(reloading: &Reloading) -> (Option<String>, bool, String) {
    let answer = reloading.ask("example.org", PAGE, "");
    let hsts = answer.header("strict-transport-security");
    let report = reloading.program.ask_operations("/report").body;
    (hsts.map(str::to_owned), answer.body.contains(TITLE), report)
}

#[test]
fn a_content_folder_with_a_mistake_leaves_settings_and_site_as_they_were() {
    let mut reloading = beside_a_mistake();
    let after = BEFORE.replace("\"content\"", "\"other\"");
    let after = after.replace("300", "400");
    let log = reloading.reload(&after);
    for told in ["error[unknown-key]", "the settings stay as they were"] {
        assert!(log.contains(told), "{told}\n{log}");
    }
    assert!(!log.contains("takes effect"), "{log}");
    let (hsts, is_old, report) = state(&reloading);
    assert_eq!((hsts.as_deref(), is_old), (Some("max-age=300"), true));
    assert!(
        report.contains("ordre") && report.lines().count() == 1,
        "{report}"
    );
    let metrics = reloading.program.ask_operations("/metrics").body;
    for number in [
        "\nsaradnja_last_reload_good 0\n",
        "\nsaradnja_reloads_total{outcome=\"failed\"} 1\n",
    ] {
        assert!(metrics.contains(number), "{number}{metrics}");
    }

    // The old folder is followed as before.
    let edits = |program: &Program| {
        let log = program.log();
        log.matches("serving the content as it is now").count()
    };
    let seen = edits(&reloading.program);
    reloading.folder.write(GOAL, goal("order = 1", "order = 2"));
    reloading
        .program
        .wait_until("the edit is seen", |program| edits(program) > seen);
    assert_eq!(state(&reloading).2, report);

    let mended = reloading.folder.path().join("other").join(GOAL);
    fs::write(mended, goal(TITLE, "Ratowanie na jeziorach")).unwrap();
    let log = reloading.again();
    for told in [
        now("content", "content", "other"),
        now("hsts", "300", "400"),
    ] {
        assert!(log.contains(&told), "{told}\n{log}");
    }
    let after = (Some("max-age=400".to_owned()), false, String::new());
    assert_eq!(state(&reloading), after);
}

#[test]
fn static_files_that_make_no_site_leave_settings_and_site_as_they_were() {
    let mut reloading = Reloading::with(BEFORE);
    let files = reloading.folder.path().join("files");
    fs::create_dir(&files).unwrap();
    fs::write(files.join("robots.txt"), "").unwrap();
    for (folder, why) in [("files", "has no `"), ("nowhere", "no folder of static")] {
        let after = BEFORE.replace("300", "400");
        let log = reloading.reload(&format!("{after}static = \"{folder}\"\n"));
        assert!(log.contains(why), "{why}\n{log}");
        assert!(log.contains("the settings stay as they were"), "{log}");
        let (hsts, is_old, report) = state(&reloading);
        assert_eq!((hsts.as_deref(), is_old), (Some("max-age=300"), true));
        assert!(report.contains(why), "{why}\n{report}");
    }
}

#[test]
fn a_mistake_in_the_content_keeps_back_only_what_stands_in_pages() {
    let before = format!("{BEFORE}base-url = \"https://example.org/\"\n");
    let reloading = Reloading::with(&before);
    reloading.folder.write(GOAL, goal("order = 1", "ordre = 1"));
    let refused = |program: &Program| program.log().matches("is still served").count();
    reloading
        .program
        .wait_until("the mistake is told", |program| refused(program) > 0);
    let reload = |settings: &str| {
        fs::write(file(&reloading.folder), settings).unwrap();
        let (seen, from) = (refused(&reloading.program), reloading.program.log().len());
        reloading.program.signal("HUP");
        reloading
            .program
            .wait_until("the content is read again", |program| {
                refused(program) > seen
            });
        reloading.program.log()[from..].to_owned()
    };
    let log = reload(&before.replace("300", "400"));
    assert!(log.contains(&now("hsts", "300", "400")), "{log}");
    // Pages and redirects would name two addresses.
    let log = reload(
        &before
            .replace("300", "500")
            .replace("example.org", "example.net"),
    );
    assert!(log.contains("the settings stay as they were"), "{log}");
    assert!(!log.contains("takes effect"), "{log}");
    let (hsts, is_old, _) = state(&reloading);
    assert_eq!((hsts.as_deref(), is_old), (Some("max-age=400"), true));
}

#[test]
fn however_many_signals_come_at_once_what_the_last_one_was_sent_for_holds() {
    let reloading = Reloading::with(BEFORE);
    for seconds in 301..=330 {
        let settings = BEFORE.replace("300", &seconds.to_string());
        let new = reloading.folder.path().join("saradnja.toml.new");
        fs::write(&new, settings).unwrap();
        fs::rename(new, file(&reloading.folder)).unwrap();
        reloading.program.signal("HUP");
    }
    reloading
        .program
        .wait_until("the last settings hold", |program| {
            let answer = program.get(PAGE);
            answer.header("strict-transport-security") == Some("max-age=330")
        });
}
