//! What the threads of an ingest count together.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::model::Coverage;
use crate::observe::Event;

use super::ingest::IngestReport;

/// Locks, ignoring poisoning.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What came of records of one input.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Taken {
    /// Sum of their content hashes.
    pub(super) digest: u64,
    pub(super) articles: u64,
    pub(super) rejects: u64,
}

#[derive(Debug, Default)]
pub(super) struct Counters {
    pub(super) articles: AtomicU64,
    pub(super) rejects: AtomicU64,
    /// Rejects that say that something is missing because a file is damaged.
    pub(super) damaged: AtomicU64,
    pub(super) bytes: AtomicU64,
    /// Articles whose findings end early, and articles whose dates lie after the latest possible day.
    pub(super) cut: AtomicU64,
    pub(super) future: AtomicU64,
    consumed: Mutex<Vec<(usize, u64)>>,
    taken: Mutex<Vec<(usize, Taken)>>,
    covered: Mutex<Covered>,
}

/// By outlet and language: articles, those without an actor.
pub(super) type Covered = BTreeMap<(String, String), [u64; 2]>;

impl Counters {
    pub(super) fn consumed(&self, input: usize, bytes: u64) {
        let mut consumed = lock(&self.consumed);
        match consumed.iter_mut().find(|c| c.0 == input) {
            Some(known) => known.1 = known.1.max(bytes),
            None => consumed.push((input, bytes)),
        }
    }

    pub(super) fn add(&self, input: usize, more: Taken) {
        let mut taken = lock(&self.taken);
        match taken.iter_mut().find(|t| t.0 == input) {
            Some((_, known)) => {
                known.digest = known.digest.wrapping_add(more.digest);
                known.articles += more.articles;
                known.rejects += more.rejects;
            }
            None => taken.push((input, more)),
        }
    }

    /// What was taken from an input since this was last asked for.
    pub(super) fn take(&self, input: usize) -> Taken {
        let mut taken = lock(&self.taken);
        let place = taken.iter().position(|t| t.0 == input);
        place.map_or_else(Taken::default, |i| taken.swap_remove(i).1)
    }

    /// Adds articles of a block by outlet and language.
    pub(super) fn cover(&self, block: Covered) {
        let mut covered = lock(&self.covered);
        for (key, [articles, without]) in block {
            let counts = covered.entry(key).or_default();
            counts[0] += articles;
            counts[1] += without;
        }
    }

    /// Articles, and those without an actor, by outlet and language.
    pub(super) fn coverage(&self) -> Vec<Coverage> {
        let covered = lock(&self.covered);
        let row = |((outlet, language), counts): (&(String, String), &[u64; 2])| Coverage {
            outlet: outlet.clone(),
            language: language.clone(),
            articles: counts[0],
            without_actor: counts[1],
        };
        covered.iter().map(row).collect()
    }

    /// Copies the counts to the report.
    pub(super) fn report(&self, report: &mut IngestReport) {
        report.articles = self.articles.load(Ordering::Relaxed);
        report.rejects = self.rejects.load(Ordering::Relaxed);
        report.records = report.articles + report.rejects;
        report.damaged = self.damaged.load(Ordering::Relaxed);
        report.cut = self.cut.load(Ordering::Relaxed);
        report.future = self.future.load(Ordering::Relaxed);
        report.coverage = self.coverage();
        report.bytes = self.bytes.load(Ordering::Relaxed);
    }

    pub(super) fn progress(&self) -> Event<'static> {
        Event::Progress {
            done: lock(&self.consumed).iter().map(|c| c.1).sum(),
            articles: self.articles.load(Ordering::Relaxed),
            rejects: self.rejects.load(Ordering::Relaxed),
        }
    }
}
