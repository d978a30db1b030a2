//! What tells near-identical texts.

/// Bins of a sketch.
pub const SKETCH_BINS: usize = 256;
/// 64-bit words of a sketch: each bin has four bits, bin 0 the lowest of the first word.
pub const SKETCH_WORDS: usize = SKETCH_BINS / 16;

/// What tells near-identical texts without the texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint {
    /// A sketch of the set of runs of five words; two sketches give an estimate of how much the sets share
    /// ([`Fingerprint::similarity`]).
    pub sketch: [u64; SKETCH_WORDS],
    /// Words that the sketch is made from.
    pub words: u32,
    /// Hash of all words of headline and body, in lower case.
    pub text: u64,
}

impl Fingerprint {
    /// The estimated Jaccard similarity of two texts' sets of word runs: the share of equal bins less what chance
    /// gives, 1/16. From 0 to 1, with a standard deviation of about 0.03 where it is 0.7.
    pub fn similarity(a: &[u64; SKETCH_WORDS], b: &[u64; SKETCH_WORDS]) -> f64 {
        let equal: u32 = a.iter().zip(b).map(|(x, y)| equal_bins(x ^ y)).sum();
        let share = f64::from(equal) / SKETCH_BINS as f64;
        ((share - 1.0 / 16.0) / (15.0 / 16.0)).max(0.0)
    }
}

/// How many of the sixteen groups of four bits are 0.
fn equal_bins(difference: u64) -> u32 {
    let any = difference | difference >> 1;
    let any = (any | any >> 2) & 0x1111_1111_1111_1111;
    16 - any.count_ones()
}
