use super::*;
use crate::stats::oracles::all;

#[test]
fn known_networks() {
    for oracle in all() {
        // networkx stops at 1e-6 per node; the values agree to that.
        oracle.check("pagerank_w_0.85", &pagerank(&oracle.graph), 2e-6);
    }
}

#[test]
fn sums_to_one_with_lone_nodes() {
    let graph = Graph::from_edges(5, &[(0, 1, 3.0), (1, 2, 1.0)]).unwrap();
    let rank = pagerank(&graph);
    assert!((rank.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    assert_eq!(rank[3], rank[4]);
    assert!(rank[3] > 0.0 && rank[3] < rank[2]);
    // The fixed point itself: rank = base + damping × inflow.
    let base = (1.0 - DAMPING + DAMPING * (rank[3] + rank[4])) / 5.0;
    assert!((rank[0] - (base + DAMPING * rank[1] * 3.0 / 4.0)).abs() < 1e-12);
    assert!((rank[3] - base).abs() < 1e-12);
    assert!(pagerank(&Graph::from_edges(0, &[]).unwrap()).is_empty());
}
