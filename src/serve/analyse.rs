//! Making the analysis of a lens.

use std::sync::Arc;

use crate::analysis::{self, AttitudeOptions, Periods, Study, StudyOptions};
use crate::error::Error;
use crate::report::{Report, ReportOptions, auto_period};
use crate::store::Lens;

use super::server::{ServedPeriods, Server};
use super::studies::{Deadline, Made};

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
