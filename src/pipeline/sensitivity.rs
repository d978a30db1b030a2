//! Edges without one outlet, or without one story.

use std::sync::Arc;

use crate::error::Error;
use crate::model::ActorIndex;
use crate::observe::Observer;
use crate::store::Scan;
use crate::tables::{EdgeSupport, TestedEdges, Tests};
use crate::tally::{CountSettings, NetworkCounts, OutletCounts, WithoutStory};

use super::walk::tally;

/// A network whose edges are examined for what they rest on.
#[derive(Debug, Clone, Copy)]
pub struct Sensitivity<'a> {
    /// Its counts.
    pub counts: &'a NetworkCounts,
    /// Its edges with their tests.
    pub edges: &'a TestedEdges,
    /// How it was counted.
    pub settings: &'a CountSettings,
    /// Threads to use; the result does not depend on them.
    pub threads: usize,
}

impl Sensitivity<'_> {
    /// Which edges of a network would vanish without one outlet or without one story, in the order of `edges`. `counts` and
    /// `outlets` are those of the scan with the same `settings`.
    ///
    /// What outlets have follows from `outlets`; for stories the articles are walked over once more, for edges that may vanish
    /// without one, as many of them at once as `settings` let pairs be kept in memory.
    ///
    /// # Errors
    /// The store cannot be read, threads cannot be started, or counts that do not fit in memory cannot be kept on disk.
    pub fn run(
        &self,
        scan: &Scan<'_>,
        outlets: OutletCounts,
        observer: &dyn Observer,
    ) -> Result<Vec<EdgeSupport>, Error> {
        let Self {
            counts,
            edges,
            settings,
            threads,
        } = *self;
        let tests = Tests::new(counts, edges.pairs(), &edges.p(), edges.q());
        let doubtful = tests.doubtful(outlets.largest_story(), threads);
        let mut support: Vec<EdgeSupport> = tests
            .outlets(outlets, threads)?
            .into_iter()
            .map(|outlets| EdgeSupport {
                outlets,
                story_vanishes: false,
            })
            .collect();
        for part in doubtful.chunks(settings.max_pairs.max(1)) {
            let pairs: Arc<[[ActorIndex; 2]]> = part
                .iter()
                .map(|&edge| &edges.pairs()[edge as usize])
                .map(|pair| [pair.a, pair.b])
                .collect();
            let losses = tally(scan, threads, observer, || {
                WithoutStory::new(settings.clone(), Arc::clone(&pairs))
            })?;
            let vanishing = tests.stories(part, &losses, threads);
            for (&edge, vanishes) in part.iter().zip(vanishing) {
                support[edge as usize].story_vanishes = vanishes;
            }
        }
        Ok(support)
    }
}
