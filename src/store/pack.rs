//! How mentions, judgements and tones are packed into the 64-bit values of their columns.
//!
//! Actors are numbered within the article (places in the ascending list of its actors' ids).
//! Sentences, paragraphs and actors beyond 65,535 are not stored; the encoder counts on it that no
//! article of the permitted size has them and leaves them out otherwise.

use crate::model::{Class, Label, Reading};

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

fn pack_score(score: i16) -> u64 {
    ((score.clamp(-1000, 1000) + 1000) as u64) << 48
}

fn unpack_score(value: u64) -> i16 {
    (value >> 48 & 0x7ff) as i16 - 1000
}

/// `carried:1 class:3 score+1000:11 sentence:16 target:16 source:16`, low bits last; the highest bit is 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PackedJudgement {
    pub(super) source: u16,
    pub(super) target: u16,
    pub(super) sentence: u16,
    pub(super) score: i16,
    pub(super) class: Class,
    pub(super) carried: bool,
}

impl PackedJudgement {
    pub(super) fn pack(self) -> u64 {
        u64::from(self.source)
            | u64::from(self.target) << 16
            | u64::from(self.sentence) << 32
            | pack_score(self.score)
            | self.class.code() << 59
            | u64::from(self.carried) << 62
    }

    /// A number that no class has is read as neutral; `check` finds it.
    pub(super) fn unpack(value: u64) -> Self {
        Self {
            source: value as u16,
            target: (value >> 16) as u16,
            sentence: (value >> 32) as u16,
            score: unpack_score(value),
            class: Class::from_code(value >> 59 & 7).unwrap_or(Class::Neutral),
            carried: value >> 62 & 1 == 1,
        }
    }
}

/// `label:2 score+1000:11 sentence:16 target:16 0:16`, low bits last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PackedTone {
    pub(super) target: u16,
    pub(super) sentence: u16,
    pub(super) label: Label,
    pub(super) score: i16,
}

impl PackedTone {
    pub(super) fn pack(self) -> u64 {
        u64::from(self.target) << 16
            | u64::from(self.sentence) << 32
            | pack_score(self.score)
            | (self.label as u64) << 59
    }

    pub(super) fn unpack(value: u64) -> Self {
        Self {
            target: (value >> 16) as u16,
            sentence: (value >> 32) as u16,
            label: Label::ALL[(value >> 59 & 3).min(2) as usize],
            score: unpack_score(value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn packing_loses_nothing(a in 0..=u16::MAX, b in 0..=u16::MAX, c in 0..=u16::MAX, s in -1000..=1000_i16, p in 0..=100_u8, k in 0..6_usize, l in 0..3_usize, carried: bool) {
            for reading in [Reading::Actor, Reading::Place] {
                let m = PackedMention { actor: a, sentence: b, paragraph: c, reading, confidence: p };
                prop_assert_eq!(PackedMention::unpack(m.pack()), m);
            }
            let j = PackedJudgement { source: a, target: b, sentence: c, score: s, class: Class::ALL[k], carried };
            prop_assert_eq!(PackedJudgement::unpack(j.pack()), j);
            prop_assert_eq!(j.pack() >> 63, 0);
            let t = PackedTone { target: b, sentence: c, label: Label::ALL[l], score: s };
            prop_assert_eq!(PackedTone::unpack(t.pack()), t);
        }
    }
}
