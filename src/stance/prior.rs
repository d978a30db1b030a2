//! Attitude frames as a prior: what a clear frame says outweighs what the weights say.
//!
//! The weights are learned without it: sentences with clear frames are rare among those that were judged, and weights that had to
//! fit around the prior would take it back.

use super::frames::{Construction, Evidence, Outcome, Side};
use super::hash::word_hash;
use super::weights::PAIR_CLASSES;

/// Added to the logit of the class that a frame of strength 1, 2, 3 speaks for.
const PLAIN: [f32; 4] = [0.0, 0.6, 1.2, 1.6];
/// The frames of meeting, talking and bordering on each other.
const CONTACT: u64 = word_hash("contact");
/// Added to the logit of contact where one of them is found, and taken from the classes with an attitude.
const CONTACT_PUSH: f32 = 1.2;
/// The part of it added to the other class of the same sign.
const SIBLING: f32 = 0.5;
/// The part of it taken from the classes of the opposite sign.
const OPPOSITE: f32 = 0.5;
/// Taken from the four classes with an attitude where a frame says that there is none.
const VOID: f32 = 4.0;
/// The part of a push that is taken from the four classes of the reverse direction of which no frame speaks.
const REVERSE: f32 = 1.0;
/// … where a passive names its agent: who is acted upon holds nothing.
const REVERSE_PASSIVE: f32 = 2.0;
/// What remains of a void whose parties were found by a rule that often errs.
const WEAK_VOID: f32 = 0.7;
/// Taken from them where a frame gives the attitude to others.
const ELSEWHERE: f32 = 0.8;
/// What remains of all this when the frame's parties were found by a rule that often errs.
const WEAK: f32 = 0.4;
/// … when another frame says the opposite.
const MIXED: f32 = 0.3;
/// … when the attitude is only possible.
const POSSIBLE: f32 = 0.4;

/// How much the frame of a side moves its own class; negative where it says that there is no attitude.
pub(super) fn push(side: &Side) -> f32 {
    if side.frame == 0 {
        return 0.0;
    }
    let mixed = if side.mixed { MIXED } else { 1.0 };
    let doubt = if side.weak { WEAK } else { 1.0 } * mixed;
    match side.outcome {
        Outcome::Void => -VOID * mixed * if side.weak { WEAK_VOID } else { 1.0 },
        Outcome::Elsewhere => -ELSEWHERE * doubt,
        Outcome::Plain if side.polarity != 0 => PLAIN[usize::from(side.strength)] * doubt,
        Outcome::Possible if side.polarity != 0 => {
            PLAIN[usize::from(side.strength)] * doubt * POSSIBLE
        }
        _ => 0.0,
    }
}

/// What the frames of a direction add to its six logits.
pub(super) fn side_logits(side: &Side) -> [f32; PAIR_CLASSES] {
    let push = push(side);
    if side.class == CONTACT && side.frame != 0 && push == 0.0 {
        let met = if side.weak {
            CONTACT_PUSH * WEAK
        } else {
            CONTACT_PUSH
        };
        return [-met, -met, 0.0, met, -met, -met];
    }
    if push <= 0.0 {
        return [push, push, 0.0, 0.0, push, push];
    }
    let (own, sibling, opposite) = match (side.polarity < 0, side.material) {
        (true, true) => (0, 1, [4, 5]),
        (true, false) => (1, 0, [4, 5]),
        (false, true) => (5, 4, [0, 1]),
        (false, false) => (4, 5, [0, 1]),
    };
    let mut logits = [0.0; PAIR_CLASSES];
    logits[own] = push;
    logits[sibling] = push * SIBLING;
    for class in opposite {
        logits[class] = -push * OPPOSITE;
    }
    logits
}

/// What the frames of a pair add to the logits: of the first towards the second, and of the second towards the first.
pub(super) fn frame_logits(evidence: &Evidence) -> [[f32; PAIR_CLASSES]; 2] {
    [0, 1].map(|direction| {
        if evidence.void[direction] {
            return [-VOID, -VOID, 0.0, 0.0, -VOID, -VOID];
        }
        let (own, reverse) = (&evidence.sides[direction], &evidence.sides[1 - direction]);
        let part = if reverse.construction == Construction::Passive {
            REVERSE_PASSIVE
        } else {
            REVERSE
        };
        let taken = push(reverse).max(0.0) * part;
        if own.frame == 0 {
            return [-taken, -taken, 0.0, 0.0, -taken, -taken];
        }
        side_logits(own)
    })
}
