//! Who appears, how often, and with whom.

use std::path::PathBuf;
use std::sync::Arc;

use hashbrown::{HashMap, HashSet};
use rustc_hash::FxBuildHasher;

use crate::model::Reading;
use crate::store::{ALONE, ArticleView, StoredTone};

use super::pairs::{PairCounts, Pairs};
use super::rollup::counted_as;
use super::{DEFAULT_MAX_PAIRS, Histogram, RollUp, Tally, TallyError, mean_rounded};

/// The unit of text in which two actors count as appearing together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Level {
    /// The whole article.
    #[default]
    Article,
    /// A sentence; the headline is one.
    Sentence,
    /// A paragraph; the headline is one.
    Paragraph,
    /// A story: near-identical articles are one unit.
    Story,
}

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

/// How often an actor appears.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ActorCounts {
    /// Articles that mention the actor.
    pub articles: u64,
    /// Stories with an article that mentions the actor.
    pub stories: u64,
    /// Sentences that mention the actor.
    pub sentences: u64,
    /// Paragraphs that mention the actor; counted only at that level, else 0.
    pub paragraphs: u64,
    /// Mentions.
    pub mentions: u64,
    /// The attitude of each article's own wording towards the actor: the mean over the article's sentences that
    /// have one.
    pub tone: Histogram,
}

/// The counts of a corpus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkCounts {
    /// The unit of text.
    pub level: Level,
    /// Articles in all.
    pub articles: u64,
    /// Stories in all.
    pub stories: u64,
    /// Sentences in all.
    pub sentences: u64,
    /// Paragraphs in all.
    pub paragraphs: u64,
    /// By number of the actor; actors without counts may be missing at the end.
    pub actors: Vec<ActorCounts>,
    /// Pairs that share an article, ascending.
    pub pairs: Vec<PairCounts>,
    /// Persons that the articles introduce, as numbers in [`Names::discovered`](crate::store::Names::discovered), ascending.
    pub discovered: Vec<u32>,
}

impl NetworkCounts {
    /// Units of text in all, at the level of the counts.
    pub fn units(&self) -> u64 {
        self.of_level(self.articles, self.stories, self.sentences, self.paragraphs)
    }

    /// Units with the actor.
    pub fn actor_units(&self, actor: u32) -> u64 {
        self.actors.get(actor as usize).map_or(0, |a| {
            self.of_level(a.articles, a.stories, a.sentences, a.paragraphs)
        })
    }

    /// Units with both actors.
    pub fn pair_units(&self, pair: &PairCounts) -> u64 {
        self.of_level(pair.articles, pair.stories, pair.sentences, pair.paragraphs)
    }

    fn of_level(&self, articles: u64, stories: u64, sentences: u64, paragraphs: u64) -> u64 {
        match self.level {
            Level::Article => articles,
            Level::Story => stories,
            Level::Sentence => sentences,
            Level::Paragraph => paragraphs,
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
    /// Articles, sentences, paragraphs, stories.
    totals: [u64; 4],
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
    paragraphs: Places,
    actors: Vec<u32>,
    tones: Vec<(u32, i32)>,
}

/// Pairs that the map of a story has room for when it is kept for the next one.
const KEPT: usize = 1 << 12;

/// For each actor of the article the ascending places (sentences or paragraphs) where it stands.
#[derive(Debug, Default)]
struct Places {
    list: Vec<u16>,
    /// End of the actor's part of `list`.
    ends: Vec<u32>,
    /// Bit `place % 64` is set for each place of the actor.
    masks: Vec<u64>,
    /// Whether all places of the article are below 64, so that masks say all.
    small: bool,
}

impl Places {
    fn clear(&mut self) {
        self.list.clear();
        self.ends.clear();
        self.masks.clear();
        self.small = true;
    }

    fn start(&mut self) {
        self.ends.push(self.list.len() as u32);
        self.masks.push(0);
    }

    fn push(&mut self, place: u16) {
        let last = self.ends.len() - 1;
        let from = if last == 0 {
            0
        } else {
            self.ends[last - 1] as usize
        };
        if self.list.len() > from && self.list.last() == Some(&place) {
            return;
        }
        self.list.push(place);
        self.ends[last] = self.list.len() as u32;
        self.masks[last] |= 1 << (place % 64);
        self.small &= place < 64;
    }

    fn of(&self, i: usize) -> &[u16] {
        let from = if i == 0 { 0 } else { self.ends[i - 1] as usize };
        &self.list[from..self.ends[i] as usize]
    }

    /// Places that two actors share.
    fn shared(&self, i: usize, j: usize) -> u32 {
        let both = self.masks[i] & self.masks[j];
        if self.small || both == 0 {
            return both.count_ones();
        }
        let (mut a, mut b) = (self.of(i).iter().peekable(), self.of(j).iter().peekable());
        let mut shared = 0;
        while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
            match x.cmp(y) {
                std::cmp::Ordering::Less => _ = a.next(),
                std::cmp::Ordering::Greater => _ = b.next(),
                std::cmp::Ordering::Equal => {
                    shared += 1;
                    a.next();
                    b.next();
                }
            }
        }
        shared
    }
}

impl Network {
    /// An empty tally.
    pub fn new(settings: NetworkSettings) -> Self {
        let pairs = Pairs::new(settings.max_pairs, settings.folder.clone());
        Self {
            settings,
            totals: [0; 4],
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
        let paragraphs = self.settings.level == Level::Paragraph;
        scratch.actors.clear();
        scratch.sentences.clear();
        scratch.paragraphs.clear();
        for &key in &scratch.keys {
            let actor = (key >> 32) as u32;
            if scratch.actors.last() != Some(&actor) {
                scratch.actors.push(actor);
                scratch.sentences.start();
                scratch.paragraphs.start();
            }
            // Paragraphs ascend with sentences, so both lists ascend.
            scratch.sentences.push((key >> 16) as u16);
            if paragraphs {
                scratch.paragraphs.push(key as u16);
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
            counts.paragraphs += scratch.paragraphs.of(i).len() as u64;
            for (j, &other) in scratch.actors.iter().enumerate().skip(i + 1) {
                let more = [
                    1,
                    scratch.sentences.shared(i, j),
                    if paragraphs {
                        scratch.paragraphs.shared(i, j)
                    } else {
                        0
                    },
                    u32::from(alone),
                    u32::from(alone),
                ];
                if !alone {
                    *self.story.pairs.entry([actor, other]).or_default() += 1;
                }
                self.pairs.add([actor, other], more);
            }
        }
        self.scratch = scratch;
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
        self.totals[3] += u64::from(std::mem::take(&mut story.begun));
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
        for (actor, theirs) in other.actors.into_iter().enumerate() {
            let mine = self.actor(actor as u32);
            mine.articles += theirs.articles;
            mine.stories += theirs.stories;
            mine.sentences += theirs.sentences;
            mine.paragraphs += theirs.paragraphs;
            mine.mentions += theirs.mentions;
            mine.tone.merge(&theirs.tone);
        }
        self.pairs.merge(other.pairs);
        self.discovered.extend(other.discovered);
    }
}
