//! Writing an export: a new folder beside the place, complete and on the disk
//! before it takes the place of the old one.
//!
//! Everything is made inside one hidden folder beside the place, which is locked
//! while an export runs. What a killed run leaves there is removed by the next.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::{error, fmt};

use rayon::prelude::*;

use super::plan::{MARKER, Plan, ending};
use super::{files, swap};
use crate::site::body::{Body, Coding, Effort};

/// How many foreign files are named before the rest is counted.
const NAMED: usize = 3;

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Files, those in codings among them.
    pub files: u64,
    /// Bytes in all of them.
    pub bytes: u64,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Files of the plan that are on the disk.
    pub done: usize,
    /// Files of the plan.
    pub all: usize,
}

/// Why nothing was written.
#[derive(Debug)]
pub enum Failure {
    /// The place is not to be written to, and why.
    Refused(String),
    /// The system refused.
    System {
        /// What was being done, such as `writing site/en/index.html`.
        what: String,
        /// The system's reason.
        error: io::Error,
    },
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(why) => formatter.write_str(why),
            Self::System { what, error } => write!(formatter, "{what}: {error}"),
        }
    }
}

impl error::Error for Failure {}

/// For `map_err`: names what was being done.
fn doing(what: &str, path: &Path) -> impl FnOnce(io::Error) -> Failure {
    let what = format!("{what} {}", path.display());
    move |error| Failure::System { what, error }
}

/// Writes `plan` to the folder `place`, coded with `effort` on all cores, and
/// tells `progress` of each file.
///
/// # Errors
/// When something stands there that no export has written, when another export
/// writes there, or when the system refuses. The place is then as it was.
pub fn write(
    plan: &Plan,
    place: &Path,
    effort: Effort,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Written, Failure> {
    let place = &real(place)?;
    may_be_replaced(place)?;
    let scaffold = Scaffold::put_up(place)?;
    let new = scaffold.folder.join("new");
    let written = fill(plan, &new, effort, progress)?;
    if let Ok(old) = fs::metadata(place) {
        fs::set_permissions(&new, old.permissions()).map_err(doing("preparing", &new))?;
    }
    // Somebody may have put something there meanwhile.
    may_be_replaced(place)?;
    swap::put(&new, place).map_err(doing("putting the new folder in place of", place))?;
    let above = above(place);
    keep_folder(above).map_err(doing("writing", above))?;
    Ok(written)
}

/// The folder that is meant, whether it exists or not: a link stays a link.
fn real(place: &Path) -> Result<PathBuf, Failure> {
    if let Ok(real) = place.canonicalize() {
        return Ok(real);
    }
    let Some(name) = place.file_name() else {
        let why = format!("{} has no name to write to", place.display());
        return Err(Failure::Refused(why));
    };
    if place.is_symlink() {
        let why = format!("{} is a link that leads nowhere", place.display());
        return Err(Failure::Refused(why));
    }
    let above = match place.parent() {
        Some(above) if !above.as_os_str().is_empty() => above,
        _ => Path::new("."),
    };
    fs::create_dir_all(above).map_err(doing("making", above))?;
    let above = above.canonicalize().map_err(doing("reading", above))?;
    Ok(above.join(name))
}

fn above(place: &Path) -> &Path {
    place.parent().unwrap_or(place)
}

/// Whether nothing is lost if something else takes this place.
fn may_be_replaced(place: &Path) -> Result<(), Failure> {
    let refuse = |why: String| Err(Failure::Refused(why));
    let shown = place.display();
    match fs::metadata(place) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(doing("reading", place)(error)),
        Ok(found) if !found.is_dir() => return refuse(format!("{shown} is not a folder")),
        Ok(_) => {}
    }
    let found = files::below(place).map_err(doing("reading", place))?;
    if found.is_empty() {
        return Ok(());
    }
    if !found.contains(MARKER) {
        return refuse(format!(
            "{shown} holds files, and no export has made it (it has no `{MARKER}`): \
             nothing was written; name another folder, or empty this one"
        ));
    }
    let marker = fs::read_to_string(place.join(MARKER)).map_err(doing("reading", place))?;
    let own: BTreeSet<&str> = marker.lines().skip(1).collect();
    let is_own = |file: &str| {
        let coded = [Coding::Gzip, Coding::Brotli].map(ending);
        let mut plain = coded.iter().filter_map(|ending| file.strip_suffix(ending));
        file == MARKER || own.contains(file) || plain.any(|file| own.contains(file))
    };
    let foreign: Vec<_> = found.iter().filter(|file| !is_own(file)).collect();
    if foreign.is_empty() {
        return Ok(());
    }
    let mut named: Vec<_> = foreign
        .iter()
        .take(NAMED)
        .map(|file| format!("`{file}`"))
        .collect();
    if foreign.len() > NAMED {
        named.push(format!("{} more", foreign.len() - NAMED));
    }
    refuse(format!(
        "{shown} holds what no export has written, and it would be lost: {}; nothing was \
         written; move it away first",
        named.join(", ")
    ))
}

/// The hidden folder beside the place, taken down with the value.
struct Scaffold {
    folder: PathBuf,
    /// Keeps others away; the system lets go of it if the process is killed.
    lock: Option<File>,
}

impl Scaffold {
    fn put_up(place: &Path) -> Result<Self, Failure> {
        let name = place.file_name().unwrap_or_default().to_string_lossy();
        let folder = place.with_file_name(format!(".{name}.saradnja-export"));
        fs::create_dir_all(&folder).map_err(doing("making", &folder))?;
        let path = folder.join("lock");
        let lock = File::create(&path).map_err(doing("writing", &path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let place = place.display();
                let why = format!("another export is writing to {place} at this moment");
                return Err(Failure::Refused(why));
            }
            Err(TryLockError::Error(error)) => return Err(doing("locking", &path)(error)),
        }
        let scaffold = Self {
            folder,
            lock: Some(lock),
        };
        scaffold
            .clear()
            .map_err(doing("clearing", &scaffold.folder))?;
        Ok(scaffold)
    }

    /// Removes what an earlier run left.
    fn clear(&self) -> io::Result<()> {
        for name in ["new", "old"] {
            match fs::remove_dir_all(self.folder.join(name)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }
}

impl Drop for Scaffold {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next export.
        let _ = self.clear();
        let _ = fs::remove_file(self.folder.join("lock"));
        self.lock.take();
        let _ = fs::remove_dir(&self.folder);
    }
}

/// Writes every file into a new folder, and returns when all is on the disk.
fn fill(
    plan: &Plan,
    new: &Path,
    effort: Effort,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Written, Failure> {
    let mut folders = BTreeSet::from([new.to_owned()]);
    for file in plan.files().keys() {
        let mut folder = new.to_owned();
        for part in file
            .split('/')
            .rev()
            .skip(1)
            .collect::<Vec<_>>()
            .iter()
            .rev()
        {
            folder.push(part);
            folders.insert(folder.clone());
        }
    }
    for folder in &folders {
        fs::create_dir(folder).map_err(doing("making", folder))?;
    }
    let (done, files, bytes) = (AtomicUsize::new(0), AtomicU64::new(0), AtomicU64::new(0));
    let all = plan.files().len();
    plan.files().par_iter().try_for_each(|(file, body)| {
        for (coding, content) in coded(body, effort) {
            let path = new.join(format!("{file}{}", ending(coding)));
            keep_file(&path, &content).map_err(doing("writing", &path))?;
            files.fetch_add(1, Ordering::Relaxed);
            bytes.fetch_add(content.len() as u64, Ordering::Relaxed);
        }
        let done = done.fetch_add(1, Ordering::Relaxed) + 1;
        progress(Progress { done, all });
        Ok(())
    })?;
    for folder in folders.iter().rev() {
        keep_folder(folder).map_err(doing("writing", folder))?;
    }
    Ok(Written {
        files: files.into_inner(),
        bytes: bytes.into_inner(),
    })
}

/// The content in every coding that makes it smaller. What was coded quickly when
/// it was loaded is coded again.
fn coded(body: &Body, effort: Effort) -> Vec<(Coding, bytes::Bytes)> {
    let better = (body.is_negotiated() && effort == Effort::Best).then(|| body.improved(effort));
    let body = better.as_ref().unwrap_or(body);
    let codings = Coding::ALL.into_iter();
    let found = codings.filter_map(|coding| Some((coding, body.representation(coding)?)));
    found
        .map(|(coding, found)| (coding, found.bytes.clone()))
        .collect()
}

fn keep_file(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(content)?;
    file.sync_all()
}

/// The names in a folder are kept with it, where the system does that.
fn keep_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}
