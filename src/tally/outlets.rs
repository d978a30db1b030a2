//! What would be lost without one outlet, for each actor and each pair.

use hashbrown::HashMap;

use crate::store::{ALONE, ArticleView};

use super::sums::Sums;
use super::together::{Together, units_of};
use super::{CountSettings, Level, Tally, TallyError};

/// Stands for an article that names no outlet, or for several outlets of one story.
const NO_ONE: u32 = u32::MAX;

/// The articles of one outlet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutletPart {
    /// Number of the outlet.
    pub outlet: u32,
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
    nameless: Option<u32>,
    totals: HashMap<u32, [u64; 2]>,
    /// By actor and outlet.
    actors: Sums<2, 2>,
    /// By pair and outlet.
    pairs: Sums<3, 2>,
    together: Together,
    story: Story,
    largest_story: u64,
}

/// Which outlets the articles of the story at hand are from: one, or [`NO_ONE`] for several.
#[derive(Debug, Default)]
struct Story {
    units: u64,
    all: Option<u32>,
    actors: HashMap<u32, u32>,
    pairs: HashMap<[u32; 2], u32>,
}

impl Outlets {
    /// An empty tally. `outlets` are the names of the numbers that articles have.
    pub fn new(settings: CountSettings, outlets: &[String]) -> Self {
        let nameless = outlets.iter().position(String::is_empty).map(|i| i as u32);
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
    actors: Vec<([u32; 2], u64)>,
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
    pub fn lost(&self, outlet: u32) -> u64 {
        let at = self
            .totals
            .binary_search_by_key(&outlet, |part| part.outlet);
        at.map_or(0, |at| self.totals[at].lost)
    }

    /// Units with an actor that are lost without an outlet.
    pub fn actor_lost(&self, actor: u32, outlet: u32) -> u64 {
        let at = self.actors.binary_search_by_key(&[actor, outlet], |a| a.0);
        at.map_or(0, |at| self.actors[at].1)
    }

    /// Hands every pair `a < b` to `sink`, ascending, with the outlets whose articles have both. Pairs that no outlet has are
    /// left out. What is handed on can be used only after the whole, which comes first.
    ///
    /// # Errors
    /// Counts that did not fit in memory could not be kept on disk.
    pub fn pairs(
        self,
        mut sink: impl FnMut(&Self, u32, u32, &[OutletPart]),
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
                    sink(&rest, of[0], of[1], &parts);
                }
                parts.clear();
                of = [a, b];
            }
            parts.push(OutletPart {
                outlet,
                articles,
                lost,
            });
        })?;
        if !parts.is_empty() {
            sink(&rest, of[0], of[1], &parts);
        }
        Ok(())
    }
}

impl Tally for Outlets {
    type Output = OutletCounts;

    fn add(&mut self, article: &ArticleView<'_>) {
        let outlet = if Some(article.outlet) == self.nameless {
            NO_ONE
        } else {
            article.outlet
        };
        let by_story = self.settings.level == Level::Story;
        let grouped = by_story && article.story != ALONE;
        let units = units_of(article, self.settings.level);
        if article.story == ALONE {
            self.largest_story = self.largest_story.max(units.into());
        } else if by_story {
            self.story.units = 1;
        } else {
            self.story.units += u64::from(units);
        }
        if outlet == NO_ONE && !grouped {
            return;
        }
        let mut together = std::mem::take(&mut self.together);
        together.read(article, &self.settings);
        // The units of a story are known at its end.
        let lost = |units: u32| if grouped { 0 } else { units };
        if outlet != NO_ONE {
            let total = self.totals.entry(outlet).or_default();
            total[0] += 1;
            total[1] += u64::from(lost(units));
        }
        if grouped {
            let all = self.story.all.get_or_insert(outlet);
            join(all, outlet);
        }
        for (i, &a) in together.actors().iter().enumerate() {
            if outlet != NO_ONE {
                self.actors.add([a, outlet], [1, lost(together.units(i))]);
            }
            if grouped {
                join(self.story.actors.entry(a).or_insert(outlet), outlet);
            }
            for (j, &b) in together.actors().iter().enumerate().skip(i + 1) {
                if outlet != NO_ONE {
                    let units = lost(together.shared(i, j).units);
                    self.pairs.add([a, b, outlet], [1, units]);
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
        if let Some(outlet) = story.all.take().filter(|&o| o != NO_ONE) {
            self.totals.entry(outlet).or_default()[1] += 1;
        }
        for (actor, outlet) in story.actors.drain() {
            if outlet != NO_ONE {
                self.actors.add([actor, outlet], [0, 1]);
            }
        }
        for ([a, b], outlet) in story.pairs.drain() {
            if outlet != NO_ONE {
                self.pairs.add([a, b, outlet], [0, 1]);
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
        self.actors
            .finish(|key, [_, lost]| actors.push((key, lost)))?;
        Ok(OutletCounts {
            totals,
            actors,
            pairs: self.pairs,
            largest_story: self.largest_story,
        })
    }
}

/// Notes that another article is from `outlet`.
fn join(all: &mut u32, outlet: u32) {
    if *all != outlet {
        *all = NO_ONE;
    }
}
