//! Unix sockets in the file system: bound with the mode that was asked for,
//! in the place of what a program that is gone has left there.

use std::{
    fs::{self, Metadata},
    io,
    os::unix::{
        fs::{FileTypeExt as _, MetadataExt as _},
        net::{UnixListener, UnixStream},
    },
    path::{Path, PathBuf},
};

use anyhow::{Context as _, anyhow, bail};
use rustix::{fs::Mode, process::umask};

use super::NotNow;

/// The file of a socket that was bound here, removed when this is dropped.
#[derive(Debug)]
pub(in crate::cli) struct SocketFile {
    path: PathBuf,
    made: Identity,
}

/// What tells a file from one that took its place. Numbers of files are used
/// again, times are not.
type Identity = (u64, u64, i64, i64);

fn identity(metadata: &Metadata) -> Identity {
    let (seconds, nanoseconds) = (metadata.mtime(), metadata.mtime_nsec());
    (metadata.dev(), metadata.ino(), seconds, nanoseconds)
}

impl Drop for SocketFile {
    fn drop(&mut self) {
        // A successor's socket at the same path stays.
        let found = fs::symlink_metadata(&self.path).map(|found| identity(&found));
        if found.is_ok_and(|found| found == self.made) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Binds the socket at `path`.
///
/// # Errors
/// When something else than a socket is there, or somebody listens there; when
/// the system refuses.
pub(super) fn bind(path: &Path, mode: u32) -> anyhow::Result<(UnixListener, SocketFile)> {
    make_way(path)?;
    // The mode is right from the first moment on. It is that of the process,
    // and nothing else makes files at this time.
    let before = umask(Mode::from_raw_mode(0o777 & !mode));
    let bound = UnixListener::bind(path);
    umask(before);
    let listener = bound.map_err(|error| cannot_bind(path, &error))?;
    let metadata = fs::symlink_metadata(path)
        .with_context(|| format!("the socket {} was removed at once", path.display()))?;
    let file = SocketFile {
        path: path.to_owned(),
        made: identity(&metadata),
    };
    Ok((listener, file))
}

/// Removes the socket of a program that is gone.
fn make_way(path: &Path) -> anyhow::Result<()> {
    let shown = path.display();
    let metadata = match fs::symlink_metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error).context(format!("looking at {shown}")),
    };
    if !metadata.file_type().is_socket() {
        bail!("{shown} is there and no socket; choose another path, or remove it yourself");
    }
    match UnixStream::connect(path) {
        Ok(_) => Err(NotNow(format!(
            "another program listens on {shown}; choose another path, or end that program first"
        ))
        .into()),
        // Nobody listens there any more.
        Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
            fs::remove_file(path).with_context(|| format!("removing what is left of {shown}"))
        }
        Err(error) => Err(error).context(format!(
            "finding out whether another program listens on {shown}"
        )),
    }
}

/// What went wrong, and what to do about it.
fn cannot_bind(path: &Path, error: &io::Error) -> anyhow::Error {
    let shown = path.display();
    match error.kind() {
        io::ErrorKind::NotFound => anyhow!(
            "there is no folder for the socket {shown}; make it, or let the service manager do so \
             (`RuntimeDirectory=`)"
        ),
        io::ErrorKind::PermissionDenied => {
            anyhow!("this account may make no socket {shown}; choose a folder that it may write to")
        }
        io::ErrorKind::InvalidInput => {
            anyhow!("{shown} is too long for a socket; choose a path of at most 107 bytes")
        }
        _ => anyhow!("cannot listen on {shown}: {error}"),
    }
}
