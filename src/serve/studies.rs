//! Analyses that were made, the last few of them, and the time that one may take.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::analysis::Results;
use crate::observe::{Event, Observer};
use crate::store::Lens;

/// Analyses that are kept.
const KEPT: usize = 4;

/// Ends walks over the store at a time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deadline(Instant);

impl Deadline {
    pub(super) fn after(time: Duration) -> Self {
        Self(Instant::now() + time)
    }
}

impl Observer for Deadline {
    fn event(&self, _: Event<'_>) {}

    fn is_stopped(&self) -> bool {
        Instant::now() > self.0
    }
}

/// The results of a lens, and what the page shows of them.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) results: Results,
    pub(super) contents: Vec<u8>,
}

/// The last analyses, the newest first.
#[derive(Debug, Default)]
pub(super) struct Studies(Mutex<VecDeque<(Lens, Arc<Made>)>>);

impl Studies {
    /// The analysis of a lens, if it is kept.
    pub(super) fn of(&self, lens: &Lens) -> Option<Arc<Made>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let place = kept.iter().position(|(own, _)| own == lens)?;
        let found = kept.remove(place)?;
        let made = Arc::clone(&found.1);
        kept.push_front(found);
        Some(made)
    }

    pub(super) fn keep(&self, lens: Lens, made: Arc<Made>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_front((lens, made));
        kept.truncate(KEPT);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_ends_what_runs_over_it() {
        assert!(!Deadline::after(Duration::from_mins(1)).is_stopped());
        let over = Deadline::after(Duration::ZERO);
        std::thread::sleep(Duration::from_millis(2));
        assert!(over.is_stopped());
    }
}
