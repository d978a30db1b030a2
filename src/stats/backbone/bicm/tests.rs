use super::*;

fn degrees(model: &Bicm) -> (Vec<f64>, Vec<f64>) {
    let (r, c) = (model.rows().len(), model.columns().len());
    let rows = (0..r)
        .map(|i| {
            (0..c)
                .map(|j| model.probability(i, j) * model.columns()[j].nodes as f64)
                .sum()
        })
        .collect();
    let columns = (0..c)
        .map(|j| {
            (0..r)
                .map(|i| model.probability(i, j) * model.rows()[i].nodes as f64)
                .sum()
        })
        .collect();
    (rows, columns)
}

fn keeps_degrees(model: &Bicm, error: f64) {
    let (rows, columns) = degrees(model);
    for (found, class) in rows
        .iter()
        .zip(model.rows())
        .chain(columns.iter().zip(model.columns()))
    {
        assert!(
            (found - class.degree as f64).abs() <= error,
            "{found} for {class:?}"
        );
    }
}

#[test]
fn classes_are_counted_and_sorted() {
    assert_eq!(
        classes([3, 1, 3]),
        [
            DegreeClass {
                degree: 1,
                nodes: 1
            },
            DegreeClass {
                degree: 3,
                nodes: 2
            }
        ]
    );
    assert!(classes([]).is_empty());
}

#[test]
fn published_probabilities() {
    // R package backbone, bicm() on rows 001, 010, 101: .216, .568 and .863.
    let model = Bicm::fit(classes([1, 1, 2]), classes([1, 1, 2])).unwrap();
    for ((i, j), known) in [
        ((0, 0), 0.216),
        ((0, 1), 0.568),
        ((1, 0), 0.568),
        ((1, 1), 0.863),
    ] {
        assert!((model.probability(i, j) - known).abs() < 5e-4);
    }
    keeps_degrees(&model, 1e-9);
}

#[test]
fn davis_women_keep_their_degrees() {
    let csv = include_str!("../../../../tests/oracles/davis_bipartite_edges.csv");
    let count = |at: usize| {
        let mut names: Vec<&str> = csv
            .lines()
            .skip(1)
            .map(|l| l.split(',').nth(at).unwrap())
            .collect();
        names.sort_unstable();
        names
            .chunk_by(|a, b| a == b)
            .map(|run| run.len() as u64)
            .collect::<Vec<_>>()
    };
    let model = Bicm::fit(classes(count(0)), classes(count(1))).unwrap();
    keeps_degrees(&model, 1e-8);
    assert!(model.residual() < TOLERANCE);
}

#[test]
fn likelihood_is_at_its_maximum() {
    // Of all product-form models, the fitted one has equal odds ratios: p(a,c) p(b,d) / … = 1 in odds.
    let model = Bicm::fit(classes([2, 3, 3, 4]), classes([1, 2, 3, 3, 3])).unwrap();
    keeps_degrees(&model, 1e-8);
    let odds = |i, j| {
        let p = model.probability(i, j);
        p / (1.0 - p)
    };
    for j in 1..model.columns().len() {
        let ratio = odds(0, 0) * odds(1, j) / (odds(1, 0) * odds(0, j));
        assert!((ratio - 1.0).abs() < 1e-9);
    }
}

#[test]
fn certain_edges_are_certain() {
    // The first row has every column; then the third column has no other row left.
    let model = Bicm::fit(classes([3, 1, 1]), classes([2, 2, 1])).unwrap();
    let (full, one) = (1, 0);
    assert_eq!(model.probability(full, 0), 1.0);
    assert_eq!(model.probability(full, 1), 1.0);
    assert_eq!(model.probability(one, 0), 0.0);
    assert!((model.probability(one, 1) - 0.5).abs() < 1e-12);
    keeps_degrees(&model, 1e-9);
    // A single possible network: everything is certain.
    let model = Bicm::fit(classes([2, 1]), classes([2, 1])).unwrap();
    keeps_degrees(&model, 0.0);
    // Rows without edges.
    let model = Bicm::fit(classes([0, 1, 1]), classes([1, 1])).unwrap();
    assert_eq!(model.probability(0, 0), 0.0);
    keeps_degrees(&model, 1e-9);
}

#[test]
fn contradictions_are_refused() {
    assert!(Bicm::fit(classes([2, 1]), classes([1, 1])).is_none());
    assert!(Bicm::fit(classes([3]), classes([1, 1, 1])).is_some());
    assert!(Bicm::fit(classes([4]), classes([2, 2])).is_none());
    assert!(Bicm::fit(vec![], vec![]).is_some());
}
