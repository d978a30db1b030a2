//! The rows of the published tables and their columns.

use super::table::{Row, RowWriter, Spec, Table};

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
    /// Stories that mention it, where stories are counted.
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
        Spec::text("Id", "Identifier: states by ISO 3166-1 alpha-3, persons as STATE:surname"),
        Spec::text("Label", "Name"),
        Spec::text("Type", "Kind of actor: state, person, organisation, group, region, outlet, place, other"),
        Spec::text("Country", "State that the actor belongs to, ISO 3166-1 alpha-3"),
        Spec::integer("Articles", "Articles that mention the actor"),
        Spec::integer("Stories", "Stories (near-identical articles count once) that mention the actor"),
        Spec::integer("Sentences", "Sentences that mention the actor, headlines included"),
        Spec::integer("Mentions", "Times that the actor is mentioned"),
        Spec::integer("Degree", "Actors that it appears with"),
        Spec::integer("Strength", "Sum of the weights of its edges"),
        Spec::real("PageRank", "PageRank, damping 0.85, edges weighted; all actors sum to 1"),
        Spec::real("Betweenness", "Share of the shortest paths between other actors that pass through it (hops)"),
        Spec::integer("Community", "Community by the Leiden algorithm (modularity); 1 is the largest"),
        Spec::real("Tone", "Attitude of the articles' own wording towards the actor: mean over articles, -1 to 1"),
        Spec::real("BetweennessError", "Standard error of Betweenness where it was sampled; empty where it is exact"),
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
    /// Stories in which both appear, where stories are counted.
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
        Spec::integer("Weight", "Units of text (articles, unless another level was asked for) in which both appear"),
        Spec::integer("Articles", "Articles in which both appear"),
        Spec::integer("Stories", "Stories (near-identical articles count once) in which both appear"),
        Spec::integer("Sentences", "Sentences in which both appear"),
        Spec::real("Expected", "Weight to be expected if the two appeared independently: n_i n_j / N"),
        Spec::real("NPMI", "Normalised pointwise mutual information (Bouma 2009): 1 only together, 0 independent, -1 never together"),
        Spec::real("G2", "Log-likelihood ratio (Dunning 1993), not signed"),
        Spec::real("P", "Chance of so large a weight or larger if independent: one-sided hypergeometric tail; 1e-300 stands for anything smaller"),
        Spec::real("Q", "P corrected for the number of pairs (Benjamini-Hochberg unless another correction was asked for)"),
        Spec::real("Backbone", "Alpha of the disparity filter (Serrano et al. 2009): small where the edge stands out among those of its ends"),
        Spec::real("Stance", "Attitude between the two, both directions pooled: mean over articles, -1 to 1"),
        Spec::real("StanceLow", "Lower end of the 95 % bootstrap interval of Stance"),
        Spec::real("StanceHigh", "Upper end of the 95 % bootstrap interval of Stance"),
        Spec::real("LnP", "Natural logarithm of P, also where P is too small to be written"),
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

/// The columns that `stance.csv` and `tone.csv` share.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Attitude {
    /// Articles with a judged sentence.
    pub articles: u64,
    /// Stories with a judged sentence, where stories are counted.
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

const PERIOD: Spec = Spec::text("Period", "Day, week, month, quarter or year; empty where articles have no date or no periods were asked for");
const TARGET: Spec = Spec::text("Target", "Identifier of the actor towards whom");
const ARTICLES: Spec = Spec::integer("Articles", "Articles with a judged sentence");
const STORIES: Spec = Spec::integer("Stories", "Stories (near-identical articles count once) with a judged sentence");
const SENTENCES: Spec = Spec::integer("Sentences", "Judged sentences: Positive + Negative + Neutral");
const POSITIVE: Spec = Spec::integer("Positive", "Sentences in favour");
const NEGATIVE: Spec = Spec::integer("Negative", "Sentences against");
const NEUTRAL: Spec = Spec::integer("Neutral", "Sentences that are neither");
const SCORE: Spec = Spec::real("Score", "Mean over articles of the mean score of their sentences, -1 (against) to 1 (in favour)");
const LOW: Spec = Spec::real("Low", "Lower end of the 95 % bootstrap interval of Score over articles");
const HIGH: Spec = Spec::real("High", "Upper end of the 95 % bootstrap interval of Score over articles");
const P: Spec = Spec::real("P", "Two-sided test of Score = 0 over articles (sign flips, Student's t for many articles)");
const Q: Spec = Spec::real("Q", "P corrected over the table (Benjamini-Hochberg unless another correction was asked for)");

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
        TARGET, PERIOD, ARTICLES, STORIES, SENTENCES, POSITIVE, NEGATIVE, NEUTRAL, SCORE, LOW, HIGH, P, Q,
    ];

    fn write(&self, out: &mut RowWriter<'_>) {
        out.text(self.source).text(self.target).text(&self.period);
        self.attitude.write(out);
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
}

impl Row for ToneRow<'_> {
    const COLUMNS: &'static [Spec] = &[
        Spec::text("Outlet", "The outlet whose own wording it is; empty where articles name none"),
        TARGET, PERIOD, ARTICLES, STORIES, SENTENCES, POSITIVE, NEGATIVE, NEUTRAL, SCORE, LOW, HIGH, P, Q,
    ];

    fn write(&self, out: &mut RowWriter<'_>) {
        out.text(self.outlet).text(self.target).text(&self.period);
        self.attitude.write(out);
    }
}

/// A row of `evidence.csv`: one judged sentence.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EvidenceRow<'a> {
    /// Id of the article.
    pub article: &'a str,
    /// Day of publication; empty for none.
    pub date: String,
    /// The outlet.
    pub outlet: &'a str,
    /// The headline.
    pub title: &'a str,
    /// Number of the sentence in the article, from 0.
    pub sentence: u64,
    /// Identifier of the actor whose attitude it is; empty for the writer's own.
    pub source: &'a str,
    /// Identifier of the actor towards whom.
    pub target: &'a str,
    /// `negative`, `neutral` or `positive`; empty where two actors just share the sentence.
    pub label: &'a str,
    /// Score of the sentence in fixed-point units ([`SCORE_SCALE`](crate::model::SCORE_SCALE)).
    pub score: Option<i32>,
    /// The sentence.
    pub text: &'a str,
    /// Where the article was published.
    pub url: &'a str,
}

impl Row for EvidenceRow<'_> {
    const COLUMNS: &'static [Spec] = &[
        Spec::text("Article", "Id of the article"),
        Spec::text("Date", "Day of publication"),
        Spec::text("Outlet", "The outlet"),
        Spec::text("Title", "Headline of the article"),
        Spec::integer("Sentence", "Number of the sentence in the article, from 0; the headline, if any, is 0"),
        Spec::text("Source", "Identifier of the actor whose attitude it is; empty for the writer's own"),
        Spec::text("Target", "Identifier of the actor towards whom"),
        Spec::text("Label", "positive, negative or neutral"),
        Spec::real("Score", "Probability of positive less probability of negative, -1 to 1"),
        Spec::text("Text", "The sentence"),
        Spec::text("Url", "Where the article was published"),
    ];

    fn write(&self, out: &mut RowWriter<'_>) {
        out.text(self.article)
            .text(&self.date)
            .text(self.outlet)
            .text(self.title)
            .integer(self.sentence)
            .text(self.source)
            .text(self.target)
            .text(self.label)
            .real(self.score.map(super::attitudes::unit_score))
            .text(self.text)
            .text(self.url);
    }
}

/// A row of `rejects.csv`: a record of the input that could not be used.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RejectRow<'a> {
    /// The file.
    pub input: &'a str,
    /// Line where the record begins, from 1, where the format has lines.
    pub line: Option<u64>,
    /// Byte where the record begins, from 0, uncompressed.
    pub offset: Option<u64>,
    /// Why it was refused.
    pub reason: &'a str,
    /// Its beginning.
    pub excerpt: &'a str,
}

impl Row for RejectRow<'_> {
    const COLUMNS: &'static [Spec] = &[
        Spec::text("Input", "The file"),
        Spec::integer("Line", "Line where the record begins, from 1"),
        Spec::integer("Offset", "Byte where the record begins, from 0, after decompression"),
        Spec::text("Reason", "Why the record was refused"),
        Spec::text("Excerpt", "How the record begins"),
    ];

    fn write(&self, out: &mut RowWriter<'_>) {
        out.text(self.input)
            .integer(self.line)
            .integer(self.offset)
            .text(self.reason)
            .text(self.excerpt);
    }
}

/// The table of judged sentences, in the order given.
pub fn evidence_table<'a>(rows: impl IntoIterator<Item = EvidenceRow<'a>>) -> Table {
    Table::new("evidence", rows)
}

/// The table of refused records, in the order given.
pub fn reject_table<'a>(rows: impl IntoIterator<Item = RejectRow<'a>>) -> Table {
    Table::new("rejects", rows)
}
