//! What the user may say of the network.

use clap::{Args as ClapArgs, ValueEnum};

use super::{Readings, RobustnessArgs};

/// What the network counts.
#[derive(Debug, Clone, ClapArgs)]
#[command(next_help_heading = "Network")]
pub struct NetworkArgs {
    /// The unit of text in which two actors appear together
    #[arg(long, value_enum, default_value_t = Level::Article)]
    pub level: Level,
    /// Sentences in a window, with --level window; 3 unless told
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub span: Option<u16>,
    /// Which mentions count
    #[arg(long, value_enum, default_value_t = Readings::Actor)]
    pub readings: Readings,
    /// Keep only the edges of this backbone, after all tests
    #[arg(long, value_enum, value_name = "METHOD")]
    pub backbone: Option<BackboneArg>,
    /// Level of the backbones, above 0 and below 1
    #[arg(long, value_name = "A", default_value_t = 0.05, value_parser = alpha)]
    pub alpha: f64,
    /// How many of the four models must keep an edge of --backbone consensus, 1 to 4
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..=4))]
    pub consensus: u8,
    /// Stochastic degree sequence model (SDSM columns); auto: published, where it takes seconds or --backbone needs it
    #[arg(long, value_enum, value_name = "HOW", default_value_t = SdsmArg::Auto)]
    pub sdsm: SdsmArg,
    /// Leave out edges of less weight, after all tests
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    pub min_weight: u64,
    /// Keep only that many edges, after all tests
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub top: Option<u64>,
    /// Which edges are the top ones
    #[arg(long, value_enum, default_value_t = Measure::Weight)]
    pub measure: Measure,
    /// Betweenness and closeness of actors; auto: from all actors up to 5,000 where that takes seconds, else from a sample
    #[arg(long, value_enum, default_value_t = When::Auto)]
    pub betweenness: When,
    /// What the communities maximise
    #[arg(long, value_enum, default_value_t = QualityArg::Modularity)]
    pub quality: QualityArg,
    /// Resolution of the communities, above 0 and up to 1000; larger gives more of them. With --quality cpm in units of weight
    #[arg(long, value_name = "R", default_value_t = 1.0, value_parser = resolution)]
    pub resolution: f64,
    /// Would the numbers survive other articles?
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

/// How the stochastic degree sequence model is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SdsmArg {
    /// As published, where it takes seconds or a backbone needs it
    Auto,
    /// As published (Neal 2014): articles hold their number of actors on average
    Published,
    /// Articles hold their number of actors exactly: less conservative where articles are short
    Exact,
    /// Not at all
    Never,
}

/// Backbones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum BackboneArg {
    /// Backbone < alpha (Serrano et al. 2009), from the weights alone
    Disparity,
    /// Q <= alpha: independence, all articles alike
    Hypergeometric,
    /// SDSMQ <= alpha: long articles bring many together (Neal 2014)
    Sdsm,
    /// NoiseCorrectedP <= alpha (Coscia and Neffke 2017), from the weights alone
    NoiseCorrected,
    /// As many of the four as --consensus says
    Consensus,
}

/// What communities maximise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum QualityArg {
    /// Modularity
    Modularity,
    /// Constant Potts model: denser than the resolution inside, sparser between
    Cpm,
}

fn resolution(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(r) if r > 0.0 && r <= 1000.0 => Ok(r),
        _ => Err("write a number above 0 and up to 1000".into()),
    }
}

fn alpha(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(a) if a > 0.0 && a < 1.0 => Ok(a),
        _ => Err("write a number above 0 and below 1".into()),
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
    /// So many sentences in a row as --span says; windows slide by one sentence and overlap
    Window,
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
    /// Pointwise mutual information
    Pmi,
    /// Chi-square, of pairs that meet more often than expected
    Chi2,
    /// Log odds ratio
    LogOdds,
    /// Jaccard index
    Jaccard,
    /// Dice coefficient
    Dice,
    /// Observed over expected
    Lift,
    /// t-score
    TScore,
}
