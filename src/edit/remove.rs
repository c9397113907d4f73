//! Taking a thing out of the register, and telling visitors why.

use super::plan::Plan;
use super::proof::{self, Refusal};
use super::redirects::{self, Gone};
use super::register::Register;
use super::rename::places_naming;
use super::thing::{self, Thing};
use std::collections::{BTreeMap, BTreeSet};

/// Makes the plan to remove what somebody named (`events/visit`, the path of a
/// file, or the id alone): its file goes, and its addresses answer that they are
/// gone, with the reason in every written language.
///
/// # Errors
///
/// If there is no such thing, if it is named anywhere, if a reason is missing, or
/// if a file cannot be read that may name it.
pub fn remove(
    register: &Register,
    name: &str,
    reason: &BTreeMap<String, String>,
) -> Result<Plan, Refusal> {
    proof::all_known(register)?;
    let thing = thing::find(register, name)?;
    if thing.list.is_some() {
        return Err(Refusal::Cannot(format!(
            "`{thing}` is an entry of `{}`: take it out there with your editor",
            thing.path()
        )));
    }
    unnamed(register, &thing)?;
    let mut plan = Plan::new();
    plan.remove(&thing.path());
    let ended = addresses(register, &thing);
    if ended.is_empty() {
        return Ok(plan);
    }
    let reason = complete(register, &thing, reason)?;
    let set: BTreeSet<String> = ended.iter().cloned().collect();
    let mut paths = ended;
    // What led to it leads nowhere now.
    paths.extend(redirects::leading_to(register, &set));
    let gone: Vec<_> = paths
        .into_iter()
        .map(|path| Gone {
            path,
            reason: reason.clone(),
            since: register.today().to_string(),
        })
        .collect();
    redirects::record(register, &mut plan, &[], &gone);
    Ok(plan)
}

/// Makes sure that nothing names it; else says where.
fn unnamed(register: &Register, thing: &Thing) -> Result<(), Refusal> {
    let own = register.survey().file_at(&thing.path());
    let places: Vec<_> = places_naming(register, thing)
        .into_iter()
        // What a file says of itself goes with it.
        .filter(|(file, ..)| Some(*file) != own)
        .collect();
    if places.is_empty() {
        return Ok(());
    }
    let lines: Vec<_> = places
        .iter()
        .map(|(file, at, path)| {
            let source = register.survey().sources.file(*file);
            let line = source.position(*at).line;
            format!("  {}:{line}: {}", source.path, in_words(path))
        })
        .collect();
    let (verb, them) = if places.len() == 1 {
        ("place names", "it")
    } else {
        ("places name", "them")
    };
    Err(Refusal::InTheWay(format!(
        "{} {verb} `{thing}`; change {them} first:\n{}",
        places.len(),
        lines.join("\n")
    )))
}

/// The way to a key as an editor sees it: `sources` in `[founded]`, or in an
/// entry of `[[member]]`.
fn in_words(path: &str) -> String {
    let mut steps = path.rsplit('.');
    let key = steps.next().unwrap_or_default();
    match (steps.next(), steps.next()) {
        (None, _) => key.to_owned(),
        (Some(_), Some(list)) => format!("{key} in [[{list}]]"),
        (Some(table), None) => format!("{key} in [{table}]"),
    }
}

/// The addresses of pages that end with it.
fn addresses(register: &Register, thing: &Thing) -> Vec<String> {
    let Some(catalog) = &register.survey().catalog else {
        return Vec::new();
    };
    let pages = catalog.addresses();
    let found = catalog.addresses_of(thing.kind, &thing.id);
    let derived = found.derived.into_iter();
    let existing = derived.filter(|address| pages.contains(address));
    found.own.into_iter().chain(existing).collect()
}

/// The reason in every language that people write, in their order.
fn complete(
    register: &Register,
    thing: &Thing,
    reason: &BTreeMap<String, String>,
) -> Result<Vec<(String, String)>, Refusal> {
    let written: Vec<_> = register
        .survey()
        .languages()
        .filter(|(_, _, derived)| !derived)
        .collect();
    let known = |id: &str| written.iter().any(|(known, ..)| *known == id);
    let example = || {
        let options: Vec<_> = written
            .iter()
            .map(|(id, name, _)| format!("--reason {id}=\"why, in {name}\""))
            .collect();
        format!("saradnja rm {thing} {}", options.join(" "))
    };
    if let Some(unknown) = reason.keys().find(|id| !known(id)) {
        return Err(Refusal::Cannot(format!(
            "no reason can be given in `{unknown}`; write: {}",
            example()
        )));
    }
    let given = |id: &str| reason.get(id).filter(|text| !text.trim().is_empty());
    let missing: Vec<_> = written
        .iter()
        .filter(|(id, ..)| given(id).is_none())
        .map(|(_, name, _)| *name)
        .collect();
    if !missing.is_empty() {
        return Err(Refusal::Cannot(format!(
            "visitors of its old address are told why it is gone; that sentence is missing in {}. \
             Write: {}",
            missing.join(", "),
            example()
        )));
    }
    Ok(written
        .iter()
        .filter_map(|(id, ..)| Some(((*id).to_owned(), given(id)?.clone())))
        .collect())
}
