//! From the content and the static files that a command names to a release.

use super::ContentArgs;
use crate::content::{self, Loaded};
use crate::diag::{self, Format, Severity};
use crate::embedded;
use crate::release::{Policy, Release};
use crate::site::assets::{AssetSource, Assets};
use crate::site::body::Effort;
use crate::site::{self, BuildOptions};
use anyhow::Context as _;
use std::io::{self, IsTerminal as _};
use std::path::Path;
use std::sync::Arc;

/// The release that the content makes, or the report that says why there is none.
pub(super) enum Built {
    /// Ready to be served.
    Release(Box<Release>),
    /// Every mistake, rendered for whoever reads standard error.
    Faults(String),
}

/// Loads the content, and renders the whole site if nothing forbids it.
pub(super) fn build(args: &ContentArgs, static_dir: Option<&Path>) -> anyhow::Result<Built> {
    let choice = args.choose()?;
    let mut loaded = content::load(choice.origin(), args.today());
    let warnings = loaded.report.count(Severity::Warning);
    tracing::info!(files = loaded.sources.len(), warnings, "read {choice}");
    let Some(catalog) = loaded.catalog.take() else {
        return Ok(Built::Faults(rendered(&loaded)));
    };
    let source = match static_dir {
        Some(folder) => AssetSource::Directory(folder.to_owned()),
        None => AssetSource::Embedded(embedded::static_files()),
    };
    let assets = Assets::load(&source, Effort::Start).context("reading the static files")?;
    let snapshot = site::build(catalog, Arc::new(assets), &BuildOptions::default())
        .context("making the pages")?;
    let release = Release::new(Arc::new(snapshot), &Policy::default());
    Ok(Built::Release(Box::new(release)))
}

fn rendered(loaded: &Loaded) -> String {
    let terminal = io::stderr().is_terminal();
    diag::render(&loaded.report, &loaded.sources, Format::Human, terminal)
}
