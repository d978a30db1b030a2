//! The folder of a store as the index library sees it, and whether its files are whole.

use std::io;
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
}

impl Files {
    pub(super) fn open(path: &Path) -> Result<Self, StoreError> {
        match MmapDirectory::open(path) {
            Ok(inner) => Ok(Self { inner }),
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

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.inner.atomic_write(path, data)
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

/// Whether the folder holds files of an index whose list of files is gone.
pub(super) fn headless(path: &Path) -> bool {
    let Ok(entries) = std::fs::read_dir(path) else {
        return false;
    };
    entries.filter_map(Result::ok).any(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        COMPONENTS.iter().any(|c| {
            let ending = c.to_string();
            name.strip_suffix(&format!(".{ending}"))
                .is_some_and(|stem| stem.len() == 32)
        })
    })
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
    if !path.join("meta.json").exists() {
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

/// What is wrong with a file as a whole, by its checksum; `None` when it is sound.
pub(super) fn fault(index: &Index, file: &Path) -> Option<String> {
    let checked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        index.directory().validate_checksum(file)
    }));
    let what = match checked {
        Ok(Ok(true)) => return None,
        Ok(Ok(false)) => "its content does not match its checksum".to_owned(),
        Ok(Err(OpenReadError::FileDoesNotExist(_))) => "the file is missing".to_owned(),
        Ok(Err(OpenReadError::IoError { io_error, .. })) => {
            super::error::one_line(&io_error.to_string())
        }
        Ok(Err(other)) => super::error::one_line(&other.to_string()),
        Err(_) => "the file is torn: its end is missing".to_owned(),
    };
    Some(format!("{}: {what}", file.display()))
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
            if let Some(detail) = fault(index, &file) {
                return Err(StoreError::Damaged {
                    path: path.to_owned(),
                    detail,
                });
            }
        }
    }
    Ok(())
}
