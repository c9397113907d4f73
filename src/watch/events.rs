//! Events of the file system, which wake the watch sooner than its next look.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::Bell;

/// Rings the bell as long as it is kept. Where events do not work (a network's
/// file system, no room for another watch) it rings for nothing, and the next
/// look sees the change all the same.
#[derive(Debug)]
pub(super) struct Events {
    _watcher: Option<RecommendedWatcher>,
}

impl Events {
    /// Listens to these folders, and to what becomes of their own names.
    pub(super) fn of(folders: &[PathBuf], bell: &Arc<Bell>) -> Self {
        let bell = Arc::clone(bell);
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            // Looking at a file changes nothing, and a look is what follows.
            if event.is_ok_and(|event| !matches!(event.kind, EventKind::Access(_))) {
                bell.look();
            }
        });
        let watcher = watcher.ok().map(|mut watcher| {
            for folder in folders {
                let mut listen = |path: &Path, how| {
                    if let Err(error) = watcher.watch(path, how) {
                        tracing::debug!(%error, path = %path.display(), "no events from here");
                    }
                };
                listen(folder, RecursiveMode::Recursive);
                // A folder that is renamed or exchanged changes the one above.
                let above = folder
                    .parent()
                    .filter(|above| !above.as_os_str().is_empty());
                listen(above.unwrap_or(Path::new(".")), RecursiveMode::NonRecursive);
            }
            watcher
        });
        Self { _watcher: watcher }
    }
}
