//! Coding bodies, at last as small as they get, while the site is being served.
//!
//! The best Brotli takes 50 times as long as the one that a visitor can wait
//! for. It is made by one thread that rests as long as it works, so that it
//! never takes more than half of one core from visitors.

use std::{
    collections::HashMap,
    io,
    sync::{Arc, Weak, atomic::Ordering},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use super::Live;
use crate::{
    release::Release,
    site::{
        body::{Body, Coding, Effort},
        snapshot::Media,
    },
};

/// How long a batch is worked on before it is put in place: long enough that
/// exchanging the table costs nothing beside it, short enough to be useful.
const BATCH: Duration = Duration::from_secs(1);

/// Starts the thread that works on every body of `live` in two passes: first
/// it makes the codings that no visitor has asked for yet, then each again
/// with the best effort. It takes up each release that is published later and
/// ends when `live` is dropped. If there is such a thread already, it goes on
/// where it was told to rest, and no other is returned.
///
/// # Errors
/// When the system has no thread to give.
pub fn improve(live: &Arc<Live>) -> io::Result<Option<JoinHandle<()>>> {
    live.is_to_rest.store(false, Ordering::Release);
    // A second thread on the same site would do the same work again.
    if live.improver.get().is_some() {
        live.wake_improver();
        return Ok(None);
    }
    let handle = thread::Builder::new().name("improve".to_owned()).spawn({
        let live = Arc::downgrade(live);
        move || run(&live)
    })?;
    // Who asks twice at once gets two, which do no harm.
    let _ = live.improver.set(handle.thread().clone());
    Ok(Some(handle))
}

/// Bodies made with the best effort, by the hash of their content: an edit
/// changes a few pages, and the others need not be coded again.
type Known = HashMap<String, Body>;

fn run(live: &Weak<Live>) {
    let mut known = Known::new();
    let mut finished: Option<Weak<Release>> = None;
    while let Some(site) = live.upgrade() {
        let release = site.current.load_full();
        let is_done = finished
            .as_ref()
            .is_some_and(|done| done.as_ptr() == Arc::as_ptr(&release))
            || site.is_to_rest.load(Ordering::Acquire);
        drop(site);
        if is_done {
            drop(release);
            thread::park();
            continue;
        }
        finished = both_passes(live, release, &mut known).map(|release| Arc::downgrade(&release));
    }
}

/// Works on `release` until it is finished, and returns what it became; or
/// returns nothing as soon as another is served.
fn both_passes(
    live: &Weak<Live>,
    mut release: Arc<Release>,
    known: &mut Known,
) -> Option<Arc<Release>> {
    let mut open = Vec::new();
    let mut batch = Vec::new();
    for (path, resource) in release.resources() {
        let body = resource.body();
        match known.get(body.content_tag()) {
            _ if !body.is_negotiated() => {}
            Some(best) => batch.push((Arc::clone(path), best.clone())),
            None => open.push((Arc::clone(path), Arc::clone(resource))),
        }
    }
    // Every first view waits for the style sheet, so it is made small at once.
    let (sheets, open): (Vec<_>, Vec<_>) =
        (open.into_iter()).partition(|(_, resource)| resource.media() == Media::Css);
    for (path, sheet) in sheets {
        let best = sheet.body().improved(Effort::Best);
        known.insert(best.content_tag().to_owned(), best.clone());
        batch.push((path, best));
    }
    release = exchange(live, &release, std::mem::take(&mut batch))?;
    for (_, resource) in &open {
        for coding in Coding::ALL {
            resource.prepared(coding);
        }
        still_serves(live, &release)?;
    }
    let mut begun = Instant::now();
    for (path, resource) in open {
        let before = Instant::now();
        let best = resource.body().improved(Effort::Best);
        known.insert(best.content_tag().to_owned(), best.clone());
        batch.push((path, best));
        if begun.elapsed() >= BATCH {
            release = exchange(live, &release, std::mem::take(&mut batch))?;
            begun = Instant::now();
        }
        thread::sleep(before.elapsed());
        still_serves(live, &release)?;
    }
    release = exchange(live, &release, batch)?;
    // What is served no longer is forgotten.
    let current: Known = release
        .resources()
        .filter_map(|(_, resource)| known.remove_entry(resource.body().content_tag()))
        .collect();
    *known = current;
    Some(release)
}

/// Nothing if another release than `release` is served by now, or it is to be
/// left as it is.
fn still_serves(live: &Weak<Live>, release: &Arc<Release>) -> Option<()> {
    let live = live.upgrade()?;
    if live.is_to_rest.load(Ordering::Acquire) {
        return None;
    }
    Arc::ptr_eq(&live.current.load(), release).then_some(())
}

/// Puts `better` bodies in place, unless another release than `release` is
/// served by now.
fn exchange(
    live: &Weak<Live>,
    release: &Arc<Release>,
    better: Vec<(Arc<str>, Body)>,
) -> Option<Arc<Release>> {
    if better.is_empty() {
        return still_serves(live, release).map(|()| Arc::clone(release));
    }
    let live = live.upgrade()?;
    let next = Arc::new(release.with_bodies(better));
    let before = live.current.compare_and_swap(release, Arc::clone(&next));
    Arc::ptr_eq(&before, release).then_some(next)
}
