//! What the system says of every file in some folders, without opening any.

use std::{
    fs::{self, Metadata},
    path::{Path, PathBuf},
};

use xxhash_rust::xxh3::Xxh3;

/// How deep folders may be nested, so that a loop of symbolic links ends.
const MAX_DEPTH: usize = 16;

/// Stands for the names, sizes, times and identities of all files: a change of
/// any of them is another state. The identity tells of a file that was put in
/// the place of another of the same size within one tick of the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State(u128);

impl State {
    /// The state of these folders and everything below them.
    pub(super) fn of(folders: &[PathBuf]) -> Self {
        let mut hash = Xxh3::new();
        for folder in folders {
            entry(&mut hash, folder, 0);
        }
        Self(hash.digest128())
    }
}

fn entry(hash: &mut Xxh3, path: &Path, depth: usize) {
    hash.update(path.as_os_str().as_encoded_bytes());
    // Through symbolic links: what counts is what would be read.
    match fs::metadata(path) {
        Ok(metadata) => {
            identity(hash, &metadata);
            if metadata.is_dir() && depth < MAX_DEPTH {
                folder(hash, path, depth);
            }
        }
        // What is not there, or cannot be looked at, may be there later.
        Err(error) => hash.update(format!("{:?}", error.kind()).as_bytes()),
    }
}

fn folder(hash: &mut Xxh3, path: &Path, depth: usize) {
    let mut names: Vec<_> = fs::read_dir(path)
        .map(|entries| entries.flatten().map(|entry| entry.file_name()).collect())
        .unwrap_or_default();
    names.sort();
    for name in names {
        let is_hidden = name.as_encoded_bytes().starts_with(b".");
        // A hidden file is nobody's content: notes of programs lie there. A hidden
        // folder may hold what a link outside it leads to.
        if is_hidden && !path.join(&name).is_dir() {
            continue;
        }
        entry(hash, &path.join(name), depth + 1);
    }
}

#[cfg(unix)]
fn identity(hash: &mut Xxh3, metadata: &Metadata) {
    use std::os::unix::fs::MetadataExt as _;
    for number in [metadata.dev(), metadata.ino(), u64::from(metadata.mode())] {
        hash.update(&number.to_le_bytes());
    }
    if metadata.is_dir() {
        // Its times change with temporary files that are gone again.
        return;
    }
    hash.update(&metadata.size().to_le_bytes());
    for time in [
        metadata.mtime(),
        metadata.mtime_nsec(),
        metadata.ctime(),
        metadata.ctime_nsec(),
    ] {
        hash.update(&time.to_le_bytes());
    }
}

#[cfg(not(unix))]
fn identity(hash: &mut Xxh3, metadata: &Metadata) {
    if metadata.is_dir() {
        return;
    }
    hash.update(&metadata.len().to_le_bytes());
    if let Ok(time) = metadata.modified() {
        hash.update(format!("{time:?}").as_bytes());
    }
}

/// Whether git is changing the files of the checkout that a folder lies in: it
/// holds this lock from before the first file until after the last.
pub(super) fn is_being_checked_out(folders: &[PathBuf]) -> bool {
    folders.iter().any(|folder| {
        let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.clone());
        let git = folder.ancestors().find(|above| above.join(".git").is_dir());
        git.is_some_and(|above| above.join(".git/index.lock").exists())
    })
}
