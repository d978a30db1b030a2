//! What the user may say of audits.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand};

use crate::analysis::Stratum;

use super::{LensArgs, StoryArgs};

/// `demarche audit`
#[derive(Debug, ClapArgs)]
pub struct Audit {
    /// Draw, or read what coders made of it.
    #[command(subcommand)]
    pub command: AuditCommand,
}

/// The two halves of an audit.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Draw judged sentences and write coding sheets for two coders
    Draw(AuditDraw),
    /// Read coded sheets: precision, recall, agreement, and corrected scores
    Read(AuditRead),
}

/// `demarche audit draw`
#[derive(Debug, ClapArgs)]
pub struct AuditDraw {
    /// Folder of the store
    #[arg(long, value_name = "DIR")]
    pub store: PathBuf,
    /// Folder for the sheets; created if missing
    #[arg(short, long, value_name = "DIR")]
    pub output: PathBuf,
    /// Sentences to draw
    #[arg(short = 'n', long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u64).range(1..))]
    pub items: u64,
    /// Seed of the draw
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Draw the same number from each label, month or outlet, as far as there are so many
    #[arg(
        long,
        value_enum,
        value_delimiter = ',',
        value_name = "BY",
        default_value = "label"
    )]
    pub stratify: Vec<Stratum>,
    /// Dictionary files that were used to make the store
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub dictionary: Vec<PathBuf>,
    /// Which of near-identical articles.
    #[command(flatten)]
    pub stories: StoryArgs,
    /// Which articles.
    #[command(flatten)]
    pub lens: LensArgs,
}

/// `demarche audit read`
#[derive(Debug, ClapArgs)]
pub struct AuditRead {
    /// Coded sheets, one of each coder: CSV or XLSX
    #[arg(required = true, value_name = "SHEET")]
    pub sheets: Vec<PathBuf>,
    /// Folder of the store, as it was when the sentences were drawn
    #[arg(long, value_name = "DIR")]
    pub store: PathBuf,
    /// Folder for audit.csv and stance_corrected.csv; created if missing
    #[arg(short, long, value_name = "DIR")]
    pub output: PathBuf,
    /// draw.json of the draw; by default that in the folder of the first sheet or the one above
    #[arg(long, value_name = "FILE")]
    pub draw: Option<PathBuf>,
    /// Dictionary files that were used to make the store, for labels
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub dictionary: Vec<PathBuf>,
}
