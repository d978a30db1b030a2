//! One error for all of the library; each area has its own kind.

/// Why something could not be done. The message says what, where and what to do next.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A dictionary cannot be used.
    #[error(transparent)]
    Dictionary(#[from] crate::actors::DictionaryError),
    /// A stance model cannot be used.
    #[error(transparent)]
    Model(#[from] crate::stance::ModelError),
    /// An input cannot be found or opened.
    #[error(transparent)]
    Source(#[from] crate::source::SourceError),
    /// The store cannot be read or written.
    #[error(transparent)]
    Store(#[from] crate::store::StoreError),
    /// Counts that do not fit in memory cannot be kept on disk.
    #[error(transparent)]
    Tally(#[from] crate::tally::TallyError),
    /// The user stopped an ingest; all that was read until then is committed.
    #[error(
        "stopped after {articles} articles, which are committed. Run the same command again to go on from there"
    )]
    Interrupted {
        /// Articles read in this run.
        articles: u64,
    },
    /// A walk over a store was ended early ([`Observer::is_stopped`](crate::observe::Observer::is_stopped)).
    #[error("stopped before it was done: it took too long")]
    Stopped,
    /// Tables cannot be written.
    #[error(transparent)]
    Export(#[from] crate::export::ExportError),
    /// A dictionary file cannot be read.
    #[error("{path}: the dictionary cannot be read: {source}", path = path.display())]
    DictionaryFile {
        /// The file.
        path: std::path::PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// Options are out of range or contradict each other.
    #[error("{0}")]
    Options(String),
    /// A name that was typed is none that there is.
    #[error("there is no {what} '{name}'{hint}")]
    Unknown {
        /// `actor`, `outlet` or `language`.
        what: &'static str,
        /// What was typed.
        name: String,
        /// The nearest names, and where all of them stand; begins with a stop or a semicolon.
        hint: String,
    },
    /// Numbers of a table contradict each other: a fault of the program.
    #[error("{table}: a total does not reconcile ({rule}, row {row}); please report this")]
    Reconcile {
        /// The table, or the analysis that made it.
        table: String,
        /// What should hold.
        rule: &'static str,
        /// The row in which it does not, from 0.
        row: usize,
    },
    /// Threads cannot be started.
    #[error("threads cannot be started: {0}. Try a smaller --threads")]
    Threads(#[from] rayon::ThreadPoolBuildError),
}
