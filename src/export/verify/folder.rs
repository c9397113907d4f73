//! Whether a folder is the export of a release.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use flate2::read::GzDecoder;
use rayon::prelude::*;

use super::links::{Document, Web};
use super::{Difference, Place, difference};
use crate::export::files;
use crate::export::plan::{MARKER, Plan, ending};
use crate::site::body::{Body, Coding, Effort};

/// What the files in `folder` have other than `plan`: bytes, codings, files too
/// many or too few, and links that lead nowhere. Coded files are judged by what
/// they hold, so it does not matter how small they were made.
///
/// # Errors
/// When the folder cannot be read.
pub fn folder(plan: &Plan, folder: &Path, origin: Option<&str>) -> io::Result<Vec<Difference>> {
    let there = files::below(folder)?;
    let mut differences = Vec::new();
    let own_first_line = plan.first_line();
    let marker = fs::read_to_string(folder.join(MARKER)).unwrap_or_default();
    let first_line = marker.lines().next().unwrap_or_default();
    if first_line != own_first_line {
        let found = match first_line {
            "" => "is not known: there is no export, or no whole one",
            found => found,
        };
        let what = format!("what is here {found}; the content makes {own_first_line}");
        differences.push(Difference::new(MARKER, what));
    }
    let checked: Vec<_> = plan
        .files()
        .par_iter()
        .filter(|(file, _)| *file != MARKER || first_line == own_first_line)
        .flat_map_iter(|(file, body)| one(folder, &there, file, body))
        .collect();
    differences.extend(checked);
    let coded = |ending| move |(file, _): (&String, &Body)| format!("{file}{ending}");
    let negotiated = || plan.files().iter().filter(|(_, body)| body.is_negotiated());
    let mut expected: BTreeSet<String> = plan.files().keys().cloned().collect();
    expected.extend(negotiated().map(coded(ending(Coding::Gzip))));
    expected.extend(negotiated().map(coded(ending(Coding::Brotli))));
    let extra = there.difference(&expected);
    differences.extend(extra.map(|file| Difference::new(file, "does not belong to the release")));
    differences.extend(web(plan, folder).faults(Place {
        origin,
        base_path: plan.base_path(),
    }));
    Ok(differences)
}

/// One file, and the files that hold it in other codings.
fn one(folder: &Path, there: &BTreeSet<String>, file: &str, body: &Body) -> Vec<Difference> {
    let expected = &body.identity().bytes;
    let mut differences = Vec::new();
    let mut differs = |file: &str, what: String| differences.push(Difference::new(file, what));
    let mut other = None;
    match fs::read(folder.join(file)) {
        Ok(found) => {
            if let Some(what) = difference(expected, &found) {
                differs(file, what);
                other = Some(found);
            }
        }
        Err(_) if !there.contains(file) => differs(file, "is missing".to_owned()),
        Err(error) => differs(file, format!("cannot be read: {error}")),
    }
    // Where nothing is, nothing is missing beside it.
    if !body.is_negotiated() || !there.contains(file) {
        return differences;
    }
    let longest = expected.len().max(other.as_ref().map_or(0, Vec::len));
    for coding in [Coding::Gzip, Coding::Brotli] {
        let coded = format!("{file}{}", ending(coding));
        if !there.contains(&coded) {
            // The best coding is not always smaller where the quick one is.
            let is_smaller = |body: &Body| body.representation(coding).is_some();
            if is_smaller(body) && is_smaller(&body.improved(Effort::Best)) {
                differs(&coded, "is missing".to_owned());
            }
            continue;
        }
        let found = fs::read(folder.join(&coded));
        match found.and_then(|bytes| decoded(coding, &bytes, longest)) {
            // What is coded from a file that differs is part of that difference.
            Ok(found) if other.as_ref() == Some(&found) => {}
            Ok(found) => {
                if let Some(what) = difference(expected, &found) {
                    differs(&coded, format!("holds another text than it should: {what}"));
                }
            }
            Err(error) => differs(&coded, format!("cannot be decoded: {error}")),
        }
    }
    differences
}

/// What is in a coded file, and no more than one byte beyond `longest`: a few
/// bytes can stand for gigabytes.
pub(crate) fn decoded(coding: Coding, coded: &[u8], longest: usize) -> io::Result<Vec<u8>> {
    let enough = longest as u64 + 1;
    let mut out = Vec::with_capacity(longest + 1);
    match coding {
        Coding::Identity => out.extend_from_slice(coded),
        Coding::Gzip => {
            GzDecoder::new(coded).take(enough).read_to_end(&mut out)?;
        }
        Coding::Brotli => {
            let reader = brotli::Decompressor::new(coded, 4096);
            reader.take(enough).read_to_end(&mut out)?;
        }
    }
    Ok(out)
}

/// What the files lead to, as they are.
fn web(plan: &Plan, folder: &Path) -> Web {
    let read = |(address, file): (&String, &String)| {
        let is_read = [".html", ".svg"]
            .iter()
            .any(|ending| file.ends_with(ending));
        let text = is_read.then(|| fs::read_to_string(folder.join(file)).ok())??;
        Some((address.clone(), Document::read(&text)))
    };
    let there = |(_, file): &(&String, &String)| folder.join(file).is_file();
    let addresses = plan.addresses();
    let mut web = Web {
        documents: addresses.par_iter().filter_map(read).collect(),
        addresses: addresses
            .iter()
            .filter(there)
            .map(|(at, _)| at.clone())
            .collect(),
    };
    web.addresses.extend(plan.redirects().keys().cloned());
    web.addresses.insert(format!("{}/", plan.base_path()));
    web
}
