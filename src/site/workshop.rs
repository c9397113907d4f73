//! What pages are made from, and what they are made with.
//!
//! The material is kept for what is made when it is first asked for; the
//! workshop borrows from it, and is set up once for each round of making.

use super::assets::Assets;
use super::chrome::Frame;
use super::data::Package;
use super::edition::{Edition, Once};
use super::land;
use super::resting::Resting;
use super::route::Routes;
use super::{BuildError, BuildOptions, Files};
use crate::content::Catalog;
use std::sync::Arc;
use xxhash_rust::xxh3::Xxh3;

/// What pages are made from.
pub(super) struct Material {
    /// The register.
    pub(super) catalog: Arc<Catalog>,
    /// The static files, and with them the outlines of the map.
    pub(super) assets: Arc<Assets>,
    /// Where the site is going to stand.
    pub(super) options: BuildOptions,
    /// The name of what comes of it.
    pub(super) release: String,
}

impl Material {
    /// Puts it together.
    pub(super) fn new(catalog: Arc<Catalog>, assets: Arc<Assets>, options: &BuildOptions) -> Self {
        let assets = with_land(&catalog, assets);
        Self {
            release: release(&catalog, &assets, options),
            options: options.clone(),
            catalog,
            assets,
        }
    }

    /// The maker of addresses.
    pub(super) fn routes(&self) -> Routes<'_> {
        let BuildOptions { base_path, origin } = &self.options;
        Routes::new(&self.catalog, base_path, origin.as_deref())
    }
}

/// The static files, and with them the outlines of the map.
fn with_land(catalog: &Catalog, assets: Arc<Assets>) -> Arc<Assets> {
    match land::file(catalog) {
        Some(file) => Arc::new(assets.with(land::LAND_FILE, file.into_bytes())),
        None => assets,
    }
}

/// Eight hexadecimal digits that name what the site is made from: content,
/// day, static files, program and addresses (XXH3). Two sites of one name are
/// the same, byte for byte.
fn release(catalog: &Catalog, assets: &Assets, options: &BuildOptions) -> String {
    let mut hash = Xxh3::new();
    let mut add = |part: &[u8]| {
        hash.update(&(part.len() as u64).to_le_bytes());
        hash.update(part);
    };
    add(&catalog.digest.to_le_bytes());
    add(catalog.today.to_string().as_bytes());
    add(env!("CARGO_PKG_VERSION").as_bytes());
    add(options.base_path.as_bytes());
    add(options.origin.as_deref().unwrap_or_default().as_bytes());
    for (path, asset) in assets.iter().chain(assets.root()) {
        add(path.as_bytes());
        add(asset.body.content_tag().as_bytes());
    }
    format!("{:08x}", hash.digest() >> 32)
}

/// What pages are made with.
pub(super) struct Workshop<'a> {
    /// The maker of addresses.
    pub(super) routes: Routes<'a>,
    /// The addresses of static files.
    pub(super) files: Files<'a>,
    /// The editions.
    pub(super) editions: Vec<Edition<'a>>,
    /// What surrounds the pages of each edition.
    pub(super) frames: Vec<Arc<Frame>>,
}

/// Sets up what pages are made with, and works with it. The files of the
/// register are for the page that lists them.
pub(super) fn workshop<R>(
    material: &Material,
    package: Option<Package>,
    work: impl FnOnce(&Workshop<'_>) -> Result<R, BuildError>,
) -> Result<R, BuildError> {
    let catalog = &*material.catalog;
    let routes = material.routes();
    let base_path = material.options.base_path.trim_end_matches('/');
    let files = Files::new(&material.assets, base_path)?;
    let once = Once {
        resting: Resting::new(catalog),
        package,
        release: &material.release,
    };
    let editions = editions(catalog, routes, &once)?;
    let frames = editions
        .iter()
        .map(|edition| Arc::new(Frame::new(edition, &files)))
        .collect();
    work(&Workshop {
        routes,
        files,
        editions,
        frames,
    })
}

fn editions<'a>(
    catalog: &'a Catalog,
    routes: Routes<'a>,
    once: &'a Once<'a>,
) -> Result<Vec<Edition<'a>>, BuildError> {
    let languages = catalog.languages.iter().enumerate();
    languages
        .map(|(index, language)| {
            Edition::new(catalog, routes, once, index).ok_or_else(|| BuildError::MissingWords {
                language: language.id.to_string(),
            })
        })
        .collect()
}
