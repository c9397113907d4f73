//! How the program stands: what those who make and serve the site say of it.

use std::sync::{
    Mutex, MutexGuard, OnceLock, PoisonError,
    atomic::{AtomicU8, Ordering},
};

use serde_json::{Value, json};

use crate::{http::Site, locale::Instant};

/// Whether visitors can be sent here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Not yet: no register without mistakes has been made into pages.
    Starting,
    /// Every page of what is served is there.
    Ready,
    /// No longer: the program was told to end.
    Ending,
}

/// How the content stands that is served.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Health {
    /// Statements whose day of review has passed.
    pub late: usize,
    /// Texts that were changed after their translations were compared.
    pub outdated: usize,
    /// Sources that are no longer at their address, as the content says.
    pub dead: usize,
}

/// Why an edit was not taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusal {
    /// How many mistakes there are.
    pub errors: usize,
    /// How many warnings stand beside them.
    pub warnings: usize,
    /// All of them, one JSON object a line, with the keys of
    /// `check --format json`.
    pub report: String,
}

impl Refusal {
    /// Something else than the content stands in the way: a sentence, with the
    /// same keys as a mistake that has no place.
    pub fn failure(message: &str) -> Self {
        let line = json!({
            "code": Value::Null,
            "severity": "error",
            "path": Value::Null,
            "line": Value::Null,
            "column": Value::Null,
            "end-line": Value::Null,
            "end-column": Value::Null,
            "message": message,
            "help": Value::Null,
            "fix": Value::Null,
        });
        Self {
            errors: 1,
            warnings: 0,
            report: format!("{line}\n"),
        }
    }
}

/// What has been said so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    /// When what is served took its place.
    pub(super) since: Option<Instant>,
    pub(super) health: Health,
    /// Edits that took the place of what was served before.
    pub(super) good: u64,
    /// Edits and settings that were refused.
    pub(super) failed: u64,
    /// The last edit, if it was refused.
    pub(super) refusal: Option<Refusal>,
    /// The settings as they were last read, if they were refused.
    pub(super) settings: Option<Refusal>,
    /// How many connections may be open at a time, once that is known.
    pub(super) places: Option<usize>,
}

impl Told {
    /// All that is refused by now.
    pub(super) fn refusals(&self) -> impl Iterator<Item = &Refusal> {
        self.settings.iter().chain(&self.refusal)
    }
}

/// How the program stands. Shared between those who say so and those who ask.
#[derive(Debug)]
pub struct Standing {
    version: &'static str,
    began: Instant,
    phase: AtomicU8,
    site: OnceLock<Site>,
    told: Mutex<Told>,
}

impl Standing {
    /// A program of this version that began at this moment.
    pub fn new(version: &'static str, began: Instant) -> Self {
        Self {
            version,
            began,
            phase: AtomicU8::new(Phase::Starting as u8),
            site: OnceLock::new(),
            told: Mutex::default(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Told> {
        // Nothing that is done under the lock leaves it half done.
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Visitors are answered from `site` from now on. Only the first is kept.
    pub fn serves(&self, site: &Site) {
        let _ = self.site.set(site.clone());
    }

    /// At most `places` connections of visitors are open at a time from now on.
    pub fn admits(&self, places: usize) {
        self.lock().places = Some(places);
    }

    /// The settings were read again, and taken or refused.
    pub fn reads_settings(&self, refusal: Option<Refusal>) {
        let mut told = self.lock();
        told.failed += u64::from(refusal.is_some());
        told.settings = refusal;
    }

    /// How many mistakes there are in the settings as they were last read.
    pub fn mistakes_in_settings(&self) -> usize {
        (self.lock().settings.as_ref()).map_or(0, |refusal| refusal.errors)
    }

    /// What is served has been there since `since`, with all its pages.
    pub fn begins(&self, since: Instant, health: Health) {
        let mut told = self.lock();
        told.since = Some(since);
        told.health = health;
        drop(told);
        self.is_whole();
    }

    /// An edit took the place of what was served before.
    pub fn follows(&self, since: Instant, health: Health) {
        let mut told = self.lock();
        told.since = Some(since);
        told.health = health;
        told.good += 1;
        told.refusal = None;
        drop(told);
        self.is_whole();
    }

    /// An edit was refused. What was served before still is.
    pub fn refuses(&self, refusal: Refusal) {
        let mut told = self.lock();
        told.failed += 1;
        told.refusal = Some(refusal);
    }

    /// The program was told to end.
    pub fn ends(&self) {
        self.phase.store(Phase::Ending as u8, Ordering::Release);
    }

    fn is_whole(&self) {
        // An end is final.
        let (from, to) = (Phase::Starting as u8, Phase::Ready as u8);
        let _ = (self.phase).compare_exchange(from, to, Ordering::AcqRel, Ordering::Acquire);
    }

    /// Whether visitors can be sent here.
    pub fn phase(&self) -> Phase {
        let phase = self.phase.load(Ordering::Acquire);
        [Phase::Starting, Phase::Ready]
            .into_iter()
            .find(|known| *known as u8 == phase)
            .unwrap_or(Phase::Ending)
    }

    pub(super) fn version(&self) -> &'static str {
        self.version
    }

    pub(super) fn site(&self) -> Option<&Site> {
        self.site.get()
    }

    pub(super) fn began(&self) -> Instant {
        self.began
    }

    pub(super) fn told(&self) -> Told {
        self.lock().clone()
    }

    /// The mistakes in settings and of the last edit, one JSON object a line;
    /// empty if all was taken.
    pub(super) fn report(&self) -> String {
        let told = self.lock();
        let reports = told.refusals().map(|refusal| refusal.report.as_str());
        reports.collect()
    }

    /// What is served.
    pub(super) fn release(&self) -> Option<Value> {
        let since = self.lock().since?;
        let release = self.site()?.live().current();
        let snapshot = release.snapshot();
        Some(json!({
            "release": snapshot.release,
            "version": self.version,
            "as-of": snapshot.as_of,
            "pages": snapshot.pages.len(),
            "since": text(since),
        }))
    }
}

/// A second as RFC 3339 writes it, in UTC.
fn text(instant: Instant) -> String {
    let day = instant
        .day()
        .map_or_else(String::new, |day| day.to_string());
    let second = instant.0.rem_euclid(24 * 60 * 60);
    let (hour, minute) = (second / 3_600, second / 60 % 60);
    format!("{day}T{hour:02}:{minute:02}:{:02}Z", second % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_written_as_rfc_3339_has_them() {
        assert_eq!(text(Instant(0)), "1970-01-01T00:00:00Z");
        assert_eq!(text(Instant(951_868_799)), "2000-02-29T23:59:59Z");
    }

    #[test]
    fn a_program_that_ends_is_never_ready_again() {
        let standing = Standing::new("1", Instant(0));
        assert_eq!(standing.phase(), Phase::Starting);
        standing.refuses(Refusal::failure("no folder"));
        assert_eq!(standing.phase(), Phase::Starting);
        standing.begins(Instant(0), Health::default());
        assert_eq!(standing.phase(), Phase::Ready);
        standing.ends();
        standing.follows(Instant(1), Health::default());
        assert_eq!(standing.phase(), Phase::Ending);
    }
}
