use super::Sign::{Negative, Positive};
use super::balance::{balance, census};
use super::frustration::frustration;
use super::*;
use crate::stats::random::Random;

fn random_graph(nodes: u32, share: f64, hostile: f64, seed: u64) -> SignedGraph {
    let mut random = Random::new(seed, 2);
    let mut edges = Vec::new();
    for a in 0..nodes {
        for b in a + 1..nodes {
            if random.uniform() < share {
                let sign = if random.uniform() < hostile {
                    Negative
                } else {
                    Positive
                };
                edges.push((a, b, sign));
            }
        }
    }
    SignedGraph::from_edges(nodes as usize, &edges).unwrap()
}

/// Two camps, friendly inside and hostile between, with some signs turned.
fn camps(nodes: u32, turned: f64, seed: u64) -> SignedGraph {
    let mut random = Random::new(seed, 3);
    let mut edges = Vec::new();
    for a in 0..nodes {
        for b in a + 1..nodes {
            if random.uniform() < 0.5 {
                let hostile = (a % 2 != b % 2) ^ (random.uniform() < turned);
                edges.push((a, b, if hostile { Negative } else { Positive }));
            }
        }
    }
    SignedGraph::from_edges(nodes as usize, &edges).unwrap()
}

#[test]
fn census_is_all_triples() {
    for seed in 0..8 {
        let graph = random_graph(14, 0.5, 0.4, seed);
        let sign = |a: u32, b: u32| {
            graph
                .edges()
                .iter()
                .find(|e| (e.0, e.1) == (a, b))
                .map(|e| e.2)
        };
        let mut known = [0; 4];
        for a in 0..14 {
            for b in a + 1..14 {
                for c in b + 1..14 {
                    if let (Some(x), Some(y), Some(z)) = (sign(a, b), sign(a, c), sign(b, c)) {
                        known[[x, y, z].iter().filter(|s| **s == Negative).count()] += 1;
                    }
                }
            }
        }
        let found = census(&graph);
        assert_eq!(found.by_negative, known);
        let all: u64 = known.iter().sum();
        assert_eq!(
            found.balance(),
            Some((known[0] + known[2]) as f64 / all as f64)
        );
        assert_eq!(
            found.weak_balance(),
            Some((all - known[1]) as f64 / all as f64)
        );
    }
}

#[test]
fn camps_are_balanced_beyond_chance_and_random_signs_are_not() {
    let found = balance(&camps(24, 0.05, 1), 1, 199);
    let ratio = found.census.balance().unwrap();
    assert!(ratio > 0.75 && found.p.unwrap() < 0.02);
    let interval = found.interval.unwrap();
    assert!(interval.low < ratio && ratio < interval.high && interval.low > 0.5);
    let expected = found.expected.unwrap();
    assert!((expected - 0.5).abs() < 0.05, "{expected}");
    let ps: Vec<f64> = (0..40)
        .map(|s| balance(&random_graph(16, 0.5, 0.5, s), s, 99).p.unwrap())
        .collect();
    let below = |level: f64| ps.iter().filter(|p| **p <= level).count();
    assert!(
        below(0.05) <= 6 && (10..=30).contains(&below(0.5)),
        "{ps:?}"
    );
}

#[test]
fn undefined_without_triangles() {
    let path = SignedGraph::from_edges(3, &[(0, 1, Positive), (1, 2, Negative)]).unwrap();
    let found = balance(&path, 1, 99);
    assert_eq!((found.census.triads(), found.census.balance()), (0, None));
    assert_eq!(
        (found.interval, found.expected, found.p),
        (None, None, None)
    );
    assert_eq!(path.degrees(), [(1, 0), (1, 1), (0, 1)]);
}

fn by_enumeration(graph: &SignedGraph) -> u64 {
    (0_u32..1 << (graph.nodes() - 1))
        .map(|bits| {
            let camp = |v: u32| bits >> v & 1;
            graph
                .edges()
                .iter()
                .filter(|e| (camp(e.0) != camp(e.1)) == (e.2 == Positive))
                .count() as u64
        })
        .min()
        .unwrap()
}

#[test]
fn bounds_enclose_the_index_of_small_networks() {
    let (mut exact, mut best) = (0, 0);
    for seed in 0..30 {
        let graph = random_graph(10, 0.5, 0.4, seed);
        let known = by_enumeration(&graph);
        let found = frustration(&graph, seed);
        assert!(
            found.lower <= known && known <= found.upper,
            "{seed}: {found:?}, {known}"
        );
        exact += u32::from(found.is_exact());
        best += u32::from(found.upper == known);
        let count = graph
            .edges()
            .iter()
            .filter(|e| (found.camp[e.0 as usize] != found.camp[e.1 as usize]) == (e.2 == Positive))
            .count();
        assert_eq!(count as u64, found.upper);
    }
    assert_eq!(best, 30, "the search found the optimum in {best} of 30");
    assert!(exact >= 12, "bounds met in {exact} of 30");
}

#[test]
fn balanced_networks_have_no_frustration() {
    let graph = camps(30, 0.0, 4);
    let found = frustration(&graph, 1);
    assert_eq!((found.lower, found.upper), (0, 0));
    for v in 0..30 {
        assert_eq!(found.camp[v], v % 2 == 1, "node {v}");
    }
    let empty = frustration(&SignedGraph::from_edges(0, &[]).unwrap(), 1);
    assert_eq!((empty.lower, empty.upper, empty.camp.len()), (0, 0, 0));
}

#[test]
fn wrong_lists_are_refused() {
    assert!(SignedGraph::from_edges(2, &[(0, 2, Positive)]).is_err());
    assert!(SignedGraph::from_edges(2, &[(1, 0, Positive)]).is_err());
    assert!(SignedGraph::from_edges(3, &[(0, 1, Positive), (0, 1, Negative)]).is_err());
}
