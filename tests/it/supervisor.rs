//! What the real program says to the service manager that started it.

use crate::support::content::{Folder, minimal};
use crate::support::program::Program;
use std::fs::{self, File};
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::net::UnixDatagram;
use std::process::Command;
use std::time::Duration;

const GOAL: &str = "goals/rescue.toml";

/// A manager that listens, and gives up after far longer than it takes.
struct Manager(UnixDatagram);

impl Manager {
    fn in_folder(folder: &Folder) -> Self {
        let socket = UnixDatagram::bind(folder.path().join("notify")).unwrap();
        socket
            .set_read_timeout(Some(Duration::from_secs(60)))
            .unwrap();
        Self(socket)
    }

    /// The next message, as its lines.
    fn hears(&self) -> Vec<String> {
        let mut buffer = [0; 1024];
        let length = self.0.recv(&mut buffer).unwrap();
        let text = std::str::from_utf8(&buffer[..length]).unwrap();
        text.lines().map(str::to_owned).collect()
    }
}

fn serve(folder: &Folder, more: &[(&str, &str)]) -> Program {
    let socket = folder.path().join("notify");
    let socket = ("NOTIFY_SOCKET", socket.to_str().unwrap());
    Program::serve_in(folder.path(), &["--no-watch"], &[&[socket], more].concat())
}

#[test]
fn the_manager_hears_of_the_start_reloads_and_the_end() {
    let folder = Folder::with_minimal();
    let manager = Manager::in_folder(&folder);
    let mut program = serve(&folder, &[]);
    let start = manager.hears();
    assert_eq!(start[0], "READY=1");
    assert!(start[1].starts_with("STATUS=serving "), "{start:?}");
    // It was said when visitors could be answered, not before.
    assert_eq!(program.get("/pl/").status, 200);

    program.signal("HUP");
    let reload = manager.hears();
    assert_eq!(reload[0], "RELOADING=1");
    let stamp = reload[1].strip_prefix("MONOTONIC_USEC=").unwrap();
    assert!(stamp.parse::<u64>().unwrap() > 0);
    assert_eq!(manager.hears()[0], "READY=1");

    // A reload that comes to nothing ends too, and says why.
    let good = fs::read_to_string(minimal().join(GOAL)).unwrap();
    folder.write(GOAL, good.replace("order = 1", "ordre = 1"));
    program.signal("HUP");
    assert_eq!(manager.hears()[0], "RELOADING=1");
    let refused = manager.hears();
    assert_eq!(refused[0], "READY=1");
    assert!(
        refused[1].contains("the last edit was refused: 1 error, "),
        "{refused:?}"
    );

    program.signal("TERM");
    assert_eq!(manager.hears()[0], "STOPPING=1");
    assert_eq!(program.exit_code(), 0);
}

#[test]
fn the_watchdog_hears_that_the_program_lives_if_it_asked() {
    let folder = Folder::with_minimal();
    let manager = Manager::in_folder(&folder);
    let _program = serve(&folder, &[("WATCHDOG_USEC", "20000")]);
    assert_eq!(manager.hears()[0], "READY=1");
    for _ in 0..3 {
        assert_eq!(manager.hears(), ["WATCHDOG=1"]);
    }
    let folder = Folder::with_minimal();
    let manager = Manager::in_folder(&folder);
    // A watchdog of another process is not ours to calm.
    let program = serve(
        &folder,
        &[("WATCHDOG_USEC", "20000"), ("WATCHDOG_PID", "1")],
    );
    assert_eq!(manager.hears()[0], "READY=1");
    program.signal("TERM");
    assert_eq!(manager.hears()[0], "STOPPING=1");
}

#[test]
fn without_a_manager_the_program_serves_all_the_same() {
    let folder = Folder::with_minimal();
    let program = serve(&folder, &[]);
    assert_eq!(program.get("/pl/").status, 200);
    program.wait_until("that nobody listens is told", |program| {
        program
            .log()
            .contains("the service manager cannot be told anything")
    });
}

#[test]
fn in_the_journal_what_is_urgent_is_marked() {
    let folder = Folder::with_minimal();
    let path = folder.path().join("journal");
    let marked = |stream: &str| {
        let journal = File::create(&path).unwrap();
        let file = journal.metadata().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_saradnja"));
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--content", "content"])
            .env(
                "JOURNAL_STREAM",
                stream.replace("this", &format!("{}:{}", file.dev(), file.ino())),
            )
            .current_dir(folder.path())
            .stderr(journal);
        let program = Program::run(&mut command, false);
        let read = || fs::read_to_string(&path).unwrap();
        let good = fs::read_to_string(minimal().join(GOAL)).unwrap();
        folder.write(GOAL, good.replace("order = 1", "ordre = 1"));
        program.wait_until("the mistake is told", |_| {
            read().contains("is still served")
        });
        folder.write(GOAL, good);
        drop(program);
        let text = read();
        // Information is what everything is that is not marked.
        assert!(text.starts_with("20"), "{text}");
        let (urgent, other): (Vec<_>, Vec<_>) = (text.lines().map(str::to_owned))
            .partition(|line| line.starts_with("<3>") || line.starts_with("<4>"));
        assert!(!other.is_empty());
        (urgent, other)
    };
    let (urgent, other) = marked("this");
    let is_told = |lines: &[String]| lines.iter().any(|line| line.contains("WARN"));
    assert!(is_told(&urgent) && !is_told(&other), "{urgent:?} {other:?}");
    // Standard error that leads somewhere else has no marks.
    let (urgent, other) = marked("1:1");
    assert!(urgent.is_empty() && is_told(&other), "{urgent:?}");
}
