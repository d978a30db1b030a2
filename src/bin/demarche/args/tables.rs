//! What the user may say of tables and of the network.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use super::{Readings, RobustnessArgs, RollUp};

/// Where tables go and what they look like.
#[derive(Debug, Clone, ClapArgs)]
#[command(next_help_heading = "Tables")]
pub struct TableArgs {
    /// Folder for the tables; made if it is missing
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
    pub format: Vec<TableFormat>,
    /// Begin CSV files with a byte order mark, which Excel needs for letters beyond ASCII
    #[arg(long)]
    pub excel: bool,
    /// Count each actor as its state
    #[arg(long, value_enum)]
    pub roll_up: Option<RollUp>,
    /// Show no score that rests on fewer articles
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    pub min_articles: u64,
    /// Correction of P for the number of tests
    #[arg(long, value_enum, default_value_t = CorrectionArg::Bh)]
    pub correction: CorrectionArg,
    /// Seed of all random draws
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Replicates of the bootstrap
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(100..=100_000))]
    pub replicates: u32,
}

/// File formats for tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// Comma-separated values (RFC 4180)
    Csv,
    /// Workbook for spreadsheets
    Xlsx,
    /// Apache Parquet
    Parquet,
    /// For Gephi
    Gexf,
    /// For igraph, networkx, yEd
    Graphml,
    /// Pajek's .net
    Pajek,
    /// A square table of weights
    Adjacency,
    /// pairs.csv: item1,item2,n, each pair in both directions
    Tidy,
    /// An array of objects
    Json,
}

/// Periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// Calendar day
    Day,
    /// ISO week
    Week,
    /// Calendar month
    Month,
    /// Quarter
    Quarter,
    /// Calendar year
    Year,
}

/// Corrections for many tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CorrectionArg {
    /// Benjamini and Hochberg
    Bh,
    /// Benjamini and Yekutieli
    By,
    /// Holm
    Holm,
    /// Bonferroni
    Bonferroni,
    /// None
    None,
}

/// What the network counts.
#[derive(Debug, Clone, ClapArgs)]
#[command(next_help_heading = "Network")]
pub struct NetworkArgs {
    /// The unit of text in which two actors appear together
    #[arg(long, value_enum, default_value_t = Level::Article)]
    pub level: Level,
    /// Which mentions count
    #[arg(long, value_enum, default_value_t = Readings::Actor)]
    pub readings: Readings,
    /// Leave out edges of less weight, after all tests
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    pub min_weight: u64,
    /// Keep only that many edges, after all tests
    #[arg(long, value_name = "N")]
    pub top: Option<usize>,
    /// Which edges are the top ones
    #[arg(long, value_enum, default_value_t = Measure::Weight)]
    pub measure: Measure,
    /// Betweenness of actors; auto: only where the network is small enough to take a moment
    #[arg(long, value_enum, default_value_t = When::Auto)]
    pub betweenness: When,
    /// Resolution of the communities, above 0; larger gives more of them
    #[arg(long, value_name = "R", default_value_t = 1.0, value_parser = resolution)]
    pub resolution: f64,
    /// Would it survive other articles?
    #[command(flatten)]
    pub robustness: RobustnessArgs,
}

/// When something costly is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// Where it is cheap
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

fn resolution(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(r) if r > 0.0 && r <= 1000.0 => Ok(r),
        _ => Err("write a number above 0 and up to 1000".into()),
    }
}

/// Units of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Level {
    /// The whole article
    Article,
    /// A sentence
    Sentence,
    /// A paragraph
    Paragraph,
    /// A story: near-identical articles are one unit
    Story,
}

/// What ranks edges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Measure {
    /// The number of shared units
    Weight,
    /// Normalised pointwise mutual information
    Npmi,
    /// Log-likelihood ratio, of pairs that meet more often than expected
    G2,
    /// The smallest P
    P,
}
