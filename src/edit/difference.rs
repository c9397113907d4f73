//! A plan as a unified text difference, for those who want to see it first.

use super::plan::{Change, Plan};
use super::register::Register;
use crate::diag::Edit;
use similar::TextDiff;

/// Lines of text around a change.
const CONTEXT: usize = 3;

/// Every change of a plan as a unified difference, in the order of the paths,
/// which begin with the content folder.
pub fn unified(register: &Register, plan: &Plan) -> String {
    let mut shown = String::new();
    let root = register.root().display().to_string();
    let root = root.trim_end_matches('/');
    let full = |path: &str| format!("{root}/{path}");
    for (path, change) in plan.changes() {
        let old = register.text(path).unwrap_or_default();
        let (before, after, new) = match change {
            Change::Edit { edits, to } => {
                let new = Edit::apply(edits, old).unwrap_or_else(|_| old.to_owned());
                if let Some(to) = to {
                    shown.push_str(&format!("rename {} => {}\n", full(path), full(to)));
                }
                (full(path), full(to.as_deref().unwrap_or(path)), new)
            }
            Change::Create(text) => ("/dev/null".to_owned(), full(path), text.clone()),
            Change::Rewrite(text) => (full(path), full(path), text.clone()),
            Change::Remove => (full(path), "/dev/null".to_owned(), String::new()),
        };
        if old == new {
            continue;
        }
        let difference = TextDiff::from_lines(old, &new);
        let mut lines = difference.unified_diff();
        lines.context_radius(CONTEXT).header(&before, &after);
        shown.push_str(&lines.to_string());
    }
    shown
}
