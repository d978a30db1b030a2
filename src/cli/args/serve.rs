//! What the user may say of serving a store.

use std::path::PathBuf;

use clap::{Args as ClapArgs, value_parser};

use crate::report::ReportOptions;
use crate::serve::{ServeOptions, ServedPeriods};

use super::report::{ReportPeriod, StudyArgs};
use super::{General, LensArgs, ModelArgs, StoryArgs};

/// `demarche serve`
#[derive(Debug, ClapArgs)]
pub struct Serve {
    /// Folder of the store
    #[arg(long, value_name = "DIR")]
    pub store: PathBuf,
    /// Port, on 127.0.0.1 and ::1; 0 takes one that is free on both
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub port: u16,
    /// Open the page in the browser
    #[arg(long)]
    pub open: bool,
    /// Periods of the section on time
    #[arg(long, value_enum, value_name = "PERIOD", default_value_t = ReportPeriod::Auto)]
    pub by: ReportPeriod,
    /// Maximum number of pairs of actors on the page
    #[arg(long, value_name = "N", default_value_t = ReportOptions::default().edges as u32, value_parser = value_parser!(u32).range(1..=20_000))]
    pub edges: u32,
    /// What is counted.
    #[command(flatten)]
    pub study: StudyArgs,
    /// Dictionary and settings that the store was made with.
    #[command(flatten)]
    pub model: ModelArgs,
    /// Which of near-identical articles.
    #[command(flatten)]
    pub stories: StoryArgs,
    /// Which articles the page begins with; it can change them.
    #[command(flatten)]
    pub lens: LensArgs,
}

impl Serve {
    /// How the store is served.
    pub fn options(&self, general: &General) -> ServeOptions {
        ServeOptions {
            study: self
                .study
                .options(general, &LensArgs::default(), self.stories),
            network: self.study.network(),
            model: self.model.options(),
            periods: match self.by {
                ReportPeriod::Auto => ServedPeriods::Auto,
                other => ServedPeriods::Fixed(other.fixed()),
            },
            edges: self.edges as usize,
        }
    }
}
