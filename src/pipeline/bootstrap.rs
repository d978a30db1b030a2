//! The bootstrap over stories: networks of replicates, counted in as few walks as memory allows.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::Error;
use crate::model::ActorIndex;
use crate::observe::{Event, Observer, Unit};
use crate::stats::interval::poisson_weight;
use crate::stats::leiden::{self, Quality};
use crate::store::Scan;
use crate::tables::{Bootstrap, actors_of};
use crate::tally::{
    CountSettings, NetworkCounts, PairCounts, ReplicateFile, ReplicateSums, Replicates,
};

use super::walk::tally;

/// Rows of edges that are looked at in one go.
const ROWS: usize = 1 << 14;

/// How the bootstrap is made.
#[derive(Debug, Clone)]
pub struct BootstrapSettings {
    /// What the network counts; the settings of the counts.
    pub network: CountSettings,
    /// Replicates.
    pub replicates: u32,
    /// Seed of all draws.
    pub seed: u64,
    /// What the communities maximise.
    pub quality: Quality,
    /// Resolution of the communities.
    pub resolution: f64,
    /// For each edge whether communities are found on it; on all without.
    pub communities_on: Option<Vec<bool>>,
    /// Memory for the counts of replicates in bytes; more replicates than fit take another walk and a temporary file.
    pub memory: usize,
    /// Threads to use; the result does not depend on them.
    pub threads: usize,
}

/// Draws the stories of a scan anew, many times, and counts the network of each replicate. `counts` are those of the scan itself.
///
/// # Errors
/// The store cannot be read, threads cannot be started, or counts that do not fit in memory cannot be kept on disk.
pub fn bootstrap(
    scan: &Scan<'_>,
    counts: &NetworkCounts,
    settings: &BootstrapSettings,
    observer: &dyn Observer,
) -> Result<Bootstrap, Error> {
    let edges: Vec<PairCounts> = counts.edges().copied().collect();
    let pairs: Arc<[[ActorIndex; 2]]> = edges.iter().map(|p| [p.a, p.b]).collect();
    let actors = counts.actors.len();
    let rows = ReplicateSums::rows(actors, pairs.len());
    let width = (settings.memory / (4 * rows)).clamp(1, settings.replicates.max(1) as usize) as u32;
    let mut bootstrap =
        Bootstrap::new(actors_of(counts)).with_communities_on(settings.communities_on.clone());
    let mut file = None;
    let mut last = None;
    let mut first = 0;
    while first < settings.replicates {
        let batch = first..(first + width).min(settings.replicates);
        first = batch.end;
        drop(last.take());
        let sums = Arc::new(ReplicateSums::new(batch, actors, Arc::clone(&pairs)));
        tally(scan, settings.threads, observer, || {
            let network = settings.network.clone();
            Replicates::new(network, settings.seed, poisson_weight, Arc::clone(&sums))
        })?;
        sums.fits()?;
        observer.event(Event::Started {
            stage: "networks of replicates",
            total: Some(sums.replicates().len() as u64),
            unit: Unit::Steps,
        });
        let done = AtomicU64::new(0);
        let communities = leiden::LeidenOptions {
            quality: settings.quality,
            resolution: settings.resolution,
            seed: settings.seed,
            ..leiden::LeidenOptions::default()
        };
        bootstrap.add(&sums, &pairs, &communities, settings.threads, &|| {
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            observer.event(Event::Progress {
                done,
                articles: 0,
                rejects: 0,
            });
        });
        observer.event(Event::Finished);
        if width < settings.replicates {
            let file = match &mut file {
                Some(file) => file,
                empty => empty.insert(ReplicateFile::new(&settings.network.folder, rows)?),
            };
            file.push(&sums)?;
        }
        last = Some(sums);
    }
    let mut read = |from: usize, to: usize| match (&mut file, &last) {
        (Some(file), _) => file.read(from..to).map_err(Error::from),
        (None, Some(sums)) => Ok(sums.read(from..to)),
        (None, None) => Ok(Vec::new()),
    };
    let whole = read(0, 1)?;
    let by_actor = read(1, 1 + actors)?;
    let mut done = 0;
    for part in edges.chunks(ROWS) {
        let from = 1 + actors + done;
        let own = read(from, from + part.len())?;
        bootstrap.spread(counts, part, (&whole, &by_actor, &own), settings.threads);
        done += part.len();
    }
    Ok(bootstrap)
}
