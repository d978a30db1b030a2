//! Rows of `edges.csv`.

use crate::tables::table::{Row, RowWriter, Spec};

/// A row of `edges.csv`. The source is the id that sorts first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EdgeRow<'a> {
    /// Identifier of one end.
    pub source: &'a str,
    /// Identifier of the other end.
    pub target: &'a str,
    /// Units in which both appear.
    pub weight: u64,
    /// Articles in which both appear.
    pub articles: u64,
    /// Stories in which both appear: near-identical articles count once.
    pub stories: Option<u64>,
    /// Sentences in which both appear.
    pub sentences: u64,
    /// Units expected if the two were independent.
    pub expected: Option<f64>,
    /// Normalised pointwise mutual information.
    pub npmi: Option<f64>,
    /// Log-likelihood ratio.
    pub g2: Option<f64>,
    /// Hypergeometric tail.
    pub p: Option<f64>,
    /// Corrected p.
    pub q: Option<f64>,
    /// α of the disparity filter.
    pub backbone: Option<f64>,
    /// Mean attitude between the two, both directions pooled.
    pub stance: Option<f64>,
    /// Lower end of its 95 % interval.
    pub stance_low: Option<f64>,
    /// Upper end of its 95 % interval.
    pub stance_high: Option<f64>,
    /// Natural logarithm of p.
    pub ln_p: Option<f64>,
    /// Articles with a judged sentence between the two.
    pub stance_articles: u64,
    /// Pointwise mutual information, in bits.
    pub pmi: Option<f64>,
    /// Pearson's chi-square.
    pub chi_square: Option<f64>,
    /// Log odds ratio, in nats.
    pub log_odds: Option<f64>,
    /// Lower end of its 95 % interval.
    pub log_odds_low: Option<f64>,
    /// Upper end of its 95 % interval.
    pub log_odds_high: Option<f64>,
    /// Jaccard's index.
    pub jaccard: Option<f64>,
    /// Dice's coefficient.
    pub dice: Option<f64>,
    /// Ratio of observed to expected.
    pub lift: Option<f64>,
    /// t-score.
    pub t_score: Option<f64>,
    /// Units expected under the stochastic degree sequence model.
    pub sdsm_expected: Option<f64>,
    /// Tail under that model.
    pub sdsm_p: Option<f64>,
    /// Corrected tail under that model.
    pub sdsm_q: Option<f64>,
    /// Excess of the noise-corrected backbone, −1 to 1.
    pub noise_corrected_score: Option<f64>,
    /// Its one-sided tail.
    pub noise_corrected_p: Option<f64>,
    /// How many of four backbones keep the edge.
    pub consensus: Option<u64>,
    /// What becomes of it on other articles.
    pub robustness: EdgeRobustness,
}

/// What becomes of an edge on other articles.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct EdgeRobustness {
    /// Share of its articles that the largest outlet has.
    pub outlet_share: Option<f64>,
    /// The least weight that is left without one outlet.
    pub min_without_outlet: Option<u64>,
    /// Share of its articles that the largest story has.
    pub top_story_share: Option<f64>,
    /// What it vanishes without.
    pub fragile: &'static str,
    /// Lower end of the 95 % interval of the weight.
    pub weight_low: Option<f64>,
    /// Upper end of the 95 % interval of the weight.
    pub weight_high: Option<f64>,
    /// Lower end of the 95 % interval of NPMI.
    pub npmi_low: Option<f64>,
    /// Upper end of the 95 % interval of NPMI.
    pub npmi_high: Option<f64>,
    /// Share of the replicates in which both ends are in one community.
    pub same_community: Option<f64>,
}

impl Row for EdgeRow<'_> {
    const COLUMNS: &'static [Spec] = &[
        Spec::text("Source", "Identifier of one actor"),
        Spec::text("Target", "Identifier of the other"),
        Spec::text("Type", "Undirected: for Gephi"),
        Spec::integer(
            "Weight",
            "Units of text (articles, unless another level was asked for) in which both appear",
        ),
        Spec::integer("Articles", "Articles in which both appear"),
        Spec::integer(
            "Stories",
            "Stories (near-identical articles count once) with an article in which both appear",
        ),
        Spec::integer("Sentences", "Sentences in which both appear"),
        Spec::real(
            "Expected",
            "Weight to be expected if the two appeared independently: n_i n_j / N",
        ),
        Spec::real(
            "NPMI",
            "Normalised pointwise mutual information (Bouma 2009): 1 only together, 0 independent, -1 never together; empty where an actor is in all units",
        ),
        Spec::real(
            "G2",
            "Log-likelihood ratio (Dunning 1993), not signed; empty where an actor is in all units",
        ),
        Spec::real(
            "P",
            "Chance of so large a weight or larger if independent: one-sided hypergeometric tail; 1e-300 stands for anything smaller",
        ),
        Spec::real(
            "Q",
            "P corrected for all pairs of actors, also those that never meet (Benjamini-Hochberg unless another correction was asked for)",
        ),
        Spec::real(
            "Backbone",
            "Alpha of the disparity filter (Serrano et al. 2009): small where the edge stands out among those of its ends",
        ),
        Spec::real(
            "Stance",
            "Attitude between the two, both directions pooled: mean over articles, -1 to 1",
        ),
        Spec::real(
            "StanceLow",
            "Lower end of the 95 % bootstrap interval of Stance",
        ),
        Spec::real(
            "StanceHigh",
            "Upper end of the 95 % bootstrap interval of Stance",
        ),
        Spec::real(
            "LnP",
            "Natural logarithm of P, also where P is too small to be written",
        ),
        Spec::integer("StanceArticles", "Articles on which Stance rests"),
        Spec::real(
            "PMI",
            "Pointwise mutual information in bits, log2(Weight / Expected) (Church & Hanks 1990; base 2 as in Text-NSP)",
        ),
        Spec::real(
            "ChiSquare",
            "Pearson's chi-square of the 2 x 2 table, one degree of freedom, without continuity correction, not signed; empty where an actor is in all units",
        ),
        Spec::real(
            "LogOdds",
            "Log odds ratio in nats, 1/2 added to each of the four cells (Haldane 1956, Anscombe 1956); empty where an actor is in all units",
        ),
        Spec::real(
            "LogOddsLow",
            "Lower end of the 95 % interval of LogOdds (Woolf 1955); like P it takes the units to be independent",
        ),
        Spec::real("LogOddsHigh", "Upper end of the 95 % interval of LogOdds"),
        Spec::real(
            "Jaccard",
            "Units with both over units with either (Jaccard 1901)",
        ),
        Spec::real(
            "Dice",
            "Twice the units with both over the sum of the units with each (Dice 1945)",
        ),
        Spec::real("Lift", "Weight / Expected: 1 if independent"),
        Spec::real(
            "TScore",
            "(Weight - Expected) / square root of Weight (Church et al. 1991)",
        ),
        Spec::real(
            "SDSMExpected",
            "Weight to be expected under the stochastic degree sequence model (Neal 2014), which holds on average how often each actor appears and how many actors each unit has; empty where it was not computed",
        ),
        Spec::real(
            "SDSMP",
            "Chance of so large a weight or larger under that model; 1e-300 stands for anything smaller",
        ),
        Spec::real("SDSMQ", "SDSMP corrected as Q is, for all pairs of actors"),
        Spec::real(
            "NoiseCorrectedScore",
            "How far the weight exceeds what the strengths of both ends lead to expect (Coscia & Neffke 2017): -1 to 1, 0 as expected",
        ),
        Spec::real(
            "NoiseCorrectedP",
            "One-sided normal tail of that score over its standard deviation, not corrected for the number of pairs; a filter, no probability: where few meetings are expected chance often passes 0.05; 1e-300 stands for anything smaller",
        ),
        Spec::integer(
            "Consensus",
            "How many of four backbones keep the edge at the alpha of the run (0.05 unless told): Backbone < alpha, Q, SDSMQ and NoiseCorrectedP <= alpha; empty where SDSM was not computed",
        ),
        Spec::real(
            "OutletShare",
            "Share of Articles that come from the outlet with most of them; empty where none names an outlet",
        ),
        Spec::integer(
            "MinWithoutOutlet",
            "Weight that is left without the one outlet whose loss costs most; empty where no article names an outlet",
        ),
        Spec::real(
            "TopStoryShare",
            "Share of Articles that belong to the story with most of them",
        ),
        Spec::text(
            "Fragile",
            "outlet, story, outlet;story: the edge vanishes without one outlet or one story that has an article with both. It vanishes where no weight is left, or where Q is at most 0.05 and P on the other articles is above the largest P with such a Q in this network",
        ),
        Spec::real(
            "WeightLow",
            "Lower end of the 95 % interval of Weight, from a bootstrap over stories (--bootstrap); empty without one and for edges of one story",
        ),
        Spec::real("WeightHigh", "Upper end of the same interval"),
        Spec::real(
            "NPMILow",
            "Lower end of the 95 % interval of NPMI, from a bootstrap over stories (--bootstrap)",
        ),
        Spec::real("NPMIHigh", "Upper end of the same interval"),
        Spec::real(
            "SameCommunity",
            "Share of the replicates of the bootstrap in which both ends are in one community",
        ),
    ];

    fn write(&self, out: &mut RowWriter<'_>) {
        out.text(self.source)
            .text(self.target)
            .text("Undirected")
            .integer(self.weight)
            .integer(self.articles)
            .integer(self.stories)
            .integer(self.sentences)
            .real(self.expected)
            .real(self.npmi)
            .real(self.g2)
            .real(self.p)
            .real(self.q)
            .real(self.backbone)
            .real(self.stance)
            .real(self.stance_low)
            .real(self.stance_high)
            .real(self.ln_p)
            .integer(self.stance_articles)
            .real(self.pmi)
            .real(self.chi_square)
            .real(self.log_odds)
            .real(self.log_odds_low)
            .real(self.log_odds_high)
            .real(self.jaccard)
            .real(self.dice)
            .real(self.lift)
            .real(self.t_score)
            .real(self.sdsm_expected)
            .real(self.sdsm_p)
            .real(self.sdsm_q)
            .real(self.noise_corrected_score)
            .real(self.noise_corrected_p)
            .integer(self.consensus);
        self.robustness.write(out);
    }
}

impl EdgeRobustness {
    fn write(&self, out: &mut RowWriter<'_>) {
        out.real(self.outlet_share)
            .integer(self.min_without_outlet)
            .real(self.top_story_share)
            .text(self.fragile)
            .real(self.weight_low)
            .real(self.weight_high)
            .real(self.npmi_low)
            .real(self.npmi_high)
            .real(self.same_community);
    }
}
