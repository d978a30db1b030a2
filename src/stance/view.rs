//! A shallow parse as features look at it: where an actor stands, who is named in a phrase.

use super::frames::Scene;
use super::grammar::Gram;
use super::hash::mix;
use super::parse::{Chunk, Kind, NONE, Parse, Relation};
use super::sequence::Sequence;
use super::words::{FIRST, NAME, SECOND};

/// What a name is in its noun phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    Head,
    /// `Russian troops`.
    Modifier,
    /// `Russia's troops`.
    Owner,
    Outside,
}

/// Where an actor stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Post {
    pub(super) function: Function,
    pub(super) chunk: usize,
    pub(super) relation: Relation,
    /// Symbol of the noun that the phrase is about; 0 where it is the name itself.
    pub(super) head: u64,
    /// The preposition before the phrase, 0 for none.
    pub(super) preposition: u64,
    /// The phrase's governor.
    pub(super) governor: Option<usize>,
    /// The verb that the phrase depends on, over one noun at most.
    pub(super) verb: Option<usize>,
}

pub(super) struct View<'a> {
    pub(super) sequence: &'a Sequence,
    pub(super) scene: &'a Scene<'a>,
    pub(super) parse: &'a Parse,
}

impl View<'_> {
    pub(super) fn chunk(&self, i: usize) -> &Chunk {
        &self.parse.chunks[i]
    }

    pub(super) fn is_verb(&self, i: usize) -> bool {
        self.chunk(i).kind == Kind::Verb
    }

    pub(super) fn post(&self, at: usize) -> Post {
        let number = self.parse.chunk_of[at];
        let outside = Post {
            function: Function::Outside,
            chunk: 0,
            relation: Relation::Free,
            head: 0,
            preposition: 0,
            governor: None,
            verb: None,
        };
        if number == NONE || self.chunk(usize::from(number)).kind != Kind::Noun {
            return outside;
        }
        let chunk = self.chunk(usize::from(number));
        let items = &self.sequence.items;
        let head = usize::from(chunk.head);
        let function = match () {
            () if head == at => Function::Head,
            () if items
                .get(at + 1)
                .is_some_and(|t| t.gram == Gram::Possessive) =>
            {
                Function::Owner
            }
            () => Function::Modifier,
        };
        let governor = (chunk.governor != NONE).then_some(usize::from(chunk.governor));
        let verb = governor.and_then(|g| {
            let above = self.chunk(g);
            match above.kind {
                Kind::Verb => Some(g),
                _ => (above.governor != NONE && self.is_verb(usize::from(above.governor)))
                    .then_some(usize::from(above.governor)),
            }
        });
        let before = usize::from(number).checked_sub(1).map(|b| self.chunk(b));
        Post {
            function,
            chunk: usize::from(number),
            relation: chunk.relation,
            head: if head == at { 0 } else { items[head].symbol },
            preposition: before
                .filter(|b| b.kind == Kind::Preposition)
                .map_or(0, |b| items[usize::from(b.head)].lower),
            governor,
            verb,
        }
    }

    /// Symbol of the head of a chunk.
    pub(super) fn symbol(&self, chunk: usize) -> u64 {
        self.sequence.items[usize::from(self.chunk(chunk).head)].symbol
    }

    pub(super) fn token(&self, chunk: usize) -> u16 {
        self.sequence.items[usize::from(self.chunk(chunk).head)].token
    }

    /// Class of the frame that begins at the head of a chunk, with its polarity; 0 for none.
    pub(super) fn class(&self, chunk: usize) -> u64 {
        self.scene
            .hit(usize::from(self.chunk(chunk).head))
            .map_or(0, |(_, f)| mix(f.class, (f.polarity + 1) as u64))
    }

    /// Who is named in a noun phrase: 1 the first of two, 2 the second, 3 both, 4 another name, 5 nobody.
    pub(super) fn named(&self, chunk: u16) -> u64 {
        if chunk == NONE {
            return 6;
        }
        let chunk = self.chunk(usize::from(chunk));
        let range = usize::from(chunk.start)..usize::from(chunk.end);
        let mut actors = 0;
        let mut other = false;
        for item in &self.sequence.items[range] {
            match item.symbol {
                FIRST => actors |= 1,
                SECOND => actors |= 2,
                NAME => other = true,
                _ => {}
            }
        }
        match (actors, other) {
            (0, true) => 4,
            (0, false) => 5,
            (actors, _) => actors,
        }
    }
}

/// As seen from the holder: 1 the holder, 2 the target.
pub(super) fn turned(named: u64, forward: bool) -> u64 {
    match named {
        1 | 2 if !forward => 3 - named,
        other => other,
    }
}

pub(super) fn usage(chunk: &Chunk) -> u64 {
    chunk.voice as u64 * 2 + u64::from(chunk.negated)
}
