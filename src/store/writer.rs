//! Writing to a store: documents in, commits with their state.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use tantivy::indexer::NoMergePolicy;
use tantivy::{
    Index, IndexSettings, IndexWriter, ReloadPolicy, Searcher, SegmentMeta, TantivyError,
};

use crate::model::ActorKey;
use crate::source::Reject;
use crate::text::Vocabulary;

use super::document::{Encoder, Entry, Origin};
use super::duplicates::New;
use super::error::{guarded, reading, writing};
use super::files::{self, Files};
use super::merge::Twice;
use super::removal::Removal;
use super::schema::{self, Fields};
use super::{
    Balance, FORMAT, FORMER, Identity, State, Store, StoreError, aside, document, duplicates,
    tokenizers,
};

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
    /// Articles and rejects added since the last commit.
    added: [AtomicU64; 2],
    was_finished: bool,
}

impl std::fmt::Debug for StoreWriter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoreWriter")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

/// Keeps others from writing to a store for as long as it lives.
pub struct Holder {
    _lock: Option<tantivy::directory::DirectoryLock>,
}

impl std::fmt::Debug for Holder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Holder").finish_non_exhaustive()
    }
}

impl Holder {
    /// Takes hold of the store in a folder. Where nothing may be written anyway, nothing is held.
    ///
    /// # Errors
    /// Another process is writing, or there is no store that can be read.
    pub fn of(path: &Path) -> Result<Self, StoreError> {
        aside::settle(path)?;
        let Some((index, _)) = files::open_since(path, FORMER)? else {
            return Err(StoreError::Missing {
                path: path.to_owned(),
            });
        };
        Ok(Self {
            _lock: files::lock(path, &index)?,
        })
    }
}

/// What the end of an ingest did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ended {
    /// Documents removed because another one with the same id stays.
    pub duplicates: u64,
    /// Articles among them that had another content than the one that stays.
    pub replaced: u64,
    /// Rejects removed because their input was read again.
    pub outdated: u64,
    /// What became of all records ever read.
    pub balance: Balance,
}

/// Where an added record comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordOrigin {
    /// What marks the documents of its input: [`InputState::key`](super::InputState::key).
    pub input: u64,
    /// Its number there.
    pub record: u64,
    /// Number of its ingest; `None` for this one.
    pub run: Option<u32>,
}

const LEAST_MEMORY: usize = 15_000_000;

impl StoreWriter {
    /// Opens the store in a folder, or makes one where the folder is missing or empty, to add to it.
    ///
    /// # Errors
    /// The folder holds other things, a store of another format, or one made with another dictionary
    /// or model; another process is writing; the system refuses.
    pub fn open(path: &Path, options: &WriterOptions) -> Result<Self, StoreError> {
        aside::settle(path)?;
        let mut this = Self::begin(path, options.threads, options.memory, true)?;
        if this.state.format == 0 {
            this.state = State {
                format: FORMAT,
                identity: options.identity.clone(),
                finished: true,
                ..State::default()
            };
        }
        this.state.identity.matches(path, &options.identity)?;
        env!("CARGO_PKG_VERSION").clone_into(&mut this.state.version);
        this.was_finished = this.state.finished;
        this.state.run += u32::from(this.state.finished);
        this.state.session += 1;
        this.state.finished = false;
        Ok(this)
    }

    /// Opens the store in a folder to take from it.
    ///
    /// # Errors
    /// There is none, or it has another format or is damaged; another process is writing; the system refuses.
    pub(super) fn open_existing(path: &Path) -> Result<Self, StoreError> {
        aside::settle(path)?;
        let missing = || StoreError::Missing {
            path: path.to_owned(),
        };
        if !path.is_dir() {
            return Err(missing());
        }
        let this = Self::begin(path, 1, LEAST_MEMORY, false)?;
        if this.state.format == 0 {
            return Err(missing());
        }
        Ok(this)
    }

    /// Opens or makes an index and takes its lock. The state is an empty one before the first commit.
    fn begin(path: &Path, threads: usize, memory: usize, make: bool) -> Result<Self, StoreError> {
        let folder = |source| StoreError::Folder {
            path: path.to_owned(),
            source,
        };
        if make {
            std::fs::create_dir_all(path).map_err(folder)?;
        }
        let (schema, fields) = schema::build();
        let mut index = match files::open(path)? {
            Some((index, Some(_))) => {
                files::whole(path, &index)?;
                index
            }
            // What is left of a store that never came to its first commit may be built upon.
            Some((index, None)) if index.schema() == schema => index,
            None if !make => {
                return Err(StoreError::Missing {
                    path: path.to_owned(),
                });
            }
            begun => {
                let foreign = std::fs::read_dir(path)
                    .map_err(folder)?
                    .filter_map(Result::ok)
                    .any(|e| {
                        let name = e.file_name().to_string_lossy().into_owned();
                        !(name.starts_with('.') || (begun.is_some() && name == "meta.json"))
                    });
                if foreign {
                    return Err(StoreError::Occupied {
                        path: path.to_owned(),
                    });
                }
                let settings = IndexSettings::default();
                Index::create(Files::open(path)?, schema, settings)
                    .map_err(|e| writing(path, &e))?
            }
        };
        index.set_tokenizers(tokenizers::for_writing());
        let threads = threads.max(1);
        let memory = (memory / threads).max(LEAST_MEMORY) * threads;
        let writer = index
            .writer_with_num_threads(threads, memory)
            .map_err(|e| writing(path, &e))?;
        // Of what broken-off runs left, texts that were deleted may be a part, and a list of removed documents whose name
        // the next deletion needs.
        files::sweep(path, &index)?;
        // Only under the lock is the state sure to be the last one.
        let state = match files::open(path)? {
            Some((_, Some(state))) => state,
            _ => State::default(),
        };
        Ok(Self {
            path: path.to_owned(),
            index,
            writer,
            fields,
            was_finished: state.finished,
            state,
            added: [AtomicU64::new(0), AtomicU64::new(0)],
        })
    }

    /// Whether the ingest before this one had come to its end.
    pub fn was_finished(&self) -> bool {
        self.was_finished
    }

    /// What has been read so far, to be brought up to date before each commit.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The same, to be changed.
    pub fn state_mut(&mut self) -> &mut State {
        &mut self.state
    }

    fn origin(&self, from: RecordOrigin) -> Origin {
        Origin {
            run: from.run.unwrap_or(self.state.run),
            session: self.state.session,
            input: from.input,
            record: from.record,
        }
    }

    /// Adds an article; `id_of` gives the id of a dictionary actor. Returns a hash of the article's content.
    ///
    /// # Errors
    /// The index cannot be written.
    pub fn add<'d>(
        &self,
        encoder: &mut Encoder,
        from: RecordOrigin,
        entry: Entry<'_>,
        vocabulary: &mut Vocabulary,
        id_of: &dyn Fn(ActorKey) -> &'d str,
    ) -> Result<u64, StoreError> {
        let origin = self.origin(from);
        let (doc, content) = encoder.article(&self.fields, origin, entry, vocabulary, id_of);
        self.writer
            .add_document(doc)
            .map_err(|e| writing(&self.path, &e))?;
        self.added[0].fetch_add(1, Ordering::Relaxed);
        Ok(content)
    }

    /// Adds a refused record. `failure`: it stands for what could not be read, and holds until its input is read to its
    /// end. Returns a hash of it.
    ///
    /// # Errors
    /// The index cannot be written.
    pub fn add_reject(
        &self,
        from: RecordOrigin,
        reject: &Reject,
        failure: bool,
    ) -> Result<u64, StoreError> {
        let (doc, content) = document::reject(&self.fields, self.origin(from), reject, failure);
        self.writer
            .add_document(doc)
            .map_err(|e| writing(&self.path, &e))?;
        self.added[1].fetch_add(1, Ordering::Relaxed);
        Ok(content)
    }

    /// Why writing failed: after a failure of one thread the others only know that it happened.
    pub fn cause(&mut self) -> Option<StoreError> {
        let failed = self.writer.prepare_commit().err()?;
        Some(writing(&self.path, &failed))
    }

    /// Makes all that was added durable, together with the state.
    ///
    /// # Errors
    /// The index cannot be written; the former commit then stays in force.
    pub fn commit(&mut self) -> Result<(), StoreError> {
        let totals = &mut self.state.totals;
        totals.articles += std::mem::take(self.added[0].get_mut());
        totals.rejects += std::mem::take(self.added[1].get_mut());
        let payload = self.state.encode(&self.path)?;
        let failed = |e: TantivyError| writing(&self.path, &e);
        let mut prepared = self.writer.prepare_commit().map_err(failed)?;
        prepared.set_payload(&payload);
        prepared.commit().map_err(failed)?;
        Ok(())
    }

    /// Ends an ingest: commits, removes what is there twice and rejects that no longer hold, notes that the ingest is
    /// finished, makes sure that all records are accounted for, and waits for merges under way.
    ///
    /// Of articles with the same id the one of the latest ingest stays; within an ingest the latest
    /// date wins, then the larger content hash, so that the order of reading does not matter.
    ///
    /// # Errors
    /// The index cannot be read or written, or the totals do not reconcile.
    pub fn finish(mut self) -> Result<Ended, StoreError> {
        self.commit()?;
        let run = self.state.run;
        let mut ended = self.remove_superseded(New::Run(run))?;
        self.conclude(&mut ended)?;
        self.close()?;
        Ok(ended)
    }

    /// The same for a store made out of others: all documents are looked at and no ingest is later than another; among
    /// articles of different versions of an input those of the present one win. What was read twice counts once.
    pub(super) fn settle_merged(&mut self, twice: Twice) -> Result<Ended, StoreError> {
        // Addresses must hold until the removal: serial numbers of different stores may be equal.
        self.writer.set_merge_policy(Box::new(NoMergePolicy));
        let former = self.state.former.iter().map(|f| f.key).collect();
        let mut ended = self.remove_superseded(New::All(&former))?;
        let totals = &mut self.state.totals;
        // Where articles were deleted, or rejects outdated, the second reading cannot be told from the first.
        if totals.deleted == 0
            && totals.outdated == 0
            && totals.duplicate_articles >= twice.articles
            && totals.duplicate_rejects >= twice.rejects
        {
            totals.articles -= twice.articles;
            totals.rejects -= twice.rejects;
            totals.duplicate_articles -= twice.articles;
            totals.duplicate_rejects -= twice.rejects;
        }
        self.conclude(&mut ended)?;
        Ok(ended)
    }

    /// Ends the making of a store anew out of another one's articles and rejects, with that one's state: nothing is removed.
    ///
    /// # Errors
    /// The index cannot be written, or there are more or fewer documents than the state says.
    pub fn finish_copy(mut self, of: &State) -> Result<(), StoreError> {
        let own = (self.state.version.clone(), self.state.identity.clone());
        self.state = of.clone();
        self.state.format = FORMAT;
        (self.state.version, self.state.identity) = own;
        self.state.identity.reading = of.identity.reading.clone();
        self.added = [AtomicU64::new(0), AtomicU64::new(0)];
        self.commit()?;
        self.balance()?;
        self.close()
    }

    /// Removes documents.
    pub(super) fn remove(&mut self, removal: Removal) -> Result<(), StoreError> {
        if !removal.is_empty() {
            self.writer
                .delete_query(removal.query())
                .map_err(|e| writing(&self.path, &e))?;
        }
        Ok(())
    }

    fn remove_superseded(&mut self, new: New<'_>) -> Result<Ended, StoreError> {
        let searcher = self.searcher()?;
        let path = self.path.clone();
        let (twice, outdated) = guarded(&path, || {
            let twice = duplicates::find(&searcher, new)?;
            let outdated = duplicates::outdated(&searcher, &self.state, &twice.removal)?;
            Ok((twice, outdated))
        })?;
        drop(searcher);
        let totals = &mut self.state.totals;
        totals.duplicate_articles += twice.removal.articles();
        totals.duplicate_rejects += twice.removal.rejects();
        totals.outdated += outdated.rejects();
        let ended = Ended {
            duplicates: twice.removal.articles() + twice.removal.rejects(),
            replaced: twice.replaced,
            outdated: outdated.rejects(),
            balance: Balance::default(),
        };
        self.remove(twice.removal)?;
        self.remove(outdated)?;
        Ok(ended)
    }

    fn conclude(&mut self, ended: &mut Ended) -> Result<(), StoreError> {
        self.state.finished = true;
        self.commit()?;
        ended.balance = self.balance()?;
        Ok(())
    }

    /// The folder.
    pub(super) fn folder(&self) -> &Path {
        &self.path
    }

    pub(super) fn index_writer(&mut self) -> &mut IndexWriter {
        &mut self.writer
    }

    /// The segments of the last commit.
    pub(super) fn segments(&self) -> Result<Vec<SegmentMeta>, StoreError> {
        let metas = self.index.load_metas();
        Ok(metas.map_err(|e| reading(&self.path, &e))?.segments)
    }

    fn searcher(&self) -> Result<Searcher, StoreError> {
        let reader = self
            .index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .map_err(|e| reading(&self.path, &e))?;
        Ok(reader.searcher())
    }

    /// What was read and what became of it, as of the last commit.
    ///
    /// # Errors
    /// The store cannot be read, or the totals do not reconcile.
    pub fn balance(&self) -> Result<Balance, StoreError> {
        let balance = Store::open(&self.path)?.balance()?;
        if !balance.holds() {
            return Err(StoreError::Totals {
                path: self.path.clone(),
                detail: balance.line(&|n| n.to_string()),
            });
        }
        Ok(balance)
    }

    /// Waits for merges under way and gives the store free.
    pub(super) fn close(self) -> Result<(), StoreError> {
        let path = self.path;
        self.writer
            .wait_merging_threads()
            .map_err(|e| writing(&path, &e))
    }
}
