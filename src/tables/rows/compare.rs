//! Rows of `compare_actors.csv`, `compare_edges.csv`, `compare_stance.csv` and `multiverse.csv`.

use crate::tables::columns::row;

row! {
    /// Shares of articles in two sets.
    pub struct ShareDifference {
        first_articles: u64 = Count("FirstArticles", "Articles of the first set"),
        second_articles: u64 = Count("SecondArticles", "Articles of the second set"),
        first_share: Option<f64> = Share("FirstShare", "FirstArticles as a share of all articles of the first set"),
        second_share: Option<f64> = Share("SecondShare", "SecondArticles as a share of all articles of the second set"),
        difference: Option<f64> = Coefficient("Difference", "FirstShare - SecondShare"),
        low: Option<f64> = Coefficient("DifferenceLow", "Lower end of the 95 % interval of Difference (Newcombe 1998, method 10)"),
        high: Option<f64> = Coefficient("DifferenceHigh", "Upper end of the 95 % interval of Difference"),
    }
}

row! {
    /// A row of `compare_actors.csv`.
    pub struct CompareActorRow<'a> {
        id: &'a str = Actor("Actor", "Identifier of the actor"),
        /// The numbers.
        shares: ShareDifference = Columns,
        label: &'a str = Text("Label", "Name of Actor"),
    }
}

row! {
    /// A row of `compare_edges.csv`.
    pub struct CompareEdgeRow<'a> {
        source: &'a str = Actor("Source", "Identifier of one actor"),
        target: &'a str = Actor("Target", "Identifier of the other"),
        /// The numbers, of articles with both.
        shares: ShareDifference = Columns,
        source_label: &'a str = Text("SourceLabel", "Name of Source"),
        target_label: &'a str = Text("TargetLabel", "Name of Target"),
    }
}

row! {
    /// A row of `compare_stance.csv`.
    pub struct CompareStanceRow<'a> {
        source: &'a str = Actor("Source", "Identifier of the actor who holds the attitude"),
        target: &'a str = Actor("Target", "Identifier of the actor towards whom it is held"),
        first_articles: u64 = Count("FirstArticles", "Articles of the first set with a judged sentence"),
        first_sentences: u64 = Count("FirstSentences", "Judged sentences of the first set"),
        first_score: Option<f64> = Score("FirstScore", "Score in the first set, as in stance.csv"),
        second_articles: u64 = Count("SecondArticles", "Articles of the second set with a judged sentence"),
        second_sentences: u64 = Count("SecondSentences", "Judged sentences of the second set"),
        second_score: Option<f64> = Score("SecondScore", "Score in the second set"),
        difference: Option<f64> = Score("Difference", "FirstScore - SecondScore"),
        low: Option<f64> = Score("DifferenceLow", "Lower end of the 95 % interval of Difference (Welch, stories as the sampling unit); the model's own error, which is the same in both sets, is not part of it"),
        high: Option<f64> = Score("DifferenceHigh", "Upper end of the 95 % interval of Difference"),
        source_label: &'a str = Text("SourceLabel", "Name of Source"),
        target_label: &'a str = Text("TargetLabel", "Name of Target"),
    }
}

row! {
    /// A row of `multiverse.csv`: a pair of actors under one way of counting and one null model.
    pub struct MultiverseRow<'a> {
        level: String = Word("Level", "Unit of text in which the two appear together: article, story, paragraph, window (three sentences) or sentence"),
        readings: String = Word("Readings", "actor: names read as places do not count; all: they do"),
        dedup: String = Word("Dedup", "none: all articles count; story: one of each story"),
        null: &'a str = Word("Null", "hypergeometric, sdsm, disparity or noise-corrected: the null model"),
        weight: u64 = Count("Weight", "Text units in which both appear"),
        expected: Option<f64> = Amount("Expected", "Weight that the model expects; empty for models that expect shares"),
        value: Option<f64> = Probability("Value", "What is compared with the level: Q, SDSMQ, Backbone or NoiseCorrectedP of edges.csv; empty where it is not defined or was not computed"),
        kept: &'a str = Word("Kept", "true where the two appear together beyond chance, false where not; empty where Value is"),
    }
}
