//! Drawing a sample from strata.

use super::random::keyed;

/// How many units to draw from each stratum, `wanted` in all: as nearly the same number from each as their sizes allow, so that rare
/// strata are represented. What cannot be divided goes to the larger ones, then to those that stand first.
///
/// # Example
///
/// ```
/// # use demarche::stats::sampling::allocate;
/// assert_eq!(allocate(&[3, 100, 50], 43), [3, 20, 20]);
/// assert_eq!(allocate(&[3, 1], 10), [3, 1]);
/// ```
pub fn allocate(sizes: &[u64], wanted: u64) -> Vec<u64> {
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|&i| (sizes[i], std::cmp::Reverse(i)));
    let mut drawn = vec![0; sizes.len()];
    let mut left = wanted;
    for (at, &i) in order.iter().enumerate() {
        let strata = (sizes.len() - at) as u64;
        drawn[i] = sizes[i].min(left / strata);
        left -= drawn[i];
    }
    drawn
}

/// The places of `wanted` of the `keys`, drawn without replacement, each with the same chance, in order of place. The draw depends on the
/// seed and on the keys alone, never on their order; equal keys are kept apart by their place.
pub fn draw(keys: &[u64], wanted: u64, seed: u64) -> Vec<usize> {
    let mut order: Vec<(u64, u64, usize)> = keys
        .iter()
        .enumerate()
        .map(|(place, &key)| (keyed(seed, key, 0), key, place))
        .collect();
    order.sort_unstable();
    order.truncate(usize::try_from(wanted).unwrap_or(usize::MAX));
    let mut places: Vec<usize> = order.into_iter().map(|(_, _, place)| place).collect();
    places.sort_unstable();
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strata_share_what_is_wanted() {
        for (sizes, wanted, drawn) in [
            (vec![], 5, vec![]),
            (vec![10], 3, vec![3]),
            (vec![10, 10, 10], 10, vec![3, 3, 4]),
            (vec![0, 10], 4, vec![0, 4]),
            (vec![5, 1, 9], 100, vec![5, 1, 9]),
            (vec![1000, 2, 30], 62, vec![30, 2, 30]),
        ] {
            let found = allocate(&sizes, wanted);
            let total: u64 = sizes.iter().sum();
            assert_eq!(found.iter().sum::<u64>(), wanted.min(total), "{sizes:?}");
            let mut sorted = (found.clone(), drawn);
            sorted.0.sort_unstable();
            sorted.1.sort_unstable();
            assert_eq!(sorted.0, sorted.1, "{sizes:?}");
            assert!(found.iter().zip(&sizes).all(|(n, size)| n <= size));
        }
    }

    #[test]
    fn every_unit_has_the_same_chance_whatever_the_order() {
        let keys: Vec<u64> = (0..20).map(|i| i * 7919 + 3).collect();
        let mut drawn = vec![0_u32; 20];
        for seed in 0..4000 {
            let places = draw(&keys, 5, seed);
            assert_eq!(places.len(), 5);
            let turned: Vec<u64> = keys.iter().rev().copied().collect();
            let mut other: Vec<usize> = draw(&turned, 5, seed).iter().map(|p| 19 - p).collect();
            other.sort_unstable();
            assert_eq!(places, other);
            for place in places {
                drawn[place] += 1;
            }
        }
        // 1000 times each, with a standard deviation of 27.
        assert!(drawn.iter().all(|&n| (880..1120).contains(&n)), "{drawn:?}");
        assert_eq!(draw(&keys, 99, 1).len(), 20);
    }
}
