//! Checking registers beside the conversation with the editor: each state as a
//! whole, and of states that wait only the newest.

use super::server::Event;
use crate::edit::Register;
use crate::locale::Day;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender};

/// A register to be checked.
#[derive(Debug)]
pub(super) struct Job {
    /// The content folder.
    pub(super) root: PathBuf,
    /// The number of the state.
    pub(super) number: u64,
    /// Texts that take the place of what files say, by their paths in the folder.
    pub(super) texts: BTreeMap<String, String>,
}

/// A register that has been checked.
#[derive(Debug)]
pub(super) struct Checked {
    /// The content folder.
    pub(super) root: PathBuf,
    /// The number of the state.
    pub(super) number: u64,
    /// What is known of it.
    pub(super) register: Register,
}

/// Checks whatever comes, until nobody asks or listens any more.
pub(super) fn run(jobs: &Receiver<Job>, done: &Sender<Event>, today: impl Fn() -> Day) {
    let mut waiting = BTreeMap::new();
    loop {
        if waiting.is_empty() {
            let Ok(job) = jobs.recv() else { return };
            waiting.insert(job.root.clone(), job);
        }
        for job in jobs.try_iter() {
            waiting.insert(job.root.clone(), job);
        }
        let Some((root, job)) = waiting.pop_first() else {
            continue;
        };
        let checked = Checked {
            register: Register::overlaid(&root, &job.texts, today()),
            root,
            number: job.number,
        };
        if done.send(Event::Checked(Box::new(checked))).is_err() {
            return;
        }
    }
}
