//! What is said of an actor: `X called Y a liar`, `X said that Y was a liar`, `"Y is a liar," X said`.

use super::super::grammar::Gram;
use super::super::hash::word_hash;
use super::super::words::Flags;
use super::evidence::{Construction, Evidence, Side};
use super::found::Found;
use super::inflect::Form;
use super::scene::{Group, Scene, Use};

/// Least sum of valences, in tenths, that counts as a judgement.
pub(super) const LEAST: i32 = 8;
/// Words behind the verb that can judge.
const PREDICATE: usize = 9;

const AS: u64 = word_hash("as");

/// Sum of valences from `from` to the end of the clause.
pub(super) fn valence(scene: &Scene<'_>, from: usize) -> i32 {
    let mut sum = 0;
    let mut negated = false;
    let from = from + usize::from(scene.items.get(from).is_some_and(|i| i.lower == AS));
    for i in from..(from + PREDICATE).min(scene.items.len()) {
        let item = &scene.items[i];
        if item.gram.is_border() || item.gram == Gram::But || scene.name(i).is_some() {
            break;
        }
        if item.gram == Gram::Comma && i > from + 1 {
            break;
        }
        negated |= item.negates;
        sum += i32::from(item.valence);
    }
    if negated { -sum / 2 } else { sum }
}

/// Dashes before who is quoted.
const DASHES: [u64; 3] = [
    word_hash("\u{2013}"),
    word_hash("\u{2014}"),
    word_hash("--"),
];
const COLON: u64 = word_hash(":");

impl Scene<'_> {
    /// Who a headline quotes and the elements of what is quoted: `Y is to blame – X`, `X: Y is to blame`.
    fn quoted_in_headline(&self) -> Option<(Group, std::ops::Range<usize>)> {
        let last = (0..self.items.len())
            .rev()
            .find(|&i| !matches!(self.gram(i), Gram::Stop | Gram::Quote | Gram::Possessive))?;
        let dash = last
            .checked_sub(1)
            .filter(|&d| DASHES.contains(&self.items[d].lower));
        if let Some(dash) = dash
            && self.name(last).is_some()
        {
            return Some((self.group_left(last), 0..dash));
        }
        let colon = self.items.get(1).is_some_and(|t| t.lower == COLON);
        (colon && self.name(0).is_some()).then(|| (self.group_left(0), 2..self.items.len()))
    }

    /// `Y is to blame – X`: what is said of the first name of the headline, by the valence of its words.
    pub(super) fn headline(&self, evidence: &mut Evidence) {
        let Some((speaker, told)) = self.quoted_in_headline() else {
            return;
        };
        let Some(target) = told.clone().find(|&i| self.name(i).is_some()) else {
            return;
        };
        let (mut sum, mut negated) = (0, false);
        for item in &self.items[told] {
            negated |= item.negates;
            sum += i32::from(item.valence);
        }
        if sum.abs() < LEAST {
            return;
        }
        let sign = if negated { -sum.signum() } else { sum.signum() };
        let side = Side {
            polarity: sign as i8,
            strength: 2,
            construction: Construction::Adjective,
            frame: self.frames.saying + 1,
            token: self.items[target].token,
            weak: negated,
            ..Side::default()
        };
        let named = self.group_left(target);
        evidence.add(speaker.actors, named.actors, side);
    }
}

impl Found<'_> {
    /// `X called Y a liar`, `X described Y as reliable`.
    pub(super) fn description(&self, evidence: &mut Evidence) {
        let Some((Some(from), Some(to))) = self.parties() else {
            return;
        };
        if self.used == Use::Noun {
            return;
        }
        let behind = if self.used == Use::Passive {
            self.behind
        } else {
            to.end
        };
        if to.end > self.behind + 3 && self.used != Use::Passive {
            return;
        }
        self.judge(evidence, &from, &to, valence(self.scene, behind));
        if self.used == Use::Passive {
            // `Y called a liar by X`: Y says nothing of X.
            evidence.bar(to.actors, from.actors);
        }
    }

    /// Who speaks, where the frame is a verb of saying or `according to`.
    pub(super) fn speaker(&self) -> Option<Group> {
        if self.hit.form == Form::Noun {
            self.scene.name_soon(self.behind, 4)
        } else {
            self.scene.name_beside(self.at, self.behind)
        }
    }

    /// Whether the element stands in what is said.
    pub(super) fn tells_of(&self, i: usize) -> bool {
        self.hit.form == Form::Noun
            || self.scene.items[i].quoted
            || (i >= self.behind && i < self.behind + 5)
            || self.scene.ends_clause_before(self.at, i)
    }

    /// `X said that Y was a liar` and the same with quotation marks.
    pub(super) fn saying(&self, evidence: &mut Evidence) {
        let scene = self.scene;
        let Some(speaker) = self.speaker() else {
            return;
        };
        for i in 0..scene.items.len() {
            if scene.name(i).is_none() || (speaker.start..speaker.end).contains(&i) {
                continue;
            }
            let mut verb = i + 1;
            while verb < scene.items.len()
                && matches!(
                    scene.gram(verb),
                    Gram::Auxiliary | Gram::Adverb | Gram::Future
                )
            {
                verb += 1;
            }
            let told = self.tells_of(i);
            if verb >= scene.items.len() || scene.gram(verb) != Gram::Be || !told {
                continue;
            }
            // A passive tells what was done, not what somebody is.
            if scene
                .items
                .get(verb + 1)
                .is_some_and(|t| t.flags.has(Flags::SAY))
            {
                continue;
            }
            let target = scene.group_left(i);
            self.judge(evidence, &speaker, &target, valence(scene, verb));
        }
    }

    fn judge(&self, evidence: &mut Evidence, from: &Group, to: &Group, valence: i32) {
        if valence.abs() < LEAST {
            return;
        }
        let left = [from, to].into_iter().find(|g| g.end <= self.at);
        let mut side = self.side(left, Construction::Adjective);
        side.polarity = valence.signum() as i8;
        side.strength = if valence.abs() >= 2 * LEAST { 2 } else { 1 };
        side.weak |= from.weak || to.weak;
        evidence.add(from.actors, to.actors, side);
    }
}
