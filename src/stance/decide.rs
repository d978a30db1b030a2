//! From logits to probabilities, scores and labels.

use crate::model::{Class, Label, SCORE_SCALE};

use super::weights::{PAIR_CLASSES, TONE_CLASSES, Thresholds};

/// What remains of a tone's non-neutral probabilities where it is reported.
const REPORTED: f32 = 0.2;

/// What is thought of a sentence: calibrated probabilities, and the class and label that follow from them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scored {
    /// Probabilities of negative, neutral and positive; they sum to 1.
    pub probabilities: [f32; 3],
    /// Of a pair the probabilities of its six classes, in the order of [`Class::ALL`]; they sum to those of negative, neutral
    /// and positive. `None` for a target alone.
    pub classes: Option<[f32; PAIR_CLASSES]>,
    /// The most probable class of the label's sign; of a target alone the verbal one.
    pub class: Class,
    /// Negative or positive where the score reaches the model's threshold of that sign and neutral is not too probable, neutral
    /// elsewhere.
    pub label: Label,
}

impl Scored {
    /// What is said of a sentence that tells nothing about a pair.
    pub const NO_PAIR: Self = Self {
        probabilities: [0.0, 1.0, 0.0],
        classes: Some([0.0, 0.0, 1.0, 0.0, 0.0, 0.0]),
        class: Class::Neutral,
        label: Label::Neutral,
    };
    /// What is said of a sentence that tells nothing about a target.
    pub const NO_TONE: Self = Self {
        probabilities: [0.0, 1.0, 0.0],
        classes: None,
        class: Class::Neutral,
        label: Label::Neutral,
    };

    /// p(positive) − p(negative), in [−1, 1].
    pub fn score(&self) -> f32 {
        self.probabilities[2] - self.probabilities[0]
    }

    /// The score as a fixed-point number, −1000 to 1000.
    pub fn fixed_score(&self) -> i16 {
        fixed(self.score())
    }

    /// The same with most of what is not neutral taken away: the words are somebody else's.
    pub(super) fn damped(&self, threshold: Thresholds) -> Self {
        let [negative, _, positive] = self.probabilities.map(|p| p * REPORTED);
        tone_of([negative, 1.0 - negative - positive, positive], threshold)
    }
}

fn fixed(score: f32) -> i16 {
    (score * SCORE_SCALE as f32).round() as i16
}

/// The label of probabilities; scores and thresholds are compared as the fixed-point numbers that are stored.
fn label_of([negative, neutral, positive]: [f32; 3], threshold: Thresholds) -> Label {
    if neutral >= threshold.neutral {
        return Label::Neutral;
    }
    match fixed(positive - negative) {
        s if s <= -fixed(threshold.negative).max(1) => Label::Negative,
        s if s >= fixed(threshold.positive).max(1) => Label::Positive,
        _ => Label::Neutral,
    }
}

/// Probabilities from logits.
pub(super) fn softmax<const C: usize>(logits: [f32; C]) -> [f32; C] {
    let top = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let exps = logits.map(|l| (l - top).exp());
    let total: f32 = exps.iter().sum();
    exps.map(|e| e / total)
}

/// The judgement of a directed pair from the probabilities of its six classes. Every tier's answer passes through here.
pub(super) fn pair_of(p: [f32; PAIR_CLASSES], threshold: Thresholds) -> Scored {
    let (negative, positive) = (p[0] + p[1], p[4] + p[5]);
    let probabilities = [negative, (1.0 - negative - positive).max(0.0), positive];
    let label = label_of(probabilities, threshold);
    let [one, other] = match label {
        Label::Negative => [1, 0],
        Label::Neutral => [2, 3],
        Label::Positive => [4, 5],
    };
    Scored {
        probabilities,
        classes: Some(p),
        class: Class::ALL[if p[other] > p[one] { other } else { one }],
        label,
    }
}

/// The judgement of a tone from its three probabilities.
pub(super) fn tone_of(probabilities: [f32; TONE_CLASSES], threshold: Thresholds) -> Scored {
    let label = label_of(probabilities, threshold);
    Scored {
        probabilities,
        classes: None,
        class: match label {
            Label::Negative => Class::VerbalConflict,
            Label::Neutral => Class::Neutral,
            Label::Positive => Class::VerbalCooperation,
        },
        label,
    }
}
