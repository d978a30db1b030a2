use super::*;
use crate::stats::oracles;

/// Two cliques of `size` nodes with one edge between them.
fn barbell(size: u32) -> Graph {
    let mut edges = Vec::new();
    for half in [0, size] {
        for a in 0..size {
            for b in a + 1..size {
                edges.push((half + a, half + b, 1.0));
            }
        }
    }
    edges.push((0, size, 1.0));
    edges.sort_by_key(|&(a, b, _)| (a, b));
    Graph::from_edges(2 * size as usize, &edges).unwrap()
}

fn distance(a: Point, b: Point) -> f64 {
    Point {
        x: a.x - b.x,
        y: a.y - b.y,
    }
    .length()
}

#[test]
fn small_graphs_have_a_place() {
    let options = LayoutOptions::default();
    assert!(place(&Graph::from_edges(0, &[]).unwrap(), &options).is_empty());
    let one = place(&Graph::from_edges(1, &[]).unwrap(), &options);
    assert_eq!(one, [Point::default()]);
    let apart = place(&Graph::from_edges(5, &[]).unwrap(), &options);
    for a in 0..5 {
        assert!(apart[a].x.is_finite() && apart[a].y.is_finite());
        for b in 0..a {
            assert!(distance(apart[a], apart[b]) > 0.1, "{apart:?}");
        }
    }
}

#[test]
fn clusters_are_set_apart() {
    let points = place(&barbell(8), &LayoutOptions::default());
    let mean = |pairs: Vec<(usize, usize)>| {
        let count = pairs.len() as f64;
        pairs
            .into_iter()
            .map(|(a, b)| distance(points[a], points[b]))
            .sum::<f64>()
            / count
    };
    let inside = mean((0..8).flat_map(|a| (0..a).map(move |b| (a, b))).collect());
    let between = mean((0..8).flat_map(|a| (8..16).map(move |b| (a, b))).collect());
    assert!(between > 1.7 * inside, "inside {inside}, between {between}");
    let widest = points.iter().map(|p| p.x.abs()).fold(0.0, f64::max);
    assert!((widest - 1.0).abs() < 1e-12);
}

/// The quadtree against the sum over all pairs.
#[test]
fn repulsion_is_near_the_exact_sum() {
    let masses: Vec<f64> = (0..300).map(|i| 1.0 + f64::from(i % 7)).collect();
    let points = spiral(&masses, 1.6);
    let tree = Quadtree::new(&points, &masses);
    for node in [0, 17, 150, 299] {
        let mut exact = Point::default();
        for other in (0..300).filter(|&other| other != node) {
            let (x, y) = (
                points[node].x - points[other].x,
                points[node].y - points[other].y,
            );
            let strength = masses[other] / (x * x + y * y + 0.01);
            exact.x += strength * x;
            exact.y += strength * y;
        }
        let found = tree.repulsion(node, &mut Vec::new());
        let largest: f64 = masses.iter().sum::<f64>() / 100.0;
        assert!(
            distance(found, exact) < 0.1 * exact.length().max(largest),
            "{node}: {found:?} {exact:?}"
        );
    }
}

/// The same bits everywhere: the hash was computed on x86-64 and must not depend on the machine or the compiler's options.
#[test]
fn a_graph_has_one_picture() {
    let graph = oracles::karate().graph;
    let points = place(&graph, &LayoutOptions::default());
    assert_eq!(points, place(&graph, &LayoutOptions::default()));
    let hash = points.iter().fold(0_u64, |hash, p| {
        (hash ^ p.x.to_bits())
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .rotate_left(23)
            ^ p.y.to_bits()
    });
    assert_eq!(hash, 0x7f2d_4ae4_7f0f_4820, "{hash:#x}");
}

#[test]
fn discs_are_moved_apart() {
    let mut points = vec![Point::default(); 40];
    for (i, point) in points.iter_mut().enumerate() {
        point.x = (i % 5) as f64;
        point.y = (i / 10) as f64;
    }
    let radii: Vec<f64> = (0..40).map(|i| 1.0 + f64::from(i % 3)).collect();
    separate(&mut points, &radii, 0.5);
    for a in 0..40 {
        for b in 0..a {
            let need = radii[a] + radii[b] + 0.5;
            assert!(distance(points[a], points[b]) > need - 0.05, "{a} and {b}");
        }
    }
}
