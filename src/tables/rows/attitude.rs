//! Rows of `stance.csv` and `tone.csv`.

use crate::tables::table::{Row, RowWriter, Spec};

/// The columns that `stance.csv` and `tone.csv` share.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Attitude {
    /// Articles with a judged sentence.
    pub articles: u64,
    /// Stories with a judged sentence: near-identical articles count once.
    pub stories: Option<u64>,
    /// Judged sentences.
    pub sentences: u64,
    /// Those in favour.
    pub positive: u64,
    /// Those against.
    pub negative: u64,
    /// Those that are neither.
    pub neutral: u64,
    /// Mean over articles, −1 to 1.
    pub score: Option<f64>,
    /// Lower end of its 95 % interval.
    pub low: Option<f64>,
    /// Upper end of its 95 % interval.
    pub high: Option<f64>,
    /// Test of Score = 0.
    pub p: Option<f64>,
    /// P corrected over the table.
    pub q: Option<f64>,
}

impl Attitude {
    fn write(&self, out: &mut RowWriter<'_>) {
        out.integer(self.articles)
            .integer(self.stories)
            .integer(self.sentences)
            .integer(self.positive)
            .integer(self.negative)
            .integer(self.neutral)
            .real(self.score)
            .real(self.low)
            .real(self.high)
            .real(self.p)
            .real(self.q);
    }
}

const PERIOD: Spec = Spec::text(
    "Period",
    "Day, week, month, quarter or year; empty where articles have no date or no periods were asked for",
);
const TARGET: Spec = Spec::text("Target", "Identifier of the actor towards whom");
const ARTICLES: Spec = Spec::integer("Articles", "Articles with a judged sentence");
const STORIES: Spec = Spec::integer(
    "Stories",
    "Stories (near-identical articles count once) with a judged sentence in one of their articles",
);
const SENTENCES: Spec = Spec::integer(
    "Sentences",
    "Judged sentences: Positive + Negative + Neutral",
);
const POSITIVE: Spec = Spec::integer("Positive", "Sentences in favour");
const NEGATIVE: Spec = Spec::integer("Negative", "Sentences against");
const NEUTRAL: Spec = Spec::integer("Neutral", "Sentences that are neither");
const SCORE: Spec = Spec::real(
    "Score",
    "Mean over articles of the mean score of their sentences, -1 (against) to 1 (in favour)",
);
const LOW: Spec = Spec::real(
    "Low",
    "Lower end of the 95 % interval of Score over articles: bootstrap, below 12 articles Student's",
);
const HIGH: Spec = Spec::real(
    "High",
    "Upper end of the 95 % interval of Score over articles: bootstrap, below 12 articles Student's",
);
const P: Spec = Spec::real(
    "P",
    "Two-sided test of Score = 0 over articles (sign flips, Student's t for many articles)",
);
const Q: Spec = Spec::real(
    "Q",
    "P corrected over the table (Benjamini-Hochberg unless another correction was asked for)",
);

/// How much wider the gold means of pairs are than the predicted ones: the slope of gold on predicted
/// means over pairs with at least ten sentences, out of fold on DSE (see `corpus/MODEL.md`).
pub const SHRINKAGE: f64 = 1.35;

/// A score with its shrinkage undone: `SHRINKAGE × score`, kept within −1 to 1.
fn unshrunk(score: Option<f64>) -> Option<f64> {
    score.map(|s| (SHRINKAGE * s).clamp(-1.0, 1.0))
}

/// A row of `stance.csv`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StanceRow<'a> {
    /// Identifier of the actor whose attitude it is.
    pub source: &'a str,
    /// Identifier of the actor towards whom.
    pub target: &'a str,
    /// Name of the period.
    pub period: String,
    /// The numbers.
    pub attitude: Attitude,
}

impl Row for StanceRow<'_> {
    const COLUMNS: &'static [Spec] = &[
        Spec::text("Source", "Identifier of the actor whose attitude it is"),
        TARGET,
        PERIOD,
        ARTICLES,
        STORIES,
        SENTENCES,
        POSITIVE,
        NEGATIVE,
        NEUTRAL,
        SCORE,
        LOW,
        HIGH,
        P,
        Q,
        Spec::real(
            "ScoreDeshrunk",
            "Score with the model's shrinkage of pair means undone: 1.35 x Score, kept within -1 to 1; for comparing with hand-coded means",
        ),
    ];

    fn write(&self, out: &mut RowWriter<'_>) {
        out.text(self.source).text(self.target).text(&self.period);
        self.attitude.write(out);
        out.real(unshrunk(self.attitude.score));
    }
}

/// A row of `tone.csv`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ToneRow<'a> {
    /// The outlet; empty for articles that name none.
    pub outlet: &'a str,
    /// Identifier of the actor towards whom.
    pub target: &'a str,
    /// Name of the period.
    pub period: String,
    /// The numbers.
    pub attitude: Attitude,
    /// Score less the mean over the articles of all other outlets, −2 to 2.
    pub contrast: Option<f64>,
    /// Lower end of its 95 % interval.
    pub contrast_low: Option<f64>,
    /// Upper end of its 95 % interval.
    pub contrast_high: Option<f64>,
}

impl Row for ToneRow<'_> {
    const COLUMNS: &'static [Spec] = &[
        Spec::text(
            "Outlet",
            "The outlet whose own wording it is; empty where articles name none",
        ),
        TARGET,
        PERIOD,
        ARTICLES,
        STORIES,
        SENTENCES,
        POSITIVE,
        NEGATIVE,
        NEUTRAL,
        SCORE,
        LOW,
        HIGH,
        P,
        Q,
        Spec::real(
            "Contrast",
            "Score less the mean over the articles of all other outlets about the same target in the same period: below 0 the outlet is colder than the rest",
        ),
        Spec::real(
            "ContrastLow",
            "Lower end of the 95 % interval of Contrast (Welch)",
        ),
        Spec::real(
            "ContrastHigh",
            "Upper end of the 95 % interval of Contrast (Welch)",
        ),
    ];

    fn write(&self, out: &mut RowWriter<'_>) {
        out.text(self.outlet).text(self.target).text(&self.period);
        self.attitude.write(out);
        out.real(self.contrast)
            .real(self.contrast_low)
            .real(self.contrast_high);
    }
}
