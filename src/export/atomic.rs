//! Files that appear whole or not at all.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::notes::FileNote;
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

/// A digest in hexadecimal digits.
pub(super) fn hexadecimal(digest: &[u8]) -> String {
    use std::fmt::Write as _;
    digest.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A file that is written under a temporary name beside its own and renamed when it is complete. Without
/// [`finish`](Self::finish) the temporary file is removed and the file of that name, if any, is as it was.
#[derive(Debug)]
pub struct PartialFile {
    path: PathBuf,
    partial: PathBuf,
    /// Holds the lock that says that its process lives; `None` once it is renamed.
    out: Option<BufWriter<File>>,
    bytes: u64,
    hash: Sha256,
}

impl PartialFile {
    /// Creates the temporary file. To find out before a long run whether a file can be written, create it and let it drop.
    ///
    /// # Errors
    /// There is no such folder, or no file can be created in it.
    pub fn create(path: &Path) -> Result<Self, ExportError> {
        let named = |source| ExportError::File {
            path: path.to_owned(),
            source,
        };
        let partial = aside(path);
        let file = File::create(&partial).map_err(named)?;
        // A file system without locks is no hindrance.
        if let Err(TryLockError::WouldBlock) = file.try_lock() {
            return Err(named(io::ErrorKind::ResourceBusy.into()));
        }
        Ok(Self {
            path: path.to_owned(),
            partial,
            out: Some(BufWriter::with_capacity(1 << 18, file)),
            bytes: 0,
            hash: Sha256::new(),
        })
    }

    /// Makes what was written durable, under the temporary name.
    fn complete(&mut self) -> Result<(), ExportError> {
        let named = |source| ExportError::File {
            path: self.path.clone(),
            source,
        };
        if let Some(out) = &mut self.out {
            out.flush().map_err(named)?;
            out.get_ref().sync_all().map_err(named)?;
        }
        Ok(())
    }

    /// Makes the file durable and gives it its name, in place of another file of that name.
    ///
    /// # Errors
    /// The file cannot be written or renamed.
    pub fn finish(mut self) -> Result<(), ExportError> {
        self.complete()?;
        // Windows renames no file that is open.
        self.out = None;
        fs::rename(&self.partial, &self.path).map_err(|source| ExportError::File {
            path: self.path.clone(),
            source,
        })
    }

    fn note(&self) -> FileNote {
        let name = self.path.file_name().unwrap_or_default();
        FileNote {
            name: name.to_string_lossy().into_owned(),
            bytes: self.bytes,
            sha256: hexadecimal(&self.hash.clone().finalize()),
        }
    }
}

impl Write for PartialFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Some(out) = &mut self.out else {
            return Err(io::Error::other("the file is complete"));
        };
        let written = out.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Drop for PartialFile {
    fn drop(&mut self) {
        self.out = None;
        // After renaming there is nothing of that name; a rest that cannot be removed is left to the next run.
        let _ = fs::remove_file(&self.partial);
    }
}

/// A file written aside and complete, but for its name.
fn written(
    path: &Path,
    write: impl FnOnce(Sink<'_>) -> Result<(), ExportError>,
) -> Result<PartialFile, ExportError> {
    let mut file = PartialFile::create(path)?;
    write(&mut file).map_err(|error| match error {
        ExportError::Write(source) => ExportError::File {
            path: path.to_owned(),
            source,
        },
        other => other,
    })?;
    file.complete()?;
    Ok(file)
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
    written(path, write)?.finish()?;
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

/// Makes the content of a manifest from the notes on the files that it lists.
type ManifestOf<'a> = &'a dyn Fn(Vec<FileNote>) -> Result<Vec<u8>, ExportError>;

/// Files of a folder that appear together, the manifest last.
///
/// All are written aside first: should that fail, the folder stays as it was. Then the old manifest is taken away, the files are
/// renamed, and the new manifest names each with its digest. A folder with a manifest therefore holds the files of one run, and
/// one where the exchange was broken off has none.
#[derive(Debug)]
pub(super) struct Exchange {
    folder: PathBuf,
    files: Vec<PartialFile>,
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
        self.files.push(written(&self.folder.join(name), write)?);
        Ok(())
    }

    /// Puts all files in their places. `manifest` makes the content of the file `manifest` from the notes on the others.
    /// Returns the paths, in order of writing.
    pub(super) fn finish(
        mut self,
        manifest: Option<(&str, ManifestOf<'_>)>,
    ) -> Result<Vec<PathBuf>, ExportError> {
        let mut last = None;
        if let Some((name, content)) = manifest {
            let bytes = content(self.files.iter().map(PartialFile::note).collect())?;
            let path = self.folder.join(name);
            last = Some(written(&path, |sink| Ok(sink.write_all(&bytes)?))?);
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
            paths.push(file.path.clone());
            file.finish()?;
        }
        sync(&self.folder);
        if let Some(manifest) = last {
            paths.push(manifest.path.clone());
            manifest.finish()?;
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
