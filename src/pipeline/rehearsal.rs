//! A rehearsal of an ingest: a sample of the inputs goes all the way into a store that is thrown away,
//! so that time, disk and memory of the whole can be told from what was measured here and now.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::error::Error;
use crate::model::Coverage;
use crate::source::Input;
use crate::store::StoreError;

use super::ingest::Ingest;

/// Content of the sample, in bytes.
const SAMPLE: u64 = 6 << 20;
/// Content of the first, short run, which shows what a run costs before it reads much.
const START: u64 = 1 << 16;
/// Most inputs that a sample is taken from.
const INPUTS: usize = 20;

/// What a rehearsal took.
#[derive(Debug, Clone, PartialEq)]
pub struct Rehearsal {
    /// Bytes of content in the sample.
    pub bytes: u64,
    /// Records in the sample, rejects included.
    pub records: u64,
    /// Time that a run takes before it reads much.
    pub start: Duration,
    /// Time for the sample, without that.
    pub time: Duration,
    /// Bytes of the store of the sample.
    pub disk: u64,
    /// Articles of the sample, and those without an actor, by outlet and language.
    pub coverage: Vec<Coverage>,
}

impl Rehearsal {
    /// Time for `bytes` of content.
    pub fn time_for(&self, bytes: f64) -> Duration {
        let factor = bytes / self.bytes.max(1) as f64;
        self.start + self.time.mul_f64(factor.max(0.0))
    }

    /// Bytes of a store for `bytes` of content.
    pub fn disk_for(&self, bytes: f64) -> f64 {
        self.disk as f64 * bytes / self.bytes.max(1) as f64
    }
}

impl Ingest {
    /// Ingests the beginnings of the inputs into a temporary store and measures it.
    ///
    /// # Errors
    /// As [`Ingest::run`]; also when there is no room for temporary files.
    pub fn rehearse(&self, inputs: &[Input]) -> Result<Rehearsal, Error> {
        // Inputs from everywhere in the list: the first ones may be unlike the others.
        let step = inputs.len().div_ceil(INPUTS).max(1);
        let chosen: Vec<Input> = inputs.iter().step_by(step).cloned().collect();
        let (start, _) = self.sample(&chosen, START)?;
        let (whole, sample) = self.sample(&chosen, SAMPLE)?;
        Ok(Rehearsal {
            start,
            // Noise may make the short run the longer one.
            time: whole.saturating_sub(start).max(whole / 4),
            ..sample
        })
    }

    /// A run over about `bytes` of content, parted among the inputs: how long it took, and the rest.
    fn sample(&self, inputs: &[Input], bytes: u64) -> Result<(Duration, Rehearsal), Error> {
        let folder = tempfile::tempdir().map_err(|source| StoreError::Folder {
            path: std::env::temp_dir(),
            source,
        })?;
        let store = folder.path().join("store");
        let each = bytes.div_ceil(inputs.len().max(1) as u64);
        let ingest = Self {
            most_each: Some(each),
            ..self.clone()
        };
        let began = Instant::now();
        let report = ingest.run(inputs, &store, &())?;
        let time = began.elapsed();
        let sample = Rehearsal {
            bytes: report.bytes,
            records: report.records,
            start: Duration::ZERO,
            time,
            disk: size_of_folder(&store),
            coverage: report.coverage,
        };
        Ok((time, sample))
    }
}

fn size_of_folder(folder: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return 0;
    };
    let sizes = entries.flatten().map(|entry| match entry.metadata() {
        Ok(meta) if meta.is_dir() => size_of_folder(&entry.path()),
        Ok(meta) => meta.len(),
        Err(_) => 0,
    });
    sizes.sum()
}
