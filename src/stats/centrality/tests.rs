//! Against networkx on known networks, and against definitions on random ones.

use super::assortativity::degree_assortativity;
use super::betweenness::{Partial, betweenness};
use super::closeness::{closeness, from_distances};
use super::clustering::clustering;
use super::components::components;
use super::core_number::core_numbers;
use super::eigenvector::eigenvector;
use super::participation::participation;
use super::{EXACT_NODES, Length, PIVOTS, pivots, sample_nodes};
use crate::stats::graph::Graph;
use crate::stats::oracles::{all, davis_women, karate, les_miserables};
use crate::stats::random::Random;

/// A random network; weights 1 to 3, so that equal lengths are common.
fn random_graph(nodes: u32, share: f64, seed: u64) -> Graph {
    let mut random = Random::new(seed, 0);
    let mut edges = Vec::new();
    for a in 0..nodes {
        for b in a + 1..nodes {
            if random.uniform() < share {
                edges.push((a, b, 1.0 + random.below(3) as f64));
            }
        }
    }
    Graph::from_edges(nodes as usize, &edges).unwrap()
}

#[test]
fn known_networks() {
    for oracle in all() {
        let graph = &oracle.graph;
        let as_f64 = |v: Vec<u32>| v.into_iter().map(f64::from).collect::<Vec<_>>();
        oracle.check("degree", &as_f64(graph.degrees()), 0.0);
        oracle.check("strength", &graph.strengths(), 0.0);
        oracle.check("core", &as_f64(core_numbers(graph)), 0.0);
        oracle.check(
            "betweenness",
            &betweenness(graph, Length::Hops, 1).score,
            1e-11,
        );
        let weighted = betweenness(graph, Length::InverseWeight, 1);
        oracle.check(
            "betweenness_w_distance_1_over_weight",
            &weighted.score,
            1e-11,
        );
        assert_eq!(weighted.error, None);
        let near: Vec<f64> = closeness(graph, Length::Hops, 1)
            .into_iter()
            .map(Option::unwrap)
            .collect();
        oracle.check("closeness", &near, 1e-11);
        oracle.check("eigenvector_w", &eigenvector(graph).unwrap(), 1e-8);
        let local: Vec<f64> = clustering(graph)
            .local
            .into_iter()
            .map(|c| c.unwrap_or(0.0))
            .collect();
        oracle.check("clustering", &local, 1e-11);
        assert!(components(graph).iter().all(|&c| c == 0));
    }
}

#[test]
fn published_values() {
    let novel = les_miserables();
    let valjean = betweenness(&novel.graph, Length::Hops, 1).score[novel.node("Valjean") as usize];
    assert!((valjean - 0.569_99).abs() < 1e-5);
    // networkx: transitivity and average clustering.
    let found = clustering(&novel.graph);
    assert!((found.transitivity.unwrap() - 0.498_931_623_931_623_94).abs() < 1e-14);
    assert!((found.average().unwrap() - 0.573_136_749_932_013_4).abs() < 1e-14);
    for (oracle, transitivity, average) in [
        (karate(), 0.255_681_818_181_818_2, 0.570_638_478_207_682_3),
        (
            davis_women(),
            0.928_396_272_682_687_5,
            0.936_686_896_981_066_4,
        ),
    ] {
        let found = clustering(&oracle.graph);
        assert!((found.transitivity.unwrap() - transitivity).abs() < 1e-14);
        assert!((found.average().unwrap() - average).abs() < 1e-12);
    }
    assert_eq!(
        clustering(&karate().graph).triangles.iter().sum::<u64>() / 3,
        45
    );
}

#[test]
fn davis_women_meet_at_events() {
    // The projection to women, counted anew from who attended what.
    let women = davis_women();
    let csv = include_str!("../../../tests/oracles/davis_bipartite_edges.csv");
    let mut events = std::collections::BTreeMap::new();
    for line in csv.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        events
            .entry(cells[1])
            .or_insert_with(Vec::new)
            .push(women.node(cells[0]));
    }
    assert_eq!(events.len(), 14);
    let mut met = std::collections::BTreeMap::new();
    for attended in events.values() {
        for &a in attended {
            for &b in attended.iter().filter(|&&b| b > a) {
                *met.entry((a, b)).or_insert(0.0) += 1.0;
            }
        }
    }
    let known: Vec<(u32, u32, f64)> = women.graph.edges().collect();
    let found: Vec<(u32, u32, f64)> = met.into_iter().map(|((a, b), w)| (a, b, w)).collect();
    assert_eq!(found, known);
}

/// All shortest paths by trying every walk order: Floyd–Warshall lengths, then path counts by recursion.
fn betweenness_by_definition(graph: &Graph, length: Length) -> Vec<f64> {
    let n = graph.nodes();
    let cost = |w: f64| if length == Length::Hops { 1.0 } else { 1.0 / w };
    let mut d = vec![vec![f64::INFINITY; n]; n];
    for (a, row) in d.iter_mut().enumerate() {
        row[a] = 0.0;
        for (b, w) in graph.edges_of(a as u32) {
            row[b as usize] = cost(w);
        }
    }
    for k in 0..n {
        for a in 0..n {
            for b in 0..n {
                let through = d[a][k] + d[k][b];
                if through < d[a][b] - 1e-9 {
                    d[a][b] = through;
                }
            }
        }
    }
    let mut count = vec![vec![0.0; n]; n];
    for a in 0..n {
        let mut order: Vec<usize> = (0..n).filter(|&b| d[a][b].is_finite()).collect();
        order.sort_by(|x, y| d[a][*x].total_cmp(&d[a][*y]));
        count[a][a] = 1.0;
        for &b in order.iter().skip(1) {
            count[a][b] = graph
                .edges_of(b as u32)
                .filter(|&(u, w)| (d[a][u as usize] + cost(w) - d[a][b]).abs() < 1e-9)
                .map(|(u, _)| count[a][u as usize])
                .sum();
        }
    }
    let mut score = vec![0.0; n];
    for (v, score) in score.iter_mut().enumerate() {
        for a in 0..n {
            for b in a + 1..n {
                if a != v
                    && b != v
                    && d[a][b].is_finite()
                    && (d[a][v] + d[v][b] - d[a][b]).abs() < 1e-9
                {
                    *score += count[a][v] * count[v][b] / count[a][b];
                }
            }
        }
        *score /= (n as f64 - 1.0) * (n as f64 - 2.0) / 2.0;
    }
    score
}

#[test]
fn betweenness_is_its_definition() {
    for seed in 0..12 {
        let graph = random_graph(14, 0.1 + 0.03 * seed as f64, seed);
        for length in [Length::Hops, Length::InverseWeight] {
            let found = betweenness(&graph, length, 1).score;
            for (x, y) in found.iter().zip(betweenness_by_definition(&graph, length)) {
                assert!((x - y).abs() < 1e-12, "{length:?} {seed}: {x} {y}");
            }
        }
    }
}

#[test]
fn parts_merge_to_the_whole() {
    let graph = karate().graph;
    let sources: Vec<u32> = (0..34).collect();
    let whole = Partial::from_sources(&graph, Length::Hops, &sources).finish();
    let merged = sources
        .chunks(7)
        .map(|part| Partial::from_sources(&graph, Length::Hops, part))
        .reduce(|a, b| a.merge(&b))
        .unwrap()
        .finish();
    for (x, y) in whole.score.iter().zip(&merged.score) {
        assert!((x - y).abs() < 1e-15);
    }
    assert_eq!(merged.error, None);
}

#[test]
fn sampled_betweenness_misses_as_foretold() {
    let graph = random_graph(200, 0.04, 3);
    let exact = betweenness(&graph, Length::Hops, 1).score;
    let (mut missed, mut foretold) = (0.0, 0.0);
    for seed in 0..8 {
        let mut sources: Vec<u32> = (0..200).collect();
        Random::new(seed, 9).shuffle(&mut sources);
        let sampled = Partial::from_sources(&graph, Length::Hops, &sources[..60]).finish();
        for ((x, y), e) in sampled.score.iter().zip(&exact).zip(sampled.error.unwrap()) {
            missed += (x - y) * (x - y);
            foretold += e * e;
        }
    }
    assert!(
        (0.8..1.25).contains(&(missed / foretold)),
        "squared errors {missed}, foretold {foretold}"
    );
}

#[test]
fn pivots_are_all_or_a_sample_without_repeats() {
    assert_eq!(pivots(3, PIVOTS, 1), [0, 1, 2]);
    let drawn = pivots(EXACT_NODES + 1, PIVOTS, 1);
    assert_eq!(drawn.len(), PIVOTS);
    assert!(drawn.is_sorted_by(|a, b| a < b));
    assert_ne!(drawn, pivots(EXACT_NODES + 1, PIVOTS, 2));
}

#[test]
fn pieces_and_lone_nodes() {
    // 0-1-2 and 3-4; 5 alone.
    let graph = Graph::from_edges(6, &[(0, 1, 1.0), (1, 2, 1.0), (3, 4, 1.0)]).unwrap();
    assert_eq!(components(&graph), [0, 0, 0, 1, 1, 2]);
    let near = closeness(&graph, Length::Hops, 1);
    // Node 1: r = 3, Σd = 2, so 2/5 · 2/2; node 3: r = 2, Σd = 1, so 1/5; node 5: none.
    assert_eq!(near[1], Some(0.4));
    assert_eq!(near[3], Some(0.2));
    assert_eq!(near[5], None);
    assert_eq!(core_numbers(&graph), [1, 1, 1, 1, 1, 0]);
    assert_eq!(
        clustering(&graph).local,
        [None, Some(0.0), None, None, None, None]
    );
    let empty = Graph::from_edges(2, &[]).unwrap();
    assert_eq!(eigenvector(&empty), None);
    assert_eq!(betweenness(&empty, Length::Hops, 1).score, [0.0, 0.0]);
    assert_eq!(participation(&empty, &[0, 1]), [None, None]);
    assert_eq!(
        clustering(&Graph::from_edges(0, &[]).unwrap()).average(),
        None
    );
}

#[test]
fn eigenvector_of_a_bipartite_network() {
    // A star with 4 leaves: centre 1/√2, leaves 1/√8.
    let star = Graph::from_edges(5, &[(0, 1, 2.0), (0, 2, 2.0), (0, 3, 2.0), (0, 4, 2.0)]).unwrap();
    let found = eigenvector(&star).unwrap();
    assert!(
        (found[0] - 0.5_f64.sqrt()).abs() < 1e-10 && (found[4] - 0.125_f64.sqrt()).abs() < 1e-10
    );
}

#[test]
fn participation_by_hand() {
    // Node 0 has strength 2 towards its own community and 1 + 1 towards another.
    let graph =
        Graph::from_edges(4, &[(0, 1, 2.0), (0, 2, 1.0), (0, 3, 1.0), (2, 3, 5.0)]).unwrap();
    let found = participation(&graph, &[0, 0, 1, 1]);
    assert_eq!(found[0], Some(0.5));
    assert_eq!(found[1], Some(0.0));
    assert!((found[2].unwrap() - (1.0 - 26.0 / 36.0)).abs() < 1e-15);
}

#[test]
fn core_numbers_by_peeling() {
    for seed in 0..10 {
        let graph = random_graph(30, 0.15, seed);
        let found = core_numbers(&graph);
        for k in 0..8_u32 {
            // Peel nodes with fewer than k neighbours until none is left to peel.
            let mut alive = [true; 30];
            while let Some(v) = (0..30_u32).find(|&v| {
                alive[v as usize]
                    && graph
                        .neighbours(v)
                        .iter()
                        .filter(|&&u| alive[u as usize])
                        .count()
                        < k as usize
            }) {
                alive[v as usize] = false;
            }
            for v in 0..30 {
                assert_eq!(alive[v], found[v] >= k);
            }
        }
    }
}

#[test]
fn degree_assortativity_of_known_networks() {
    // Karate: -0.4756 (Newman 2002 has it as an example of disassortative mixing); all three by exact fractions in Python.
    for (graph, known) in [
        (karate().graph, -0.475_613_097_684_614_13),
        (les_miserables().graph, -0.165_225_134_422_369_63),
    ] {
        let found = degree_assortativity(&graph).unwrap();
        assert!((found - known).abs() < 1e-14, "{found}");
    }
    // A ring: all degrees are the same.
    let ring = Graph::from_edges(3, &[(0, 1, 1.0), (0, 2, 1.0), (1, 2, 1.0)]).unwrap();
    assert_eq!(degree_assortativity(&ring), None);
}

#[test]
fn distances_of_one_search_serve_closeness_too() {
    let graph = les_miserables().graph;
    let sources = pivots(77, PIVOTS, 1);
    let part = Partial::from_sources(&graph, Length::Hops, &sources);
    let both = from_distances(&graph, &sources, part.distances());
    assert_eq!(both, closeness(&graph, Length::Hops, 1));
    assert_eq!(sample_nodes(50, 7, 3).len(), 7);
}
