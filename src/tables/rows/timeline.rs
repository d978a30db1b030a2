//! Rows of `edges_by_period.csv`, `attention.csv` and `change_points.csv`.

use crate::tables::table::{Row, RowWriter, Spec};

const PERIOD: Spec = Spec::text(
    "Period",
    "Period: 2022-02-24, 2022-W08, 2022-02, 2022-Q1, 2022, or first/last day of a slice or window",
);

/// A row of `edges_by_period.csv`: an edge in a period in which it occurs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EdgePeriodRow<'a> {
    /// Name of the period.
    pub period: &'a str,
    /// Identifier of one end.
    pub source: &'a str,
    /// Identifier of the other end.
    pub target: &'a str,
    /// Units of the period in which both appear.
    pub weight: u64,
    /// Articles of the period in which both appear.
    pub articles: u64,
    /// Stories with such an article.
    pub stories: u64,
    /// Sentences of the period in which both appear.
    pub sentences: u64,
    /// Units expected if the two were independent within the period.
    pub expected: Option<f64>,
    /// Normalised pointwise mutual information within the period.
    pub npmi: Option<f64>,
    /// Log-likelihood ratio within the period.
    pub g2: Option<f64>,
    /// Hypergeometric tail within the period.
    pub p: Option<f64>,
    /// Corrected p.
    pub q: Option<f64>,
    /// How the edge comes and goes.
    pub status: &'static str,
}

impl Row for EdgePeriodRow<'_> {
    const COLUMNS: &'static [Spec] = &[
        PERIOD,
        Spec::text("Source", "Identifier of one actor"),
        Spec::text("Target", "Identifier of the other"),
        Spec::integer(
            "Weight",
            "Units of text of the period (articles, unless another level was asked for) in which both appear",
        ),
        Spec::integer(
            "Articles",
            "Articles of the period in which both appear; articles without a date lie in no period",
        ),
        Spec::integer(
            "Stories",
            "Stories with such an article; a story whose articles lie in two periods counts in both",
        ),
        Spec::integer("Sentences", "Sentences of the period in which both appear"),
        Spec::real(
            "Expected",
            "Weight to be expected if the two appeared independently within the period: n_i n_j / N of the period",
        ),
        Spec::real(
            "NPMI",
            "Normalised pointwise mutual information within the period (Bouma 2009)",
        ),
        Spec::real(
            "G2",
            "Log-likelihood ratio within the period (Dunning 1993), not signed",
        ),
        Spec::real(
            "P",
            "Chance of so large a weight or larger if independent within the period: one-sided hypergeometric tail",
        ),
        Spec::real(
            "Q",
            "P corrected for all pairs of actors of each period, those included that do not meet or are not shown",
        ),
        Spec::text(
            "Status",
            "initial: in the first period already; born: first period with the edge; continued: in the period before too; returned: not in the period before, but earlier; then ;paused where the next period lacks it and a later one has it, ;died where no later period has it though there is one; only: in no other period. Periods without articles do not count as periods",
        ),
    ];

    fn write(&self, out: &mut RowWriter<'_>) {
        out.text(self.period)
            .text(self.source)
            .text(self.target)
            .integer(self.weight)
            .integer(self.articles)
            .integer(self.stories)
            .integer(self.sentences)
            .real(self.expected)
            .real(self.npmi)
            .real(self.g2)
            .real(self.p)
            .real(self.q)
            .text(self.status);
    }
}

/// A row of `attention.csv`: an actor in a period.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AttentionRow<'a> {
    /// Name of the period.
    pub period: &'a str,
    /// Identifier of the actor.
    pub actor: &'a str,
    /// Articles of the period that mention it.
    pub articles: u64,
    /// Stories with such an article.
    pub stories: u64,
    /// Articles of the period.
    pub total: u64,
    /// Articles over total.
    pub share: Option<f64>,
    /// Lower end of its 95 % interval.
    pub share_low: Option<f64>,
    /// Upper end of its 95 % interval.
    pub share_high: Option<f64>,
}

impl Row for AttentionRow<'_> {
    const COLUMNS: &'static [Spec] = &[
        PERIOD,
        Spec::text("Actor", "Identifier of the actor"),
        Spec::integer(
            "Articles",
            "Articles of the period that mention the actor; 0 where there are articles and none does",
        ),
        Spec::integer(
            "Stories",
            "Stories (near-identical articles count once) with such an article",
        ),
        Spec::integer(
            "Total",
            "Articles of the period: what Share is a share of. Periods without articles have no rows",
        ),
        Spec::real("Share", "Articles / Total"),
        Spec::real(
            "ShareLow",
            "Lower end of the 95 % interval of Share (Wilson 1927, articles as independent draws)",
        ),
        Spec::real(
            "ShareHigh",
            "Upper end of the 95 % interval of Share (Wilson 1927, articles as independent draws)",
        ),
    ];

    fn write(&self, out: &mut RowWriter<'_>) {
        out.text(self.period)
            .text(self.actor)
            .integer(self.articles)
            .integer(self.stories)
            .integer(self.total)
            .real(self.share)
            .real(self.share_low)
            .real(self.share_high);
    }
}

/// A row of `change_points.csv`: a change of level.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ChangePointRow<'a> {
    /// `attention` or `stance`.
    pub kind: &'static str,
    /// Identifier of the actor, or of the one whose attitude it is.
    pub source: &'a str,
    /// Identifier of the actor towards whom; empty for attention.
    pub target: &'a str,
    /// First period of the new level.
    pub period: &'a str,
    /// Level before.
    pub before: f64,
    /// Level after.
    pub after: f64,
    /// Permutation p.
    pub p: f64,
    /// Corrected p.
    pub q: Option<f64>,
    /// First period of the level before.
    pub from: &'a str,
    /// Last period of the level after.
    pub to: &'a str,
    /// Periods of the series.
    pub periods: u64,
    /// Articles of the series.
    pub articles: u64,
}

impl Row for ChangePointRow<'_> {
    const COLUMNS: &'static [Spec] = &[
        Spec::text(
            "Kind",
            "attention: share of articles that mention Source; stance: mean score of Source towards Target",
        ),
        Spec::text(
            "Source",
            "Identifier of the actor, or of the one whose attitude it is",
        ),
        Spec::text(
            "Target",
            "Identifier of the actor towards whom; empty for attention",
        ),
        Spec::text("Period", "First period of the new level"),
        Spec::real("Before", "Level from From to the period before Period"),
        Spec::real("After", "Level from Period to To"),
        Spec::real(
            "P",
            "Permutation test: share of random orders of the periods From to To, at least 999, that have as good a change anywhere. Periods are taken to be independent: attention that lasts from one period to the next makes P too small",
        ),
        Spec::real(
            "Q",
            "P corrected for all series looked at; a series without a change counts as a test with P = 1",
        ),
        Spec::text("From", "First period of the level before"),
        Spec::text("To", "Last period of the level after"),
        Spec::integer("Periods", "Periods of the whole series"),
        Spec::integer("Articles", "Articles of the whole series"),
    ];

    fn write(&self, out: &mut RowWriter<'_>) {
        out.text(self.kind)
            .text(self.source)
            .text(self.target)
            .text(self.period)
            .real(self.before)
            .real(self.after)
            .real(self.p)
            .real(self.q)
            .text(self.from)
            .text(self.to)
            .integer(self.periods)
            .integer(self.articles);
    }
}
