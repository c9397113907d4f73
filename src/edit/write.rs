//! Writing a plan to disk: every file whole, and all of them or none.
//!
//! The new texts are first written beside the files that they replace, so that
//! a full disk or a folder that may not be written to is met while everything
//! is still as it was. Then each takes the place of the old one by renaming,
//! which a reader sees as before or after and never in between. Should that
//! fail half way, what was done is undone.

use super::plan::{Change, Plan};
use super::register::Register;
use crate::diag::Edit;
use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// Some Windows editors begin a file with this; texts are known without it.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Why nothing was written.
#[derive(Debug)]
pub enum Failure {
    /// Somebody else changed, made or removed this file since it was read.
    Changed(PathBuf),
    /// The system refused.
    System {
        /// What was being done, such as `writing content/site.toml`.
        what: String,
        /// The system's reason.
        error: io::Error,
        /// Files that could not be put back; their old text lies beside them,
        /// under this name.
        left: Vec<PathBuf>,
    },
}

/// Writes the changes of a plan that was made from this register.
///
/// # Errors
///
/// If a file is no longer as it was read, or if the system refuses. All files are
/// then as they were, but for those that [`Failure::System`] names.
pub fn write(register: &Register, plan: &Plan) -> Result<(), Failure> {
    let mut prepared = Prepared::default();
    for (path, change) in plan.changes() {
        prepared.prepare(register, path, change)?;
    }
    // Between reading and this moment an editor may have saved.
    for (path, change) in plan.changes() {
        old_bytes(register, path, change)?;
    }
    prepared.commit()
}

/// One thing to do to the folder.
#[derive(Debug)]
enum Step {
    /// Put the file at the second path in place of that at the first, which may
    /// not exist.
    Put(PathBuf, PathBuf),
    /// Take a file away.
    Take(PathBuf),
}

/// New files that lie beside their places, and what is to be done with them.
#[derive(Debug, Default)]
struct Prepared {
    steps: Vec<Step>,
    /// Files beside others that are only needed meanwhile.
    temporary: Vec<PathBuf>,
}

impl Drop for Prepared {
    fn drop(&mut self) {
        for path in &self.temporary {
            // What has found its place is not here any more.
            let _ = fs::remove_file(path);
        }
    }
}

impl Prepared {
    fn prepare(&mut self, register: &Register, path: &str, change: &Change) -> Result<(), Failure> {
        let old = old_bytes(register, path, change)?;
        let full = register.root().join(path);
        match change {
            Change::Create(text) => self.put(&full, None, text.as_bytes()),
            Change::Rewrite(text) => self.put(&full, Some(&full), text.as_bytes()),
            Change::Remove => {
                self.steps.push(Step::Take(full));
                Ok(())
            }
            Change::Edit { edits, to } => {
                let text = register.text(path).unwrap_or_default();
                let Ok(new) = Edit::apply(edits, text) else {
                    return Err(Failure::Changed(full));
                };
                let has_mark = old.is_some_and(|old| old.starts_with(BYTE_ORDER_MARK));
                let mark = if has_mark { BYTE_ORDER_MARK } else { &[] };
                let bytes = [mark, new.as_bytes()].concat();
                match to {
                    None => self.put(&full, Some(&full), &bytes),
                    Some(to) => {
                        let target = register.root().join(to);
                        self.put(&target, Some(&full), &bytes)?;
                        self.steps.push(Step::Take(full));
                        Ok(())
                    }
                }
            }
        }
    }

    /// Writes new bytes beside their place, with the mode of the file `like`. A
    /// link stays a link: the place is that of what it names.
    fn put(&mut self, shown: &Path, like: Option<&Path>, bytes: &[u8]) -> Result<(), Failure> {
        let place = &shown.canonicalize().unwrap_or_else(|_| shown.to_owned());
        let beside = self.beside(place, "new");
        let write = || -> io::Result<()> {
            if let Some(folder) = place.parent() {
                fs::create_dir_all(folder)?;
            }
            let mut file = fs::File::create(&beside)?;
            file.write_all(bytes)?;
            if let Some(like) = like {
                file.set_permissions(fs::metadata(like)?.permissions())?;
            }
            file.sync_all()
        };
        write().map_err(|error| Failure::System {
            what: format!("writing {}", shown.display()),
            error,
            left: Vec::new(),
        })?;
        self.steps.push(Step::Put(place.to_owned(), beside));
        Ok(())
    }

    /// A name beside a file that no reader of content takes for content.
    fn beside(&mut self, place: &Path, ending: &str) -> PathBuf {
        let name = place.file_name().unwrap_or_default().to_string_lossy();
        let beside = place.with_file_name(format!(".{name}.{}.{ending}", std::process::id()));
        self.temporary.push(beside.clone());
        beside
    }

    fn commit(mut self) -> Result<(), Failure> {
        let steps = std::mem::take(&mut self.steps);
        // The old files keep a second name, so that putting them back needs no room.
        let mut backups = Vec::with_capacity(steps.len());
        for step in &steps {
            let (Step::Put(place, _) | Step::Take(place)) = step;
            let backup = self.beside(place, "old");
            let kept = match fs::hard_link(place, &backup) {
                Ok(()) => Some(backup),
                Err(error) if error.kind() == io::ErrorKind::NotFound => None,
                // A file system without second names.
                Err(_) => Some(fs::copy(place, &backup).map(|_| backup).map_err(|error| {
                    Failure::System {
                        what: format!("keeping a copy of {}", place.display()),
                        error,
                        left: Vec::new(),
                    }
                })?),
            };
            backups.push(kept);
        }
        for (done, step) in steps.iter().enumerate() {
            let result = match step {
                Step::Put(place, beside) => fs::rename(beside, place),
                Step::Take(place) => fs::remove_file(place),
            };
            if let Err(error) = result {
                let (Step::Put(place, _) | Step::Take(place)) = step;
                let what = match step {
                    Step::Put(..) => format!("writing {}", place.display()),
                    Step::Take(..) => format!("removing {}", place.display()),
                };
                let left = self.undo(&steps[..done], &backups);
                return Err(Failure::System { what, error, left });
            }
        }
        for step in &steps {
            let (Step::Put(place, _) | Step::Take(place)) = step;
            // The names are safe on disk too; what cannot say so is no failure.
            if let Some(folder) = place
                .parent()
                .and_then(|folder| fs::File::open(folder).ok())
            {
                let _ = folder.sync_all();
            }
        }
        Ok(())
    }

    /// Puts old files back in the places of these steps, last first; returns the
    /// old files that could not be put back, which are kept.
    fn undo(&mut self, steps: &[Step], backups: &[Option<PathBuf>]) -> Vec<PathBuf> {
        let mut left = Vec::new();
        for (step, backup) in steps.iter().zip(backups).rev() {
            let (Step::Put(place, _) | Step::Take(place)) = step;
            match backup {
                Some(backup) if fs::rename(backup, place).is_err() => {
                    self.temporary.retain(|path| path != backup);
                    left.push(backup.clone());
                }
                Some(_) => {}
                None => {
                    // It was not there before.
                    let _ = fs::remove_file(place);
                }
            }
        }
        left
    }
}

/// The bytes of a file that is to be changed, if they are those that the plan
/// was made from.
fn old_bytes(register: &Register, path: &str, change: &Change) -> Result<Option<Vec<u8>>, Failure> {
    let full = register.root().join(path);
    let is_free = |path: &Path| fs::symlink_metadata(path).is_err();
    match change {
        Change::Create(_) if is_free(&full) => return Ok(None),
        Change::Create(_) => return Err(Failure::Changed(full)),
        Change::Edit { to: Some(to), .. } => {
            let target = register.root().join(to);
            if !is_free(&target) {
                return Err(Failure::Changed(target));
            }
        }
        Change::Edit { .. } | Change::Rewrite(_) | Change::Remove => {}
    }
    let known = register.text(path).unwrap_or_default().as_bytes();
    match fs::read(&full) {
        Ok(bytes) if bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&bytes) == known => {
            Ok(Some(bytes))
        }
        _ => Err(Failure::Changed(full)),
    }
}

/// Whether a file begins with a byte order mark, which its text does not show.
pub(super) fn has_byte_order_mark(path: &Path) -> bool {
    let mut first = [0; BYTE_ORDER_MARK.len()];
    let file = fs::File::open(path);
    file.is_ok_and(|mut file| file.read_exact(&mut first).is_ok()) && first == *BYTE_ORDER_MARK
}

impl std::fmt::Display for Failure {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Changed(path) => write!(
                formatter,
                "{} was changed by somebody else at this moment: nothing was changed; run the \
                 command again",
                path.display()
            ),
            Self::System { what, error, left } => {
                write!(formatter, "{what}: {error}")?;
                if left.is_empty() {
                    return formatter.write_str("; all files are as they were");
                }
                formatter
                    .write_str("; not everything could be put back: take the old text from")?;
                for path in left {
                    write!(formatter, " {}", path.display())?;
                }
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests;
