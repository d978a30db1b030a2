//! Against published tables.

use super::*;

fn near(found: Option<f64>, published: f64, digits: f64) {
    let found = found.expect("defined");
    assert!(
        (found - published).abs() <= digits * published.abs().max(1.0),
        "{found} is not {published}"
    );
}

#[test]
fn dunning_1993_the_swiss() {
    // The row "the swiss" of Dunning (1993): cells 110, 2442, 111, 29114; -2 ln λ = 270.72.
    let pair = Counts::new(31_777, 2_552, 221, 110).unwrap();
    assert_eq!(pair.cells(), [110, 2442, 111, 29114]);
    near(pair.g2(), 270.72, 2e-5);
}
