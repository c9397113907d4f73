//! The page with everything that is wrong.

use askama::Template;

use super::{State, page};
use crate::diag::Shown;

#[derive(Template)]
#[template(path = "preview/report.html")]
struct ReportPage<'s> {
    count: String,
    css: Option<&'s str>,
    head: String,
    is_served: bool,
    is_refused: bool,
    failure: Option<&'s str>,
    found: &'s [Shown],
}

/// The whole page.
pub(super) fn page(state: &State, folder: &str) -> String {
    let faults = &state.faults;
    let page = ReportPage {
        count: faults.count(),
        css: state.shown.as_ref().and_then(|pages| pages.css.as_deref()),
        head: page::head(state, folder),
        is_served: state.shown.is_some(),
        is_refused: faults.errors > 0,
        failure: faults.failure.as_deref(),
        found: &faults.found,
    };
    // Writing into memory fails only when memory does.
    page.render().unwrap_or_else(|_| faults.count())
}
