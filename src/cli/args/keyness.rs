//! What the user may say of keyness.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::{LensArgs, RowArgs};

/// `demarche keyness`
#[derive(Debug, ClapArgs)]
pub struct Keyness {
    /// Folder of the store
    #[arg(long, value_name = "DIR")]
    pub store: PathBuf,
    /// Compare with the articles of this query; by default with all others of the store
    #[arg(long, value_name = "QUERY")]
    pub against: Option<String>,
    /// Leave out words that occur less often in both together
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub least: u64,
    /// Maximum number of rows
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Where rows go.
    #[command(flatten)]
    pub rows: RowArgs,
    /// Which articles are asked about.
    #[command(flatten)]
    pub lens: LensArgs,
}
