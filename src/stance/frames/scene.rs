//! A masked sentence with its frames: what its elements are, and which names belong together.

use super::super::grammar::Gram;
use super::super::hash::word_hash;
use super::super::sequence::Item;
use super::super::words::{FIRST, Flags, NAME, SECOND};
use super::inflect::Form;
use super::lexicon::{Frame, Frames, Hit, NONE, Sort};

/// The first actor, the second, both or neither, as bits 1 and 2.
pub(in crate::stance) type Actors = u8;

/// Names and what stands beside them, as found on one side of a frame.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::stance) struct Group {
    pub(in crate::stance) actors: Actors,
    /// First element.
    pub(in crate::stance) start: usize,
    /// One past the last element.
    pub(in crate::stance) end: usize,
    /// Found by a rule that often errs.
    pub(in crate::stance) weak: bool,
}

/// What a frame's own words are used as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::stance) enum Use {
    Active,
    Passive,
    Noun,
    Adjective,
    /// Before a noun, as in `a troubled region`: judges nobody.
    Attributive,
}

/// A masked sentence with its frames.
#[derive(Debug, Clone, Copy)]
pub(in crate::stance) struct Scene<'a> {
    pub(in crate::stance) items: &'a [Item],
    pub(in crate::stance) frames: &'a Frames,
    pub(in crate::stance) hits: &'a [Hit],
    /// By token: number of the frame that begins there plus 1, or 0.
    pub(in crate::stance) hit_at: &'a [u16],
}

const NO: u64 = word_hash("no");
const WITHOUT: u64 = word_hash("without");

/// Elements that a search passes over at most.
pub(super) const REACH: usize = 12;

impl Scene<'_> {
    pub(in crate::stance) fn gram(&self, i: usize) -> Gram {
        self.items[i].gram
    }

    /// The actors that the element stands for if it is a name.
    pub(in crate::stance) fn name(&self, i: usize) -> Option<Actors> {
        match self.items[i].symbol {
            FIRST => Some(1),
            SECOND => Some(2),
            NAME => Some(0),
            _ => None,
        }
    }

    /// The frame that begins at the element, and how its words may be read.
    pub(in crate::stance) fn hit(&self, i: usize) -> Option<(&Hit, &Frame)> {
        if self.name(i).is_some() {
            return None;
        }
        let number = *self.hit_at.get(usize::from(self.items[i].token))?;
        let hit = self.hits.get(usize::from(number).checked_sub(1)?)?;
        Some((hit, &self.frames.list[usize::from(hit.frame)]))
    }

    /// The first element behind the frame that begins at `i`.
    pub(in crate::stance) fn behind(&self, i: usize, hit: &Hit) -> usize {
        let mut j = i + 1;
        while j < self.items.len() && self.items[j].token < hit.end {
            j += 1;
        }
        j
    }

    /// How the words of a frame are used, and the frame that they then are.
    pub(in crate::stance) fn reading(&self, i: usize, hit: &Hit) -> (Use, u16) {
        match hit.form {
            Form::Adjective => return (Use::Adjective, hit.frame),
            Form::Noun => return (Use::Noun, hit.frame),
            _ => {}
        }
        let behind = self.behind(i, hit);
        if hit.as_noun != NONE && self.is_noun(i, behind) {
            return (Use::Noun, hit.as_noun);
        }
        if matches!(hit.form, Form::Participle | Form::Ing)
            && i > 0
            && matches!(
                self.gram(i - 1),
                Gram::Determiner | Gram::Possessive | Gram::Their
            )
            && self
                .items
                .get(behind)
                .is_some_and(|t| t.flags.has(Flags::CONTENT))
        {
            return (Use::Attributive, hit.frame);
        }
        // `branded a bully by X`: a verb in its plain form does not stand behind an article.
        if matches!(hit.form, Form::Base | Form::Third)
            && i > 0
            && matches!(
                self.gram(i - 1),
                Gram::Determiner | Gram::Possessive | Gram::Their
            )
        {
            return (Use::Attributive, hit.frame);
        }
        let described = self.frames.list[usize::from(hit.frame)].sort == Sort::Description;
        if hit.form == Form::Participle
            && (self.is_passive(i, behind) || described && self.is_told_by(behind))
        {
            return (Use::Passive, hit.frame);
        }
        (Use::Active, hit.frame)
    }

    fn is_noun(&self, i: usize, behind: usize) -> bool {
        let next = self.items.get(behind).map(|t| t.gram);
        let prepositional = next.is_some_and(|g| g.is_preposition() && g != Gram::By);
        let Some(before) = i.checked_sub(1) else {
            return prepositional;
        };
        match self.gram(before) {
            Gram::To
            | Gram::Future
            | Gram::Perhaps
            | Gram::Ought
            | Gram::Third
            | Gram::Speaker
            | Gram::Relative
            | Gram::Auxiliary
            | Gram::Adverb => false,
            Gram::Determiner
            | Gram::Possessive
            | Gram::Their
            | Gram::Of
            | Gram::For
            | Gram::From
            | Gram::With
            | Gram::Against
            | Gram::On
            | Gram::In
            | Gram::By
            | Gram::After => true,
            Gram::Negator => matches!(self.items[before].lower, NO | WITHOUT),
            _ if self.name(before).is_some() => prepositional,
            _ => {
                prepositional
                    || self.hit(before).is_some()
                    || self.items[before].flags.has(Flags::CONTENT)
            }
        }
    }

    fn is_passive(&self, i: usize, behind: usize) -> bool {
        let mut j = i;
        while j > 0 && i - j < 4 && self.gram(j - 1).is_auxiliary() {
            j -= 1;
            if self.gram(j) == Gram::Be {
                return true;
            }
        }
        let mut k = behind;
        if k < self.items.len() && self.gram(k) == Gram::Adverb {
            k += 1;
        }
        k < self.items.len() && self.gram(k) == Gram::By
    }

    /// Whether the sentence has a frame of the kind.
    pub(super) fn holds(&self, sort: Sort) -> bool {
        self.hits
            .iter()
            .any(|h| self.frames.list[usize::from(h.frame)].sort == sort)
    }

    /// Whether the sentence tells of sports and judges nobody in words.
    pub(super) fn is_sport(&self) -> bool {
        self.holds(Sort::Sport) && !self.holds(Sort::Verdict)
    }

    /// `called a bully by X`.
    fn is_told_by(&self, behind: usize) -> bool {
        (behind..(behind + 7).min(self.items.len()))
            .take_while(|&k| {
                self.name(k).is_none() && !self.gram(k).is_border() && self.gram(k) != Gram::Comma
            })
            .any(|k| self.gram(k) == Gram::By)
    }

    /// Names joined to the one at `at` by commas and `and`, towards the left.
    pub(in crate::stance) fn group_left(&self, at: usize) -> Group {
        let mut group = Group {
            actors: self.name(at).unwrap_or(0),
            start: at,
            end: at + 1,
            weak: false,
        };
        let mut joined = false;
        while group.start > 1 {
            let mut j = group.start - 1;
            while j > 0
                && matches!(self.gram(j), Gram::Determiner | Gram::Adverb)
                && self.name(j).is_none()
            {
                j -= 1;
            }
            if j > 0 && self.gram(j) == Gram::And {
                joined = true;
                j -= 1;
                if j > 0 && self.gram(j) == Gram::Comma {
                    j -= 1;
                }
            } else if j > 0 && self.gram(j) == Gram::Comma && joined {
                j -= 1;
            } else {
                break;
            }
            let Some(actors) = self.name(j) else { break };
            group.actors |= actors;
            group.start = j;
        }
        group
    }

    /// The same towards the right; a name that a verb follows begins a clause of its own.
    pub(in crate::stance) fn group_right(&self, at: usize) -> Group {
        self.group_from(at, false)
    }

    /// As [`Self::group_right`]; behind `between` whatever is joined belongs together.
    pub(in crate::stance) fn group_from(&self, at: usize, between: bool) -> Group {
        let mut group = Group {
            actors: self.name(at).unwrap_or(0),
            start: at,
            end: at + 1,
            weak: false,
        };
        loop {
            let mut j = group.end;
            let mut and = false;
            while j < self.items.len()
                && matches!(self.gram(j), Gram::Comma | Gram::And)
                && j < group.end + 2
            {
                and |= self.gram(j) == Gram::And;
                j += 1;
            }
            if j == group.end {
                break;
            }
            while j < self.items.len() && self.gram(j) == Gram::Determiner {
                j += 1;
            }
            let Some(actors) = self.items.get(j).and_then(|_| self.name(j)) else {
                break;
            };
            let next = j + 1;
            let closes = between
                || next >= self.items.len()
                || matches!(
                    self.gram(next),
                    Gram::Stop | Gram::Comma | Gram::And | Gram::Possessive
                )
                || self.gram(next).is_preposition();
            let goes_on =
                next < self.items.len() && matches!(self.gram(next), Gram::And | Gram::Comma);
            if !(closes && (and || goes_on)) {
                break;
            }
            group.actors |= actors;
            group.end = j + 1;
        }
        group
    }

    /// Whether the element is a later word of a frame, as `on` in `called on`.
    pub(super) fn is_inside_frame(&self, i: usize) -> bool {
        let token = self.items[i].token;
        self.hits.iter().any(|h| h.start < token && token < h.end)
    }
}
