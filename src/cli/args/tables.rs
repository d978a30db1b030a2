//! What the user may say of tables and of the network.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use super::RollUp;

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
