//! What an ingest is made with, and what it reports.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use crate::actors::Dictionary;
use crate::extract::Extractor;
use crate::model::Coverage;
use crate::source;
use crate::stance::{Settings, StanceModel};
use crate::store::{Balance, Identity, WriterOptions};

/// How to ingest.
#[derive(Debug, Clone)]
pub struct Ingest {
    /// Who is looked for.
    pub dictionary: Arc<Dictionary>,
    /// How attitudes are judged.
    pub model: Arc<StanceModel>,
    /// Settings of the judge.
    pub stance: Settings,
    /// Language (ISO 639-1) that articles are read as whose own is neither given nor told by their words.
    pub default_language: String,
    /// How inputs are read.
    pub source: source::Options,
    /// Threads for each half of the work (extracting, indexing); at least 1.
    pub threads: usize,
    /// Memory for documents not yet on disk, in bytes.
    pub memory: usize,
    /// A commit is made after about this many bytes of decompressed input …
    pub commit_bytes: u64,
    /// … or after this time, whichever comes first.
    pub commit_after: Duration,
    /// Set from outside, it ends the ingest: what was read is committed, and the next run goes on from there.
    pub interrupted: Arc<AtomicBool>,
    /// Bytes of content after which each input is left, for a rehearsal.
    pub(super) most_each: Option<u64>,
    /// Called before each extraction, so that a test can plant a fault.
    #[cfg(test)]
    pub(super) before_extract: fn(&crate::model::Article),
}

/// What an ingest did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct IngestReport {
    /// Records read now.
    pub records: u64,
    /// Articles among them.
    pub articles: u64,
    /// Articles among these that are longer or name more actors than an article may, so that their findings end early.
    pub cut: u64,
    /// Articles among these whose dates lie after the latest possible day, and are left out.
    pub future: u64,
    /// Refused ones among them.
    pub rejects: u64,
    /// Documents removed because another one with the same id stays.
    pub duplicates: u64,
    /// Articles among them that had another content than the one that stays.
    pub replaced: u64,
    /// Rejects removed because their input was read again: it had changed, or had not been read to its end.
    pub outdated: u64,
    /// Articles in the store that come from earlier versions of inputs and are not in the present ones.
    pub gone: u64,
    /// What became of all records ever read into the store.
    pub balance: Balance,
    /// Inputs that had been read to their end before and were passed over.
    pub inputs_skipped: u64,
    /// Inputs that could not be read to their end.
    pub inputs_broken: u64,
    /// Rejects among them that say that content is missing because a file is damaged.
    pub damaged: u64,
    /// Bytes of text, decompressed.
    pub bytes: u64,
    /// Articles read now, and those without an actor, by outlet and language.
    pub coverage: Vec<Coverage>,
}

/// As many threads as the system offers cores; at least 1.
pub fn available_threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

impl Ingest {
    /// Ready-made settings: as many threads as there are cores, 300 MB, a commit each 512 MB or 60 s.
    pub fn new(dictionary: Arc<Dictionary>, model: Arc<StanceModel>) -> Self {
        Self {
            dictionary,
            model,
            stance: Settings::default(),
            default_language: "en".to_owned(),
            source: source::Options::default(),
            threads: available_threads(),
            memory: 300_000_000,
            commit_bytes: 512_000_000,
            commit_after: Duration::from_mins(1),
            interrupted: Arc::default(),
            most_each: None,
            #[cfg(test)]
            before_extract: |_| (),
        }
    }

    /// What finds actors and attitudes with this dictionary, model and settings; one for each thread.
    pub(super) fn extractor(&self) -> Extractor {
        let (dictionary, model) = (Arc::clone(&self.dictionary), Arc::clone(&self.model));
        Extractor::new(dictionary, model, self.stance).with_default_language(&self.default_language)
    }

    /// What the findings depend on.
    pub fn identity(&self) -> Identity {
        let others = [
            ("tier", self.model.tier().as_str().to_owned()),
            ("default-language", self.default_language.clone()),
        ];
        let settings = self.stance.pairs().into_iter().chain(others);
        let by_file = self.source.id_scope == source::IdScope::File;
        let scope = by_file.then(|| ("id_scope".to_owned(), "file".to_owned()));
        Identity {
            reading: scope.into_iter().collect(),
            dictionary: self.dictionary.digest(),
            model: self.model.digest(),
            settings: settings
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
        }
    }

    pub(super) fn writer_options(&self) -> WriterOptions {
        WriterOptions {
            threads: self.threads,
            memory: self.memory,
            identity: self.identity(),
        }
    }
}
