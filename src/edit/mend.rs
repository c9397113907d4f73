//! The mends that the check is certain of, made.

use super::plan::Plan;
use super::register::{Register, is_unreadable};
use crate::diag::{Code, Diagnostic, Edit, Fix, Position, differing};
use std::collections::{BTreeMap, BTreeSet};

/// What mending came to.
#[derive(Debug)]
pub struct Mended {
    /// The changes.
    pub plan: Plan,
    /// Each mend that was made, in the order in which they were.
    pub mends: Vec<Mend>,
    /// The register as it is with them.
    pub after: Register,
}

/// One mend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mend {
    /// The file, by its path inside the content folder.
    pub path: String,
    /// Where the mistake stood, in the text as it was at that moment.
    pub position: Position,
    /// The rule that was broken.
    pub code: Code,
    /// What was done: begins with a verb.
    pub label: String,
}

/// A certain mend of one complaint of a register.
struct Offer<'a> {
    path: &'a str,
    found: &'a Diagnostic,
    fix: &'a Fix,
}

impl Offer<'_> {
    /// What it is known by from one round to the next.
    fn name(&self) -> String {
        format!("{} {} {}", self.path, self.found.code, self.found.message)
    }

    fn mend(&self, register: &Register) -> Mend {
        let file = register.survey().sources.file(self.found.file);
        Mend {
            path: self.path.to_owned(),
            position: file.position(self.found.span.start),
            code: self.found.code,
            label: self.fix.label.clone(),
        }
    }
}

/// Makes every mend that is certain, in the files that are chosen by their paths
/// inside the content folder, until there are no more: one mend may bring to
/// light what another can mend. What would not be better for it is left alone.
pub fn mend(register: &Register, is_chosen: impl Fn(&str) -> bool) -> Mended {
    let files = register.files();
    let unreadable: BTreeSet<&str> = register
        .survey()
        .report
        .diagnostics()
        .iter()
        .filter(|found| is_unreadable(found.code))
        .map(|found| register.path_of(found.file))
        .collect();
    let is_open = |path: &str| is_chosen(path) && !unreadable.contains(path);
    let mut current = Register::in_memory(register.root(), &files, register.today());
    let mut mends = Vec::new();
    let mut refused = BTreeSet::new();
    loop {
        let offers: Vec<_> = offers(&current, &is_open)
            .into_iter()
            .filter(|offer| !refused.contains(&offer.name()))
            .collect();
        if offers.is_empty() {
            break;
        }
        let all: Vec<&Offer<'_>> = offers.iter().collect();
        let single = offers.iter().map(|offer| vec![offer]);
        // Mostly all can be made at once; where not, it is found out which can.
        let next = std::iter::once(all).chain(single).find_map(|offers| {
            let after = tried(&current, &offers);
            if after.is_none() && offers.len() == 1 {
                refused.insert(offers[0].name());
            }
            after.map(|after| (after, offers))
        });
        let Some((after, made)) = next else { break };
        mends.extend(made.iter().map(|offer| offer.mend(&current)));
        current = after;
    }
    let mut plan = Plan::new();
    for (path, new) in current.files() {
        if let Some(old) = files.get(&path).filter(|old| **old != new) {
            plan.edit(&path, difference(old, &new));
        }
    }
    Mended {
        plan,
        mends,
        after: current,
    }
}

/// The mends that a register offers, of which none touches another.
fn offers<'a>(register: &'a Register, is_open: &impl Fn(&str) -> bool) -> Vec<Offer<'a>> {
    let mut ends: BTreeMap<&str, Vec<&Edit>> = BTreeMap::new();
    let mut offers = Vec::new();
    for found in register.survey().report.diagnostics() {
        let path = register.path_of(found.file);
        let Some(fix) = found.fix.as_ref().filter(|_| is_open(path)) else {
            continue;
        };
        let taken = ends.entry(path).or_default();
        let touches = |edit: &Edit| {
            let meets = |other: &&Edit| edit.start <= other.end && other.start <= edit.end;
            taken.iter().any(meets)
        };
        if fix.edits.iter().any(touches) {
            continue;
        }
        taken.extend(&fix.edits);
        offers.push(Offer { path, found, fix });
    }
    offers
}

/// The register with these mends, if it is the better for it.
fn tried(current: &Register, offers: &[&Offer<'_>]) -> Option<Register> {
    let mut plan = Plan::new();
    for offer in offers {
        for edit in &offer.fix.edits {
            plan.edit(offer.path, edit.clone());
        }
    }
    let after = current.changed(&plan).ok()?;
    is_better(current, &after, offers).then_some(after)
}

/// Whether what was to be mended is mended, and nothing is worse.
///
/// While a file cannot be decoded, the rules over the whole are silent on it, so
/// that a mend may bring to light what was wrong all the time. Then only the
/// files that were changed are compared, and only in what stands in them; and a
/// file that could not be parsed had mistakes that nobody could count.
fn is_better(before: &Register, after: &Register, offers: &[&Offer<'_>]) -> bool {
    let count = |register: &Register, is_meant: &dyn Fn(&str, &Diagnostic) -> bool| {
        let all = register.survey().report.diagnostics().iter();
        all.filter(|found| is_meant(register.path_of(found.file), found))
            .count()
    };
    for offer in offers {
        let same = |path: &str, found: &Diagnostic| {
            path == offer.path
                && found.code == offer.found.code
                && found.message == offer.found.message
        };
        // Only the first fault of a file that is no TOML is shown, so the next
        // may read like it; that one stands further on.
        let is_on = offer.found.code == Code::Syntax
            && after.survey().report.diagnostics().iter().any(|found| {
                same(after.path_of(found.file), found) && found.span.start > offer.found.span.start
            });
        if count(after, &same) >= count(before, &same) && !is_on {
            return false;
        }
    }
    // The value of a key that nobody knew was never looked at: its mistakes may
    // come to light now, as many as there were keys.
    let are_keys = (offers.iter()).all(|offer| offer.found.code == Code::UnknownKey);
    let is_fewer = |after: usize, before: usize| after < before || are_keys && after == before;
    if !before.survey().partial {
        return is_fewer(count(after, &|_, _| true), count(before, &|_, _| true));
    }
    let changed: BTreeSet<&str> = offers
        .iter()
        .filter(|offer| offer.found.code != Code::Syntax)
        .map(|offer| offer.path)
        .collect();
    changed.into_iter().all(|changed| {
        let in_file =
            |path: &str, found: &Diagnostic| path == changed && is_of_the_file(found.code);
        let was_text = before.document(changed).is_some();
        !was_text || is_fewer(count(after, &in_file), count(before, &in_file))
    })
}

/// Whether a rule looks at one file alone, whatever becomes of the others.
fn is_of_the_file(code: Code) -> bool {
    matches!(
        code,
        Code::Syntax
            | Code::UnknownKey
            | Code::MissingKey
            | Code::WrongType
            | Code::UnknownValue
            | Code::WrongValue
            | Code::ClaimWithoutSource
            | Code::MissingTranslation
            | Code::DanglingReference
            | Code::DuplicateReference
            | Code::NotNormalized
    )
}

/// The one part in which two texts differ, as a replacement.
fn difference(old: &str, new: &str) -> Edit {
    let (start, gone, come) = differing(old, new);
    Edit::new(start..start + gone.len(), come)
}
