//! Rows of `edges_by_period.csv`, `attention.csv` and `change_points.csv`.

use crate::tables::columns::row;

row! {
    /// A row of `edges_by_period.csv`: an edge in a period in which it occurs.
    pub struct EdgePeriodRow<'a> {
        period: &'a str = Period("Period", "Period: 2022-02-24, 2022-W08, 2022-02, 2022-Q1, 2022, or first/last day of a slice or window"),
        source: &'a str = Actor("Source", "Identifier of one actor"),
        target: &'a str = Actor("Target", "Identifier of the other"),
        weight: u64 = Count("Weight", "Text units of the period (articles, unless another level is chosen) in which both appear"),
        articles: u64 = Count("Articles", "Articles of the period in which both appear; articles without a date are in no period"),
        stories: u64 = Count("Stories", "Stories with such an article; a story whose articles fall in two periods counts in both"),
        sentences: u64 = Count("Sentences", "Sentences of the period in which both appear"),
        expected: Option<f64> = Amount("Expected", "Weight expected if the two appeared independently within the period: n_i n_j / N of the period"),
        npmi: Option<f64> = Coefficient("NPMI", "Normalised pointwise mutual information within the period (Bouma 2009)"),
        g2: Option<f64> = Amount("G2", "Log-likelihood ratio within the period (Dunning 1993), unsigned"),
        p: Option<f64> = Probability("P", "Probability of at least this weight if the two were independent within the period: one-sided hypergeometric tail"),
        q: Option<f64> = Probability("Q", "P adjusted for all possible pairs of actors of each period, including those that do not co-occur or are not shown"),
        status: &'a str = Word("Status", "initial: already in the first period; born: first period with the edge; continued: also in the period before; returned: not in the period before, but earlier; then ;paused where the next period lacks it and a later one has it, ;died where no later period has it though there is one; only: in no other period. Periods without articles do not count as periods"),
        source_label: &'a str = Text("SourceLabel", "Name of Source"),
        target_label: &'a str = Text("TargetLabel", "Name of Target"),
    }
}

row! {
    /// A row of `attention.csv`: an actor in a period.
    pub struct AttentionRow<'a> {
        period: &'a str = Period("Period", "Period: 2022-02-24, 2022-W08, 2022-02, 2022-Q1, 2022, or first/last day of a slice or window"),
        actor: &'a str = Actor("Actor", "Identifier of the actor"),
        articles: u64 = Count("Articles", "Articles of the period that mention the actor as an actor (with --readings all, as a place too); 0 where there are articles and none does"),
        stories: u64 = Count("Stories", "Stories (near-identical articles count once) with such an article"),
        total: u64 = Count("Total", "Articles of the period: the denominator of Share. Periods without articles have no rows"),
        share: Option<f64> = Share("Share", "Articles / Total"),
        share_low: Option<f64> = Share("ShareLow", "Lower end of the 95 % interval of Share (Wilson 1927, articles as independent draws)"),
        share_high: Option<f64> = Share("ShareHigh", "Upper end of the 95 % interval of Share (Wilson 1927, articles as independent draws)"),
        share_standardised: Option<f64> = Share("ShareStandardised", "Share as it would be if every period had the mix of outlets of the whole corpus: mean of the shares within the outlets that have articles in the period, weighted by their articles in all periods (direct standardisation)"),
        label: &'a str = Text("Label", "Name of Actor"),
        named: u64 = Count("ArticlesNamed", "Articles of the period that name the actor in any reading, as actor or place"),
    }
}

row! {
    /// A row of `change_points.csv`: a change of level.
    pub struct ChangePointRow<'a> {
        kind: &'a str = Word("Kind", "attention: share of articles that mention Source; stance: mean score of Source towards Target"),
        source: &'a str = Actor("Source", "Identifier of the actor, or of the one who holds the attitude"),
        target: &'a str = Actor("Target", "Identifier of the actor towards whom it is held; empty for attention"),
        period: &'a str = Period("Period", "First period of the new level"),
        before: f64 = Score("Before", "Level from From to the period before Period"),
        after: f64 = Score("After", "Level from Period to To"),
        p: f64 = Probability("P", "Permutation test: share of random orders of the periods From to To, at least 999, with as good a change anywhere. Periods are taken to be independent: attention that lasts from one period to the next makes P too small"),
        q: Option<f64> = Probability("Q", "P adjusted for all series examined; a series without a change counts as a test with P = 1"),
        from: &'a str = Period("From", "First period of the level before"),
        to: &'a str = Period("To", "Last period of the level after"),
        periods: u64 = Count("Periods", "Periods of the whole series"),
        articles: u64 = Count("Articles", "Articles of the whole series"),
        corpus_change: &'a str = Word("CorpusChange", "articles, outlets, or articles;outlets: within one period of the change the corpus itself jumps, comparing three periods before with three after: the mean number of articles more than doubles or halves, or at least a fifth of them moves to other outlets, beyond what sampling explains; empty otherwise and for stance"),
        source_label: &'a str = Text("SourceLabel", "Name of Source"),
        target_label: &'a str = Text("TargetLabel", "Name of Target"),
    }
}
