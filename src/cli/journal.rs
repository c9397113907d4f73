//! The access log: one line a request on standard error, as text or as JSON,
//! written by a thread of its own so that a slow reader keeps no visitor
//! waiting. What does not fit into its queue is dropped, and said to be.

mod line;

use std::{
    hash::{BuildHasher as _, RandomState},
    io::{self, Write as _},
    mem,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
        mpsc::{self, Receiver, SyncSender, TrySendError},
    },
    thread::{self, JoinHandle},
};

use jiff::Timestamp;
use line::Lines;

use super::options::LogFormat;
use crate::http::{Entry, Journal};

/// How many lines may wait to be written.
const WAITING: usize = 8_192;

/// How many bytes of lines are written at once, about.
const AT_ONCE: usize = 32 * 1024;

/// Something for the thread that writes.
#[derive(Debug)]
enum Word {
    /// A request, and when it had its answer.
    Request(Timestamp, Entry),
    End,
}

/// Writes the access log.
#[derive(Debug)]
pub(super) struct AccessLog {
    /// Different in every run, so that names do not repeat.
    seed: RandomState,
    count: AtomicU64,
    queue: SyncSender<Word>,
    lost: Arc<AtomicU64>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl AccessLog {
    /// Starts the thread that writes.
    ///
    /// # Errors
    /// When the system has none to give.
    pub(super) fn start(format: LogFormat) -> io::Result<Self> {
        let (queue, words) = mpsc::sync_channel(WAITING);
        let lost = Arc::new(AtomicU64::new(0));
        let thread = thread::Builder::new().name("access".to_owned()).spawn({
            let lost = Arc::clone(&lost);
            move || write(format, &words, &lost)
        })?;
        Ok(Self {
            seed: RandomState::new(),
            count: AtomicU64::new(0),
            queue,
            lost,
            thread: Mutex::new(Some(thread)),
        })
    }

    /// Waits until everything is written.
    pub(super) fn close(&self) {
        let mut thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(thread) = mem::take(&mut *thread) {
            // A thread that ended by itself has written what it could.
            let _ = self.queue.send(Word::End);
            let _ = thread.join();
        }
    }
}

impl Journal for AccessLog {
    fn name(&self) -> String {
        let number = self.count.fetch_add(1, Relaxed);
        hexadecimal(self.seed.hash_one(number))
    }

    fn note(&self, entry: Entry) {
        let word = Word::Request(Timestamp::now(), entry);
        if let Err(TrySendError::Full(_)) = self.queue.try_send(word) {
            self.lost.fetch_add(1, Relaxed);
        }
    }
}

/// Sixteen digits.
fn hexadecimal(number: u64) -> String {
    let digit = |place: u32| {
        let digit = (number >> (4 * place)) as u32 & 0xf;
        char::from_digit(digit, 16).unwrap_or('0')
    };
    (0..16).rev().map(digit).collect()
}

/// Writes what comes; together what has come meanwhile.
fn write(format: LogFormat, words: &Receiver<Word>, lost: &AtomicU64) {
    let mut lines = Lines::new(format);
    let mut out = Vec::with_capacity(AT_ONCE);
    while let Ok(Word::Request(moment, entry)) = words.recv() {
        lines.add(&mut out, moment, &entry);
        let mut is_over = false;
        while out.len() < AT_ONCE {
            match words.try_recv() {
                Ok(Word::Request(moment, entry)) => lines.add(&mut out, moment, &entry),
                Ok(Word::End) => {
                    is_over = true;
                    break;
                }
                Err(_) => break,
            }
        }
        // Nobody who reads is no reason to stop.
        let _ = io::stderr().write_all(&out);
        out.clear();
        let lost = lost.swap(0, Relaxed);
        if lost > 0 {
            tracing::warn!(lost, "lines of the access log were dropped");
        }
        if is_over {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_request_has_a_name_of_its_own() {
        let log = AccessLog::start(LogFormat::Text).expect("a thread");
        let names: BTreeSet<_> = (0..1_000).map(|_| log.name()).collect();
        assert_eq!(names.len(), 1_000);
        assert!(names.iter().all(|name| name.len() == 16));
        log.close();
        // Nobody is there any more, and nobody waits.
        log.close();
    }
}
