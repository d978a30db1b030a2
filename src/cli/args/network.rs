//! What the user may say of the network.

use anyhow::bail;
use clap::Args as ClapArgs;

use crate::analysis::NetworkOptions;
use crate::stats::leiden::Quality;
use crate::tables::{Backbone, CommunityEdges, PathsChoice, Ranking, SdsmChoice};
use crate::tally::{Level, Readings};

use super::RobustnessArgs;

/// What the network counts.
#[derive(Debug, Clone, ClapArgs)]
#[command(next_help_heading = "Network")]
pub struct NetworkArgs {
    /// The unit of text in which two actors appear together
    #[arg(long, value_enum, default_value_t = defaults().level)]
    pub level: Level,
    /// Sentences in a window with --level window; 3 by default
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub span: Option<u16>,
    /// Which mentions count
    #[arg(long, value_enum, default_value_t = defaults().readings)]
    pub readings: Readings,
    /// Keep only the edges of this backbone; applied after all tests
    #[arg(long, value_enum, value_name = "METHOD")]
    pub backbone: Option<Backbone>,
    /// Significance level of the backbones, between 0 and 1
    #[arg(long, value_name = "A", default_value_t = defaults().alpha, value_parser = alpha)]
    pub alpha: f64,
    /// How many of the four models must keep an edge with --backbone consensus, 1 to 4
    #[arg(long, value_name = "N", default_value_t = defaults().consensus, value_parser = clap::value_parser!(u8).range(1..=4))]
    pub consensus: u8,
    /// Stochastic degree sequence model (SDSM columns); auto: published, where it takes seconds or --backbone needs it
    #[arg(long, value_enum, value_name = "HOW", default_value_t = defaults().sdsm)]
    pub sdsm: SdsmChoice,
    /// Minimum weight of an edge; applied after all tests
    #[arg(long, value_name = "N", default_value_t = defaults().min_weight, value_parser = clap::value_parser!(u64).range(1..))]
    pub min_weight: u64,
    /// Keep only this many edges; applied after all tests
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub top: Option<u64>,
    /// Measure by which --top ranks edges
    #[arg(long, value_enum, default_value_t = defaults().measure)]
    pub measure: Ranking,
    /// Betweenness and closeness of actors; auto: from all actors up to 5,000 where that takes seconds, else from a sample
    #[arg(long, value_enum, default_value_t = defaults().betweenness)]
    pub betweenness: PathsChoice,
    /// Quality function that the communities maximise
    #[arg(long, value_enum, default_value_t = defaults().quality)]
    pub quality: Quality,
    /// Which edges the communities are found on
    #[arg(long, value_enum, value_name = "EDGES", default_value_t = defaults().communities)]
    pub communities: CommunityEdges,
    /// Resolution of the communities, above 0 and up to 1000; larger gives more of them. With --quality cpm in units of weight
    #[arg(long, value_name = "R", default_value_t = defaults().resolution, value_parser = resolution)]
    pub resolution: f64,
    /// Would the numbers survive other articles?
    #[command(flatten)]
    pub robustness: RobustnessArgs,
}

fn defaults() -> NetworkOptions {
    NetworkOptions::default()
}

impl NetworkArgs {
    /// What the network counts and which edges are kept.
    pub fn options(&self) -> anyhow::Result<NetworkOptions> {
        let level = match (self.level, self.span) {
            (Level::Window { .. }, Some(span)) => Level::Window { span },
            (_, Some(_)) => bail!(
                "--span is the number of sentences in a window; add --level window or leave it out"
            ),
            (level, None) => level,
        };
        let backbone = self.backbone.map(|backbone| match backbone {
            Backbone::Consensus { .. } => Backbone::Consensus {
                least: self.consensus,
            },
            single => single,
        });
        let options = NetworkOptions {
            level,
            readings: self.readings,
            backbone,
            alpha: self.alpha,
            consensus: self.consensus,
            sdsm: self.sdsm,
            min_weight: self.min_weight,
            top: self.top,
            measure: self.measure,
            betweenness: self.betweenness,
            quality: self.quality,
            communities: self.communities,
            resolution: self.resolution,
            bootstrap: self.robustness.bootstrap,
            bootstrap_memory: self.robustness.bootstrap_memory as usize * 1_000_000,
            leave_one_out: self.robustness.leave_one_out,
        };
        options.check()?;
        Ok(options)
    }
}

fn resolution(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(r) if r > 0.0 && r <= NetworkOptions::MOST_RESOLUTION => Ok(r),
        _ => Err("write a number above 0 and up to 1000".into()),
    }
}

pub(super) fn alpha(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(a) if a > 0.0 && a < 1.0 => Ok(a),
        _ => Err("write a number above 0 and below 1".into()),
    }
}
