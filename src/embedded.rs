//! The content and the static files that this program was built with, so that
//! one file is enough to serve the register.

use include_dir::{Dir, DirEntry, include_dir};

static CONTENT: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/content");
static STATIC: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/static");

/// The content files: path inside the content folder, with `/` between parts,
/// and bytes; in the order of the paths. Only what a register is made of:
/// schemas, notes and licences that lie beside it are left out.
pub fn content() -> Vec<(&'static str, &'static [u8])> {
    let mut files = files(&CONTENT);
    files.retain(|(path, _)| path.ends_with(".toml"));
    files
}

/// The static files: path inside the folder of static files, and bytes; in the
/// order of the paths.
pub fn static_files() -> Vec<(&'static str, &'static [u8])> {
    files(&STATIC)
}

fn files(folder: &'static Dir<'static>) -> Vec<(&'static str, &'static [u8])> {
    let mut found = Vec::new();
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for entry in folder.entries() {
            // Names that begin with a point are nobody's business but the file system's.
            let hidden = entry
                .path()
                .file_name()
                .and_then(|name| name.to_str())
                .is_none_or(|name| name.starts_with('.'));
            match entry {
                _ if hidden => {}
                DirEntry::Dir(inner) => folders.push(inner),
                DirEntry::File(file) => {
                    found.extend(file.path().to_str().map(|path| (path, file.contents())));
                }
            }
        }
    }
    found.sort_unstable();
    found
}

#[cfg(test)]
mod tests {
    use super::{content, static_files};

    #[test]
    fn only_content_is_taken_for_content() {
        let files = content();
        assert!(files.iter().any(|(path, _)| *path == "site.toml"));
        assert!(files.iter().any(|(path, _)| path.starts_with("partners/")));
        assert!(files.iter().all(|(path, _)| path.ends_with(".toml")));
        assert!(files.is_sorted());
        assert!(!static_files().is_empty());
    }
}
