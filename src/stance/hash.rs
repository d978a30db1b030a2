//! Hashing of words and features. The values are part of the weights' format: they are the same on
//! every machine and must not change without training anew.

/// The hash of a word: FNV-1a, 64 bits (Fowler, Noll, Vo).
pub(super) const fn word_hash(word: &str) -> u64 {
    let bytes = word.as_bytes();
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut i = 0;
    while i < bytes.len() {
        hash = (hash ^ bytes[i] as u64).wrapping_mul(0x0100_0000_01b3);
        i += 1;
    }
    hash
}

const MIX: u64 = 0x9e37_79b9_7f4a_7c15;

/// The hash of a sequence, one element at a time.
#[inline]
pub(super) const fn mix(hash: u64, next: u64) -> u64 {
    (hash.rotate_left(23) ^ next).wrapping_mul(MIX)
}

/// The row of a feature in a table of 2^`bits` rows.
#[inline]
pub(super) const fn row(hash: u64, bits: u32) -> u32 {
    ((hash ^ (hash >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> (64 - bits)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_fixed() {
        assert_eq!(word_hash(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(word_hash("a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(row(mix(mix(1, 2), 3), 18), row(mix(mix(1, 2), 3), 18));
        assert!(row(u64::MAX, 18) < 1 << 18);
    }
}
