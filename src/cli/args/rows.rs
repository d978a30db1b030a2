//! What the user may say of rows that are printed.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::RowFormat;

/// How rows are printed, and which dictionary names the actors of queries.
#[derive(Debug, ClapArgs)]
pub struct RowArgs {
    /// How rows are printed
    #[arg(long, value_enum, default_value_t = RowFormat::Csv)]
    pub format: RowFormat,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Dictionary files that were used to make the store: actors that queries may name
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub dictionary: Vec<PathBuf>,
}
