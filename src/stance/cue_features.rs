//! Features that speak of attitude as such: valence, negation, speech, frames; and the sentence's
//! layout.

use super::features::{LAYOUT, NO_TOKEN, Sink, Writer, distance_bin, one, three, two};
use super::frames::{Scene, Side};
use super::hash::mix;
use super::words::{Flags, NAME, NUMBER};

// Kinds of features, and those in `features.rs`; their values are part of the weights' format.
const VALENCE: u64 = 11;
const NEAREST_VALENCE: u64 = 12;
const SPEECH: u64 = 13;
const NEGATED: u64 = 16;
const FRAME_IN_REGION: u64 = 20;
const ROLE: u64 = 25;

impl<S: Sink> Writer<'_, S> {
    /// Sums of valence by region and the nearest valenced word to each side of an actor.
    pub(super) fn valence(&mut self, regions: u64, region: impl Fn(usize) -> u64) {
        let mut sums = [[0_i32; 2]; 3];
        for i in 0..self.items.len() {
            let value = self.valence_at(i);
            if value != 0 {
                let place = (region(i) as usize).min(2);
                sums[place][usize::from(value > 0)] += value.abs();
            }
        }
        let bin = |v: i32| match v {
            0 => 0_u64,
            1..=15 => 1,
            16..=30 => 2,
            31..=50 => 3,
            _ => 4,
        };
        for place in 0..regions {
            let [negative, positive] = sums[place as usize];
            self.put(three(VALENCE, place, 0, bin(negative)));
            self.put(three(VALENCE, place, 1, bin(positive)));
            let sign = (positive - negative).signum() + 1;
            self.put(three(VALENCE, place, 2, sign as u64));
        }
        let total: i32 = sums.iter().map(|[n, p]| p - n).sum();
        let total_bin = (total.clamp(-60, 60) + 60) / 15;
        self.put(two(VALENCE, 9, total_bin as u64));
    }

    /// Valence of an element; a negator among the three before it turns it round.
    pub(super) fn valence_at(&self, i: usize) -> i32 {
        let value = i32::from(self.items[i].valence);
        if value == 0 {
            return 0;
        }
        let negated = self.items[i.saturating_sub(3)..i]
            .iter()
            .any(|t| t.flags.has(Flags::NEGATOR));
        if negated { -value * 3 / 4 } else { value }
    }

    pub(super) fn nearest_valence(&mut self, role: u64, at: usize) {
        for (side, range) in [
            (0_u64, at.saturating_sub(8)..at),
            (1, at + 1..(at + 9).min(self.items.len())),
        ] {
            let found = if side == 0 {
                range.rev().find(|&i| self.items[i].valence != 0)
            } else {
                range.clone().find(|&i| self.items[i].valence != 0)
            };
            let Some(i) = found else { continue };
            let sign = u64::from(self.valence_at(i) > 0);
            self.put_at(three(NEAREST_VALENCE, role * 2 + side, sign, 0), i);
            let near = distance_bin(i.abs_diff(at));
            self.put_at(
                mix(three(NEAREST_VALENCE, role * 2 + side, sign, 1), near),
                i,
            );
        }
    }

    /// Words that a negator among the three words before speaks of.
    pub(super) fn negated(&mut self) {
        for i in 0..self.items.len() {
            let item = self.items[i];
            if !item.flags.has(Flags::CONTENT) {
                continue;
            }
            let from = i.saturating_sub(3);
            let negator = (from..i)
                .rev()
                .find(|&j| self.items[j].flags.has(Flags::NEGATOR));
            if let Some(j) = negator {
                self.sink
                    .put(one(NEGATED, item.symbol), item.token, self.items[j].token);
            }
        }
    }

    /// Whether a verb of saying stands near an actor, and where; possessives; quotation marks.
    pub(super) fn speech(&mut self, role: u64, at: usize) {
        let near = |from: usize, to: usize| {
            self.items[from..to]
                .iter()
                .position(|t| t.flags.has(Flags::SAY))
                .map(|p| from + p)
        };
        let before = near(at.saturating_sub(3), at);
        let after = near(
            (at + 1).min(self.items.len()),
            (at + 4).min(self.items.len()),
        );
        for (side, found) in [(0_u64, before), (1, after)] {
            if let Some(i) = found {
                self.put_at(two(SPEECH, role, side), i);
            }
        }
        if self
            .items
            .get(at + 1)
            .is_some_and(|t| t.flags.has(Flags::POSSESSIVE))
        {
            self.put(two(SPEECH, role, 2));
        }
        if self.items[at].quoted {
            self.put(two(SPEECH, role, 3));
        }
        let bin = (at * 5 / self.items.len()) as u64;
        self.put(three(LAYOUT, 1, role, bin));
        if at == 0 {
            self.put(two(SPEECH, role, 4));
        }
    }

    /// Which frames stand where, whoever their parties are.
    pub(super) fn frames(&mut self, scene: &Scene<'_>, region: impl Fn(usize) -> u64) {
        for i in 0..self.items.len() {
            let Some(((hit, _), token)) = scene.hit(i).zip(Some(self.items[i].token)) else {
                continue;
            };
            let (used, number) = scene.reading(i, hit);
            let frame = &scene.frames.list[usize::from(number)];
            let place = region(i);
            let sign = (frame.polarity + 1) as u64;
            self.sink
                .put(three(FRAME_IN_REGION, place, sign, 0), token, token);
            self.sink
                .put(three(FRAME_IN_REGION, place, frame.class, 1), token, token);
            let used = used as u64;
            self.sink.put(
                mix(three(FRAME_IN_REGION, place, frame.class, 2), used),
                token,
                token,
            );
        }
    }

    pub(super) fn any(&self, flag: Flags) -> bool {
        self.items.iter().any(|t| t.flags.has(flag))
    }

    pub(super) fn layout(&mut self) {
        let quotes = u64::from(self.any(Flags::OPENS_QUOTE))
            + u64::from(self.items.iter().any(|t| t.quoted));
        self.put(two(LAYOUT, 2, quotes));
        let says = self
            .items
            .iter()
            .filter(|t| t.flags.has(Flags::SAY))
            .count()
            .min(2);
        self.put(two(LAYOUT, 3, says as u64));
        let names = self
            .items
            .iter()
            .filter(|t| t.symbol == NAME)
            .count()
            .min(5);
        self.put(two(LAYOUT, 4, names as u64));
        self.put(two(LAYOUT, 5, distance_bin(self.items.len() / 2)));
        let numbers = self
            .items
            .iter()
            .filter(|t| t.symbol == NUMBER)
            .count()
            .min(3);
        self.put(two(LAYOUT, 6, numbers as u64));
    }
}

/// What the attitude frames say of one direction, in features of that direction: `own` is its side of the evidence, `other`
/// that of the reverse direction. `forward` tells whether the holder stands first.
pub(super) fn role_features(own: &Side, other: &Side, forward: bool, sink: &mut impl Sink) {
    sink.put(two(ROLE, 0, u64::from(forward)), NO_TOKEN, NO_TOKEN);
    for (which, side) in [(0, own), (1, other)] {
        if side.frame == 0 {
            sink.put(two(ROLE, 1, which), NO_TOKEN, NO_TOKEN);
            continue;
        }
        let what = three(ROLE, which, (side.polarity + 1) as u64, side.outcome as u64);
        let mut put = |kind: u64, value: u64| {
            sink.put(three(ROLE, kind, what, value), side.token, side.token);
        };
        put(2, u64::from(side.material));
        put(
            3,
            u64::from(side.strength) * 4 + u64::from(side.weak) * 2 + u64::from(side.mixed),
        );
        put(4, side.class);
        put(5, side.construction as u64);
        put(6, mix(side.class, side.construction as u64));
        put(7, u64::from(side.frame));
    }
}
