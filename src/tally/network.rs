//! Who appears, how often, and with whom.

use hashbrown::{HashMap, HashSet};

use crate::model::{ActorIndex, Date};
use crate::store::{ArticleView, StoredTone};

use super::counts::{ActorCounts, Level, NetworkCounts};
use super::pairs::{Pairs, counted};
use super::rollup::counted_as;
use super::together::Together;
use super::{CountSettings, Tally, TallyError, mean_rounded};

/// Counts actors and pairs.
///
/// An article, a sentence and a paragraph count once however often they mention an actor. A pair is counted under its two
/// numbers, the smaller first; an actor forms no pair with itself, also not two actors of one group.
#[derive(Debug)]
pub struct Network {
    settings: CountSettings,
    /// Articles, sentences, paragraphs, stories, windows.
    totals: [u64; 5],
    /// See [`NetworkCounts::sizes`].
    sizes: Vec<u64>,
    actors: Vec<ActorCounts>,
    pairs: Pairs,
    discovered: HashSet<u32>,
    together: Together,
    /// For each sentence, paragraph or window of an article how many actors stand there.
    crowds: Vec<u64>,
    tones: Vec<(ActorIndex, i32)>,
    story: StoryScratch,
}

/// Who and which pairs the articles of the story at hand have had.
#[derive(Debug, Default)]
struct StoryScratch {
    begun: bool,
    actors: HashSet<ActorIndex>,
    /// With the number of articles.
    pairs: HashMap<[ActorIndex; 2], u32>,
}

/// Pairs that the map of a story has room for when it is kept for the next one.
const KEPT: usize = 1 << 12;

impl Network {
    /// An empty tally.
    pub fn new(settings: CountSettings) -> Self {
        let pairs = Pairs::new(settings.max_pairs, settings.folder.clone());
        Self {
            settings,
            totals: [0; 5],
            sizes: Vec::new(),
            actors: Vec::new(),
            pairs,
            discovered: HashSet::default(),
            together: Together::default(),
            crowds: Vec::new(),
            tones: Vec::new(),
            story: StoryScratch::default(),
        }
    }

    fn actor(&mut self, actor: ActorIndex) -> &mut ActorCounts {
        let i = actor.position();
        if i >= self.actors.len() {
            self.actors.resize_with(i + 1, ActorCounts::default);
        }
        &mut self.actors[i]
    }

    fn count_mentions(&mut self, article: &ArticleView<'_>) {
        let mut together = std::mem::take(&mut self.together);
        together.read(article, &self.settings);
        if let Level::Window { .. } = self.settings.level {
            self.totals[4] += u64::from(together.units_in_all());
        }
        let alone = article.story.is_none();
        if !alone {
            self.story.actors.extend(together.actors());
        }
        for (i, &actor) in together.actors().iter().enumerate() {
            let counts = self.actor(actor);
            counts.mentions += u64::from(together.mentions(i));
            counts.articles += 1;
            counts.stories += u64::from(alone);
            counts.sentences += u64::from(together.sentences(i));
            counts.passages += u64::from(together.passages(i));
            for (j, &other) in together.actors().iter().enumerate().skip(i + 1) {
                let shared = together.shared(i, j);
                let story = u32::from(alone);
                let more = [1, shared.sentences, shared.passages, story, story];
                if !alone {
                    *self.story.pairs.entry([actor, other]).or_default() += 1;
                }
                self.pairs.add([actor.number(), other.number()], more);
            }
        }
        for &actor in together.named() {
            self.actor(actor).named += 1;
        }
        self.count_sizes(&together, alone);
        self.together = together;
    }

    /// How many actors the units of the article have.
    fn count_sizes(&mut self, together: &Together, alone: bool) {
        let Some(places) = together.places() else {
            // A story of several articles is counted at its end.
            if alone || self.settings.level == Level::Article {
                self.unit(together.actors().len(), 1);
            }
            return;
        };
        let mut crowds = std::mem::take(&mut self.crowds);
        crowds.clear();
        for &place in places {
            let place = usize::from(place);
            if place >= crowds.len() {
                crowds.resize(place + 1, 0);
            }
            crowds[place] += 1;
        }
        let mut empty = u64::from(together.units_in_all());
        for &actors in crowds.iter().filter(|&&actors| actors > 0) {
            self.unit(actors as usize, 1);
            empty = empty.saturating_sub(1);
        }
        self.unit(0, empty);
        self.crowds = crowds;
    }

    /// Counts units that name so many actors.
    fn unit(&mut self, actors: usize, units: u64) {
        if actors >= self.sizes.len() {
            self.sizes.resize(actors + 1, 0);
        }
        self.sizes[actors] += units;
    }

    fn count_tones(&mut self, tones: &[StoredTone], day: Option<Date>) {
        let mut scores = std::mem::take(&mut self.tones);
        scores.clear();
        scores.extend(tones.iter().filter_map(|t| {
            let target = counted_as(self.settings.roll_up.as_deref(), t.target, day)?;
            Some((target, i32::from(t.score)))
        }));
        scores.sort_unstable();
        for group in scores.chunk_by(|a, b| a.0 == b.0) {
            let sum = group.iter().map(|t| i64::from(t.1)).sum();
            let mean = mean_rounded(sum, group.len() as u64);
            self.actor(group[0].0).tone.add(mean, 1);
        }
        self.tones = scores;
    }
}

impl Tally for Network {
    type Output = NetworkCounts;

    fn add(&mut self, article: &ArticleView<'_>) {
        self.totals[0] += 1;
        self.totals[1] += u64::from(article.sentences);
        self.totals[2] += u64::from(article.paragraphs);
        if article.story.is_none() {
            self.totals[3] += 1;
        } else {
            self.story.begun = true;
        }
        self.discovered.extend(article.discovered);
        self.count_mentions(article);
        self.count_tones(article.tones, article.date);
    }

    fn end_story(&mut self) {
        let mut story = std::mem::take(&mut self.story);
        if std::mem::take(&mut story.begun) {
            self.totals[3] += 1;
            if self.settings.level == Level::Story {
                self.unit(story.actors.len(), 1);
            }
        }
        for actor in story.actors.drain() {
            self.actor(actor).stories += 1;
        }
        for (pair, articles) in story.pairs.drain() {
            let pair = pair.map(ActorIndex::number);
            self.pairs.add(pair, [0, 0, 0, 1, articles]);
        }
        // Emptying a map takes time in proportion to its size, so one that a large story has made is not kept.
        if story.pairs.capacity() <= KEPT {
            self.story = story;
        }
    }

    fn merge(&mut self, other: Self) {
        for (mine, theirs) in self.totals.iter_mut().zip(other.totals) {
            *mine += theirs;
        }
        for (actors, units) in other.sizes.into_iter().enumerate() {
            self.unit(actors, units);
        }
        for (actor, theirs) in (0..).zip(other.actors) {
            let mine = self.actor(ActorIndex::new(actor));
            mine.articles += theirs.articles;
            mine.stories += theirs.stories;
            mine.sentences += theirs.sentences;
            mine.passages += theirs.passages;
            mine.mentions += theirs.mentions;
            mine.named += theirs.named;
            mine.tone.merge(&theirs.tone);
        }
        self.pairs.merge(other.pairs);
        self.discovered.extend(other.discovered);
    }

    fn finish(self) -> Result<Self::Output, TallyError> {
        let mut discovered: Vec<u32> = self.discovered.into_iter().collect();
        discovered.sort_unstable();
        let mut actors = self.actors;
        while actors.last().is_some_and(|a| *a == ActorCounts::default()) {
            actors.pop();
        }
        Ok(NetworkCounts {
            level: self.settings.level,
            articles: self.totals[0],
            sentences: self.totals[1],
            paragraphs: self.totals[2],
            stories: self.totals[3],
            windows: self.totals[4],
            sizes: self.sizes,
            actors,
            pairs: counted(self.pairs)?,
            discovered,
        })
    }
}
