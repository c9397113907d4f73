//! `check` as people and scripts meet it: output, complaints, exit codes.

use crate::support::content::{Folder, TODAY};
use serde_json::Value;
use std::fs;

/// The minimal register with an unknown kind of partner (an error).
fn with_error() -> Folder {
    let folder = Folder::with_minimal();
    folder.edit("partners/lighthouse.toml", "\"ngo\"", "\"ngoo\"");
    folder
}

/// The minimal register with an abbreviation that nothing explains (a warning).
fn with_warning() -> Folder {
    let folder = Folder::with_minimal();
    folder.edit("partners/lighthouse.toml", "Dyżury", "ZZR: dyżury");
    folder
}

fn check(folder: &Folder, arguments: &[&str]) -> crate::support::content::Run {
    let mut all = vec!["check", "--as-of", TODAY];
    all.extend(arguments);
    folder.run(&all)
}

#[test]
fn a_register_without_mistakes_is_done() {
    let folder = Folder::with_minimal();
    let run = check(&folder, &[]);
    assert_eq!(run.code(), 0, "{}", run.stdout());
    assert_eq!(run.stdout(), "23 files, no mistakes\n");
    assert_eq!(
        run.stderr(),
        format!("checking the folder content as of {TODAY}\n")
    );
}

#[test]
fn the_shipped_register_has_no_mistakes() {
    let project = crate::support::content::project();
    let content = project.join("content");
    let folder = Folder::new();
    let run = check(&folder, &["--content", content.to_str().unwrap()]);
    assert_eq!(run.code(), 0, "{}", run.stdout());
}

#[test]
fn without_a_folder_the_content_inside_the_program_is_checked() {
    let folder = Folder::new();
    let run = check(&folder, &[]);
    assert_eq!(run.code(), 0, "{}", run.stdout());
    assert!(run.stderr().contains("the content inside the program"));
    // A folder of that name that is no register is left alone.
    fs::create_dir(folder.content()).unwrap();
    assert!(check(&folder, &[]).stderr().contains("inside the program"));
}

/// Other content than the one in the folder would be shown otherwise.
#[test]
fn a_folder_of_content_without_its_site_is_a_mistake() {
    let folder = Folder::with_minimal();
    fs::remove_file(folder.content().join("site.toml")).unwrap();
    let run = check(&folder, &[]);
    assert_eq!(run.code(), 1, "{}", run.stdout());
    assert!(
        run.stdout().contains("has no `site.toml`"),
        "{}",
        run.stdout()
    );
    let run = folder.run(&["--as-of", TODAY, "--listen", "0"]);
    assert_eq!(run.code(), 1, "{}", run.stderr());
    assert!(
        run.stderr().contains("has no `site.toml`"),
        "{}",
        run.stderr()
    );
}

#[test]
fn a_long_line_is_cut_around_what_is_marked() {
    let folder = Folder::with_minimal();
    let words = "słowo ".repeat(200);
    let line = format!("{words}ZZR {words}");
    folder.edit(
        "partners/lighthouse.toml",
        "Dyżury trwają",
        &format!("{line} dyżury trwają"),
    );
    let text = check(&folder, &[]).stdout();
    let excerpt = text.lines().find(|line| line.contains("ZZR ")).unwrap();
    assert!(excerpt.chars().count() < 130, "{excerpt}");
    let mark = text.lines().find(|line| line.contains('^')).unwrap();
    assert!(mark.chars().count() < 130, "{mark}");
}

#[test]
fn a_mistake_is_exit_code_1_and_shown_with_its_place() {
    let folder = with_error();
    let run = check(&folder, &[]);
    assert_eq!(run.code(), 1);
    let text = run.stdout();
    assert!(text.contains("error[unknown-value]"), "{text}");
    assert!(
        text.contains(" --> content/partners/lighthouse.toml:7:8\n"),
        "{text}"
    );
    assert!(text.contains("\n1 error in 1 file\n"), "{text}");
    assert!(
        !text.contains('\u{1b}'),
        "no colours where nobody looks: {text}"
    );
}

#[test]
fn warnings_pass_unless_they_are_denied() {
    let folder = with_warning();
    assert_eq!(check(&folder, &[]).code(), 0);
    assert_eq!(check(&folder, &["--deny-warnings"]).code(), 1);
}

#[test]
fn what_cannot_run_is_exit_code_2_with_a_reason() {
    let folder = Folder::with_minimal();
    fs::write(folder.path().join("file"), "").unwrap();
    for (arguments, reason) in [
        (
            &["check", "--content", "nowhere"][..],
            "there is no content folder nowhere",
        ),
        (&["check", "--content", "file"], "file is not a folder"),
        (&["check", "--format", "xml"], "invalid value 'xml'"),
        (&["check", "--as-of", "2026-02-30"], "2026-02-30"),
        (&["check", "--as-of", "2026"], "2026"),
        (&["check", "--as-of", "26.12.2026"], "`2026-12-26`"),
        (&["--listen", ":9000"], "`127.0.0.1:9000`"),
        (
            &["--static", "nowhere"],
            "no folder of static files nowhere",
        ),
        (&["serve", "--base-url", "example.org"], "`https://`"),
        (&["chekc"], "chekc"),
    ] {
        let run = folder.run(arguments);
        assert_eq!(run.code(), 2, "{arguments:?}: {}", run.stderr());
        assert!(run.stderr().contains(reason), "{}", run.stderr());
        assert_eq!(run.stdout(), "", "{arguments:?}");
    }
}

#[test]
fn the_day_decides_what_is_late() {
    let folder = Folder::with_minimal();
    let run = folder.run(&["check", "--as-of", "2027-04-01", "--format", "short"]);
    assert_eq!(run.code(), 0);
    assert_eq!(run.stdout().lines().count(), 1, "{}", run.stdout());
    assert!(run.stdout().contains("warning[review-overdue]"));
}

#[test]
fn short_is_one_line_each() {
    let run = check(&with_error(), &["--format", "short"]);
    assert_eq!(
        run.stdout(),
        "content/partners/lighthouse.toml:7:8: error[unknown-value]: `ngoo` is not one of the \
         words allowed here (did you mean `ngo`?)\n"
    );
}

#[test]
fn json_is_one_object_a_line() {
    let run = check(&with_error(), &["--format", "json"]);
    assert_eq!(run.code(), 1);
    let text = run.stdout();
    let lines: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 1);
    let keys: Vec<_> = lines[0].as_object().unwrap().keys().collect();
    assert_eq!(
        keys,
        [
            "code",
            "severity",
            "path",
            "line",
            "column",
            "end-line",
            "end-column",
            "message",
            "help",
            "fix"
        ]
    );
    assert_eq!(lines[0]["end-column"], 14);
    let clean = check(&Folder::with_minimal(), &["--format", "json"]);
    assert_eq!(clean.stdout(), "");
}

#[test]
fn sarif_is_one_log() {
    let run = check(&with_error(), &["--format", "sarif"]);
    let log: Value = serde_json::from_str(&run.stdout()).unwrap();
    assert_eq!(log["version"], "2.1.0");
    assert_eq!(log["runs"][0]["results"][0]["ruleId"], "unknown-value");
}

#[test]
fn github_gets_its_commands() {
    let run = check(&with_warning(), &["--format", "github"]);
    assert!(
        run.stdout().starts_with(
            "::warning file=content/partners/lighthouse.toml,line=29,col=12,endLine=29,\
             endColumn=15,title=undefined-abbreviation::"
        ),
        "{}",
        run.stdout()
    );
}

#[test]
fn help_teaches_by_example() {
    let folder = Folder::new();
    for command in [
        "check",
        "diff",
        "due",
        "explain",
        "links",
        "schema",
        "serve",
        "translations",
    ] {
        let run = folder.run(&[command, "--help"]);
        assert_eq!(run.code(), 0);
        assert!(run.stdout().contains("Examples:"), "{}", run.stdout());
        assert!(run.stdout().contains(&format!("  saradnja {command}")));
    }
}

#[test]
fn an_outline_that_is_too_long_to_load_is_refused() {
    let map = |corners: usize| {
        let folder = Folder::with_minimal();
        let land = format!("M0 0l{}z", "1 1 ".repeat(corners));
        let text = format!(
            "latitude = 40.0\nlongitude = -30.0\nwidth = 400\nheight = 300\n\
             kilometres-per-unit = 2\nland = \"{land}\"\n"
        );
        folder.write("map.toml", &text);
        check(&folder, &["--format", "short"])
    };
    let run = map(8000);
    assert_eq!(run.code(), 0, "{}", run.stdout());
    let run = map(9000);
    assert_eq!(run.code(), 1);
    assert!(run.stdout().contains("wrong-value"), "{}", run.stdout());
}
