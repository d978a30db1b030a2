//! When the network is asked, and what becomes of its answer beside that of the fast tier.
//!
//! The numbers were chosen on development data; `corpus/MODEL.md` says which.

use super::super::weights::{PAIR_CLASSES, TONE_CLASSES, Thresholds};

/// The network is asked about a pair if the fast tier gives the neutral classes of a direction less than this …
const SURE_PAIR: f32 = 0.85;
/// … and about a target below this.
const SURE_TONE: f32 = 0.85;
/// Share of the network in the logarithm of the mixed probabilities of a pair …
const SHARE_PAIR: f32 = 0.4;
/// … and of a tone.
const SHARE_TONE: f32 = 0.7;
/// Added to the logits of the positive classes of a pair and taken from those of the negative ones, so that neutral text has a mean
/// score of 0 …
const SHIFT_PAIR: f32 = 0.12;
/// … and of a tone.
const SHIFT_TONE: f32 = -0.21;
/// Least absolute score of a label of a pair …
pub(in super::super) const PAIR_THRESHOLD: Thresholds = Thresholds {
    negative: 0.1,
    positive: 0.22,
    neutral: 0.65,
};
/// … and of a target.
pub(in super::super) const TONE_THRESHOLD: Thresholds = Thresholds {
    negative: 0.1,
    positive: 0.1,
    neutral: 0.4,
};
/// The network's probabilities are rounded to this fraction before anything is made of them, which takes away most of what
/// differs between processors.
const GRID: f32 = 256.0;

/// Whether the network is asked: whether the fast tier is not sure of neutral in both directions.
pub(super) fn asks_pair(fast: &[[f32; PAIR_CLASSES]; 2]) -> bool {
    fast.iter().any(|p| p[2] + p[3] < SURE_PAIR)
}

/// Whether the network is asked about a target.
pub(super) fn asks_tone(fast: [f32; TONE_CLASSES]) -> bool {
    fast[1] < SURE_TONE
}

/// Mixed probabilities of both directions of a pair.
pub(super) fn pair(
    fast: [[f32; PAIR_CLASSES]; 2],
    deep: [[f32; PAIR_CLASSES]; 2],
) -> [[f32; PAIR_CLASSES]; 2] {
    std::array::from_fn(|side| mixed(fast[side], deep[side], SHARE_PAIR, SHIFT_PAIR))
}

/// Mixed probabilities of a tone.
pub(super) fn tone(fast: [f32; TONE_CLASSES], deep: [f32; TONE_CLASSES]) -> [f32; TONE_CLASSES] {
    mixed(fast, deep, SHARE_TONE, SHIFT_TONE)
}

/// The normalised geometric mean `fast^(1 - share) deep^share` (a logarithmic opinion pool: Genest & Zidek 1986), shifted towards
/// positive.
fn mixed<const C: usize>(fast: [f32; C], deep: [f32; C], share: f32, shift: f32) -> [f32; C] {
    let logs: [f32; C] = std::array::from_fn(|c| {
        let deep = ((deep[c] * GRID).round() / GRID).max(0.5 / GRID);
        let sign = (c / (C / 3)) as f32 - 1.0;
        (1.0 - share) * fast[c].max(1e-6).ln() + share * deep.ln() + shift * sign
    });
    super::super::decide::softmax(logs)
}
