//! Rows of `evidence.csv`, `rejects.csv` and `stories.csv`.

use crate::tables::columns::row;
use crate::tables::table::Table;

row! {
    /// A row of `evidence.csv`: one judged sentence.
    pub struct EvidenceRow<'a> {
        article: &'a str = Text("Article", "Id of the article"),
        date: String = Day("Date", "Day of publication"),
        outlet: &'a str = Text("Outlet", "The outlet"),
        title: &'a str = Text("Title", "Headline of the article"),
        sentence: u64 = Ordinal("Sentence", "Number of the sentence in the article, from 0; the headline, if any, is 0"),
        source: &'a str = Actor("Source", "Identifier of the actor who holds the attitude; empty for the writer's own"),
        target: &'a str = Actor("Target", "Identifier of the actor towards whom it is held"),
        label: &'a str = Word("Label", "positive, negative or neutral; empty where two actors merely share the sentence"),
        score: Option<f64> = Score("Score", "Probability of positive minus probability of negative, -1 to 1"),
        text: &'a str = Text("Text", "The sentence"),
        url: &'a str = Text("Url", "Address of the article"),
        carried: &'a str = Word("Carried", "source, target or both: not named in this sentence, where a pronoun stands for the person of a sentence before"),
        class: &'a str = Word("Class", "MC, VC, N, C, VP or MP: conflict, neutral, contact or cooperation, material or verbal; empty for the writer's own attitude"),
        source_label: &'a str = Text("SourceLabel", "Name of Source"),
        target_label: &'a str = Text("TargetLabel", "Name of Target"),
    }
}

row! {
    /// A row of `rejects.csv`: a record of the input that could not be used.
    pub struct RejectRow<'a> {
        input: &'a str = Text("Input", "The file"),
        line: Option<u64> = Ordinal("Line", "Line where the record begins, from 1; empty where the format has no lines"),
        offset: Option<u64> = Ordinal("Offset", "Byte where the record begins, from 0, after decompression"),
        reason: &'a str = Text("Reason", "Why the record was rejected"),
        excerpt: &'a str = Text("Excerpt", "The beginning of the record"),
    }
}

row! {
    /// A row of `stories.csv`: an article of a story that several articles tell.
    pub struct StoryRow<'a> {
        story: &'a str = Text("Story", "Id of the earliest article of the story"),
        article: &'a str = Text("Article", "Id of the article"),
        outlet: &'a str = Text("Outlet", "The outlet"),
        date: String = Day("Date", "Day of publication"),
        title: &'a str = Text("Title", "Headline of the article"),
        similarity: Option<f64> = Share("Similarity", "Estimated share of text (Jaccard similarity of runs of five words) in common with the earliest article"),
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
