//! From the content and the static files that a command names to a release.

use super::values::BaseUrl;
use super::{ContentChoice, columns};
use crate::content::{self, Audience, Loaded};
use crate::diag::{self, Report, Severity, SourceMap};
use crate::embedded;
use crate::locale::Now;
use crate::site::assets::{AssetSource, Assets};
use crate::site::body::Effort;
use crate::site::places::{Origins, Places};
use crate::site::snapshot::Snapshot;
use crate::site::{self, BuildError, BuildOptions};
use anyhow::{Context as _, anyhow, bail};
use std::io::{self, IsTerminal as _};
use std::path::Path;
use std::sync::Arc;

/// What has become of the content.
pub(super) struct Built {
    /// The site, ready to be served; none if the report says why not.
    pub(super) site: Option<Box<Snapshot>>,
    /// How many of its sources are no longer at their address.
    pub(super) dead_sources: usize,
    /// Where everything on it is written down, if editors look at it.
    pub(super) places: Places,
    /// Every mistake and warning.
    pub(super) report: Report,
    /// The files that it speaks of.
    pub(super) sources: SourceMap,
}

impl Built {
    /// The report for whoever reads standard error.
    pub(super) fn told(&self) -> String {
        let terminal = io::stderr().is_terminal();
        diag::render_for_people(&self.report, &self.sources, terminal, columns())
    }
}

/// How a site is made from content.
#[derive(Debug, Clone, Copy)]
pub(super) struct Making<'a> {
    /// For editors, with drafts and places, instead of visitors.
    pub(super) preview: bool,
    /// The folder of static files, in place of those inside the program.
    pub(super) static_dir: Option<&'a Path>,
    /// Where visitors find the site.
    pub(super) base_url: Option<&'a BaseUrl>,
}

/// Loads the content, and renders the whole site if nothing forbids it.
pub(super) fn build(choice: &ContentChoice, now: Now, making: Making<'_>) -> anyhow::Result<Built> {
    let audience = if making.preview {
        Audience::Editors
    } else {
        Audience::Visitors
    };
    let loaded = content::load_for(choice.origin(), now, audience);
    let warnings = loaded.report.count(Severity::Warning);
    tracing::info!(files = loaded.sources.found(), warnings, "read {choice}");
    let Loaded {
        catalog,
        report,
        sources,
        lines,
    } = loaded;
    let mut built = Built {
        site: None,
        dead_sources: 0,
        places: Places::default(),
        report,
        sources,
    };
    let Some(catalog) = catalog.map(Arc::new) else {
        return Ok(built);
    };
    built.dead_sources = catalog.dead_sources();
    let static_dir = making.static_dir;
    let assets = static_files(static_dir)?;
    let base = making.base_url.cloned();
    let place = base.map_or_else(BuildOptions::default, |base| BuildOptions {
        base_path: base.base_path,
        origin: Some(base.origin),
    });
    if audience == Audience::Editors {
        let (sources, lines) = (&built.sources, &lines);
        let origins = Origins {
            sources,
            lines,
            now,
        };
        built.places = Places::new(&catalog, origins, &place);
    }
    let snapshot = match (site::build(catalog, Arc::new(assets), &place), static_dir) {
        (Err(BuildError::MissingAsset { name }), Some(folder)) => bail!(
            "the folder of static files {} has no `{name}`; it takes the place of all static \
             files inside the program, so it must be complete: copy the folder `static` of the \
             source, and change the copy",
            folder.display()
        ),
        (made, _) => made.context("making the pages")?,
    };
    built.site = Some(Box::new(snapshot));
    Ok(built)
}

pub(super) fn static_files(folder: Option<&Path>) -> anyhow::Result<Assets> {
    let source = match folder {
        Some(folder) => {
            if !folder.is_dir() {
                bail!("there is no folder of static files {}", folder.display());
            }
            AssetSource::Directory(folder.to_owned())
        }
        None => AssetSource::Embedded(embedded::static_files()),
    };
    // What it says has the system's reason in it already.
    Assets::load(&source, Effort::Start).map_err(|error| anyhow!("static files: {error}"))
}
