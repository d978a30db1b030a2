//! Files that appear whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::{ExportError, Sink};

/// Where the bytes of a file stand until they are complete: beside it, so that renaming stays within one file system.
fn aside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.partial", std::process::id()));
    path.with_file_name(name)
}

/// A file that is written under a temporary name beside its own and renamed when it is complete. Without
/// [`finish`](Self::finish) the temporary file is removed and the file of that name, if any, is as it was.
#[derive(Debug)]
pub struct PartialFile {
    path: PathBuf,
    partial: PathBuf,
    /// `None` once it is renamed.
    out: Option<BufWriter<File>>,
}

impl PartialFile {
    /// Creates the temporary file. To find out before a long run whether a file can be written, create it and let it drop.
    ///
    /// # Errors
    /// There is no such folder, or no file can be created in it.
    pub fn create(path: &Path) -> Result<Self, ExportError> {
        let partial = aside(path);
        let file = File::create(&partial).map_err(|source| ExportError::File {
            path: path.to_owned(),
            source,
        })?;
        Ok(Self {
            path: path.to_owned(),
            partial,
            out: Some(BufWriter::with_capacity(1 << 18, file)),
        })
    }

    /// Makes the file durable and gives it its name, in place of another file of that name.
    ///
    /// # Errors
    /// The file cannot be written or renamed.
    pub fn finish(mut self) -> Result<(), ExportError> {
        let named = |source| ExportError::File {
            path: self.path.clone(),
            source,
        };
        if let Some(out) = &mut self.out {
            out.flush().map_err(named)?;
            out.get_ref().sync_all().map_err(named)?;
        }
        fs::rename(&self.partial, &self.path).map_err(named)?;
        self.out = None;
        Ok(())
    }
}

impl Write for PartialFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.out {
            Some(out) => out.write(bytes),
            None => Err(io::Error::other("the file is complete")),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Drop for PartialFile {
    fn drop(&mut self) {
        if self.out.take().is_some() {
            // Nothing more can be done about a rest that cannot be removed either.
            let _ = fs::remove_file(&self.partial);
        }
    }
}

/// Writes a file under a temporary name and renames it when it is complete. The file of that name, if any, is replaced.
///
/// # Errors
/// `write` fails, or the file cannot be written or renamed; the file of that name is then as it was.
pub fn write_atomically_with(
    path: &Path,
    write: impl FnOnce(Sink<'_>) -> Result<(), ExportError>,
) -> Result<(), ExportError> {
    let mut file = PartialFile::create(path)?;
    write(&mut file).map_err(|error| match error {
        ExportError::Write(source) => ExportError::File {
            path: path.to_owned(),
            source,
        },
        other => other,
    })?;
    file.finish()
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
