//! Ingest: one pass over the inputs, read in order, parsed and extracted in parallel, indexed, and
//! committed together with how far each input was read.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::actors::Dictionary;
use crate::error::Error;
use crate::extract::{Extractor, MOST_ACTORS};
use crate::model::{Coverage, coverage_warnings};
use crate::observe::{Event, Observer, Unit};
use crate::source::{self, Input, Position};
use crate::stance::{Settings, StanceModel};
use crate::store::{
    Balance, Doomed, Identity, InputState, Store, StoreError, StoreWriter, WriterOptions,
};
use crate::text::{MOST_SENTENCES, MOST_TOKENS};

use super::counters::{Counters, lock};
use super::feed::{End, Epoch, Message, read_all};
use super::worker::Worker;

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

/// Outlets that are warned of in one ingest.
const MOST_WARNINGS: usize = 5;

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

    /// Adds the articles of the inputs to the store in a folder, which is made if it is missing.
    ///
    /// Inputs that were read to their end before are passed over; one that was broken off is read on
    /// from where the last commit had come.
    ///
    /// # Errors
    /// The store cannot be written or threads cannot be started. An input that cannot be read is not
    /// an error: it is warned of, named among the rejects, and tried again next time.
    pub fn run(
        &self,
        inputs: &[Input],
        store: &Path,
        observer: &dyn Observer,
    ) -> Result<IngestReport, Error> {
        let mut writer = StoreWriter::open(store, &self.writer_options())?;
        writer.state_mut().latest_date = self.source.latest.map(|day| day.to_string());
        let mut report = IngestReport::default();
        let mut todo = Vec::new();
        for (index, input) in inputs.iter().enumerate() {
            let same = |i: &Input| i.name == input.name && i.fingerprint == input.fingerprint;
            if inputs[..index].iter().any(same) {
                continue;
            }
            match writer.state().input(&input.name, &input.fingerprint) {
                Some(known) if known.done => report.inputs_skipped += 1,
                Some(known) => todo.push((index, position(known))),
                None => todo.push((index, Position::default())),
            }
        }
        if todo.is_empty() && writer.was_finished() {
            report.balance = writer.balance()?;
            return Ok(report);
        }
        let total: u64 = todo.iter().map(|(i, _)| inputs[*i].size).sum();
        observer.event(Event::Started {
            stage: "reading",
            total: (total > 0).then_some(total),
            unit: Unit::Bytes,
        });
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(self.threads.max(1))
            .build()?;
        let stop = AtomicBool::new(false);
        let counters = Counters::default();
        let workers: Vec<Mutex<Option<Worker>>> =
            (0..self.threads.max(1)).map(|_| Mutex::new(None)).collect();
        let (sender, receiver) = sync_channel(self.threads.max(1) * 2 + 2);
        let result = std::thread::scope(|scope| {
            let (stop, todo) = (&stop, &todo);
            scope.spawn(move || read_all(self, inputs, todo, &sender, stop));
            let outcome = pool.install(|| {
                self.consume(inputs, receiver, &mut writer, &workers, &counters, observer)
            });
            stop.store(true, Ordering::Relaxed);
            outcome
        });
        report.inputs_broken = result?;
        for &(index, _) in &todo {
            if source::changed(&inputs[index]) {
                observer.event(Event::Warning(&format!(
                    "{}: the input changed while it was read; the next run reads it again",
                    inputs[index].name
                )));
            }
        }
        let unaccounted = writer.state().inputs.iter().find(|input| !input.holds());
        let unaccounted = unaccounted.cloned();
        let former = !writer.state().former.is_empty();
        let ended = writer.finish()?;
        report.duplicates = ended.duplicates;
        report.replaced = ended.replaced;
        report.outdated = ended.outdated;
        report.balance = ended.balance;
        if former {
            report.gone = Store::open(store)?.choose(Doomed::Gone)?.articles();
        }
        report.articles = counters.articles.load(Ordering::Relaxed);
        report.rejects = counters.rejects.load(Ordering::Relaxed);
        report.damaged = counters.damaged.load(Ordering::Relaxed);
        report.cut = counters.cut.load(Ordering::Relaxed);
        report.future = counters.future.load(Ordering::Relaxed);
        report.coverage = counters.coverage();
        self.warn(&report, observer);
        report.records = report.articles + report.rejects;
        report.bytes = counters.bytes.load(Ordering::Relaxed);
        observer.event(Event::Finished);
        if let Some(input) = unaccounted {
            return Err(StoreError::Totals {
                path: store.to_owned(),
                detail: format!(
                    "{}: {} records were read and {} became articles or rejects",
                    input.name,
                    input.records + input.failures,
                    input.articles + input.rejects
                ),
            }
            .into());
        }
        Ok(report)
    }

    /// Points out what is wrong with many articles at once.
    fn warn(&self, report: &IngestReport, observer: &dyn Observer) {
        if report.cut > 0 {
            observer.event(Event::Warning(&format!(
                "{} articles have more than {MOST_SENTENCES} sentences, {MOST_TOKENS} words or {MOST_ACTORS} actors; their findings end there",
                report.cut
            )));
        }
        // A few are typing errors; many speak of the clock.
        if report.future * 100 > report.articles {
            let latest = self.source.latest.map(|day| day.to_string());
            observer.event(Event::Warning(&format!(
                "{} of {} articles are dated after {}, so their dates are left empty. If the clock of this machine is wrong, give the last possible day with --latest-date",
                report.future,
                report.articles,
                latest.unwrap_or_default()
            )));
        }
        let warnings = coverage_warnings(&report.coverage);
        for warning in warnings.iter().take(MOST_WARNINGS) {
            observer.event(Event::Warning(&format!(
                "{warning}. Are the names of its language in the dictionary, and is the language right (--default-language)?"
            )));
        }
    }

    /// Takes blocks until there are no more, committing now and then. Returns how many inputs broke off.
    fn consume(
        &self,
        inputs: &[Input],
        receiver: Receiver<Message>,
        writer: &mut StoreWriter,
        workers: &[Mutex<Option<Worker>>],
        counters: &Counters,
        observer: &dyn Observer,
    ) -> Result<u64, Error> {
        let mut broken = 0;
        let mut begun: BTreeMap<usize, InputState> = BTreeMap::new();
        let mut receiver = receiver;
        loop {
            let mut epoch = Epoch {
                receiver: &mut receiver,
                began: Instant::now(),
                bytes: 0,
                most_bytes: self.commit_bytes,
                most_time: self.commit_after,
                interrupted: &self.interrupted,
                ends: Vec::new(),
                over: false,
            };
            let failure = Mutex::new(None);
            {
                let writer = &*writer;
                (&mut epoch).par_bridge().for_each(|message| {
                    if lock(&failure).is_some() {
                        return;
                    }
                    let slot = rayon::current_thread_index().unwrap_or(0);
                    let mut worker = lock(&workers[slot]);
                    let worker = worker.get_or_insert_with(|| Worker::new(self));
                    let input = &inputs[message.input()];
                    let done = worker.take(self, writer, input, &message, counters);
                    if let Err(error) = done {
                        lock(&failure).get_or_insert(error);
                    }
                    if let Message::Broken(_, _, error) = &message {
                        observer.event(Event::Warning(&error.to_string()));
                    }
                    observer.event(counters.progress());
                });
            }
            if let Some(error) = failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
                // The thread that met the failure knows more of it than the one that was told first.
                let failed = matches!(error, Error::Store(StoreError::Write { .. }));
                let cause = if failed { writer.cause() } else { None };
                return Err(cause.map_or(error, Error::from));
            }
            let (ends, over) = (std::mem::take(&mut epoch.ends), epoch.over);
            for (index, position, end) in ends {
                let input = &inputs[index];
                broken += u64::from(end == End::Broken);
                // What has no fingerprint is known by its place in this run alone.
                let before = begun.remove(&index).unwrap_or_else(|| {
                    let known = writer.state().input(&input.name, &input.fingerprint);
                    known.cloned().unwrap_or_default()
                });
                let taken = counters.take(index);
                let now = InputState {
                    name: input.name.clone(),
                    fingerprint: input.fingerprint.clone(),
                    records: position.records,
                    offset: position.offset,
                    lines: position.lines,
                    size: input.size,
                    digest: before.digest.wrapping_add(taken.digest),
                    articles: before.articles + taken.articles,
                    rejects: before.rejects + taken.rejects,
                    failures: before.failures + u64::from(end == End::Broken),
                    done: end == End::Complete,
                };
                begun.insert(index, now.clone());
                writer.state_mut().set_input(now);
            }
            if over {
                return Ok(broken);
            }
            writer.commit()?;
            if self.interrupted.load(Ordering::Relaxed) {
                return Err(Error::Interrupted {
                    articles: counters.articles.load(Ordering::Relaxed),
                });
            }
            observer.event(Event::Committed {
                articles: counters.articles.load(Ordering::Relaxed),
            });
        }
    }
}

fn position(state: &InputState) -> Position {
    Position {
        records: state.records,
        offset: state.offset,
        lines: state.lines,
    }
}
