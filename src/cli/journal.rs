//! The access log: one line a request on standard error, as text or as JSON,
//! written by a thread of its own so that a slow reader keeps no visitor
//! waiting. What does not fit into its queue is dropped, and said to be.

mod line;

use std::{
    hash::{BuildHasher as _, RandomState},
    io::{self, Write as _},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{
            AtomicBool, AtomicU64,
            Ordering::{Acquire, Relaxed, Release},
        },
        mpsc::{self, Receiver, SyncSender, TrySendError},
    },
    thread,
    time::Duration,
};

use jiff::Timestamp;
use line::Lines;

use super::options::LogFormat;
use crate::http::{Entry, Journal};

/// How many lines may wait to be written.
const WAITING: usize = 8_192;

/// How many bytes of lines are written at once, about.
const AT_ONCE: usize = 32 * 1024;

/// How long is waited for the last lines.
const LAST_LINES: Duration = Duration::from_secs(2);

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
    is_over: Arc<AtomicBool>,
    /// Has word when everything is written.
    done: Mutex<Receiver<()>>,
}

impl AccessLog {
    /// Starts the thread that writes.
    ///
    /// # Errors
    /// When the system has none to give.
    pub(super) fn start(format: LogFormat) -> io::Result<Self> {
        let (queue, words) = mpsc::sync_channel(WAITING);
        let (end, done) = mpsc::sync_channel(1);
        let (lost, is_over) = (Arc::<AtomicU64>::default(), Arc::<AtomicBool>::default());
        thread::Builder::new().name("access".to_owned()).spawn({
            let (lost, is_over) = (Arc::clone(&lost), Arc::clone(&is_over));
            move || {
                write(format, &words, &lost, &is_over);
                // Who asked for the end may have given up waiting for it.
                let _ = end.send(());
            }
        })?;
        Ok(Self {
            seed: RandomState::new(),
            count: AtomicU64::new(0),
            queue,
            lost,
            is_over,
            done: Mutex::new(done),
        })
    }

    /// Waits until everything is written, as long as whoever reads the log goes
    /// on reading: a reader that is stuck does not keep the program.
    pub(super) fn close(&self) {
        self.is_over.store(true, Release);
        // If there is no room for the word, the thread is awake.
        let _ = self.queue.try_send(Word::End);
        let done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        // A thread that is gone has written what it could.
        let _ = done.recv_timeout(LAST_LINES);
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
fn write(format: LogFormat, words: &Receiver<Word>, lost: &AtomicU64, is_over: &AtomicBool) {
    let mut lines = Lines::new(format);
    let mut out = Vec::with_capacity(AT_ONCE);
    while let Ok(first) = words.recv() {
        let mut next = Some(first);
        while let Some(word) = next {
            if let Word::Request(moment, entry) = word {
                lines.add(&mut out, moment, &entry);
            }
            next = match out.len() < AT_ONCE {
                true => words.try_recv().ok(),
                false => None,
            };
        }
        let is_all = out.len() < AT_ONCE;
        // Nobody who reads is no reason to stop.
        let _ = io::stderr().write_all(&out);
        out.clear();
        let lost = lost.swap(0, Relaxed);
        if lost > 0 {
            tracing::warn!(lost, "lines of the access log were dropped");
        }
        if is_all && is_over.load(Acquire) {
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
