//! Who appears, how often and with whom, period by period.

use hashbrown::HashSet;

use crate::model::{ActorIndex, PeriodIndex};
use crate::store::ArticleView;

use super::sums::Sums;
use super::together::Together;
use super::{Calendar, CountSettings, Level, PeriodKey, Tally, TallyError};

/// What a timeline counts.
#[derive(Debug, Clone)]
pub struct TimelineSettings {
    /// The periods.
    pub calendar: Calendar,
    /// The unit of text, which mentions count, groups, and how much memory it may take.
    pub network: CountSettings,
}

/// Counts of a period, of an actor in it, or of a pair in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PeriodCounts {
    /// Articles.
    pub articles: u64,
    /// Stories with at least one of those articles. A story whose articles lie in two periods counts in both.
    pub stories: u64,
    /// Sentences.
    pub sentences: u64,
    /// Units of text at the level of the settings.
    pub units: u64,
    /// Articles that name the actor in any reading, as actor or place; 0 for periods and pairs.
    pub named: u64,
}

impl From<[u64; 5]> for PeriodCounts {
    fn from([articles, stories, sentences, units, named]: [u64; 5]) -> Self {
        Self {
            articles,
            stories,
            sentences,
            units,
            named,
        }
    }
}

/// An actor in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActorPeriod {
    /// The period.
    pub period: PeriodIndex,
    /// The actor.
    pub actor: ActorIndex,
    /// Its counts.
    pub counts: PeriodCounts,
}

/// A pair in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PairPeriod {
    /// The period.
    pub period: PeriodIndex,
    /// The actor of the smaller number.
    pub a: ActorIndex,
    /// The other one.
    pub b: ActorIndex,
    /// Their counts; at least one article, perhaps no unit.
    pub counts: PeriodCounts,
}

/// The counts of a corpus, period by period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineCounts {
    /// The periods that have articles, ascending, with their totals.
    pub periods: Vec<(PeriodKey, PeriodCounts)>,
    /// By period, then actor: whoever is counted in a period, in all periods that name it in any reading.
    pub actors: Vec<ActorPeriod>,
    /// By period, then pair.
    pub pairs: Vec<PairPeriod>,
    /// Articles without a date: they lie in no period.
    pub undated: u64,
    /// Articles with a date that lies in no period.
    pub outside: u64,
}

/// What stands in keys for the whole period where others have the number of an actor.
const ALL: u32 = u32::MAX;

/// Counts actors and pairs by period, as [`Network`](super::Network) counts them in all.
///
/// Sums are kept under (period, actor, actor); an actor's own stand where both are the same, the period's where both are
/// `ALL`. Beyond [`CountSettings::max_pairs`] of them they are written to a temporary file.
#[derive(Debug)]
pub struct Timeline {
    settings: TimelineSettings,
    sums: Sums<3, 5>,
    undated: u64,
    outside: u64,
    together: Together,
    periods: Vec<PeriodKey>,
    /// Keys that the present story has touched.
    touched: HashSet<[u32; 3]>,
}

impl Timeline {
    /// An empty tally.
    pub fn new(settings: TimelineSettings) -> Self {
        let sums = Sums::new(settings.network.max_pairs, settings.network.folder.clone());
        Self {
            settings,
            sums,
            undated: 0,
            outside: 0,
            together: Together::default(),
            periods: Vec::new(),
            touched: HashSet::default(),
        }
    }

    /// Adds an article's or a pair's counts under a key; `alone` for an article that is a story of its own.
    fn count(&mut self, key: [u32; 3], sentences: u32, units: u32, alone: bool) {
        let by_story = self.settings.network.level == Level::Story;
        let story = u32::from(alone);
        let units = if by_story { story } else { units };
        self.sums.add(key, [1, story, sentences, units, 0]);
        if !alone {
            self.touched.insert(key);
        }
    }
}

impl Tally for Timeline {
    type Output = TimelineCounts;

    fn add(&mut self, article: &ArticleView<'_>) {
        let Some(day) = article.date else {
            self.undated += 1;
            return;
        };
        let mut periods = std::mem::take(&mut self.periods);
        periods.clear();
        periods.extend(self.settings.calendar.keys(day));
        self.outside += u64::from(periods.is_empty());
        let mut together = std::mem::take(&mut self.together);
        if !periods.is_empty() {
            together.read(article, &self.settings.network);
        }
        let alone = article.story.is_none();
        for &period in &periods {
            let period = period.bits();
            self.count(
                [period, ALL, ALL],
                article.sentences,
                together.units_in_all(),
                alone,
            );
            for (i, a) in together.actors().iter().enumerate() {
                let a = a.number();
                self.count(
                    [period, a, a],
                    together.sentences(i),
                    together.units(i),
                    alone,
                );
                for (j, b) in together.actors().iter().enumerate().skip(i + 1) {
                    let shared = together.shared(i, j);
                    self.count(
                        [period, a, b.number()],
                        shared.sentences,
                        shared.units,
                        alone,
                    );
                }
            }
            for actor in together.named() {
                let actor = actor.number();
                self.sums.add([period, actor, actor], [0, 0, 0, 0, 1]);
            }
        }
        self.together = together;
        self.periods = periods;
    }

    fn end_story(&mut self) {
        let unit = u32::from(self.settings.network.level == Level::Story);
        for key in self.touched.drain() {
            self.sums.add(key, [0, 1, 0, unit, 0]);
        }
    }

    fn merge(&mut self, other: Self) {
        self.undated += other.undated;
        self.outside += other.outside;
        self.sums.merge(other.sums);
    }

    fn finish(self) -> Result<Self::Output, TallyError> {
        let mut counts = TimelineCounts {
            periods: Vec::new(),
            actors: Vec::new(),
            pairs: Vec::new(),
            undated: self.undated,
            outside: self.outside,
        };
        self.sums.finish(|[key, a, b], sums| {
            // Keys ascend, the period's own is its last: it is numbered when the next one begins.
            let period = PeriodIndex::new(counts.periods.len() as u32);
            let sums = PeriodCounts::from(sums);
            if a == ALL {
                counts.periods.push((PeriodKey::from_bits(key), sums));
            } else if a == b {
                counts.actors.push(ActorPeriod {
                    period,
                    actor: ActorIndex::new(a),
                    counts: sums,
                });
            } else {
                counts.pairs.push(PairPeriod {
                    period,
                    a: ActorIndex::new(a),
                    b: ActorIndex::new(b),
                    counts: sums,
                });
            }
        })?;
        // Who is named as a place alone has no part in the network.
        let acting: HashSet<ActorIndex> = counts
            .actors
            .iter()
            .filter(|row| row.counts.articles > 0)
            .map(|row| row.actor)
            .collect();
        counts.actors.retain(|row| acting.contains(&row.actor));
        Ok(counts)
    }
}
