use super::*;
use crate::stats::oracles::les_miserables;

#[test]
fn equals_the_formulas_of_the_paper() {
    // The steps of the paper one by one for w = 12 between strengths 30 and 40 in a total of 400.
    let (w, a, b, n) = (12.0_f64, 30.0_f64, 40.0_f64, 400.0_f64);
    let mean = a * b / (n * n);
    let variance = a * b * (n - a) * (n - b) / (n.powi(4) * (n - 1.0));
    let alpha_prior = mean * mean / variance * (1.0 - mean) - mean;
    let beta_prior = mean / variance * (1.0 - mean).powi(2) - (1.0 - mean);
    let p = (alpha_prior + w) / (alpha_prior + beta_prior + n);
    let kappa = n / (a * b);
    let d = 1.0 / (a * b) - n * (a + b) / (a * b).powi(2);
    let variance_of_score =
        n * p * (1.0 - p) * (2.0 * (kappa + w * d) / (kappa * w + 1.0).powi(2)).powi(2);
    let found = excess(w, a, b, n).unwrap();
    // Lift 12 / 3 = 4, score 3/5.
    assert!((found.score - 0.6).abs() < 1e-15);
    assert!((found.deviation - variance_of_score.sqrt()).abs() < 1e-14);
    assert!(found.alpha < 0.001);
}

#[test]
fn expected_weight_is_even_odds() {
    let found = excess(3.0, 30.0, 40.0, 400.0).unwrap();
    assert!((found.score).abs() < 1e-15 && (found.alpha - 0.5).abs() < 1e-14);
    assert!(excess(1.0, 30.0, 40.0, 400.0).unwrap().alpha > 0.5);
}

#[test]
fn undefined_without_variance() {
    assert_eq!(excess(5.0, 5.0, 5.0, 5.0), None);
    assert_eq!(excess(1.0, 0.0, 5.0, 10.0), None);
    let graph = Graph::from_edges(3, &[(0, 1, 5.0), (0, 2, 1.0)]).unwrap();
    assert_eq!(excesses(&graph).len(), 2);
}

#[test]
fn heavier_is_never_less_certain() {
    let alphas: Vec<f64> = (1..30)
        .map(|w| excess(f64::from(w), 30.0, 40.0, 400.0).unwrap().alpha)
        .collect();
    assert!(alphas.is_sorted_by(|a, b| a >= b));
}

#[test]
fn les_miserables_edge_by_edge() {
    // By scripts/oracle_backbones.py, in exact fractions.
    let csv = include_str!("../../../../tests/oracles/les_miserables_noise_corrected.csv");
    let novel = les_miserables();
    let found = excesses(&novel.graph);
    let edges: Vec<(u32, u32, f64)> = novel.graph.edges().collect();
    let mut kept = [0, 0];
    for line in csv.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [score, deviation, p, of_code] =
            [2, 3, 4, 5].map(|at: usize| cells[at].parse::<f64>().unwrap());
        let (a, b) = (novel.node(cells[0]), novel.node(cells[1]));
        let ends = (a.min(b), a.max(b));
        let at = edges.iter().position(|e| (e.0, e.1) == ends).unwrap();
        let excess = found[at].unwrap();
        assert!((excess.score - score).abs() < 1e-13, "{line}");
        assert!(
            (excess.deviation - deviation).abs() < 1e-12 * deviation,
            "{line}"
        );
        assert!(
            (excess.alpha - p).abs() <= 1e-9 * p,
            "{line}: {}",
            excess.alpha
        );
        // The prior of the authors' program moves P by less than 0.001.
        assert!((excess.alpha - of_code).abs() < 1e-3);
        kept[0] += u32::from(excess.alpha <= 0.05);
        kept[1] += u32::from(of_code <= 0.05);
    }
    assert_eq!(kept, [195, 195]);
}
