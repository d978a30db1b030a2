//! What the user may say of a report.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum, value_parser};

use crate::analysis::{NetworkOptions, Periods, StudyOptions};
use crate::model::Period;
use crate::report::ReportOptions;

use super::{General, LensArgs, ModelArgs, StoryArgs};

/// What is in a report.
#[derive(Debug, Clone, ClapArgs)]
#[command(next_help_heading = "Report")]
pub struct ReportArgs {
    /// Title of the page; made of the outlets and the period by default
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// Maximum number of sentences behind each number
    #[arg(long, value_name = "K", default_value_t = ReportOptions::default().evidence as u32, value_parser = value_parser!(u32).range(1..=1000))]
    pub evidence: u32,
    /// Maximum number of pairs of actors
    #[arg(long, value_name = "N", default_value_t = ReportOptions::default().edges as u32, value_parser = value_parser!(u32).range(1..=20_000))]
    pub edges: u32,
    /// Maximum size of the file; fewer sentences are kept until it fits
    #[arg(long, value_name = "MB", default_value_t = 8, value_parser = value_parser!(u32).range(1..=1000))]
    pub max_size: u32,
    /// Quote no sentences: name only articles, with scores
    #[arg(long)]
    pub no_text: bool,
}

impl ReportArgs {
    /// What is in the report of a study.
    pub fn options(&self, study: StudyOptions, model: &ModelArgs) -> ReportOptions {
        ReportOptions {
            study,
            model: model.options(),
            readings: NetworkOptions::default().readings,
            title: self.title.clone(),
            edges: self.edges as usize,
            evidence: self.evidence as usize,
            most_bytes: self.max_size as usize * 1_000_000,
            text: !self.no_text,
        }
    }
}

/// Periods of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportPeriod {
    /// The shortest with at most 60 periods and ten articles in each on average
    Auto,
    /// No periods
    None,
    /// Calendar day
    Day,
    /// ISO 8601 week
    Week,
    /// Calendar month
    Month,
    /// Quarter of a year
    Quarter,
    /// Calendar year
    Year,
}

impl ReportPeriod {
    /// The periods; `auto` is what suits the corpus.
    pub fn periods(
        self,
        auto: impl FnOnce() -> anyhow::Result<Option<Period>>,
    ) -> anyhow::Result<Option<Periods>> {
        let period = match self {
            Self::Auto => auto()?,
            other => other.fixed(),
        };
        Ok(period.map(Periods::Calendar))
    }

    /// The calendar period, where it does not depend on the articles and there are periods.
    pub const fn fixed(self) -> Option<Period> {
        match self {
            Self::Auto | Self::None => None,
            Self::Day => Some(Period::Day),
            Self::Week => Some(Period::Week),
            Self::Month => Some(Period::Month),
            Self::Quarter => Some(Period::Quarter),
            Self::Year => Some(Period::Year),
        }
    }
}

/// `demarche report`
#[derive(Debug, ClapArgs)]
pub struct Report {
    /// Folder of the store
    #[arg(long, value_name = "DIR")]
    pub store: PathBuf,
    /// The file to write
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// What is in it.
    #[command(flatten)]
    pub contents: ReportArgs,
    /// Periods of the section on time
    #[arg(long, value_enum, value_name = "PERIOD", default_value_t = ReportPeriod::Auto)]
    pub by: ReportPeriod,
    /// What is counted.
    #[command(flatten)]
    pub study: StudyArgs,
    /// Dictionary and settings that the store was made with.
    #[command(flatten)]
    pub model: ModelArgs,
    /// Which of near-identical articles.
    #[command(flatten)]
    pub stories: StoryArgs,
    /// Which articles.
    #[command(flatten)]
    pub lens: LensArgs,
}

/// What the numbers of a report are made with.
#[derive(Debug, Clone, Copy, ClapArgs)]
#[command(next_help_heading = "Numbers")]
pub struct StudyArgs {
    /// The unit of text in which two actors appear together
    #[arg(long, value_enum, default_value_t = NetworkOptions::default().level)]
    pub level: crate::tally::Level,
    /// Which mentions count
    #[arg(long, value_enum, default_value_t = NetworkOptions::default().readings)]
    pub readings: crate::tally::Readings,
    /// Count each actor as its state, and the holder of an international office as the organisation
    #[arg(long, value_enum)]
    pub roll_up: Option<crate::analysis::Grouping>,
    /// Count news outlets and agencies that articles name as actors too
    #[arg(long)]
    pub outlets_as_actors: bool,
    /// Minimum number of articles behind a score that is shown
    #[arg(long, value_name = "N", default_value_t = StudyOptions::default().min_articles, value_parser = value_parser!(u64).range(1..))]
    pub min_articles: u64,
    /// Seed of all random draws
    #[arg(long, value_name = "N", default_value_t = StudyOptions::default().seed)]
    pub seed: u64,
}

impl StudyArgs {
    /// What all numbers share.
    pub fn options(&self, general: &General, lens: &LensArgs, stories: StoryArgs) -> StudyOptions {
        StudyOptions {
            lens: lens.lens(),
            dedup: stories.dedup,
            roll_up: self.roll_up,
            outlets_as_actors: self.outlets_as_actors,
            min_articles: self.min_articles,
            seed: self.seed,
            threads: general.threads(),
            ..StudyOptions::default()
        }
    }

    /// What the network counts.
    pub fn network(&self) -> NetworkOptions {
        NetworkOptions {
            level: self.level,
            readings: self.readings,
            ..NetworkOptions::default()
        }
    }
}
