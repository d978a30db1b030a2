//! Who acts: the subject of a verb, found by position, voice and function words. There is no
//! parser; each rule says what it takes for granted.

use super::super::grammar::Gram;
use super::super::words::Flags;
use super::inflect::Form;
use super::scene::{Group, REACH, Scene};

impl Scene<'_> {
    /// The first name after the last border before `at`: the subject of the clause, more often than
    /// not.
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

    /// The left end of the auxiliaries and adverbs before a verb.
    pub(in crate::stance) fn verb_group_start(&self, verb: usize) -> usize {
        let mut j = verb;
        while j > 0 && self.name(j - 1).is_none() && self.gram(j - 1).is_auxiliary() {
            j -= 1;
        }
        j
    }

    /// Who is acted upon in a passive: `Y was criticised by`, `Y, criticised by X, thanked`.
    pub(super) fn patient(&self, verb: usize, form: Form) -> Option<Group> {
        let j = self.verb_group_start(verb);
        let aside = j >= 2 && self.gram(j - 1) == Gram::Comma && self.name(j - 2).is_some();
        if aside {
            return Some(self.group_left(j - 2));
        }
        self.subject(verb, form)
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
            if self.agent_of_aside(j - 1).is_some() {
                return None;
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

    /// The agent of the passive aside that a comma at `closing` ends: X in `the minister, criticised by X, thanked Z`.
    pub(super) fn agent_of_aside(&self, closing: usize) -> Option<Group> {
        if self.gram(closing) != Gram::Comma {
            return None;
        }
        let floor = closing.saturating_sub(REACH);
        let opening = (floor..closing)
            .rev()
            .find(|&i| matches!(self.gram(i), Gram::Comma | Gram::Stop))?;
        let (hit, _) = self.hit(opening + 1)?;
        if self.gram(opening) != Gram::Comma || hit.form != Form::Participle {
            return None;
        }
        let by = (opening + 1..closing).find(|&i| self.gram(i) == Gram::By)?;
        self.name_soon(by + 1, 4)
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
                if self.is_excluded(i) {
                    continue;
                }
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
}
