//! An ingest under way: one pass over the inputs, read in order, parsed and extracted in parallel, indexed, and
//! committed together with how far each input was read.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use rayon::prelude::*;

use crate::error::Error;
use crate::extract::MOST_ACTORS;
use crate::model::coverage_warnings;
use crate::observe::{Event, Observer, Unit};
use crate::source::{self, Input, Position};
use crate::store::{Doomed, InputState, Store, StoreError, StoreWriter};
use crate::text::{MOST_SENTENCES, MOST_TOKENS};

use super::counters::{Counters, lock};
use super::feed::{End, Epoch, Message, read_all};
use super::ingest::{Ingest, IngestReport};
use super::worker::Worker;

/// Outlets that are warned of in one ingest.
const MOST_WARNINGS: usize = 5;

impl Ingest {
    /// Adds the articles of the inputs to the store in a folder, which is created if it is missing.
    ///
    /// Inputs that were read to their end before are skipped; one that was interrupted is continued from the last commit.
    ///
    /// # Errors
    /// The store cannot be written or threads cannot be started. An input that cannot be read is not
    /// an error: it gives a warning and a reject, and is tried again next time.
    pub fn run(
        &self,
        inputs: &[Input],
        store: &Path,
        observer: &dyn Observer,
    ) -> Result<IngestReport, Error> {
        let mut writer = StoreWriter::open(store, &self.writer_options())?;
        writer.state_mut().latest_date = self.source.latest.map(|day| day.to_string());
        let mut report = IngestReport::default();
        let todo = unread(inputs, &writer, &mut report);
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
        let threads = self.threads.max(1);
        let run = Run {
            ingest: self,
            inputs,
            workers: (0..threads).map(|_| Mutex::new(None)).collect(),
            counters: Counters::default(),
            observer,
        };
        report.inputs_broken = run.read(&todo, &mut writer)?;
        run.warn_of_changes(&todo);
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
        run.counters.report(&mut report);
        self.warn(&report, observer);
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

    /// Warns of problems that many articles share.
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
}

/// The inputs that are not read to their end yet, each with the position to continue from. Of an input that is listed twice, the
/// first counts.
fn unread(
    inputs: &[Input],
    writer: &StoreWriter,
    report: &mut IngestReport,
) -> Vec<(usize, Position)> {
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
    todo
}

/// What an ingest needs while it is under way.
struct Run<'a> {
    ingest: &'a Ingest,
    inputs: &'a [Input],
    /// One for each thread, created at its first block.
    workers: Vec<Mutex<Option<Worker>>>,
    counters: Counters,
    observer: &'a dyn Observer,
}

impl Run<'_> {
    /// Reads the inputs on one thread and processes them on the others. Returns how many inputs broke off.
    fn read(&self, todo: &[(usize, Position)], writer: &mut StoreWriter) -> Result<u64, Error> {
        let threads = self.ingest.threads.max(1);
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()?;
        let stop = AtomicBool::new(false);
        let (sender, receiver) = sync_channel(threads * 2 + 2);
        std::thread::scope(|scope| {
            let (stop, ingest, inputs) = (&stop, self.ingest, self.inputs);
            scope.spawn(move || read_all(ingest, inputs, todo, &sender, stop));
            let outcome = pool.install(|| self.consume(receiver, writer));
            stop.store(true, Ordering::Relaxed);
            outcome
        })
    }

    /// Processes blocks until there are no more and commits from time to time. Returns how many inputs broke off.
    fn consume(
        &self,
        mut receiver: Receiver<Message>,
        writer: &mut StoreWriter,
    ) -> Result<u64, Error> {
        let mut broken = 0;
        let mut begun: BTreeMap<usize, InputState> = BTreeMap::new();
        loop {
            let mut epoch = Epoch {
                receiver: &mut receiver,
                began: Instant::now(),
                bytes: 0,
                most_bytes: self.ingest.commit_bytes,
                most_time: self.ingest.commit_after,
                interrupted: &self.ingest.interrupted,
                ends: Vec::new(),
                over: false,
            };
            self.process(&mut epoch, writer)?;
            let (ends, over) = (std::mem::take(&mut epoch.ends), epoch.over);
            for (index, position, end) in ends {
                broken += u64::from(end == End::Broken);
                let input = &self.inputs[index];
                // An input without a fingerprint is known by its index in this run alone.
                let before = begun.remove(&index).unwrap_or_else(|| {
                    let known = writer.state().input(&input.name, &input.fingerprint);
                    known.cloned().unwrap_or_default()
                });
                let now = self.state_of(index, position, end, &before);
                begun.insert(index, now.clone());
                writer.state_mut().set_input(now);
            }
            if over {
                return Ok(broken);
            }
            writer.commit()?;
            let articles = self.counters.articles.load(Ordering::Relaxed);
            if self.ingest.interrupted.load(Ordering::Relaxed) {
                return Err(Error::Interrupted { articles });
            }
            self.observer.event(Event::Committed { articles });
        }
    }

    /// Processes the blocks up to the next commit in parallel.
    fn process(&self, epoch: &mut Epoch<'_>, writer: &mut StoreWriter) -> Result<(), Error> {
        let failure = Mutex::new(None);
        let shared = &*writer;
        epoch.par_bridge().for_each(|message| {
            if lock(&failure).is_some() {
                return;
            }
            let slot = rayon::current_thread_index().unwrap_or(0);
            let mut worker = lock(&self.workers[slot]);
            let worker = worker.get_or_insert_with(|| Worker::new(self.ingest));
            let input = &self.inputs[message.input()];
            let done = worker.take(self.ingest, shared, input, &message, &self.counters);
            if let Err(error) = done {
                lock(&failure).get_or_insert(error);
            }
            if let Message::Broken(_, _, error) = &message {
                self.observer.event(Event::Warning(&error.to_string()));
            }
            self.observer.event(self.counters.progress());
        });
        match failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
            None => Ok(()),
            Some(error) => {
                // The writer's own thread may have met the failure first and know its cause.
                let failed = matches!(error, Error::Store(StoreError::Write { .. }));
                let cause = if failed { writer.cause() } else { None };
                Err(cause.map_or(error, Error::from))
            }
        }
    }

    /// How far an input is read, with what has come of its records.
    fn state_of(
        &self,
        index: usize,
        position: Position,
        end: End,
        before: &InputState,
    ) -> InputState {
        let input = &self.inputs[index];
        let taken = self.counters.take(index);
        InputState {
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
        }
    }

    /// Warns of inputs that changed while they were read.
    fn warn_of_changes(&self, todo: &[(usize, Position)]) {
        for &(index, _) in todo {
            if source::changed(&self.inputs[index]) {
                self.observer.event(Event::Warning(&format!(
                    "{}: the input changed while it was read; the next run reads it again",
                    self.inputs[index].name
                )));
            }
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
