//! Files that appear whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use super::{ExportError, Sink};

/// Where the bytes of a file stand until they are complete: beside it, so that renaming stays within one file system.
fn aside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.partial", std::process::id()));
    path.with_file_name(name)
}

/// Writes a file aside and renames it, so that nobody sees half of it. The file of that name, if any, is replaced.
///
/// # Errors
/// `write` fails, or the file cannot be written or renamed; the file of that name is then as it was.
pub fn write_atomically_with(
    path: &Path,
    write: impl FnOnce(Sink<'_>) -> Result<(), ExportError>,
) -> Result<(), ExportError> {
    let partial = aside(path);
    let named = |source| ExportError::File {
        path: path.to_owned(),
        source,
    };
    let result = File::create(&partial).map_err(named).and_then(|file| {
        let mut out = BufWriter::with_capacity(1 << 18, file);
        write(&mut out).map_err(|error| match error {
            ExportError::Write(source) => named(source),
            other => other,
        })?;
        let file = out.into_inner().map_err(|e| named(e.into_error()))?;
        file.sync_all().map_err(named)?;
        drop(file);
        fs::rename(&partial, path).map_err(named)
    });
    if result.is_err() {
        // Nothing more can be done about a rest that cannot be removed either.
        let _ = fs::remove_file(&partial);
    }
    result
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
