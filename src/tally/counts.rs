//! What is counted of actors and pairs.

use crate::model::ActorIndex;

use super::{Histogram, PairCounts};

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
    /// `span` sentences in a row, at least 1, the headline being the first sentence. Windows slide by one sentence, so they
    /// overlap: an article of `s` sentences has `s - span + 1` of them, and one if it has fewer than `span`.
    Window {
        /// Sentences in a window.
        span: u16,
    },
}

impl Level {
    /// Sentences in a window unless told otherwise.
    pub const SPAN: u16 = 3;

    /// Every level, windows with [`Self::SPAN`] sentences.
    pub const ALL: [Self; 5] = [
        Self::Article,
        Self::Sentence,
        Self::Paragraph,
        Self::Story,
        Self::Window { span: Self::SPAN },
    ];

    /// Its name: `article`, `sentence`, `paragraph`, `story` or `window`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Sentence => "sentence",
            Self::Paragraph => "paragraph",
            Self::Story => "story",
            Self::Window { .. } => "window",
        }
    }
}

#[cfg(feature = "cli")]
impl clap::ValueEnum for Level {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        let help = match self {
            Self::Article => "The whole article",
            Self::Sentence => "A sentence",
            Self::Paragraph => "A paragraph",
            Self::Story => "A story: near-identical articles are one unit",
            Self::Window { .. } => {
                "So many sentences in a row as --span says; windows slide by one sentence and overlap"
            }
        };
        Some(clap::builder::PossibleValue::new(self.name()).help(help))
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
    /// Paragraphs or windows that mention the actor, whichever is the level, else 0.
    pub passages: u64,
    /// Mentions.
    pub mentions: u64,
    /// Articles that name the actor in any reading, as actor or place.
    pub named: u64,
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
    /// Windows in all, if they are the level, else 0.
    pub windows: u64,
    /// Units by the number of actors in them: `sizes[2]` units name just two. Its sum is [`Self::units`].
    pub sizes: Vec<u64>,
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
        let passages = match self.level {
            Level::Window { .. } => self.windows,
            _ => self.paragraphs,
        };
        self.of_level(self.articles, self.stories, self.sentences, passages)
    }

    /// Units with the actor.
    pub fn actor_units(&self, actor: ActorIndex) -> u64 {
        self.actors.get(actor.position()).map_or(0, |a| {
            self.of_level(a.articles, a.stories, a.sentences, a.passages)
        })
    }

    /// The edges of the network: pairs that share a unit of text at the level of the counts, ascending.
    pub fn edges(&self) -> impl Iterator<Item = &PairCounts> {
        self.pairs.iter().filter(|pair| self.pair_units(pair) > 0)
    }

    /// Units with both actors.
    pub fn pair_units(&self, pair: &PairCounts) -> u64 {
        self.of_level(pair.articles, pair.stories, pair.sentences, pair.passages)
    }

    fn of_level(&self, articles: u64, stories: u64, sentences: u64, passages: u64) -> u64 {
        match self.level {
            Level::Article => articles,
            Level::Story => stories,
            Level::Sentence => sentences,
            Level::Paragraph | Level::Window { .. } => passages,
        }
    }
}
