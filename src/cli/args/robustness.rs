//! What the user may say of robustness.

use clap::{Args as ClapArgs, value_parser};

use crate::analysis::{LeaveOneOut, NetworkOptions};

/// Would a number survive other articles?
#[derive(Debug, Clone, Copy, ClapArgs)]
#[command(next_help_heading = "Robustness")]
pub struct RobustnessArgs {
    /// Replicates of the network on stories drawn anew, for the intervals of edges and actors; 0 for none. 200 are enough to see,
    /// 1000 to publish
    #[arg(long, value_name = "N", default_value_t = NetworkOptions::default().bootstrap, value_parser = value_parser!(u32).range(0..=100_000))]
    pub bootstrap: u32,
    /// Memory for the counts of replicates, in MB; what does not fit needs more passes and a temporary file
    #[arg(long, value_name = "MB", default_value_t = (NetworkOptions::default().bootstrap_memory / 1_000_000) as u32, value_parser = value_parser!(u32).range(1..=1_000_000))]
    pub bootstrap_memory: u32,
    /// Test each edge without one outlet and without one story
    #[arg(long, value_enum, default_value_t = LeaveOneOut::default())]
    pub leave_one_out: LeaveOneOut,
}
