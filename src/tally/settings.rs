//! What is counted as a mention, and in which unit of text.

use std::path::PathBuf;
use std::sync::Arc;

use super::counts::Level;
use super::pairs::DEFAULT_MAX_PAIRS;
use super::rollup::RollUp;

/// Which readings of a name count as a mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Readings {
    /// Only names that stand for the actor.
    #[default]
    Actor,
    /// Places too.
    All,
}

/// What to count, and how much memory it may take.
#[derive(Debug, Clone)]
pub struct CountSettings {
    /// The unit of text.
    pub level: Level,
    /// Which mentions count.
    pub readings: Readings,
    /// Actors counted as groups, if at all.
    pub roll_up: Option<Arc<RollUp>>,
    /// Pairs that one tally holds in memory; beyond, it writes to a temporary file.
    pub max_pairs: usize,
    /// Where temporary files go.
    pub folder: PathBuf,
}

impl Default for CountSettings {
    fn default() -> Self {
        Self {
            level: Level::default(),
            readings: Readings::default(),
            roll_up: None,
            max_pairs: DEFAULT_MAX_PAIRS,
            folder: std::env::temp_dir(),
        }
    }
}
