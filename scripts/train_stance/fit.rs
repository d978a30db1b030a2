//! Multinomial logistic regression on sparse rows, with the features scaled as in NB-SVM.
//!
//! Scaling: Wang and Manning, "Baselines and Bigrams" (2012); the scale of a feature is the largest
//! absolute log-count ratio over the classes. Minimiser: L-BFGS (Liu and Nocedal 1989) with
//! backtracking.

use super::data::{PARTS, Question};

/// Features that occur in fewer sentences are left out.
const LEAST_SENTENCES: u32 = 2;
const ITERATIONS: usize = 60;
const MEMORY: usize = 8;
const TOLERANCE: f64 = 1e-4;

/// Weights of one question.
pub struct Fitted<const C: usize> {
    /// Rows of the weight table.
    pub rows: Vec<u32>,
    /// Weights of these rows.
    pub weights: Vec<[f64; C]>,
    /// Added to the logits.
    pub bias: [f64; C],
}

/// Sentences as sparse vectors over the features kept.
struct Design {
    rows: Vec<u32>,
    column_of: Vec<u32>,
}

const DROPPED: u32 = u32::MAX;

impl Design {
    fn new(question: &Question, chosen: &[usize]) -> Self {
        let mut counts = vec![0_u32; 1 << question.bits];
        for &i in chosen {
            let mut last = None;
            for &row in &question.rows[i] {
                if last != Some(row) {
                    counts[row as usize] += 1;
                    last = Some(row);
                }
            }
        }
        let mut rows = Vec::new();
        let mut column_of = vec![DROPPED; counts.len()];
        for (row, count) in counts.iter().enumerate() {
            if *count >= LEAST_SENTENCES {
                column_of[row] = rows.len() as u32;
                rows.push(row as u32);
            }
        }
        Self { rows, column_of }
    }

    /// Columns and values of one sentence: counts divided by √n, n being the number of rows.
    fn vector(&self, rows: &[u32]) -> Vec<(u32, f64)> {
        let unit = 1.0 / (rows.len() as f64).sqrt();
        let mut vector: Vec<(u32, f64)> = Vec::new();
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
        vector
    }
}

/// The largest absolute log-count ratio of each column over the classes.
fn ratios<const C: usize>(
    vectors: &[Vec<(u32, f64)>],
    labels: &[usize],
    columns: usize,
) -> Vec<f64> {
    let mut counts = vec![[1.0_f64; C]; columns];
    for (vector, &label) in vectors.iter().zip(labels) {
        for &(column, _) in vector {
            counts[column as usize][label] += 1.0;
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

/// Fits weights to the chosen sentences.
pub fn fit<const C: usize>(question: &Question, chosen: &[usize], penalty: f64) -> Fitted<C> {
    let design = Design::new(question, chosen);
    let columns = design.rows.len();
    let labels: Vec<usize> = chosen.iter().map(|&i| question.labels[i]).collect();
    let mut vectors: Vec<Vec<(u32, f64)>> = chosen
        .iter()
        .map(|&i| design.vector(&question.rows[i]))
        .collect();
    let scale = ratios::<C>(&vectors, &labels, columns);
    for vector in &mut vectors {
        for (column, value) in vector.iter_mut() {
            *value *= scale[*column as usize];
        }
    }
    let solution = minimise((columns + 1) * C, |point, gradient| {
        loss::<C>(&vectors, &labels, penalty, point, gradient)
    });
    let (weights, bias) = solution.split_at(columns * C);
    Fitted {
        weights: weights
            .chunks_exact(C)
            .zip(&scale)
            .map(|(w, s)| std::array::from_fn(|c| w[c] * s))
            .collect(),
        bias: std::array::from_fn(|c| bias[c]),
        rows: design.rows,
    }
}

/// Penalised log loss and its gradient.
fn loss<const C: usize>(
    vectors: &[Vec<(u32, f64)>],
    labels: &[usize],
    penalty: f64,
    point: &[f64],
    gradient: &mut [f64],
) -> f64 {
    let split = point.len() - C;
    let mut total = 0.0;
    gradient.fill(0.0);
    for (vector, &label) in vectors.iter().zip(labels) {
        let mut logits: [f64; C] = std::array::from_fn(|c| point[split + c]);
        for &(column, value) in vector {
            let weights = &point[column as usize * C..column as usize * C + C];
            for c in 0..C {
                logits[c] += weights[c] * value;
            }
        }
        let top = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let exps = logits.map(|z| (z - top).exp());
        let sum: f64 = exps.iter().sum();
        total += sum.ln() + top - logits[label];
        let slope: [f64; C] =
            std::array::from_fn(|c| exps[c] / sum - if c == label { 1.0 } else { 0.0 });
        for &(column, value) in vector {
            let part = &mut gradient[column as usize * C..column as usize * C + C];
            for c in 0..C {
                part[c] += slope[c] * value;
            }
        }
        for c in 0..C {
            gradient[split + c] += slope[c];
        }
    }
    for (slope, weight) in gradient[..split].iter_mut().zip(&point[..split]) {
        *slope += penalty * weight;
        total += 0.5 * penalty * weight * weight;
    }
    total
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

/// Logits of every sentence by weights learned from the other parts.
pub fn cross_validate<const C: usize>(question: &Question, penalty: f64) -> Vec<[f64; C]> {
    let mut logits = vec![[0.0; C]; question.labels.len()];
    for part in 0..PARTS {
        let (inside, outside): (Vec<usize>, Vec<usize>) =
            (0..question.labels.len()).partition(|&i| question.parts[i] == part);
        let fitted = fit::<C>(question, &outside, penalty);
        let mut by_row = vec![[0.0; C]; 1 << question.bits];
        for (row, weights) in fitted.rows.iter().zip(&fitted.weights) {
            by_row[*row as usize] = *weights;
        }
        for i in inside {
            let rows = &question.rows[i];
            let unit = 1.0 / (rows.len() as f64).sqrt();
            let mut sum = fitted.bias;
            for &row in rows {
                for c in 0..C {
                    sum[c] += by_row[row as usize][c] * unit;
                }
            }
            logits[i] = sum;
        }
    }
    logits
}
