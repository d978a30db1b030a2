//! From logits to probabilities, scores and labels.

use crate::model::{Label, SCORE_SCALE};

use super::weights::{PAIR_CLASSES, TONE_CLASSES};

/// How a label follows from the probabilities.
///
/// Neutral sentences are by far the most frequent, so the most probable class is neutral even where a
/// reader would rather hear of the attitude. The balanced rule divides every probability by a power of
/// the class's frequency in training before it takes the greatest; the powers were chosen on held-out
/// sentences for the mean of the classes' F1. Scores do not depend on the rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum LabelRule {
    /// The most probable label.
    Argmax,
    /// Rare labels are weighed up by their frequency in training.
    #[default]
    Balanced,
}

/// What remains of a tone's non-neutral probabilities where it is reported.
const REPORTED: f32 = 0.4;

/// What is thought of a sentence: calibrated probabilities and the label under the rule in force.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scored {
    /// Probabilities of negative, neutral and positive; they sum to 1.
    pub probabilities: [f32; 3],
    /// The label under the decision rule.
    pub label: Label,
}

impl Scored {
    /// What is said of a sentence that tells nothing.
    pub const NEUTRAL: Self = Self {
        probabilities: [0.0, 1.0, 0.0],
        label: Label::Neutral,
    };

    /// p(positive) − p(negative), in [−1, 1].
    pub fn score(&self) -> f32 {
        self.probabilities[2] - self.probabilities[0]
    }

    /// The score as a fixed-point number, −1000 to 1000.
    pub fn fixed_score(&self) -> i16 {
        (self.score() * SCORE_SCALE as f32).round() as i16
    }

    /// The same with most of what is not neutral taken away: the words are somebody else's.
    pub(super) fn damped(&self, balance: &[f32; TONE_CLASSES], rule: LabelRule) -> Self {
        let [negative, _, positive] = self.probabilities.map(|p| p * REPORTED);
        let p = [negative, 1.0 - negative - positive, positive];
        let weighed = match rule {
            LabelRule::Argmax => p,
            LabelRule::Balanced => std::array::from_fn(|c| p[c] * balance[c].exp()),
        };
        Self::new(p, weighed)
    }

    fn new(probabilities: [f32; 3], weighed: [f32; 3]) -> Self {
        let mut best = 1;
        for class in [0, 2] {
            if weighed[class] > weighed[best] {
                best = class;
            }
        }
        // The rule decides whether there is an attitude; its sign is the score's, so that no label
        // contradicts the number beside it.
        let [negative, _, positive] = probabilities;
        if best == 2 && positive < negative {
            best = 0;
        } else if best == 0 && negative < positive {
            best = 2;
        }
        Self {
            probabilities,
            label: Label::ALL[best],
        }
    }
}

fn softmax<const C: usize>(logits: [f32; C]) -> [f32; C] {
    let top = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let exps = logits.map(|l| (l - top).exp());
    let total: f32 = exps.iter().sum();
    exps.map(|e| e / total)
}

/// Judgements of a pair from its five logits: first towards second, second towards first. When the
/// attitude is `mutual`, either direction is judged as if the other could not be told.
pub(super) fn decide_pair(
    logits: [f32; PAIR_CLASSES],
    balance: &[f32; PAIR_CLASSES],
    rule: LabelRule,
    mutual: bool,
) -> [Scored; 2] {
    [[0, 1, 2], [0, 3, 4]].map(|own: [usize; 3]| {
        if mutual {
            let [neutral, negative, positive] = own;
            let logits = [logits[negative], logits[neutral], logits[positive]];
            return decide_tone(logits, &[balance[3], balance[0], balance[4]], rule);
        }
        let p = softmax(logits);
        let [_, negative, positive] = own;
        let probabilities = [
            p[negative],
            (1.0 - p[negative] - p[positive]).max(0.0),
            p[positive],
        ];
        let weighed = match rule {
            LabelRule::Argmax => probabilities,
            LabelRule::Balanced => {
                let w: [f32; PAIR_CLASSES] = std::array::from_fn(|c| p[c] * balance[c].exp());
                let others = (0..PAIR_CLASSES).filter(|c| *c != negative && *c != positive);
                [
                    w[negative],
                    others.map(|c| w[c]).fold(0.0, f32::max),
                    w[positive],
                ]
            }
        };
        Scored::new(probabilities, weighed)
    })
}

/// The judgement of a tone from its three logits.
pub(super) fn decide_tone(
    logits: [f32; TONE_CLASSES],
    balance: &[f32; TONE_CLASSES],
    rule: LabelRule,
) -> Scored {
    let p = softmax(logits);
    let w = match rule {
        LabelRule::Argmax => p,
        LabelRule::Balanced => std::array::from_fn(|c| p[c] * balance[c].exp()),
    };
    Scored::new(p, w)
}
