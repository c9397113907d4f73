//! `diff`: what visitors will see changed, between folders and between
//! revisions, in words and as text.

use crate::support::content::{Folder, copy, minimal};
use std::fs;
use std::process::Command;

/// The minimal register twice, in `content` and in `old`.
fn twice() -> Folder {
    let folder = Folder::with_minimal();
    copy(&minimal(), &folder.path().join("old"));
    folder
}

fn diff(folder: &Folder, arguments: &[&str]) -> String {
    let mut all = vec!["diff", "--as-of", "2026-11-23"];
    all.extend(arguments);
    let run = folder.run(&all);
    assert_eq!(run.code(), 0, "{}{}", run.stdout(), run.stderr());
    run.stdout()
}

fn git(folder: &Folder, arguments: &[&str]) {
    let identity = [
        "-c",
        "user.name=Test",
        "-c",
        "user.email=test@island.example",
    ];
    let output = Command::new("git")
        .args(identity)
        .args(["-c", "commit.gpgsign=false", "-c", "core.autocrlf=false"])
        .args(arguments)
        .current_dir(folder.path())
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "git {arguments:?}: {error}");
}

#[test]
fn two_states_that_show_the_same_are_no_change() {
    let folder = twice();
    folder.edit(
        "partners/lighthouse.toml",
        "kind = \"ngo\"",
        "kind = 'ngo'   # a note",
    );
    assert_eq!(diff(&folder, &["old"]), "visitors will see no change\n");
    assert_eq!(diff(&folder, &["old", "--text"]), "");
}

#[test]
fn what_changed_in_a_record_is_told_in_the_words_of_its_file() {
    let folder = twice();
    let lighthouse = "partners/lighthouse.toml";
    folder.edit(lighthouse, "Dyżury trwają", "Wspólne dyżury trwają");
    folder.edit(lighthouse, "as-of = 2024-04-20", "as-of = 2025-04-20");
    folder.edit(lighthouse, "since = 1990", "since = 1991");
    folder.edit(lighthouse, "goals = [\"rescue\"]", "goals = []");
    folder.edit(
        "societies/test-island.toml",
        "[[claim]]",
        "[[claim]]\nid = \"pier\"\ntext.pl = \"Molo jest stare.\"\ntext.el = \"Η προβλήτα είναι παλιά.\"\n\
         as-of = 2025\nsources = [\"chronicle\"]\nconfidence = \"press\"\nreview-by = 2027\n\n[[claim]]",
    );
    folder.edit(
        "societies/next-island.toml",
        "[[gap]]",
        "[[gap]]\ntext.pl = \"Nie wiadomo nic.\"\ntext.el = \"Τίποτα.\"\n\n[[gap]]",
    );
    folder.edit("topics.toml", "Ćwiczenia", "Próby");
    let text = diff(&folder, &["old", "--words"]);
    let expected = "\
changed page: partners/lighthouse, Fundacja Latarnia
  /pl/partnerzy/lighthouse/
  /el/etairoi/lighthouse/
  /el-latn/etairoi/lighthouse/
  - gone from goals: rescue
  - relation: since is now 1991; before: 1990
  - statement watch in pl now says \"Wspólne dyżury trwają od maja do 15 września.\"; before: \"Dyżury trwają od maja do 15 września.\"
  - statement watch: as-of is now 2025-04-20; before: 2024-04-20

changed page: societies/next-island, Towarzystwo Wyspy Sąsiedniej
  /pl/towarzystwa/next-island/
  /el/etaireies/next-island/
  /el-latn/etaireies/next-island/
  - new gap \"Nie wiadomo nic.\"

changed page: societies/test-island, Towarzystwo Wyspy Próbnej
  /pl/towarzystwa/test-island/
  /el/etaireies/test-island/
  /el-latn/etaireies/test-island/
  - new statement pier: \"Molo jest stare.\"

topics.toml: exercise
  - name in pl now says \"Próby\"; before: \"Ćwiczenia\"

Pages that show what changed above:
";
    let text = text.replace('\u{a0}', " ");
    assert!(text.starts_with(expected), "{text}");
    assert!(text.contains("\n  /pl/cele/rescue/  Ratowanie na morzu (3 languages)\n"));
    assert!(!text.contains("\n--- a/"), "{text}");
}

#[test]
fn pages_come_go_and_move() {
    let folder = twice();
    let content = folder.content();
    fs::rename(
        content.join("events/first-boat.toml"),
        content.join("events/lifeboat.toml"),
    )
    .unwrap();
    fs::rename(
        content.join("principles/calm.toml"),
        content.join("principles/quiet.toml"),
    )
    .unwrap();
    fs::remove_file(content.join("events/regatta.toml")).unwrap();
    folder.edit(
        "redirects.toml",
        "[[gone]]",
        "[[redirect]]\nfrom = \"/pl/wydarzenia/first-boat/\"\nto = \"/pl/wydarzenia/lifeboat/\"\n\n\
         [[gone]]\npath = \"/pl/wydarzenia/regatta/\"\nreason.pl = \"Pomyłka.\"\nreason.el = \"Λάθος.\"\nsince = 2026\n\n[[gone]]",
    );
    folder.edit(
        "pages/about.toml",
        "slug.pl = \"o-rejestrze\"",
        "slug.pl = \"rejestr\"",
    );
    let text = diff(&folder, &["old", "--words"]);
    for expected in [
        "page removed: events/regatta, Regaty dwóch wysp\n",
        "  - at /pl/wydarzenia/regatta/ visitors read why it is gone\n",
        "  - at /el/gegonota/regatta/ visitors find nothing: redirects.toml does not name it\n",
        "moved page: events/lifeboat, Pierwsza łódź\n",
        "  /pl/wydarzenia/lifeboat/ (before: /pl/wydarzenia/first-boat/)\n",
        "  - /pl/wydarzenia/first-boat/ leads to /pl/wydarzenia/lifeboat/\n",
        "moved page: pages/about, O rejestrze\n",
        "  - slug in pl now says \"rejestr\"; before: \"o-rejestrze\"\n",
        "  - at /pl/o-rejestrze/ visitors find nothing: redirects.toml does not name it\n",
        "principles/calm\n  - it is gone\n",
        "principles/quiet\n  - it is new\n",
        "  - new redirect from /pl/wydarzenia/first-boat/, to /pl/wydarzenia/lifeboat/\n",
    ] {
        assert!(text.contains(expected), "{expected}in\n{text}");
    }
    let back = diff(&folder, &["content", "old", "--words"]);
    assert!(
        back.contains("new page: events/regatta, Regaty dwóch wysp\n"),
        "{back}"
    );
}

#[test]
fn texts_are_a_unified_difference_of_every_page() {
    let folder = twice();
    folder.edit(
        "partners/lighthouse.toml",
        "Fundacja przejęła",
        "Potem fundacja przejęła",
    );
    let text = diff(&folder, &["old", "--text"]);
    assert!(
        text.starts_with("--- a/pl/partnerzy/lighthouse/\n+++ b/pl/partnerzy/lighthouse/\n@@ -"),
        "{text}"
    );
    for line in text.lines() {
        assert!(line.starts_with(['-', '+', ' ', '@']), "{line:?}");
    }
    assert!(
        text.lines()
            .any(|line| line.starts_with('+') && line.contains("Potem fundacja"))
    );
    assert!(
        text.lines()
            .any(|line| line.starts_with('-') && line.contains(" Fundacja przejęła"))
    );
    // Beside the words only pages that are spoken of are shown.
    let both = diff(&folder, &["old"]);
    assert!(
        both.starts_with("changed page: partners/lighthouse"),
        "{both}"
    );
    assert!(both.contains("\n--- a/pl/partnerzy/lighthouse/\n"));
    assert!(both.matches("\n--- a/").count() < text.matches("--- a/").count());
}

#[test]
fn revisions_are_those_of_the_content_folder() {
    let folder = Folder::with_minimal();
    git(&folder, &["init", "-q", "-b", "main"]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-qm", "first"]);
    assert_eq!(diff(&folder, &["HEAD"]), "visitors will see no change\n");
    folder.edit("topics.toml", "Ćwiczenia", "Próby");
    let now = diff(&folder, &["HEAD", "--words"]);
    assert!(
        now.starts_with("topics.toml: exercise\n  - name in pl now says \"Próby\""),
        "{now}"
    );
    // What is hidden is no content, whatever its name.
    folder.write(".drafts/half.toml", "half = ");
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-qm", "second"]);
    assert_eq!(diff(&folder, &["HEAD~1", "HEAD", "--words"]), now);
    assert_eq!(
        diff(&folder, &["main", "content"]),
        "visitors will see no change\n"
    );
    let elsewhere = Folder::new();
    let content = folder.content();
    let content = content.to_str().unwrap();
    let text = diff(&elsewhere, &["main~1", "--words", "--content", content]);
    assert_eq!(text, now);
}

#[test]
fn what_cannot_be_compared_is_said() {
    let folder = twice();
    let refused = |arguments: &[&str]| {
        let run = folder.run(arguments);
        assert_eq!(run.stdout(), "");
        (run.code(), run.stderr())
    };
    let (code, error) = refused(&["diff", "HEAD~77"]);
    assert_eq!(code, 2);
    assert!(
        error.contains("no folder HEAD~77, and git knows no revision"),
        "{error}"
    );
    let (code, error) = refused(&["diff", "--", "--exec=rm"]);
    assert_eq!(code, 2);
    assert!(error.contains("no folder --exec=rm"), "{error}");
    folder.edit("partners/lighthouse.toml", "\"ngo\"", "\"ngoo\"");
    let run = folder.run(&["diff", "old"]);
    assert_eq!(run.code(), 1);
    assert!(run.stdout().contains("error[unknown-value]"));
    assert!(
        run.stderr()
            .contains("these mistakes are in the content as it is now: nothing")
    );
}
