//! Why a store cannot be used, in words that say what to do.

use std::io;
use std::path::{Path, PathBuf};

use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenDirectoryError, OpenReadError, OpenWriteError};

use super::{FORMAT, FORMER};

/// Why a store cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The folder holds no store.
    #[error("{path}: no store here. Make one with: demarche ingest INPUT… --store {path}", path = path.display())]
    Missing {
        /// The folder.
        path: PathBuf,
    },
    /// The folder cannot be made or written.
    #[error("{path}: {source}. Choose another folder or change its permissions", path = path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file of a store that is to be merged cannot be linked.
    #[error("{path}: the file cannot be linked: {source}. Merge without --link to copy the stores", path = path.display())]
    Link {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The folder holds other things.
    #[error("{path}: this folder is not empty and holds no store; choose another", path = path.display())]
    Occupied {
        /// The folder.
        path: PathBuf,
    },
    /// A folder that would be written beside the store holds something else.
    #[error("{path}: this folder is needed and holds something else; move it away or remove it", path = path.display())]
    InTheWay {
        /// The folder.
        path: PathBuf,
    },
    /// Another process is writing.
    #[error("{path}: another ingest is writing to this store; wait until it has ended", path = path.display())]
    Busy {
        /// The folder.
        path: PathBuf,
    },
    /// The layout is another version's.
    #[error("{path}: the store has format {found} (demarche {version}), this program reads format {FORMAT}. {advice}", path = path.display(), advice = format_advice(path, *found))]
    Format {
        /// The folder.
        path: PathBuf,
        /// The version of the store's layout.
        found: u32,
        /// The version of the program that wrote it.
        version: String,
    },
    /// Files of the store are missing, torn or changed.
    #[error("{path}: the store is damaged: {detail}. To see all that is wrong: demarche check --store {path}. Put back a copy of the folder, or ingest the articles again into a new one", path = path.display())]
    Damaged {
        /// The folder.
        path: PathBuf,
        /// What is wrong.
        detail: String,
    },
    /// The system lacks what reading needs: memory, file handles, threads.
    #[error("{path}: the store cannot be read now: {detail}. The store itself is not to blame; free memory or raise the limit (ulimit -a) and run the same command again", path = path.display())]
    System {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        detail: String,
    },
    /// The system refused to write.
    #[error("{path}: writing failed: {detail}. What was committed before is safe; see to the cause and run the same command again", path = path.display())]
    Write {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        detail: String,
    },
    /// Records are unaccounted for.
    #[error("{path}: the totals do not reconcile: {detail}. To see more: demarche check --store {path}; please report it", path = path.display())]
    Totals {
        /// The folder.
        path: PathBuf,
        /// The sum that does not hold.
        detail: String,
    },
    /// The last ingest did not come to its end.
    #[error("{path}: the last ingest into this store was broken off; run it again first", path = path.display())]
    Unfinished {
        /// The folder.
        path: PathBuf,
    },
    /// Stores cannot be merged as asked.
    #[error("{path}: {detail}", path = path.display())]
    Merge {
        /// The folder.
        path: PathBuf,
        /// Why, and what to do.
        detail: String,
    },
    /// The store was made with another dictionary or model.
    #[error("{path}: the store was made with another {what} ({stored}, now {current}). Apply the current one to the stored text with: demarche reannotate --store {path}", path = path.display())]
    Identity {
        /// The folder.
        path: PathBuf,
        /// `dictionary`, `model`, or the name of a setting.
        what: String,
        /// Its digest or value in the store.
        stored: String,
        /// The one in use.
        current: String,
    },
    /// The store was made with another tier of the stance model.
    #[error("{path}: the store was made with the {stored} tier, and this is the {current} one. Give --model {stored}, or apply the {current} tier to the stored text first: demarche reannotate --model {current} --store {path}", path = path.display())]
    Tier {
        /// The folder.
        path: PathBuf,
        /// `fast` or `deep`: the store's.
        stored: String,
        /// The one in use.
        current: String,
    },
    /// The articles were read with another setting.
    #[error("{path}: the articles in the store were read with another {what} ({stored}, now {current}). Use the same, or another store", path = path.display())]
    Reading {
        /// The folder.
        path: PathBuf,
        /// Name of the setting.
        what: String,
        /// Its value in the store.
        stored: String,
        /// The one in use.
        current: String,
    },
    /// A query cannot be understood.
    #[error("query '{query}': {detail}. How queries are written: demarche search --help")]
    Query {
        /// The query.
        query: String,
        /// What is wrong.
        detail: String,
    },
    /// There are more documents than stories can be numbered for.
    #[error(
        "the store holds {documents} documents, but stories are found among 4,294,967,295 at most. Split the corpus into several stores"
    )]
    TooLarge {
        /// How many there are.
        documents: u64,
    },
    /// The index library failed.
    #[error("the index cannot be read or written: {}. To see whether the store is sound: demarche check --store DIR", describe(.0))]
    Index(#[from] TantivyError),
}

/// What to do about a store of another format.
fn format_advice(path: &Path, found: u32) -> String {
    match found {
        FORMER..FORMAT => format!(
            "Bring it up to date with: demarche reannotate --store {}",
            path.display()
        ),
        ..FORMER => "Ingest the articles again into a new folder".to_owned(),
        FORMAT.. => "Use a newer version of the program".to_owned(),
    }
}

/// What a failure of the index library says, on one line and without its inner names.
pub(super) fn describe(error: &TantivyError) -> String {
    let text = match error {
        TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(path)) => {
            format!("{}: the file is missing", path.display())
        }
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, filepath })
        | TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, filepath }) => {
            let name = filepath.file_name().unwrap_or(filepath.as_os_str());
            format!("{}: {io_error}", name.display())
        }
        TantivyError::OpenDirectoryError(OpenDirectoryError::IoError { io_error, .. })
        | TantivyError::LockFailure(LockError::IoError(io_error), _)
        | TantivyError::IoError(io_error) => io_error.to_string(),
        TantivyError::ErrorInThread(text) | TantivyError::SystemError(text) => text.clone(),
        TantivyError::DataCorruption(corruption) => format!("{corruption:?}"),
        other => other.to_string(),
    };
    one_line(&text)
}

/// The beginning of a text as one line.
pub(super) fn one_line(text: &str) -> String {
    const LONGEST: usize = 200;
    let mut line: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(LONGEST)
        .collect();
    if text.chars().count() > LONGEST {
        line.push('…');
    }
    line.trim_end_matches('.').to_owned()
}

fn io_error(error: &TantivyError) -> Option<&io::Error> {
    match error {
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. })
        | TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, .. })
        | TantivyError::OpenDirectoryError(OpenDirectoryError::IoError { io_error, .. })
        | TantivyError::LockFailure(LockError::IoError(io_error), _)
        | TantivyError::IoError(io_error) => Some(io_error),
        _ => None,
    }
}

/// A failure while the store in a folder was read: what it says of the files.
///
/// What the system refuses for its own reasons is never called damage.
pub(super) fn reading(path: &Path, error: &TantivyError) -> StoreError {
    let path = path.to_owned();
    let detail = describe(error);
    match io_error(error) {
        Some(source) if refused(source) => StoreError::Folder {
            path,
            source: io::Error::new(source.kind(), detail),
        },
        Some(source) if exhausted(source) => StoreError::System { path, detail },
        _ => StoreError::Damaged { path, detail },
    }
}

/// Whether the system denies access.
fn refused(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
    )
}

/// Whether the system is out of memory, file handles or threads (EAGAIN, ENOMEM, ENFILE, EMFILE).
fn exhausted(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::OutOfMemory
        || matches!(error.raw_os_error(), Some(11 | 12 | 23 | 24))
        || says_exhausted(&error.to_string())
}

/// The same for a panic, of which only the words are left.
fn says_exhausted(text: &str) -> bool {
    const WORDS: [&str; 5] = [
        "Resource temporarily unavailable",
        "Cannot allocate memory",
        "Too many open files",
        "failed to spawn thread",
        "out of memory",
    ];
    WORDS.iter().any(|words| text.contains(words))
}

/// A failure while the store in a folder was written.
pub(super) fn writing(path: &Path, error: &TantivyError) -> StoreError {
    let path = path.to_owned();
    if matches!(error, TantivyError::LockFailure(LockError::LockBusy, _)) {
        return StoreError::Busy { path };
    }
    match io_error(error).map(io::Error::kind) {
        Some(kind @ (io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)) => {
            StoreError::Folder {
                path,
                source: io::Error::new(kind, describe(error)),
            }
        }
        _ => StoreError::Write {
            path,
            detail: describe(error),
        },
    }
}

/// Does something with files that may be damaged; a panic in the index library becomes an error too.
pub(super) fn guarded<T>(
    path: &Path,
    work: impl FnOnce() -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)) {
        Ok(result) => result,
        Err(panic) => {
            let (path, text) = (path.to_owned(), panic_text(&*panic));
            Err(if says_exhausted(&text) {
                StoreError::System { path, detail: text }
            } else {
                StoreError::Damaged {
                    path,
                    detail: format!("reading it failed ({text})"),
                }
            })
        }
    }
}

/// What a panic said, on one line.
pub(super) fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned());
    one_line(&text.unwrap_or_else(|| "no reason given".into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn met(error: io::Error) -> StoreError {
        let read = OpenReadError::wrap_io_error(error, PathBuf::from("0123.fast"));
        reading(Path::new("store"), &read.into())
    }

    #[test]
    fn what_the_system_refuses_is_no_damage() {
        for denied in [
            io::ErrorKind::PermissionDenied,
            io::ErrorKind::ReadOnlyFilesystem,
        ] {
            let error = met(denied.into());
            assert!(matches!(error, StoreError::Folder { .. }), "{error}");
        }
        for code in [11, 12, 23, 24] {
            let error = met(io::Error::from_raw_os_error(code));
            assert!(matches!(error, StoreError::System { .. }), "{error}");
            assert!(!error.to_string().contains("damaged"), "{error}");
        }
        let error = met(io::ErrorKind::UnexpectedEof.into());
        assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
        let path = Path::new("store");
        let spawn = || -> Result<(), StoreError> { panic!("failed to spawn thread: os error 11") };
        assert!(matches!(
            guarded(path, spawn),
            Err(StoreError::System { .. })
        ));
        let torn = || -> Result<(), StoreError> { panic!("index out of bounds") };
        assert!(matches!(
            guarded(path, torn),
            Err(StoreError::Damaged { .. })
        ));
    }
}
