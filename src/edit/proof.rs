//! Whether changes leave a register no worse than it was, and why they are
//! refused if not.

use super::plan::Plan;
use super::register::{Register, is_unreadable};
use crate::diag::{Code, Diagnostic, Report, SourceMap};
use std::collections::BTreeMap;

/// Why something is not done; no file was changed.
#[derive(Debug)]
pub enum Refusal {
    /// What was asked for is not possible: why, and what would be.
    Cannot(String),
    /// Content stands in the way: what, and how to mend it.
    InTheWay(String),
    /// Mistakes stand in the way.
    Mistakes {
        /// What they prevent.
        why: String,
        /// The mistakes.
        report: Report,
        /// The files that they are in, as they are or as they would be.
        sources: SourceMap,
    },
}

/// Complaints counted by rule and path.
type Counts<'a> = BTreeMap<(Code, &'a str), Vec<&'a Diagnostic>>;

fn counts<'a>(register: &'a Register, path: impl Fn(&'a str) -> &'a str) -> Counts<'a> {
    let mut counts = Counts::new();
    for found in register.survey().report.diagnostics() {
        let path = path(register.path_of(found.file));
        counts.entry((found.code, path)).or_default().push(found);
    }
    counts
}

/// Makes sure that no rule is broken more often in any file than before.
pub(super) fn no_worse(before: &Register, after: &Register, plan: &Plan) -> Result<(), Refusal> {
    let known = counts(before, |path| plan.path_after(path));
    let mut added = Report::new();
    for (key, found) in counts(after, |path| path) {
        let old: Vec<&str> = known
            .get(&key)
            .into_iter()
            .flatten()
            .map(|found| found.message.as_str())
            .collect();
        if found.len() <= old.len() {
            continue;
        }
        let is_new = |found: &&&Diagnostic| !old.contains(&found.message.as_str());
        let new: Vec<_> = found.iter().filter(is_new).copied().cloned().collect();
        // The same words once more than before.
        let all = || found.iter().copied().cloned().collect();
        added.extend(if new.is_empty() { all() } else { new });
    }
    if added.is_empty() {
        return Ok(());
    }
    added.sort(&after.survey().sources);
    Err(Refusal::Mistakes {
        why: "nothing was changed: it would bring mistakes that are not there now".to_owned(),
        report: added,
        sources: after.survey().sources.clone(),
    })
}

/// Makes sure that every file can be read and parsed, so that no place that
/// names something is overlooked.
pub(super) fn all_known(register: &Register) -> Result<(), Refusal> {
    let survey = register.survey();
    let hides = |found: &&Diagnostic| {
        is_unreadable(found.code)
            || matches!(
                found.code,
                Code::Syntax | Code::MissingFile | Code::EmptyContent | Code::LanguageFault
            )
    };
    let all = survey.report.diagnostics().iter();
    let mut report = Report::new();
    report.extend(all.filter(hides).cloned());
    if report.is_empty() && survey.catalog.is_none() {
        report.extend(survey.report.diagnostics().iter().cloned());
    }
    if report.is_empty() {
        return Ok(());
    }
    Err(Refusal::Mistakes {
        why: "nothing was changed: mend these mistakes first, since a file that cannot be read \
              may name what is to be changed"
            .to_owned(),
        report,
        sources: survey.sources.clone(),
    })
}
