//! A new program takes over the socket of an old one while visitors keep
//! coming: none is turned away, and none gets half an answer.

use crate::support::content::Folder;
use crate::support::inherit::inheriting_one;
use crate::support::program::{Program, get};
use std::net::TcpListener;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::thread;

/// How many visitors come at a time.
const VISITORS: usize = 4;

/// How many answers are waited for before, between and after the changes.
const ANSWERS: usize = 150;

#[test]
fn nobody_is_turned_away_while_one_program_replaces_another() {
    let folder = Folder::with_minimal();
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let authority = socket.local_addr().unwrap().to_string();
    let start = || {
        let inherited = socket.try_clone().unwrap().into();
        Program::run(&mut inheriting_one(&folder, inherited, &[]), false)
    };
    let answers = AtomicUsize::new(0);
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        let mut old = start();
        let visitors: Vec<_> = (0..VISITORS)
            .map(|_| {
                scope.spawn(|| {
                    while !is_over.load(SeqCst) {
                        // Whoever is refused, cut off or given half an answer fails.
                        assert_eq!(get(&authority, "/pl/").status, 200);
                        answers.fetch_add(1, SeqCst);
                    }
                })
            })
            .collect();
        let more = |program: &Program, what: &str| {
            let before = answers.load(SeqCst);
            program.wait_until(what, |_| {
                answers.load(SeqCst) >= before + ANSWERS
                    || visitors.iter().any(thread::ScopedJoinHandle::is_finished)
            });
        };
        // Twice, since each change may meet visitors at another moment.
        for _ in 0..2 {
            more(&old, "the old one answers");
            let new = start();
            more(&new, "both answer");
            old.signal("TERM");
            assert_eq!(old.exit_code(), 0);
            old.wait_until("its end is told", |old| {
                old.log().contains("every visitor was answered")
            });
            more(&new, "the new one answers");
            old = new;
        }
        is_over.store(true, SeqCst);
        for visitor in visitors {
            visitor.join().unwrap();
        }
    });
    assert!(answers.load(SeqCst) >= 6 * ANSWERS);
}
