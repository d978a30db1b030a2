//! What the user may say of words near those of a query, and of how evenly they are spread.

use std::path::PathBuf;

use clap::{Args as ClapArgs, value_parser};

use crate::model::Period;

use super::{LensArgs, RowArgs};

/// Which words, in which articles, and where rows go.
#[derive(Debug, ClapArgs)]
pub struct WordArgs {
    /// Words and phrases, as demarche search takes them; with further conditions, they count only in articles that meet these
    #[arg(value_name = "QUERY")]
    pub terms: String,
    /// Folder of the store
    #[arg(long, value_name = "DIR")]
    pub store: PathBuf,
    /// Where rows go.
    #[command(flatten)]
    pub rows: RowArgs,
    /// The articles of the comparison.
    #[command(flatten)]
    pub lens: LensArgs,
}

/// `demarche collocates`
#[derive(Debug, ClapArgs)]
pub struct Collocates {
    /// Words to either side that count as near, within the sentence
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = window)]
    pub window: usize,
    /// All words of the sentence count as near
    #[arg(long, conflicts_with = "window")]
    pub sentence: bool,
    /// Leave out words that stand near the query less often
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = value_parser!(u64).range(1..))]
    pub least: u64,
    /// Maximum number of rows
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Which words, in which articles.
    #[command(flatten)]
    pub words: WordArgs,
}

/// `demarche dispersion`
#[derive(Debug, ClapArgs)]
pub struct Dispersion {
    /// Periods that are parts of the corpus
    #[arg(long, value_enum, value_name = "PERIOD", default_value_t = Period::Month)]
    pub by: Period,
    /// Which words, in which articles.
    #[command(flatten)]
    pub words: WordArgs,
}

fn window(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(n @ 1..=100) => Ok(n),
        _ => Err("write a number from 1 to 100".to_owned()),
    }
}
