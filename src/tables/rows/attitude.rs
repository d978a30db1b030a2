//! Rows of `stance.csv` and `tone.csv`.

use crate::tables::columns::row;

row! {
    /// The columns that `stance.csv` and `tone.csv` share.
    pub struct Attitude {
        articles: u64 = Count("Articles", "Articles with a judged sentence"),
        stories: Option<u64> = Count("Stories", "Stories (near-identical articles count once) with a judged sentence in one of their articles"),
        sentences: u64 = Count("Sentences", "Judged sentences: Positive + Negative + Neutral"),
        positive: u64 = Count("Positive", "Sentences in favour"),
        negative: u64 = Count("Negative", "Sentences against"),
        neutral: u64 = Count("Neutral", "Sentences that are neither"),
        score: Option<f64> = Score("Score", "Mean over articles of the mean score of their sentences, -1 (against) to 1 (in favour)"),
        low: Option<f64> = Score("Low", "Lower end of the 95 % interval of Score, with stories as the sampling unit (Student's up to 11 degrees of freedom, a bootstrap beyond), widened by the model's own error"),
        high: Option<f64> = Score("High", "Upper end of the 95 % interval of Score"),
        p: Option<f64> = Probability("P", "Two-sided test over stories whether the sentences are those of neutral text: the larger of two P, of Score (Student's t with the model's own error, which no number of sentences makes smaller) and of the number of sentences with its sign (binomial, against the share of neutral sentences that get such a label)"),
        q: Option<f64> = Probability("Q", "P adjusted for the number of rows (Benjamini-Hochberg unless another correction is chosen)"),
    }
}

/// How much wider the gold means of pairs are than the predicted ones: the slope of gold on predicted
/// means over pairs with at least ten sentences, out of fold on DSE; what is left has a standard deviation of .25
/// (`scripts/simulate_intervals.py`, see `corpus/MODEL.md`).
pub const SHRINKAGE: f64 = 1.6;

/// A score with its shrinkage undone: `SHRINKAGE × score`, kept within −1 to 1.
pub(in crate::tables) fn unshrunk(score: Option<f64>) -> Option<f64> {
    score.map(|s| (SHRINKAGE * s).clamp(-1.0, 1.0))
}

row! {
    /// A row of `stance.csv`.
    pub struct StanceRow<'a> {
        source: &'a str = Actor("Source", "Identifier of the actor who holds the attitude"),
        target: &'a str = Actor("Target", "Identifier of the actor towards whom it is held"),
        period: String = Period("Period", "Day, week, month, quarter, year, slice or window; empty in tables without periods"),
        /// The numbers.
        attitude: Attitude = Columns,
        deshrunk: Option<f64> = Score("ScoreDeshrunk", "Score with the model's shrinkage of pair means undone: 1.6 x Score, limited to -1 to 1, with a standard error of about 0.25; for comparison with hand-coded means"),
        material_conflict: u64 = Count("MaterialConflict", "Sentences of material conflict: force, sanctions, expulsions and other hostile acts"),
        verbal_conflict: u64 = Count("VerbalConflict", "Sentences of verbal conflict: criticism, threats, refusals; MaterialConflict + VerbalConflict = Negative"),
        contact: u64 = Count("Contact", "Sentences of contact without a sign: meetings, talks, visits; part of Neutral"),
        verbal_cooperation: u64 = Count("VerbalCooperation", "Sentences of verbal cooperation: praise, support, agreement"),
        material_cooperation: u64 = Count("MaterialCooperation", "Sentences of material cooperation: aid, supplies, joint action; VerbalCooperation + MaterialCooperation = Positive"),
        relation: Option<f64> = Share("Relation", "Share of the sentences with an attitude: (Positive + Negative) / Sentences"),
        polarity: Option<f64> = Score("Polarity", "(Positive - Negative) / (Positive + Negative); empty where there is neither"),
        polarity_low: Option<f64> = Score("PolarityLow", "Lower end of the 95 % interval of Polarity: Wilson's, with the sentences weighed by Stories / Sentences because those of one story depend on each other"),
        polarity_high: Option<f64> = Score("PolarityHigh", "Upper end of the 95 % interval of Polarity"),
        source_label: &'a str = Text("SourceLabel", "Name of Source"),
        target_label: &'a str = Text("TargetLabel", "Name of Target"),
    }
}

row! {
    /// A row of `tone.csv`.
    pub struct ToneRow<'a> {
        outlet: &'a str = Text("Outlet", "The outlet whose own wording is judged; empty where articles name none"),
        target: &'a str = Actor("Target", "Identifier of the actor towards whom it is held"),
        period: String = Period("Period", "Day, week, month, quarter, year, slice or window; empty in tables without periods"),
        /// The numbers.
        attitude: Attitude = Columns,
        contrast: Option<f64> = Score("Contrast", "Score minus the mean over the articles of all other outlets about the same target in the same period: below 0, the outlet is colder than the others"),
        contrast_low: Option<f64> = Score("ContrastLow", "Lower end of the 95 % interval of Contrast (Welch, stories as the sampling unit)"),
        contrast_high: Option<f64> = Score("ContrastHigh", "Upper end of the 95 % interval of Contrast"),
        label: &'a str = Text("Label", "Name of Target"),
    }
}

row! {
    /// A row of `stance_by_outlet.csv`.
    pub struct StanceByOutletRow<'a> {
        outlet: &'a str = Text("Outlet", "The outlet in whose articles it is; empty where articles name none"),
        /// The columns of `stance.csv`.
        stance: StanceRow<'a> = Columns,
    }
}

row! {
    /// A row of `quads.csv`: the classes of event data between two actors.
    pub struct QuadRow<'a> {
        source: &'a str = Actor("Source", "Identifier of the actor who acts or speaks"),
        target: &'a str = Actor("Target", "Identifier of the actor towards whom"),
        period: String = Period("Period", "Day, week, month, quarter, year, slice or window; empty for articles without a date and where no periods were chosen"),
        articles: u64 = Count("Articles", "Articles with a judged sentence"),
        stories: u64 = Count("Stories", "Stories (near-identical articles count once) with a judged sentence in one of their articles"),
        sentences: u64 = Count("Sentences", "Judged sentences"),
        material_conflict: u64 = Count("MaterialConflict", "Sentences of material conflict: force, sanctions, expulsions and other hostile acts"),
        verbal_conflict: u64 = Count("VerbalConflict", "Sentences of verbal conflict: criticism, threats, refusals"),
        contact: u64 = Count("Contact", "Sentences of contact without a sign: meetings, talks, visits"),
        verbal_cooperation: u64 = Count("VerbalCooperation", "Sentences of verbal cooperation: praise, support, agreement"),
        material_cooperation: u64 = Count("MaterialCooperation", "Sentences of material cooperation: aid, supplies, joint action"),
        source_label: &'a str = Text("SourceLabel", "Name of Source"),
        target_label: &'a str = Text("TargetLabel", "Name of Target"),
    }
}
