//! What each analysis can be asked for, with the defaults of the command line.

use crate::error::Error;
use crate::model::Period;
use crate::pipeline::available_threads;
use crate::stats::leiden::Quality;
use crate::stats::{Correction, interval};
use crate::store::{Dedup, Lens};
use crate::tables::{Backbone, CommunityEdges, PathsChoice, Ranking, SdsmChoice};
use crate::tally::{Level, Readings};

/// What actors are counted as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Grouping {
    /// Each actor as the state that it belongs to.
    Country,
}

/// What all tables of a study share.
#[derive(Debug, Clone, PartialEq)]
pub struct StudyOptions {
    /// Which articles are looked at; all by default.
    pub lens: Lens,
    /// Which of near-identical articles are counted; all by default.
    pub dedup: Dedup,
    /// What actors are counted as; as themselves by default.
    pub roll_up: Option<Grouping>,
    /// Whether news outlets and agencies that articles name are actors; they are left out by default.
    pub outlets_as_actors: bool,
    /// Scores that rest on fewer articles are not shown; 1 by default.
    pub min_articles: u64,
    /// How P is corrected for the number of tests; Benjamini and Hochberg by default.
    pub correction: Correction,
    /// Seed of all random draws; 1 by default.
    pub seed: u64,
    /// Replicates of the bootstrap of attitudes; 1000 by default.
    pub replicates: u32,
    /// Threads to use; as many as there are cores by default. No number depends on them.
    pub threads: usize,
    /// Whether tables hold text of the articles: sentences, headlines, excerpts; they do by default.
    pub text: bool,
}

impl Default for StudyOptions {
    fn default() -> Self {
        Self {
            lens: Lens::default(),
            dedup: Dedup::default(),
            roll_up: None,
            outlets_as_actors: false,
            min_articles: 1,
            correction: Correction::default(),
            seed: 1,
            replicates: interval::REPLICATES as u32,
            threads: available_threads(),
            text: true,
        }
    }
}

/// Whether the network is looked at without single outlets and stories.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum LeaveOneOut {
    /// Every edge is looked at without each outlet and each story.
    #[default]
    #[cfg_attr(feature = "cli", value(alias = "auto"))]
    Always,
    /// Not at all: the columns are empty.
    Never,
}

/// Who appears with whom: the tables `actors`, `edges` and `network_summary`.
#[derive(Debug, Clone, PartialEq)]
pub struct NetworkOptions {
    /// The unit of text in which two actors appear together; the article by default.
    pub level: Level,
    /// Which mentions count; those read as actors by default.
    pub readings: Readings,
    /// Only the edges of this backbone are kept, after all tests; all of them by default.
    pub backbone: Option<Backbone>,
    /// Level of the backbones, above 0 and below 1; 0.05 by default.
    pub alpha: f64,
    /// How many of the four models must keep an edge of the summary's consensus, 1 to 4; 3 by default.
    pub consensus: u8,
    /// The stochastic degree sequence model; where it takes seconds or a backbone needs it by default.
    pub sdsm: SdsmChoice,
    /// Edges of less weight are left out, after all tests; 1 by default.
    pub min_weight: u64,
    /// Only that many edges are kept, after all tests; all of them by default.
    pub top: Option<u64>,
    /// Which edges are the top ones; the heaviest by default.
    pub measure: Ranking,
    /// Betweenness and closeness.
    pub betweenness: PathsChoice,
    /// What the communities maximise; modularity by default.
    pub quality: Quality,
    /// Which edges communities are found on; those beyond chance by default.
    pub communities: CommunityEdges,
    /// Resolution of the communities, above 0 and up to 1000; 1 by default.
    pub resolution: f64,
    /// Replicates of the network on stories drawn anew, for the intervals of edges and actors; none by default.
    pub bootstrap: u32,
    /// Memory for the counts of replicates in bytes; 1 GB by default.
    pub bootstrap_memory: usize,
    /// Edges without one outlet and without one story.
    pub leave_one_out: LeaveOneOut,
}

impl Default for NetworkOptions {
    fn default() -> Self {
        Self {
            level: Level::default(),
            readings: Readings::default(),
            backbone: None,
            alpha: 0.05,
            consensus: Backbone::AGREEING,
            sdsm: SdsmChoice::default(),
            min_weight: 1,
            top: None,
            measure: Ranking::default(),
            betweenness: PathsChoice::default(),
            quality: Quality::default(),
            communities: CommunityEdges::default(),
            resolution: 1.0,
            bootstrap: 0,
            bootstrap_memory: 1_000_000_000,
            leave_one_out: LeaveOneOut::default(),
        }
    }
}

impl NetworkOptions {
    /// The largest [`resolution`](Self::resolution).
    pub const MOST_RESOLUTION: f64 = 1000.0;

    /// Checks ranges and contradictions; [`Study::run`](super::Study::run) does so before it reads the store.
    ///
    /// # Errors
    /// The option that cannot be met, with what to do instead.
    pub fn check(&self) -> Result<(), Error> {
        let refused = |what: &str| Err(Error::Options(what.to_owned()));
        if !(self.alpha > 0.0 && self.alpha < 1.0) {
            return refused("alpha must be above 0 and below 1");
        }
        if !(self.resolution > 0.0 && self.resolution <= Self::MOST_RESOLUTION) {
            return refused("resolution must be above 0 and up to 1000");
        }
        let least = match self.backbone {
            Some(Backbone::Consensus { least }) => least,
            _ => self.consensus,
        };
        if !(1..=4).contains(&self.consensus) || !(1..=4).contains(&least) {
            return refused("consensus must be 1 to 4: there are four models");
        }
        if self.level == (Level::Window { span: 0 }) {
            return refused("span must be at least 1 sentence");
        }
        if self.sdsm == SdsmChoice::Never && self.backbone.is_some_and(Backbone::needs_sdsm) {
            return refused(
                "--backbone sdsm and --backbone consensus need the model that --sdsm never leaves out; leave --sdsm out",
            );
        }
        Ok(())
    }
}

/// Who stands where towards whom: the tables `stance` and `tone`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttitudeOptions {
    /// Whether the attitudes of outlets' own wording are tabled too (`tone`); they are by default.
    pub tone: bool,
    /// Whether attitudes between actors are tabled by outlet too (`stance_by_outlet`); they are not by default.
    pub outlets: bool,
}

impl Default for AttitudeOptions {
    fn default() -> Self {
        Self {
            tone: true,
            outlets: false,
        }
    }
}

/// Periods. They add the tables `stance_by_period` and `tone_by_period` to those of attitudes, and to those of a network `edges_by_period`, `attention` and, unless
/// windows overlap, `change_points`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Periods {
    /// Calendar periods.
    Calendar(Period),
    /// So many slices of as nearly equal numbers of articles as whole days allow.
    Slices(u32),
    /// Windows, the first on the day of the first article.
    Windows {
        /// Days in a window, at least 1.
        days: u32,
        /// Days from the beginning of a window to that of the next one, at least 1; fewer than `days`: windows overlap.
        step: u32,
    },
}

impl Periods {
    /// Windows each of which begins where another ends.
    pub const fn windows(days: u32) -> Self {
        Self::Windows { days, step: days }
    }

    /// Checks ranges.
    ///
    /// # Errors
    /// The number that cannot be met.
    pub fn check(&self) -> Result<(), Error> {
        match self {
            Self::Slices(0) => Err(Error::Options("slices must be at least 1".to_owned())),
            Self::Windows { days: 0, .. } | Self::Windows { step: 0, .. } => Err(Error::Options(
                "window and step must be at least 1 day".to_owned(),
            )),
            _ => Ok(()),
        }
    }
}

/// The judged sentences behind `stance`: the table `evidence`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EvidenceOptions {
    /// With more judged sentences than this the table is left out; 200,000 by default.
    pub most: u64,
}

impl Default for EvidenceOptions {
    fn default() -> Self {
        Self { most: 200_000 }
    }
}
