//! Rows of `actors.csv`.

use crate::stats::Interval;
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
    /// Number of its connected component, from 1, the largest first.
    pub component: u64,
    /// See [`stats::centrality::core_number`](crate::stats::centrality::core_number).
    pub core: u64,
    /// See [`stats::centrality::eigenvector`](crate::stats::centrality::eigenvector).
    pub eigenvector: Option<f64>,
    /// See [`stats::centrality::closeness`](crate::stats::centrality::closeness).
    pub closeness: Option<f64>,
    /// See [`stats::centrality::clustering`](crate::stats::centrality::clustering).
    pub clustering: Option<f64>,
    /// See [`stats::centrality::participation`](crate::stats::centrality::participation).
    pub participation: Option<f64>,
    /// Edges whose stance is clearly positive.
    pub positive_degree: u64,
    /// Edges whose stance is clearly negative.
    pub negative_degree: u64,
    /// What becomes of it on other articles.
    pub robustness: ActorRobustness,
}

/// What becomes of an actor's place in the network on other articles.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct ActorRobustness {
    /// The 95 % interval of its `PageRank`.
    pub pagerank: Option<Interval>,
    /// The 95 % interval of its place by `PageRank`, 1 the highest.
    pub rank: Option<(u64, u64)>,
    /// How firmly it belongs to its community.
    pub stability: Option<f64>,
}

impl ActorRobustness {
    fn write(&self, out: &mut RowWriter<'_>) {
        out.real(self.pagerank.map(|e| e.low))
            .real(self.pagerank.map(|e| e.high))
            .integer(self.rank.map(|r| r.0))
            .integer(self.rank.map(|r| r.1))
            .real(self.stability);
    }
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
            "Community by the Leiden algorithm (modularity unless another quality was asked for); 1 is the largest",
        ),
        Spec::real(
            "Tone",
            "Attitude of the articles' own wording towards the actor: mean over articles, -1 to 1",
        ),
        Spec::real(
            "BetweennessError",
            "Standard error of Betweenness where it was sampled; empty where it is exact",
        ),
        Spec::integer(
            "Component",
            "Connected component: actors that are linked over any number of edges share one; 1 is the largest",
        ),
        Spec::integer(
            "Core",
            "Core number (Seidman 1983): the largest k such that it is among actors with k edges each among themselves",
        ),
        Spec::real(
            "Eigenvector",
            "Eigenvector centrality (Bonacich 1972), edges weighted, vector of length 1; empty without edges or where it is not unique",
        ),
        Spec::real(
            "Closeness",
            "Closeness in hops, for networks in several pieces (Wasserman & Faust 1994); from the same nodes as Betweenness, so estimated where that has an error",
        ),
        Spec::real(
            "Clustering",
            "Share of pairs of its neighbours that are edges (Watts & Strogatz 1998); empty below two neighbours",
        ),
        Spec::real(
            "Participation",
            "Participation coefficient (Guimera & Amaral 2005): 0 if all its weight stays in one community, towards 1 if spread over many",
        ),
        Spec::integer(
            "PositiveDegree",
            "Edges whose whole interval of Stance lies above 0 (StanceLow > 0)",
        ),
        Spec::integer(
            "NegativeDegree",
            "Edges whose whole interval of Stance lies below 0 (StanceHigh < 0)",
        ),
        Spec::real(
            "PageRankLow",
            "Lower end of the 95 % interval of PageRank, from a bootstrap over stories (--bootstrap)",
        ),
        Spec::real("PageRankHigh", "Upper end of the same interval"),
        Spec::integer(
            "RankLow",
            "Best place among all actors by PageRank (1 is the highest) within the 95 % interval of the bootstrap",
        ),
        Spec::integer(
            "RankHigh",
            "Worst place among all actors by PageRank within the same interval",
        ),
        Spec::real(
            "CommunityStability",
            "Share of the other members of its community that stay with it, on average over the replicates of the bootstrap; empty where it is alone",
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
            .real(self.betweenness_error)
            .integer(self.component)
            .integer(self.core)
            .real(self.eigenvector)
            .real(self.closeness)
            .real(self.clustering)
            .real(self.participation)
            .integer(self.positive_degree)
            .integer(self.negative_degree);
        self.robustness.write(out);
    }
}
