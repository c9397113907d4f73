//! The files below a folder.

use std::collections::BTreeSet;
use std::{fs, io, path::Path};

/// Every file below `folder`, as paths inside it with slashes between; links are
/// named and not followed.
///
/// # Errors
/// When a folder cannot be read.
pub(super) fn below(folder: &Path) -> io::Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    let mut waiting = vec![(folder.to_owned(), String::new())];
    while let Some((folder, prefix)) = waiting.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                waiting.push((entry.path(), format!("{name}/")));
            } else {
                found.insert(name);
            }
        }
    }
    Ok(found)
}
