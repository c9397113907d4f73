//! `due`: what is to be reviewed, as a list and as a calendar.

use crate::support::content::{Folder, TODAY};

fn due(folder: &Folder, arguments: &[&str]) -> String {
    let mut all = vec!["due", "--as-of", TODAY];
    all.extend(arguments);
    let run = folder.run(&all);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    run.stdout()
}

#[test]
fn statements_are_listed_by_their_day_with_their_place() {
    let folder = Folder::with_minimal();
    folder.edit(
        "partners/lighthouse.toml",
        "review-by = 2027-03-31",
        "review-by = { year = 2026, month = 10 }",
    );
    assert_eq!(
        due(&folder, &[]),
        "\
2026-10-31  late  content/partners/lighthouse.toml:34    Dyżury trwają od maja do 15 września.
2027-06-30        content/memberships/ring.toml:11       Członek kręgu od roku 1961
2027-06-30        content/networks/ring.toml:24          Członek kręgu
2027-06-30        content/partners/lighthouse.toml:25    Wspólne dyżury na latarni
2027-06-30        content/societies/test-island.toml:26  Towarzystwo, którego współpracę opisuje rejestr
2027-06-30        content/societies/test-island.toml:35  Towarzystwo ma 2 łodzie ratunkowe.
2028-12-31        content/societies/next-island.toml:20  Dawniej wspólne ćwiczenia
7 of 7 statements, 1 is late on 2026-11-23
"
    );
    let soon = due(&folder, &["--by", "2026-12-31"]);
    assert_eq!(soon.lines().count(), 2, "{soon}");
    assert!(soon.ends_with("1 of 7 statements, 1 is late on 2026-11-23\n"));
    // On the last day a review is not late yet.
    let on_time = folder.run(&["due", "--as-of", "2026-10-31"]).stdout();
    assert!(on_time.ends_with("0 are late on 2026-10-31\n"), "{on_time}");
}

#[test]
fn a_long_statement_is_cut_between_words() {
    let folder = Folder::with_minimal();
    let long = "Członek kręgu wysp, ".repeat(6);
    folder.edit(
        "memberships/ring.toml",
        "Członek kręgu od roku 1961",
        &format!("{long}1961"),
    );
    let text = due(&folder, &[]);
    let line = text.lines().find(|line| line.contains("memberships"));
    let line = line.unwrap();
    let cut = "  Członek kręgu wysp, Członek kręgu wysp, Członek kręgu wysp…";
    assert!(line.ends_with(cut), "{line}");
}

#[test]
fn a_calendar_has_an_entry_for_each_statement_that_keeps_its_name() {
    let folder = Folder::with_shipped();
    let names = |text: &str| -> Vec<String> {
        for line in text.split_terminator("\r\n") {
            assert!(line.len() <= 75, "{line}");
        }
        let mut calendars = ical::IcalParser::new(text.as_bytes());
        let calendar = calendars.next().unwrap().unwrap();
        assert!(calendars.next().is_none());
        let mut names: Vec<_> = calendar
            .events
            .iter()
            .map(|event| {
                let value = |name: &str| {
                    let mut found = event.properties.iter().filter(|it| it.name == name);
                    let value = found.next().and_then(|it| it.value.clone());
                    assert!(found.next().is_none(), "{name} stands twice");
                    value.unwrap()
                };
                assert!(value("SUMMARY").starts_with("Review "));
                assert!(value("DESCRIPTION").contains("\\ncontent/"));
                assert_eq!(value("DTSTART").len(), 8);
                value("UID")
            })
            .collect();
        names.sort();
        names
    };
    let before = names(&due(&folder, &["--ics"]));
    let listed = due(&folder, &[]).lines().count() - 1;
    assert_eq!(before.len(), listed);
    let mut once = before.clone();
    once.dedup();
    assert_eq!(once, before, "two statements have one name");
    let path = "memberships/ccm.toml";
    let text = std::fs::read_to_string(folder.content().join(path)).unwrap();
    folder.write(path, text.replace("review-by = 20", "review-by = 21"));
    assert_eq!(names(&due(&folder, &["--ics"])), before);
}

#[test]
fn content_with_a_mistake_is_not_listed() {
    let folder = Folder::with_minimal();
    folder.edit("partners/lighthouse.toml", "\"ngo\"", "\"ngoo\"");
    let run = folder.run(&["due"]);
    assert_eq!(run.code(), 1);
    assert!(run.stdout().contains("error[unknown-value]"));
    assert!(run.stderr().contains("mend these mistakes first"));
}
