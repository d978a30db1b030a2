//! Edges on other articles: without an outlet, without a story, on stories drawn anew.

use crate::error::Error;
use crate::pipeline::{self, BootstrapSettings, Sensitivity};
use crate::tables::{Bootstrap, EdgeSupport, TestedEdges};
use crate::tally::{CountSettings, NetworkCounts, OutletCounts};

use super::options::NetworkOptions;
use super::session::Session;

/// What each edge rests on; `None` without counts by outlet.
pub(super) fn support(
    session: &Session<'_>,
    (counts, edges): (&NetworkCounts, &TestedEdges),
    outlets: Option<OutletCounts>,
    counted: &CountSettings,
) -> Result<Option<Vec<EdgeSupport>>, Error> {
    let Some(outlets) = outlets else {
        return Ok(None);
    };
    let sensitivity = Sensitivity {
        counts,
        edges,
        settings: counted,
        threads: session.options.threads,
    };
    let support = sensitivity.run(&session.scan, outlets, session.observer)?;
    Ok(Some(support))
}

/// Networks on stories drawn anew; `None` if no replicates were asked for.
pub(super) fn bootstrap(
    session: &Session<'_>,
    counts: &NetworkCounts,
    edges: &TestedEdges,
    counted: &CountSettings,
    options: &NetworkOptions,
) -> Result<Option<Bootstrap>, Error> {
    if options.bootstrap == 0 {
        return Ok(None);
    }
    let settings = BootstrapSettings {
        network: counted.clone(),
        replicates: options.bootstrap,
        seed: session.options.seed,
        quality: options.quality,
        resolution: options.resolution,
        communities_on: options.communities.chosen(edges),
        memory: options.bootstrap_memory,
        threads: session.options.threads,
    };
    let bootstrap = pipeline::bootstrap(&session.scan, counts, &settings, session.observer)?;
    Ok(Some(bootstrap))
}
