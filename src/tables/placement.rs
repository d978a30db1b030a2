//! Where the actors of a network are drawn: one layout for every picture of it.
//!
//! Edges beyond chance pull; the actors that have none are set in rows below. The result depends on the tables alone.

use std::collections::BTreeMap;

use crate::stats::Graph;
use crate::stats::layout::{LayoutOptions, Point, place, separate};

use super::rows::{ActorRow, EdgeRow};

/// Largest Q of an edge that counts as beyond chance.
pub const DRAWN_Q: f64 = 0.05;
/// Actors that are laid out, those of most articles first; the layout of more would take minutes.
const MOST_PLACED: usize = 2_000;
/// Edges that pull, those of lowest Q first where there are more.
const MOST_PULLING: usize = 20_000;
/// Half the size of the drawing for up to [`COMFORTABLE`] actors; with more the area grows with their number.
const HALF: (f64, f64) = (620.0, 360.0);
const COMFORTABLE: f64 = 160.0;
/// Radius of an actor without articles, and what the one of most articles has more.
const RADIUS: (f64, f64) = (4.0, 20.0);
/// Room between two actors.
const GAP: f64 = 7.0;

/// An actor in the drawing.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Spot {
    /// To the right; the centre of the drawing is at 0.
    pub x: f64,
    /// Downwards.
    pub y: f64,
    /// Radius of its disc: the area above the smallest one grows with its articles.
    pub radius: f64,
}

/// The place of every actor, in the order given. Coordinates are rounded to tenths.
///
/// Edges with Q of at most [`DRAWN_Q`] count, with the square root of their weight and the more the higher their NPMI; all edges where none
/// is beyond chance. Edges between an actor and its own state do not pull.
pub fn place_actors(actors: &[ActorRow<'_>], edges: &[EdgeRow<'_>]) -> Vec<Spot> {
    let most = actors.iter().map(|a| a.articles).max().unwrap_or(0).max(1);
    let radius = |articles: u64| RADIUS.0 + RADIUS.1 * (articles as f64 / most as f64).sqrt();
    let mut spots: Vec<Spot> = actors
        .iter()
        .map(|actor| Spot {
            radius: tenth(radius(actor.articles)),
            ..Spot::default()
        })
        .collect();
    let pulling = pulling(actors, edges);
    let mut nodes: Vec<usize> = pulling.iter().flat_map(|&(a, b, _)| [a, b]).collect();
    nodes.sort_unstable_by_key(|&i| (std::cmp::Reverse(actors[i].articles), actors[i].id));
    nodes.dedup();
    nodes.truncate(MOST_PLACED);
    nodes.sort_unstable();
    let half_height = lay_out(&mut spots, &nodes, &pulling);
    let rest = (0..actors.len()).filter(|i| nodes.binary_search(i).is_err());
    in_rows(&mut spots, rest, half_height);
    spots
}

fn tenth(x: f64) -> f64 {
    (x * 10.0).round() / 10.0 + 0.0
}

/// The edges that pull: the numbers of their ends and their strength.
fn pulling(actors: &[ActorRow<'_>], edges: &[EdgeRow<'_>]) -> Vec<(usize, usize, f64)> {
    let number: BTreeMap<&str, usize> = actors.iter().enumerate().map(|(i, a)| (a.id, i)).collect();
    let beyond = |edge: &&EdgeRow<'_>| edge.q.is_some_and(|q| q <= DRAWN_Q);
    let mut chosen: Vec<&EdgeRow<'_>> = edges.iter().filter(beyond).collect();
    if chosen.is_empty() {
        chosen = edges.iter().collect();
    }
    let q = |edge: &EdgeRow<'_>| edge.q.unwrap_or(1.0);
    chosen.sort_by(|a, b| {
        q(a).total_cmp(&q(b))
            .then_with(|| b.weight.cmp(&a.weight))
            .then_with(|| (a.source, a.target).cmp(&(b.source, b.target)))
    });
    chosen.truncate(MOST_PULLING);
    chosen
        .iter()
        .filter_map(|edge| {
            let strength = (edge.weight as f64).sqrt() * (0.2 + edge.npmi.unwrap_or(0.0).max(0.0));
            Some((
                *number.get(edge.source)?,
                *number.get(edge.target)?,
                strength,
            ))
        })
        .collect()
}

/// Lays out the nodes; half the height of the drawing.
fn lay_out(spots: &mut [Spot], nodes: &[usize], pulling: &[(usize, usize, f64)]) -> f64 {
    let local = |node: usize| nodes.binary_search(&node).ok().map(|i| i as u32);
    let mut edges: Vec<(u32, u32, f64)> = pulling
        .iter()
        .filter_map(|&(a, b, strength)| {
            let (a, b) = (local(a)?, local(b)?);
            Some((a.min(b), a.max(b), strength))
        })
        .collect();
    edges.sort_unstable_by_key(|&(a, b, _)| (a, b));
    edges.dedup_by_key(|&mut (a, b, _)| (a, b));
    let Ok(graph) = Graph::from_edges(nodes.len(), &edges) else {
        return 0.0;
    };
    let mut points = place(&graph, &LayoutOptions::default());
    let growth = (nodes.len() as f64 / COMFORTABLE).sqrt().max(1.0);
    for point in &mut points {
        let spread = contracted(*point);
        point.x = spread.x * HALF.0 * growth;
        point.y = spread.y * HALF.1 * growth;
    }
    let radii: Vec<f64> = nodes.iter().map(|&i| spots[i].radius).collect();
    separate(&mut points, &radii, GAP);
    let mut lowest = 0.0_f64;
    for (&node, point) in nodes.iter().zip(&points) {
        spots[node].x = tenth(point.x);
        spots[node].y = tenth(point.y);
        lowest = lowest.max(point.y + spots[node].radius);
    }
    lowest
}

/// Moves outliers inwards: a point at distance `d` from the centre comes to stand at the square root of `d`, which leaves more room to
/// the crowded middle.
fn contracted(point: Point) -> Point {
    let distance = (point.x * point.x + point.y * point.y).sqrt();
    if distance == 0.0 {
        return point;
    }
    let scale = 1.0 / distance.sqrt().max(0.05);
    Point {
        x: point.x * scale,
        y: point.y * scale,
    }
}

/// Sets actors in rows below the drawing.
fn in_rows(spots: &mut [Spot], rest: impl Iterator<Item = usize>, below: f64) {
    let (mut x, mut y, mut tallest) = (-HALF.0, below + 3.0 * GAP, 0.0_f64);
    for node in rest {
        let spot = &mut spots[node];
        if x + 2.0 * spot.radius > HALF.0 {
            x = -HALF.0;
            y += 2.0 * tallest + GAP;
            tallest = 0.0;
        }
        tallest = tallest.max(spot.radius);
        spot.x = tenth(x + spot.radius);
        spot.y = tenth(y + spot.radius);
        x += 2.0 * spot.radius + GAP;
    }
}
