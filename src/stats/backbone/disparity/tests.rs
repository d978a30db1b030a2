use super::*;
use crate::stats::centrality::components::components;
use crate::stats::oracles::{Oracle, davis_women, karate, les_miserables};

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
    check(
        &davis_women(),
        include_str!("../../../../tests/oracles/davis_women_disparity.csv"),
    );
}

#[test]
fn ends_with_one_edge_decide_nothing() {
    assert_eq!(alpha(5.0, 5.0, 1), 1.0);
    assert_eq!(alpha(5.0, 5.0, 2), 0.0);
    assert_eq!(alpha(1.0, 2.0, 2), 0.5);
}

#[test]
fn r_backbone_finds_a_tree() {
    // Two stars of five with weak ties among the leaves, one star ten times heavier, joined at the centres. The tests of R backbone find
    // that the disparity filter keeps a tree of all ten nodes at 0.05.
    let mut edges = vec![(0, 5, 75.0)];
    for a in 1..5_u32 {
        edges.push((0, a, 10.0));
        edges.push((5, a + 5, 100.0));
        for b in a + 1..5 {
            edges.push((a, b, 1.0));
            edges.push((a + 5, b + 5, 10.0));
        }
    }
    let graph = Graph::from_any_edges(10, &edges).unwrap();
    let kept: Vec<(u32, u32, f64)> = graph
        .edges()
        .zip(alphas(&graph))
        .filter(|(_, alpha)| *alpha < 0.05)
        .map(|(edge, _)| edge)
        .collect();
    assert_eq!(kept.len(), 9);
    let backbone = Graph::from_edges(10, &kept).unwrap();
    assert!(components(&backbone).iter().all(|&c| c == 0));
}

#[test]
fn alpha_of_one_end_is_uniform_where_strength_is_divided_at_random() {
    // A stick of k parts broken at random: exponential numbers over their sum.
    let mut random = crate::stats::random::Random::new(13, 13);
    let runs = 6_000;
    let mut below = [0_u32; 3];
    for run in 0..runs {
        let degree = 2 + run % 20;
        let parts: Vec<f64> = (0..degree)
            .map(|_| -(1.0 - random.uniform()).ln())
            .collect();
        let found = alpha(parts[0], parts.iter().sum(), degree);
        for (count, level) in below.iter_mut().zip([0.05, 0.3, 0.8]) {
            *count += u32::from(found <= level);
        }
    }
    for (count, level) in below.into_iter().zip([0.05, 0.3, 0.8]) {
        let share = f64::from(count) / runs as f64;
        let noise = 3.0 * (level * (1.0 - level) / runs as f64).sqrt();
        assert!((share - level).abs() <= noise, "{share} at {level}");
    }
}
