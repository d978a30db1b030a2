//! The bipartite configuration model (Saracco et al. 2015): the most random bipartite network in which every node keeps
//! its degree on average.

/// The fit ends when every degree is met to this relative precision.
pub const TOLERANCE: f64 = 1e-10;
/// The fit ends after this many rounds at the latest.
pub const MAX_ROUNDS: usize = 5_000;

/// Nodes of one side that share a degree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DegreeClass {
    /// The degree.
    pub degree: u64,
    /// How many nodes have it.
    pub nodes: u64,
}

/// A fitted model: the probability of an edge between nodes of any two classes.
#[derive(Debug, Clone)]
pub struct Bicm {
    rows: Vec<DegreeClass>,
    columns: Vec<DegreeClass>,
    row_fit: Vec<Fit>,
    column_fit: Vec<Fit>,
    residual: f64,
}

/// Where a class stands: at a finite fitness, or settled before the fit since its edges were certain.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fit {
    Open(f64),
    Settled { round: u32, edges: bool },
}

/// Groups degrees into classes, ascending.
pub fn classes(degrees: impl IntoIterator<Item = u64>) -> Vec<DegreeClass> {
    let mut all: Vec<u64> = degrees.into_iter().collect();
    all.sort_unstable();
    all.chunk_by(|a, b| a == b)
        .map(|run| DegreeClass {
            degree: run[0],
            nodes: run.len() as u64,
        })
        .collect()
}

impl Bicm {
    /// The model of two sides with these degrees, or `None` where no network has them: the sums differ, or a degree
    /// exceeds the other side.
    ///
    /// Fitnesses `x`, `y` with `P(edge) = x y / (1 + x y)` are found by turns: each `x` by Newton's method for the `y` at
    /// hand, then each `y`. This climbs the concave likelihood, so it converges; classes with an edge to all or to
    /// none are settled before. Cost: rounds × row classes × column classes.
    pub fn fit(rows: Vec<DegreeClass>, columns: Vec<DegreeClass>) -> Option<Self> {
        let count = |side: &[DegreeClass]| side.iter().map(|c| u128::from(c.nodes)).sum::<u128>();
        let edges = |side: &[DegreeClass]| {
            side.iter()
                .map(|c| u128::from(c.nodes) * u128::from(c.degree))
                .sum::<u128>()
        };
        let fits = |side: &[DegreeClass], other: &[DegreeClass]| {
            side.iter().all(|c| u128::from(c.degree) <= count(other))
        };
        if edges(&rows) != edges(&columns) || !fits(&rows, &columns) || !fits(&columns, &rows) {
            return None;
        }
        let (row_fit, column_fit, residual) = Solver::new(&rows, &columns).solve();
        Some(Self {
            rows,
            columns,
            row_fit,
            column_fit,
            residual,
        })
    }

    /// The classes of rows.
    pub fn rows(&self) -> &[DegreeClass] {
        &self.rows
    }

    /// The classes of columns.
    pub fn columns(&self) -> &[DegreeClass] {
        &self.columns
    }

    /// Largest relative miss of an expected degree; above [`TOLERANCE`] only where degrees leave (nearly) a single network
    /// possible, so that fitnesses run to infinity.
    pub const fn residual(&self) -> f64 {
        self.residual
    }

    /// Probability of an edge between a node of row class `row` and one of column class `column`.
    ///
    /// # Panics
    ///
    /// If a class is out of range.
    pub fn probability(&self, row: usize, column: usize) -> f64 {
        match (self.row_fit[row], self.column_fit[column]) {
            (Fit::Open(x), Fit::Open(y)) => x * y / (1.0 + x * y),
            (Fit::Settled { round: a, edges: e }, Fit::Settled { round: b, edges: f }) => {
                f64::from(u8::from(if a <= b { e } else { f }))
            }
            (Fit::Settled { edges, .. }, _) | (_, Fit::Settled { edges, .. }) => {
                f64::from(u8::from(edges))
            }
        }
    }
}

/// One side during the fit.
struct Side {
    nodes: Vec<f64>,
    /// Degree less the edges already certain.
    open_degree: Vec<f64>,
    fit: Vec<Option<Fit>>,
    fitness: Vec<f64>,
}

impl Side {
    fn new(classes: &[DegreeClass]) -> Self {
        Self {
            nodes: classes.iter().map(|c| c.nodes as f64).collect(),
            open_degree: classes.iter().map(|c| c.degree as f64).collect(),
            fit: vec![None; classes.len()],
            fitness: vec![0.0; classes.len()],
        }
    }

    fn open(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.fit.len()).filter(|&i| self.fit[i].is_none())
    }

    fn open_nodes(&self) -> f64 {
        self.open().map(|i| self.nodes[i]).sum()
    }
}

struct Solver {
    rows: Side,
    columns: Side,
}

impl Solver {
    fn new(rows: &[DegreeClass], columns: &[DegreeClass]) -> Self {
        Self {
            rows: Side::new(rows),
            columns: Side::new(columns),
        }
    }

    fn solve(mut self) -> (Vec<Fit>, Vec<Fit>, f64) {
        let mut round = 0;
        while settle(&mut self.rows, &mut self.columns, &mut round)
            || settle(&mut self.columns, &mut self.rows, &mut round)
        {}
        let edges: f64 = self
            .rows
            .open()
            .map(|i| self.rows.nodes[i] * self.rows.open_degree[i])
            .sum();
        let scale = if edges > 0.0 { 1.0 / edges.sqrt() } else { 0.0 };
        for side in [&mut self.rows, &mut self.columns] {
            for i in 0..side.fit.len() {
                side.fitness[i] = side.open_degree[i] * scale;
            }
        }
        let mut residual = 0.0;
        if edges > 0.0 {
            for _ in 0..MAX_ROUNDS {
                improve(&mut self.rows, &self.columns);
                residual = improve(&mut self.columns, &self.rows);
                if residual < TOLERANCE {
                    break;
                }
            }
        }
        let finish = |side: Side| {
            side.fit
                .iter()
                .zip(&side.fitness)
                .map(|(fit, &x)| fit.unwrap_or(Fit::Open(x)))
                .collect::<Vec<_>>()
        };
        (finish(self.rows), finish(self.columns), residual)
    }
}

/// Settles the classes of `side` that have an edge to every open node of `other`, or to none. True if there were any.
fn settle(side: &mut Side, other: &mut Side, round: &mut u32) -> bool {
    let open = other.open_nodes();
    let mut any = false;
    for i in 0..side.fit.len() {
        let edges = side.open_degree[i] >= open;
        if side.fit[i].is_some() || !(edges || side.open_degree[i] <= 0.0) {
            continue;
        }
        any = true;
        *round += 1;
        // With no open nodes opposite, `edges` holds for degree 0 too and changes nothing.
        side.fit[i] = Some(Fit::Settled {
            round: *round,
            edges,
        });
        if edges {
            for j in 0..other.fit.len() {
                if other.fit[j].is_none() {
                    other.open_degree[j] -= side.nodes[i];
                }
            }
        }
    }
    any
}

/// Solves `Σⱼ mⱼ x yⱼ / (1 + x yⱼ) = d` for each open class of `side`, and returns the largest relative miss before.
fn improve(side: &mut Side, other: &Side) -> f64 {
    let open: Vec<(f64, f64)> = other
        .open()
        .map(|j| (other.nodes[j], other.fitness[j]))
        .collect();
    let mut worst = 0.0_f64;
    for i in 0..side.fit.len() {
        if side.fit[i].is_some() {
            continue;
        }
        let degree = side.open_degree[i];
        // In z = ln x the sum is increasing; Newton's step is taken in x (concave sum: from below it never overshoots …)
        // and halved back where it would leave the positive numbers.
        let mut x = side.fitness[i];
        for step in 0..50 {
            let (mut sum, mut slope) = (0.0, 0.0);
            for &(m, y) in &open {
                let r = 1.0 / (1.0 + x * y);
                sum += m * x * y * r;
                slope += m * y * r * r;
            }
            let miss = (sum - degree) / degree;
            if step == 0 {
                worst = worst.max(miss.abs());
            }
            if miss.abs() < 1e-14 {
                break;
            }
            let next = x - (sum - degree) / slope;
            let change = if next > 0.0 { next } else { x / 2.0 };
            if change == x {
                break;
            }
            x = change;
        }
        side.fitness[i] = x;
    }
    worst
}

#[cfg(test)]
mod tests;
