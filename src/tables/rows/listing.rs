//! Rows of `evidence.csv`, `rejects.csv` and `stories.csv`.

use crate::tables::attitudes::unit_score;
use crate::tables::table::{Row, RowWriter, Spec, Table};

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
    /// `source`, `target` or `both` where a pronoun carries them over from the sentence before; else empty.
    pub carried: &'a str,
}

impl Row for EvidenceRow<'_> {
    const COLUMNS: &'static [Spec] = &[
        Spec::text("Article", "Id of the article"),
        Spec::text("Date", "Day of publication"),
        Spec::text("Outlet", "The outlet"),
        Spec::text("Title", "Headline of the article"),
        Spec::integer(
            "Sentence",
            "Number of the sentence in the article, from 0; the headline, if any, is 0",
        ),
        Spec::text(
            "Source",
            "Identifier of the actor whose attitude it is; empty for the writer's own",
        ),
        Spec::text("Target", "Identifier of the actor towards whom"),
        Spec::text("Label", "positive, negative or neutral"),
        Spec::real(
            "Score",
            "Probability of positive less probability of negative, -1 to 1",
        ),
        Spec::text("Text", "The sentence"),
        Spec::text("Url", "Where the article was published"),
        Spec::text(
            "Carried",
            "source, target or both: not named in this sentence, a pronoun there means it (--carry)",
        ),
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
            .real(self.score.map(unit_score))
            .text(self.text)
            .text(self.url)
            .text(self.carried);
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
        Spec::integer(
            "Offset",
            "Byte where the record begins, from 0, after decompression",
        ),
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

/// A row of `stories.csv`: an article of a story that several articles tell.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StoryRow<'a> {
    /// Id of the earliest article of the story.
    pub story: &'a str,
    /// Id of the article.
    pub article: &'a str,
    /// The outlet.
    pub outlet: &'a str,
    /// Day of publication; empty for none.
    pub date: String,
    /// The headline.
    pub title: &'a str,
    /// Estimated share of text in common with the earliest article, 0 to 1.
    pub similarity: Option<f64>,
}

impl Row for StoryRow<'_> {
    const COLUMNS: &'static [Spec] = &[
        Spec::text("Story", "Id of the earliest article of the story"),
        Spec::text("Article", "Id of the article"),
        Spec::text("Outlet", "The outlet"),
        Spec::text("Date", "Day of publication"),
        Spec::text("Title", "Headline of the article"),
        Spec::real(
            "Similarity",
            "Estimated share of text (Jaccard similarity of runs of five words) in common with the earliest article",
        ),
    ];

    fn write(&self, out: &mut RowWriter<'_>) {
        out.text(self.story)
            .text(self.article)
            .text(self.outlet)
            .text(&self.date)
            .text(self.title)
            .real(self.similarity);
    }
}

/// The table of articles that are not alone in their story, in the order given.
pub fn story_table<'a>(rows: impl IntoIterator<Item = StoryRow<'a>>) -> Table {
    Table::new("stories", rows)
}

/// The table of judged sentences, in the order given.
pub fn evidence_table<'a>(rows: impl IntoIterator<Item = EvidenceRow<'a>>) -> Table {
    Table::new("evidence", rows)
}

/// The table of refused records, in the order given.
pub fn reject_table<'a>(rows: impl IntoIterator<Item = RejectRow<'a>>) -> Table {
    Table::new("rejects", rows)
}
