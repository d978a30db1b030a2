//! Who appears, how often, and with whom.

use std::path::PathBuf;
use std::sync::Arc;

use hashbrown::{HashMap, HashSet};
use rustc_hash::FxBuildHasher;

use crate::model::Reading;
use crate::store::{ALONE, ArticleView, StoredTone};

use super::counts::{ActorCounts, Level, NetworkCounts};
use super::pairs::Pairs;
use super::places::Places;
use super::rollup::counted_as;
use super::{DEFAULT_MAX_PAIRS, RollUp, Tally, TallyError, mean_rounded};

/// Which readings of a name count as a mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Readings {
    /// Only names that stand for the actor.
    #[default]
    Actor,
    /// Places too.
    All,
}

/// What to count, and how much memory it may take.
#[derive(Debug, Clone)]
pub struct NetworkSettings {
    /// The unit of text.
    pub level: Level,
    /// Which mentions count.
    pub readings: Readings,
    /// Actors counted as groups, if at all.
    pub roll_up: Option<Arc<RollUp>>,
    /// Pairs that one tally holds in memory; beyond, it writes to a temporary file.
    pub max_pairs: usize,
    /// Where temporary files go.
    pub folder: PathBuf,
}

impl Default for NetworkSettings {
    fn default() -> Self {
        Self {
            level: Level::default(),
            readings: Readings::default(),
            roll_up: None,
            max_pairs: DEFAULT_MAX_PAIRS,
            folder: std::env::temp_dir(),
        }
    }
}

/// Counts actors and pairs.
///
/// An article, a sentence and a paragraph count once however often they mention an actor. A pair is counted under its two
/// numbers, the smaller first; an actor forms no pair with itself, also not two actors of one group.
#[derive(Debug)]
pub struct Network {
    settings: NetworkSettings,
    /// Articles, sentences, paragraphs, stories, windows.
    totals: [u64; 5],
    /// See [`NetworkCounts::sizes`].
    sizes: Vec<u64>,
    actors: Vec<ActorCounts>,
    pairs: Pairs,
    discovered: HashSet<u32, FxBuildHasher>,
    scratch: Scratch,
    story: StoryScratch,
}

/// Who and which pairs the articles of the story at hand have had.
#[derive(Debug, Default)]
struct StoryScratch {
    begun: bool,
    actors: HashSet<u32, FxBuildHasher>,
    /// With the number of articles.
    pairs: HashMap<[u32; 2], u32, FxBuildHasher>,
}

/// What one article needs, kept for the next.
#[derive(Debug, Default)]
struct Scratch {
    /// `actor << 32 | sentence << 16 | paragraph`, sorted.
    keys: Vec<u64>,
    sentences: Places,
    /// Paragraphs or windows.
    passages: Places,
    /// For each sentence, paragraph or window how many actors stand there.
    crowds: Vec<u64>,
    actors: Vec<u32>,
    tones: Vec<(u32, i32)>,
}

/// Pairs that the map of a story has room for when it is kept for the next one.
const KEPT: usize = 1 << 12;

impl Network {
    /// An empty tally.
    pub fn new(settings: NetworkSettings) -> Self {
        let pairs = Pairs::new(settings.max_pairs, settings.folder.clone());
        Self {
            settings,
            totals: [0; 5],
            sizes: Vec::new(),
            actors: Vec::new(),
            pairs,
            discovered: HashSet::default(),
            scratch: Scratch::default(),
            story: StoryScratch::default(),
        }
    }

    /// The counts.
    ///
    /// # Errors
    /// Pairs that did not fit in memory could not be kept on disk.
    pub fn finish(self) -> Result<NetworkCounts, TallyError> {
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
            pairs: self.pairs.finish()?,
            discovered,
        })
    }

    fn actor(&mut self, actor: u32) -> &mut ActorCounts {
        let i = actor as usize;
        if i >= self.actors.len() {
            self.actors.resize_with(i + 1, ActorCounts::default);
        }
        &mut self.actors[i]
    }

    fn count_mentions(&mut self, article: &ArticleView<'_>) {
        let mut scratch = std::mem::take(&mut self.scratch);
        scratch.keys.clear();
        for mention in article.mentions {
            let counts =
                mention.reading == Reading::Actor || self.settings.readings == Readings::All;
            let actor = counted_as(self.settings.roll_up.as_deref(), mention.actor);
            if counts && actor != u32::MAX {
                let place = u64::from(mention.sentence) << 16 | u64::from(mention.paragraph);
                scratch.keys.push(u64::from(actor) << 32 | place);
            }
        }
        scratch.keys.sort_unstable();
        let level = self.settings.level;
        let windows = windows_of(level, article.sentences);
        self.totals[4] += u64::from(windows);
        scratch.actors.clear();
        scratch.sentences.clear();
        scratch.passages.clear();
        for &key in &scratch.keys {
            let actor = (key >> 32) as u32;
            if scratch.actors.last() != Some(&actor) {
                scratch.actors.push(actor);
                scratch.sentences.start();
                scratch.passages.start();
            }
            // Paragraphs and windows ascend with sentences, so both lists ascend.
            let sentence = (key >> 16) as u16;
            scratch.sentences.push(sentence);
            match level {
                Level::Paragraph => scratch.passages.push(key as u16),
                Level::Window { span } => {
                    let last = u16::try_from(windows - 1).unwrap_or(u16::MAX);
                    let first = sentence.saturating_sub(span.max(1) - 1);
                    scratch
                        .passages
                        .push_all(first.min(last), sentence.min(last));
                }
                _ => {}
            }
            self.actor(actor).mentions += 1;
        }
        let alone = article.story == ALONE;
        if !alone {
            self.story.actors.extend(&scratch.actors);
        }
        for (i, &actor) in scratch.actors.iter().enumerate() {
            let counts = self.actor(actor);
            counts.articles += 1;
            counts.stories += u64::from(alone);
            counts.sentences += scratch.sentences.of(i).len() as u64;
            counts.passages += scratch.passages.of(i).len() as u64;
            for (j, &other) in scratch.actors.iter().enumerate().skip(i + 1) {
                let more = [
                    1,
                    scratch.sentences.shared(i, j),
                    scratch.passages.shared(i, j),
                    u32::from(alone),
                    u32::from(alone),
                ];
                if !alone {
                    *self.story.pairs.entry([actor, other]).or_default() += 1;
                }
                self.pairs.add([actor, other], more);
            }
        }
        self.count_sizes(article, windows, &mut scratch);
        self.scratch = scratch;
    }

    /// How many actors the units of the article have.
    fn count_sizes(&mut self, article: &ArticleView<'_>, windows: u32, scratch: &mut Scratch) {
        let (units, places) = match self.settings.level {
            Level::Story if article.story != ALONE => return,
            Level::Article | Level::Story => return self.unit(scratch.actors.len(), 1),
            Level::Sentence => (article.sentences, &scratch.sentences),
            Level::Paragraph => (article.paragraphs, &scratch.passages),
            Level::Window { .. } => (windows, &scratch.passages),
        };
        scratch.crowds.clear();
        for &place in places.all() {
            let place = usize::from(place);
            if place >= scratch.crowds.len() {
                scratch.crowds.resize(place + 1, 0);
            }
            scratch.crowds[place] += 1;
        }
        let mut empty = u64::from(units);
        for &actors in scratch.crowds.iter().filter(|&&actors| actors > 0) {
            self.unit(actors as usize, 1);
            empty = empty.saturating_sub(1);
        }
        self.unit(0, empty);
    }

    /// Counts units that name so many actors.
    fn unit(&mut self, actors: usize, units: u64) {
        if actors >= self.sizes.len() {
            self.sizes.resize(actors + 1, 0);
        }
        self.sizes[actors] += units;
    }

    fn count_tones(&mut self, tones: &[StoredTone]) {
        let mut scores = std::mem::take(&mut self.scratch.tones);
        scores.clear();
        scores.extend(
            tones
                .iter()
                .map(|t| {
                    (
                        counted_as(self.settings.roll_up.as_deref(), t.target),
                        i32::from(t.score),
                    )
                })
                .filter(|t| t.0 != u32::MAX),
        );
        scores.sort_unstable();
        for group in scores.chunk_by(|a, b| a.0 == b.0) {
            let sum = group.iter().map(|t| i64::from(t.1)).sum();
            let mean = mean_rounded(sum, group.len() as u64);
            self.actor(group[0].0).tone.add(mean, 1);
        }
        self.scratch.tones = scores;
    }
}

impl Tally for Network {
    fn add(&mut self, article: &ArticleView<'_>) {
        self.totals[0] += 1;
        self.totals[1] += u64::from(article.sentences);
        self.totals[2] += u64::from(article.paragraphs);
        if article.story == ALONE {
            self.totals[3] += 1;
        } else {
            self.story.begun = true;
        }
        self.discovered.extend(
            article
                .discovered
                .iter()
                .copied()
                .filter(|&d| d != u32::MAX),
        );
        self.count_mentions(article);
        self.count_tones(article.tones);
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
        for (actor, theirs) in other.actors.into_iter().enumerate() {
            let mine = self.actor(actor as u32);
            mine.articles += theirs.articles;
            mine.stories += theirs.stories;
            mine.sentences += theirs.sentences;
            mine.passages += theirs.passages;
            mine.mentions += theirs.mentions;
            mine.tone.merge(&theirs.tone);
        }
        self.pairs.merge(other.pairs);
        self.discovered.extend(other.discovered);
    }
}

/// Windows of an article, if windows are the level.
fn windows_of(level: Level, sentences: u32) -> u32 {
    match level {
        Level::Window { span } => (sentences + 1).saturating_sub(span.max(1).into()).max(1),
        _ => 0,
    }
}
