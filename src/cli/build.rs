//! From the content and the static files that a command names to a release.

use super::serve::ServeOptions;
use super::{ContentChoice, columns};
use crate::content::{self, Loaded};
use crate::diag::{self, Severity};
use crate::embedded;
use crate::locale::Day;
use crate::site::assets::{AssetSource, Assets};
use crate::site::body::Effort;
use crate::site::snapshot::Snapshot;
use crate::site::{self, BuildError, BuildOptions};
use anyhow::{Context as _, anyhow, bail};
use std::io::{self, IsTerminal as _};
use std::path::Path;
use std::sync::Arc;

/// The site that the content makes, or the report that says why there is none.
pub(super) enum Built {
    /// Ready to be served.
    Site(Box<Snapshot>),
    /// Every mistake, rendered for whoever reads standard error.
    Faults(String),
}

/// Loads the content, and renders the whole site if nothing forbids it.
pub(super) fn build(
    choice: &ContentChoice,
    today: Day,
    options: &ServeOptions,
) -> anyhow::Result<Built> {
    let mut loaded = content::load(choice.origin(), today);
    let warnings = loaded.report.count(Severity::Warning);
    tracing::info!(files = loaded.sources.found(), warnings, "read {choice}");
    let Some(catalog) = loaded.catalog.take() else {
        return Ok(Built::Faults(rendered(&loaded)));
    };
    let static_dir = options.static_dir.as_deref();
    let assets = static_files(static_dir)?;
    let base = options.base_url.clone();
    let place = base.map_or_else(BuildOptions::default, |base| BuildOptions {
        base_path: base.base_path,
        origin: Some(base.origin),
    });
    let snapshot = match (site::build(catalog, Arc::new(assets), &place), static_dir) {
        (Err(BuildError::MissingAsset { name }), Some(folder)) => bail!(
            "the folder of static files {} has no `{name}`; it takes the place of all static \
             files inside the program, so it must be complete: copy the folder `static` of the \
             source, and change the copy",
            folder.display()
        ),
        (built, _) => built.context("making the pages")?,
    };
    Ok(Built::Site(Box::new(snapshot)))
}

pub(super) fn static_files(folder: Option<&Path>) -> anyhow::Result<Assets> {
    let source = match folder {
        Some(folder) if !folder.is_dir() => {
            bail!("there is no folder of static files {}", folder.display())
        }
        Some(folder) => AssetSource::Directory(folder.to_owned()),
        None => AssetSource::Embedded(embedded::static_files()),
    };
    // What it says has the system's reason in it already.
    Assets::load(&source, Effort::Start).map_err(|error| anyhow!("static files: {error}"))
}

fn rendered(loaded: &Loaded) -> String {
    let terminal = io::stderr().is_terminal();
    let (report, sources) = (&loaded.report, &loaded.sources);
    diag::render_for_people(report, sources, terminal, columns())
}
