//! How mentions, judgements and tones are packed into the 64-bit values of their columns.
//!
//! Actors are numbered within the article (places in the ascending list of its actors' ids).
//! Sentences, paragraphs and actors beyond 65,535 are not stored; the encoder counts on it that no
//! article of the permitted size has them and leaves them out otherwise.

use crate::model::{Label, Reading};

/// Largest number of an actor, sentence or paragraph that fits.
pub(super) const LARGEST: u32 = 0xffff;

/// `confidence:7 reading:1 paragraph:16 sentence:16 actor:16`, low bits last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PackedMention {
    pub(super) actor: u16,
    pub(super) sentence: u16,
    pub(super) paragraph: u16,
    pub(super) reading: Reading,
    pub(super) confidence: u8,
}

impl PackedMention {
    pub(super) fn pack(self) -> u64 {
        u64::from(self.actor)
            | u64::from(self.sentence) << 16
            | u64::from(self.paragraph) << 32
            | u64::from(self.reading == Reading::Actor) << 48
            | u64::from(self.confidence.min(100)) << 49
    }

    pub(super) fn unpack(value: u64) -> Self {
        Self {
            actor: value as u16,
            sentence: (value >> 16) as u16,
            paragraph: (value >> 32) as u16,
            reading: if value >> 48 & 1 == 1 {
                Reading::Actor
            } else {
                Reading::Place
            },
            confidence: (value >> 49 & 0x7f) as u8,
        }
    }
}

/// `label:2 score+1000:11 sentence:16 target:16 source:16`, low bits last; tones have source 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PackedStance {
    pub(super) source: u16,
    pub(super) target: u16,
    pub(super) sentence: u16,
    pub(super) label: Label,
    pub(super) score: i16,
}

impl PackedStance {
    pub(super) fn pack(self) -> u64 {
        let score = (self.score.clamp(-1000, 1000) + 1000) as u64;
        u64::from(self.source)
            | u64::from(self.target) << 16
            | u64::from(self.sentence) << 32
            | score << 48
            | (self.label as u64) << 59
    }

    pub(super) fn unpack(value: u64) -> Self {
        Self {
            source: value as u16,
            target: (value >> 16) as u16,
            sentence: (value >> 32) as u16,
            label: Label::ALL[(value >> 59 & 3).min(2) as usize],
            score: (value >> 48 & 0x7ff) as i16 - 1000,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn packing_loses_nothing(a in 0..=u16::MAX, b in 0..=u16::MAX, c in 0..=u16::MAX, s in -1000..=1000_i16, p in 0..=100_u8, l in 0..3_usize) {
            for reading in [Reading::Actor, Reading::Place] {
                let m = PackedMention { actor: a, sentence: b, paragraph: c, reading, confidence: p };
                prop_assert_eq!(PackedMention::unpack(m.pack()), m);
            }
            let j = PackedStance { source: a, target: b, sentence: c, label: Label::ALL[l], score: s };
            prop_assert_eq!(PackedStance::unpack(j.pack()), j);
        }
    }
}
