//! What would be lost without one outlet, for each actor and each pair.

use hashbrown::HashMap;

use crate::model::{ActorIndex, OutletIndex};
use crate::store::ArticleView;

use super::sums::Sums;
use super::together::{Together, units_of};
use super::{CountSettings, Level, Tally, TallyError};

/// The articles of one outlet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutletPart {
    /// The outlet.
    pub outlet: OutletIndex,
    /// Its articles.
    pub articles: u64,
    /// Units of text that are lost without them. At the level of stories, those that no other outlet has.
    pub lost: u64,
}

/// Counts by outlet: in all, by actor, and by pair.
///
/// Articles that name no outlet are nobody's: they are never left out, and no story that has one is lost without an outlet.
#[derive(Debug)]
pub struct Outlets {
    settings: CountSettings,
    /// The number of the outlet whose name is empty, if there is one.
    nameless: Option<OutletIndex>,
    totals: HashMap<OutletIndex, [u64; 2]>,
    /// By actor and outlet.
    actors: Sums<2, 2>,
    /// By pair and outlet.
    pairs: Sums<3, 2>,
    together: Together,
    story: Story,
    largest_story: u64,
}

/// Which outlet the articles of the story at hand are from; `None` where they are from several or name none.
#[derive(Debug, Default)]
struct Story {
    units: u64,
    begun: bool,
    all: Option<OutletIndex>,
    actors: HashMap<ActorIndex, Option<OutletIndex>>,
    pairs: HashMap<[ActorIndex; 2], Option<OutletIndex>>,
}

impl Outlets {
    /// An empty tally. `outlets` are the names of the numbers that articles have.
    pub fn new(settings: CountSettings, outlets: &[String]) -> Self {
        let nameless = outlets.iter().position(String::is_empty);
        let nameless = nameless.map(|i| OutletIndex::new(i as u32));
        let (max, folder) = (settings.max_pairs, settings.folder.clone());
        Self {
            nameless,
            totals: HashMap::default(),
            actors: Sums::new(max, folder.clone()),
            pairs: Sums::new(max, folder),
            together: Together::default(),
            story: Story::default(),
            largest_story: 0,
            settings,
        }
    }
}

/// Counts by outlet.
#[derive(Debug)]
pub struct OutletCounts {
    totals: Vec<OutletPart>,
    /// By actor and outlet, ascending.
    actors: Vec<((ActorIndex, OutletIndex), u64)>,
    pairs: Sums<3, 2>,
    largest_story: u64,
}

impl OutletCounts {
    /// Units of text of the largest story; 1 at the level of stories.
    pub fn largest_story(&self) -> u64 {
        self.largest_story
    }

    /// The outlets with their articles, ascending.
    pub fn totals(&self) -> &[OutletPart] {
        &self.totals
    }

    /// Units lost in all without an outlet.
    pub fn lost(&self, outlet: OutletIndex) -> u64 {
        let at = self
            .totals
            .binary_search_by_key(&outlet, |part| part.outlet);
        at.map_or(0, |at| self.totals[at].lost)
    }

    /// Units with an actor that are lost without an outlet.
    pub fn actor_lost(&self, actor: ActorIndex, outlet: OutletIndex) -> u64 {
        let at = self.actors.binary_search_by_key(&(actor, outlet), |a| a.0);
        at.map_or(0, |at| self.actors[at].1)
    }

    /// Hands every pair `a < b` to `sink`, ascending, with the outlets whose articles have both. Pairs that no outlet has are
    /// left out. What is handed on can be used only after the whole, which comes first.
    ///
    /// # Errors
    /// Counts that did not fit in memory could not be kept on disk.
    pub fn pairs(
        self,
        mut sink: impl FnMut(&Self, [ActorIndex; 2], &[OutletPart]),
    ) -> Result<(), TallyError> {
        let Self {
            totals,
            actors,
            pairs,
            largest_story,
        } = self;
        // What remains answers for the whole and for actors while pairs are read.
        let rest = Self {
            totals,
            actors,
            pairs: Sums::new(1, std::path::PathBuf::new()),
            largest_story,
        };
        let mut parts: Vec<OutletPart> = Vec::new();
        let mut of = [0, 0];
        pairs.finish(|[a, b, outlet], [articles, lost]| {
            if of != [a, b] {
                if !parts.is_empty() {
                    sink(&rest, of.map(ActorIndex::new), &parts);
                }
                parts.clear();
                of = [a, b];
            }
            parts.push(OutletPart {
                outlet: OutletIndex::new(outlet),
                articles,
                lost,
            });
        })?;
        if !parts.is_empty() {
            sink(&rest, of.map(ActorIndex::new), &parts);
        }
        Ok(())
    }
}

impl Tally for Outlets {
    type Output = OutletCounts;

    fn add(&mut self, article: &ArticleView<'_>) {
        let outlet = article.outlet.filter(|&o| Some(o) != self.nameless);
        let by_story = self.settings.level == Level::Story;
        let grouped = by_story && article.story.is_some();
        let units = units_of(article, self.settings.level);
        if article.story.is_none() {
            self.largest_story = self.largest_story.max(units.into());
        } else if by_story {
            self.story.units = 1;
        } else {
            self.story.units += u64::from(units);
        }
        if outlet.is_none() && !grouped {
            return;
        }
        let mut together = std::mem::take(&mut self.together);
        together.read(article, &self.settings);
        // The units of a story are known at its end.
        let lost = |units: u32| if grouped { 0 } else { units };
        if let Some(outlet) = outlet {
            let total = self.totals.entry(outlet).or_default();
            total[0] += 1;
            total[1] += u64::from(lost(units));
        }
        if grouped {
            if std::mem::replace(&mut self.story.begun, true) {
                join(&mut self.story.all, outlet);
            } else {
                self.story.all = outlet;
            }
        }
        for (i, &a) in together.actors().iter().enumerate() {
            if let Some(outlet) = outlet {
                let key = [a.number(), outlet.number()];
                self.actors.add(key, [1, lost(together.units(i))]);
            }
            if grouped {
                join(self.story.actors.entry(a).or_insert(outlet), outlet);
            }
            for (j, &b) in together.actors().iter().enumerate().skip(i + 1) {
                if let Some(outlet) = outlet {
                    let units = lost(together.shared(i, j).units);
                    let key = [a.number(), b.number(), outlet.number()];
                    self.pairs.add(key, [1, units]);
                }
                if grouped {
                    join(self.story.pairs.entry([a, b]).or_insert(outlet), outlet);
                }
            }
        }
        self.together = together;
    }

    fn end_story(&mut self) {
        let mut story = std::mem::take(&mut self.story);
        self.largest_story = self.largest_story.max(std::mem::take(&mut story.units));
        story.begun = false;
        if let Some(outlet) = story.all.take() {
            self.totals.entry(outlet).or_default()[1] += 1;
        }
        for (actor, outlet) in story.actors.drain() {
            if let Some(outlet) = outlet {
                self.actors.add([actor.number(), outlet.number()], [0, 1]);
            }
        }
        for ([a, b], outlet) in story.pairs.drain() {
            if let Some(outlet) = outlet {
                let key = [a.number(), b.number(), outlet.number()];
                self.pairs.add(key, [0, 1]);
            }
        }
        self.story = story;
    }

    fn merge(&mut self, other: Self) {
        for (outlet, theirs) in other.totals {
            let mine = self.totals.entry(outlet).or_default();
            mine[0] += theirs[0];
            mine[1] += theirs[1];
        }
        self.actors.merge(other.actors);
        self.pairs.merge(other.pairs);
        self.largest_story = self.largest_story.max(other.largest_story);
    }

    /// The counts; those of pairs are read one by one.
    fn finish(self) -> Result<Self::Output, TallyError> {
        let mut totals: Vec<OutletPart> = self
            .totals
            .into_iter()
            .map(|(outlet, [articles, lost])| OutletPart {
                outlet,
                articles,
                lost,
            })
            .collect();
        totals.sort_unstable_by_key(|part| part.outlet);
        let mut actors = Vec::new();
        self.actors.finish(|[actor, outlet], [_, lost]| {
            let key = (ActorIndex::new(actor), OutletIndex::new(outlet));
            actors.push((key, lost));
        })?;
        Ok(OutletCounts {
            totals,
            actors,
            pairs: self.pairs,
            largest_story: self.largest_story,
        })
    }
}

/// Notes that another article is from `outlet`.
fn join(all: &mut Option<OutletIndex>, outlet: Option<OutletIndex>) {
    if *all != outlet {
        *all = None;
    }
}
