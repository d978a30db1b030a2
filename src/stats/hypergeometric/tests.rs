//! Against exact integer counting and published values.

use super::*;

/// `C(n, k)`, exact while it fits.
fn choose(n: u64, k: u64) -> u128 {
    (0..k).fold(1, |c, i| c * u128::from(n - i) / u128::from(i + 1))
}

#[test]
fn equals_counting_for_every_small_table() {
    for n in 1..=24_u64 {
        for n_i in 0..=n {
            for n_j in 0..=n {
                let ways = choose(n, n_j);
                let mut tail = 0_u128;
                for k in (0..=n_i.min(n_j)).rev() {
                    if n_j - k <= n - n_i {
                        tail += choose(n_i, k) * choose(n - n_i, n_j - k);
                    }
                    let exact = tail as f64 / ways as f64;
                    let p = upper_tail(n, n_i, n_j, k).unwrap();
                    assert!(
                        (p - exact).abs() <= 1e-13 * exact,
                        "{n} {n_i} {n_j} {k}: {p} {exact}"
                    );
                }
            }
        }
    }
}
