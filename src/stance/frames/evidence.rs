//! From frames and who stands around them to evidence for a pair.

use super::found::Found;
use super::lexicon::{Roles, Sort};
use super::scene::{Actors, Scene, Use};

/// What became of a frame in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::stance) enum Outcome {
    /// Said as a fact.
    #[default]
    Plain,
    /// Said as possible or planned.
    Possible,
    /// Negated, denied, demanded or conditional: the attitude is not there.
    Void,
    /// The attitude is another actor's, or towards another.
    Elsewhere,
}

/// How the attitude is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::stance) enum Construction {
    #[default]
    Active,
    Passive,
    Noun,
    Adjective,
    Mutual,
    Compound,
}

/// What the frames say of one direction.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::stance) struct Side {
    /// −1, 0 or 1; 0 with strength 0 when no frame speaks of this direction.
    pub(in crate::stance) polarity: i8,
    /// 0 to 3.
    pub(in crate::stance) strength: u8,
    pub(in crate::stance) outcome: Outcome,
    pub(in crate::stance) construction: Construction,
    /// Hash of the frame's class.
    pub(in crate::stance) class: u64,
    /// Found by a rule that often errs.
    pub(in crate::stance) weak: bool,
    /// The frame's number plus 1; 0 for none.
    pub(in crate::stance) frame: u16,
    /// Token at which the frame begins.
    pub(in crate::stance) token: u16,
    /// Another frame says the opposite.
    pub(in crate::stance) mixed: bool,
    /// The frame tells of an act rather than of words.
    pub(in crate::stance) material: bool,
}

/// What the frames say of a pair: first towards second, second towards first.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::stance) struct Evidence {
    pub(in crate::stance) sides: [Side; 2],
    /// Directions of which the sentence says that there is nothing: one end is named as an exception, or as whom a kindness to
    /// others is aimed at.
    pub(in crate::stance) void: [bool; 2],
}

impl Side {
    fn rank(&self) -> u8 {
        let sure = match self.outcome {
            Outcome::Plain => 4,
            Outcome::Void => 3,
            Outcome::Possible => 2,
            Outcome::Elsewhere => 0,
        };
        (sure * 4 + self.strength) * 2 + u8::from(!self.weak)
    }

    fn take(&mut self, other: Self) {
        if other.polarity == 0 && other.outcome == Outcome::Plain && self.frame != 0 {
            return;
        }
        let holds = |o: Outcome| matches!(o, Outcome::Plain | Outcome::Possible);
        let opposite =
            self.polarity * other.polarity < 0 && holds(self.outcome) && holds(other.outcome);
        if self.frame == 0
            || other.rank() > self.rank()
            || self.polarity == 0 && other.polarity != 0
        {
            let mixed = self.mixed || opposite;
            *self = other;
            self.mixed = mixed;
        } else {
            self.mixed |= opposite;
        }
    }
}

impl Evidence {
    /// Adds a side from the actors `from` to the actors `to`.
    pub(super) fn add(&mut self, from: Actors, to: Actors, side: Side) {
        if from & 1 != 0 && to & 2 != 0 {
            self.sides[0].take(side);
        }
        if from & 2 != 0 && to & 1 != 0 {
            self.sides[1].take(side);
        }
    }
}

impl Evidence {
    /// Notes that there is no attitude of the actors `from` towards the actors `to`, whatever else the sentence says.
    pub(super) fn bar(&mut self, from: Actors, to: Actors) {
        for (direction, source, target) in [(0, 1, 2), (1, 2, 1)] {
            self.void[direction] |= from & source != 0 && to & target != 0;
        }
    }

    /// Notes that the attitude is another's, or towards another, where only one of the two takes part.
    pub(super) fn elsewhere(&mut self, from: Actors, to: Actors, side: Side) {
        let side = Side {
            outcome: Outcome::Elsewhere,
            polarity: 0,
            ..side
        };
        for (direction, source, target) in [(0, 1, 2), (1, 2, 1)] {
            let takes_part = (from & source != 0) != (to & target != 0);
            if takes_part && self.sides[direction].frame == 0 {
                self.sides[direction] = side;
            }
        }
    }
}

/// What the frames of a scene say of its two actors.
pub(in crate::stance) fn evidence(scene: &Scene<'_>) -> Evidence {
    let mut evidence = Evidence::default();
    for i in 0..scene.items.len() {
        let Some(found) = Found::at(scene, i) else {
            continue;
        };
        match found.frame.roles {
            _ if found.frame.sort == Sort::Sport || found.used == Use::Attributive => {}
            _ if found.frame.sort == Sort::Description => found.description(&mut evidence),
            _ if found.frame.sort == Sort::Saying => found.saying(&mut evidence),
            Roles::HolderTarget | Roles::MutualNoun => found.noun(&mut evidence),
            Roles::CalledTarget | Roles::CalledBefore | Roles::TargetCalled => {
                found.compound(&mut evidence);
            }
            Roles::SubjectObject | Roles::ObjectSubject | Roles::Mutual => {
                found.verb(&mut evidence);
            }
        }
    }
    scene.headline(&mut evidence);
    note_reports(scene, &mut evidence);
    let excluded = scene.excluded();
    let opposed = scene.opposed();
    let sport = scene.is_sport();
    scene.refusals(&mut evidence);
    for (void, target) in evidence.void.iter_mut().zip([2, 1]) {
        *void |= sport || excluded != 0 || opposed & target != 0;
    }
    evidence
}

/// `X said that Z had attacked Y`: what X tells of Z is no attitude of X towards Y.
fn note_reports(scene: &Scene<'_>, evidence: &mut Evidence) {
    if evidence
        .sides
        .iter()
        .all(|side| side.outcome != Outcome::Elsewhere)
    {
        return;
    }
    for found in (0..scene.items.len()).filter_map(|i| Found::at(scene, i)) {
        if found.frame.sort != Sort::Saying {
            continue;
        }
        let Some(speaker) = found.speaker() else {
            continue;
        };
        for (side, source) in evidence.sides.iter_mut().zip([1, 2]) {
            if side.outcome == Outcome::Elsewhere
                && !side.weak
                && speaker.actors & source != 0
                && side.token >= found.hit.end
            {
                side.outcome = Outcome::Void;
            }
        }
    }
}

/// The first actor's part in the frames: as who is judged (side 0) and as who judges (side 1), whoever
/// the others are.
pub(in crate::stance) fn tone_evidence(scene: &Scene<'_>) -> Evidence {
    let mut all = Evidence::default();
    for i in 0..scene.items.len() {
        let Some(found) = Found::at(scene, i) else {
            continue;
        };
        if found.used == Use::Attributive || found.frame.sort == Sort::Sport {
            continue;
        }
        if let Some((from, to)) = found.parties() {
            let side = found.side(from.as_ref().or(to.as_ref()), Construction::Active);
            if to.is_some_and(|g| g.actors & 1 != 0) {
                all.sides[0].take(side);
            }
            if from.is_some_and(|g| g.actors & 1 != 0) {
                all.sides[1].take(side);
            }
        }
    }
    all
}

/// Whether what the sentence says of the first actor is said by somebody whom it names: a verdict
/// (`X called Y a liar`), a clause behind a verb of saying or `according to`, words between
/// quotation marks.
pub(in crate::stance) fn is_reported(scene: &Scene<'_>) -> bool {
    let Some(target) = (0..scene.items.len()).find(|&i| scene.name(i) == Some(1)) else {
        return false;
    };
    if scene.items[target].quoted {
        return true;
    }
    (0..scene.items.len()).filter_map(|i| Found::at(scene, i)).any(|found| {
        if found.frame.sort == Sort::Saying {
            let speaker = found.speaker();
            return speaker.is_some_and(|s| s.actors & 1 == 0 && found.tells_of(target));
        }
        matches!(found.frame.sort, Sort::Verdict | Sort::Description)
            && matches!(found.parties(), Some((Some(from), Some(to))) if from.actors & 1 == 0 && to.actors & 1 != 0)
    })
}
