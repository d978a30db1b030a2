//! Multinomial logistic regression on sparse rows, with the features scaled as in NB-SVM.
//!
//! Scaling: Wang and Manning, "Baselines and Bigrams" (2012); the scale of a feature is the largest
//! absolute log-count ratio over the classes. Minimiser: L-BFGS (Liu and Nocedal 1989) with
//! backtracking. An example may allow several classes: its loss is that of their union. All sums run in a fixed order,
//! whatever the number of threads.

use std::thread;

use super::data::{Example, Layout, PARTS};

/// Features that occur in fewer examples are left out.
const LEAST_EXAMPLES: u32 = 2;
const ITERATIONS: usize = 40;
const MEMORY: usize = 8;
const TOLERANCE: f64 = 1e-3;
/// Pieces of the data whose losses are summed by themselves.
const PIECES: usize = 4;

/// How a question is fitted.
#[derive(Clone, Copy)]
pub struct Settings {
    pub layout: Layout,
    /// Strength of the L2 penalty.
    pub penalty: f64,
    /// Length of an example's vector within each group.
    pub lengths: [f64; 2],
}

/// Weights of one question.
pub struct Fitted<const C: usize> {
    /// By column; the values are to be multiplied by the group's length over √n.
    pub columns: Vec<[f64; C]>,
    /// Added to the logits.
    pub bias: [f64; C],
}

impl<const C: usize> Fitted<C> {
    /// Logits of an example, without what is known without weights.
    pub fn logits(&self, example: &Example, settings: &Settings) -> [f64; C] {
        let mut sum = self.bias;
        for (rows, length) in example.groups.iter().zip(settings.lengths) {
            let unit = length / (rows.len().max(1) as f64).sqrt();
            for &row in rows {
                let weights = &self.columns[row as usize];
                for c in 0..C {
                    sum[c] += weights[c] * unit;
                }
            }
        }
        sum
    }
}

/// Columns that are kept.
struct Design {
    kept: Vec<u32>,
    column_of: Vec<u32>,
}

const DROPPED: u32 = u32::MAX;

/// An example as a sparse vector.
type Vector = Vec<(u32, f32)>;

impl Design {
    fn new(chosen: &[&Example], layout: Layout) -> Self {
        let mut counts = vec![0_u32; layout.columns()];
        for example in chosen {
            for rows in &example.groups {
                let mut last = None;
                for &row in rows {
                    if last != Some(row) {
                        counts[row as usize] += 1;
                        last = Some(row);
                    }
                }
            }
        }
        let mut kept = Vec::new();
        let mut column_of = vec![DROPPED; counts.len()];
        for (row, count) in counts.iter().enumerate() {
            if *count >= LEAST_EXAMPLES {
                column_of[row] = kept.len() as u32;
                kept.push(row as u32);
            }
        }
        Self { kept, column_of }
    }

    /// Columns and values of one example: counts times length over √n, n being the number of rows of the group.
    fn vector(&self, example: &Example, lengths: [f64; 2]) -> Vector {
        let mut vector = Vector::new();
        for (rows, length) in example.groups.iter().zip(lengths) {
            let unit = (length / (rows.len().max(1) as f64).sqrt()) as f32;
            for &row in rows {
                let column = self.column_of[row as usize];
                if column == DROPPED {
                    continue;
                }
                match vector.last_mut() {
                    Some((last, value)) if *last == column => *value += unit,
                    _ => vector.push((column, unit)),
                }
            }
        }
        vector
    }
}

/// The largest absolute log-count ratio of each column over the classes.
fn ratios<const C: usize>(vectors: &[Vector], chosen: &[&Example], columns: usize) -> Vec<f64> {
    let mut counts = vec![[1.0_f64; C]; columns];
    for (vector, example) in vectors.iter().zip(chosen) {
        let share = example.weight / f64::from(example.allowed.count_ones());
        for &(column, _) in vector {
            for (c, count) in counts[column as usize].iter_mut().enumerate() {
                if example.allowed >> c & 1 == 1 {
                    *count += share;
                }
            }
        }
    }
    let mut totals = [0.0; C];
    for row in &counts {
        for c in 0..C {
            totals[c] += row[c];
        }
    }
    let total: f64 = totals.iter().sum();
    counts
        .iter()
        .map(|row| {
            let sum: f64 = row.iter().sum();
            (0..C)
                .map(|c| {
                    let own = row[c] / totals[c];
                    let other = (sum - row[c]) / (total - totals[c]);
                    (own / other).ln().abs()
                })
                .fold(0.0, f64::max)
        })
        .collect()
}

/// Fits weights to the chosen examples.
pub fn fit<const C: usize>(chosen: &[&Example], settings: &Settings) -> Fitted<C> {
    let design = Design::new(chosen, settings.layout);
    let columns = design.kept.len();
    let mut vectors: Vec<Vector> = chosen
        .iter()
        .map(|e| design.vector(e, settings.lengths))
        .collect();
    let scale = ratios::<C>(&vectors, chosen, columns);
    for vector in &mut vectors {
        for (column, value) in vector.iter_mut() {
            *value *= scale[*column as usize] as f32;
        }
    }
    let solution = minimise((columns + 1) * C, |point, gradient| {
        loss::<C>(&vectors, chosen, settings.penalty, point, gradient)
    });
    let (weights, bias) = solution.split_at(columns * C);
    let mut by_column = vec![[0.0; C]; settings.layout.columns()];
    for ((row, w), s) in design.kept.iter().zip(weights.chunks_exact(C)).zip(&scale) {
        by_column[*row as usize] = std::array::from_fn(|c| w[c] * s);
    }
    Fitted {
        columns: by_column,
        bias: std::array::from_fn(|c| bias[c]),
    }
}

/// Penalised log loss and its gradient.
fn loss<const C: usize>(
    vectors: &[Vector],
    chosen: &[&Example],
    penalty: f64,
    point: &[f64],
    gradient: &mut [f64],
) -> f64 {
    let piece = vectors.len().div_ceil(PIECES).max(1);
    let split = point.len() - C;
    let weights: Vec<[f32; C]> = point
        .chunks_exact(C)
        .map(|w| std::array::from_fn(|c| w[c] as f32))
        .collect();
    let weights = &weights;
    let parts: Vec<(f64, Vec<[f32; C]>)> = thread::scope(|scope| {
        let running: Vec<_> = vectors
            .chunks(piece)
            .zip(chosen.chunks(piece))
            .map(|(v, e)| scope.spawn(move || piece_loss::<C>(v, e, weights)))
            .collect();
        running
            .into_iter()
            .map(|r| r.join().expect("a thread of sums does not panic"))
            .collect()
    });
    gradient.fill(0.0);
    let mut total = 0.0;
    for (value, part) in &parts {
        total += value;
        let part = part.iter().flatten();
        gradient
            .iter_mut()
            .zip(part)
            .for_each(|(g, p)| *g += f64::from(*p));
    }
    for (slope, weight) in gradient[..split].iter_mut().zip(&point[..split]) {
        *slope += penalty * weight;
        total += 0.5 * penalty * weight * weight;
    }
    total
}

/// The loss of a piece of the data and its gradient; the last of the weights are the biases.
fn piece_loss<const C: usize>(
    vectors: &[Vector],
    chosen: &[&Example],
    weights: &[[f32; C]],
) -> (f64, Vec<[f32; C]>) {
    let bias = weights.len() - 1;
    let mut total = 0.0;
    let mut gradient = vec![[0.0_f32; C]; weights.len()];
    for (vector, example) in vectors.iter().zip(chosen) {
        let mut logits: [f32; C] = std::array::from_fn(|c| weights[bias][c]);
        for &(column, value) in vector {
            let row = &weights[column as usize];
            for c in 0..C {
                logits[c] += row[c] * value;
            }
        }
        let top = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let exps = logits.map(|z| f64::from(z - top).exp());
        let sum: f64 = exps.iter().sum();
        let right = |c: usize| example.allowed >> c & 1 == 1;
        let inside: f64 = (0..C).filter(|&c| right(c)).map(|c| exps[c]).sum();
        total += example.weight * (sum / inside).ln();
        let slope: [f32; C] = std::array::from_fn(|c| {
            let own = if right(c) { exps[c] / inside } else { 0.0 };
            (example.weight * (exps[c] / sum - own)) as f32
        });
        for &(column, value) in vector {
            let part = &mut gradient[column as usize];
            for c in 0..C {
                part[c] += slope[c] * value;
            }
        }
        for c in 0..C {
            gradient[bias][c] += slope[c];
        }
    }
    (total, gradient)
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// L-BFGS from the origin.
fn minimise(size: usize, mut function: impl FnMut(&[f64], &mut [f64]) -> f64) -> Vec<f64> {
    let mut point = vec![0.0; size];
    let mut gradient = vec![0.0; size];
    let mut value = function(&point, &mut gradient);
    let first_norm = dot(&gradient, &gradient).sqrt();
    let mut history: Vec<(Vec<f64>, Vec<f64>, f64)> = Vec::new();
    for iteration in 0..ITERATIONS {
        if dot(&gradient, &gradient).sqrt() < TOLERANCE * first_norm {
            break;
        }
        let mut direction: Vec<f64> = gradient.iter().map(|g| -g).collect();
        let mut alphas = Vec::new();
        for (step, change, rho) in history.iter().rev() {
            let alpha = rho * dot(step, &direction);
            direction
                .iter_mut()
                .zip(change)
                .for_each(|(d, y)| *d -= alpha * y);
            alphas.push(alpha);
        }
        if let Some((step, change, _)) = history.last() {
            let gamma = dot(step, change) / dot(change, change);
            for part in &mut direction {
                *part *= gamma;
            }
        }
        for ((step, change, rho), alpha) in history.iter().zip(alphas.iter().rev()) {
            let beta = rho * dot(change, &direction);
            direction
                .iter_mut()
                .zip(step)
                .for_each(|(d, s)| *d += (alpha - beta) * s);
        }
        let descent = dot(&direction, &gradient);
        let mut length = if iteration == 0 {
            1.0 / first_norm
        } else {
            1.0
        };
        let (mut next, mut next_gradient) = (vec![0.0; size], vec![0.0; size]);
        let mut next_value = f64::INFINITY;
        for _ in 0..30 {
            next.iter_mut()
                .zip(point.iter().zip(&direction))
                .for_each(|(n, (p, d))| *n = p + length * d);
            next_value = function(&next, &mut next_gradient);
            if next_value <= value + 1e-4 * length * descent {
                break;
            }
            length *= 0.5;
        }
        if next_value >= value {
            break;
        }
        let step: Vec<f64> = next.iter().zip(&point).map(|(n, p)| n - p).collect();
        let change: Vec<f64> = next_gradient
            .iter()
            .zip(&gradient)
            .map(|(n, g)| n - g)
            .collect();
        let curvature = dot(&step, &change);
        if curvature > 1e-12 {
            history.push((step, change, 1.0 / curvature));
            if history.len() > MEMORY {
                history.remove(0);
            }
        }
        (point, gradient, value) = (next, next_gradient, next_value);
    }
    point
}

/// Logits of every example by weights learned from the other parts, and these weights.
pub fn cross_validate<const C: usize>(
    examples: &[Example],
    settings: &Settings,
    parts: u64,
) -> (Vec<Option<[f64; C]>>, Vec<Fitted<C>>) {
    let mut logits = vec![None; examples.len()];
    let mut all = Vec::new();
    for part in 0..PARTS.min(parts) {
        let outside: Vec<&Example> = examples.iter().filter(|e| e.part != part).collect();
        let fitted = fit::<C>(&outside, settings);
        for (example, logits) in examples.iter().zip(&mut logits) {
            if example.part == part {
                *logits = Some(fitted.logits(example, settings));
            }
        }
        all.push(fitted);
    }
    (logits, all)
}

/// The mean of several weights: it varies less with the sentences that happen to be there than any of them.
pub fn mean<const C: usize>(all: &[Fitted<C>]) -> Fitted<C> {
    let columns = all.first().map_or(0, |f| f.columns.len());
    let of =
        |value: &dyn Fn(&Fitted<C>) -> f64| all.iter().map(value).sum::<f64>() / all.len() as f64;
    Fitted {
        columns: (0..columns)
            .map(|i| std::array::from_fn(|c| of(&|f| f.columns[i][c])))
            .collect(),
        bias: std::array::from_fn(|c| of(&|f| f.bias[c])),
    }
}
