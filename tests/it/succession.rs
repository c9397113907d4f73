//! One release takes the place of another.

use crate::support::serving::{etag, get, page_text, snapshot};
use saradnja::{
    http::Site,
    live::Live,
    release::{Hsts, Policy, Release},
    site::{
        body::{Body, Coding, Effort},
        snapshot::Snapshot,
    },
};
use std::sync::Arc;

const SAME: &str = "/en/partners/";
const CHANGED: &str = "/en/";

/// The snapshot with another text at [`CHANGED`].
fn edited() -> Snapshot {
    let mut snapshot = snapshot("");
    let page = snapshot.pages.get_mut(CHANGED).unwrap();
    page.body = Body::encode(page_text("another text"), Effort::Start);
    snapshot
}

/// A live site whose page at [`SAME`] is coded as well as can be.
fn live() -> Arc<Live> {
    let release = Release::new(Arc::new(snapshot("")), &Policy::default());
    let best = release
        .resources()
        .filter(|(path, _)| &***path == SAME)
        .map(|(path, resource)| (Arc::clone(path), resource.body().improved(Effort::Best)))
        .collect::<Vec<_>>();
    Arc::new(Live::new(release.with_bodies(best)))
}

#[test]
fn what_did_not_change_keeps_its_validators_and_what_did_has_others() {
    let live = live();
    let before = Arc::clone(&live.current());
    assert_eq!(live.succeed(edited(), &Policy::default()), 1);
    let after = Arc::clone(&live.current());
    for coding in Coding::ALL {
        let tag = |release, path| etag(release, path, coding);
        assert_eq!(tag(&before, SAME), tag(&after, SAME));
        assert_ne!(tag(&before, CHANGED), tag(&after, CHANGED));
    }
}

#[test]
fn a_visitor_with_a_page_of_before_is_answered_from_what_is_now() {
    let live = live();
    let site = Site::new(Arc::clone(&live));
    let held = [SAME, CHANGED].map(|path| {
        let answer = get(&site, path, &[("accept-encoding", "br")]);
        (path, answer.header("etag").to_owned())
    });
    live.succeed(edited(), &Policy::default());
    for ((path, tag), status) in held.iter().zip([304, 200]) {
        let conditions = [("accept-encoding", "br"), ("if-none-match", tag.as_str())];
        assert_eq!(get(&site, path, &conditions).status, status, "{path}");
    }
}

#[test]
fn a_page_that_is_gone_is_gone_and_a_new_one_is_there() {
    let live = live();
    let site = Site::new(Arc::clone(&live));
    let mut next = snapshot("");
    let page = next.pages.remove(SAME).unwrap();
    next.pages.insert("/en/new/".to_owned(), page);
    assert_eq!(live.succeed(next, &Policy::default()), 1);
    assert_eq!(get(&site, SAME, &[]).status, 404);
    assert_eq!(get(&site, "/en/new/", &[]).status, 200);
}

#[test]
fn another_policy_about_the_transport_changes_a_header_and_no_validator() {
    let live = live();
    let site = Site::new(Arc::clone(&live));
    let file = snapshot("").assets.url("img/mark.svg").unwrap().to_owned();
    let seen = || {
        [SAME, &file, "/nothing/", "/old/"].map(|path| {
            let got = get(&site, path, &[]);
            let field = |name| got.header(name).to_owned();
            (field("etag"), field("strict-transport-security"))
        })
    };
    let before = seen();
    let policy = Policy {
        hsts: Some(Hsts {
            seconds: 300,
            subdomains: true,
        }),
        ..Policy::default()
    };
    live.transport(&policy);
    let said = "max-age=300; includeSubDomains".to_owned();
    let expected = before.clone().map(|(tag, _)| (tag, said.clone()));
    assert_eq!(seen(), expected);
    // What is served next under the same policy is no other for it.
    assert_eq!(live.succeed(snapshot(""), &policy), 0);
    assert_eq!(seen(), expected);
    live.transport(&Policy::default());
    assert_eq!(seen(), before);
}

#[test]
fn fingerprinted_files_stay_for_one_release_more() {
    let live = live();
    let site = Site::new(Arc::clone(&live));
    let name = snapshot("").assets.url("img/mark.svg").unwrap().to_owned();
    let without = || {
        let mut snapshot = snapshot("");
        snapshot.assets = Arc::default();
        snapshot
    };
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(get(&site, &name, &[]).status.as_u16());
        live.succeed(without(), &Policy::default());
    }
    assert_eq!(statuses, [200, 200, 404]);
}
