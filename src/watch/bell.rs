//! What wakes the watch before its time.

use std::{
    sync::{Condvar, Mutex, PoisonError},
    time::Duration,
};

/// Rung from other threads; one thread waits for it.
#[derive(Debug, Default)]
pub struct Bell {
    rung: Mutex<Rung>,
    heard: Condvar,
}

#[derive(Debug, Default)]
struct Rung {
    /// Something may have changed.
    look: bool,
    /// A new result is wanted, whether anything changed or not.
    anew: bool,
    /// Nobody waits for results any more.
    end: bool,
}

impl Bell {
    /// Says that something may have changed.
    pub fn look(&self) {
        self.ring(|rung| rung.look = true);
    }

    /// Asks for a new result, whether anything changed or not.
    pub fn anew(&self) {
        self.ring(|rung| rung.anew = true);
    }

    /// Ends the watch.
    pub fn end(&self) {
        self.ring(|rung| rung.end = true);
    }

    fn ring(&self, how: impl FnOnce(&mut Rung)) {
        how(&mut self.rung.lock().unwrap_or_else(PoisonError::into_inner));
        self.heard.notify_one();
    }

    /// Waits to be rung, `at_most` so long. Says whether a new result was
    /// asked for; nothing when it is the end.
    pub(super) fn wait(&self, at_most: Duration) -> Option<bool> {
        let rung = self.rung.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut rung, _) = self
            .heard
            .wait_timeout_while(rung, at_most, |rung| !(rung.look || rung.anew || rung.end))
            .unwrap_or_else(PoisonError::into_inner);
        let Rung { anew, end, .. } = *rung;
        *rung = Rung {
            end,
            ..Rung::default()
        };
        (!end).then_some(anew)
    }
}
