//! Writing to a store: documents in, commits with their state.

use std::path::{Path, PathBuf};

use tantivy::directory::MmapDirectory;
use tantivy::{Index, IndexWriter, TantivyError};

use crate::model::ActorKey;
use crate::source::Reject;
use crate::text::Vocabulary;

use super::document::{Encoder, Entry, Origin};
use super::schema::{self, Fields};
use super::{FORMAT, Identity, State, StoreError, document, duplicates, tokenizers};

/// How a store is written.
#[derive(Debug, Clone)]
pub struct WriterOptions {
    /// Threads that index, at least 1.
    pub threads: usize,
    /// Memory for documents not yet on disk, in bytes, for all threads together; each thread gets at
    /// least 15 MB.
    pub memory: usize,
    /// Dictionary and model in use.
    pub identity: Identity,
}

/// A store open for writing. There is one at a time for each folder, across processes.
pub struct StoreWriter {
    path: PathBuf,
    index: Index,
    writer: IndexWriter,
    fields: Fields,
    state: State,
}

impl std::fmt::Debug for StoreWriter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoreWriter")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

const LEAST_MEMORY: usize = 15_000_000;

impl StoreWriter {
    /// Opens the store in a folder, or makes one where the folder is missing or empty.
    ///
    /// # Errors
    /// The folder holds other things, a store of another format, or one made with another dictionary
    /// or model; another process is writing; the system refuses.
    pub fn open(path: &Path, options: &WriterOptions) -> Result<Self, StoreError> {
        let folder = |source| StoreError::Folder {
            path: path.to_owned(),
            source,
        };
        std::fs::create_dir_all(path).map_err(folder)?;
        let (schema, fields) = schema::build();
        let directory = MmapDirectory::open(path).map_err(TantivyError::from)?;
        let exists = Index::exists(&directory).map_err(TantivyError::from)?;
        if !exists {
            // What is left of a store that never came to its first commit may be built upon.
            let foreign = std::fs::read_dir(path)
                .map_err(folder)?
                .filter_map(Result::ok)
                .any(|e| {
                    let name = e.file_name().to_string_lossy().into_owned();
                    !(name.starts_with('.') || name == "meta.json")
                });
            if foreign {
                return Err(StoreError::Occupied {
                    path: path.to_owned(),
                });
            }
        }
        let mut index = if exists {
            Index::open(directory)?
        } else {
            Index::create(directory, schema, tantivy::IndexSettings::default())?
        };
        index.set_tokenizers(tokenizers::for_writing());
        let threads = options.threads.clamp(1, 8);
        let memory = (options.memory / threads).max(LEAST_MEMORY) * threads;
        let writer = match index.writer_with_num_threads(threads, memory) {
            Ok(writer) => writer,
            Err(TantivyError::LockFailure(..)) => {
                return Err(StoreError::Busy {
                    path: path.to_owned(),
                });
            }
            Err(e) => return Err(e.into()),
        };
        // Only under the lock is the state sure to be the last one.
        let mut state = read_state(path, &index, options)?.unwrap_or_else(|| State {
            format: FORMAT,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            identity: options.identity.clone(),
            finished: true,
            ..State::default()
        });
        if state.finished {
            state.run += 1;
        }
        state.finished = false;
        Ok(Self {
            path: path.to_owned(),
            index,
            writer,
            fields,
            state,
        })
    }

    /// What has been read so far, to be brought up to date before each commit.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The same, to be changed.
    pub fn state_mut(&mut self) -> &mut State {
        &mut self.state
    }

    /// Adds an article. `input` names its input by a hash, `record` is its number there; `id_of`
    /// gives the id of a dictionary actor. Returns a hash of the article's content.
    ///
    /// # Errors
    /// The index cannot be written.
    pub fn add<'d>(
        &self,
        encoder: &mut Encoder,
        input: u64,
        record: u64,
        entry: Entry<'_>,
        vocabulary: &mut Vocabulary,
        id_of: &dyn Fn(ActorKey) -> &'d str,
    ) -> Result<u64, StoreError> {
        let origin = Origin {
            run: self.state.run,
            input,
            record,
        };
        let (doc, content) = encoder.article(&self.fields, origin, entry, vocabulary, id_of);
        self.writer.add_document(doc)?;
        Ok(content)
    }

    /// Adds a refused record. Returns a hash of it.
    ///
    /// # Errors
    /// The index cannot be written.
    pub fn add_reject(&self, input: u64, record: u64, reject: &Reject) -> Result<u64, StoreError> {
        let origin = Origin {
            run: self.state.run,
            input,
            record,
        };
        let (doc, content) = document::reject(&self.fields, origin, reject);
        self.writer.add_document(doc)?;
        Ok(content)
    }

    /// Makes all that was added durable, together with the state.
    ///
    /// # Errors
    /// The index cannot be written; the former commit then stays in force.
    pub fn commit(&mut self) -> Result<(), StoreError> {
        let payload = serde_json::to_string(&self.state).map_err(|e| StoreError::Damaged {
            path: self.path.clone(),
            detail: e.to_string(),
        })?;
        let mut prepared = self.writer.prepare_commit()?;
        prepared.set_payload(&payload);
        prepared.commit()?;
        Ok(())
    }

    /// Ends an ingest: commits, removes what is there twice, notes that the ingest is finished, and
    /// waits for merges under way. Returns how many documents were removed.
    ///
    /// Of articles with the same id the one of the latest ingest stays; within an ingest the latest
    /// date wins, then the larger content hash, so that the order of reading does not matter.
    ///
    /// # Errors
    /// The index cannot be read or written.
    pub fn finish(mut self) -> Result<u64, StoreError> {
        self.commit()?;
        let losers = duplicates::find(&self.index)?;
        let removed = losers.len() as u64;
        if removed > 0 {
            self.writer
                .delete_query(Box::new(duplicates::Losers::new(losers)))?;
        }
        self.state.finished = true;
        self.commit()?;
        self.writer.wait_merging_threads()?;
        Ok(removed)
    }
}

fn read_state(
    path: &Path,
    index: &Index,
    options: &WriterOptions,
) -> Result<Option<State>, StoreError> {
    let state = super::reader::state_of(path, index)?;
    if let Some(state) = &state {
        for (what, stored, current) in [
            (
                "dictionary",
                &state.identity.dictionary,
                &options.identity.dictionary,
            ),
            ("model", &state.identity.model, &options.identity.model),
        ] {
            if stored != current {
                return Err(StoreError::Identity {
                    path: path.to_owned(),
                    what,
                    stored: stored.clone(),
                    current: current.clone(),
                });
            }
        }
    }
    Ok(state)
}
