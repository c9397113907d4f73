//! Coding bodies again, as small as they get, while the site is being served.
//!
//! The best Brotli takes over a hundred times as long as the one that a start
//! can wait for. It is made afterwards, by one thread that rests as long as it
//! works, so that it never takes more than half of one core from visitors.

use std::{
    collections::HashMap,
    io,
    sync::{Arc, Weak},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use super::Live;
use crate::{
    release::{Release, Resource},
    site::body::{Body, Effort},
};

/// How long a batch is worked on before it is put in place: long enough that
/// exchanging the table costs nothing beside it, short enough to be useful.
const BATCH: Duration = Duration::from_millis(500);

/// Starts the thread that codes every body of `live` again, in two passes:
/// soon well, then best. It takes up each release that is published later and
/// ends when `live` is dropped.
///
/// # Errors
/// When the system has no thread to give.
pub fn improve(live: &Arc<Live>) -> io::Result<JoinHandle<()>> {
    let handle = thread::Builder::new().name("improve".to_owned()).spawn({
        let live = Arc::downgrade(live);
        move || run(&live)
    })?;
    // A second thread on the same site would do the same work again.
    let _ = live.improver.set(handle.thread().clone());
    Ok(handle)
}

/// Bodies made with best effort, by the hash of their content: an edit
/// changes a few pages, and the others need not be coded again.
type Known = HashMap<String, Body>;

fn run(live: &Weak<Live>) {
    let mut known = Known::new();
    let mut finished: Option<Weak<Release>> = None;
    while let Some(site) = live.upgrade() {
        let release = site.current.load_full();
        let is_done = finished
            .as_ref()
            .is_some_and(|done| done.as_ptr() == Arc::as_ptr(&release));
        drop(site);
        if is_done {
            drop(release);
            thread::park();
            continue;
        }
        finished = both_passes(live, &release, &mut known).map(|release| Arc::downgrade(&release));
    }
}

/// Works on `release` until it is finished, and returns what it became; or
/// returns nothing as soon as another was published.
fn both_passes(
    live: &Weak<Live>,
    release: &Arc<Release>,
    known: &mut Known,
) -> Option<Arc<Release>> {
    let remembered: Vec<_> = bodies(release)
        .filter_map(|(path, body)| Some((path, known.get(body.content_tag())?.clone())))
        .collect();
    let mut release = exchange(live, release, remembered)?;
    for effort in [Effort::Fair, Effort::Best] {
        let open: Vec<_> = bodies(&release)
            .filter(|(_, body)| !known.contains_key(body.content_tag()))
            .collect();
        let mut batch = Vec::new();
        let mut begun = Instant::now();
        for (path, body) in open {
            let before = Instant::now();
            let better = body.improved(effort);
            if effort == Effort::Best {
                known.insert(better.content_tag().to_owned(), better.clone());
                thread::sleep(before.elapsed());
            }
            batch.push((path, better));
            if begun.elapsed() >= BATCH {
                release = exchange(live, &release, std::mem::take(&mut batch))?;
                begun = Instant::now();
            }
        }
        release = exchange(live, &release, batch)?;
    }
    let current: HashMap<_, _> = bodies(&release)
        .filter_map(|(_, body)| known.remove_entry(body.content_tag()))
        .collect();
    *known = current;
    Some(release)
}

fn bodies(release: &Release) -> impl Iterator<Item = (Arc<str>, Body)> {
    release
        .resources()
        .filter(|(_, resource)| is_compressible(resource))
        .map(|(path, resource)| (Arc::clone(path), resource.body().clone()))
}

fn is_compressible(resource: &Resource) -> bool {
    resource.media().is_compressible()
}

/// Puts `better` bodies in place, unless another release than `release` is
/// served by now.
fn exchange(
    live: &Weak<Live>,
    release: &Arc<Release>,
    better: Vec<(Arc<str>, Body)>,
) -> Option<Arc<Release>> {
    let live = live.upgrade()?;
    let next = Arc::new(release.with_bodies(better));
    let before = live.current.compare_and_swap(release, Arc::clone(&next));
    Arc::ptr_eq(&before, release).then_some(next)
}
