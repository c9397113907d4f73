//! The access log: one line a request on standard error, as text or as JSON,
//! written by a thread of its own so that a slow reader keeps no visitor
//! waiting. What does not fit into its queue is dropped, and said to be.

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

use serde_json::json;

use super::options::LogFormat;
use crate::http::{Entry, Journal};

/// How many lines may wait to be written.
const WAITING: usize = 8_192;

/// Something for the thread that writes.
#[derive(Debug)]
enum Word {
    Line(String),
    End,
}

/// Writes the access log.
#[derive(Debug)]
pub(super) struct AccessLog {
    format: LogFormat,
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
            move || write(&words, &lost)
        })?;
        Ok(Self {
            format,
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
        format!("{:016x}", self.seed.hash_one(number))
    }

    fn note(&self, entry: &Entry<'_>) {
        let now = super::precise_moment();
        let line = line(self.format, &now, entry);
        if let Err(TrySendError::Full(_)) = self.queue.try_send(Word::Line(line)) {
            self.lost.fetch_add(1, Relaxed);
        }
    }
}

fn write(words: &Receiver<Word>, lost: &AtomicU64) {
    while let Ok(Word::Line(line)) = words.recv() {
        // Nobody who reads is no reason to stop.
        let _ = io::stderr().write_all(line.as_bytes());
        let lost = lost.swap(0, Relaxed);
        if lost > 0 {
            tracing::warn!(lost, "lines of the access log were dropped");
        }
    }
}

/// One line, in the manner of the other lines of the log.
fn line(format: LogFormat, now: &str, entry: &Entry<'_>) -> String {
    // A peer on a Unix socket has no address.
    let client = entry.client.map(|client| client.to_string());
    let client = client.as_deref().unwrap_or("unix");
    let microseconds = u64::try_from(entry.took.as_micros()).unwrap_or(u64::MAX);
    match format {
        LogFormat::Text => {
            let bytes = (entry.bytes).map_or_else(|| "-".to_owned(), |bytes| bytes.to_string());
            format!(
                "{now}  INFO request method={} path={} status={} bytes={bytes} \
                 duration_us={microseconds} request_id={} client={client}\n",
                entry.method, entry.path, entry.status, entry.id
            )
        }
        LogFormat::Json => {
            let line = json!({
                "timestamp": now,
                "level": "INFO",
                "message": "request",
                "method": entry.method.as_str(),
                "path": entry.path,
                "status": entry.status,
                "bytes": entry.bytes,
                "duration_us": microseconds,
                "request_id": entry.id,
                "client": client,
            });
            format!("{line}\n")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{collections::BTreeSet, time::Duration};

    #[test]
    fn a_line_says_the_same_in_both_forms() {
        let entry = Entry {
            id: "00ff",
            method: &http::Method::GET,
            path: "/en/%22/",
            status: 404,
            bytes: Some(12),
            took: Duration::from_micros(34),
            client: Some([192, 0, 2, 0].into()),
        };
        assert_eq!(
            line(LogFormat::Text, "T", &entry),
            "T  INFO request method=GET path=/en/%22/ status=404 bytes=12 duration_us=34 \
             request_id=00ff client=192.0.2.0\n"
        );
        let json: serde_json::Value =
            serde_json::from_str(&line(LogFormat::Json, "T", &entry)).expect("one value");
        assert_eq!(json["path"], "/en/%22/");
        assert_eq!(json["bytes"], 12);
        assert_eq!(json["client"], "192.0.2.0");
        let near = Entry {
            client: None,
            ..entry
        };
        assert!(line(LogFormat::Text, "T", &near).ends_with(" client=unix\n"));
    }

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
