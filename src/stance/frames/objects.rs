//! Who is acted upon: objects, agents of passives, and names behind prepositions.

use super::super::grammar::Gram;
use super::inflect::Form;
use super::lexicon::{NONE, Sort};
use super::scene::{Group, REACH, Scene, Use};

impl Scene<'_> {
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

    /// Whether the name at `i` opens the sentence that a verb of saying at `verb` closes: `Y is a
    /// liar, X said`.
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
                Gram::ThirdObject | Gram::Comma | Gram::And | Gram::But => return None,
                _ if gram.is_border()
                    || gram.is_preposition()
                    || (gram.is_auxiliary() && gram != Gram::Negator) =>
                {
                    return None;
                }
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
                            && (self.gram(behind) == Gram::Of && frame.sort == Sort::Attack)
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
