//! The refinement: communities are split into well-connected parts, which become the nodes of the next level.

use super::level::{Gather, Level, members};
use super::moving::mixed;
use crate::stats::math::exp;
use crate::stats::random::Random;

/// The parts being formed; at first every node is a part of its own.
struct Parts<'a, 'l> {
    level: &'a Level<'l>,
    gamma: f64,
    part: Vec<u32>,
    mass: Vec<f64>,
    size: Vec<u32>,
    /// Weight between a part and the rest of its community.
    cut: Vec<f64>,
}

impl Parts<'_, '_> {
    /// Is the part bound to the rest of its community by at least what chance would give?
    fn well_connected(&self, part: u32, community_mass: f64) -> bool {
        let mass = self.mass[part as usize];
        self.cut[part as usize] >= self.gamma * mass * (community_mass - mass)
    }

    /// Merges the node `v`, still alone, into `target`, to which `weight` binds it.
    fn merge(&mut self, v: u32, target: u32, weight: f64) {
        let (v, t) = (v as usize, target as usize);
        self.part[v] = target;
        self.mass[t] += self.level.mass[v];
        self.size[t] += 1;
        self.cut[t] += self.cut[v] - 2.0 * weight;
        self.mass[v] = 0.0;
        self.size[v] = 0;
    }
}

/// How communities are refined.
#[derive(Debug, Clone, Copy)]
pub(super) struct Refinement {
    /// Resolution.
    pub(super) gamma: f64,
    /// Randomness of the choices, above 0.
    pub(super) theta: f64,
    pub(super) seed: u64,
    pub(super) key: u64,
}

/// Splits each community into parts. A node still alone joins a well-connected part of its community, drawn with
/// probability growing as `exp(gain / theta)` among those with gain >= 0.
pub(super) fn refine(level: &Level<'_>, community: &[u32], options: Refinement) -> Vec<u32> {
    let Refinement {
        gamma,
        theta,
        seed,
        key,
    } = options;
    let nodes = level.nodes();
    let communities = community.iter().max().map_or(0, |&c| c + 1);
    let (starts, mut order) = members(community, communities);
    let mut random = Random::new(seed, mixed(key, 2));
    let mut parts = Parts {
        level,
        gamma,
        part: (0..nodes as u32).collect(),
        mass: level.mass.clone(),
        size: vec![1; nodes],
        cut: vec![0.0; nodes],
    };
    let mut gather = Gather::new(nodes);
    let mut choices: Vec<(u32, f64)> = Vec::new();
    for c in 0..communities {
        let inside = &mut order[starts[c as usize]..starts[c as usize + 1]];
        if inside.len() < 2 {
            continue;
        }
        let total: f64 = inside.iter().map(|&v| level.mass[v as usize]).sum();
        for &v in inside.iter() {
            parts.cut[v as usize] = level
                .edges_of(v)
                .filter(|e| community[e.0 as usize] == c)
                .map(|e| e.1)
                .sum();
        }
        random.shuffle(inside);
        for &v in inside.iter() {
            if parts.size[v as usize] != 1
                || parts.part[v as usize] != v
                || !parts.well_connected(v, total)
            {
                continue;
            }
            for (u, w) in level.edges_of(v) {
                if community[u as usize] == c {
                    gather.add(parts.part[u as usize], w);
                }
            }
            choices.clear();
            choices.push((v, 0.0));
            for &p in &gather.touched {
                let gain = gather.weight[p as usize]
                    - gamma * level.mass[v as usize] * parts.mass[p as usize];
                if gain >= 0.0 && parts.well_connected(p, total) {
                    choices.push((p, gain));
                }
            }
            let chosen = draw(&choices, theta, &mut random);
            if chosen != v {
                parts.merge(v, chosen, gather.weight[chosen as usize]);
            }
            gather.clear();
        }
    }
    parts.part
}

/// Draws a choice with probability proportional to `exp(gain / theta)`.
fn draw(choices: &[(u32, f64)], theta: f64, random: &mut Random) -> u32 {
    let most = choices.iter().map(|c| c.1).fold(0.0, f64::max);
    let share = |gain: f64| exp((gain - most) / theta);
    let total: f64 = choices.iter().map(|c| share(c.1)).sum();
    let mut left = random.uniform() * total;
    for &(p, gain) in choices {
        left -= share(gain);
        if left < 0.0 {
            return p;
        }
    }
    choices.last().map_or(0, |c| c.0)
}
