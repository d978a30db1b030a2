//! What the user may say of a comparison.

use std::path::PathBuf;

use clap::Args as ClapArgs;

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
