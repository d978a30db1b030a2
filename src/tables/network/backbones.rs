//! Which edges are more than chance, under four null models.

use crate::model::ActorIndex;
use crate::stats::backbone::bicm::DegreeClass;
use crate::stats::backbone::sdsm::{Lengths, Sdsm};
use crate::stats::backbone::{bicm, consensus, disparity, noise_corrected};
use crate::stats::{Graph, multiple};
use crate::tally::NetworkCounts;

use super::edge_counts::{Edges, known};
use super::tested::tests;
use super::{NetworkSettings, SdsmChoice};
use crate::tables::number::{LEAST_P, probability, rounded};
use crate::tables::parallel;

/// Pairs times sizes of units up to which [`SdsmChoice::Auto`] computes the model: seconds.
const CHEAP_SDSM: u64 = 10_000_000;

/// Below this weight the normal tail of the noise-corrected backbone is far from the true one, and it is left out.
const LEAST_NOISE_WEIGHT: f64 = 3.0;

/// A way to tell edges from chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Backbone {
    /// The disparity filter (Serrano et al. 2009): `Backbone` < α, as published not corrected for many tests.
    Disparity,
    /// Independence of the two actors, all units alike: `Q` ≤ α.
    Hypergeometric,
    /// The stochastic degree sequence model (Neal 2014): `SDSMQ` ≤ α.
    Sdsm,
    /// The noise-corrected backbone (Coscia & Neffke 2017): `NoiseCorrectedP` ≤ α, as published not corrected for many tests.
    NoiseCorrected,
    /// So many of the four keep the edge.
    Consensus {
        /// From 1 to 4.
        least: u8,
    },
}

impl Backbone {
    /// The four models, in the order in which tables name them.
    pub const MODELS: [Self; 4] = [
        Self::Disparity,
        Self::Hypergeometric,
        Self::Sdsm,
        Self::NoiseCorrected,
    ];

    /// Every backbone, the consensus of [`Self::AGREEING`] models.
    pub const ALL: [Self; 5] = [
        Self::Disparity,
        Self::Hypergeometric,
        Self::Sdsm,
        Self::NoiseCorrected,
        Self::Consensus {
            least: Self::AGREEING,
        },
    ];

    /// How many models a consensus takes unless told otherwise.
    pub const AGREEING: u8 = 3;

    /// Its name: `disparity`, `hypergeometric`, `sdsm`, `noise-corrected` or `consensus`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Disparity => "disparity",
            Self::Hypergeometric => "hypergeometric",
            Self::Sdsm => "sdsm",
            Self::NoiseCorrected => "noise-corrected",
            Self::Consensus { .. } => "consensus",
        }
    }

    /// Whether it needs the stochastic degree sequence model.
    pub const fn needs_sdsm(self) -> bool {
        matches!(self, Self::Sdsm | Self::Consensus { .. })
    }
}

#[cfg(feature = "cli")]
impl clap::ValueEnum for Backbone {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        let help = match self {
            Self::Disparity => "Backbone < alpha (Serrano et al. 2009), from the weights alone",
            Self::Hypergeometric => "Q <= alpha: independence, all articles alike",
            Self::Sdsm => "SDSMQ <= alpha: long articles bring many together (Neal 2014)",
            Self::NoiseCorrected => {
                "NoiseCorrectedP <= alpha (Coscia and Neffke 2017), from the weights alone"
            }
            Self::Consensus { .. } => "As many of the four as --consensus says",
        };
        Some(clap::builder::PossibleValue::new(self.name()).help(help))
    }
}

/// What the null models say of every edge; `NaN` is unknown.
pub(super) struct Backbones<'a> {
    edges: &'a Edges<'a>,
    pub(super) disparity: Vec<f64>,
    noise_p: Vec<f64>,
    sdsm: Option<SdsmTests>,
}

struct SdsmTests {
    model: Sdsm,
    p: Vec<f64>,
    q: Vec<f64>,
}

impl<'a> Backbones<'a> {
    /// `graph` has the edges in the same order.
    pub(super) fn new(
        counts: &NetworkCounts,
        edges: &'a Edges<'a>,
        graph: &Graph,
        settings: &NetworkSettings,
    ) -> Self {
        let strength = graph.strengths();
        let total: f64 = strength.iter().sum();
        let noise = |(u, v, w): (u32, u32, f64)| {
            if w < LEAST_NOISE_WEIGHT {
                return f64::NAN;
            }
            noise_corrected::excess(w, strength[u as usize], strength[v as usize], total)
                .map_or(f64::NAN, |x| rounded(x.alpha.clamp(LEAST_P, 1.0)))
        };
        Self {
            edges,
            // What is written is what edges are judged by, so all of these are rounded as they are written.
            disparity: disparity::alphas(graph).into_iter().map(rounded).collect(),
            noise_p: graph.edges().map(noise).collect(),
            sdsm: lengths(counts, edges, settings)
                .and_then(|lengths| sdsm(counts, edges, settings, lengths)),
        }
    }

    /// Whether the stochastic degree sequence model was computed.
    pub(super) const fn has_sdsm(&self) -> bool {
        self.sdsm.is_some()
    }

    pub(super) fn sdsm_expected(&self, (n_a, n_b): (u64, u64)) -> Option<f64> {
        self.sdsm.as_ref().and_then(|s| s.model.expected(n_a, n_b))
    }

    pub(super) fn sdsm_p(&self, edge: usize) -> Option<f64> {
        self.sdsm.as_ref().and_then(|s| known(s.p[edge]))
    }

    pub(super) fn sdsm_q(&self, edge: usize) -> Option<f64> {
        self.sdsm.as_ref().and_then(|s| known(s.q[edge]))
    }

    pub(super) fn noise_p(&self, edge: usize) -> Option<f64> {
        known(self.noise_p[edge])
    }

    /// How many of the four models keep the edge; `None` where one of them was not computed.
    pub(super) fn consensus(&self, edge: usize, alpha: f64) -> Option<u8> {
        self.has_sdsm().then(|| {
            // The disparity filter asks for less than α, the others for α at most.
            let disparity = known(self.disparity[edge]).filter(|&x| x < alpha);
            let others = [self.edges.q(edge), self.sdsm_q(edge), self.noise_p(edge)];
            u8::from(disparity.is_some()) + consensus(&others, alpha)
        })
    }

    pub(super) fn keeps(
        &self,
        edge: usize,
        backbone: Backbone,
        settings: &NetworkSettings,
    ) -> bool {
        let alpha = settings.alpha;
        let at_most = |x: Option<f64>| x.is_some_and(|x| x <= alpha);
        match backbone {
            Backbone::Disparity => known(self.disparity[edge]).is_some_and(|x| x < alpha),
            Backbone::Hypergeometric => at_most(self.edges.q(edge)),
            Backbone::Sdsm => at_most(self.sdsm_q(edge)),
            Backbone::NoiseCorrected => at_most(self.noise_p(edge)),
            Backbone::Consensus { least } => {
                self.consensus(edge, alpha).is_some_and(|n| n >= least)
            }
        }
    }
}

/// How to hold the lengths of articles, or `None` if the model is not wanted.
fn lengths(
    counts: &NetworkCounts,
    edges: &Edges<'_>,
    settings: &NetworkSettings,
) -> Option<Lengths> {
    match settings.sdsm {
        SdsmChoice::Published => Some(Lengths::OnAverage),
        SdsmChoice::Exact => Some(Lengths::Exact),
        SdsmChoice::Never => None,
        SdsmChoice::Auto => {
            let sizes = counts.sizes.iter().filter(|&&units| units > 0).count();
            let needed = settings.backbone.is_some_and(Backbone::needs_sdsm);
            (needed || (edges.len() * sizes) as u64 <= CHEAP_SDSM).then_some(Lengths::OnAverage)
        }
    }
}

/// Tests under the stochastic degree sequence model: actors hold their number of units, units their number of actors.
fn sdsm(
    counts: &NetworkCounts,
    edges: &Edges<'_>,
    settings: &NetworkSettings,
    lengths: Lengths,
) -> Option<SdsmTests> {
    let actors = (0..counts.actors.len() as u32)
        .map(|actor| counts.actor_units(ActorIndex::new(actor)))
        .filter(|&units| units > 0);
    let units = (0_u64..)
        .zip(&counts.sizes)
        .filter(|&(actors, &units)| actors > 0 && units > 0)
        .map(|(degree, &nodes)| DegreeClass { degree, nodes })
        .collect();
    let model = Sdsm::new(bicm::classes(actors), units, lengths)?;
    let p = parallel::map(edges.len(), settings.threads, |e| {
        let (n_a, n_b) = edges.margins(e);
        model
            .ln_upper_tail(n_a, n_b, edges.weight(e))
            .map_or(f64::NAN, probability)
    });
    let listed: Vec<Option<f64>> = p.iter().map(|&p| known(p)).collect();
    let q = multiple::adjust_among(&listed, tests(counts), settings.correction);
    let q = q.iter().map(|q| q.map_or(f64::NAN, rounded)).collect();
    Some(SdsmTests { model, p, q })
}
