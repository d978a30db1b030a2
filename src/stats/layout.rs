//! Where to draw the nodes of a network: force-directed layout, the same bits on every machine.
//!
//! `ForceAtlas2` in its `LinLog` mode (Jacomy, Venturini, Heymann & Bastian 2014; energy model: Noack 2007): nodes repel each other in
//! proportion to their degrees, edges attract with the logarithm of their length, which sets clusters apart. Repulsion is approximated
//! by a quadtree (Barnes & Hut 1986). Only `+ - * /`, square roots and [`math::ln_1p`](super::math::ln_1p) are used, sums run in the
//! order of the nodes, and nothing is drawn at random, so a graph has one picture. One thread; 1,500 nodes with 5,000 edges take
//! about a second.

mod overlap;
mod quadtree;

#[cfg(test)]
mod tests;

pub use overlap::separate;

use super::graph::Graph;
use super::math::ln_1p;
use quadtree::Quadtree;

/// Cosine and sine of the golden angle, `π (3 - √5)`: successive nodes of the start are turned by it.
const GOLDEN: (f64, f64) = (-0.737_368_878_078_319_7, 0.675_490_294_261_523_9);
/// Strength of repulsion between two nodes without edges.
const REPULSION: f64 = 22.0;
/// Strength of attraction along an edge of mean weight.
const ATTRACTION: f64 = 18.0;
/// Longest move of a node in the first step.
const LONGEST_MOVE: f64 = 12.0;
/// By how much the longest move shrinks with each step.
const COOLING: f64 = 0.9945;

/// A point of the plane; the unit is arbitrary.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Upwards or downwards, as the drawing has it.
    pub y: f64,
}

impl Point {
    fn length(self) -> f64 {
        (self.x * self.x + self.y * self.y).sqrt()
    }
}

/// How a network is laid out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LayoutOptions {
    /// Number of steps; 600 by default.
    pub steps: usize,
    /// Pull towards the centre, which keeps components together; 0.2 by default.
    pub gravity: f64,
    /// Width over height of the drawing that is aimed at; 1.6 by default.
    pub aspect: f64,
}

impl Default for LayoutOptions {
    fn default() -> Self {
        Self {
            steps: 600,
            gravity: 0.2,
            aspect: 1.6,
        }
    }
}

/// Places every node of a graph.
///
/// The centre of the nodes is the origin, and the farthest node in either dimension is at distance 1 from it; multiply by half the
/// width and height of the drawing. Edge weights are relative: an edge of twice the mean weight attracts twice as strongly. Returns one
/// point a node, none for a graph without nodes; a single node is at the origin.
///
/// # Example
///
/// ```
/// # use demarche::stats::{Graph, layout::{LayoutOptions, place}};
/// let pair = Graph::from_edges(2, &[(0, 1, 1.0)])?;
/// let points = place(&pair, &LayoutOptions::default());
/// assert_eq!(points.len(), 2);
/// assert!(points[0] != points[1]);
/// # Ok::<(), demarche::stats::GraphError>(())
/// ```
pub fn place(graph: &Graph, options: &LayoutOptions) -> Vec<Point> {
    let nodes = graph.nodes();
    let masses: Vec<f64> = (0..nodes)
        .map(|v| 1.0 + graph.degree(v as u32) as f64)
        .collect();
    let mut points = spiral(&masses, options.aspect);
    let scale = mean_weight(graph);
    let mut limit = LONGEST_MOVE;
    let mut open = Vec::new();
    let mut forces = vec![Point::default(); nodes];
    for _ in 0..options.steps {
        let tree = Quadtree::new(&points, &masses);
        for (v, force) in forces.iter_mut().enumerate() {
            let pushed = tree.repulsion(v, &mut open);
            let pulled = attraction(graph, &points, v, scale);
            let (fall_x, fall_y) = centre_pull(points[v], options);
            *force = Point {
                x: REPULSION * pushed.x + pulled.x / masses[v] - fall_x,
                y: REPULSION * pushed.y + pulled.y / masses[v] - fall_y,
            };
        }
        for (point, force) in points.iter_mut().zip(&forces) {
            let length = force.length();
            if length > 0.0 {
                let step = length.min(limit) / length;
                point.x += force.x * step;
                point.y += force.y * step;
            }
        }
        limit *= COOLING;
    }
    normalised(points)
}

/// The start: nodes by falling degree on a spiral whose points are equally dense.
fn spiral(masses: &[f64], aspect: f64) -> Vec<Point> {
    let mut order: Vec<usize> = (0..masses.len()).collect();
    order.sort_by(|&a, &b| masses[b].total_cmp(&masses[a]).then(a.cmp(&b)));
    let mut points = vec![Point::default(); masses.len()];
    let (mut cos, mut sin) = (1.0, 0.0);
    for (turn, &node) in order.iter().enumerate() {
        let radius = 10.0 * (turn as f64 + 0.5).sqrt();
        points[node] = Point {
            x: radius * cos * aspect,
            y: radius * sin,
        };
        (cos, sin) = (
            cos * GOLDEN.0 - sin * GOLDEN.1,
            cos * GOLDEN.1 + sin * GOLDEN.0,
        );
    }
    points
}

/// Mean weight of the edges; 1 without edges.
fn mean_weight(graph: &Graph) -> f64 {
    let nodes = graph.nodes() as u32;
    let ends: usize = (0..nodes).map(|v| graph.degree(v)).sum();
    if ends == 0 {
        return 1.0;
    }
    (0..nodes).map(|v| graph.strength(v)).sum::<f64>() / ends as f64
}

/// The pull of a node's edges: `w ln(1 + d)` along each.
fn attraction(graph: &Graph, points: &[Point], node: usize, scale: f64) -> Point {
    let here = points[node];
    let mut sum = Point::default();
    for (other, weight) in graph.edges_of(node as u32) {
        let there = points[other as usize];
        let (x, y) = (there.x - here.x, there.y - here.y);
        let distance = (x * x + y * y).sqrt();
        if distance > 0.0 {
            let pull = ATTRACTION * weight / scale * ln_1p(distance) / distance;
            sum.x += pull * x;
            sum.y += pull * y;
        }
    }
    sum
}

/// Gravity, weaker along the longer side of the drawing.
fn centre_pull(point: Point, options: &LayoutOptions) -> (f64, f64) {
    (
        point.x * options.gravity / options.aspect,
        point.y * options.gravity * options.aspect,
    )
}

/// Moves the centre of the points to the origin and scales both dimensions to -1 … 1.
fn normalised(mut points: Vec<Point>) -> Vec<Point> {
    let count = points.len() as f64;
    let (mut x, mut y) = (0.0, 0.0);
    for point in &points {
        x += point.x;
        y += point.y;
    }
    let (mut wide, mut high) = (0.0_f64, 0.0_f64);
    for point in &mut points {
        point.x -= x / count;
        point.y -= y / count;
        wide = wide.max(point.x.abs());
        high = high.max(point.y.abs());
    }
    for point in &mut points {
        point.x = if wide > 0.0 { point.x / wide } else { 0.0 };
        point.y = if high > 0.0 { point.y / high } else { 0.0 };
    }
    points
}
