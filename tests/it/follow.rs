//! Edits while the real program serves: each way of saving shows, mistakes
//! change nothing, and nobody who reads meanwhile gets anything but a whole page.

use crate::support::content::{Folder, minimal};
use crate::support::program::{Answer, Program, get};
use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

const GOAL: &str = "goals/rescue.toml";
const PAGE: &str = "/pl/cele/rescue/";
const TITLE: &str = "Ratowanie na morzu";

/// The goal's file with another title.
fn titled(title: &str) -> String {
    let text = fs::read_to_string(minimal().join(GOAL)).unwrap();
    assert_eq!(text.matches(TITLE).count(), 1);
    text.replace(TITLE, title)
}

fn shows(program: &Program, title: &str) {
    let wanted = format!("<h1>{title}</h1>");
    let what = format!("{title} is shown");
    program.wait_until(&what, |program| program.get(PAGE).body.contains(&wanted));
}

#[test]
fn every_way_of_saving_shows() {
    let folder = Folder::with_minimal();
    let program = Program::serve(folder.path(), &[]);
    shows(&program, TITLE);
    let content = folder.content();
    let write = |title: &str| fs::write(content.join(GOAL), titled(title)).unwrap();

    write("Zapis wprost");
    shows(&program, "Zapis wprost");

    // As most editors save: a new file takes the old one's name.
    fs::write(content.join("goals/.rescue.toml.swp"), titled("Zamiana")).unwrap();
    fs::rename(content.join("goals/.rescue.toml.swp"), content.join(GOAL)).unwrap();
    shows(&program, "Zamiana");

    // As others do: the old file is moved away first, and then removed.
    fs::rename(content.join(GOAL), content.join("goals/rescue.toml~")).unwrap();
    write("Kopia");
    fs::remove_file(content.join("goals/rescue.toml~")).unwrap();
    shows(&program, "Kopia");

    let event = fs::read_to_string(content.join("events/regatta.toml")).unwrap();
    folder.write("events/second-regatta.toml", event);
    let new = "/pl/wydarzenia/second-regatta/";
    program.wait_until("a new file has a page", |program| {
        program.get(new).status == 200
    });
    fs::remove_file(content.join("events/second-regatta.toml")).unwrap();
    program.wait_until("a file that is gone has none", |program| {
        program.get(new).status == 404
    });

    // The whole folder is renamed away and another put in its place.
    fs::rename(&content, folder.path().join("old")).unwrap();
    let next = Folder::with_minimal();
    fs::write(next.content().join(GOAL), titled("Nowy folder")).unwrap();
    fs::rename(next.content(), &content).unwrap();
    shows(&program, "Nowy folder");
}

#[cfg(unix)]
#[test]
fn content_behind_a_link_that_is_exchanged_shows() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new();
    // As Kubernetes mounts a ConfigMap: links to a link to a folder.
    let release = |name: &str, title: &str| {
        let path = folder.path().join("mount").join(name);
        let source = Folder::with_minimal();
        fs::write(source.content().join(GOAL), titled(title)).unwrap();
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::rename(source.content(), path).unwrap();
    };
    let point = |name: &str| {
        let mount = folder.path().join("mount");
        symlink(name, mount.join("..data_tmp")).unwrap();
        fs::rename(mount.join("..data_tmp"), mount.join("..data")).unwrap();
    };
    release("..one", "Pierwsze wydanie");
    point("..one");
    symlink("mount/..data", folder.content()).unwrap();
    let program = Program::serve(folder.path(), &[]);
    shows(&program, "Pierwsze wydanie");
    release("..two", "Drugie wydanie");
    point("..two");
    shows(&program, "Drugie wydanie");
}

#[test]
fn a_mistake_changes_nothing_is_told_once_and_can_be_mended() {
    let folder = Folder::with_minimal();
    let program = Program::serve(folder.path(), &[]);
    let before = program.get(PAGE);
    folder.write(GOAL, titled("Z błędem").replace("order = 1", "ordre = 1"));
    let told = |program: &Program| program.log().matches("error[unknown-key]").count();
    program.wait_until("the mistake is told", |program| told(program) > 0);
    assert_eq!(program.get(PAGE).body, before.body);
    program.wait_until("that the old site is served is told", |program| {
        program.log().contains("still served")
    });
    folder.write(GOAL, titled("Naprawione"));
    shows(&program, "Naprawione");
    assert_eq!(told(&program), 1);
    // The site is there before the log says so.
    program.wait_until("that all is mended is told", |program| {
        program.log().contains("the mistakes are mended")
    });
}

#[cfg(unix)]
#[test]
fn without_the_watch_an_edit_waits_for_the_signal() {
    let folder = Folder::with_minimal();
    let program = Program::serve(folder.path(), &["--no-watch"]);
    folder.write(GOAL, titled("Na sygnał"));
    // What the watch would see is seen in another server first.
    let other = Program::serve(folder.path(), &[]);
    folder.write(GOAL, titled("Po sygnale"));
    shows(&other, "Po sygnale");
    assert!(program.get(PAGE).body.contains(TITLE));
    program.signal("HUP");
    shows(&program, "Po sygnale");
}

#[test]
fn unchanged_pages_keep_their_validators() {
    let folder = Folder::with_minimal();
    let program = Program::serve(folder.path(), &["--compression", "quick"]);
    let tag = |answer: Answer| answer.header("etag").map(str::to_owned);
    let license = "/robots.txt";
    let before = (tag(program.get(license)), tag(program.get(PAGE)));
    folder.write(GOAL, titled("Inny tytuł"));
    shows(&program, "Inny tytuł");
    let after = (tag(program.get(license)), tag(program.get(PAGE)));
    assert_eq!(before.0, after.0);
    assert_ne!(before.1, after.1);
}

/// Each reload has a title of its own, which stands in the page more than
/// once: a page that was put together from two would show it. The ways of
/// saving take turns.
#[test]
fn readers_get_whole_pages_through_two_hundred_reloads() {
    const RELOADS: usize = 200;
    let folder = Folder::with_minimal();
    let program = Program::serve(folder.path(), &["--compression", "quick"]);
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        let readers: Vec<_> = (0..2)
            .map(|_| {
                scope.spawn(|| {
                    let mut seen = 0_usize;
                    while !is_over.load(Ordering::Relaxed) {
                        let answer = get(program.authority(), PAGE);
                        assert_eq!(answer.status, 200);
                        let titles = titles(&answer.body);
                        assert!(titles.len() > 1, "{}", answer.body);
                        assert!(titles.windows(2).all(|pair| pair[0] == pair[1]));
                        seen += 1;
                    }
                    seen
                })
            })
            .collect();
        for number in 0..RELOADS {
            // In letters: figures would have to stand in every language.
            let letter = |place: usize| char::from(b"abcdefghij"[number / place % 10]);
            let title = format!("Obchody {}{}{}", letter(100), letter(10), letter(1));
            let save = WAYS_OF_SAVING[number % WAYS_OF_SAVING.len()];
            save(&folder, &titled(&title));
            shows(&program, &title);
        }
        is_over.store(true, Ordering::Relaxed);
        for reader in readers {
            assert!(reader.join().unwrap() > RELOADS);
        }
    });
}

fn titles(page: &str) -> Vec<&str> {
    page.match_indices("Obchody ")
        .map(|(at, _)| &page[at..at + "Obchody abc".len()])
        .chain(page.match_indices(TITLE).map(|(_, title)| title))
        .collect()
}

/// How editors and those who copy files leave a new text in the place of an old
/// one.
const WAYS_OF_SAVING: [fn(&Folder, &str); 6] = [
    // In place, as small editors do.
    |folder, text| folder.write(GOAL, text),
    // A new file takes the old one's name, as most do.
    |folder, text| {
        folder.write("goals/rescue.toml.new", text);
        rename(folder, "goals/rescue.toml.new", GOAL);
    },
    // As vim with a backup: the old file is moved away first.
    |folder, text| {
        rename(folder, GOAL, "goals/rescue.toml~");
        folder.write(GOAL, text);
        fs::remove_file(folder.content().join("goals/rescue.toml~")).unwrap();
    },
    // As vim without: it tries whether it may make files, then writes in place.
    |folder, text| {
        folder.write("goals/4913", "");
        fs::remove_file(folder.content().join("goals/4913")).unwrap();
        folder.write("goals/.rescue.toml.swp", text);
        folder.write(GOAL, text);
        fs::remove_file(folder.content().join("goals/.rescue.toml.swp")).unwrap();
    },
    // As programs that fetch files: gone, then there again.
    |folder, text| {
        fs::remove_file(folder.content().join(GOAL)).unwrap();
        folder.write(GOAL, text);
    },
    // The whole folder is exchanged for another.
    |folder, text| {
        let next = Folder::with_minimal();
        next.write(GOAL, text);
        fs::rename(folder.content(), next.path().join("old")).unwrap();
        fs::rename(next.content(), folder.content()).unwrap();
    },
];

fn rename(folder: &Folder, from: &str, to: &str) {
    let content = folder.content();
    fs::rename(content.join(from), content.join(to)).unwrap();
}
