//! Would the edges stand on other articles?

use crate::export::Manifest;
use crate::pipeline::{self, BootstrapSettings};
use crate::tables::{Bootstrap, EdgeSupport, TestedEdges};
use crate::tally::{NetworkCounts, NetworkSettings, Outlets};

use crate::cli::args::{NetworkArgs, When};
use crate::cli::network::quality;
use crate::cli::tables::{Job, word};

/// Whether edges are looked at without outlets and stories.
pub fn leaves_out(network: &NetworkArgs) -> bool {
    network.robustness.leave_one_out != When::Never
}

/// What each edge rests on, if it was asked for.
pub fn support(
    job: &Job<'_>,
    (counts, edges): (&NetworkCounts, &TestedEdges),
    outlets: Option<Outlets>,
    settings: &NetworkSettings,
) -> anyhow::Result<Option<Vec<EdgeSupport>>> {
    let Some(outlets) = outlets else {
        return Ok(None);
    };
    let outlets = outlets.finish()?;
    let (threads, progress) = (job.threads(), job.progress());
    let support = pipeline::sensitivity(
        &job.scan,
        (counts, edges),
        outlets,
        settings,
        threads,
        &progress,
    )?;
    Ok(Some(support))
}

/// Networks on stories drawn anew, if they were asked for.
pub fn bootstrap(
    job: &Job<'_>,
    counts: &NetworkCounts,
    settings: &NetworkSettings,
    network: &NetworkArgs,
    seed: u64,
) -> anyhow::Result<Option<Bootstrap>> {
    if network.robustness.bootstrap == 0 {
        return Ok(None);
    }
    let settings = BootstrapSettings {
        network: settings.clone(),
        replicates: network.robustness.bootstrap,
        seed,
        quality: quality(network.quality),
        resolution: network.resolution,
        memory: network.robustness.bootstrap_memory as usize * 1_000_000,
        threads: job.threads(),
    };
    let bootstrap = pipeline::bootstrap(&job.scan, counts, &settings, &job.progress())?;
    Ok(Some(bootstrap))
}

/// Notes what was asked for.
pub fn note(network: &NetworkArgs, manifest: &mut Manifest) {
    manifest.set("bootstrap", network.robustness.bootstrap);
    manifest.set("leave-one-out", word(network.robustness.leave_one_out));
}
