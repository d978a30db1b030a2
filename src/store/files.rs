//! The folder of a store as the index library sees it, and whether its files are whole.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, INDEX_WRITER_LOCK, Lock, META_LOCK, MmapDirectory,
    WatchCallback, WatchHandle, WritePtr,
};
use tantivy::index::SegmentComponent;
use tantivy::{Index, SegmentMeta, TantivyError};

use super::error::{guarded, reading, writing};
use super::{FORMAT, State, StoreError, schema};

/// The parts of a segment, each a file.
pub(super) const COMPONENTS: [SegmentComponent; 6] = [
    SegmentComponent::FastFields,
    SegmentComponent::Terms,
    SegmentComponent::Postings,
    SegmentComponent::Positions,
    SegmentComponent::FieldNorms,
    SegmentComponent::Store,
];
/// What all numbers come from: the columns. Which documents are removed is in a file of its own.
pub(super) const COLUMNS: &[SegmentComponent] = &[SegmentComponent::FastFields];
/// What decides which articles a query finds.
pub(super) const QUERIES: &[SegmentComponent] = &[
    SegmentComponent::Terms,
    SegmentComponent::Postings,
    SegmentComponent::Positions,
];

/// Files of a folder, mapped into memory; a folder that may only be read can be read.
#[derive(Debug, Clone)]
pub(super) struct Files {
    inner: MmapDirectory,
    path: PathBuf,
}

/// What the names of files end with that are written aside.
const PARTIAL: &str = ".partial";

impl Files {
    pub(super) fn open(path: &Path) -> Result<Self, StoreError> {
        match MmapDirectory::open(path) {
            Ok(inner) => Ok(Self {
                inner,
                path: path.to_owned(),
            }),
            Err(e) => Err(reading(path, &e.into())),
        }
    }
}

impl Directory for Files {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.inner.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.inner.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.inner.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.inner.atomic_read(path)
    }

    /// Writes aside and renames. The file gets the permissions that the umask leaves, as all others of the store have.
    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        let partial = partial(&self.path, path);
        let write = || {
            let mut options = OpenOptions::new();
            let mut file = options
                .write(true)
                .create(true)
                .truncate(true)
                .open(&partial)?;
            file.write_all(data)?;
            file.sync_data()?;
            fs::rename(&partial, self.path.join(path))
        };
        write().inspect_err(|_| {
            // What cannot be removed now is swept when the store is next opened for writing.
            let _ = fs::remove_file(&partial);
        })
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.inner.sync_directory()
    }

    /// Readers take a lock so that a writer does not remove files under their hands. Where nobody can write, nobody need
    /// be kept from it.
    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        match self.inner.acquire_lock(lock) {
            Err(LockError::IoError(e)) if lock.filepath == META_LOCK.filepath && unwritable(&e) => {
                Ok(DirectoryLock::from(Box::new(())))
            }
            other => other,
        }
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}

/// Where a file of a folder is written before it gets its name.
pub(super) fn partial(folder: &Path, name: &Path) -> PathBuf {
    let name = name.to_string_lossy();
    let name = name.trim_start_matches('.');
    folder.join(format!(".{name}.{}{PARTIAL}", std::process::id()))
}

/// Makes a symbolic link to a file.
pub(super) fn symlink(original: &Path, link: &Path) -> io::Result<()> {
    #[cfg(unix)]
    return std::os::unix::fs::symlink(original, link);
    #[cfg(windows)]
    return std::os::windows::fs::symlink_file(original, link);
    #[cfg(not(any(unix, windows)))]
    return Err(io::Error::new(
        io::ErrorKind::Unsupported,
        "this system has no symbolic links",
    ));
}

/// Whether the system refused because nothing may be written there.
pub(super) fn unwritable(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
    )
}

/// Keeps every other process from writing to a store. `None` where the folder cannot be written anyway.
pub(super) fn lock(path: &Path, index: &Index) -> Result<Option<DirectoryLock>, StoreError> {
    match index.directory().acquire_lock(&INDEX_WRITER_LOCK) {
        Ok(lock) => Ok(Some(lock)),
        Err(LockError::IoError(e)) if unwritable(&e) => Ok(None),
        Err(e) => Err(writing(path, &TantivyError::LockFailure(e, None))),
    }
}

/// Whether a name is that of a part of a segment.
fn is_part(name: &str) -> bool {
    COMPONENTS.iter().any(|c| {
        let ending = c.to_string();
        name.strip_suffix(&format!(".{ending}"))
            .is_some_and(is_segment)
    })
}

/// Whether a name is that of a list of removed documents, `SEGMENT.NUMBER.del`.
fn is_removal(name: &str) -> bool {
    name.strip_suffix(".del")
        .and_then(|stem| stem.split_once('.'))
        .is_some_and(|(segment, number)| is_segment(segment) && number.parse::<u64>().is_ok())
}

fn is_segment(stem: &str) -> bool {
    stem.len() == 32 && stem.bytes().all(|b| b.is_ascii_hexdigit())
}

/// Whether a name is that of a file written aside, by this version or by 0.1.0, whose names were `.tmp` and six letters.
pub(super) fn is_partial(name: &str) -> bool {
    let former = name
        .strip_prefix(".tmp")
        .is_some_and(|rest| rest.len() == 6 && rest.bytes().all(|b| b.is_ascii_alphanumeric()));
    former || (name.starts_with('.') && name.ends_with(PARTIAL))
}

/// Removes what broken-off runs have left: files written aside, and parts of segments that the last commit does not name.
/// Only who holds the writer's lock, and writes nothing yet, may call it.
pub(super) fn sweep(path: &Path, index: &Index) -> Result<(), StoreError> {
    let metas = index.load_metas().map_err(|e| reading(path, &e))?;
    let living: std::collections::HashSet<PathBuf> = metas
        .segments
        .iter()
        .flat_map(|meta| of_segment(meta, &COMPONENTS))
        .collect();
    let failed = |source| StoreError::Folder {
        path: path.to_owned(),
        source,
    };
    for entry in fs::read_dir(path).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name();
        let text = name.to_string_lossy();
        let dead = is_partial(&text)
            || ((is_part(&text) || is_removal(&text)) && !living.contains(Path::new(&name)));
        if !dead {
            continue;
        }
        match fs::remove_file(path.join(&name)) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(failed(e)),
            _ => {}
        }
    }
    Ok(())
}

/// Whether the folder holds files of an index whose list of files is gone.
pub(super) fn headless(path: &Path) -> bool {
    let Ok(entries) = fs::read_dir(path) else {
        return false;
    };
    entries
        .filter_map(Result::ok)
        .any(|entry| is_part(&entry.file_name().to_string_lossy()))
}

/// Opens the index in a folder and reads the state of its last commit; `None` for the state before the first commit.
/// Nothing but the list of files is looked at.
pub(super) fn open(path: &Path) -> Result<Option<(Index, Option<State>)>, StoreError> {
    open_since(path, FORMAT)
}

/// The same for a store of a format from `least` to the present one.
pub(super) fn open_since(
    path: &Path,
    least: u32,
) -> Result<Option<(Index, Option<State>)>, StoreError> {
    let list = path.join("meta.json");
    let there = list.try_exists().map_err(|source| StoreError::Folder {
        path: path.to_owned(),
        source,
    })?;
    if !there {
        if headless(path) {
            return Err(StoreError::Damaged {
                path: path.to_owned(),
                detail: "meta.json, the list of its files, is missing".into(),
            });
        }
        return Ok(None);
    }
    guarded(path, || {
        let index = Index::open(Files::open(path)?).map_err(|e| reading(path, &e))?;
        let metas = index.load_metas().map_err(|e| reading(path, &e))?;
        let state = metas
            .payload
            .map(|payload| State::decode(path, &payload, least))
            .transpose()?;
        // Without a state an older version may have begun it; an empty index of ours is the same as none.
        let other = |state: &State| index.schema() != schema::of_format(state.format);
        if state.as_ref().is_some_and(other) {
            return Err(StoreError::Damaged {
                path: path.to_owned(),
                detail: "meta.json names other columns than this format has".into(),
            });
        }
        Ok(Some((index, state)))
    })
}

/// The files of a segment that the list of files asks for.
pub(super) fn of_segment(
    meta: &SegmentMeta,
    components: &[SegmentComponent],
) -> impl Iterator<Item = PathBuf> {
    let removed = meta
        .has_deletes()
        .then(|| meta.relative_path(SegmentComponent::Delete));
    let parts: Vec<PathBuf> = components
        .iter()
        .map(|part| meta.relative_path(part.clone()))
        .collect();
    removed.into_iter().chain(parts)
}

/// Makes sure that every file of the index is there and has its end: what was torn off is found, what was changed is not.
pub(super) fn whole(path: &Path, index: &Index) -> Result<(), StoreError> {
    guarded(path, || {
        let metas = index.load_metas().map_err(|e| reading(path, &e))?;
        for meta in &metas.segments {
            for file in of_segment(meta, &COMPONENTS) {
                let opened = index.directory().open_read(&file);
                opened.map_err(|e| reading(path, &e.into()))?;
            }
        }
        Ok(())
    })
}

/// Makes sure that a file is as it was written, by its checksum.
///
/// # Errors
/// It is damaged, or the system does not let it be read.
pub(super) fn sound(path: &Path, index: &Index, file: &Path) -> Result<(), StoreError> {
    let checked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        index.directory().validate_checksum(file)
    }));
    let detail = match checked {
        Ok(Ok(true)) => return Ok(()),
        Ok(Ok(false)) => "its content does not match its checksum".to_owned(),
        Ok(Err(OpenReadError::FileDoesNotExist(_))) => "the file is missing".to_owned(),
        Ok(Err(error)) => match reading(path, &error.into()) {
            StoreError::Damaged { detail, .. } => detail,
            other => return Err(other),
        },
        Err(_) => "the file is torn: its end is missing".to_owned(),
    };
    let name = file.display().to_string();
    Err(StoreError::Damaged {
        path: path.to_owned(),
        detail: if detail.starts_with(&name) {
            detail
        } else {
            format!("{name}: {detail}")
        },
    })
}

/// Compares the files of the given parts with their checksums.
pub(super) fn verify(
    path: &Path,
    index: &Index,
    components: &[SegmentComponent],
) -> Result<(), StoreError> {
    let metas = index.load_metas().map_err(|e| reading(path, &e))?;
    for meta in &metas.segments {
        for file in of_segment(meta, components) {
            sound(path, index, &file)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_a_store_makes_are_swept() {
        let segment = "0123456789abcdef0123456789abcdef";
        for name in [".tmpA1b2C3", ".meta.json.77.partial"] {
            assert!(is_partial(name), "{name}");
        }
        for name in [
            "notes.partial",
            ".tmpfiles",
            ".tmp-A1b2C",
            "meta.json",
            ".managed.json",
        ] {
            assert!(!is_partial(name), "{name}");
        }
        assert!(is_part(&format!("{segment}.fast")) && is_removal(&format!("{segment}.12.del")));
        for name in ["own.fast", "0123.fast", "a.1.del", "list.del"] {
            assert!(!is_part(name) && !is_removal(name), "{name}");
        }
    }
}
