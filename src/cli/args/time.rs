//! What the user may say of periods.

use clap::{Args as ClapArgs, value_parser};

use crate::analysis::Periods;
use crate::model::Period;

/// Calendar periods, slices, or windows of days.
#[derive(Debug, Clone, Copy, Default, ClapArgs)]
#[command(next_help_heading = "Time")]
pub struct TimeArgs {
    /// Group by calendar period
    #[arg(long, value_enum, value_name = "PERIOD")]
    pub by: Option<Period>,
    /// Group into N slices of as nearly equal numbers of articles as whole days allow
    #[arg(long, value_name = "N", conflicts_with = "by", value_parser = value_parser!(u32).range(1..=100_000))]
    pub slices: Option<u32>,
    /// Group by windows of this many days, the first starting on the day of the first article
    #[arg(long, value_name = "DAYS", conflicts_with_all = ["by", "slices"], value_parser = value_parser!(u32).range(1..=100_000))]
    pub window: Option<u32>,
    /// … that begin so many days apart; without it each begins where another ends. Fewer days than --window: windows overlap
    #[arg(long, value_name = "DAYS", requires = "window", value_parser = value_parser!(u32).range(1..=100_000))]
    pub step: Option<u32>,
}

impl TimeArgs {
    /// The periods, if any.
    pub fn periods(&self) -> Option<Periods> {
        let windows = |days| Periods::Windows {
            days,
            step: self.step.unwrap_or(days),
        };
        self.by
            .map(Periods::Calendar)
            .or(self.slices.map(Periods::Slices))
            .or(self.window.map(windows))
    }
}
