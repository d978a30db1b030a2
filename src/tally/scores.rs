//! Attitudes by whom, towards whom and when: the counting that stance and tone share.

use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

use crate::model::Label;
use crate::store::ALONE;

use super::{Histogram, PeriodKey, mean_rounded};

/// How often an attitude is expressed, and its score in each article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScoreCounts {
    /// Stories with at least one judged sentence.
    pub stories: u64,
    /// Sentences that are judged: positive, negative or neutral.
    pub sentences: u64,
    /// Sentences in favour.
    pub positive: u64,
    /// Sentences against.
    pub negative: u64,
    /// Sentences that are neither.
    pub neutral: u64,
    /// The score of each article, one article one score: the mean over its sentences; articles of one story kept together.
    pub scores: Histogram,
}

impl ScoreCounts {
    /// Articles with at least one judged sentence.
    pub fn articles(&self) -> u64 {
        self.scores.count()
    }

    fn absorb(&mut self, other: &Self) {
        self.stories += other.stories;
        self.sentences += other.sentences;
        self.positive += other.positive;
        self.negative += other.negative;
        self.neutral += other.neutral;
        self.scores.merge(&other.scores);
    }
}

/// The counts of one attitude in one period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreRow {
    /// Whose attitude: an actor or an outlet.
    pub source: u32,
    /// Towards which actor.
    pub target: u32,
    /// When.
    pub period: PeriodKey,
    /// What was counted.
    pub counts: ScoreCounts,
}

/// One judged sentence of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Judged {
    pub(super) source: u32,
    pub(super) target: u32,
    pub(super) sentence: u16,
    pub(super) label: Label,
    pub(super) score: i16,
}

/// Counts attitudes by source, target and period.
#[derive(Debug, Default)]
pub(super) struct Scores {
    map: HashMap<Key, ScoreCounts, FxBuildHasher>,
    scratch: Vec<Judged>,
    /// What the articles of the story at hand have had: their number and the sum of their scores.
    story: HashMap<Key, (u64, i64), FxBuildHasher>,
}

/// Source, target, period.
type Key = (u32, u32, PeriodKey);

impl Scores {
    /// Counts the judged sentences of one article of a story. Several judgements of one sentence for the same source and target (they
    /// arise where actors count as groups, or both directions as one) pool to one: the rounded mean of the scores, and the
    /// sign that prevails, neutral if none does.
    pub(super) fn add(
        &mut self,
        story: u32,
        period: PeriodKey,
        judged: impl Iterator<Item = Judged>,
    ) {
        let mut list = std::mem::take(&mut self.scratch);
        list.clear();
        list.extend(judged);
        list.sort_unstable();
        for pair in list.chunk_by(|x, y| (x.source, x.target) == (y.source, y.target)) {
            let key = (pair[0].source, pair[0].target, period);
            let counts = self.map.entry(key).or_default();
            let (mut sum, mut sentences) = (0_i64, 0);
            for sentence in pair.chunk_by(|x, y| x.sentence == y.sentence) {
                let (label, score) = pool(sentence);
                sum += i64::from(score);
                sentences += 1;
                *match label {
                    Label::Positive => &mut counts.positive,
                    Label::Negative => &mut counts.negative,
                    Label::Neutral => &mut counts.neutral,
                } += 1;
            }
            counts.sentences += sentences;
            let score = mean_rounded(sum, sentences);
            if story == ALONE {
                counts.stories += 1;
                counts.scores.add(score, 1);
            } else {
                let (articles, sum) = self.story.entry(key).or_default();
                *articles += 1;
                *sum += i64::from(score);
            }
        }
        self.scratch = list;
    }

    /// Counts the story whose articles were added.
    pub(super) fn end_story(&mut self) {
        for (key, (articles, sum)) in self.story.drain() {
            let counts = self.map.entry(key).or_default();
            counts.stories += 1;
            counts.scores.add_story(articles, sum);
        }
    }

    pub(super) fn merge(&mut self, mut other: Self) {
        if other.map.len() > self.map.len() {
            std::mem::swap(&mut self.map, &mut other.map);
        }
        for (key, counts) in other.map {
            self.map.entry(key).or_default().absorb(&counts);
        }
    }

    /// All rows, ascending by source, target and period.
    pub(super) fn finish(self) -> Vec<ScoreRow> {
        let mut rows: Vec<ScoreRow> = self
            .map
            .into_iter()
            .map(|((source, target, period), counts)| ScoreRow {
                source,
                target,
                period,
                counts,
            })
            .collect();
        rows.sort_unstable_by_key(|row| (row.source, row.target, row.period));
        rows
    }
}

fn pool(judgements: &[Judged]) -> (Label, i32) {
    pool_judgements(judgements.iter().map(|j| (j.label, j.score)))
}

/// Several judgements of one sentence as one: the sign that prevails, neutral if none does, and the
/// rounded mean of the scores (fixed-point).
pub fn pool_judgements(judgements: impl Iterator<Item = (Label, i16)>) -> (Label, i32) {
    let sign = |label| match label {
        Label::Negative => -1,
        Label::Neutral => 0,
        Label::Positive => 1,
    };
    let (mut balance, mut sum, mut count) = (0_i32, 0_i64, 0);
    for (label, score) in judgements {
        balance += sign(label);
        sum += i64::from(score);
        count += 1;
    }
    let label = match balance.signum() {
        -1 => Label::Negative,
        0 => Label::Neutral,
        _ => Label::Positive,
    };
    (label, mean_rounded(sum, count))
}
