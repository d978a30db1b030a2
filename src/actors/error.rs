//! What can be wrong with a dictionary.

use thiserror::Error;

/// A fault in a dictionary file; the message names the file, the line and the column.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DictionaryError {
    /// The file is no UTF-8 text.
    #[error("{file}:{line}: not UTF-8; save the file as UTF-8")]
    NotUtf8 {
        /// Name of the file as given.
        file: String,
        /// Line of the first bad byte, from 1.
        line: u64,
    },
    /// The file is not well-formed CSV.
    #[error("{file}:{line}: {message}")]
    Malformed {
        /// Name of the file as given.
        file: String,
        /// Line, from 1.
        line: u64,
        /// What the reader met.
        message: String,
    },
    /// A column that every dictionary needs is missing from the header.
    #[error("{file}:1: column `{column}` is missing from the header; expected {expected}")]
    Header {
        /// Name of the file as given.
        file: String,
        /// The missing column.
        column: &'static str,
        /// The header in full.
        expected: &'static str,
    },
    /// A cell holds something that its column does not allow.
    #[error("{file}:{line}: column `{column}`: `{value}` is not {expected}")]
    Value {
        /// Name of the file as given.
        file: String,
        /// Line, from 1.
        line: u64,
        /// The column.
        column: &'static str,
        /// What stands there.
        value: String,
        /// What may stand there.
        expected: &'static str,
    },
    /// A cell is empty that must not be.
    #[error("{file}:{line}: column `{column}` is empty: {reason}")]
    Empty {
        /// Name of the file as given.
        file: String,
        /// Line, from 1.
        line: u64,
        /// The column.
        column: &'static str,
        /// Why it must not be.
        reason: &'static str,
    },
}

impl DictionaryError {
    /// The line that the fault stands in, from 1.
    pub fn line(&self) -> u64 {
        match self {
            Self::NotUtf8 { line, .. }
            | Self::Malformed { line, .. }
            | Self::Value { line, .. }
            | Self::Empty { line, .. } => *line,
            Self::Header { .. } => 1,
        }
    }

    /// The column that the fault stands in; empty when it concerns the whole line.
    pub fn column(&self) -> &'static str {
        match self {
            Self::Header { column, .. }
            | Self::Value { column, .. }
            | Self::Empty { column, .. } => column,
            Self::NotUtf8 { .. } | Self::Malformed { .. } => "",
        }
    }
}
