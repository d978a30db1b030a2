//! Who stands in an article, and in how many units of text each pair of them stands together.

use crate::model::{ActorIndex, Reading};
use crate::store::ArticleView;

use super::places::Places;
use super::rollup::counted_as;
use super::{CountSettings, Level, Readings};

/// The actors of one article; kept and read anew for the next.
#[derive(Debug, Default)]
pub(super) struct Together {
    /// `actor << 32 | sentence << 16 | paragraph`, sorted.
    keys: Vec<u64>,
    actors: Vec<ActorIndex>,
    /// Actors named in any reading, ascending.
    named: Vec<ActorIndex>,
    mentions: Vec<u32>,
    sentences: Places,
    /// Paragraphs or windows, whichever is the level.
    passages: Places,
    level: Level,
    units: u32,
}

/// What two actors share in an article.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shared {
    pub(super) sentences: u32,
    /// Paragraphs or windows, whichever is the level, else 0.
    pub(super) passages: u32,
    /// Units of text; at the level of stories, the article is one.
    pub(super) units: u32,
}

impl Together {
    /// Reads an article.
    pub(super) fn read(&mut self, article: &ArticleView<'_>, settings: &CountSettings) {
        self.level = settings.level;
        self.units = units_of(article, self.level);
        self.keys.clear();
        self.named.clear();
        for mention in article.mentions {
            let counts = mention.reading == Reading::Actor || settings.readings == Readings::All;
            let counted = counted_as(settings.roll_up.as_deref(), mention.actor, article.date);
            let Some(actor) = counted else {
                continue;
            };
            if self.named.last() != Some(&actor) {
                self.named.push(actor);
            }
            if counts {
                let place = u64::from(mention.sentence) << 16 | u64::from(mention.paragraph);
                self.keys.push(u64::from(actor.number()) << 32 | place);
            }
        }
        self.named.sort_unstable();
        self.named.dedup();
        self.keys.sort_unstable();
        self.actors.clear();
        self.mentions.clear();
        self.sentences.clear();
        self.passages.clear();
        let last_window = u16::try_from(self.units.saturating_sub(1)).unwrap_or(u16::MAX);
        for &key in &self.keys {
            let actor = ActorIndex::new((key >> 32) as u32);
            if self.actors.last() != Some(&actor) {
                self.actors.push(actor);
                self.mentions.push(0);
                self.sentences.start();
                self.passages.start();
            }
            if let Some(mentions) = self.mentions.last_mut() {
                *mentions += 1;
            }
            // Paragraphs and windows ascend with sentences, so both lists ascend.
            let sentence = (key >> 16) as u16;
            self.sentences.push(sentence);
            match self.level {
                Level::Paragraph => self.passages.push(key as u16),
                Level::Window { span } => {
                    let first = sentence.saturating_sub(span.max(1) - 1);
                    let last = sentence.min(last_window);
                    self.passages.push_all(first.min(last_window), last);
                }
                Level::Article | Level::Story | Level::Sentence => {}
            }
        }
    }

    /// The actors, ascending.
    pub(super) fn actors(&self) -> &[ActorIndex] {
        &self.actors
    }

    /// The actors that the article names in any reading, ascending.
    pub(super) fn named(&self) -> &[ActorIndex] {
        &self.named
    }

    /// Units of text in the article; at the level of stories, the article is one.
    pub(super) fn units_in_all(&self) -> u32 {
        self.units
    }

    /// Mentions of the actor at a place of the list.
    pub(super) fn mentions(&self, i: usize) -> u32 {
        self.mentions[i]
    }

    /// Sentences with the actor at a place of the list.
    pub(super) fn sentences(&self, i: usize) -> u32 {
        self.sentences.of(i).len() as u32
    }

    /// Paragraphs or windows with the actor at a place of the list, whichever is the level, else 0.
    pub(super) fn passages(&self, i: usize) -> u32 {
        self.passages.of(i).len() as u32
    }

    /// Units with the actor at a place of the list; at the level of stories, the article is one.
    pub(super) fn units(&self, i: usize) -> u32 {
        self.of_level(self.sentences(i), self.passages(i))
    }

    /// What the actors at two places of the list share.
    pub(super) fn shared(&self, i: usize, j: usize) -> Shared {
        let sentences = self.sentences.shared(i, j);
        let passages = self.passages.shared(i, j);
        Shared {
            sentences,
            passages,
            units: self.of_level(sentences, passages),
        }
    }

    /// Where in the article units stand, if there are several: the places of all actors, one after the other.
    pub(super) fn places(&self) -> Option<&[u16]> {
        match self.level {
            Level::Article | Level::Story => None,
            Level::Sentence => Some(self.sentences.all()),
            Level::Paragraph | Level::Window { .. } => Some(self.passages.all()),
        }
    }

    fn of_level(&self, sentences: u32, passages: u32) -> u32 {
        match self.level {
            Level::Article | Level::Story => 1,
            Level::Sentence => sentences,
            Level::Paragraph | Level::Window { .. } => passages,
        }
    }
}

/// Units of text in an article; at the level of stories, the article is one.
pub(super) fn units_of(article: &ArticleView<'_>, level: Level) -> u32 {
    match level {
        Level::Article | Level::Story => 1,
        Level::Sentence => article.sentences,
        Level::Paragraph => article.paragraphs,
        Level::Window { span } => {
            let beyond = (article.sentences + 1).saturating_sub(span.max(1).into());
            beyond.max(1)
        }
    }
}
