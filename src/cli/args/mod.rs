//! What the user may type.

#![allow(
    clippy::doc_markdown,
    reason = "these comments are the help that a terminal shows"
)]

mod audit;
mod compare;
mod keyness;
mod lens;
mod manual;
mod network;
mod read;
mod report;
mod robustness;
mod rows;
mod search;
#[cfg(feature = "serve")]
mod serve;
mod store;
mod stories;
mod tables;
mod time;
mod words;

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

use crate::analysis::{EvidenceOrder, Grouping, Stratum};
use crate::model::{Date, Label};
use crate::pipeline::available_threads;
use crate::tally::Readings;

pub use audit::{Audit, AuditCommand, AuditDraw, AuditRead};
pub use compare::{Compare, Multiverse};
pub use keyness::Keyness;
pub use lens::LensArgs;
pub use manual::{Completions, Man};
pub use network::NetworkArgs;
pub use read::{ModelArgs, ReadArgs, TierArgs};
pub use report::Report;
pub use robustness::RobustnessArgs;
pub use rows::RowArgs;
pub use search::{KwicOrder, Search, SearchFormat};
#[cfg(feature = "serve")]
pub use serve::Serve;
pub use store::{Check, Delete, Merge, Replicate, Sample};
pub use stories::{StoryArgs, StoryListArgs};
pub use tables::TableArgs;
pub use time::TimeArgs;
pub use words::{Collocates, Dispersion, WordArgs};

use lens::first_day;

/// Who appears with whom, and who stands where towards whom, in a corpus of news, with the sentences
/// that prove it.
#[derive(Debug, Parser)]
#[command(
    name = "demarche",
    version,
    propagate_version = true,
    max_term_width = 100
)]
pub struct Args {
    /// What every command takes.
    #[command(flatten)]
    pub general: General,
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// What every command takes.
#[derive(Debug, Clone, ClapArgs)]
#[command(next_help_heading = "General options")]
pub struct General {
    /// Print more: the time each stage takes, the files written
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub verbose: bool,
    /// Print nothing but errors
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Number of threads; all cores by default
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub threads: Option<u16>,
    /// Do not show a progress bar
    #[arg(long, global = true)]
    pub no_progress: bool,
    /// When to use colour
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
}

impl General {
    /// Threads to use.
    pub fn threads(&self) -> usize {
        self.threads.map_or_else(available_threads, usize::from)
    }
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Add articles to a store; can be interrupted and run again
    Ingest(Ingest),
    /// Do everything: ingest into DIR/store, then write every table beside it
    Analyze(Analyze),
    /// Who appears with whom: actors.csv, edges.csv, network_summary.csv
    Network(Network),
    /// Who stands where towards whom: stance.csv, tone.csv
    Stance(Stance),
    /// Write a page for the browser in which every number opens its sentences
    Report(Report),
    /// Serve the same page from the store to a browser on this machine: any lens, search, all sentences
    #[cfg(feature = "serve")]
    Serve(Serve),
    /// Summarise what a store holds
    Info(Info),
    /// Search the full text: ranked hits with snippets, or a concordance
    Search(Search),
    /// Show the sentences behind a number
    Evidence(Evidence),
    /// Have people code a sample of judged sentences, and correct the scores by what they find
    Audit(Audit),
    /// List the words that tell the articles of a lens from others
    Keyness(Keyness),
    /// List the words that stand near words of a query
    Collocates(Collocates),
    /// How evenly the words of a query are spread over articles, outlets and periods
    Dispersion(Dispersion),
    /// Compare two sets of articles: actors, edges and attitudes side by side, with the differences
    Compare(Compare),
    /// Count and test one pair of actors in every way: levels, readings, duplicates, null models
    Multiverse(Multiverse),
    /// Find actors in articles: JSON Lines in, JSON Lines out
    Annotate(Annotate),
    /// Score stance in sentences with a marked target (and source): JSON Lines in, JSON Lines out
    Score(Score),
    /// List, check and extend the dictionary of actors
    Actors(Actors),
    /// Apply the current dictionary and model to the stored text
    Reannotate(Reannotate),
    /// Verify a store: files, totals, columns, and findings recomputed from the text
    Check(Check),
    /// Run again what a manifest.json says, and compare the tables
    Replicate(Replicate),
    /// Remove articles from a store
    Delete(Delete),
    /// Merge several stores into one, as if all inputs had been read into it
    Merge(Merge),
    /// Print a script that completes commands and options in a shell
    Completions(Completions),
    /// Print the man page, or write the man pages of all commands
    Man(Man),
}

/// `demarche ingest`
#[derive(Debug, ClapArgs)]
pub struct Ingest {
    /// Files, folders, or - for standard input
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Folder of the store; created if missing
    #[arg(long, value_name = "DIR", required_unless_present = "dry_run")]
    pub store: Option<PathBuf>,
    /// Read a sample, report what was found and how fields map, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// How inputs are read.
    #[command(flatten)]
    pub read: ReadArgs,
    /// Who is looked for.
    #[command(flatten)]
    pub model: ModelArgs,
}

/// `demarche analyze`
#[derive(Debug, ClapArgs)]
pub struct Analyze {
    /// Files, folders, or - for standard input
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Add the articles to a store in DIR/store that was made from other inputs
    #[arg(long)]
    pub add: bool,
    /// How inputs are read.
    #[command(flatten)]
    pub read: ReadArgs,
    /// Who is looked for.
    #[command(flatten)]
    pub model: ModelArgs,
    /// Where tables go and what they look like.
    #[command(flatten)]
    pub tables: TableArgs,
    /// Write report.html too: a page in which every number opens its sentences. Without --by, --slices or --window,
    /// periods are chosen as by report --by auto
    #[arg(long)]
    pub report: bool,
    /// With --report: maximum number of sentences behind each number
    #[arg(long, value_name = "K", requires = "report", default_value_t = crate::report::ReportOptions::default().evidence as u32, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub evidence: u32,
    /// With --report: maximum size of the file; fewer sentences are kept until it fits
    #[arg(long, value_name = "MB", requires = "report", default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub max_size: u32,
    /// Periods: tables of time, and stance and tone by period.
    #[command(flatten)]
    pub time: TimeArgs,
    /// What the network counts.
    #[command(flatten)]
    pub network: NetworkArgs,
    /// Which of near-identical articles.
    #[command(flatten)]
    pub stories: StoryArgs,
    /// Which articles.
    #[command(flatten)]
    pub lens: LensArgs,
}

/// `demarche network`
#[derive(Debug, ClapArgs)]
#[expect(clippy::struct_field_names, reason = "the options of the network")]
pub struct Network {
    /// Folder of the store
    #[arg(long, value_name = "DIR")]
    pub store: PathBuf,
    /// Dictionary files that were used to make the store, for labels
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub dictionary: Vec<PathBuf>,
    /// Where tables go and what they look like.
    #[command(flatten)]
    pub tables: TableArgs,
    /// What the network counts.
    #[command(flatten)]
    pub network: NetworkArgs,
    /// Which of near-identical articles.
    #[command(flatten)]
    pub stories: StoryArgs,
    /// Periods: tables of time.
    #[command(flatten)]
    pub time: TimeArgs,
    /// Which articles.
    #[command(flatten)]
    pub lens: LensArgs,
}

/// `demarche stance`
#[derive(Debug, ClapArgs)]
pub struct Stance {
    /// Folder of the store
    #[arg(long, value_name = "DIR")]
    pub store: PathBuf,
    /// Dictionary files that were used to make the store, for --roll-up
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub dictionary: Vec<PathBuf>,
    /// Attitudes by outlet too: stance_by_outlet
    #[arg(long)]
    pub outlets: bool,
    /// Periods: attitudes are tabled by them too.
    #[command(flatten)]
    pub time: TimeArgs,
    /// Where tables go and what they look like.
    #[command(flatten)]
    pub tables: TableArgs,
    /// Which of near-identical articles.
    #[command(flatten)]
    pub stories: StoryArgs,
    /// Which articles.
    #[command(flatten)]
    pub lens: LensArgs,
}

/// `demarche info`
#[derive(Debug, ClapArgs)]
pub struct Info {
    /// Folder of the store
    #[arg(long, value_name = "DIR")]
    pub store: PathBuf,
    /// As JSON
    #[arg(long)]
    pub json: bool,
    /// Dictionary files that were used to make the store: actors that --actor may name
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub dictionary: Vec<PathBuf>,
    /// What is shown of stories.
    #[command(flatten)]
    pub list: StoryListArgs,
    /// Which of near-identical articles.
    #[command(flatten)]
    pub stories: StoryArgs,
    /// Which articles.
    #[command(flatten)]
    pub lens: LensArgs,
}

/// `demarche reannotate`
#[derive(Debug, ClapArgs)]
pub struct Reannotate {
    /// Folder of the store
    #[arg(long, value_name = "DIR")]
    pub store: PathBuf,
    /// Who is looked for.
    #[command(flatten)]
    pub model: ModelArgs,
}

/// How rows are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RowFormat {
    /// For reading
    Table,
    /// Comma-separated values
    Csv,
    /// One JSON object a line
    Jsonl,
}

/// `demarche evidence`
#[derive(Debug, ClapArgs)]
#[expect(clippy::struct_excessive_bools, reason = "flags of the command line")]
pub struct Evidence {
    /// Folder of the store
    #[arg(long, value_name = "DIR")]
    pub store: PathBuf,
    /// Id of the actor whose attitude it is
    #[arg(long, value_name = "ID")]
    pub source: Option<String>,
    /// Id of the actor it is directed at
    #[arg(long, value_name = "ID")]
    pub target: Option<String>,
    /// Sentences that mention both actors
    #[arg(long, value_name = "ID,ID", conflicts_with_all = ["source", "target", "tone"])]
    pub pair: Option<String>,
    /// With --pair, list the articles that mention both, whether or not in one sentence
    #[arg(long, requires = "pair", conflicts_with = "explain")]
    pub articles: bool,
    /// Attitude of the articles' own wording towards --target, instead of attitudes of actors
    #[arg(long, conflicts_with = "source")]
    pub tone: bool,
    /// Count each actor as its state, and the holder of an international office as the organisation
    #[arg(long, value_enum)]
    pub roll_up: Option<Grouping>,
    /// Count news outlets and agencies that articles name as actors too, as where the tables were made so
    #[arg(long)]
    pub outlets_as_actors: bool,
    /// With --pair, also count names read as places
    #[arg(long, value_enum, default_value_t = Readings::default())]
    pub readings: Readings,
    /// Mark the actors in each sentence and list the words that moved its score most in the fast tier
    #[arg(long)]
    pub explain: bool,
    /// Say where Text names the source and the target: first character-one past the last; further ones after a semicolon
    #[arg(long, conflicts_with = "articles")]
    pub spans: bool,
    /// Only sentences of these labels
    #[arg(
        long,
        value_enum,
        value_delimiter = ',',
        value_name = "LABEL",
        conflicts_with = "pair"
    )]
    pub label: Vec<Label>,
    /// Order of the rows
    #[arg(long, value_enum, default_value_t = EvidenceOrder::Date, value_name = "ORDER")]
    pub sort: EvidenceOrder,
    /// Draw so many sentences at random; the column Weight says how many each stands for
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub sample: Option<u64>,
    /// Draw the same number from each label, month or outlet, as far as there are so many
    #[arg(
        long,
        value_enum,
        value_delimiter = ',',
        value_name = "BY",
        requires = "sample"
    )]
    pub stratify: Vec<Stratum>,
    /// Seed of the draw
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Keep the sentences of near-identical articles together
    #[arg(long)]
    pub by_story: bool,
    /// Maximum number of rows
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Leave out sentences and headlines, as licences of archives may demand
    #[arg(long)]
    pub no_text: bool,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// How rows are printed
    #[arg(long, value_enum, default_value_t = RowFormat::Csv)]
    pub format: RowFormat,
    /// Dictionary and settings that the store was made with, for --explain, --spans and --roll-up.
    #[command(flatten)]
    pub model: ModelArgs,
    /// Which of near-identical articles.
    #[command(flatten)]
    pub stories: StoryArgs,
    /// Which articles.
    #[command(flatten)]
    pub lens: LensArgs,
}

/// `demarche annotate`
#[derive(Debug, ClapArgs)]
pub struct Annotate {
    /// File with {"id","text","title"?,"date"?,"language"?} on each line; - or nothing for standard input
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Who is looked for.
    #[command(flatten)]
    pub model: ModelArgs,
}

/// `demarche score`
#[derive(Debug, ClapArgs)]
pub struct Score {
    /// File with {"id","text","target":{"start","end"},"source":{"start","end"}?} on each line; - or nothing for standard input
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// List the words that moved each score most in the fast tier
    #[arg(long)]
    pub explain: bool,
    /// Which model judges attitudes.
    #[command(flatten)]
    pub tier: TierArgs,
    /// An option of 0.1.0
    #[arg(long, hide = true, value_parser = read::no_label_rule)]
    pub label_rule: Option<String>,
}

/// `demarche actors`
#[derive(Debug, ClapArgs)]
pub struct Actors {
    /// What to do with the dictionary.
    #[command(subcommand)]
    pub command: ActorsCommand,
}

/// What to do with the dictionary.
#[derive(Debug, Subcommand)]
pub enum ActorsCommand {
    /// Print the dictionary as CSV, one row per name
    List {
        /// Who is looked for.
        #[command(flatten)]
        model: ModelArgs,
    },
    /// Look actors up by name: their ids, by which other commands call them
    Find {
        /// A name or a part of one; case and accents make no difference
        #[arg(value_name = "NAME")]
        name: String,
        /// Also look among persons that the articles of this store introduce
        #[arg(long, value_name = "DIR")]
        store: Option<PathBuf>,
        /// Maximum number of actors
        #[arg(long, value_name = "N", default_value_t = 20)]
        limit: usize,
        /// How rows are printed
        #[arg(long, value_enum, default_value_t = RowFormat::Table)]
        format: RowFormat,
        /// Who is looked for.
        #[command(flatten)]
        model: ModelArgs,
    },
    /// Check a dictionary file for errors and surprises
    Check {
        /// The file.
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// First day of the corpus: names that expired before it are reported
        #[arg(long, value_name = "DATE", value_parser = first_day)]
        from: Option<Date>,
    },
    /// List frequent names missing from the dictionary, as rows for your own dictionary
    Suggest {
        /// Folder of the store
        #[arg(long, value_name = "DIR")]
        store: PathBuf,
        /// Maximum number of names
        #[arg(long, value_name = "N", default_value_t = 100)]
        limit: usize,
        /// Which articles.
        #[command(flatten)]
        lens: LensArgs,
        /// Who is looked for.
        #[command(flatten)]
        model: ModelArgs,
    },
}
