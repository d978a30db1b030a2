//! A quadtree that sums the repulsion of distant nodes (Barnes & Hut 1986).

use super::Point;

/// A cell counts as one node if its side is less than this share of its distance.
const OPENING: f64 = 1.2;
/// Cells are not divided further below this depth: nodes at (nearly) the same point share a cell.
const DEEPEST: u32 = 32;
/// Added to squared distances, so that close nodes do not fly apart.
const SOFTENING: f64 = 0.01;

#[derive(Debug, Clone, Copy)]
struct Cell {
    /// Lower corner and length of the side.
    corner: Point,
    side: f64,
    /// Sum of the masses in it, and of the masses times the coordinates.
    mass: f64,
    moment: Point,
    /// First of four children in the list of cells; 0 for a leaf.
    children: usize,
    /// First node of a leaf; `usize::MAX` for none. Further nodes of the leaf follow in `Quadtree::next`.
    first: usize,
}

/// All nodes, in cells that are divided until each holds one.
#[derive(Debug)]
pub(super) struct Quadtree<'p> {
    points: &'p [Point],
    masses: &'p [f64],
    cells: Vec<Cell>,
    /// The node after a node in the same leaf; `usize::MAX` for none.
    next: Vec<usize>,
}

impl<'p> Quadtree<'p> {
    pub(super) fn new(points: &'p [Point], masses: &'p [f64]) -> Self {
        let mut tree = Self {
            points,
            masses,
            cells: vec![Cell::around(points)],
            next: vec![usize::MAX; points.len()],
        };
        for node in 0..points.len() {
            tree.insert(node);
        }
        tree
    }

    fn insert(&mut self, node: usize) {
        let point = self.points[node];
        let (mut cell, mut depth) = (0, 0);
        loop {
            let mass = self.masses[node];
            let here = &mut self.cells[cell];
            here.mass += mass;
            here.moment.x += mass * point.x;
            here.moment.y += mass * point.y;
            if here.children == 0 {
                if here.first == usize::MAX || depth == DEEPEST {
                    self.next[node] = here.first;
                    here.first = node;
                    return;
                }
                self.divide(cell);
            }
            cell = self.child(cell, point);
            depth += 1;
        }
    }

    /// Gives a leaf four children and moves its node into one of them.
    fn divide(&mut self, cell: usize) {
        let Cell {
            corner,
            side,
            first,
            ..
        } = self.cells[cell];
        let half = side / 2.0;
        let children = self.cells.len();
        for quarter in 0..4 {
            self.cells.push(Cell::empty(
                Point {
                    x: corner.x + if quarter & 1 == 1 { half } else { 0.0 },
                    y: corner.y + if quarter & 2 == 2 { half } else { 0.0 },
                },
                half,
            ));
        }
        self.cells[cell].children = children;
        self.cells[cell].first = usize::MAX;
        let (point, mass) = (self.points[first], self.masses[first]);
        let child = self.child(cell, point);
        let child = &mut self.cells[child];
        child.first = first;
        child.mass = mass;
        child.moment = Point {
            x: mass * point.x,
            y: mass * point.y,
        };
    }

    /// The child of a divided cell in which a point lies.
    fn child(&self, cell: usize, point: Point) -> usize {
        let Cell {
            corner,
            side,
            children,
            ..
        } = self.cells[cell];
        let half = side / 2.0;
        children
            + usize::from(point.x >= corner.x + half)
            + 2 * usize::from(point.y >= corner.y + half)
    }

    /// The sum of `mass / distance` over all other nodes, pointing away from them.
    /// `open` is a buffer.
    pub(super) fn repulsion(&self, node: usize, open: &mut Vec<usize>) -> Point {
        let at = self.points[node];
        let mut sum = Point::default();
        open.clear();
        open.push(0);
        while let Some(cell) = open.pop() {
            let cell = &self.cells[cell];
            if cell.mass == 0.0 {
                continue;
            }
            if cell.children == 0 {
                self.push_from_leaf(cell, at, node, &mut sum);
                continue;
            }
            let (x, y) = (
                at.x - cell.moment.x / cell.mass,
                at.y - cell.moment.y / cell.mass,
            );
            let squared = x * x + y * y;
            if cell.side * cell.side < OPENING * OPENING * squared {
                push(&mut sum, cell.mass, x, y);
            } else {
                open.extend((0..4).rev().map(|quarter| cell.children + quarter));
            }
        }
        sum
    }

    fn push_from_leaf(&self, leaf: &Cell, at: Point, node: usize, sum: &mut Point) {
        let mut other = leaf.first;
        while other != usize::MAX {
            if other != node {
                let there = self.points[other];
                let (mut x, y) = (at.x - there.x, at.y - there.y);
                if x == 0.0 && y == 0.0 {
                    // Nodes at one point are parted along the horizontal, the later one to the right.
                    x = if node > other { 0.1 } else { -0.1 };
                }
                push(sum, self.masses[other], x, y);
            }
            other = self.next[other];
        }
    }
}

fn push(sum: &mut Point, mass: f64, x: f64, y: f64) {
    let strength = mass / (x * x + y * y + SOFTENING);
    sum.x += strength * x;
    sum.y += strength * y;
}

impl Cell {
    fn empty(corner: Point, side: f64) -> Self {
        Self {
            corner,
            side,
            mass: 0.0,
            moment: Point::default(),
            children: 0,
            first: usize::MAX,
        }
    }

    /// A square that holds all points.
    fn around(points: &[Point]) -> Self {
        let (mut low, mut high) = (
            Point {
                x: f64::MAX,
                y: f64::MAX,
            },
            Point {
                x: f64::MIN,
                y: f64::MIN,
            },
        );
        for point in points {
            low = Point {
                x: low.x.min(point.x),
                y: low.y.min(point.y),
            };
            high = Point {
                x: high.x.max(point.x),
                y: high.y.max(point.y),
            };
        }
        let side = (high.x - low.x).max(high.y - low.y).max(1e-9);
        Self::empty(low, side * (1.0 + 1e-9))
    }
}
