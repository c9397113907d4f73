//! Files that are written whole or not at all.

use std::io::{self, Write as _};
use std::path::Path;

/// Replaces a file as a whole, so that whoever reads it at this moment sees the
/// old or the new one, and a full disk or a killed process leaves the old one.
pub(super) fn replace_file(path: &Path, text: &str) -> anyhow::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    // The name does not end in `.toml`, so that no reader takes it for content.
    let temporary = path.with_file_name(name);
    let write = || -> io::Result<()> {
        let mut file = std::fs::File::create(&temporary)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        if let Ok(metadata) = std::fs::metadata(path) {
            std::fs::set_permissions(&temporary, metadata.permissions())?;
        }
        std::fs::rename(&temporary, path)
    };
    write().map_err(|error| {
        // Nothing more can be done about it; the first failure is the one to tell.
        let _ = std::fs::remove_file(&temporary);
        anyhow::Error::from(error).context(format!("writing {}", path.display()))
    })
}
