//! Draws keyed by a seed: counter-based hashing and a small generator, both by `splitmix64`
//! (Steele, Lea & Flood 2014, "Fast splittable pseudorandom number generators").

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// The finaliser of `splitmix64`: a bijection of `u64` whose output bits all depend on all input bits.
pub const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// One 64-bit draw for the triple (`seed`, `key`, `counter`). The same triple always gives the same draw, so draws need
/// no order and no shared state.
pub const fn keyed(seed: u64, key: u64, counter: u64) -> u64 {
    let state = mix(seed.wrapping_add(GOLDEN));
    let state = mix((state ^ key).wrapping_add(GOLDEN));
    mix((state ^ counter).wrapping_add(GOLDEN))
}

/// A sequential generator (`splitmix64`): 2⁶⁴ period, passes `BigCrush`, the same everywhere.
#[derive(Debug, Clone)]
pub struct Random {
    state: u64,
}

impl Random {
    /// A generator for (`seed`, `key`); different keys give unrelated sequences.
    pub const fn new(seed: u64, key: u64) -> Self {
        Self {
            state: keyed(seed, key, 0),
        }
    }

    /// The next 64 random bits.
    pub const fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(GOLDEN);
        mix(self.state)
    }

    /// A uniform number in `[0, 1)` with 53 random bits.
    pub fn uniform(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }

    /// A uniform integer in `0..bound` (Lemire 2019, without rejection: bias below `bound / 2⁶⁴`). 0 for `bound = 0`.
    pub const fn below(&mut self, bound: u64) -> u64 {
        ((self.next_u64() as u128 * bound as u128) >> 64) as u64
    }

    /// Shuffles in place (Fisher–Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            let j = self.below(i as u64 + 1) as usize;
            items.swap(i, j);
        }
    }
}

#[cfg(test)]
mod tests;
