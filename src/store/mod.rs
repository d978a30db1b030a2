//! The store: one tantivy index that holds the articles, their words and all that was found in them.
//!
//! Uses `model`, `text` and `source`; it alone may use `tantivy`. The commit is the transaction: its payload
//! ([`State`]) says how far each input was read, so no second file can disagree with the index.
//! Tallies read columns ([`ArticleView`]); text is fetched only for what is shown.

mod clusters;
mod columns;
mod document;
mod duplicates;
mod lens;
mod pack;
mod reader;
mod reading;
mod schema;
mod search;
mod state;
mod stories;
mod tokenizers;
mod urls;
mod writer;

pub use columns::{ArticleView, Names, Scan, StoredJudgement, StoredMention, StoredTone};
pub use document::{Encoder, Entry};
pub use lens::Lens;
pub use reader::Store;
pub use reading::{Chunk, Fetch, Sink};
pub use search::{Hit, Kwic, Snippet};
pub use state::{Identity, InputState, State};
pub use stories::{ALONE, Dedup, Member, STORY_STEPS, Stories};
pub use writer::{StoreWriter, WriterOptions};

use std::path::PathBuf;

/// Version of the store's layout; a store of another version is refused.
pub const FORMAT: u32 = 2;

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
        source: std::io::Error,
    },
    /// The folder holds other things.
    #[error("{path}: this folder is not empty and holds no store; choose another", path = path.display())]
    Occupied {
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
    #[error("{path}: the store has format {found}, this program reads {FORMAT}. Ingest the articles again into a new folder", path = path.display())]
    Format {
        /// The folder.
        path: PathBuf,
        /// The store's version.
        found: u32,
    },
    /// There are more documents than stories can be numbered for.
    #[error(
        "the store holds {documents} documents, but stories are found among 4,294,967,295 at most. Split the corpus into several stores"
    )]
    TooLarge {
        /// How many there are.
        documents: u64,
    },
    /// The payload of the last commit cannot be read.
    #[error("{path}: the store's state is damaged ({detail}). Ingest the articles again into a new folder", path = path.display())]
    Damaged {
        /// The folder.
        path: PathBuf,
        /// What is wrong.
        detail: String,
    },
    /// The store was made with another dictionary or model.
    #[error("{path}: the store was made with another {what} ({stored}, now {current}). Apply the current one to the stored text with: demarche reannotate --store {path}", path = path.display())]
    Identity {
        /// The folder.
        path: PathBuf,
        /// `dictionary` or `model`.
        what: &'static str,
        /// Digest in the store.
        stored: String,
        /// Digest in use.
        current: String,
    },
    /// A query cannot be understood.
    #[error(
        "query '{query}': {detail}. Fields are text, title, outlet, actor, lang; phrases stand in quotes; AND, OR, NOT in capitals"
    )]
    Query {
        /// The query.
        query: String,
        /// What is wrong.
        detail: String,
    },
    /// The index library failed.
    #[error("the index cannot be read or written: {0}")]
    Index(#[from] tantivy::TantivyError),
}
