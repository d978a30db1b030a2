//! What the user may say of a search.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use crate::model::Period;
use crate::store::HitOrder;

use super::LensArgs;

/// How hits are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SearchFormat {
    /// For reading
    Table,
    /// Comma-separated values
    Csv,
    /// One JSON object a line
    Jsonl,
    /// A workbook; needs --output
    Xlsx,
}

/// The order of the lines of a concordance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum KwicOrder {
    /// By article and place
    Article,
    /// By date, then by article and place
    Date,
    /// By the words before, from the keyword outwards
    Left,
    /// By the words after
    Right,
}

/// `demarche search`
#[derive(Debug, ClapArgs)]
#[command(after_long_help = QUERIES)]
pub struct Search {
    /// Query: words, "phrases", AND, OR, NOT, NEAR/5, russ*, field:value; see below. Without one, all articles of the lens
    #[arg(value_name = "QUERY", default_value = "", hide_default_value = true)]
    pub terms: String,
    /// Folder of the store
    #[arg(long, value_name = "DIR")]
    pub store: PathBuf,
    /// Maximum number of hits; 10 for reading, else all
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Order of the hits
    #[arg(long, value_enum, default_value_t = HitOrder::Relevance, value_name = "ORDER")]
    pub sort: HitOrder,
    /// Print a concordance instead: every match with N words before and after
    #[arg(long, value_name = "N")]
    pub kwic: Option<usize>,
    /// Order of the concordance
    #[arg(long, value_enum, default_value_t = KwicOrder::Article, value_name = "ORDER", requires = "kwic")]
    pub kwic_sort: KwicOrder,
    /// Print instead how many hits each outlet, month, actor and language has
    #[arg(long, conflicts_with = "kwic")]
    pub facets: bool,
    /// Print instead how many hits each period has
    #[arg(long, value_enum, value_name = "PERIOD", conflicts_with_all = ["kwic", "facets"])]
    pub by: Option<Period>,
    /// Print instead how the query is understood, and how many articles meet each part
    #[arg(long, conflicts_with_all = ["kwic", "facets", "by"])]
    pub explain_query: bool,
    /// How rows are printed
    #[arg(long, value_enum, default_value_t = SearchFormat::Table)]
    pub format: SearchFormat,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Dictionary files that were used to make the store: actors that the query may name
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub dictionary: Vec<PathBuf>,
    /// Which articles.
    #[command(flatten)]
    pub lens: LensArgs,
}

const QUERIES: &str = "\
Queries:
  gas deal               both words, in any of their forms, in headline or body
  gas OR oil, NOT coal   operators stand in capitals; NOT binds first, then AND
  \"gas deal\"             the words in a row; \"gas deal\"~5: at most 5 others between
  gas NEAR/5 deal        in one sentence, in either order, at most 5 words between
  gas SAME-SENTENCE deal in one sentence
  russ*  Ir?n  Irani*    words as written: * any letters, ? one, after two letters
  sanctoin~1             a word one letter off
  title:gas  text:gas    in the headline, in the body
  outlet:bbc author:smith lang:en
  actor:RUS              articles in which Russia is mentioned as an actor
  stance:RUS>USA<0       a judged sentence with a score below 0; also RUS>*=negative
  date:2022-03  date:2022-01..2022-03  date:>=2022";
