//! Another id for a thing: its file or entry, every place that names it, and
//! the old addresses.

use super::plan::Plan;
use super::proof::{self, Refusal};
use super::redirects;
use super::register::Register;
use super::thing::{self, Thing, place};
use crate::content::{
    CHECKED_KEY, Kind, Reference, Step, TextField, TextKind, Value, Written, links_in,
};
use crate::diag::{Edit, FileId};
use crate::locale::fingerprint;
use std::collections::BTreeSet;

/// Makes the plan to rename `old`, as somebody typed it (`partners/unhcr`, the
/// path of its file, or the id alone), to `new`.
///
/// A membership is named after its body, so it is renamed along. Where the
/// address of a page changes by it, the old one is led to the new one in every
/// language.
///
/// # Errors
///
/// If there is no such thing, if the new name cannot be an id or is taken, or if
/// a file cannot be read that may name it. Whether the register would be
/// without new mistakes says [`Register::with`].
pub fn rename(register: &Register, old: &str, new: &str) -> Result<Plan, Refusal> {
    proof::all_known(register)?;
    let old = thing::find(register, old)?;
    let new = thing::new_name(register, &old, new)?;
    let mut pairs = vec![(old.clone(), new.clone())];
    if old.is_body() && new.is_body() && old.id != new.id {
        pairs.extend(membership(register, &old, &new)?);
    }
    let mut plan = Plan::new();
    for (old, new) in &pairs {
        describe(register, &mut plan, old, new);
        for reference in &register.survey().references {
            point(register, &mut plan, reference, (old, new));
        }
    }
    links(register, &mut plan, &pairs)?;
    let moved = moved(register, &pairs);
    if !moved.is_empty() {
        redirects::record(register, &mut plan, &moved, &[]);
    }
    Ok(plan)
}

/// The membership in a body, which has its id.
fn membership(
    register: &Register,
    old: &Thing,
    new: &Thing,
) -> Result<Option<(Thing, Thing)>, Refusal> {
    let own = Thing {
        kind: Kind::Membership,
        ..old.clone()
    };
    let document = register.document(&own.path());
    let body = document.and_then(|document| document.text(&[Step::Key("body")]));
    if body != Some(old.id.as_str()) {
        return Ok(None);
    }
    let renamed = own.called(&new.id);
    thing::is_free(register, &renamed, Some(&own))?;
    Ok(Some((own, renamed)))
}

/// Changes the thing itself: the name of its file, or its entry.
fn describe(register: &Register, plan: &mut Plan, old: &Thing, new: &Thing) {
    let path = old.path();
    let Some(text) = register.text(&path) else {
        return;
    };
    let Some(list) = old.list else {
        plan.rename(&path, new.path());
        let reference = old.kind.schema_reference();
        // Another kind of file is completed from another schema.
        if old.kind != new.kind
            && let Some(at) = text.lines().next().and_then(|line| line.find(&reference))
        {
            let edit = Edit::new(at..at + reference.len(), new.kind.schema_reference());
            plan.edit(&path, edit);
        }
        return;
    };
    if let Some(entry) = old.entry(register)
        && let Value::Table(entries) = &entry.value
        && let Some(id) = entries.get(list.key)
    {
        inside(plan, &path, text, &id.value.span, &old.id, &new.id);
    }
    // The fingerprints of its texts are kept under its id.
    let prefix = format!("{}.{}.", list.name, old.id);
    for (name, entry) in checked(register, &path) {
        if name.starts_with(&prefix) {
            let renamed = format!("{}.{}.", list.name, new.id);
            inside(plan, &path, text, &entry.key, &prefix, &renamed);
        }
    }
}

/// Writes `new` in place of `old`, once, inside a part of a file.
fn inside(
    plan: &mut Plan,
    path: &str,
    text: &str,
    span: &std::ops::Range<usize>,
    old: &str,
    new: &str,
) {
    if let Some(at) = text[span.clone()].find(old) {
        let start = span.start + at;
        plan.edit(path, Edit::new(start..start + old.len(), new));
    }
}

/// Changes a reference if it names the thing.
fn point(register: &Register, plan: &mut Plan, reference: &Reference, pair: (&Thing, &Thing)) {
    let (old, new) = pair;
    let (from, to) = if reference.kind == "claim" {
        let path = format!("{}/{}", place(old.kind), old.id);
        let names = reference.target.strip_prefix(&path);
        if old.list.is_some() || !names.is_some_and(|rest| rest.starts_with('#')) {
            return;
        }
        (path, format!("{}/{}", place(new.kind), new.id))
    } else {
        if reference.target != old.id || !names(register, &reference.kind, old) {
            return;
        }
        (old.id.clone(), new.id.clone())
    };
    let path = register.path_of(reference.file).to_owned();
    if let Some(text) = register.text(&path) {
        inside(plan, &path, text, &reference.span, &from, &to);
    }
}

/// Whether references of this kind may name the thing.
pub(super) fn names(register: &Register, reference: &str, thing: &Thing) -> bool {
    match reference {
        "body" => thing.is_body(),
        "society" => thing.kind == Kind::Society,
        "goal" => thing.kind == Kind::Goal,
        "source" => thing.kind == Kind::Source,
        "page" => thing.kind == Kind::Page,
        // The publisher of this id, if there are a body and an entry of it.
        "publisher" if thing.is_body() => {
            let listed = thing::all(register);
            !listed
                .iter()
                .any(|other| other.kind == Kind::Publishers && other.id == thing.id)
        }
        list => thing.list.is_some_and(|own| own.name == list),
    }
}

/// Whether a link of a text, such as `ref:networks/ring#part`, leads to a thing.
pub(super) fn leads_to(target: &str, thing: &Thing) -> bool {
    let path = target.strip_prefix("ref:").unwrap_or_default();
    let page = path.split('#').next().unwrap_or_default();
    thing.list.is_none() && page.split_once('/') == Some((place(thing.kind), &thing.id))
}

/// Changes the links inside texts, and the fingerprints of these texts.
fn links(register: &Register, plan: &mut Plan, pairs: &[(Thing, Thing)]) -> Result<(), Refusal> {
    for field in &register.survey().texts {
        if field.kind != TextKind::Markdown {
            continue;
        }
        for written in &field.written {
            let targets = links_in(&written.text);
            let led: Vec<_> = pairs
                .iter()
                .filter(|(old, _)| targets.iter().any(|(target, _)| leads_to(target, old)))
                .collect();
            if !led.is_empty() {
                relink(register, plan, (field, written), &led)?;
            }
        }
    }
    Ok(())
}

fn relink(
    register: &Register,
    plan: &mut Plan,
    text: (&TextField, &Written),
    pairs: &[&(Thing, Thing)],
) -> Result<(), Refusal> {
    let (field, written) = text;
    let path = register.path_of(field.file).to_owned();
    let file = register.text(&path).unwrap_or_default();
    let raw = &file[written.span.clone()];
    let mut words = written.text.clone();
    for (old, new) in pairs {
        let from = format!("ref:{old}");
        let to = format!("ref:{new}");
        let places = whole(raw, &from);
        if places.is_empty() {
            return Err(Refusal::InTheWay(format!(
                "{path}: the text `{}` has a link to `{old}` that is written in an unusual way: \
                 write it as `[words]({from})` first",
                field.name
            )));
        }
        for at in places {
            let start = written.span.start + at;
            plan.edit(&path, Edit::new(start..start + from.len(), to.clone()));
        }
        for at in whole(&words, &from).into_iter().rev() {
            words.replace_range(at..at + from.len(), &to);
        }
    }
    let (before, after) = (fingerprint(&written.text), fingerprint(&words));
    for (_, entry) in checked(register, &path) {
        let Value::Table(prints) = &entry.value.value else {
            continue;
        };
        let Some(print) = prints.get(written.language.as_str()) else {
            continue;
        };
        if matches!(&print.value.value, Value::String(found) if *found == before) {
            inside(plan, &path, file, &print.value.span, &before, &after);
        }
    }
    Ok(())
}

/// Where a name stands in a text, not as the beginning of a longer one.
fn whole(text: &str, name: &str) -> Vec<usize> {
    let goes_on = |at: usize| {
        let next = text[at + name.len()..].chars().next();
        next.is_some_and(|sign| sign.is_alphanumeric() || sign == '-')
    };
    text.match_indices(name)
        .map(|(at, _)| at)
        .filter(|at| !goes_on(*at))
        .collect()
}

/// The fingerprints of a file: the names of the texts, and their entries.
fn checked<'a>(
    register: &'a Register,
    path: &str,
) -> impl Iterator<Item = (&'a str, &'a crate::content::Entry)> {
    let root = register.document(path).map(|document| &document.root.value);
    let table = match root {
        Some(Value::Table(root)) => root.get(CHECKED_KEY).map(|entry| &entry.value.value),
        _ => None,
    };
    let entries = match table {
        Some(Value::Table(entries)) => Some(entries),
        _ => None,
    };
    entries
        .into_iter()
        .flatten()
        .map(|(name, entry)| (name.as_str(), entry))
}

/// The addresses that pages have now and would not have any more, each with the
/// one that takes its place.
fn moved(register: &Register, pairs: &[(Thing, Thing)]) -> Vec<(String, String)> {
    let Some(catalog) = &register.survey().catalog else {
        return Vec::new();
    };
    let pages = catalog.addresses();
    let mut moved = Vec::new();
    for (old, new) in pairs {
        let from = catalog.addresses_of(old.kind, &old.id);
        let to = catalog.addresses_of(new.kind, &new.id);
        let derived = from.derived.into_iter().zip(to.derived);
        let existing = derived.filter(|(from, _)| pages.contains(from));
        // A file with a mistake has no page now, and may have had one before.
        for (from, to) in from.own.into_iter().zip(to.own).chain(existing) {
            if from != to {
                moved.push((from, to));
            }
        }
    }
    moved
}

/// Every place that names a thing: the file, the byte, and the way to it.
pub(super) fn places_naming(register: &Register, thing: &Thing) -> Vec<(FileId, usize, String)> {
    let survey = register.survey();
    let mut places = BTreeSet::new();
    let claims = format!("{}/{}#", place(thing.kind), thing.id);
    for reference in &survey.references {
        let is_claim = reference.kind == "claim"
            && thing.list.is_none()
            && reference.target.starts_with(&claims);
        let is_it = reference.target == thing.id && names(register, &reference.kind, thing);
        if is_claim || is_it {
            places.insert((reference.file, reference.span.start, reference.path.clone()));
        }
    }
    for field in &survey.texts {
        for written in &field.written {
            let leads = |(target, _): &(String, _)| leads_to(target, thing);
            if field.kind == TextKind::Markdown && links_in(&written.text).iter().any(leads) {
                let file = &survey.sources.file(field.file).text;
                let raw = &file[written.span.clone()];
                let at = whole(raw, &format!("ref:{thing}")).first().copied();
                let start = written.span.start + at.unwrap_or(0);
                places.insert((field.file, start, field.name.clone()));
            }
        }
    }
    places.into_iter().collect()
}
