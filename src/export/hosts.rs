//! What hosts of files read beside the files: `_headers` and `_redirects`, in the
//! form that Netlify, Cloudflare Pages and others share.
//!
//! A host joins the values of one field that several rules give to one address,
//! so no two rules here ever do. Cloudflare Pages reads at most 100 rules, so a
//! rule is made for a whole folder wherever all in it agree
//! (<https://developers.cloudflare.com/pages/configuration/headers/>,
//! <https://docs.netlify.com/manage/routing/headers/>).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use http::{HeaderMap, HeaderName, StatusCode, header};

use crate::release::{Release, SECURITY_HEADERS};
use crate::site::body::Coding;
use crate::site::snapshot::Media;

/// Addresses with the value that a field has at each, if it has one.
type Values<'a> = BTreeMap<&'a str, Option<&'a str>>;

/// Patterns with the fields that they give, in order.
type Rules = BTreeMap<String, BTreeMap<String, String>>;

/// The file `_headers`: every field that the server sends, but for those that
/// hosts make from the bytes themselves (validators, lengths, codings), and the
/// types of files whose endings any host knows. Parts of pages have the policy of
/// pages here, so that no answer of the host, whatever its address, is without it.
/// `missing` is the page for what is missing.
pub(super) fn headers(release: &Release, missing: &str) -> String {
    let mut all: BTreeMap<&str, &HeaderMap> = release
        .resources()
        .filter_map(|(path, resource)| {
            let prepared = resource.prepared(Coding::Identity)?;
            Some((&**path, &prepared.headers))
        })
        .collect();
    let snapshot = release.snapshot();
    let entrance = format!("{}/", snapshot.base_path);
    let missing = format!("/{missing}");
    let home = snapshot.home(snapshot.fallback);
    if let Some(home) = all.get(home.as_str()).copied() {
        all.insert(&entrance, home);
        all.insert(&missing, home);
    }
    let mut rules = Rules::new();
    let everywhere = rules.entry("/*".to_owned()).or_default();
    for (name, value) in &SECURITY_HEADERS {
        let value = value.to_str().expect("the policies are visible ASCII");
        everywhere.insert(name.to_string(), value.to_owned());
    }
    for name in [header::CACHE_CONTROL, header::CONTENT_LANGUAGE] {
        let values = all
            .iter()
            .map(|(path, headers)| (*path, text(headers, &name)));
        fold("/", &values.collect(), &name, &mut rules);
    }
    types(release, &mut rules);
    let mut out =
        String::from("# The header fields of this release, for hosts that read such a file.\n");
    for (pattern, fields) in rules {
        writeln!(out, "{pattern}").expect("memory takes everything");
        for (name, value) in fields {
            writeln!(out, "  {name}: {value}").expect("memory takes everything");
        }
    }
    out
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// One rule for all of `folder` if all in it agree; else one for each address in
/// it, and the same again for each folder in it.
fn fold(folder: &str, values: &Values<'_>, name: &HeaderName, rules: &mut Rules) {
    let different: BTreeSet<_> = values.values().collect();
    let mut give = |pattern: String, value: &str| {
        let fields = rules.entry(pattern).or_default();
        fields.insert(name.to_string(), value.to_owned());
    };
    if different.len() == 1 {
        if let Some(Some(value)) = different.first() {
            give(format!("{folder}*"), value);
        }
        return;
    }
    let mut folders: BTreeMap<&str, Values<'_>> = BTreeMap::new();
    for (path, value) in values {
        match path[folder.len()..].split_once('/') {
            // The folder's own address, which ends with the slash, is part of it.
            Some((inner, _)) => {
                let end = folder.len() + inner.len() + 1;
                folders
                    .entry(&path[..end])
                    .or_default()
                    .insert(path, *value);
            }
            None => {
                if let Some(value) = value {
                    give((*path).to_owned(), value);
                }
            }
        }
    }
    for (folder, values) in folders {
        fold(folder, &values, name, rules);
    }
}

/// The types of files whose endings hosts do not know, or know as something else.
fn types(release: &Release, rules: &mut Rules) {
    let mut give = |pattern: String, media: Media| {
        let fields = rules.entry(pattern).or_default();
        let name = header::CONTENT_TYPE.to_string();
        fields.insert(name, media.content_type().to_owned());
    };
    for (path, resource) in release.resources() {
        let name = path.rsplit('/').next().unwrap_or_default();
        let Some((_, ending)) = name.rsplit_once('.') else {
            continue;
        };
        let media = resource.media();
        match media {
            Media::Markdown | Media::JsonLd | Media::Csv | Media::Calendar | Media::Manifest => {
                give(format!("/*.{ending}"), media);
            }
            Media::Atom | Media::OpenSearch => give(path.to_string(), media),
            _ => {}
        }
    }
}

/// The file `_redirects`: old addresses, what was removed, the entrance, and the
/// page for what is missing in each language. A host that knows only some status
/// codes passes over the lines with others.
pub(super) fn redirects(release: &Release, missing: &str, removed: &str) -> String {
    let snapshot = release.snapshot();
    let base = &snapshot.base_path;
    let mut lines = vec!["# Old addresses, for hosts that read such a file.".to_owned()];
    for (from, to) in &snapshot.redirects {
        lines.push(format!("{from} {to} 308"));
    }
    let home = snapshot.home(snapshot.fallback);
    lines.push(format!("{base}/ {home} 302"));
    let gone = release
        .resources()
        .filter(|(_, resource)| resource.status() == StatusCode::GONE);
    let gone: BTreeSet<_> = gone.map(|(path, _)| path).collect();
    for path in gone {
        lines.push(format!(
            "{path} {}/{removed} 410",
            path.trim_end_matches('/')
        ));
    }
    for index in 0..snapshot.languages.len() {
        let home = snapshot.home(index);
        lines.push(format!("{home}* {home}{missing} 404"));
    }
    lines.push(format!("/* /{missing} 404"));
    lines.push(String::new());
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(values: &[(&str, Option<&str>)]) -> Vec<(String, String)> {
        let mut rules = Rules::new();
        let values = values.iter().copied().collect();
        fold("/", &values, &header::CACHE_CONTROL, &mut rules);
        let flat = rules.into_iter().flat_map(|(pattern, fields)| {
            fields
                .into_values()
                .map(move |value| (pattern.clone(), value))
        });
        flat.collect()
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        let owned = |(a, b): &(&str, &str)| ((*a).to_owned(), (*b).to_owned());
        expected.iter().map(owned).collect()
    }

    #[test]
    fn what_all_agree_on_is_one_rule() {
        let found = rules(&[("/a/", Some("x")), ("/b/c", Some("x")), ("/d", Some("x"))]);
        assert_eq!(found, pairs(&[("/*", "x")]));
    }

    #[test]
    fn no_address_is_given_a_field_twice() {
        let found = rules(&[
            ("/a/", Some("x")),
            ("/a/one", Some("x")),
            ("/b/", Some("y")),
            ("/b/one", Some("y")),
            ("/b/c/two", Some("z")),
            ("/d", Some("x")),
            ("/e/", None),
        ]);
        let expected = [
            ("/a/*", "x"),
            ("/b/", "y"),
            ("/b/c/*", "z"),
            ("/b/one", "y"),
            ("/d", "x"),
        ];
        assert_eq!(found, pairs(&expected));
    }
}
