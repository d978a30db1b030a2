//! Attitudes by whom, towards whom and when: the counting that stance and tone share.

use std::hash::Hash;

use hashbrown::HashMap;

use crate::model::{ActorIndex, Class, Label, StoryIndex};

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
    /// Sentences by class, in the order of [`Class::ALL`]; those of a sign sum to its count. Attitudes of which only the sign is
    /// known, tones, count as words.
    pub classes: [u64; 6],
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
        for (own, more) in self.classes.iter_mut().zip(other.classes) {
            *own += more;
        }
        self.scores.merge(&other.scores);
    }
}

/// The counts of one attitude in one period. `S` says whose attitudes are counted: those of actors, or of outlets
/// (`Option<OutletIndex>`, `None` for articles that name none).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreRow<S = ActorIndex> {
    /// Whose attitude.
    pub source: S,
    /// Towards which actor.
    pub target: ActorIndex,
    /// When.
    pub period: PeriodKey,
    /// What was counted.
    pub counts: ScoreCounts,
}

/// One judged sentence of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Judged<S> {
    pub(super) source: S,
    pub(super) target: ActorIndex,
    pub(super) sentence: u16,
    pub(super) class: Class,
    pub(super) score: i16,
}

/// Counts attitudes by source, target and period.
#[derive(Debug)]
pub(super) struct Scores<S> {
    map: HashMap<Key<S>, ScoreCounts>,
    scratch: Vec<Judged<S>>,
    /// What the articles of the story at hand have had: their number and the sum of their scores.
    story: HashMap<Key<S>, (u64, i64)>,
}

/// Source, target, period.
type Key<S> = (S, ActorIndex, PeriodKey);

impl<S> Default for Scores<S> {
    fn default() -> Self {
        Self {
            map: HashMap::default(),
            scratch: Vec::new(),
            story: HashMap::default(),
        }
    }
}

impl<S: Copy + Ord + Hash> Scores<S> {
    /// Counts the judged sentences of one article of a story. Several judgements of one sentence for the same source and target (they
    /// arise where actors count as groups, or both directions as one) pool to one: the rounded mean of the scores, and the
    /// sign that prevails, neutral if none does.
    pub(super) fn add(
        &mut self,
        story: Option<StoryIndex>,
        period: PeriodKey,
        judged: impl Iterator<Item = Judged<S>>,
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
                let (class, score) = pool_judgements(sentence.iter().map(|j| (j.class, j.score)));
                sum += i64::from(score);
                sentences += 1;
                counts.classes[class as usize] += 1;
                *match class.label() {
                    Label::Positive => &mut counts.positive,
                    Label::Negative => &mut counts.negative,
                    Label::Neutral => &mut counts.neutral,
                } += 1;
            }
            counts.sentences += sentences;
            let score = mean_rounded(sum, sentences);
            if story.is_none() {
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
    pub(super) fn finish(self) -> Vec<ScoreRow<S>> {
        let mut rows: Vec<ScoreRow<S>> = self
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

/// Several judgements of one sentence as one: the sign that prevails, neutral if none does, the most frequent class of that
/// sign (of equally frequent ones the act before the words), and the rounded mean of the scores (fixed-point).
pub fn pool_judgements(judgements: impl Iterator<Item = (Class, i16)>) -> (Class, i32) {
    let mut classes = [0_i32; 6];
    let (mut sum, mut count) = (0_i64, 0);
    for (class, score) in judgements {
        classes[class as usize] += 1;
        sum += i64::from(score);
        count += 1;
    }
    let [mc, vc, _, _, vp, mp] = classes;
    let (words, act) = match (vp + mp - mc - vc).signum() {
        -1 => (Class::VerbalConflict, Class::MaterialConflict),
        0 => (Class::Neutral, Class::Contact),
        _ => (Class::VerbalCooperation, Class::MaterialCooperation),
    };
    let (words_count, act_count) = (classes[words as usize], classes[act as usize]);
    // Conflict and cooperation may cancel out where nothing is neutral.
    let class = if act_count > 0 && act_count >= words_count {
        act
    } else {
        words
    };
    (class, mean_rounded(sum, count))
}
