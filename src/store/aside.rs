//! Putting a new store in the place of an old one, so that a crash at any moment leaves a whole store to be found.
//!
//! A store in the making stands beside the folder as `STORE.new`, the one that it replaces goes to `STORE.old`. Both hold a
//! mark (a hidden file), so that a folder of the user's with such a name is never taken for ours.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::StoreError;

/// In `STORE.new`: it is being made.
const UNFINISHED: &str = ".demarche-unfinished";
/// In `STORE.new`, and for a moment in the folder itself: it is complete.
const COMPLETE: &str = ".demarche-complete";
/// In `STORE.old`, and for a moment before in the folder itself: a complete one follows.
const REPLACED: &str = ".demarche-replaced";

/// Names of the marks, which are no files of a store.
pub(super) const MARKS: [&str; 3] = [UNFINISHED, COMPLETE, REPLACED];

/// A folder for a store in the making, beside the one that it will be.
#[derive(Debug)]
pub struct Aside {
    place: PathBuf,
    fresh: PathBuf,
    old: PathBuf,
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> StoreError {
    let path = path.to_owned();
    move |source| StoreError::Folder { path, source }
}

/// Success, also when the thing to be removed was gone.
fn gone(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// Removes a folder of ours, its mark last: should this be broken off, the rest is still known to be ours.
fn clear(folder: &Path) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        other => other?,
    };
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        if name.is_some_and(|name| MARKS.contains(&name)) {
            continue;
        }
        gone(if path.is_dir() {
            fs::remove_dir_all(&path)
        } else {
            fs::remove_file(&path)
        })?;
    }
    gone(fs::remove_dir_all(folder))
}

/// The folder without links, dots and a slash at its end, so that what is beside it is not in it.
fn absolute(path: &Path) -> io::Result<PathBuf> {
    if path.exists() {
        return fs::canonicalize(path);
    }
    let (Some(name), parent) = (path.file_name(), path.parent()) else {
        return Ok(path.to_owned());
    };
    let parent = parent.filter(|p| !p.as_os_str().is_empty());
    let parent = fs::canonicalize(parent.unwrap_or(Path::new(".")))?;
    Ok(parent.join(name))
}

impl Aside {
    fn beside(path: &Path) -> io::Result<Self> {
        let place = absolute(path)?;
        let named = |ending: &str| {
            let mut name = place.as_os_str().to_owned();
            name.push(ending);
            PathBuf::from(name)
        };
        let (fresh, old) = (named(".new"), named(".old"));
        Ok(Self { place, fresh, old })
    }

    /// Makes an empty folder beside `path` for what shall take its place. What an earlier attempt left there is dropped.
    ///
    /// # Errors
    /// The folder cannot be made, or one of that name is not ours.
    pub fn prepare(path: &Path) -> Result<Self, StoreError> {
        if let Some(parent) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
            fs::create_dir_all(parent).map_err(failed(parent))?;
        }
        let aside = Self::beside(path).map_err(failed(path))?;
        let (fresh, old) = (&aside.fresh, &aside.old);
        for (folder, marks) in [(fresh, &[UNFINISHED, COMPLETE][..]), (old, &[REPLACED])] {
            if !folder.exists() {
                continue;
            }
            let empty = fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
            if !empty && !marks.iter().any(|mark| folder.join(mark).exists()) {
                return Err(StoreError::InTheWay {
                    path: folder.clone(),
                });
            }
            clear(folder).map_err(failed(folder))?;
        }
        fs::create_dir(fresh).map_err(failed(fresh))?;
        fs::write(fresh.join(UNFINISHED), b"").map_err(failed(fresh))?;
        Ok(aside)
    }

    /// The folder to be filled.
    pub fn folder(&self) -> &Path {
        &self.fresh
    }

    /// Puts the folder, now complete, in its place, and removes what was there.
    ///
    /// # Errors
    /// The folders cannot be moved.
    pub fn put_in_place(self) -> Result<(), StoreError> {
        let Self { place, fresh, old } = &self;
        fs::rename(fresh.join(UNFINISHED), fresh.join(COMPLETE)).map_err(failed(fresh))?;
        if place.exists() {
            fs::write(place.join(REPLACED), b"").map_err(failed(place))?;
            fs::rename(place, old).map_err(failed(place))?;
        }
        match fs::rename(fresh, place) {
            // Another process has met the gap and closed it.
            Err(e) if e.kind() == io::ErrorKind::NotFound && place.is_dir() => {}
            other => other.map_err(failed(fresh))?,
        }
        gone(fs::remove_file(place.join(COMPLETE))).map_err(failed(place))?;
        clear(old).map_err(failed(old))
    }

    /// Leaves things as they were.
    pub fn drop_folder(self) {
        // What cannot be removed now is dropped by the next attempt.
        let _ = clear(&self.fresh);
    }
}

/// Brings an exchange of folders to its end that a crash broke off. Does nothing to any other folder.
pub(super) fn settle(path: &Path) -> Result<(), StoreError> {
    let Ok(Aside { place, fresh, old }) = Aside::beside(path) else {
        return Ok(());
    };
    if !place.exists() && old.join(REPLACED).exists() {
        let complete = fresh.join(COMPLETE).exists();
        let from = if complete { &fresh } else { &old };
        let told = |source: io::Error| StoreError::Folder {
            path: place.clone(),
            source: io::Error::new(
                source.kind(),
                format!(
                    "exchanging the store was broken off; rename {} to it ({source})",
                    from.display()
                ),
            ),
        };
        fs::rename(from, &place).map_err(told)?;
    }
    // What remains to be tidied does no harm where it cannot be.
    if place.join(COMPLETE).exists() && fs::remove_file(place.join(COMPLETE)).is_ok() {
        if old.join(REPLACED).exists() {
            let _ = clear(&old);
        }
    } else if place.join(REPLACED).exists() {
        let _ = fs::remove_file(place.join(REPLACED));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Content of the folder after every crash that the order of steps allows.
    #[test]
    fn a_crash_at_any_step_leaves_a_whole_store() {
        for step in 0..7 {
            let base = tempfile::tempdir().unwrap();
            let place = base.path().join("store");
            fs::create_dir(&place).unwrap();
            fs::write(place.join("content"), "first").unwrap();
            let aside = Aside::prepare(&place).unwrap();
            let (fresh, old) = (aside.fresh.clone(), aside.old.clone());
            fs::write(fresh.join("content"), "second").unwrap();
            // The steps of `put_in_place`, up to the crash.
            let steps: [&dyn Fn(); 6] = [
                &|| fs::rename(fresh.join(UNFINISHED), fresh.join(COMPLETE)).unwrap(),
                &|| fs::write(place.join(REPLACED), b"").unwrap(),
                &|| fs::rename(&place, &old).unwrap(),
                &|| fs::rename(&fresh, &place).unwrap(),
                &|| fs::remove_file(place.join(COMPLETE)).unwrap(),
                &|| fs::remove_dir_all(&old).unwrap(),
            ];
            for act in steps.iter().take(step) {
                act();
            }
            settle(&place).unwrap();
            let content = fs::read_to_string(place.join("content")).unwrap();
            assert_eq!(content, if step < 3 { "first" } else { "second" }, "{step}");
            assert!(MARKS.iter().all(|m| !place.join(m).exists()), "{step}");
            // And the next exchange goes through.
            let again = Aside::prepare(&place).unwrap();
            fs::write(again.folder().join("content"), "third").unwrap();
            again.put_in_place().unwrap();
            let content = fs::read_to_string(place.join("content")).unwrap();
            assert_eq!(content, "third", "{step}");
            assert_eq!(fs::read_dir(base.path()).unwrap().count(), 1, "{step}");
        }
    }

    #[test]
    fn folders_of_the_user_are_left_alone() {
        let base = tempfile::tempdir().unwrap();
        let place = base.path().join("store");
        for name in ["store.new", "store.old"] {
            let own = base.path().join(name);
            fs::create_dir(&own).unwrap();
            fs::write(own.join("content"), "mine").unwrap();
            let refused = Aside::prepare(&place).unwrap_err();
            assert!(matches!(refused, StoreError::InTheWay { .. }));
            settle(&place).unwrap();
            assert!(own.join("content").exists() && !place.exists());
            fs::remove_dir_all(&own).unwrap();
        }
    }
}
