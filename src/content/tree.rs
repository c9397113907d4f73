//! Reading the content folder: the only place that touches its files.
//!
//! Nothing that lies there makes this fail as a whole: what cannot be read is
//! reported at its path, and the rest is read all the same.

use crate::diag::{Code, Diagnostic, Report, SourceMap};
use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Larger than any content file should be, in bytes: a page of prose in
/// several languages stays well under a tenth of it.
const LARGEST_FILE: u64 = 1024 * 1024;

/// Files in memory, as a build embeds them: path inside the content folder, and bytes.
pub type EmbeddedFiles<'a> = &'a [(&'a str, &'a [u8])];

/// Where content is read from.
#[derive(Debug, Clone, Copy)]
pub enum Origin<'a> {
    /// A folder on disk.
    Folder(&'a Path),
    /// Files inside the program.
    Embedded(EmbeddedFiles<'a>),
    /// Files in memory, shown as if they were read from this folder.
    Memory(&'a Path, EmbeddedFiles<'a>),
    /// A folder on disk, with these texts, by their paths inside it, in place of
    /// what the files say: an editor has not saved them yet.
    Overlaid(&'a Path, &'a BTreeMap<String, String>),
}

/// The content folder that a path lies in, or is itself: the nearest one with
/// a `site.toml`; or else the folder `content` in it, if that has one.
pub fn content_folder_of(path: &Path) -> Option<PathBuf> {
    let is_register = |folder: &&Path| folder.join("site.toml").is_file();
    let beside = path.join("content");
    path.ancestors()
        .find(is_register)
        .or_else(|| Some(beside.as_path()).filter(is_register))
        .map(Path::to_owned)
}

/// Reads every TOML file, in the order of their paths.
pub fn read(origin: Origin<'_>, report: &mut Report) -> SourceMap {
    let mut sources = SourceMap::new();
    let root = match origin {
        Origin::Folder(root) | Origin::Memory(root, _) | Origin::Overlaid(root, _) => display(root),
        Origin::Embedded(_) => "content".to_owned(),
    };
    // The folder itself comes first, as a file without text: complaints about
    // what is missing from it have no other place.
    let folder = sources.add(root.clone(), "", "");
    let mut reader = Reader {
        root,
        sources: &mut sources,
        report,
        unsaved: BTreeMap::new(),
    };
    match origin {
        Origin::Folder(path) => reader.folder(path, "", &mut Vec::new()),
        Origin::Overlaid(path, texts) => {
            let texts = texts.iter();
            reader.unsaved = texts.map(|(path, text)| (&**path, &**text)).collect();
            reader.folder(path, "", &mut Vec::new());
            for (relative, text) in std::mem::take(&mut reader.unsaved) {
                if !relative.split('/').any(is_nobodys) {
                    reader.bytes(relative, text.as_bytes().to_vec());
                }
            }
        }
        Origin::Embedded(files) | Origin::Memory(_, files) => {
            let mut files: Vec<_> = files
                .iter()
                .filter(|(path, _)| path.ends_with(".toml"))
                .collect();
            files.sort_by_key(|(path, _)| *path);
            for (path, bytes) in files {
                reader.bytes(path, bytes.to_vec());
            }
        }
    }
    // A folder that cannot be read is not known to be empty.
    let is_whole = |found: &Diagnostic| found.code != Code::UnreadableFile;
    if report.diagnostics().iter().all(is_whole)
        && !sources
            .iter()
            .any(|(_, file)| file.relative.ends_with(".toml"))
    {
        report.push(
            Diagnostic::new(Code::EmptyContent, folder, 0..0, "no content files here")
                .help("a register begins with a file `site.toml`"),
        );
    }
    sources
}

fn display(path: &Path) -> String {
    let text = path.display().to_string();
    let trimmed = text.trim_end_matches('/');
    trimmed.strip_prefix("./").unwrap_or(trimmed).to_owned()
}

struct Reader<'a> {
    root: String,
    sources: &'a mut SourceMap,
    report: &'a mut Report,
    /// Texts that are taken in place of what files say, until they are.
    unsaved: BTreeMap<&'a str, &'a str>,
}

impl Reader<'_> {
    /// Reads a folder; `within` are the folders that it lies in, by their true paths.
    fn folder(&mut self, path: &Path, relative: &str, within: &mut Vec<PathBuf>) {
        match path.canonicalize() {
            Ok(truly) if within.contains(&truly) => return self.circle(relative),
            Ok(truly) => within.push(truly),
            Err(error) => return self.unreadable(relative, "this folder", &error),
        }
        self.entries(path, relative, within);
        within.pop();
    }

    fn entries(&mut self, path: &Path, relative: &str, within: &mut Vec<PathBuf>) {
        let entries = match fs::read_dir(path).and_then(Iterator::collect::<Result<Vec<_>, _>>) {
            Ok(entries) => entries,
            Err(error) => return self.unreadable(relative, "this folder", &error),
        };
        let mut names: Vec<_> = entries.iter().map(|entry| entry.file_name()).collect();
        names.sort();
        for name in names {
            let Some(text) = name.to_str() else {
                let file = self.add(&join(relative, &name.to_string_lossy()), "");
                self.report.push(Diagnostic::new(
                    Code::FileName,
                    file,
                    0..0,
                    "the name of this file is not readable text",
                ));
                continue;
            };
            if is_nobodys(text) {
                continue;
            }
            self.entry(&path.join(text), &join(relative, text), within);
        }
    }

    fn entry(&mut self, path: &Path, relative: &str, within: &mut Vec<PathBuf>) {
        let is_toml = relative.ends_with(".toml");
        if let Some(text) = self.unsaved.remove(relative) {
            return self.bytes(relative, text.as_bytes().to_vec());
        }
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() && is_toml => {
                let file = self.add(relative, "");
                self.report.push(
                    Diagnostic::new(
                        Code::UnreadableFile,
                        file,
                        0..0,
                        "this is a folder, but its name says that it is a file",
                    )
                    .help("take `.toml` out of the folder's name, or put a file in its place"),
                );
            }
            Ok(metadata) if metadata.is_dir() => self.folder(path, relative, within),
            Ok(_) if !is_toml => self.stray(relative),
            Ok(metadata) if !metadata.is_file() => {
                let file = self.add(relative, "");
                self.report.push(Diagnostic::new(
                    Code::UnreadableFile,
                    file,
                    0..0,
                    "this is not an ordinary file",
                ));
            }
            Ok(metadata) if metadata.len() > LARGEST_FILE => self.too_large(relative),
            Ok(_) => match read_bounded(path) {
                Ok(Some(bytes)) => self.bytes(relative, bytes),
                Ok(None) => self.too_large(relative),
                Err(error) => self.unreadable(relative, "this file", &error),
            },
            Err(error) if is_toml || error.kind() != std::io::ErrorKind::NotFound => {
                self.unreadable(relative, "this file", &error);
            }
            // A dangling link to something that is not content.
            Err(_) => {}
        }
    }

    /// A file that somebody may take for content, and nothing reads.
    fn stray(&mut self, relative: &str) {
        let name = relative.rsplit('/').next().unwrap_or(relative);
        // What says to people how the content may be used, or what it is.
        let stem = name.split('.').next().unwrap_or(name);
        if matches!(stem, "LICENSE" | "LICENCE" | "COPYING" | "README") {
            return;
        }
        let lower = name.to_lowercase();
        let help = if let Some((_, ending)) = lower.split_once(".toml.") {
            format!("its name must end in `.toml`: take `.{ending}` away")
        } else if lower.ends_with(".toml") {
            "write `.toml` at the end of its name in small letters".to_owned()
        } else {
            "if it is content, its name must end in `.toml`; else move it out of the content \
             folder"
                .to_owned()
        };
        let file = self.add(relative, "");
        self.report.push(
            Diagnostic::new(Code::UnexpectedFile, file, 0..0, "nothing reads this file").help(help),
        );
    }

    fn circle(&mut self, relative: &str) {
        let file = self.add(relative, "");
        self.report.push(
            Diagnostic::new(
                Code::UnreadableFile,
                file,
                0..0,
                "this link leads back to a folder that it lies in",
            )
            .help("remove the link"),
        );
    }

    fn bytes(&mut self, relative: &str, bytes: Vec<u8>) {
        match String::from_utf8(bytes) {
            Ok(text) => {
                // Some Windows editors begin a file with a byte order mark.
                let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
                self.add(relative, text);
            }
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let bytes = error.into_bytes();
                // The rest is kept too: it may explain what other files name.
                let readable = String::from_utf8_lossy(&bytes).into_owned();
                let file = self.add(relative, &readable);
                let line = self.sources.file(file).position(valid).line;
                self.report.push(
                    Diagnostic::new(
                        Code::NotUtf8,
                        file,
                        valid..valid,
                        format!("this file stops being UTF-8 text in line {line}"),
                    )
                    .help("save it again with the encoding UTF-8"),
                );
            }
        }
    }

    fn too_large(&mut self, relative: &str) {
        let file = self.add(relative, "");
        self.report.push(
            Diagnostic::new(
                Code::FileTooLarge,
                file,
                0..0,
                "this file is larger than 1 MiB, too large for content",
            )
            .help("move it out of the content folder, or split it"),
        );
    }

    fn unreadable(&mut self, relative: &str, what: &str, error: &std::io::Error) {
        let file = self.add(relative, "");
        self.report.push(
            Diagnostic::new(
                Code::UnreadableFile,
                file,
                0..0,
                format!("{what} cannot be read: {}", reason(error)),
            )
            .help("check that it exists, that links lead somewhere, and that it may be read"),
        );
    }

    fn add(&mut self, relative: &str, text: &str) -> crate::diag::FileId {
        self.sources.add(join(&self.root, relative), relative, text)
    }
}

/// Files that lie in a folder without anybody having put content there: hidden
/// ones (`.schema`, `.git`), what editors keep beside the file they change,
/// what systems write into folders, and this program's own files on their way
/// to replace another.
fn is_nobodys(name: &str) -> bool {
    const ENDINGS: [&str; 8] = ["~", ".swp", ".swo", ".swx", ".bak", ".orig", ".tmp", ".new"];
    name.starts_with('.')
        || (name.starts_with('#') && name.ends_with('#'))
        || ENDINGS.iter().any(|ending| name.ends_with(ending))
        || ["thumbs.db", "desktop.ini"].contains(&name.to_lowercase().as_str())
}

/// The file's bytes, or nothing when it grew past the limit since it was looked at.
fn read_bounded(path: &Path) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    fs::File::open(path)?
        .take(LARGEST_FILE + 1)
        .read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= LARGEST_FILE).then_some(bytes))
}

fn join(folder: &str, name: &str) -> String {
    match (folder, name) {
        ("", name) => name.to_owned(),
        (folder, "") => folder.to_owned(),
        (folder, name) => format!("{folder}/{name}"),
    }
}

/// The operating system's reason without its number.
fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}
