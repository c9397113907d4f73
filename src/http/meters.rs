//! What is counted while visitors are answered.
//!
//! A page hit pays for a few additions to numbers that hardly anybody else
//! touches: each connection counts in one of several shards, chosen when it is
//! accepted, and whoever asks adds them up. Nothing is locked, allocated or
//! looked up by a name. What the numbers are called and who may read them is
//! not known here.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed},
    },
    thread,
};

use http::StatusCode;

use crate::site::snapshot::Media;

/// What was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A page to read.
    Page,
    /// What programs read: feeds, tables, records, the map of the site.
    Data,
    /// Style sheets, fonts, pictures.
    File,
    /// Results of a search.
    Search,
    /// The entrance, other spellings of an address, and what cannot be
    /// answered.
    Other,
}

impl Kind {
    /// Every kind, in the order in which they are counted.
    pub const ALL: [Self; 5] = [
        Self::Page,
        Self::Data,
        Self::File,
        Self::Search,
        Self::Other,
    ];

    /// Its name in what operators read.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Data => "data",
            Self::File => "file",
            Self::Search => "search",
            Self::Other => "other",
        }
    }

    /// The kind of what has this media type.
    pub(super) const fn of(media: Media) -> Self {
        match media {
            Media::Html => Self::Page,
            Media::Css
            | Media::Svg
            | Media::Png
            | Media::Jpeg
            | Media::Ico
            | Media::Woff2
            | Media::Manifest => Self::File,
            Media::Xml
            | Media::Text
            | Media::Json
            | Media::JsonLd
            | Media::Csv
            | Media::Markdown
            | Media::Atom
            | Media::Calendar
            | Media::OpenSearch => Self::Data,
        }
    }
}

/// Why somebody was not served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// All places for connections were taken.
    Connections,
    /// They had as many connections as one client may have.
    Client,
    /// They searched more often than one client may.
    Searches,
    /// What they asked for has a longer address than any page.
    Target,
    /// The head of their request was too large, or had too many fields.
    Head,
    /// What they sent is no request.
    Malformed,
    /// The head of their request did not come to its end in time.
    Time,
    /// They took their answer by drips.
    Slow,
}

impl Reason {
    /// Every reason, in the order in which they are counted.
    pub const ALL: [Self; 8] = [
        Self::Connections,
        Self::Client,
        Self::Searches,
        Self::Target,
        Self::Head,
        Self::Malformed,
        Self::Time,
        Self::Slow,
    ];

    /// Its name in what operators read.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Connections => "connections",
            Self::Client => "client",
            Self::Searches => "searches",
            Self::Target => "target",
            Self::Head => "head",
            Self::Malformed => "malformed",
            Self::Time => "time",
            Self::Slow => "slow",
        }
    }
}

/// The classes of status codes, 1xx to 5xx (RFC 9110 section 15).
pub const CLASSES: usize = 5;

/// The upper bounds of the classes of time to an answer, in microseconds. What
/// took longer than the last is counted beside them.
pub const BOUNDS: [u64; 12] = [
    50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 50_000, 250_000, 1_000_000, 5_000_000,
];

/// Counted by the connections that share it. Two lines of a processor's cache
/// apart from the next, since they are fetched in pairs.
#[derive(Debug, Default)]
#[repr(align(128))]
struct Shard {
    requests: [[AtomicU64; CLASSES]; Kind::ALL.len()],
    times: [AtomicU64; BOUNDS.len() + 1],
    microseconds: AtomicU64,
    bytes: AtomicU64,
    opened: AtomicU64,
    closed: AtomicU64,
    begun: AtomicU64,
    done: AtomicU64,
}

/// All that was counted since the program began.
#[derive(Debug)]
pub struct Meters {
    shards: Box<[Shard]>,
    next: AtomicUsize,
    /// In the order of [`Reason::ALL`]. Too rare to be in shards.
    refused: [AtomicU64; Reason::ALL.len()],
}

/// The sums at one moment. Those that belong together may be a request apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Answers by kind, in the order of [`Kind::ALL`], and class of status.
    pub requests: [[u64; CLASSES]; Kind::ALL.len()],
    /// Answers by the time that they took, each within one of [`BOUNDS`] and
    /// beyond the one before; the last beyond all.
    pub times: [u64; BOUNDS.len() + 1],
    /// The sum of those times.
    pub microseconds: u64,
    /// Bytes handed to the system, heads included.
    pub bytes: u64,
    /// Connections that were accepted.
    pub opened: u64,
    /// Of these, the ones that have ended.
    pub closed: u64,
    /// Requests that went to a handler.
    pub begun: u64,
    /// Of these, the ones that it has answered, or that were given up.
    pub done: u64,
    /// Those who were not served, in the order of [`Reason::ALL`].
    pub refused: [u64; Reason::ALL.len()],
}

impl Default for Meters {
    /// As many shards as there are threads that answer.
    fn default() -> Self {
        let threads = thread::available_parallelism().map_or(1, usize::from);
        Self {
            shards: (0..threads).map(|_| Shard::default()).collect(),
            next: AtomicUsize::new(0),
            refused: Default::default(),
        }
    }
}

impl Meters {
    /// Counts somebody who was not served.
    pub(super) fn refused(&self, reason: Reason) {
        self.refused[reason as usize].fetch_add(1, Relaxed);
    }

    /// The sums of now.
    pub fn read(&self) -> Reading {
        let mut sum = Reading {
            refused: self.refused.each_ref().map(|counted| counted.load(Relaxed)),
            ..Reading::default()
        };
        for shard in &self.shards {
            let requests = sum.requests.iter_mut().zip(&shard.requests);
            for (sum, counted) in requests.flat_map(|(sums, counted)| sums.iter_mut().zip(counted))
            {
                *sum += counted.load(Relaxed);
            }
            for (sum, counted) in sum.times.iter_mut().zip(&shard.times) {
                *sum += counted.load(Relaxed);
            }
            // What ends a thing is read first, so that there are never more
            // ends than beginnings.
            sum.closed += shard.closed.load(Relaxed);
            sum.opened += shard.opened.load(Relaxed);
            sum.done += shard.done.load(Relaxed);
            sum.begun += shard.begun.load(Relaxed);
            sum.microseconds += shard.microseconds.load(Relaxed);
            sum.bytes += shard.bytes.load(Relaxed);
        }
        sum
    }
}

/// Counts for one connection, which is open as long as this is kept.
#[derive(Debug)]
pub(super) struct Meter {
    meters: Arc<Meters>,
    shard: usize,
}

impl Meter {
    /// Counts a connection that has been accepted.
    pub(super) fn new(meters: &Arc<Meters>) -> Self {
        let turn = meters.next.fetch_add(1, Relaxed);
        let meter = Self {
            meters: Arc::clone(meters),
            shard: turn % meters.shards.len(),
        };
        meter.shard().opened.fetch_add(1, Relaxed);
        meter
    }

    fn shard(&self) -> &Shard {
        &self.meters.shards[self.shard]
    }

    /// Counts an answer.
    pub(super) fn answered(&self, kind: Kind, status: StatusCode) {
        let class = usize::from(status.as_u16() / 100).clamp(1, CLASSES) - 1;
        self.shard().requests[kind as usize][class].fetch_add(1, Relaxed);
    }

    /// Counts so many answers that began to leave this long after they were
    /// asked for.
    pub(super) fn took(&self, microseconds: u64, answers: u32) {
        let holds = |bound: &u64| microseconds <= *bound;
        let class = BOUNDS.iter().position(holds).unwrap_or(BOUNDS.len());
        let answers = u64::from(answers);
        let shard = self.shard();
        shard.times[class].fetch_add(answers, Relaxed);
        shard
            .microseconds
            .fetch_add(microseconds * answers, Relaxed);
    }

    /// Counts bytes that the system took.
    pub(super) fn sent(&self, bytes: usize) {
        self.shard().bytes.fetch_add(bytes as u64, Relaxed);
    }

    /// Counts the peer as one who was not served.
    pub(super) fn refused(&self, reason: Reason) {
        self.meters.refused(reason);
    }

    /// Counts a request that a handler is at, until what this gives is dropped.
    pub(super) fn handling(self: &Arc<Self>) -> Handling {
        self.shard().begun.fetch_add(1, Relaxed);
        Handling(Arc::clone(self))
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        self.shard().closed.fetch_add(1, Relaxed);
    }
}

/// A request that a handler is at.
#[derive(Debug)]
pub(super) struct Handling(Arc<Meter>);

impl Handling {
    /// The meter of its connection.
    pub(super) fn meter(&self) -> &Meter {
        &self.0
    }
}

impl Drop for Handling {
    fn drop(&mut self) {
        self.0.shard().done.fetch_add(1, Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_count_apart_and_are_read_together() {
        let meters = Arc::new(Meters::default());
        let open: Vec<_> = (0..2 * meters.shards.len() + 1)
            .map(|_| Arc::new(Meter::new(&meters)))
            .collect();
        for meter in &open {
            meter.answered(Kind::Page, StatusCode::NOT_MODIFIED);
            meter.sent(10);
        }
        let handling = open[0].handling();
        let reading = meters.read();
        let count = open.len() as u64;
        assert_eq!(reading.requests[Kind::Page as usize][2], count);
        assert_eq!(reading.requests.iter().flatten().sum::<u64>(), count);
        assert_eq!((reading.opened, reading.closed), (count, 0));
        assert_eq!((reading.begun, reading.done), (1, 0));
        assert_eq!(reading.bytes, 10 * count);
        drop(handling);
        drop(open);
        let reading = meters.read();
        assert_eq!((reading.closed, reading.done), (count, 1));
    }

    #[test]
    fn a_time_is_counted_within_its_bound() {
        let meters = Arc::new(Meters::default());
        let meter = Meter::new(&meters);
        for (microseconds, answers) in [(0, 1), (50, 1), (51, 2), (5_000_001, 1)] {
            meter.took(microseconds, answers);
        }
        let reading = meters.read();
        assert_eq!(reading.times[..2], [2, 2]);
        assert_eq!(reading.times[BOUNDS.len()], 1);
        assert_eq!(reading.microseconds, 50 + 2 * 51 + 5_000_001);
    }
}
