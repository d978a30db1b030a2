//! Rows of `actors.csv`.

use crate::tables::columns::row;

row! {
    /// A row of `actors.csv`.
    pub struct ActorRow<'a> {
        id: &'a str = Actor("Id", "Identifier: states by ISO 3166-1 alpha-3, persons and bodies of a state as STATE:name"),
        label: &'a str = Text("Label", "Name"),
        kind: &'a str = Word("Type", "Kind of actor: state, person, organisation, group, region, outlet, place, other"),
        country: &'a str = Text("Country", "State that the actor belongs to, ISO 3166-1 alpha-3"),
        articles: u64 = Count("Articles", "Articles that mention the actor as an actor; with --readings all, as a place too"),
        stories: Option<u64> = Count("Stories", "Stories (near-identical articles count once) with an article that mentions the actor"),
        sentences: u64 = Count("Sentences", "Sentences that mention the actor, headlines included"),
        mentions: u64 = Count("Mentions", "Mentions of the actor"),
        degree: u64 = Count("Degree", "Number of actors that it appears with"),
        strength: u64 = Count("Strength", "Sum of the weights of its edges"),
        pagerank: Option<f64> = Centrality("PageRank", "PageRank with damping 0.85 on weighted edges; sums to 1 over all actors"),
        betweenness: Option<f64> = Centrality("Betweenness", "Share of the shortest paths between other actors that pass through it, counted in hops"),
        community: Option<u64> = Ordinal("Community", "Community found by the Leiden algorithm (modularity unless another quality is chosen) on the edges with Q <= 0.05 that are not Within (--communities beyond-chance-within: on those too; all: on all edges); 1 is the largest, an actor without such edges is one by itself"),
        tone: Option<f64> = Score("Tone", "Attitude of the articles' own wording towards the actor: mean over articles, -1 to 1"),
        betweenness_error: Option<f64> = Centrality("BetweennessError", "Standard error of Betweenness where it is estimated from a sample; empty where it is exact"),
        component: u64 = Ordinal("Component", "Connected component, 1 the largest: actors that are linked by any path share one"),
        core: u64 = Ordinal("Core", "Core number (Seidman 1983): the largest k such that the actor belongs to a subnetwork in which every actor has at least k edges"),
        eigenvector: Option<f64> = Centrality("Eigenvector", "Eigenvector centrality (Bonacich 1972) on weighted edges, vector of length 1; empty for actors without edges and where it is not unique"),
        closeness: Option<f64> = Share("Closeness", "Closeness in hops with the correction for disconnected networks (Wasserman & Faust 1994); estimated wherever Betweenness is"),
        clustering: Option<f64> = Share("Clustering", "Local clustering coefficient (Watts & Strogatz 1998): share of the pairs of its neighbours that are linked; empty with fewer than two neighbours"),
        participation: Option<f64> = Share("Participation", "Participation coefficient (Guimera & Amaral 2005) on the edges that Community is based on: 0 if all its weight is within one community, close to 1 if it is spread over many"),
        positive_degree: u64 = Count("PositiveDegree", "Edges with StanceLow > 0: the whole interval of Stance lies above 0"),
        negative_degree: u64 = Count("NegativeDegree", "Edges with StanceHigh < 0: the whole interval of Stance lies below 0"),
        /// Intervals from the bootstrap.
        robustness: ActorRobustness = Columns,
        named: u64 = Count("ArticlesNamed", "Articles that name the actor in any reading, as actor or place"),
    }
}

row! {
    /// How much an actor's place in the network varies over bootstrap samples of the stories.
    #[derive(Copy)]
    pub struct ActorRobustness {
        pagerank_low: Option<f64> = Centrality("PageRankLow", "Lower end of the 95 % interval of PageRank, from a bootstrap over stories (--bootstrap)"),
        pagerank_high: Option<f64> = Centrality("PageRankHigh", "Upper end of the 95 % interval of PageRank"),
        rank_low: Option<u64> = Ordinal("RankLow", "Best rank by PageRank (1 is the highest) within the 95 % interval of the bootstrap"),
        rank_high: Option<u64> = Ordinal("RankHigh", "Worst rank by PageRank within the same interval"),
        stability: Option<f64> = Share("CommunityStability", "Share of the other members of its community that stay with it, averaged over the bootstrap replicates; empty for a community of one"),
    }
}
