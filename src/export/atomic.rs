//! Files that appear whole or not at all.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::manifest::FileNote;
use super::{ExportError, Sink};

/// What the names of files end with that are written aside, after the number of their process.
const ENDING: &str = ".partial";

/// Where the bytes of a file stand until they are complete: beside it, so that renaming stays within one file system.
fn aside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}{ENDING}", std::process::id()));
    path.with_file_name(name)
}

/// Whether a name is one that [`aside`] makes.
pub(super) fn is_aside(name: &str) -> bool {
    let stem = name.strip_suffix(ENDING);
    stem.and_then(|stem| stem.rsplit_once('.'))
        .is_some_and(|(name, process)| !name.is_empty() && process.parse::<u32>().is_ok())
}

/// Removes files that dead processes have left aside in a folder. A living process holds a lock on its own.
fn tidy(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.filter_map(Result::ok) {
        if !is_aside(&entry.file_name().to_string_lossy()) {
            continue;
        }
        let Ok(file) = OpenOptions::new().write(true).open(entry.path()) else {
            continue;
        };
        // Where the file system knows no locks, nothing is removed: its process may still be writing.
        if file.try_lock().is_ok() {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// The folder that a file stands in.
fn folder_of(path: &Path) -> &Path {
    let parent = path.parent().filter(|p| !p.as_os_str().is_empty());
    parent.unwrap_or(Path::new("."))
}

/// Makes names of a folder durable, where the system can.
fn sync(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

/// A file written aside; it is removed unless it is put in its place.
#[derive(Debug)]
struct Partial {
    path: PathBuf,
    partial: PathBuf,
    /// Holds the lock that says that its process lives.
    file: Option<File>,
    bytes: u64,
    digest: String,
}

/// Counts and digests what is written.
struct Digesting {
    out: BufWriter<File>,
    hash: Sha256,
    bytes: u64,
}

impl Write for Digesting {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        let written = self.out.write(data)?;
        self.hash.update(&data[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A digest in hexadecimal digits.
pub(super) fn hexadecimal(digest: &[u8]) -> String {
    use std::fmt::Write as _;
    digest.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

impl Partial {
    fn write(
        path: &Path,
        write: impl FnOnce(Sink<'_>) -> Result<(), ExportError>,
    ) -> Result<Self, ExportError> {
        let named = |source| ExportError::File {
            path: path.to_owned(),
            source,
        };
        let partial = aside(path);
        let file = File::create(&partial).map_err(named)?;
        match file.try_lock() {
            Ok(()) | Err(TryLockError::Error(_)) => {}
            Err(TryLockError::WouldBlock) => return Err(named(io::ErrorKind::ResourceBusy.into())),
        }
        let mut this = Self {
            path: path.to_owned(),
            partial,
            file: None,
            bytes: 0,
            digest: String::new(),
        };
        let mut out = Digesting {
            out: BufWriter::with_capacity(1 << 18, file),
            hash: Sha256::new(),
            bytes: 0,
        };
        write(&mut out).map_err(|error| match error {
            ExportError::Write(source) => named(source),
            other => other,
        })?;
        let Digesting { out, hash, bytes } = out;
        let file = out.into_inner().map_err(|e| named(e.into_error()))?;
        (this.bytes, this.digest) = (bytes, hexadecimal(&hash.finalize()));
        file.sync_all().map_err(named)?;
        this.file = Some(file);
        Ok(this)
    }

    fn put_in_place(mut self) -> Result<PathBuf, ExportError> {
        // Windows renames no file that is open.
        self.file = None;
        fs::rename(&self.partial, &self.path).map_err(|source| ExportError::File {
            path: self.path.clone(),
            source,
        })?;
        Ok(self.path.clone())
    }

    fn note(&self) -> FileNote {
        let name = self.path.file_name().unwrap_or_default();
        FileNote {
            name: name.to_string_lossy().into_owned(),
            bytes: self.bytes,
            sha256: self.digest.clone(),
        }
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        // After renaming there is nothing of that name; a rest that cannot be removed is left to the next run.
        let _ = fs::remove_file(&self.partial);
    }
}

/// Writes a file aside and renames it, so that nobody sees half of it. The file of that name, if any, is replaced.
///
/// # Errors
/// `write` fails, or the file cannot be written or renamed; the file of that name is then as it was.
pub fn write_atomically_with(
    path: &Path,
    write: impl FnOnce(Sink<'_>) -> Result<(), ExportError>,
) -> Result<(), ExportError> {
    tidy(folder_of(path));
    Partial::write(path, write)?.put_in_place()?;
    sync(folder_of(path));
    Ok(())
}

/// [`write_atomically_with`] for bytes at hand.
///
/// # Errors
/// The file cannot be written or renamed; the file of that name is then as it was.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), ExportError> {
    write_atomically_with(path, |sink| {
        sink.write_all(bytes).map_err(ExportError::from)
    })
}

/// Files of a folder that appear together, the manifest last.
///
/// All are written aside first: should that fail, the folder stays as it was. Then the old manifest is taken away, the files are
/// renamed, and the new manifest names each with its digest. A folder with a manifest therefore holds the files of one run, and
/// one where the exchange was broken off has none.
#[derive(Debug)]
pub(super) struct Exchange {
    folder: PathBuf,
    files: Vec<Partial>,
}

impl Exchange {
    /// Makes the folder if need be, and removes what dead processes left there.
    pub(super) fn begin(folder: &Path) -> Result<Self, ExportError> {
        fs::create_dir_all(folder).map_err(|source| ExportError::File {
            path: folder.to_owned(),
            source,
        })?;
        tidy(folder);
        Ok(Self {
            folder: folder.to_owned(),
            files: Vec::new(),
        })
    }

    /// Writes a file aside.
    pub(super) fn write(
        &mut self,
        name: &str,
        write: impl FnOnce(Sink<'_>) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        self.files
            .push(Partial::write(&self.folder.join(name), write)?);
        Ok(())
    }

    /// Puts all files in their places. `manifest` makes the content of the file `manifest` from the notes on the others.
    /// Returns the paths, in order of writing.
    pub(super) fn finish(
        mut self,
        manifest: Option<(&str, &dyn Fn(Vec<FileNote>) -> Result<Vec<u8>, ExportError>)>,
    ) -> Result<Vec<PathBuf>, ExportError> {
        let mut last = None;
        if let Some((name, content)) = manifest {
            let bytes = content(self.files.iter().map(Partial::note).collect())?;
            let path = self.folder.join(name);
            last = Some(Partial::write(&path, |sink| Ok(sink.write_all(&bytes)?))?);
            match fs::remove_file(&path) {
                Err(source) if source.kind() != io::ErrorKind::NotFound => {
                    return Err(ExportError::File { path, source });
                }
                _ => {}
            }
            sync(&self.folder);
        }
        let mut paths = Vec::with_capacity(self.files.len() + 1);
        for file in self.files.drain(..) {
            paths.push(file.put_in_place()?);
        }
        sync(&self.folder);
        if let Some(manifest) = last {
            paths.push(manifest.put_in_place()?);
            sync(&self.folder);
        }
        Ok(paths)
    }
}

/// Collects small pieces of text and hands them on in large ones.
pub(super) struct Text<'s> {
    sink: Sink<'s>,
    pub(super) buffer: String,
}

impl<'s> Text<'s> {
    pub(super) fn new(sink: Sink<'s>) -> Self {
        Self {
            sink,
            buffer: String::with_capacity(1 << 16),
        }
    }

    pub(super) fn push(&mut self, text: &str) {
        self.buffer.push_str(text);
    }

    /// Hands on what has been collected, if it is much.
    pub(super) fn flush_if_large(&mut self) -> io::Result<()> {
        if self.buffer.len() >= 1 << 16 {
            self.flush()
        } else {
            Ok(())
        }
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.sink.write_all(self.buffer.as_bytes())?;
        self.buffer.clear();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("the folder is there");
        let mut names: Vec<String> = entries
            .map(|e| {
                e.expect("readable")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        names.sort();
        names
    }

    #[test]
    fn what_a_dead_process_left_is_removed_and_what_a_living_one_writes_is_not() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path();
        for name in ["edges.csv.99999.partial", "notes.partial", "own.x.partial"] {
            fs::write(path.join(name), b"left").expect("writable");
        }
        let living = File::create(path.join("actors.csv.88888.partial")).expect("writable");
        living.lock().expect("a lock");
        write_atomically(&path.join("tone.csv"), b"whole").expect("writable");
        assert_eq!(
            names(path),
            [
                "actors.csv.88888.partial",
                "notes.partial",
                "own.x.partial",
                "tone.csv"
            ]
        );
        drop(living);
        Exchange::begin(path).expect("writable");
        assert_eq!(names(path), ["notes.partial", "own.x.partial", "tone.csv"]);
    }

    #[test]
    fn a_set_that_cannot_be_written_leaves_the_folder_as_it_was() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path();
        fs::write(path.join("a.csv"), b"old").expect("writable");
        fs::write(path.join("manifest.json"), b"old").expect("writable");
        let mut set = Exchange::begin(path).expect("writable");
        set.write("a.csv", |sink| Ok(sink.write_all(b"new")?))
            .expect("writable");
        let failed = set.write("b.csv", |sink| {
            sink.write_all(b"half")?;
            Err(ExportError::Write(io::ErrorKind::StorageFull.into()))
        });
        assert!(failed.is_err());
        drop(set);
        assert_eq!(names(path), ["a.csv", "manifest.json"]);
        assert_eq!(fs::read(path.join("a.csv")).expect("readable"), b"old");
    }
}
