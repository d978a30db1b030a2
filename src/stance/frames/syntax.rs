//! Who stands where around a frame: subjects, objects, agents and holders, found by position, voice and
//! function words. There is no parser; each rule says what it takes for granted.

use super::super::grammar::Gram;
use super::super::hash::word_hash;
use super::super::sequence::Item;
use super::super::words::{FIRST, Flags, NAME, SECOND};
use super::inflect::Form;
use super::lexicon::{Frame, Frames, Hit, NONE};

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
const REACH: usize = 12;

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
        Some((hit, &self.frames.frames[usize::from(hit.frame)]))
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
        if hit.form == Form::Participle && self.is_passive(i, behind) {
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
            if !closes
                || (!and
                    && !(next < self.items.len()
                        && matches!(self.gram(next), Gram::And | Gram::Comma)))
            {
                break;
            }
            group.actors |= actors;
            group.end = j + 1;
        }
        group
    }

    /// The first name after the last border before `at`: the subject of the clause, more often than not.
    fn clause_subject(&self, at: usize) -> Option<Group> {
        let mut begin = at;
        while begin > 0 && !self.gram(begin - 1).is_border() {
            begin -= 1;
        }
        let first = (begin..at).find(|&j| self.name(j).is_some() && !self.in_place(j))?;
        let mut group = self.group_right(first);
        group.weak = true;
        group.end = group.end.min(at);
        Some(group)
    }

    /// Whether the name at `j` stands behind a preposition that keeps it from being a subject.
    fn in_place(&self, j: usize) -> bool {
        let mut k = j;
        while k > 0
            && matches!(
                self.gram(k - 1),
                Gram::Determiner | Gram::Adverb | Gram::Their
            )
        {
            k -= 1;
        }
        k > 0
            && !self.is_inside_frame(k - 1)
            && matches!(
                self.gram(k - 1),
                Gram::In
                    | Gram::On
                    | Gram::From
                    | Gram::With
                    | Gram::Against
                    | Gram::By
                    | Gram::Between
                    | Gram::To
                    | Gram::After
            )
    }

    /// Whether the element is a later word of a frame, as `on` in `called on`.
    fn is_inside_frame(&self, i: usize) -> bool {
        let token = self.items[i].token;
        self.hits.iter().any(|h| h.start < token && token < h.end)
    }

    /// The left end of the auxiliaries and adverbs before a verb.
    pub(in crate::stance) fn verb_group_start(&self, verb: usize) -> usize {
        let mut j = verb;
        while j > 0 && self.name(j - 1).is_none() && self.gram(j - 1).is_auxiliary() {
            j -= 1;
        }
        j
    }

    /// The subject of a verb (of a passive: who is acted upon).
    pub(in crate::stance) fn subject(&self, verb: usize, form: Form) -> Option<Group> {
        let mut j = self.verb_group_start(verb);
        if j == 0 {
            return self.subject_after_opening(verb, form);
        }
        let before = self.gram(j - 1);
        if before == Gram::Relative {
            j -= 1;
            while j > 0 && matches!(self.gram(j - 1), Gram::Comma | Gram::Of) {
                j -= 1;
            }
            return self.nearest(j, true);
        }
        if matches!(before, Gram::And | Gram::But) && form != Form::Noun {
            return self.shared_subject(j - 1);
        }
        if form == Form::Ing
            && matches!(
                before,
                Gram::After | Gram::By | Gram::In | Gram::Subordinate
            )
        {
            return self
                .clause_subject(j - 1)
                .or_else(|| self.subject_after_opening(verb, form));
        }
        if before == Gram::Comma {
            if let Some(group) = self.before_apposition(j - 1) {
                return Some(group);
            }
            if form != Form::Ing {
                return self.shared_subject(j - 1);
            }
            return self.clause_subject(j - 1);
        }
        self.nearest(j, false)
    }

    /// The subject of the verb before, for verbs joined by `and`, `but` or a comma.
    fn shared_subject(&self, joint: usize) -> Option<Group> {
        let mut i = joint;
        let floor = joint.saturating_sub(20);
        while i > floor {
            i -= 1;
            if self.gram(i).is_border() {
                break;
            }
            if let Some((hit, _)) = self.hit(i)
                && !matches!(hit.form, Form::Noun | Form::Adjective | Form::Ing)
            {
                let start = self.verb_group_start(i);
                if start > 0 && self.name(start - 1).is_some() {
                    return Some(self.group_left(start - 1));
                }
            }
        }
        self.clause_subject(joint)
    }

    /// `X, the leader of Y, condemned`: the name before the comma that opens the apposition.
    fn before_apposition(&self, closing: usize) -> Option<Group> {
        let floor = closing.saturating_sub(REACH);
        let mut i = closing;
        while i > floor {
            i -= 1;
            if self.gram(i) == Gram::Comma {
                return (i > 0 && self.name(i - 1).is_some()).then(|| self.group_left(i - 1));
            }
            if self.gram(i) == Gram::Stop {
                return None;
            }
        }
        None
    }

    /// `Criticising Y, X said`: the first name after the comma.
    fn subject_after_opening(&self, verb: usize, form: Form) -> Option<Group> {
        if !matches!(form, Form::Ing | Form::Participle) {
            return None;
        }
        let comma = (verb + 1..self.items.len()).find(|&k| self.gram(k) == Gram::Comma)?;
        let at =
            (comma + 1..(comma + 6).min(self.items.len())).find(|&k| self.name(k).is_some())?;
        let mut group = self.group_right(at);
        group.weak = true;
        Some(group)
    }

    /// The nearest name to the left of `from` that can be a subject.
    fn nearest(&self, from: usize, over_prepositions: bool) -> Option<Group> {
        let floor = from.saturating_sub(REACH);
        let mut i = from;
        let mut borders = 0;
        let mut allowed = 0;
        let mut weak = false;
        while i > floor {
            i -= 1;
            let gram = self.gram(i);
            if self.name(i).is_some() {
                if !over_prepositions && self.in_place(i) {
                    weak = true;
                    continue;
                }
                let mut group = self.group_left(i);
                group.weak = weak || borders > 0 || from - i > 4;
                return Some(group);
            }
            match gram {
                // A pronoun takes up the subject of the clause before.
                Gram::Third if i + 1 == from => allowed = 2,
                Gram::Speaker if i + 1 == from => return self.speaker(),
                _ if gram.is_border() => {
                    borders += 1;
                    if borders > allowed || gram == Gram::Stop {
                        return None;
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// Who is quoted: the name beside a verb of saying.
    fn speaker(&self) -> Option<Group> {
        for (i, item) in self.items.iter().enumerate() {
            if !item.flags.has(Flags::SAY) || item.quoted {
                continue;
            }
            let is_name = |k: &usize| self.items.get(*k).and_then(|_| self.name(*k)).is_some();
            let right = [i + 1, i + 2].into_iter().find(is_name);
            let left = [i.wrapping_sub(1), i.wrapping_sub(2)]
                .into_iter()
                .find(is_name);
            match (left, right) {
                (Some(k), _) if k + 1 == i => return Some(self.group_left(k)),
                (_, Some(k)) => return Some(self.group_right(k)),
                (Some(k), None) => return Some(self.group_left(k)),
                (None, None) => {}
            }
        }
        None
    }

    /// The name right beside a verb of saying that covers `verb..behind`.
    pub(in crate::stance) fn name_beside(&self, verb: usize, behind: usize) -> Option<Group> {
        let start = self.verb_group_start(verb);
        if start > 0 && self.name(start - 1).is_some() {
            return Some(self.group_left(start - 1));
        }
        let inverted = self.items.get(behind).is_some() && self.name(behind).is_some();
        let after_quote = start > 0 && matches!(self.gram(start - 1), Gram::Quote | Gram::Comma);
        (inverted && after_quote).then(|| self.group_right(behind))
    }

    /// Whether the name at `i` opens the sentence that a verb of saying at `verb` closes: `Y is a liar, X said`.
    pub(in crate::stance) fn ends_clause_before(&self, verb: usize, i: usize) -> bool {
        i < verb
            && (0..i).all(|k| matches!(self.gram(k), Gram::Quote | Gram::Determiner))
            && (i..verb).any(|k| matches!(self.gram(k), Gram::Comma))
    }

    /// Whether a denial that ends before `end` is itself negated.
    pub(in crate::stance) fn is_negated_before(&self, end: usize) -> bool {
        (end..(end + 4).min(self.items.len()))
            .filter(|&k| self.items[k].negates)
            .count()
            > 1
    }

    /// The object of a frame that ends before `from`. `into` tells which prepositions may be crossed.
    pub(in crate::stance) fn object(&self, from: usize, hostile: bool) -> Option<Group> {
        let mut weak = false;
        let mut i = from;
        let end = (from + REACH).min(self.items.len());
        while i < end {
            let gram = self.gram(i);
            if self.name(i).is_some() {
                let mut group = self.group_right(i);
                group.weak = weak || i - from > 5;
                return Some(group);
            }
            match gram {
                Gram::Of
                | Gram::By
                | Gram::Determiner
                | Gram::Adverb
                | Gram::Their
                | Gram::Quote
                | Gram::Possessive => {}
                Gram::With if !hostile || i > from => weak = true,
                _ if i == from
                    && matches!(gram, Gram::On | Gram::Against | Gram::For | Gram::To) =>
                {
                    return None;
                }
                Gram::ThirdObject => return None,
                Gram::Comma | Gram::And | Gram::But => return None,
                _ if gram.is_border() || gram.is_preposition() => return None,
                _ if gram.is_auxiliary() && gram != Gram::Negator => return None,
                _ => {
                    if let Some((hit, frame)) = self.hit(i) {
                        if matches!(hit.form, Form::Ing | Form::Base | Form::Third | Form::Past)
                            && self.reading(i, hit).0 != Use::Noun
                        {
                            return None;
                        }
                        // What follows `attack on` is the victim, not whom the verb judges.
                        let behind = self.behind(i, hit);
                        let noun = hit.as_noun != NONE || hit.form == Form::Noun;
                        if noun
                            && behind < end
                            && (self.gram(behind) == Gram::Of && frame.is_attack)
                        {
                            return None;
                        }
                    }
                }
            }
            i += 1;
        }
        None
    }

    /// The agent of a passive: the name after `by`.
    pub(in crate::stance) fn agent(&self, from: usize) -> Option<Group> {
        let end = (from + 7).min(self.items.len());
        for i in from..end {
            match self.gram(i) {
                Gram::By => return self.name_soon(i + 1, 5),
                gram if gram.is_border() => return None,
                _ if self.name(i).is_some() && i > from + 3 => return None,
                _ => {}
            }
        }
        None
    }

    /// The first name within `reach` elements from `from`, crossing nothing but words.
    pub(in crate::stance) fn name_soon(&self, from: usize, reach: usize) -> Option<Group> {
        for i in from..(from + reach).min(self.items.len()) {
            if self.name(i).is_some() {
                return Some(self.group_right(i));
            }
            let gram = self.gram(i);
            if gram.is_border()
                || gram == Gram::Comma
                || gram.is_auxiliary() && gram != Gram::Adverb
            {
                return None;
            }
            if gram.is_preposition() && gram != Gram::Of {
                return None;
            }
        }
        None
    }
}
