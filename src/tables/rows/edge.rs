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
            "Normalised pointwise mutual information (Bouma 2009): 1 only together, 0 independent, -1 never together",
        ),
        Spec::real("G2", "Log-likelihood ratio (Dunning 1993), not signed"),
        Spec::real(
            "P",
            "Chance of so large a weight or larger if independent: one-sided hypergeometric tail; 1e-300 stands for anything smaller",
        ),
        Spec::real(
            "Q",
            "P corrected for the number of pairs (Benjamini-Hochberg unless another correction was asked for)",
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
            .integer(self.stance_articles);
    }
}
