//! Which files an export consists of: a pure function of a release.

use std::{collections::BTreeMap, fmt};

use http::StatusCode;

use super::hosts;
use crate::release::{Release, Target};
use crate::site::body::{Body, Coding, Effort};
use crate::site::snapshot::{Asked, PageError};

/// The file by which an export is known again; it lists all others.
pub const MARKER: &str = ".saradnja-export";

/// The page that hosts of files show for what is missing.
const MISSING: &str = "404.html";

/// The page of an address that was removed. It is no `index.html`, so that a host
/// that cannot answer 410 answers 404, and never 200.
const REMOVED: &str = "410.html";

/// The ending of the file that holds another one in this coding, as hosts of
/// files look for it (nginx's `gzip_static`, Caddy's `precompressed`).
pub(super) const fn ending(coding: Coding) -> &'static str {
    match coding {
        Coding::Identity => "",
        Coding::Gzip => ".gz",
        Coding::Brotli => ".br",
    }
}

/// All files of an export, by their paths inside the folder.
#[derive(Debug)]
pub struct Plan {
    files: BTreeMap<String, Body>,
    addresses: BTreeMap<String, String>,
    redirects: BTreeMap<String, String>,
    base_path: String,
    first_line: String,
}

/// Two things that would be one file.
#[derive(Debug)]
pub struct Clash(String);

impl fmt::Display for Clash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "two addresses would be the one file `{}`",
            self.0
        )
    }
}

impl std::error::Error for Clash {}

impl Plan {
    /// The files of `release`. The base path is part of their names, since hosts
    /// read `_headers` and `_redirects` at the root of the host alone.
    ///
    /// # Errors
    /// When two addresses would be one file.
    pub fn new(release: &Release) -> Result<Self, Clash> {
        let snapshot = release.snapshot();
        let mut plan = Self {
            files: BTreeMap::new(),
            addresses: BTreeMap::new(),
            redirects: snapshot.redirects.clone(),
            base_path: snapshot.base_path.clone(),
            first_line: format!(
                "release {} as of {}, {} addresses",
                snapshot.release,
                snapshot.as_of,
                release.resources().count()
            ),
        };
        for (address, resource) in release.resources() {
            let file = match resource.status() {
                StatusCode::GONE => format!("{}{REMOVED}", folder_of(address)),
                _ => file_of(address),
            };
            plan.addresses.insert(address.to_string(), file.clone());
            plan.put(file, resource.body().clone())?;
        }
        // Where nobody can ask for the language, the first one is shown; its page
        // says itself where it really stands.
        let home = snapshot.home(snapshot.fallback);
        if let Some(Target::Resource(page)) = release.target(&home) {
            let file = file_of(&format!("{}/", snapshot.base_path));
            plan.put(file, page.body().clone())?;
        }
        for (index, _) in snapshot.languages.iter().enumerate() {
            let address = format!("{}{MISSING}", snapshot.home(index));
            let page = snapshot
                .errors
                .render(index, PageError::NotFound, Asked::at(""));
            let body = Body::encode(page, Effort::Start);
            if index == snapshot.fallback {
                plan.put(MISSING.to_owned(), body.clone())?;
            }
            let file = file_of(&address);
            plan.addresses.insert(address, file.clone());
            plan.put(file, body)?;
        }
        plan.put(
            "_headers".to_owned(),
            Body::plain(hosts::headers(release, MISSING)),
        )?;
        let redirects = hosts::redirects(release, MISSING, REMOVED);
        plan.put("_redirects".to_owned(), Body::plain(redirects))?;
        let marker = plan.marker();
        plan.put(MARKER.to_owned(), Body::plain(marker))?;
        Ok(plan)
    }

    fn put(&mut self, file: String, body: Body) -> Result<(), Clash> {
        match self.files.insert(file.clone(), body) {
            Some(_) => Err(Clash(file)),
            None => Ok(()),
        }
    }

    fn marker(&self) -> String {
        let mut text = format!("{}\n", self.first_line);
        for file in self.files.keys() {
            text.push_str(file);
            text.push('\n');
        }
        text
    }

    /// Every file and what is in it, by its path inside the folder. A body that is
    /// negotiated also has files in the codings that make it smaller.
    pub fn files(&self) -> &BTreeMap<String, Body> {
        &self.files
    }

    /// In which file each address of the site stands.
    pub fn addresses(&self) -> &BTreeMap<String, String> {
        &self.addresses
    }

    /// Old addresses and where they lead.
    pub(super) fn redirects(&self) -> &BTreeMap<String, String> {
        &self.redirects
    }

    /// What precedes every address.
    pub(super) fn base_path(&self) -> &str {
        &self.base_path
    }

    /// What names the release at the beginning of [`MARKER`].
    pub(super) fn first_line(&self) -> &str {
        &self.first_line
    }
}

/// The folder of an address, without the slash at its beginning, with one at its end.
fn folder_of(address: &str) -> String {
    let inside = address.trim_start_matches('/');
    match inside.is_empty() || inside.ends_with('/') {
        true => inside.to_owned(),
        false => format!("{inside}/"),
    }
}

/// The file that hosts of files show at an address.
fn file_of(address: &str) -> String {
    let inside = address.trim_start_matches('/');
    match inside.is_empty() || inside.ends_with('/') {
        true => format!("{inside}index.html"),
        false => inside.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{file_of, folder_of};

    #[test]
    fn a_folder_is_its_index() {
        for (address, file) in [
            ("/", "index.html"),
            ("/en/", "en/index.html"),
            ("/some/where/", "some/where/index.html"),
            ("/en/data.json", "en/data.json"),
            ("/robots.txt", "robots.txt"),
        ] {
            assert_eq!(file_of(address), file);
        }
        assert_eq!(folder_of("/en/gone/"), "en/gone/");
        assert_eq!(folder_of("/en/gone"), "en/gone/");
    }
}
