//! Why an input cannot be used.

use std::io;
use std::path::PathBuf;

/// Why an input cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SourceError {
    /// There is no such file or folder, or it may not be read.
    #[error("{path}: {source}. Check the name and the permissions", path = path.display())]
    Open {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Reading broke off.
    #[error(
        "{name}: reading broke off after {records} records: {source}. Is the file complete? A second run goes on from here"
    )]
    Read {
        /// The input.
        name: String,
        /// Records read before.
        records: u64,
        /// What the system says.
        source: io::Error,
    },
    /// No input was found at all.
    #[error("{path}: no readable file in this folder (known: .jsonl .ndjson .json .csv .tsv .parquet .txt .md .html .docx .rtf .xml .tei .rss .ris .mbox .sgm .warc .zip .tar, most also .gz .zst .bz2 .xz)", path = path.display())]
    Nothing {
        /// The folder.
        path: PathBuf,
    },
}
