//! Two instances that know nothing of each other serve one and the same site.

use crate::export::release;
use crate::support::content::minimal;
use crate::support::serving::get;
use saradnja::http::Site;
use saradnja::live::Live;
use saradnja::release::Release;
use saradnja::site::body::{Coding, Effort};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Two releases of the same content, each read, checked and rendered by itself.
fn twins() -> [Release; 2] {
    [release(&minimal()), release(&minimal())]
}

/// Bytes, validator and header fields of everything in every coding.
fn answers(release: &Release) -> BTreeMap<(String, Coding), (String, Vec<u8>, String)> {
    let mut all = BTreeMap::new();
    for (path, resource) in release.resources() {
        for coding in Coding::ALL {
            let Some(prepared) = resource.prepared(coding) else {
                continue;
            };
            let etag = prepared.etag.to_str().unwrap().to_owned();
            let headers = format!("{} {:?}", resource.status(), prepared.headers);
            let answer = (etag, prepared.bytes.to_vec(), headers);
            all.insert((path.to_string(), coding), answer);
        }
    }
    all
}

#[test]
fn separate_builds_give_the_same_bytes_validators_and_fields() {
    let [one, other] = twins();
    assert_eq!(one.snapshot().release, other.snapshot().release);
    assert_eq!(one.snapshot().redirects, other.snapshot().redirects);
    let (one, other) = (answers(&one), answers(&other));
    assert!(one.len() > 1000, "{}", one.len());
    assert!(one == other);
}

#[test]
fn each_answers_304_for_the_validators_of_the_other() {
    let [one, other] = twins();
    // The other has had the time to make everything small, so its coded bytes and
    // their validators are others.
    let best: Vec<_> = other
        .resources()
        .filter(|(path, _)| path.starts_with("/pl/"))
        .map(|(path, resource)| (Arc::clone(path), resource.body().improved(Effort::Best)))
        .collect();
    let other = other.with_bodies(best);
    let sites = [&one, &other].map(|release| Site::new(Arc::new(Live::new(release.clone()))));
    let mut differing = 0;
    for (held_from, asked) in [(&one, &sites[1]), (&other, &sites[0])] {
        for ((path, coding), (etag, ..)) in answers(held_from) {
            if !path.starts_with("/pl/") || held_from.target(&path).is_none() {
                continue;
            }
            let accepted = coding.token().unwrap_or("identity");
            let plain = get(asked, &path, &[("accept-encoding", accepted)]);
            if !plain.status.is_success() {
                continue;
            }
            differing += usize::from(plain.header("etag") != etag);
            let fields = [("accept-encoding", accepted), ("if-none-match", &etag)];
            let answer = get(asked, &path, &fields);
            assert_eq!(answer.status, 304, "{path} {coding:?} {etag}");
            assert!(answer.body.is_empty());
        }
    }
    assert!(
        differing > 0,
        "codings differ, and are known for the same content"
    );
}
