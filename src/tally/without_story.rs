//! What would be lost without one story, for pairs whose test might not survive it.

use std::sync::Arc;

use hashbrown::HashMap;

use crate::model::ActorIndex;
use crate::store::ArticleView;

use super::together::Together;
use super::{CountSettings, Level, Tally, TallyError};

/// Units of text lost without one story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Loss {
    /// In all.
    pub units: u64,
    /// With the actor of the smaller number.
    pub a: u64,
    /// With the other one.
    pub b: u64,
    /// With both.
    pub both: u64,
}

impl Loss {
    /// Whether a pair's test is weaker without this than without `other`, whatever the counts: more joint units lost and no more
    /// of either actor's, out of no fewer in all.
    fn outweighs(&self, other: &Self) -> bool {
        self.units >= other.units
            && self.both >= other.both
            && self.a <= other.a
            && self.b <= other.b
    }
}

/// Finds, for each of some pairs, what is lost without a story that has both; of two losses one of which is worse for the
/// pair in every respect, the worse one is kept.
#[derive(Debug)]
pub struct WithoutStory {
    settings: CountSettings,
    pairs: Arc<[[ActorIndex; 2]]>,
    losses: HashMap<u32, Vec<Loss>>,
    together: Together,
    units: u64,
    actors: HashMap<ActorIndex, u64>,
    both: HashMap<u32, u64>,
}

impl WithoutStory {
    /// An empty tally for these pairs, ascending.
    pub fn new(settings: CountSettings, pairs: Arc<[[ActorIndex; 2]]>) -> Self {
        Self {
            settings,
            pairs,
            losses: HashMap::default(),
            together: Together::default(),
            units: 0,
            actors: HashMap::default(),
            both: HashMap::default(),
        }
    }

    fn note(losses: &mut Vec<Loss>, new: Loss) {
        if losses.iter().any(|old| old.outweighs(&new)) {
            return;
        }
        losses.retain(|old| !new.outweighs(old));
        losses.push(new);
    }

    /// The story is complete.
    fn close(&mut self) {
        // A story is one unit at its own level, however many articles it has.
        let by_story = self.settings.level == Level::Story;
        let units = |n: u64| if by_story { n.min(1) } else { n };
        for (pair, both) in self.both.drain() {
            let [a, b] = self.pairs[pair as usize];
            let of = |actor: ActorIndex| self.actors.get(&actor).copied().unwrap_or(0);
            let loss = Loss {
                units: units(self.units),
                a: units(of(a)),
                b: units(of(b)),
                both: units(both),
            };
            Self::note(self.losses.entry(pair).or_default(), loss);
        }
        self.actors.clear();
        self.units = 0;
    }
}

impl Tally for WithoutStory {
    type Output = Vec<Vec<Loss>>;

    fn add(&mut self, article: &ArticleView<'_>) {
        self.together.read(article, &self.settings);
        self.units += u64::from(self.together.units_in_all());
        for (i, &a) in self.together.actors().iter().enumerate() {
            *self.actors.entry(a).or_default() += u64::from(self.together.units(i));
            for (j, &b) in self.together.actors().iter().enumerate().skip(i + 1) {
                if let Ok(pair) = self.pairs.binary_search(&[a, b]) {
                    let units = self.together.shared(i, j).units;
                    *self.both.entry(pair as u32).or_default() += u64::from(units);
                }
            }
        }
        if article.story.is_none() {
            self.close();
        }
    }

    fn end_story(&mut self) {
        self.close();
    }

    fn merge(&mut self, other: Self) {
        for (pair, losses) in other.losses {
            let mine = self.losses.entry(pair).or_default();
            for loss in losses {
                Self::note(mine, loss);
            }
        }
    }

    /// The losses of each pair, in the order of the pairs; each list ascends.
    fn finish(mut self) -> Result<Self::Output, TallyError> {
        let mut take = |i: usize| {
            let mut losses = self.losses.remove(&(i as u32)).unwrap_or_default();
            losses.sort_unstable();
            losses
        };
        Ok((0..self.pairs.len()).map(&mut take).collect())
    }
}
