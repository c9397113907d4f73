//! Static files: read, put together, named by their content, compressed.
//!
//! The only part of `site` that reads files. A name that contains a hash of
//! the bytes lets browsers keep a file for ever, because another content has
//! another name.

mod css;

use std::{
    borrow::Cow,
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use xxhash_rust::xxh3::xxh3_64;

use super::{
    body::{Body, Effort},
    snapshot::Media,
};

/// The path below the base path under which fingerprinted files are served.
pub const ASSETS_PATH: &str = "/assets/";

/// The style sheets that make up [`SITE_CSS`], in the order of the cascade.
const SITE_CSS_PARTS: [&str; 11] = [
    "css/tokens.css",
    "css/base.css",
    "css/layout.css",
    "css/components.css",
    "css/map.css",
    "css/timeline.css",
    "css/matrix.css",
    "css/search.css",
    "css/trust.css",
    "css/data.css",
    "css/print.css",
];

/// The name of the one style sheet that pages link to.
pub const SITE_CSS: &str = "css/site.css";

/// Files in this folder keep their names and are served at the root, because
/// browsers and crawlers ask for them there.
const ROOT_FOLDER: &str = "root/";

/// The largest static file that is taken: all of them are held in memory.
const MAX_FILE: u64 = 16 * 1024 * 1024;

/// How deep folders may be nested, so that a loop of symbolic links ends.
const MAX_DEPTH: usize = 8;

/// Where static files come from.
#[derive(Clone, Debug)]
pub enum AssetSource {
    /// The files built into the program: name below the static folder, with
    /// forward slashes, and bytes.
    Embedded(Vec<(&'static str, &'static [u8])>),
    /// A folder, which replaces those built in.
    Directory(PathBuf),
}

/// Why the static files cannot be served.
#[derive(Debug)]
pub enum AssetError {
    /// A file or folder cannot be read.
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A file is larger than the 16 MiB that are taken.
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// Folders are nested too deeply, most likely by a symbolic link.
    TooDeep {
        /// The folder at which reading stopped.
        path: PathBuf,
    },
    /// A link that leads out of the static folder: whatever is there was not
    /// meant for visitors.
    Outside {
        /// The link.
        path: PathBuf,
    },
    /// A style sheet that is not UTF-8.
    NotText {
        /// The file's name below the static folder.
        name: String,
    },
    /// A style sheet refers to a file that does not exist.
    DanglingUrl {
        /// The style sheet's name below the static folder.
        name: String,
        /// What stands in its `url()`.
        url: String,
    },
    /// Two files have the same address.
    SameAddress {
        /// The name of one of them below the static folder.
        name: String,
        /// The address.
        url: String,
    },
}

impl std::fmt::Display for AssetError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Read { path, error } => write!(f, "cannot read `{}`: {error}", path.display()),
            Self::TooLarge { path } => write!(
                f,
                "`{}` is larger than {} MiB, the most that a static file may have",
                path.display(),
                MAX_FILE >> 20
            ),
            Self::TooDeep { path } => write!(
                f,
                "folders are nested more than {MAX_DEPTH} deep at `{}`; is a symbolic link going round?",
                path.display()
            ),
            Self::Outside { path } => write!(
                f,
                "the link `{}` leads out of the folder; copy the file into it instead",
                path.display()
            ),
            Self::NotText { name } => write!(f, "style sheet `{name}` is not UTF-8 text"),
            Self::DanglingUrl { name, url } => {
                write!(
                    f,
                    "style sheet `{name}` refers to `{url}`, which does not exist"
                )
            }
            Self::SameAddress { name, url } => {
                write!(
                    f,
                    "`{name}` would be served at `{url}`, where another file stands"
                )
            }
        }
    }
}

impl std::error::Error for AssetError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Read { error, .. } => Some(error),
            _ => None,
        }
    }
}

/// A file as it is served.
#[derive(Clone, Debug)]
pub struct Asset {
    /// What the bytes are.
    pub media: Media,
    /// The bytes, after references in style sheets were rewritten.
    pub body: Body,
}

/// All static files.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    /// By the path at which it is served, below the base path.
    served: BTreeMap<String, Asset>,
    /// From the name below the static folder to that path.
    urls: BTreeMap<String, String>,
    /// Files that keep their names, by path below the base path.
    root: BTreeMap<String, Asset>,
}

/// File contents by name below the static folder, with forward slashes.
type Files = BTreeMap<String, Cow<'static, [u8]>>;

impl Assets {
    /// Reads all files and gives each its address.
    ///
    /// # Errors
    /// Whatever would leave a page without a file that it needs.
    pub fn load(source: &AssetSource, effort: Effort) -> Result<Self, AssetError> {
        let mut files = Files::new();
        match source {
            AssetSource::Embedded(built_in) => files.extend(
                built_in
                    .iter()
                    .filter(|(name, _)| is_served(name))
                    .map(|(name, bytes)| ((*name).to_owned(), Cow::Borrowed(*bytes))),
            ),
            AssetSource::Directory(dir) => Collecting::of(dir, &mut files)?.folder(dir, 0)?,
        }
        Self::from_files(files, effort)
    }

    fn from_files(mut files: Files, effort: Effort) -> Result<Self, AssetError> {
        let mut assets = Self::default();
        let mut sheets = BTreeMap::<&str, String>::new();
        for part in SITE_CSS_PARTS {
            if let Some(bytes) = files.remove(part) {
                let sheet = sheets.entry(SITE_CSS).or_default();
                sheet.push_str(&css::compact(text(part, &bytes)?));
            }
        }
        // Style sheets come last: they need the names of the others.
        let (mut styles, others): (Files, Files) = files
            .into_iter()
            .partition(|(name, _)| name.ends_with(".css") && !name.starts_with(ROOT_FOLDER));
        for (name, bytes) in others {
            assets.add(&name, bytes.into_owned(), effort)?;
        }
        for (name, bytes) in &mut styles {
            sheets.insert(name, css::compact(text(name, bytes)?));
        }
        for (name, sheet) in sheets {
            let linked = css::rewrite_urls(&sheet, |url| assets.relative_name(name, url)).map_err(
                |url| AssetError::DanglingUrl {
                    name: name.to_owned(),
                    url,
                },
            )?;
            assets.add(name, linked.into_bytes(), effort)?;
        }
        Ok(assets)
    }

    /// The same files and one more, which is made and not read.
    #[must_use]
    pub fn with(&self, name: &str, bytes: Vec<u8>) -> Self {
        let mut assets = self.clone();
        // Only a file of the same name and other content, whose hash is the
        // same, would be refused; then the one that is there stays.
        let _ = assets.add(name, bytes, Effort::Start);
        assets
    }

    fn add(&mut self, name: &str, bytes: Vec<u8>, effort: Effort) -> Result<(), AssetError> {
        // Other files (a licence beside a font, an editor's backup) are not
        // for visitors.
        let Some(media) = Media::from_file_name(name) else {
            return Ok(());
        };
        let hash = xxh3_64(&bytes) >> 32;
        let body = if media.is_compressible() {
            Body::encode(bytes, effort)
        } else {
            Body::plain(bytes)
        };
        let asset = Asset { media, body };
        if let Some(kept) = name.strip_prefix(ROOT_FOLDER) {
            self.root.insert(format!("/{kept}"), asset);
            return Ok(());
        }
        let file = name.rsplit('/').next().unwrap_or(name);
        let (stem, extension) = file.rsplit_once('.').unwrap_or((file, ""));
        let url = format!("{ASSETS_PATH}{stem}.{hash:08x}.{extension}");
        if let Some(other) = self.served.insert(url.clone(), asset)
            && other.body != self.served[&url].body
        {
            return Err(AssetError::SameAddress {
                name: name.to_owned(),
                url,
            });
        }
        self.urls.insert(name.to_owned(), url);
        Ok(())
    }

    /// The address, relative to the style sheet `sheet`, of what it calls
    /// `url`: all fingerprinted files are served from one folder.
    fn relative_name(&self, sheet: &str, url: &str) -> Option<&str> {
        let (path, _) = url.split_once(['?', '#']).unwrap_or((url, ""));
        let mut segments: Vec<&str> = sheet.split('/').collect();
        segments.pop();
        for segment in path.split('/') {
            match segment {
                "." => {}
                ".." => {
                    segments.pop()?;
                }
                name => segments.push(name),
            }
        }
        self.url(&segments.join("/"))?.strip_prefix(ASSETS_PATH)
    }

    /// The path, below the base path, of the file called `name` in the static
    /// folder, for example `css/site.css`.
    pub fn url(&self, name: &str) -> Option<&str> {
        self.urls.get(name).map(String::as_str)
    }

    /// The file served at `path`, which is below the base path.
    pub fn get(&self, path: &str) -> Option<&Asset> {
        self.served.get(path)
    }

    /// All fingerprinted files with their paths below the base path, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Asset)> {
        self.served
            .iter()
            .map(|(path, asset)| (path.as_str(), asset))
    }

    /// The files that keep their names, with their paths below the base path.
    pub fn root(&self) -> impl Iterator<Item = (&str, &Asset)> {
        self.root.iter().map(|(path, asset)| (path.as_str(), asset))
    }
}

fn text<'a>(name: &str, bytes: &'a [u8]) -> Result<&'a str, AssetError> {
    std::str::from_utf8(bytes).map_err(|_| AssetError::NotText {
        name: name.to_owned(),
    })
}

/// Reads a folder of static files.
struct Collecting<'a> {
    /// The folder, as it was named,
    root: &'a Path,
    /// and where it really is.
    real: PathBuf,
    files: &'a mut Files,
}

impl<'a> Collecting<'a> {
    fn of(root: &'a Path, files: &'a mut Files) -> Result<Self, AssetError> {
        let real = fs::canonicalize(root).map_err(unreadable(root))?;
        Ok(Self { root, real, files })
    }

    fn folder(&mut self, dir: &Path, depth: usize) -> Result<(), AssetError> {
        if depth > MAX_DEPTH {
            return Err(AssetError::TooDeep {
                path: dir.to_owned(),
            });
        }
        for entry in fs::read_dir(dir).map_err(unreadable(dir))? {
            let entry = entry.map_err(unreadable(dir))?;
            let path = entry.path();
            let below = path.strip_prefix(self.root).unwrap_or(&path);
            let name = below.to_string_lossy().replace('\\', "/");
            if !is_served(&name) {
                continue;
            }
            // Links within the folder are how some systems exchange all files at
            // once; one that leads elsewhere would show what is elsewhere.
            let is_link = entry.file_type().map_err(unreadable(&path))?.is_symlink();
            if is_link {
                let target = fs::canonicalize(&path).map_err(unreadable(&path))?;
                if !target.starts_with(&self.real) {
                    return Err(AssetError::Outside { path });
                }
            }
            let metadata = fs::metadata(&path).map_err(unreadable(&path))?;
            if metadata.is_dir() {
                self.folder(&path, depth + 1)?;
            } else if metadata.len() > MAX_FILE {
                return Err(AssetError::TooLarge { path });
            } else if metadata.is_file() {
                let bytes = fs::read(&path).map_err(unreadable(&path))?;
                self.files.insert(name, Cow::Owned(bytes));
            }
        }
        Ok(())
    }
}

fn unreadable(path: &Path) -> impl FnOnce(io::Error) -> AssetError {
    let path = path.to_owned();
    move |error| AssetError::Read { path, error }
}

/// Hidden files are an editor's or a tool's, never a visitor's; `.well-known`
/// is the one exception (RFC 8615).
fn is_served(name: &str) -> bool {
    name.split('/')
        .all(|segment| !segment.starts_with('.') || segment == ".well-known")
}

#[cfg(test)]
mod tests;
