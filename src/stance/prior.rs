//! Attitude frames as a prior: what a clear frame says outweighs what the weights say.
//!
//! The weights learned from US politics, where such frames are rarer and the pairs others than in
//! international news. The constants were chosen on held-out sentences (so that nothing is lost
//! there) and on the challenge set in `tests/stance_cases.csv`.

use super::frames::{Construction, Evidence, Outcome, Side};
use super::weights::PAIR_CLASSES;

/// Added to the logit of the class that a frame of strength 1, 2, 3 speaks for.
const PLAIN: [f32; 4] = [0.0, 0.6, 1.2, 1.6];
/// The part of it taken from the opposite class.
const OPPOSITE: f32 = 0.5;
/// The part of it taken from the classes of the reverse direction of which no frame speaks.
const REVERSE: f32 = 0.6;
/// Added where both judge each other: the training set gives a pair one direction at most.
const MUTUAL: f32 = 2.0;
/// Taken from both classes of a direction where a frame says that there is no attitude.
const VOID: f32 = 2.5;
/// Taken from both classes of a direction where a frame gives the attitude to others.
const ELSEWHERE: f32 = 0.2;
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
    let doubt = if side.weak { WEAK } else { 1.0 } * if side.mixed { MIXED } else { 1.0 };
    match side.outcome {
        Outcome::Void => -VOID * doubt,
        Outcome::Elsewhere => -ELSEWHERE * doubt,
        Outcome::Plain if side.polarity != 0 => {
            let mutual = if side.construction == Construction::Mutual {
                MUTUAL
            } else {
                0.0
            };
            (PLAIN[usize::from(side.strength)] + mutual) * doubt
        }
        Outcome::Possible if side.polarity != 0 => {
            PLAIN[usize::from(side.strength)] * doubt * POSSIBLE
        }
        _ => 0.0,
    }
}

/// Adds to the logits of a pair what [`super::Featurizer::frame_codes`] tell of its frames, as
/// judging does.
pub fn add_frame_codes(logits: &mut [f32; PAIR_CLASSES], codes: [u32; 2]) {
    let evidence = Evidence {
        sides: codes.map(Side::from_code),
    };
    add_frames(logits, &evidence);
    level_mutual(logits, &evidence);
}

/// Adds what the frames say to the logits of a pair.
pub(super) fn add_frames(logits: &mut [f32; PAIR_CLASSES], evidence: &Evidence) {
    for direction in 0..2 {
        let side = &evidence.sides[direction];
        let (negative, positive) = (1 + 2 * direction, 2 + 2 * direction);
        let push = push(side);
        if push < 0.0 {
            logits[negative] += push;
            logits[positive] += push;
        } else if push > 0.0 {
            let (own, opposite) = if side.polarity < 0 {
                (negative, positive)
            } else {
                (positive, negative)
            };
            logits[own] += push;
            logits[opposite] -= push * OPPOSITE;
            if evidence.sides[1 - direction].frame == 0 {
                logits[3 - 2 * direction] -= push * REVERSE;
                logits[4 - 2 * direction] -= push * REVERSE;
            }
        }
    }
}

/// Whether the frames speak of an attitude that both hold: then the classes of one direction do not
/// compete with those of the other, and either direction gets the greater logits.
pub(super) fn level_mutual(logits: &mut [f32; PAIR_CLASSES], evidence: &Evidence) -> bool {
    let mutual = is_mutual(evidence);
    if mutual {
        for (a, b) in [(1, 3), (2, 4)] {
            let greater = logits[a].max(logits[b]);
            logits[a] = greater;
            logits[b] = greater;
        }
    }
    mutual
}

fn is_mutual(evidence: &Evidence) -> bool {
    evidence.sides.iter().all(|s| {
        s.frame != 0
            && s.outcome == Outcome::Plain
            && s.polarity != 0
            && !s.weak
            && s.construction == Construction::Mutual
    })
}
