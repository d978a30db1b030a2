//! What the user may say of tables and of the network.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use crate::analysis::{ExportLook, Grouping, StudyOptions};
use crate::export::{Format, PictureWidth};
use crate::stats::Correction;

use super::{General, LensArgs, StoryArgs};

/// Where tables go and what they look like.
#[derive(Debug, Clone, ClapArgs)]
#[expect(clippy::struct_excessive_bools, reason = "flags of the command line")]
#[command(next_help_heading = "Tables")]
pub struct TableArgs {
    /// Folder for the tables; created if missing
    #[arg(short, long, value_name = "DIR")]
    pub output: PathBuf,
    /// File formats
    #[arg(
        long,
        value_enum,
        value_delimiter = ',',
        default_value = "csv",
        value_name = "FORMAT"
    )]
    pub format: Vec<Format>,
    /// Start CSV files with a byte order mark, which Excel needs for non-ASCII text
    #[arg(long)]
    pub excel: bool,
    /// Width of the pictures of --format svg: 89 mm or 183 mm
    #[arg(long, value_enum, value_name = "COLUMN", default_value_t = PictureWidth::default())]
    pub width: PictureWidth,
    /// In the pictures of --format svg, also draw edges between a state or body and its own persons and bodies
    #[arg(long)]
    pub draw_within: bool,
    /// Count each actor as its state, and the holder of an international office as the organisation
    #[arg(long, value_enum)]
    pub roll_up: Option<Grouping>,
    /// Count news outlets and agencies that articles name as actors too
    #[arg(long)]
    pub outlets_as_actors: bool,
    /// Minimum number of articles behind a score that is shown
    #[arg(long, value_name = "N", default_value_t = StudyOptions::default().min_articles, value_parser = clap::value_parser!(u64).range(1..))]
    pub min_articles: u64,
    /// Correction of P for the number of tests
    #[arg(long, value_enum, default_value_t = StudyOptions::default().correction)]
    pub correction: Correction,
    /// Seed of all random draws
    #[arg(long, value_name = "N", default_value_t = StudyOptions::default().seed)]
    pub seed: u64,
    /// Replicates of the bootstrap
    #[arg(long, value_name = "N", default_value_t = StudyOptions::default().replicates, value_parser = clap::value_parser!(u32).range(100..=100_000))]
    pub replicates: u32,
    /// Also write articles and article_actors: a row for each article, and for each actor in it, with tone and stance
    #[arg(long)]
    pub articles: bool,
    /// Also write mentions: a row for each occurrence of an actor's name
    #[arg(long)]
    pub mentions: bool,
    /// Leave sentences, headlines and excerpts out of all tables, as licences of archives may demand
    #[arg(long)]
    pub no_text: bool,
}

impl TableArgs {
    /// How files look.
    pub const fn look(&self) -> ExportLook {
        ExportLook {
            excel: self.excel,
            picture_width: self.width,
            draw_within: self.draw_within,
        }
    }

    /// What all tables share.
    pub fn options(&self, general: &General, lens: &LensArgs, stories: StoryArgs) -> StudyOptions {
        StudyOptions {
            lens: lens.lens(),
            dedup: stories.dedup,
            roll_up: self.roll_up,
            outlets_as_actors: self.outlets_as_actors,
            min_articles: self.min_articles,
            correction: self.correction,
            seed: self.seed,
            replicates: self.replicates,
            threads: general.threads(),
            text: !self.no_text,
        }
    }
}
