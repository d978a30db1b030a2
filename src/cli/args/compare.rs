//! What the user may say of comparisons: of two sets of articles, of ways of counting.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::network::alpha;
use super::{LensArgs, StoryArgs, TableArgs};

/// `demarche compare`
#[derive(Debug, ClapArgs)]
pub struct Compare {
    /// Folder of the store
    #[arg(long, value_name = "DIR")]
    pub store: PathBuf,
    /// Query of the second set, which takes the place of --query; the rest of the lens holds for both sets
    #[arg(long, value_name = "QUERY")]
    pub against: String,
    /// Take the second set from the whole store, whatever the rest of the lens
    #[arg(long)]
    pub whole: bool,
    /// Dictionary files that were used to make the store, for labels
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub dictionary: Vec<PathBuf>,
    /// Where tables go and what they look like.
    #[command(flatten)]
    pub tables: TableArgs,
    /// Which of near-identical articles.
    #[command(flatten)]
    pub stories: StoryArgs,
    /// Which articles are the first set.
    #[command(flatten)]
    pub lens: LensArgs,
}

/// `demarche multiverse`
#[derive(Debug, ClapArgs)]
pub struct Multiverse {
    /// Folder of the store
    #[arg(long, value_name = "DIR")]
    pub store: PathBuf,
    /// The two actors
    #[arg(long, value_name = "ID,ID")]
    pub pair: String,
    /// Significance level, between 0 and 1
    #[arg(long, value_name = "A", default_value_t = 0.05, value_parser = alpha)]
    pub alpha: f64,
    /// Dictionary files that were used to make the store
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub dictionary: Vec<PathBuf>,
    /// Where tables go and what they look like.
    #[command(flatten)]
    pub tables: TableArgs,
    /// Which articles.
    #[command(flatten)]
    pub lens: LensArgs,
}
