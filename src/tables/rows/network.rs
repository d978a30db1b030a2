//! Rows of `actors.csv` and `edges.csv`.

use crate::tables::table::{Row, RowWriter, Spec};

/// A row of `actors.csv`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ActorRow<'a> {
    /// Identifier, such as `RUS:putin`.
    pub id: &'a str,
    /// Name for readers.
    pub label: &'a str,
    /// Kind of actor.
    pub kind: &'a str,
    /// State that it belongs to.
    pub country: &'a str,
    /// Articles that mention it.
    pub articles: u64,
    /// Stories that mention it: near-identical articles count once.
    pub stories: Option<u64>,
    /// Sentences that mention it.
    pub sentences: u64,
    /// Mentions.
    pub mentions: u64,
    /// Edges.
    pub degree: u64,
    /// Sum of the weights of its edges.
    pub strength: u64,
    /// See [`stats::pagerank`](crate::stats::pagerank).
    pub pagerank: Option<f64>,
    /// See [`stats::centrality::betweenness`](crate::stats::centrality::betweenness).
    pub betweenness: Option<f64>,
    /// Number of its community, from 1, the largest first.
    pub community: Option<u64>,
    /// Mean attitude of the articles' own wording, −1 to 1.
    pub tone: Option<f64>,
    /// Standard error of a sampled betweenness.
    pub betweenness_error: Option<f64>,
}

impl Row for ActorRow<'_> {
    const COLUMNS: &'static [Spec] = &[
        Spec::text(
            "Id",
            "Identifier: states by ISO 3166-1 alpha-3, persons as STATE:surname",
        ),
        Spec::text("Label", "Name"),
        Spec::text(
            "Type",
            "Kind of actor: state, person, organisation, group, region, outlet, place, other",
        ),
        Spec::text(
            "Country",
            "State that the actor belongs to, ISO 3166-1 alpha-3",
        ),
        Spec::integer("Articles", "Articles that mention the actor"),
        Spec::integer(
            "Stories",
            "Stories (near-identical articles count once) with an article that mentions the actor",
        ),
        Spec::integer(
            "Sentences",
            "Sentences that mention the actor, headlines included",
        ),
        Spec::integer("Mentions", "Times that the actor is mentioned"),
        Spec::integer("Degree", "Actors that it appears with"),
        Spec::integer("Strength", "Sum of the weights of its edges"),
        Spec::real(
            "PageRank",
            "PageRank, damping 0.85, edges weighted; all actors sum to 1",
        ),
        Spec::real(
            "Betweenness",
            "Share of the shortest paths between other actors that pass through it (hops)",
        ),
        Spec::integer(
            "Community",
            "Community by the Leiden algorithm (modularity); 1 is the largest",
        ),
        Spec::real(
            "Tone",
            "Attitude of the articles' own wording towards the actor: mean over articles, -1 to 1",
        ),
        Spec::real(
            "BetweennessError",
            "Standard error of Betweenness where it was sampled; empty where it is exact",
        ),
    ];

    fn write(&self, out: &mut RowWriter<'_>) {
        out.text(self.id)
            .text(self.label)
            .text(self.kind)
            .text(self.country)
            .integer(self.articles)
            .integer(self.stories)
            .integer(self.sentences)
            .integer(self.mentions)
            .integer(self.degree)
            .integer(self.strength)
            .real(self.pagerank)
            .real(self.betweenness)
            .integer(self.community)
            .real(self.tone)
            .real(self.betweenness_error);
    }
}

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
