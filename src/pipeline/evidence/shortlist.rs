//! The candidates of one number: the clearest, and a random draw of the others.

use std::collections::BTreeSet;

use xxhash_rust::xxh3::xxh3_64;

use crate::model::Class;

/// For how many places of an even choice over time candidates are drawn.
const DRAWN: usize = 4;

/// An article by the hashes of its id and content.
pub(super) type Key = (u64, u64);

/// A sentence (or article) that may be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Candidate {
    pub(super) day: i32,
    pub(super) key: Key,
    pub(super) sentence: u16,
    pub(super) score: i16,
    pub(super) class: Class,
}

impl Candidate {
    fn clarity(&self) -> u16 {
        self.score.unsigned_abs()
    }

    /// The key of its random draw.
    fn draw(&self) -> u64 {
        let mut bytes = [0; 18];
        bytes[..8].copy_from_slice(&self.key.0.to_le_bytes());
        bytes[8..16].copy_from_slice(&self.key.1.to_le_bytes());
        bytes[16..].copy_from_slice(&self.sentence.to_le_bytes());
        xxh3_64(&bytes)
    }
}

/// The candidates of one number.
#[derive(Debug, Clone, Default)]
pub(super) struct Shortlist {
    clear: Vec<Candidate>,
    drawn: Vec<Candidate>,
}

impl Shortlist {
    pub(super) fn push(&mut self, candidate: Candidate, most: usize) {
        self.clear.push(candidate);
        self.drawn.push(candidate);
        if self.clear.len() > 4 * most {
            self.cut_clear(most);
        }
        if self.drawn.len() > 2 * DRAWN * most {
            self.cut_drawn(most);
        }
    }

    fn cut_clear(&mut self, most: usize) {
        self.clear
            .sort_unstable_by(|a, b| b.clarity().cmp(&a.clarity()).then(a.cmp(b)));
        self.clear.truncate(most);
    }

    fn cut_drawn(&mut self, most: usize) {
        self.drawn.sort_unstable_by_key(|c| (c.draw(), *c));
        self.drawn.truncate(DRAWN * most);
    }

    pub(super) fn merge(&mut self, mut other: Self, most: usize) {
        self.clear.append(&mut other.clear);
        self.drawn.append(&mut other.drawn);
        self.cut_clear(most);
        self.cut_drawn(most);
    }

    /// `most` candidates in order of date: the clearest half if `by_score`, the others evenly over those drawn.
    pub(super) fn choose(mut self, most: usize, by_score: bool) -> Vec<Candidate> {
        self.cut_clear(most);
        self.cut_drawn(most);
        let first = if by_score { most.div_ceil(2) } else { 0 };
        let mut chosen: BTreeSet<Candidate> = self.clear.into_iter().take(first).collect();
        let mut rest: Vec<Candidate> = self.drawn;
        rest.sort_unstable();
        rest.retain(|candidate| !chosen.contains(candidate));
        let wanted = most.saturating_sub(chosen.len()).min(rest.len());
        chosen.extend(even(&rest, wanted));
        chosen.into_iter().collect()
    }
}

/// `wanted` of the items, evenly spread over their order.
fn even<T: Copy>(items: &[T], wanted: usize) -> impl Iterator<Item = T> {
    (0..wanted).filter_map(move |i| items.get((2 * i + 1) * items.len() / (2 * wanted)).copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: i32, sentence: u16, score: i16) -> Candidate {
        Candidate {
            day,
            key: (day as u64, 0),
            sentence,
            score,
            class: Class::Neutral,
        }
    }

    #[test]
    fn the_clearest_half_and_others_evenly_over_time_whatever_the_order() {
        let all: Vec<Candidate> = (0..40)
            .map(|day| at(day, 1, if day % 10 == 0 { -900 } else { 3 }))
            .collect();
        let choose = |order: &mut dyn Iterator<Item = Candidate>, cut: usize| {
            let mut parts = [Shortlist::default(), Shortlist::default()];
            for (i, candidate) in order.enumerate() {
                parts[usize::from(i >= cut)].push(candidate, 8);
            }
            let [mut one, other] = parts;
            one.merge(other, 8);
            one.choose(8, true)
        };
        let forwards = choose(&mut all.iter().copied(), 40);
        let backwards = choose(&mut all.iter().rev().copied(), 7);
        assert_eq!(forwards, backwards);
        assert_eq!(forwards.len(), 8);
        assert_eq!(forwards.iter().filter(|c| c.score == -900).count(), 4);
        assert!(forwards.is_sorted());
        let later = forwards
            .iter()
            .filter(|c| c.score == 3 && c.day >= 20)
            .count();
        assert!((1..=3).contains(&later), "{forwards:?}");
    }

    #[test]
    fn few_candidates_are_all_chosen_once() {
        let mut list = Shortlist::default();
        for candidate in [at(3, 0, 5), at(1, 2, -7), at(1, 1, 0)] {
            list.push(candidate, 12);
        }
        let chosen = list.choose(12, true);
        assert_eq!(chosen, [at(1, 1, 0), at(1, 2, -7), at(3, 0, 5)]);
        assert_eq!(even(&[1, 2, 3], 0).count(), 0);
        assert_eq!(even(&[1, 2, 3, 4], 2).collect::<Vec<_>>(), [2, 4]);
    }
}
