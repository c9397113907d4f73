//! One folder in the place of another.

use std::{fs, io, path::Path};

/// Puts the folder `new` at `place`. What stood there is at `new` afterwards.
/// Where the system can exchange two folders in one step, whoever looks meanwhile,
/// or after the process was killed, sees the old or the new one as a whole.
///
/// # Errors
/// When the system refuses; then all is as it was.
pub(super) fn put(new: &Path, place: &Path) -> io::Result<()> {
    if !place.try_exists()? {
        return fs::rename(new, place);
    }
    match exchange(new, place) {
        Ok(()) => Ok(()),
        Err(_) => in_two_steps(new, place),
    }
}

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn exchange(new: &Path, place: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, new, CWD, place, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// For file systems that cannot exchange: for a moment nothing is there.
fn in_two_steps(new: &Path, place: &Path) -> io::Result<()> {
    let aside = new.with_file_name("old");
    fs::rename(place, &aside)?;
    match fs::rename(new, place) {
        Ok(()) => fs::rename(&aside, new),
        Err(error) => {
            fs::rename(&aside, place)?;
            Err(error)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_leave_the_new_one_in_place_and_the_old_one_where_it_was() {
        type Way = fn(&Path, &Path) -> io::Result<()>;
        let ways: [(&str, Way); 2] = [("put", put), ("steps", in_two_steps)];
        for (name, way) in ways {
            let name = format!("saradnja-swap-{}-{name}", std::process::id());
            let root = std::env::temp_dir().join(name);
            let (new, place) = (root.join("new"), root.join("place"));
            for (folder, text) in [(&new, "new"), (&place, "old")] {
                fs::create_dir_all(folder).unwrap();
                fs::write(folder.join("file"), text).unwrap();
            }
            way(&new, &place).unwrap();
            assert_eq!(fs::read_to_string(place.join("file")).unwrap(), "new");
            assert_eq!(fs::read_to_string(new.join("file")).unwrap(), "old");
            assert_eq!(fs::read_dir(&root).unwrap().count(), 2);
            fs::remove_dir_all(&root).unwrap();
        }
    }
}
