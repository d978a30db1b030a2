//! Frames that are nouns: who holds the attitude, towards whom.

use super::super::grammar::Gram;
use super::evidence::{Construction, Evidence, Outcome, Side};
use super::found::Found;
use super::inflect::Form;
use super::lexicon::{Roles, Sort};
use super::scene::{Group, Use};
use super::speech::{LEAST, valence};

/// Whose attitude a noun puts into words.
#[derive(Clone, Copy)]
enum Holder {
    Name(Group),
    /// Who judges the noun itself: `condemned the attack`.
    Judge(Group),
    Nobody,
}

impl Found<'_> {
    /// `Relations between X and Y are icy`: what is said of the relations behind `end`.
    fn relation(&self, evidence: &mut Evidence, from: u8, to: u8, end: usize) {
        let valence = valence(self.scene, end);
        if valence.abs() < LEAST {
            return;
        }
        let mut side = self.side(None, Construction::Mutual);
        side.polarity = valence.signum() as i8;
        side.strength = 2;
        evidence.add(from, to, side);
        evidence.add(to, from, side);
    }

    /// A noun: the evidence is between its holder and its target.
    pub(super) fn noun(&self, evidence: &mut Evidence) {
        let scene = self.scene;
        let mutual = self.frame.roles == Roles::MutualNoun;
        let next = scene.items.get(self.behind).map(|i| i.gram);
        if mutual && next == Some(Gram::Between) {
            let first = (self.behind + 1..(self.behind + 4).min(scene.items.len()))
                .find(|&i| scene.name(i).is_some());
            if let Some(first) = first {
                let group = scene.group_from(first, true);
                if self.frame.sort == Sort::Relation {
                    self.relation(evidence, group.actors, group.actors, group.end);
                    return;
                }
                let side = self.side(Some(&group), Construction::Mutual);
                evidence.add(group.actors, group.actors, side);
            }
            return;
        }
        let holder = self.holder();
        let target = self.target();
        if let (Holder::Judge(judge), Some(target)) = (holder, target) {
            // `X condemned the attack on Y`: X feels with Y.
            let mut side = self.side(None, Construction::Noun);
            side.outcome = Outcome::Void;
            side.polarity = 0;
            side.weak = judge.weak;
            evidence.add(judge.actors, target.actors, side);
            return;
        }
        let Holder::Name(holder) = holder else { return };
        if let Some(target) = &target {
            self.spares(evidence, &holder, target);
        }
        if self.frame.sort == Sort::Relation {
            let (other, end) = target.map_or((holder.actors, self.behind), |t| (t.actors, t.end));
            self.relation(evidence, holder.actors, other, end);
            return;
        }
        if mutual && target.is_none() && holder.actors == 3 {
            let side = self.side(Some(&holder), Construction::Mutual);
            evidence.add(3, 3, side);
            return;
        }
        if let Some(target) = target {
            let construction = if mutual {
                Construction::Mutual
            } else {
                Construction::Noun
            };
            let mut side = self.side(Some(&holder), construction);
            side.weak |= holder.weak || target.weak;
            evidence.add(holder.actors, target.actors, side);
            if mutual {
                // `X seeks a confrontation with Y` tells less of Y.
                evidence.add(target.actors, holder.actors, Side { weak: true, ..side });
            } else {
                evidence.elsewhere(holder.actors, target.actors, side);
            }
        }
    }

    /// Who is acted upon by the agent named at `agent`, if it is one: X in `X was condemned by Z`.
    fn patient_of_agent(&self, agent: usize) -> Option<Group> {
        let scene = self.scene;
        let by = (agent.saturating_sub(3)..agent)
            .rev()
            .find(|&k| scene.gram(k) == Gram::By)?;
        let verb = (by.saturating_sub(3)..by).rev().find_map(|k| {
            let found = Found::at(scene, k)?;
            (found.used == Use::Passive).then_some(found)
        })?;
        scene.patient(verb.at, verb.hit.form)
    }

    /// The name behind the first of the noun's prepositions after it.
    pub(super) fn target(&self) -> Option<Group> {
        let scene = self.scene;
        for i in self.behind..(self.behind + 5).min(scene.items.len()) {
            let item = &scene.items[i];
            if self.frame.prepositions.contains(&item.lower) {
                return scene.name_soon(i + 1, 5);
            }
            if item.gram == Gram::By || item.gram == Gram::From {
                continue;
            }
            if item.gram.is_border() || item.gram == Gram::Comma || item.gram.is_auxiliary() {
                return None;
            }
        }
        None
    }

    /// `X's … noun`, `noun by X`, `noun from X`, or the subject of the verb that carries the noun.
    fn holder(&self) -> Holder {
        let scene = self.scene;
        for i in self.behind..(self.behind + 9).min(scene.items.len()) {
            match scene.gram(i) {
                Gram::By | Gram::From => {
                    return scene
                        .name_soon(i + 1, 4)
                        .map_or(Holder::Nobody, Holder::Name);
                }
                // `X's criticism of Y was condemned by Z`: what follows is said of the noun.
                Gram::Be | Gram::Auxiliary | Gram::Future | Gram::Perhaps | Gram::Ought => break,
                gram if gram.is_border() || gram == Gram::Comma => break,
                _ => {}
            }
        }
        self.holder_before()
    }

    /// As [`Self::holder`], to the left of the noun.
    fn holder_before(&self) -> Holder {
        let scene = self.scene;
        let mut i = self.at;
        let floor = self.at.saturating_sub(8);
        let mut owned = false;
        while i > floor {
            i -= 1;
            owned |= scene.gram(i) == Gram::Their;
            if scene.name(i).is_some() {
                // `X was condemned by Z for its attack on Y`: X's attack.
                if owned && let Some(patient) = self.patient_of_agent(i) {
                    return Holder::Name(patient);
                }
                let mut group = scene.group_left(i);
                group.weak = self.at - i > 5;
                let owns = scene
                    .items
                    .get(i + 1)
                    .is_some_and(|t| t.gram == Gram::Possessive);
                let placed = !owns
                    && i > 0
                    && matches!(
                        scene.gram(i - 1),
                        Gram::In | Gram::On | Gram::With | Gram::Against | Gram::For | Gram::To
                    );
                return if placed {
                    Holder::Nobody
                } else {
                    Holder::Name(group)
                };
            }
            if let Some((hit, frame)) = scene.hit(i)
                && matches!(scene.reading(i, hit).0, Use::Active)
                && frame.roles == Roles::SubjectObject
                && frame.polarity != 0
            {
                let judge = scene.subject(i, hit.form);
                return match judge {
                    Some(judge) if frame.polarity < 0 && self.frame.polarity < 0 => {
                        Holder::Judge(judge)
                    }
                    Some(judge) => Holder::Name(judge),
                    None => Holder::Nobody,
                };
            }
            let gram = scene.gram(i);
            if gram.is_border() || gram == Gram::Comma {
                let subject = scene
                    .subject(i + 1, Form::Base)
                    .map(|g| Group { weak: true, ..g });
                return subject
                    .filter(|_| gram == Gram::Comma)
                    .map_or(Holder::Nobody, Holder::Name);
            }
        }
        Holder::Nobody
    }
}
