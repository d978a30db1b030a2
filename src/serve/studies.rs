//! Analyses of lenses: one at a time, the last few kept.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::analysis::{self, AttitudeOptions, Periods, Results, Study, StudyOptions};
use crate::error::Error;
use crate::observe::{Event, Observer};
use crate::report::{Report, ReportOptions, auto_period};
use crate::store::Lens;

use super::server::{ServedPeriods, Server};

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

impl Server {
    /// Makes the analysis of a lens, whose names are those of the store.
    pub(super) fn analyse(&self, lens: &Lens, deadline: Deadline) -> Result<Made, Error> {
        let options = StudyOptions {
            lens: lens.clone(),
            ..self.options.study.clone()
        };
        let period = match self.options.periods {
            ServedPeriods::Fixed(period) => period,
            ServedPeriods::Auto => {
                let scan = self.scan(lens, &deadline)?;
                auto_period(&scan, options.threads, &deadline)?
            }
        };
        let mut study = Study::new(&self.store)
            .command("report")
            .options(options.clone())
            .dictionary(Arc::clone(&self.explain.dictionary))
            .network(self.options.network.clone())
            .attitudes(AttitudeOptions::default());
        if let Some(period) = period {
            study = study.over_time(Periods::Calendar(period));
        }
        let results = study.run(&deadline)?;
        let report = ReportOptions {
            study: options,
            readings: self.options.network.readings,
            edges: self.options.edges,
            ..ReportOptions::default()
        };
        let contents = Report::contents_of(&results, &report)?;
        Ok(Made { results, contents })
    }

    /// The lens with outlets, actors and languages as the store writes them.
    pub(super) fn settled(&self, lens: &Lens) -> Result<Lens, Error> {
        analysis::settled(&self.store, &self.explain.dictionary, lens)
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
