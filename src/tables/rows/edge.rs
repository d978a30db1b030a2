//! Rows of `edges.csv`.

use crate::tables::cells::RowWriter;
use crate::tables::columns::{FromRow, RowReader, Value, row};

/// The type of every edge of the network, as Gephi names it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Undirected;

impl FromRow<'_> for Undirected {
    fn read(from: &mut RowReader<'_>) -> Self {
        <&str>::read(from);
        Self
    }
}

impl Value for Undirected {
    fn write(&self, out: &mut RowWriter<'_>) {
        out.text("Undirected");
    }
}

/// Whether the two ends of an edge belong together; `None` where nobody was asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Within(pub Option<bool>);

impl FromRow<'_> for Within {
    fn read(from: &mut RowReader<'_>) -> Self {
        Self(match <&str>::read(from) {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        })
    }
}

impl Value for Within {
    fn write(&self, out: &mut RowWriter<'_>) {
        out.text(match self.0 {
            Some(true) => "true",
            Some(false) => "false",
            None => "",
        });
    }
}

row! {
    /// A row of `edges.csv`. The source is the id that sorts first.
    pub struct EdgeRow<'a> {
        source: &'a str = Actor("Source", "Identifier of one actor"),
        target: &'a str = Actor("Target", "Identifier of the other"),
        direction: Undirected = Word("Type", "Always Undirected, for Gephi"),
        weight: u64 = Count("Weight", "Text units (articles, unless another level is chosen) in which both appear"),
        articles: u64 = Count("Articles", "Articles in which both appear"),
        stories: Option<u64> = Count("Stories", "Stories (near-identical articles count once) with an article in which both appear"),
        sentences: u64 = Count("Sentences", "Sentences in which both appear"),
        expected: Option<f64> = Amount("Expected", "Weight expected if the two appeared independently: n_i n_j / N"),
        npmi: Option<f64> = Coefficient("NPMI", "Normalised pointwise mutual information (Bouma 2009): 1 only together, 0 independent, -1 never together; empty where an actor is in all units"),
        g2: Option<f64> = Amount("G2", "Log-likelihood ratio (Dunning 1993), unsigned; empty where an actor is in all units"),
        p: Option<f64> = Probability("P", "Probability of at least this weight if the two were independent: one-sided hypergeometric tail; 1e-300 stands for anything smaller"),
        q: Option<f64> = Probability("Q", "P adjusted for all possible pairs of actors, including those that never co-occur (Benjamini-Hochberg unless another correction is chosen)"),
        backbone: Option<f64> = Probability("Backbone", "Alpha of the disparity filter (Serrano et al. 2009): small where the edge stands out among those of its ends"),
        stance: Option<f64> = Score("Stance", "Attitude between the two, both directions pooled: mean over articles, -1 to 1"),
        stance_low: Option<f64> = Score("StanceLow", "Lower end of the 95 % interval of Stance, with stories as the sampling unit: Student's up to 11 degrees of freedom, a bootstrap beyond"),
        stance_high: Option<f64> = Score("StanceHigh", "Upper end of the 95 % interval of Stance"),
        ln_p: Option<f64> = Nats("LnP", "Natural logarithm of P, also where P is below 1e-300"),
        stance_articles: u64 = Count("StanceArticles", "Articles that Stance is based on"),
        pmi: Option<f64> = Bits("PMI", "Pointwise mutual information in bits, log2(Weight / Expected) (Church & Hanks 1990; base 2 as in Text-NSP)"),
        chi_square: Option<f64> = Amount("ChiSquare", "Pearson's chi-square of the 2 x 2 table, one degree of freedom, without continuity correction, unsigned; empty where an actor is in all units"),
        log_odds: Option<f64> = Nats("LogOdds", "Log odds ratio with 1/2 added to each of the four cells (Haldane 1956, Anscombe 1956); empty where an actor is in all units"),
        log_odds_low: Option<f64> = Nats("LogOddsLow", "Lower end of the 95 % interval of LogOdds (Woolf 1955); like P it treats the units as independent"),
        log_odds_high: Option<f64> = Nats("LogOddsHigh", "Upper end of the 95 % interval of LogOdds"),
        jaccard: Option<f64> = Share("Jaccard", "Units with both divided by units with either (Jaccard 1901)"),
        dice: Option<f64> = Share("Dice", "Twice the units with both divided by the sum of the units with each (Dice 1945)"),
        lift: Option<f64> = Amount("Lift", "Weight / Expected: 1 if independent"),
        t_score: Option<f64> = Amount("TScore", "(Weight - Expected) / square root of Weight (Church et al. 1991)"),
        sdsm_expected: Option<f64> = Amount("SDSMExpected", "Weight expected under the stochastic degree sequence model (Neal 2014), which preserves on average how often each actor appears and how many actors each unit has; empty where it was not computed"),
        sdsm_p: Option<f64> = Probability("SDSMP", "Probability of at least this weight under that model; 1e-300 stands for anything smaller"),
        sdsm_q: Option<f64> = Probability("SDSMQ", "SDSMP adjusted for all possible pairs, as Q is"),
        noise_corrected_score: Option<f64> = Coefficient("NoiseCorrectedScore", "Excess of the weight over what the strengths of both ends predict (Coscia & Neffke 2017): -1 to 1, 0 as expected"),
        noise_corrected_p: Option<f64> = Probability("NoiseCorrectedP", "One-sided normal tail of that score divided by its standard deviation, not adjusted for the number of pairs; a filter rather than a probability: where few co-occurrences are expected, chance alone often passes 0.05; 1e-300 stands for anything smaller; empty for weights of 1 and 2, where the normal approximation fails"),
        consensus: Option<u64> = Count("Consensus", "How many of four backbones keep the edge at the alpha of the run (default 0.05): Backbone < alpha; Q, SDSMQ and NoiseCorrectedP <= alpha; empty where SDSM was not computed"),
        /// What the edge rests on.
        robustness: EdgeRobustness<'a> = Columns,
        source_label: &'a str = Text("SourceLabel", "Name of Source"),
        target_label: &'a str = Text("TargetLabel", "Name of Target"),
        within: Within = Word("Within", "true where one is a state and the other its own person or body, or one a body and the other its leader: they meet by nature, so pictures and findings leave the edge out; else false. Empty where the dictionary was not asked"),
    }
}

row! {
    /// What an edge rests on, and how it varies over bootstrap samples of the stories.
    #[derive(Copy)]
    pub struct EdgeRobustness<'a> {
        outlet_share: Option<f64> = Share("OutletShare", "Share of Articles that come from the outlet with most of them; empty where none names an outlet"),
        min_without_outlet: Option<u64> = Count("MinWithoutOutlet", "Smallest weight that remains when one outlet is left out; empty where no article names an outlet"),
        top_story_share: Option<f64> = Share("TopStoryShare", "Share of Articles that belong to the story with most of them"),
        fragile: &'a str = Word("Fragile", "outlet, story, or outlet;story: the edge vanishes without one outlet or without one story that has an article with both. It vanishes where no weight is left, or where Q is at most 0.05 and P on the remaining articles exceeds the largest P with such a Q in this network"),
        weight_low: Option<f64> = Amount("WeightLow", "Lower end of the 95 % interval of Weight, from a bootstrap over stories (--bootstrap); empty without one and for edges of one story"),
        weight_high: Option<f64> = Amount("WeightHigh", "Upper end of the same interval"),
        npmi_low: Option<f64> = Coefficient("NPMILow", "Lower end of the 95 % interval of NPMI, from a bootstrap over stories (--bootstrap)"),
        npmi_high: Option<f64> = Coefficient("NPMIHigh", "Upper end of the same interval"),
        same_community: Option<f64> = Share("SameCommunity", "Share of the bootstrap replicates in which both ends are in one community"),
    }
}
