//! What the articles are.

use std::collections::BTreeMap;

use crate::model::{
    ActorIndex, Date, DateFlag, Label, LanguageIndex, OutletIndex, Reading, Spike, spikes,
};
use crate::store::ArticleView;

use super::{Tally, TallyError};

/// Totals of a corpus.
///
/// # Example
///
/// ```
/// # use demarche::tally::Summary;
/// let summary = Summary::default();
/// assert_eq!((summary.articles, summary.first_date()), (0, None));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Articles.
    pub articles: u64,
    /// Stories: near-identical articles are one.
    pub stories: u64,
    /// Sentences, headlines included.
    pub sentences: u64,
    /// Paragraphs, headlines included.
    pub paragraphs: u64,
    /// Articles by [`DateFlag::code`].
    pub date_flags: [u64; DateFlag::ALL.len()],
    /// Articles by outlet; `None` for those that name none.
    pub outlets: BTreeMap<Option<OutletIndex>, u64>,
    /// Articles by language; `None` for those of unknown language.
    pub languages: BTreeMap<Option<LanguageIndex>, u64>,
    /// Articles by day, those without a date left out.
    pub days: BTreeMap<Date, u64>,
    /// Articles by actor that they mention as an actor.
    pub actors: BTreeMap<ActorIndex, u64>,
    /// Mentions, by reading: actor, place.
    pub mentions: [u64; 2],
    /// Judged sentences between actors, by label in the order of [`Label::ALL`].
    pub judgements: [u64; 3],
    /// Judged sentences of outlets, by label in the order of [`Label::ALL`].
    pub tones: [u64; 3],
    /// Whether articles of a story were added since the last one was counted.
    in_story: bool,
}

impl Summary {
    /// The first day with an article.
    pub fn first_date(&self) -> Option<Date> {
        self.days.keys().next().copied()
    }

    /// The last day with an article.
    pub fn last_date(&self) -> Option<Date> {
        self.days.keys().next_back().copied()
    }

    /// Articles whose date has that flag.
    pub fn with_date_flag(&self, flag: DateFlag) -> u64 {
        self.date_flags[flag.code() as usize]
    }

    /// Days on which suspiciously many articles lie, in order of time; see [`spikes`].
    pub fn spikes(&self) -> Vec<Spike> {
        spikes(&self.days)
    }
}

fn label_index(label: Label) -> usize {
    label as usize
}

impl Tally for Summary {
    type Output = Self;

    fn add(&mut self, article: &ArticleView<'_>) {
        self.articles += 1;
        if article.story.is_none() {
            self.stories += 1;
        } else {
            self.in_story = true;
        }
        self.sentences += u64::from(article.sentences);
        self.paragraphs += u64::from(article.paragraphs);
        self.date_flags[article.date_flag.code() as usize] += 1;
        *self.outlets.entry(article.outlet).or_default() += 1;
        *self.languages.entry(article.language).or_default() += 1;
        if let Some(date) = article.date {
            *self.days.entry(date).or_default() += 1;
        }
        let mut seen: Vec<ActorIndex> = Vec::new();
        for mention in article.mentions {
            self.mentions[usize::from(mention.reading == Reading::Place)] += 1;
            if mention.reading == Reading::Actor {
                seen.push(mention.actor);
            }
        }
        seen.sort_unstable();
        seen.dedup();
        for actor in seen {
            *self.actors.entry(actor).or_default() += 1;
        }
        for judgement in article.judgements {
            self.judgements[label_index(judgement.label())] += 1;
        }
        for tone in article.tones {
            self.tones[label_index(tone.label)] += 1;
        }
    }

    fn end_story(&mut self) {
        self.stories += u64::from(std::mem::take(&mut self.in_story));
    }

    fn merge(&mut self, other: Self) {
        fn add<K: Ord>(mine: &mut BTreeMap<K, u64>, theirs: BTreeMap<K, u64>) {
            for (key, n) in theirs {
                *mine.entry(key).or_default() += n;
            }
        }
        fn add_each(mine: &mut [u64], theirs: &[u64]) {
            mine.iter_mut().zip(theirs).for_each(|(m, t)| *m += t);
        }
        self.articles += other.articles;
        self.stories += other.stories;
        self.sentences += other.sentences;
        self.paragraphs += other.paragraphs;
        add_each(&mut self.date_flags, &other.date_flags);
        add_each(&mut self.mentions, &other.mentions);
        add_each(&mut self.judgements, &other.judgements);
        add_each(&mut self.tones, &other.tones);
        add(&mut self.outlets, other.outlets);
        add(&mut self.languages, other.languages);
        add(&mut self.days, other.days);
        add(&mut self.actors, other.actors);
    }

    fn finish(self) -> Result<Self, TallyError> {
        Ok(self)
    }
}
