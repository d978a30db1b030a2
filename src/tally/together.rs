//! Who stands in an article, and in how many units of text each pair of them stands together.

use crate::model::Reading;
use crate::store::ArticleView;

use super::rollup::counted_as;
use super::{Level, NetworkSettings, Readings};

/// The actors of one article; kept and read anew for the next.
#[derive(Debug, Default)]
pub(super) struct Together {
    /// `actor << 32 | sentence << 16 | paragraph`, sorted.
    keys: Vec<u64>,
    actors: Vec<u32>,
    sentences: Places,
    paragraphs: Places,
    level: Level,
    units: u32,
}

impl Together {
    /// Reads an article.
    pub(super) fn read(&mut self, article: &ArticleView<'_>, settings: &NetworkSettings) {
        self.level = settings.level;
        self.keys.clear();
        for mention in article.mentions {
            let counts = mention.reading == Reading::Actor || settings.readings == Readings::All;
            let actor = counted_as(settings.roll_up.as_deref(), mention.actor);
            if counts && actor != u32::MAX {
                let place = u64::from(mention.sentence) << 16 | u64::from(mention.paragraph);
                self.keys.push(u64::from(actor) << 32 | place);
            }
        }
        self.keys.sort_unstable();
        self.actors.clear();
        self.sentences.clear();
        self.paragraphs.clear();
        for &key in &self.keys {
            let actor = (key >> 32) as u32;
            if self.actors.last() != Some(&actor) {
                self.actors.push(actor);
                self.sentences.start();
                self.paragraphs.start();
            }
            // Paragraphs ascend with sentences, so both lists ascend.
            self.sentences.push((key >> 16) as u16);
            if self.level == Level::Paragraph {
                self.paragraphs.push(key as u16);
            }
        }
        self.units = match self.level {
            Level::Article | Level::Story => 1,
            Level::Sentence => article.sentences,
            Level::Paragraph => article.paragraphs,
        };
    }

    /// The actors, ascending.
    pub(super) fn actors(&self) -> &[u32] {
        &self.actors
    }

    /// Units of text in the article; at the level of stories, the article is one.
    pub(super) fn units_in_all(&self) -> u32 {
        self.units
    }

    /// Sentences with the actor at a place of the list.
    pub(super) fn sentences(&self, i: usize) -> u32 {
        self.sentences.of(i).len() as u32
    }

    /// Units with the actor at a place of the list.
    pub(super) fn units(&self, i: usize) -> u32 {
        match self.level {
            Level::Article | Level::Story => 1,
            Level::Sentence => self.sentences(i),
            Level::Paragraph => self.paragraphs.of(i).len() as u32,
        }
    }

    /// Sentences and units with both actors at two places of the list.
    pub(super) fn shared(&self, i: usize, j: usize) -> (u32, u32) {
        let sentences = self.sentences.shared(i, j);
        let units = match self.level {
            Level::Article | Level::Story => 1,
            Level::Sentence => sentences,
            Level::Paragraph => self.paragraphs.shared(i, j),
        };
        (sentences, units)
    }
}

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
