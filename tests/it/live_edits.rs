//! What else happens to files while the real program serves them: many at
//! once, folders that come and go, static files, and files that nobody could
//! read. Nobody who reads meanwhile notices any of it before it is whole.

use crate::support::content::{Folder, copy, minimal, project};
use crate::support::program::{Program, get};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

const GOAL: &str = "goals/rescue.toml";
const PAGE: &str = "/pl/cele/rescue/";
const TITLE: &str = "Ratowanie na morzu";
/// The page with every source of one publisher.
const LIST: &str = "/pl/zrodla/harbour-press/";

/// Sources whose titles all carry one word.
fn sources(content: &Path, count: usize, word: &str) {
    let text = fs::read_to_string(minimal().join("sources/chronicle.toml")).unwrap();
    for number in 0..count {
        let letters = format!("{}{}", letter(number / 16), letter(number % 16));
        let text = text
            .replace(
                "text = \"Kronika\"",
                &format!("text = \"{word} {letters}\""),
            )
            .replace("/wyspa/", &format!("/{letters}/"));
        fs::write(content.join(format!("sources/{letters}.toml")), text).unwrap();
    }
}

/// In letters: figures would have to stand in every language.
fn letter(number: usize) -> char {
    char::from(b"abcdefghijklmnop"[number])
}

fn git(folder: &Path, arguments: &[&str]) {
    let run = Command::new("git")
        .args(["-c", "user.name=x", "-c", "user.email=x@x.example"])
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(run.status.success(), "{run:?}");
}

/// Reads a page over and over while something is done, and looks at each answer.
fn while_reading(program: &Program, path: &str, judge: impl Fn(&str) + Sync, act: impl FnOnce()) {
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut seen = 0_usize;
            while !is_over.load(Ordering::Relaxed) {
                let answer = get(program.authority(), path);
                assert_eq!(answer.status, 200, "{}", answer.body);
                judge(&answer.body);
                seen += 1;
            }
            seen
        });
        act();
        is_over.store(true, Ordering::Relaxed);
        assert!(reader.join().unwrap() > 0);
    });
}

/// So often was another site put in place of the one before.
fn reloads(program: &Program) -> usize {
    program
        .log()
        .matches("serving the content as it is now")
        .count()
}

#[test]
fn a_checkout_of_two_hundred_files_is_one_new_site() {
    const FILES: usize = 200;
    let folder = Folder::with_minimal();
    sources(&folder.content(), FILES, "Dawne");
    git(folder.path(), &["init", "--quiet", "--initial-branch=old"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "--quiet", "--message=old"]);
    git(folder.path(), &["checkout", "--quiet", "-b", "new"]);
    sources(&folder.content(), FILES, "Nowe");
    git(
        folder.path(),
        &["commit", "--quiet", "--all", "--message=new"],
    );
    git(folder.path(), &["checkout", "--quiet", "old"]);

    let program = Program::serve(folder.path(), &["--compression", "quick"]);
    let is_whole = |page: &str| {
        let counts = (
            page.matches("Dawne ").count(),
            page.matches("Nowe ").count(),
        );
        assert!(matches!(counts, (200.., 0) | (0, 200..)), "{counts:?}");
    };
    while_reading(&program, LIST, is_whole, || {
        git(folder.path(), &["checkout", "--quiet", "new"]);
        program.wait_until("the new branch is shown", |program| {
            program.get(LIST).body.contains("Nowe ")
        });
    });
    // Whatever the checkout led to has been done when a later edit shows.
    folder.edit(GOAL, TITLE, "Potem");
    program.wait_until("a later edit is shown", |program| {
        program.get(PAGE).body.contains("<h1>Potem</h1>") && reloads(program) > 1
    });
    assert_eq!(reloads(&program), 2, "{}", program.log());
}

#[test]
fn folders_that_are_replaced_again_and_again_are_never_shown_in_part() {
    let folder = Folder::new();
    let release = |number: usize| {
        let path = folder.path().join(format!("release-{number}"));
        copy(&minimal(), &path);
        sources(&path, 20, &format!("Odbitka{}", letter(number)));
        path
    };
    fs::rename(release(0), folder.content()).unwrap();
    let program = Program::serve(folder.path(), &["--compression", "quick"]);
    let is_whole = |page: &str| {
        let found: Vec<_> = page
            .match_indices("Odbitka")
            .map(|(at, _)| &page[at..at + 8])
            .collect();
        assert!(
            found.len() >= 20 && found.iter().all(|word| *word == found[0]),
            "{found:?}"
        );
    };
    while_reading(&program, LIST, is_whole, || {
        for number in 1..16 {
            let next = release(number);
            // For a moment there is no folder of this name at all.
            fs::rename(
                folder.content(),
                folder.path().join(format!("old-{number}")),
            )
            .unwrap();
            fs::rename(next, folder.content()).unwrap();
        }
        let last = format!("Odbitka{}", letter(15));
        program.wait_until("the last one is shown", |program| {
            program.get(LIST).body.contains(&last)
        });
    });
}

#[test]
fn a_folder_that_did_not_exist_is_seen_and_one_too_deep_is_told_of() {
    let folder = Folder::with_minimal();
    let principle = fs::read_to_string(minimal().join("principles/calm.toml")).unwrap();
    fs::remove_dir_all(folder.content().join("principles")).unwrap();
    let program = Program::serve(folder.path(), &[]);
    let shows = |program: &Program| program.get("/pl/zasady/").body.contains("id=\"calm\"");
    assert!(!shows(&program));
    folder.write("principles/calm.toml", &principle);
    program.wait_until("what is in a new folder is shown", shows);
    // A folder within it is not read, which `check` says, and harms nothing.
    folder.write("principles/old/calm.toml", &principle);
    folder.edit(GOAL, TITLE, "Dalej");
    program.wait_until("the site goes on", |program| {
        program.get(PAGE).body.contains("<h1>Dalej</h1>")
    });
    let run = folder.run(&["check", "--format", "short"]);
    assert!(
        run.stdout()
            .contains("principles/old/calm.toml:1:1: warning[unexpected-file]")
    );
    fs::rename(
        folder.content().join("principles/calm.toml"),
        folder.content().join("principles/rest.toml"),
    )
    .unwrap();
    program.wait_until("a renamed file has its new name", |program| {
        let page = program.get("/pl/zasady/").body;
        page.contains("id=\"rest\"") && !page.contains("id=\"calm\"")
    });
}

/// The address of the style sheet that a page names.
fn style_sheet(program: &Program) -> String {
    let page = program.get(PAGE).body;
    let (_, rest) = page.split_once("<link rel=\"stylesheet\" href=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

#[test]
fn static_files_are_followed_and_those_of_open_pages_stay_for_one_site_more() {
    let folder = Folder::with_minimal();
    let files = folder.path().join("static");
    copy(&project().join("static"), &files);
    let program = Program::serve(folder.path(), &["--static", "static"]);
    let first = style_sheet(&program);
    let paint = |colour: &str| {
        let path = files.join("css/base.css");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(path, text + &format!(".x {{ color: {colour}; }}\n")).unwrap();
        let before = style_sheet(&program);
        program.wait_until("pages name the new style sheet", |program| {
            style_sheet(program) != before
        });
    };
    paint("#123456");
    assert_eq!(program.get(&first).status, 200);
    assert!(program.get(&style_sheet(&program)).body.contains("#123456"));
    paint("#654321");
    assert_eq!(program.get(&first).status, 404);
    // A style sheet that is away leaves the site as it was, and says why.
    fs::rename(&files, folder.path().join("away")).unwrap();
    program.wait_until("it is told", |program| {
        program
            .log()
            .contains("there is no folder of static files static")
    });
    assert_eq!(program.get(&style_sheet(&program)).status, 200);
    fs::rename(folder.path().join("away"), &files).unwrap();
    folder.edit(GOAL, TITLE, "Powrót");
    program.wait_until("it goes on", |program| {
        program.get(PAGE).body.contains("<h1>Powrót</h1>")
    });
}

/// What somebody does to a file, and the code of the complaint.
type Harm = (&'static str, fn(&Path));

#[cfg(unix)]
const HARMS: [Harm; 7] = [
    ("syntax", |file| {
        let text = fs::read_to_string(file).unwrap();
        fs::write(file, &text[..text.find("Pomagać").unwrap()]).unwrap();
    }),
    ("missing-key", |file| fs::write(file, "").unwrap()),
    ("not-utf8", |file| {
        fs::write(file, b"order = \"\xe9\"").unwrap()
    }),
    ("file-too-large", |file| {
        // The file system stores no byte of it.
        fs::File::create(file).unwrap().set_len(50 << 20).unwrap();
    }),
    ("unreadable-file", |file| {
        fs::remove_file(file).unwrap();
        let made = Command::new("mkfifo").arg(file).status();
        assert!(made.unwrap().success());
    }),
    ("unreadable-file", |file| {
        fs::remove_file(file).unwrap();
        std::os::unix::fs::symlink("nowhere", file).unwrap();
    }),
    ("unreadable-file", |file| {
        fs::remove_file(file).unwrap();
        fs::create_dir(file).unwrap();
    }),
];

#[cfg(unix)]
#[test]
fn a_file_that_nobody_could_read_is_told_once_and_harms_nothing() {
    let folder = Folder::with_minimal();
    let program = Program::serve(folder.path(), &["--compression", "quick"]);
    let file = folder.content().join(GOAL);
    let good = fs::read_to_string(&file).unwrap();
    let mut before = program.get(PAGE).body;
    for (number, (code, harm)) in HARMS.iter().enumerate() {
        let told = format!("error[{code}]");
        let count = |program: &Program| program.log().matches(&told).count();
        let known = count(&program);
        harm(&file);
        let what = format!("harm {number} is told as {code}");
        program.wait_until(&what, |program| {
            count(program) > known && program.log().trim_end().ends_with("are mended")
        });
        assert_eq!(program.get(PAGE).body, before, "{number}");
        let told_once = count(&program);
        if file.is_dir() {
            fs::remove_dir(&file).unwrap();
        } else {
            fs::remove_file(&file).unwrap();
        }
        let title = format!("Naprawione {}", letter(number));
        fs::write(&file, good.replace(TITLE, &title)).unwrap();
        program.wait_until("it is mended", |program| {
            program
                .get(PAGE)
                .body
                .contains(&format!("<h1>{title}</h1>"))
        });
        assert_eq!(count(&program), told_once, "{code} is told once");
        before = program.get(PAGE).body;
    }
}

#[test]
fn a_file_of_another_system_shows_and_one_that_comes_and_goes_does_not() {
    let folder = Folder::with_minimal();
    let program = Program::serve(folder.path(), &[]);
    let good = fs::read_to_string(folder.content().join(GOAL)).unwrap();
    let windows = good.replace(TITLE, "Skądinąd").replace('\n', "\r\n");
    let backup = folder.content().join("goals/4913");
    // As some editors try whether a file can be made here.
    fs::write(&backup, "").unwrap();
    fs::remove_file(&backup).unwrap();
    folder.write(GOAL, format!("\u{feff}{windows}"));
    program.wait_until("it is shown", |program| {
        program.get(PAGE).body.contains("<h1>Skądinąd</h1>")
    });
    assert!(!program.log().contains("error["), "{}", program.log());
}
