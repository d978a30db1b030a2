//! The features of a masked sentence. Training and judging run this same code.
//!
//! Every feature is a hash and is either there or not. A [`Sink`] takes them one by one: it sums
//! weights, gathers rows for training, or keeps what an explanation needs.

use super::frames::Scene;
use super::hash::mix;
use super::sequence::{Item, Sequence};
use super::words::{FIRST, Flags, SECOND};

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

// Kinds of features, and those in `cue_features.rs`; their values are part of the weights' format.
const UNIGRAM: u64 = 1;
const BIGRAM: u64 = 2;
const REGION: u64 = 3;
const WINDOW_KIND: u64 = 4;
const OFFSET: u64 = 5;
const TOUCHING: u64 = 6;
const BETWEEN: u64 = 7;
const BETWEEN_PAIR: u64 = 8;
const EDGE_OF_BETWEEN: u64 = 9;
pub(super) const LAYOUT: u64 = 10;
const QUOTED: u64 = 14;
const CONTENT_REGION: u64 = 15;
const REGION_BIGRAM: u64 = 18;
const CLUSTER: u64 = 21;
const CLUSTER_IN_REGION: u64 = 22;
const CLUSTER_IN_WINDOW: u64 = 23;
const CLUSTER_AT_OFFSET: u64 = 24;

#[inline]
pub(super) fn one(kind: u64, a: u64) -> u64 {
    mix(kind, a)
}

#[inline]
pub(super) fn two(kind: u64, a: u64, b: u64) -> u64 {
    mix(mix(kind, a), b)
}

#[inline]
pub(super) fn three(kind: u64, a: u64, b: u64, c: u64) -> u64 {
    mix(two(kind, a, b), c)
}

/// 0, 1, 2, 3, 4, 5–6, 7–9, 10–14, 15–24, 25 and more.
pub(super) fn distance_bin(distance: usize) -> u64 {
    match distance {
        0..=4 => distance as u64,
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        15..=24 => 8,
        _ => 9,
    }
}

pub(super) struct Writer<'a, S> {
    pub(super) sequence: &'a Sequence,
    pub(super) items: &'a [Item],
    pub(super) sink: &'a mut S,
}

impl<S: Sink> Writer<'_, S> {
    pub(super) fn token(&self, index: isize) -> u16 {
        usize::try_from(index)
            .ok()
            .and_then(|i| self.items.get(i))
            .map_or(NO_TOKEN, |i| i.token)
    }

    pub(super) fn put_at(&mut self, hash: u64, index: usize) {
        let token = self.items[index].token;
        self.sink.put(hash, token, token);
    }

    pub(super) fn put(&mut self, hash: u64) {
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

    /// Clusters of words: anywhere, by region, near an actor. `actors` are the places of the actors.
    fn clusters(&mut self, actors: &[usize], region: impl Fn(usize) -> u64) {
        for i in 0..self.items.len() {
            for (size, cluster) in self.items[i].clusters.into_iter().enumerate() {
                if cluster == 0 {
                    continue;
                }
                let cluster = u64::from(cluster) * 2 + size as u64;
                self.put_at(one(CLUSTER, cluster), i);
                self.put_at(two(CLUSTER_IN_REGION, region(i), cluster), i);
                for (role, &at) in actors.iter().enumerate() {
                    let distance = i as isize - at as isize;
                    if distance.abs() <= WINDOW {
                        let side = role as u64 * 2 + u64::from(distance > 0);
                        self.put_at(two(CLUSTER_IN_WINDOW, side, cluster), i);
                    }
                    if distance.abs() <= 2 {
                        let place = role as u64 * 8 + (distance + 2) as u64;
                        self.put_at(two(CLUSTER_AT_OFFSET, place, cluster), i);
                    }
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

/// The features of a pair, the same for both directions; the scene holds both actors.
pub(super) fn pair_features(sequence: &Sequence, scene: &Scene<'_>, sink: &mut impl Sink) {
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
    writer.frames(scene, region);
}

/// The features of a tone.
pub(super) fn tone_features(sequence: &Sequence, scene: &Scene<'_>, sink: &mut impl Sink) {
    let end = sequence.items.len().min(LONGEST.max(sequence.first + 1));
    let target = sequence.first;
    let region = move |i: usize| u64::from(i > target);
    let mut writer = Writer {
        sequence,
        items: &sequence.items[..end],
        sink,
    };
    writer.bags(region);
    writer.clusters(&[target], region);
    writer.surroundings(1, target);
    writer.valence(2, region);
    writer.nearest_valence(1, target);
    writer.negated();
    writer.speech(1, target);
    writer.layout();
    writer.frames(scene, region);
}
