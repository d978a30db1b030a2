//! The features of a masked sentence. Training and judging run this same code.
//!
//! Every feature is a hash and is either there or not. A [`Sink`] takes them one by one: it sums
//! weights, gathers rows for training, or keeps what an explanation needs.

use super::frames::{Evidence, Scene};
use super::hash::mix;
use super::sequence::{Item, Sequence};
use super::words::{FIRST, Flags, NAME, NUMBER, SECOND};

/// Takes features: the hash and the tokens of the sentence that it speaks of (equal when it is one).
pub(super) trait Sink {
    fn put(&mut self, hash: u64, token: u16, other: u16);
}

/// Token of a feature that speaks of no single word.
pub(super) const NO_TOKEN: u16 = u16::MAX;

/// Elements of a sentence that count; what follows is not looked at.
const LONGEST: usize = 300;
/// Elements on either side of an actor that its windows hold.
const WINDOW: isize = 5;
/// Longest text between two actors that is taken whole.
const WHOLE_BETWEEN: usize = 5;
/// Content words between two actors that are combined in pairs.
const PAIRED: usize = 8;

// Kinds of features; their values are part of the weights' format.
const UNIGRAM: u64 = 1;
const BIGRAM: u64 = 2;
const REGION: u64 = 3;
const WINDOW_KIND: u64 = 4;
const OFFSET: u64 = 5;
const TOUCHING: u64 = 6;
const BETWEEN: u64 = 7;
const BETWEEN_PAIR: u64 = 8;
const EDGE_OF_BETWEEN: u64 = 9;
const LAYOUT: u64 = 10;
const VALENCE: u64 = 11;
const NEAREST_VALENCE: u64 = 12;
const SPEECH: u64 = 13;
const QUOTED: u64 = 14;
const CONTENT_REGION: u64 = 15;
const NEGATED: u64 = 16;
const FORM: u64 = 17;
const REGION_BIGRAM: u64 = 18;
const FRAME: u64 = 19;
const FRAME_IN_REGION: u64 = 20;

#[inline]
fn one(kind: u64, a: u64) -> u64 {
    mix(kind, a)
}

#[inline]
fn two(kind: u64, a: u64, b: u64) -> u64 {
    mix(mix(kind, a), b)
}

#[inline]
fn three(kind: u64, a: u64, b: u64, c: u64) -> u64 {
    mix(two(kind, a, b), c)
}

/// 0, 1, 2, 3, 4, 5–6, 7–9, 10–14, 15–24, 25 and more.
fn distance_bin(distance: usize) -> u64 {
    match distance {
        0..=4 => distance as u64,
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        15..=24 => 8,
        _ => 9,
    }
}

struct Writer<'a, S> {
    sequence: &'a Sequence,
    items: &'a [Item],
    sink: &'a mut S,
}

impl<S: Sink> Writer<'_, S> {
    fn token(&self, index: isize) -> u16 {
        usize::try_from(index)
            .ok()
            .and_then(|i| self.items.get(i))
            .map_or(NO_TOKEN, |i| i.token)
    }

    fn put_at(&mut self, hash: u64, index: usize) {
        let token = self.items[index].token;
        self.sink.put(hash, token, token);
    }

    fn put(&mut self, hash: u64) {
        self.sink.put(hash, NO_TOKEN, NO_TOKEN);
    }

    /// Words and pairs of words, and each in its region; `region` maps an index to its region.
    fn bags(&mut self, region: impl Fn(usize) -> u64) {
        for i in 0..self.items.len() {
            let item = self.items[i];
            let place = region(i);
            if !is_role(item.symbol) {
                self.put_at(one(UNIGRAM, item.symbol), i);
                self.put_at(two(REGION, place, item.symbol), i);
                if item.quoted && item.flags.has(Flags::CONTENT) {
                    self.put_at(one(QUOTED, item.symbol), i);
                }
            }
            if i + 1 < self.items.len() {
                let next = self.items[i + 1];
                let hash = two(BIGRAM, item.symbol, next.symbol);
                self.sink.put(hash, item.token, next.token);
                if item.flags.has(Flags::CONTENT) || next.flags.has(Flags::CONTENT) {
                    let hash = three(REGION_BIGRAM, place, item.symbol, next.symbol);
                    self.sink.put(hash, item.token, next.token);
                }
            }
        }
    }

    /// Windows, exact offsets and touching n-grams of the actor at `at`.
    fn surroundings(&mut self, role: u64, at: usize) {
        let at = at as isize;
        for side in [-1_isize, 1] {
            let tag = role * 2 + u64::from(side > 0);
            for step in 1..=WINDOW {
                let index = at + side * step;
                let symbol = self.sequence.symbol(index);
                let token = self.token(index);
                if step <= 3 {
                    self.sink
                        .put(three(OFFSET, tag, step as u64, symbol), token, token);
                }
                if token == NO_TOKEN {
                    break;
                }
                self.sink.put(two(WINDOW_KIND, tag, symbol), token, token);
            }
            let (a, b, c) = (at + side, at + 2 * side, at + 3 * side);
            let pair = two(TOUCHING, self.sequence.symbol(a), self.sequence.symbol(b));
            let (token_a, token_b) = (self.token(a), self.token(b));
            self.sink.put(mix(pair, tag), token_a, token_b);
            let triple = three(TOUCHING, tag, pair, self.sequence.symbol(c));
            self.sink.put(triple, token_a, self.token(c));
        }
        let around = three(
            TOUCHING,
            role,
            self.sequence.symbol(at - 1),
            self.sequence.symbol(at + 1),
        );
        let (left, right) = (self.token(at - 1), self.token(at + 1));
        self.sink.put(around, left, right);
    }

    /// Sums of valence by region and the nearest valenced word to each side of an actor.
    fn valence(&mut self, regions: u64, region: impl Fn(usize) -> u64) {
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
    fn valence_at(&self, i: usize) -> i32 {
        let value = i32::from(self.items[i].valence);
        if value == 0 {
            return 0;
        }
        let negated = self.items[i.saturating_sub(3)..i]
            .iter()
            .any(|t| t.flags.has(Flags::NEGATOR));
        if negated { -value * 3 / 4 } else { value }
    }

    fn nearest_valence(&mut self, role: u64, at: usize) {
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
    fn negated(&mut self) {
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
    fn speech(&mut self, role: u64, at: usize) {
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

    /// What the attitude frames say of either direction.
    fn evidence(&mut self, evidence: &Evidence) {
        for (direction, side) in evidence.sides.iter().enumerate() {
            let direction = direction as u64;
            if side.frame == 0 {
                self.put(three(FRAME, direction, 0, 0));
                continue;
            }
            let (sign, outcome) = ((side.polarity + 1) as u64, side.outcome as u64);
            let what = mix(mix(direction, sign), outcome);
            let mut put = |kind: u64, value: u64| {
                self.sink
                    .put(three(FRAME, kind, what, value), side.token, side.token);
            };
            put(1, 0);
            put(2, u64::from(side.strength));
            put(3, side.class);
            put(4, side.construction as u64);
            put(5, u64::from(side.weak));
            put(6, u64::from(side.mixed));
            put(7, u64::from(side.strength) * 2 + u64::from(side.weak));
        }
    }

    /// Which frames stand where, whoever their parties are.
    fn frames(&mut self, scene: &Scene<'_>, region: impl Fn(usize) -> u64) {
        for i in 0..self.items.len() {
            let Some(((hit, _), token)) = scene.hit(i).zip(Some(self.items[i].token)) else {
                continue;
            };
            let (used, number) = scene.reading(i, hit);
            let frame = &scene.frames.frames[usize::from(number)];
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

    fn any(&self, flag: Flags) -> bool {
        self.items.iter().any(|t| t.flags.has(flag))
    }

    fn layout(&mut self) {
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

    fn between(&mut self, from: usize, to: usize) {
        let between = &self.items[from.min(to)..to];
        self.sink.put(
            two(LAYOUT, 7, distance_bin(between.len())),
            NO_TOKEN,
            NO_TOKEN,
        );
        let token_of = |item: Option<&Item>| item.map_or(NO_TOKEN, |i| i.token);
        if between.len() <= WHOLE_BETWEEN {
            let hash = between.iter().fold(BETWEEN, |h, i| mix(h, i.symbol));
            self.sink
                .put(hash, token_of(between.first()), token_of(between.last()));
        }
        for (end, item) in [(0_u64, between.first()), (1, between.last())] {
            if let Some(item) = item {
                self.sink.put(
                    two(EDGE_OF_BETWEEN, end, item.symbol),
                    item.token,
                    item.token,
                );
            }
        }
        let mut content = [0_usize; PAIRED];
        let mut count = 0;
        for (i, item) in between.iter().enumerate() {
            let counts = item.flags.has(Flags::CONTENT)
                || item.flags.has(Flags::NEGATOR)
                || matches!(item.symbol, BY | WITH | AGAINST);
            if counts && count < PAIRED {
                content[count] = i;
                count += 1;
            }
        }
        let content = &content[..count];
        for (k, &i) in content.iter().enumerate() {
            for &j in &content[k + 1..] {
                let (a, b) = (between[i], between[j]);
                self.sink
                    .put(two(BETWEEN_PAIR, a.symbol, b.symbol), a.token, b.token);
            }
        }
        for (end, index) in [(0_u64, content.first()), (1, content.last())] {
            if let Some(&i) = index {
                let item = between[i];
                self.sink.put(
                    two(CONTENT_REGION, end, item.symbol),
                    item.token,
                    item.token,
                );
            }
        }
        if content.len() == 1 {
            let item = between[content[0]];
            self.sink
                .put(two(CONTENT_REGION, 2, item.symbol), item.token, item.token);
        }
    }
}

const BY: u64 = super::hash::word_hash("by");
const WITH: u64 = super::hash::word_hash("with");
const AGAINST: u64 = super::hash::word_hash("against");

fn is_role(symbol: u64) -> bool {
    symbol == FIRST || symbol == SECOND
}

/// The features of a pair; the scene holds both actors, the evidence is what its frames say of them.
pub(super) fn pair_features(
    sequence: &Sequence,
    scene: &Scene<'_>,
    evidence: &Evidence,
    sink: &mut impl Sink,
) {
    let end = sequence.items.len().min(LONGEST.max(sequence.second + 1));
    let (first, second) = (sequence.first, sequence.second);
    let region = move |i: usize| u64::from(i > first) + u64::from(i > second);
    let mut writer = Writer {
        sequence,
        items: &sequence.items[..end],
        sink,
    };
    writer.bags(region);
    writer.surroundings(1, first);
    writer.surroundings(2, second);
    writer.between(first + 1, second);
    writer.valence(3, region);
    writer.nearest_valence(1, first);
    writer.nearest_valence(2, second);
    writer.negated();
    writer.speech(1, first);
    writer.speech(2, second);
    writer.layout();
    writer.evidence(evidence);
    writer.frames(scene, region);
}

/// The features of a tone; `form` is what the target itself looks like (0 name, 1 pronoun, 2 possessive
/// pronoun, 3 other).
pub(super) fn tone_features(
    sequence: &Sequence,
    scene: &Scene<'_>,
    evidence: &Evidence,
    form: u64,
    sink: &mut impl Sink,
) {
    let end = sequence.items.len().min(LONGEST.max(sequence.first + 1));
    let target = sequence.first;
    let region = move |i: usize| u64::from(i > target);
    let mut writer = Writer {
        sequence,
        items: &sequence.items[..end],
        sink,
    };
    writer.bags(region);
    writer.surroundings(1, target);
    writer.valence(2, region);
    writer.nearest_valence(1, target);
    writer.negated();
    writer.speech(1, target);
    writer.layout();
    writer.evidence(evidence);
    writer.frames(scene, region);
    writer.put(one(FORM, form));
}
