//! Noticing that files have changed, and when they have come to rest.
//!
//! The truth is a poll of what the system says of each file: it also sees a
//! folder that was exchanged as a whole by a symbolic link, of which no event
//! tells. Events of the file system, where they work, only wake it sooner.
//! This layer knows files and time, and nothing of what the files hold.

mod bell;
mod events;
mod state;

use std::{
    path::PathBuf,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

pub use bell::Bell;
pub use state::State;

/// Folders that are watched.
#[derive(Clone, Debug)]
pub struct Watch {
    /// Each with everything below it, through symbolic links.
    pub folders: Vec<PathBuf>,
    /// How long to wait between two looks, when nothing wakes the watch.
    pub every: Duration,
}

/// What is made from the files.
pub trait Work {
    /// What comes of it.
    type Made;

    /// A new result was asked for. Returns other folders, if those are to be
    /// watched from now on.
    fn asked(&mut self) -> Option<Vec<PathBuf>>;

    /// Whether the last result is right no longer, though no file changed.
    fn is_due(&self) -> bool;

    /// Makes a result from what the files are now.
    fn make(&mut self) -> Self::Made;

    /// Takes a result that was made from files at rest. Or does not take it, and
    /// returns the folders from which another is to be made at once; those are
    /// watched from then on.
    fn publish(&mut self, made: Self::Made) -> Option<Vec<PathBuf>>;
}

/// How long nothing may change before files count as being at rest. Programs
/// that write several files at once, such as git, pause for less.
const REST: Duration = Duration::from_millis(60);

/// How long is waited for files to come to rest. Something that writes without
/// end must not keep all other edits from being seen.
const PATIENCE: Duration = Duration::from_secs(10);

/// A look may take this part of the time between two looks at most: a large
/// tree on a slow disk is looked at less often.
const SHARE: u32 = 20;

/// How often a result is thrown away because files changed while it was made.
const RETRIES: usize = 5;

impl Watch {
    /// What the folders hold now, for [`run`](Self::run) to compare with.
    pub fn state(&self) -> State {
        State::of(&self.folders)
    }

    /// Has `work` make a result whenever the folders differ from `known`, or it
    /// is due, or the bell rings for a new one; and publish it, unless files
    /// changed meanwhile: then it is made again. Returns when the bell rings for
    /// the end.
    ///
    /// Whether it is due is asked at every look, so that a clock that was set, or
    /// a machine that slept, makes no difference.
    ///
    /// `known` is to be taken before the first result is made, so that no edit
    /// in between is missed.
    pub fn run(mut self, bell: &Arc<Bell>, mut known: State, work: &mut impl Work) {
        let mut pause = self.every;
        let mut events = events::Events::of(&self.folders, bell);
        while let Some(asked) = bell.wait(pause) {
            if asked && let Some(folders) = work.asked() {
                self.folders = folders;
                events = events::Events::of(&self.folders, bell);
            }
            let begun = Instant::now();
            let mut state = self.state();
            pause = self.every.max(begun.elapsed() * SHARE);
            if state == known && !asked && !work.is_due() {
                continue;
            }
            let before = loop {
                let (before, made) = self.make(state, work);
                let Some(folders) = work.publish(made) else {
                    break before;
                };
                self.folders = folders;
                events = events::Events::of(&self.folders, bell);
                state = self.state();
            };
            if before != known {
                // Folders that were exchanged are others to the system's events.
                events = events::Events::of(&self.folders, bell);
            }
            known = before;
        }
        drop(events);
    }

    /// A result, and the state of the files that it was made from: that in which
    /// they come to rest after `state`.
    fn make<W: Work>(&self, state: State, work: &mut W) -> (State, W::Made) {
        let mut before = self.at_rest(state);
        let mut made = work.make();
        for _ in 0..RETRIES {
            let after = self.state();
            if after == before {
                break;
            }
            before = self.at_rest(after);
            made = work.make();
        }
        (before, made)
    }

    /// The state once nothing changes any more and no version control is at
    /// work, or once patience is at its end.
    fn at_rest(&self, mut state: State) -> State {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            thread::sleep(REST);
            let next = self.state();
            if next == state && !state::is_being_checked_out(&self.folders) {
                break;
            }
            state = next;
        }
        state
    }
}

#[cfg(test)]
mod tests;
