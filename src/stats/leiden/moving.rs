//! The fast local moving of nodes.

use std::collections::VecDeque;

use super::level::{Gather, Level};
use crate::stats::random::Random;

/// Gains smaller than this share of the terms they are the difference of are rounding.
const ROUNDING: f64 = 1e-12;

/// Moves nodes one at a time to the neighbouring community (or an empty one) that gains most, until no node gains; only
/// nodes whose neighbourhood changed are visited again. Ties go to the community met first in the node's row.
pub(super) fn move_nodes(
    level: &Level<'_>,
    gamma: f64,
    community: &mut [u32],
    seed: u64,
    key: u64,
) {
    let nodes = level.nodes();
    let mut mass = vec![0.0; nodes];
    let mut size = vec![0_u32; nodes];
    for (v, &c) in community.iter().enumerate() {
        mass[c as usize] += level.mass[v];
        size[c as usize] += 1;
    }
    let mut empty: Vec<u32> = (0..nodes as u32)
        .rev()
        .filter(|&c| size[c as usize] == 0)
        .collect();
    let mut order: Vec<u32> = (0..nodes as u32).collect();
    Random::new(seed, mixed(key, 1)).shuffle(&mut order);
    let mut queue: VecDeque<u32> = order.into();
    let mut waiting = vec![true; nodes];
    let mut gather = Gather::new(nodes);
    let total: f64 = level.mass.iter().sum();
    while let Some(v) = queue.pop_front() {
        waiting[v as usize] = false;
        let own = community[v as usize];
        let a = level.mass[v as usize];
        let mut tied = 0.0;
        for (u, w) in level.edges_of(v) {
            gather.add(community[u as usize], w);
            tied += w;
        }
        mass[own as usize] -= a;
        let gain = |c: u32| gather.weight[c as usize] - gamma * a * mass[c as usize];
        let (mut best, mut best_gain) = (own, gain(own));
        // Rounding must not send a node around for ever.
        let least = ROUNDING * (tied + gamma * a * total);
        for &c in &gather.touched {
            let here = gain(c);
            if here > best_gain + least {
                (best, best_gain) = (c, here);
            }
        }
        if best_gain < -least && size[own as usize] > 1 {
            // On its own it gains 0.
            if let Some(&free) = empty.last() {
                best = free;
            }
        }
        mass[best as usize] += a;
        if best != own {
            community[v as usize] = best;
            size[own as usize] -= 1;
            size[best as usize] += 1;
            if empty.last() == Some(&best) {
                empty.pop();
            }
            if size[own as usize] == 0 {
                mass[own as usize] = 0.0;
                empty.push(own);
            }
            for (u, _) in level.edges_of(v) {
                if community[u as usize] != best && !waiting[u as usize] {
                    waiting[u as usize] = true;
                    queue.push_back(u);
                }
            }
        }
        gather.clear();
    }
}

/// A key for one purpose within one pass.
pub(super) const fn mixed(key: u64, purpose: u64) -> u64 {
    crate::stats::random::keyed(purpose, key, 0)
}
