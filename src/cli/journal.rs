//! The access log: one line a request on standard error, as text or as JSON.
//!
//! Whoever answers writes the line into memory; a thread of its own takes what
//! has gathered to standard error, so that a slow reader keeps no visitor
//! waiting. Lines that find no room are dropped, and said to be.

mod line;

use std::{
    fs::File,
    hash::{BuildHasher as _, RandomState},
    io, mem,
    os::fd::AsFd as _,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    thread,
    time::Duration,
};

use jiff::Timestamp;
use line::Lines;

use super::options::LogFormat;
use crate::http::{Entry, Journal};

/// With so many bytes waiting, further lines are dropped.
const ROOM: usize = 1024 * 1024;

/// With so many bytes waiting, they are written at once.
const MUCH: usize = 64 * 1024;

/// How long lines gather before they are written together: one system call for
/// all of them instead of one for each.
const GATHERING: Duration = Duration::from_millis(10);

/// How long is waited for the last lines.
const LAST_LINES: Duration = Duration::from_secs(2);

/// Writes the access log.
#[derive(Debug)]
pub(super) struct AccessLog {
    /// Different in every run, so that names do not repeat.
    seed: u64,
    count: AtomicU64,
    tray: Arc<Tray>,
}

/// Where lines lie until they are written.
#[derive(Debug)]
struct Tray {
    waiting: Mutex<Waiting>,
    /// Wakes the thread that writes.
    call: Condvar,
    /// Wakes whoever waits for the last lines.
    done: Condvar,
}

/// The lines that wait to be written.
#[derive(Debug)]
struct Waiting {
    lines: Lines,
    bytes: Vec<u8>,
    /// How many lines have found no room.
    lost: u64,
    /// From how many bytes on the thread that writes wants to be called.
    calls_at: usize,
    /// What has become of the log.
    stage: Stage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Open,
    /// No further lines are expected.
    Closing,
    /// All is written.
    Closed,
}

impl AccessLog {
    /// Starts the thread that writes.
    ///
    /// # Errors
    /// When the system has none to give, or no descriptor.
    pub(super) fn start(format: LogFormat) -> io::Result<Self> {
        // Not by the lock that others who write there wait for.
        let mut standard_error = File::from(io::stderr().as_fd().try_clone_to_owned()?);
        let log = Self::over(format);
        thread::Builder::new().name("access".to_owned()).spawn({
            let tray = Arc::clone(&log.tray);
            move || tray.empty_into(&mut standard_error)
        })?;
        Ok(log)
    }

    /// A log that nobody empties yet.
    fn over(format: LogFormat) -> Self {
        let waiting = Waiting {
            lines: Lines::new(format),
            bytes: Vec::with_capacity(MUCH),
            lost: 0,
            calls_at: usize::MAX,
            stage: Stage::Open,
        };
        Self {
            seed: RandomState::new().hash_one(0),
            count: AtomicU64::new(0),
            tray: Arc::new(Tray {
                waiting: Mutex::new(waiting),
                call: Condvar::new(),
                done: Condvar::new(),
            }),
        }
    }

    /// Lets what waits be written, and no more.
    pub(super) fn end(&self) {
        let mut waiting = self.tray.lock();
        if waiting.stage == Stage::Open {
            waiting.stage = Stage::Closing;
            self.tray.call.notify_one();
        }
    }

    /// The same, and waits until it is written, as long as whoever reads the log
    /// goes on reading: a reader that is stuck does not keep the program.
    pub(super) fn close(&self) {
        self.end();
        let is_open = |waiting: &mut Waiting| waiting.stage != Stage::Closed;
        let waiting = self.tray.lock();
        // The time may be over: then what is left is lost.
        let _ = (self.tray.done).wait_timeout_while(waiting, LAST_LINES, is_open);
    }
}

impl Journal for AccessLog {
    fn number(&self) -> u64 {
        scattered(self.seed.wrapping_add(self.count.fetch_add(1, Relaxed)))
    }

    fn note(&self, entry: &Entry<'_>) {
        let mut waiting = self.tray.lock();
        if waiting.bytes.len() >= ROOM {
            waiting.lost += 1;
            return;
        }
        // Within the lock, so that later lines have later moments.
        let now = Timestamp::now();
        let Waiting { lines, bytes, .. } = &mut *waiting;
        lines.add(bytes, now, entry);
        if waiting.bytes.len() >= waiting.calls_at {
            waiting.calls_at = usize::MAX;
            self.tray.call.notify_one();
        }
    }
}

/// Another number for each, which looks like no other: the finalizer of
/// `SplitMix64` (Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators", 2014), which maps no two numbers to one.
fn scattered(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

impl Tray {
    /// A panic within could leave a part of a line, which is no reason to stop.
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes what comes to `out`, until no more will.
    fn empty_into(&self, out: &mut impl io::Write) {
        let mut taken = Vec::with_capacity(MUCH);
        loop {
            taken.clear();
            let (lost, stage) = self.take(&mut taken);
            // Nobody who reads is no reason to stop.
            let _ = out.write_all(&taken);
            if lost > 0 {
                tracing::warn!(lost, "lines of the access log were dropped");
            }
            if stage != Stage::Open {
                break;
            }
        }
        self.lock().stage = Stage::Closed;
        self.done.notify_all();
    }

    /// Waits for lines, lets more of them gather, and takes all in exchange for
    /// `taken`, which is empty. Says how many were lost, and the stage.
    fn take(&self, taken: &mut Vec<u8>) -> (u64, Stage) {
        let has_less_than = |least| {
            move |waiting: &mut Waiting| {
                let has_less = waiting.bytes.len() < least && waiting.stage == Stage::Open;
                waiting.calls_at = if has_less { least } else { usize::MAX };
                has_less
            }
        };
        let waiting = (self.call.wait_while(self.lock(), has_less_than(1)))
            .unwrap_or_else(PoisonError::into_inner);
        let (mut waiting, _) = (self.call)
            .wait_timeout_while(waiting, GATHERING, has_less_than(MUCH))
            .unwrap_or_else(PoisonError::into_inner);
        waiting.calls_at = usize::MAX;
        mem::swap(&mut waiting.bytes, taken);
        (mem::take(&mut waiting.lost), waiting.stage)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        collections::BTreeSet,
        sync::mpsc::{self, Receiver, Sender},
    };

    #[test]
    fn every_request_has_a_number_of_its_own() {
        let log = AccessLog::start(LogFormat::Text).expect("a thread");
        let numbers: BTreeSet<_> = (0..1_000).map(|_| log.number()).collect();
        assert_eq!(numbers.len(), 1_000);
        log.close();
        // Nobody is there any more, and nobody waits.
        log.close();
    }

    /// A reader who says so when they are asked to read, and does so when
    /// nobody is there any more who could tell them to go on.
    struct Stuck {
        asked: Sender<()>,
        go_on: Receiver<()>,
        read: Vec<u8>,
    }

    impl io::Write for Stuck {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let _ = self.asked.send(());
            let _ = self.go_on.recv();
            self.read.extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn with_a_stuck_reader_lines_are_dropped_and_counted_and_none_is_cut() {
        let entry = Entry {
            id: "0123456789abcdef",
            asked: None,
            status: 200,
            bytes: None,
            took: Duration::ZERO,
            client: None,
        };
        let (asked, is_asked) = mpsc::channel();
        let (go, go_on) = mpsc::channel();
        let log = AccessLog::over(LogFormat::Text);
        let tray = Arc::clone(&log.tray);
        let writer = thread::spawn(move || {
            let read = Vec::new();
            let mut reader = Stuck { asked, go_on, read };
            tray.empty_into(&mut reader);
            reader.read
        });
        log.note(&entry);
        is_asked.recv().expect("the first line is to be written");
        let more = 40_000;
        for _ in 0..more {
            log.note(&entry);
        }
        let lost = log.tray.lock().lost;
        assert!(lost > 0, "there is room for all");
        assert!(log.tray.lock().bytes.len() < ROOM + 1_000);
        drop(go);
        log.close();
        let read = writer.join().expect("the writer ends");
        let read = String::from_utf8(read).expect("text");
        assert!(read.lines().all(|line| line.ends_with(" client=unix")));
        assert_eq!(read.lines().count() as u64 + lost, 1 + more);
    }
}
