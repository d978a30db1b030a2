//! What the threads of an ingest count together.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::observe::Event;

/// Locks, also after a thread died with the lock in its hand.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[derive(Debug, Default)]
pub(super) struct Counters {
    pub(super) articles: AtomicU64,
    pub(super) rejects: AtomicU64,
    pub(super) bytes: AtomicU64,
    consumed: Mutex<Vec<(usize, u64)>>,
    digests: Mutex<Vec<(usize, u64)>>,
}

impl Counters {
    pub(super) fn consumed(&self, input: usize, bytes: u64) {
        let mut consumed = lock(&self.consumed);
        match consumed.iter_mut().find(|c| c.0 == input) {
            Some(known) => known.1 = known.1.max(bytes),
            None => consumed.push((input, bytes)),
        }
    }

    pub(super) fn digest(&self, input: usize, sum: u64) {
        let mut digests = lock(&self.digests);
        match digests.iter_mut().find(|d| d.0 == input) {
            Some(known) => known.1 = known.1.wrapping_add(sum),
            None => digests.push((input, sum)),
        }
    }

    /// The sum of content hashes of an input since it was last asked for.
    pub(super) fn take_digest(&self, input: usize) -> u64 {
        let mut digests = lock(&self.digests);
        let place = digests.iter().position(|d| d.0 == input);
        place.map_or(0, |i| digests.swap_remove(i).1)
    }

    pub(super) fn progress(&self) -> Event<'static> {
        Event::Progress {
            done: lock(&self.consumed).iter().map(|c| c.1).sum(),
            articles: self.articles.load(Ordering::Relaxed),
            rejects: self.rejects.load(Ordering::Relaxed),
        }
    }
}
