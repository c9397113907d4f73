//! A site without a single page, to begin with where the content has never
//! been without a mistake and whoever mends it already looks.

use super::assets::Assets;
use super::snapshot::{Asked, ErrorPages, PageError, Question, SearchPages, Snapshot};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Nothing, below this base path.
pub fn bare(base_path: &str) -> Snapshot {
    Snapshot {
        pages: BTreeMap::new(),
        redirects: BTreeMap::new(),
        languages: Vec::new(),
        fallback: 0,
        base_path: base_path.to_owned(),
        assets: Arc::new(Assets::default()),
        as_of: String::new(),
        changes_at: None,
        release: String::new(),
        errors: Box::new(Nothing),
        search: Box::new(Nothing),
    }
}

struct Nothing;

impl ErrorPages for Nothing {
    fn render(&self, _: usize, error: PageError, _: Asked<'_>) -> String {
        format!("<!doctype html><title>{0}</title><p>{0}", error.status())
    }
}

impl SearchPages for Nothing {
    fn language_at(&self, _: &str) -> Option<usize> {
        None
    }

    fn is_ready(&self) -> bool {
        true
    }

    fn prepare(&self) {}

    fn render(&self, _: usize, _: Question<'_>) -> Option<String> {
        None
    }
}
