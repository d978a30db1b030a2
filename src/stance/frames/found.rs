//! A frame in its sentence: its parties, and what negation, modality and denial make of it.

use super::super::grammar::{Gram, is_negative_item};
use super::super::hash::word_hash;
use super::evidence::{Construction, Evidence, Outcome, Side};
use super::inflect::Form;
use super::lexicon::{Frame, Hit, Roles, Sort};
use super::scene::{Group, Scene, Use};

const EACH: u64 = word_hash("each");
const ONE: u64 = word_hash("one");
const ANOTHER: u64 = word_hash("another");
const OTHER: u64 = word_hash("other");

/// A frame in its sentence.
pub(super) struct Found<'a> {
    pub(super) scene: &'a Scene<'a>,
    pub(super) at: usize,
    pub(super) behind: usize,
    pub(super) hit: &'a Hit,
    pub(super) frame: &'a Frame,
    number: u16,
    pub(super) used: Use,
}

/// Of two things neither is done.
const NOR: [u64; 2] = [word_hash("neither"), word_hash("nor")];

/// Before a name they negate what it does.
const NO_NAME: [u64; 5] = [
    word_hash("neither"),
    word_hash("no"),
    word_hash("not"),
    word_hash("nobody"),
    word_hash("none"),
];

impl<'a> Found<'a> {
    /// The frame that begins at an element, if one does.
    pub(super) fn at(scene: &'a Scene<'a>, at: usize) -> Option<Self> {
        let (hit, _) = scene.hit(at)?;
        let (used, number) = scene.reading(at, hit);
        let frame = &scene.frames.list[usize::from(number)];
        Some(Self {
            scene,
            at,
            behind: scene.behind(at, hit),
            hit,
            frame,
            number,
            used,
        })
    }
}

impl Found<'_> {
    /// The side as this frame puts it, with what surrounds it taken into account.
    pub(super) fn side(&self, subject: Option<&Group>, construction: Construction) -> Side {
        let mut side = Side {
            polarity: self.frame.polarity,
            strength: self.frame.strength,
            outcome: Outcome::Plain,
            construction,
            class: self.frame.class,
            weak: subject.is_some_and(|g| g.weak),
            frame: self.number + 1,
            token: self.hit.start,
            mixed: false,
            material: self.frame.material,
        };
        let left = subject.filter(|g| g.end <= self.at);
        let from = left.map_or(self.at.saturating_sub(6), |g| g.end);
        let (negations, outcome) = self.surroundings(from);
        let negations = negations + left.map_or(0, |g| self.before_group(g));
        side.outcome = outcome;
        if negations % 2 == 1 {
            side.polarity = self.frame.negated;
            side.outcome = if self.frame.negated == 0 {
                Outcome::Void
            } else {
                outcome
            };
            side.strength = side.strength.min(2);
        }
        if self.used == Use::Noun && self.is_ended() {
            side.polarity = -side.polarity;
            side.strength = side.strength.min(2);
        }
        if let Some(group) = left {
            self.conditions(group, &mut side);
            if self.hit.form == Form::Ing && self.is_refused(group) {
                side.outcome = Outcome::Void;
                side.polarity = 0;
            }
        }
        if self.scene.is_sport() {
            side.outcome = Outcome::Void;
        }
        side
    }

    /// Whether the element is a verb of asking for what the frame names, as in `urged to attack`, and whether it is a passive, as in `is
    /// expected to attack`. Without a `to` it asks for nothing: `X forces attacked`, `X ordered an attack`.
    fn asked_for(&self, i: usize) -> Option<bool> {
        let scene = self.scene;
        let (hit, frame) = scene.hit(i)?;
        let infinitive = frame.sort == Sort::Request
            && (scene.behind(i, hit)..self.at).any(|k| scene.gram(k) == Gram::To);
        infinitive.then(|| scene.reading(i, hit).0 == Use::Passive)
    }

    /// Negators and modal verbs from `from` to the frame.
    fn surroundings(&self, from: usize) -> (u32, Outcome) {
        let scene = self.scene;
        let mut negations = 0;
        let mut outcome = Outcome::Plain;
        let mut i = self.at;
        let floor = from.max(self.at.saturating_sub(8));
        while i > floor {
            i -= 1;
            let item = &scene.items[i];
            if scene.name(i).is_some() {
                break;
            }
            match item.gram {
                Gram::Stop | Gram::That | Gram::But | Gram::Subordinate => break,
                Gram::Comma if self.used != Use::Passive => break,
                Gram::Condition | Gram::Ought => outcome = Outcome::Void,
                Gram::Perhaps if outcome == Outcome::Plain => outcome = Outcome::Possible,
                _ => {}
            }
            if NOR.contains(&item.lower) {
                outcome = Outcome::Void;
            } else if is_negative_item(item) {
                negations += 1;
            }
            outcome = match self.asked_for(i) {
                Some(true) if outcome == Outcome::Plain => Outcome::Possible,
                Some(false) => Outcome::Void,
                _ => outcome,
            };
        }
        // `would condemn Y if`
        let after = (self.behind..(self.behind + 8).min(scene.items.len()))
            .take_while(|&k| !matches!(scene.gram(k), Gram::Stop | Gram::Comma | Gram::That));
        if outcome == Outcome::Possible
            && after.into_iter().any(|k| scene.gram(k) == Gram::Condition)
        {
            outcome = Outcome::Void;
        }
        (negations, outcome)
    }

    /// `Neither X nor Y condemned`, `no X minister condemned`.
    fn before_group(&self, group: &Group) -> u32 {
        let scene = self.scene;
        let start = group.start;
        let near = start.saturating_sub(2)..start;
        let inside = group.start..group.end;
        let negative = |i: usize| NO_NAME.contains(&scene.items[i].lower);
        u32::from(near.into_iter().any(negative) || inside.into_iter().any(negative))
    }

    /// What stands before the subject: a condition, a denial, a request to the subject.
    fn conditions(&self, group: &Group, side: &mut Side) {
        let scene = self.scene;
        let mut i = group.start;
        let floor = group.start.saturating_sub(5);
        let denied = (group.end..self.at).any(|k| is_denial(scene.items[k].lower));
        if denied && !scene.is_negated_before(group.end) {
            side.outcome = Outcome::Void;
            side.polarity = 0;
        }
        if scene.opens_condition(group.start) {
            side.outcome = Outcome::Void;
            side.polarity = 0;
            return;
        }
        let infinitive = (group.end..self.at).any(|k| scene.gram(k) == Gram::To);
        while i > floor {
            i -= 1;
            let item = &scene.items[i];
            match item.gram {
                Gram::Condition => side.outcome = Outcome::Void,
                Gram::Stop | Gram::But => return,
                _ => {}
            }
            // What is rejected is a claim; `rejected X's criticism` is not one.
            let claim = self.used != Use::Noun && REJECTED.contains(&item.lower);
            let denial = is_denial(item.lower) || claim;
            if denial && side.outcome == Outcome::Plain {
                side.outcome = Outcome::Void;
            }
            if infinitive && scene.hit(i).is_some_and(|(_, f)| f.sort == Sort::Request) {
                side.outcome = Outcome::Void;
            }
            if scene.name(i).is_some() && !infinitive {
                return;
            }
        }
    }

    /// Who judges and who is judged, where the frame is a verb or an adjective.
    pub(super) fn parties(&self) -> Option<(Option<Group>, Option<Group>)> {
        match self.frame.roles {
            Roles::SubjectObject | Roles::ObjectSubject | Roles::Mutual => {}
            _ => return None,
        }
        let scene = self.scene;
        let (subject, object) = if self.used == Use::Passive {
            let patient = scene.patient(self.at, self.hit.form);
            let judged = match patient.and_then(|p| self.judged_noun(&p)) {
                Some(noun) => noun.owner(),
                None => patient,
            };
            (scene.agent(self.behind), judged)
        } else {
            let form = if self.used == Use::Adjective {
                Form::Noun
            } else {
                self.hit.form
            };
            (
                scene.subject(self.at, form),
                scene.object(self.behind, self.frame.polarity < 0),
            )
        };
        Some(if self.frame.roles == Roles::ObjectSubject {
            (object, subject)
        } else {
            (subject, object)
        })
    }

    /// A verb or adjective: the evidence is between its parties.
    pub(super) fn verb(&self, evidence: &mut Evidence) {
        let Some((from, to)) = self.parties() else {
            return;
        };
        let construction = match self.used {
            Use::Passive => Construction::Passive,
            Use::Adjective => Construction::Adjective,
            _ => Construction::Active,
        };
        let left = [from, to].into_iter().flatten().find(|g| g.end <= self.at);
        let mutual = self.frame.roles == Roles::Mutual;
        if self.used == Use::Passive
            && let (Some(from), Some(patient)) = (from, self.scene.patient(self.at, self.hit.form))
            && self.judged_noun(&patient).is_some()
        {
            let mut side = self.side(None, Construction::Passive);
            side.outcome = Outcome::Void;
            side.polarity = 0;
            evidence.add(from.actors, patient.actors, side);
        }
        if let (Some(from), Some(to)) = (from, to) {
            let mut side = self.side(left.as_ref().or(Some(&from)), construction);
            side.weak |= from.weak || to.weak;
            if mutual {
                side.construction = Construction::Mutual;
                evidence.add(to.actors, from.actors, side);
            }
            evidence.add(from.actors, to.actors, side);
            evidence.elsewhere(from.actors, to.actors, side);
            if self.used == Use::Active && from.end < self.at {
                self.bar_aside(evidence, &from, &to);
            }
            if self.scene.names_others(&from, true) || self.scene.names_others(&to, false) {
                evidence.bar(from.actors, to.actors);
            }
            return;
        }
        let Some(group) = from.or(to) else { return };
        if let (None, Some(to), Use::Active) = (from, to, self.used) {
            self.bar_agent(evidence, &to);
        }
        if let Some(from) = from
            && self.used == Use::Active
            && self.frame.polarity < 0
        {
            self.sympathy(evidence, &from);
        }
        let each_other = self.scene.items.get(self.behind).is_some_and(|a| {
            let next = self.scene.items.get(self.behind + 1).map_or(0, |b| b.lower);
            (a.lower == EACH && next == OTHER) || (a.lower == ONE && next == ANOTHER)
        });
        if group.actors == 3 && (mutual || each_other) {
            let side = self.side(Some(&group), Construction::Mutual);
            evidence.add(3, 3, side);
        }
    }

    /// `X condemned the killing of civilians in Y`: no judgement of those named behind the deed.
    fn sympathy(&self, evidence: &mut Evidence, from: &Group) {
        let scene = self.scene;
        let mut deed = false;
        for i in self.behind..(self.behind + 12).min(scene.items.len()) {
            if scene.gram(i).is_border() || scene.gram(i) == Gram::Comma {
                return;
            }
            if let Some(named) = scene.name(i) {
                if deed {
                    let mut side = self.side(Some(from), Construction::Noun);
                    side.outcome = Outcome::Void;
                    side.polarity = 0;
                    evidence.add(from.actors, named, side);
                }
                return;
            }
            if let Some((hit, frame)) = scene.hit(i) {
                let noun = hit.form == Form::Noun || scene.reading(i, hit).0 == Use::Noun;
                deed |= noun && frame.sort == Sort::Attack;
            }
        }
    }

    /// `pro-Y X`, `Y-backed X`.
    pub(super) fn compound(&self, evidence: &mut Evidence) {
        let scene = self.scene;
        if self.frame.roles == Roles::CalledTarget {
            let mut i = self.behind;
            if i < scene.items.len() && scene.gram(i) == Gram::Hyphen {
                i += 1;
            }
            if i >= scene.items.len() || i > self.behind + 1 {
                return;
            }
            let Some(target) = scene.name(i) else { return };
            let called = scene
                .name_soon(i + 1, 4)
                .or_else(|| scene.subject(self.at, Form::Noun));
            if let Some(called) = called {
                let side = self.side(None, Construction::Compound);
                evidence.add(called.actors, target, side);
            }
        } else {
            let Some(hyphen) = self.at.checked_sub(1) else {
                return;
            };
            if scene.gram(hyphen) != Gram::Hyphen || hyphen == 0 {
                return;
            }
            let Some(holder) = scene.name(hyphen - 1) else {
                return;
            };
            if let Some(called) = scene.name_soon(self.behind, 4) {
                let side = self.side(None, Construction::Compound);
                if self.frame.roles == Roles::CalledBefore {
                    evidence.add(called.actors, holder, side);
                } else {
                    evidence.add(holder, called.actors, side);
                }
            }
        }
    }
}

/// Behind these a claim is not held.
const REJECTED: [u64; 8] = [
    word_hash("rejected"),
    word_hash("rejects"),
    word_hash("dismissed"),
    word_hash("dismisses"),
    word_hash("refuted"),
    word_hash("refutes"),
    word_hash("disputed"),
    word_hash("debunked"),
];

fn is_denial(lower: u64) -> bool {
    const WORDS: [u64; 10] = [
        word_hash("deny"),
        word_hash("denied"),
        word_hash("denies"),
        word_hash("denying"),
        word_hash("denial"),
        word_hash("doubt"),
        word_hash("doubts"),
        word_hash("doubted"),
        word_hash("false"),
        word_hash("untrue"),
    ];
    WORDS.contains(&lower)
}
