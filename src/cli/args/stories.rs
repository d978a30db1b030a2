//! What the user may say of stories.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use crate::store::Dedup;

/// Which of several near-identical articles are counted.
#[derive(Debug, Clone, Copy, Default, ClapArgs)]
#[command(next_help_heading = "Stories: near-identical articles")]
pub struct StoryArgs {
    /// Which of several near-identical articles count: all, one of those with the same words, or one of each story.
    /// Of the articles that the lens lets through, the earliest stays
    #[arg(long, value_enum, value_name = "WHAT", default_value_t = Dedup::default())]
    pub dedup: Dedup,
}

/// What is shown of stories.
#[derive(Debug, Clone, Default, ClapArgs)]
#[command(next_help_heading = "Stories: near-identical articles")]
pub struct StoryListArgs {
    /// The stories of most articles, 20 unless N says otherwise: articles, outlets, first and last day, headline
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "20")]
    pub stories: Option<usize>,
    /// Write the articles of every story to a CSV file; articles that are alone in their story are left out
    #[arg(long, value_name = "FILE")]
    pub members: Option<PathBuf>,
}
