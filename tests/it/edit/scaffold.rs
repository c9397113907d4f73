//! `new`: a file that only a person can finish.

use super::{assert_sound, run, texts};
use crate::support::content::{Folder, TODAY};
use saradnja::diag::Code;
use std::fs;

#[test]
fn every_kind_passes_the_check_but_for_what_is_to_be_filled_in() {
    for folder in [Folder::with_minimal(), Folder::with_shipped()] {
        for kind in [
            "partner",
            "society",
            "network",
            "event",
            "goal",
            "principle",
            "source",
            "page",
        ] {
            let run = run(&folder, &["new", kind, "a-new-one"]);
            assert_eq!(run.code(), 0, "{kind}: {}", run.stdout());
            let path = run
                .stdout()
                .lines()
                .next()
                .unwrap()
                .replace(": written", "");
            let path = folder.path().join(path);
            let text = fs::read_to_string(&path).unwrap();
            let left = text.matches("???").count();
            let found = folder.load();
            let found = found.report.diagnostics();
            assert!(
                found.iter().all(|found| found.code == Code::Leftover),
                "{kind}: {found:?}"
            );
            assert_eq!(found.len(), left, "{kind}:\n{text}");
            fs::remove_file(path).unwrap();
        }
    }
}

#[test]
fn a_new_file_is_explained_line_by_line_and_laid_out() {
    let folder = Folder::with_minimal();
    let made = run(&folder, &["new", "events", "storm"]);
    assert_eq!(
        made.stdout(),
        "content/events/storm.toml: written\n\
         Open it, write what belongs there in place of each `???` (7), and look at the dates.\n\
         Then run `saradnja check`: it lists what is left to fill in.\n"
    );
    let path = folder.content().join("events/storm.toml");
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        "#:schema ../.schema/event.json\n\
         \n\
         # What happened, in a few words.\n\
         title.pl = \"???\"\n\
         title.el = \"???\"\n\
         \n\
         # What happened, in a sentence or two.\n\
         text.pl = \"???\"\n\
         text.el = \"???\"\n\
         \n\
         # What it is about: the id of a topic in `topics.toml`.\n\
         topic = \"???\"\n\
         \n\
         # The sources it rests on.\n\
         sources = [\"???\"]\n\
         \n\
         # How we know. One of: seed, official, press, inferred, general, project.\n\
         confidence = \"???\"\n\
         \n\
         # May be added: date, sorted-as, until, place, partners, goals, revision.\n"
    );
    for kind in ["partner", "network", "page"] {
        assert_eq!(run(&folder, &["new", kind, "another"]).code(), 0);
        fs::remove_file(&path).ok();
        let check = run(&folder, &["fmt", "--check"]);
        assert_eq!(check.code(), 0, "{kind}: {}", check.stdout());
        let name = format!("{kind}s/another.toml");
        fs::remove_file(folder.content().join(name)).unwrap();
    }
}

#[test]
fn what_is_dated_today_is_and_a_review_is_in_a_year() {
    let folder = Folder::with_minimal();
    run(&folder, &["new", "partner", "boat-club"]);
    let text = fs::read_to_string(folder.content().join("partners/boat-club.toml")).unwrap();
    assert!(text.contains(&format!("as-of = {TODAY}\n")), "{text}");
    assert!(text.contains("review-by = 2027-11-23\n"), "{text}");
    // A leap day has no such day next year.
    let leap = folder.run(&["new", "partner", "ferry", "--as-of", "2028-02-29"]);
    assert_eq!(leap.code(), 0, "{}", leap.stderr());
    let text = fs::read_to_string(folder.content().join("partners/ferry.toml")).unwrap();
    assert!(text.contains("review-by = 2029-02-28\n"), "{text}");
}

#[test]
fn a_membership_is_made_for_a_body() {
    let folder = Folder::with_minimal();
    let refused = run(&folder, &["new", "membership", "lighthous"]);
    assert_eq!(refused.code(), 2);
    assert!(
        refused.stderr().contains("did you mean `lighthouse`?"),
        "{}",
        refused.stderr()
    );
    assert_eq!(run(&folder, &["new", "membership", "lighthouse"]).code(), 0);
    let text = fs::read_to_string(folder.content().join("memberships/lighthouse.toml")).unwrap();
    assert!(text.contains("\nbody = \"lighthouse\"\n"), "{text}");
}

#[test]
fn what_cannot_be_made_is_told() {
    let folder = Folder::with_minimal();
    let before = texts(&folder);
    for (kind, id, reason) in [
        ("partnr", "x", "did you mean `partners`?"),
        ("event", "Big Storm", "an id has small letters"),
        ("event", "regatta", "there is `events/regatta` already"),
        ("society", "ring", "share their ids: take another id"),
        ("place", "x", "add an entry there"),
        ("language", "x", "named in every text"),
    ] {
        let run = run(&folder, &["new", kind, id]);
        assert_eq!(run.code(), 2, "{kind} {id}");
        assert!(
            run.stderr().contains(reason),
            "{kind} {id}: {}",
            run.stderr()
        );
    }
    let shown = run(&folder, &["new", "event", "storm", "--dry-run"]);
    assert!(
        shown.stdout().contains("+topic = \"???\"\n"),
        "{}",
        shown.stdout()
    );
    assert_eq!(texts(&folder), before);
    assert_sound(&folder);
}
