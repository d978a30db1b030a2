use super::*;
use crate::stats::oracles::{Oracle, karate, les_miserables};

fn check(oracle: &Oracle, csv: &str) {
    let found = alphas_of_both_ends(&oracle.graph);
    let edges: Vec<(u32, u32, f64)> = oracle.graph.edges().collect();
    let mut checked = 0;
    for line in csv.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let number = |at: usize| cells[at].parse::<f64>().unwrap();
        let (a, b) = (oracle.node(cells[0]), oracle.node(cells[1]));
        let at = edges
            .iter()
            .position(|e| (e.0, e.1) == (a.min(b), a.max(b)))
            .unwrap();
        let known = if a < b {
            [number(3), number(4)]
        } else {
            [number(4), number(3)]
        };
        for (x, y) in found[at].iter().zip(known) {
            assert!((x - y).abs() <= 1e-13, "{line}: {x}");
        }
        assert!((alphas(&oracle.graph)[at] - number(5)).abs() <= 1e-13);
        checked += 1;
    }
    assert_eq!(checked, edges.len());
}

#[test]
fn known_networks() {
    check(
        &karate(),
        include_str!("../../../../tests/oracles/karate_disparity.csv"),
    );
    check(
        &les_miserables(),
        include_str!("../../../../tests/oracles/les_miserables_disparity.csv"),
    );
}

#[test]
fn ends_with_one_edge_decide_nothing() {
    assert_eq!(alpha(5.0, 5.0, 1), 1.0);
    assert_eq!(alpha(5.0, 5.0, 2), 0.0);
    assert_eq!(alpha(1.0, 2.0, 2), 0.5);
}
