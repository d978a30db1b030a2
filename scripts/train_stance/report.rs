//! Calibration, thresholds and the figures that are printed.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::data::{Example, NEGATIVE, NEUTRAL, POSITIVE, Set};

/// Probabilities of logits.
pub fn softmax<const C: usize>(logits: &[f64; C]) -> [f64; C] {
    let top = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let exps = logits.map(|z| (z - top).exp());
    let sum: f64 = exps.iter().sum();
    exps.map(|e| e / sum)
}

/// Calibrated logits with the frames' prior, as judging adds it.
pub fn calibrated<const C: usize>(
    logits: &[f64; C],
    example: &Example,
    temperature: f64,
) -> [f64; C] {
    std::array::from_fn(|c| logits[c] / temperature + f64::from(example.offset[c]))
}

fn log_loss<const C: usize>(judged: &[([f64; C], &Example)], temperature: f64) -> f64 {
    let (mut total, mut weight) = (0.0, 0.0);
    for (logits, example) in judged {
        let p = softmax(&calibrated(logits, example, temperature));
        let right: f64 = (0..C)
            .filter(|&c| example.allowed >> c & 1 == 1)
            .map(|c| p[c])
            .sum();
        total -= example.weight * right.max(1e-12).ln();
        weight += example.weight;
    }
    total / weight
}

/// The temperature with the least log loss, by golden section on [0.3, 5] (Guo et al. 2017).
pub fn temperature<const C: usize>(judged: &[([f64; C], &Example)]) -> f64 {
    let ratio = (5.0_f64.sqrt() - 1.0) / 2.0;
    let (mut low, mut high) = (0.3, 5.0);
    for _ in 0..30 {
        let (a, b) = (high - ratio * (high - low), low + ratio * (high - low));
        if log_loss(judged, a) < log_loss(judged, b) {
            high = b;
        } else {
            low = a;
        }
    }
    f64::midpoint(low, high)
}

/// Negative, neutral, positive as 0, 1, 2.
pub fn gold(example: &Example) -> usize {
    match example.allowed {
        a if a & NEUTRAL != 0 => 1,
        a if a & NEGATIVE != 0 => 0,
        a if a & POSITIVE != 0 => 2,
        _ => 1,
    }
}

/// Scores and gold of a set.
pub struct Scores {
    pub name: String,
    pub given: Vec<f64>,
    pub gold: Vec<usize>,
    /// The class, where there is a single one.
    pub class: Vec<Option<usize>>,
}

impl Scores {
    /// Precision, recall and F1 of negative, neutral, positive.
    pub fn figures(&self, threshold: f64) -> [[f64; 3]; 3] {
        let decided = |s: f64| usize::from(s > -threshold) + usize::from(s >= threshold);
        std::array::from_fn(|c| {
            let pairs = || self.given.iter().zip(&self.gold);
            let hit = pairs()
                .filter(|(s, g)| decided(**s) == c && **g == c)
                .count() as f64;
            let found = pairs().filter(|(s, _)| decided(**s) == c).count() as f64;
            let real = pairs().filter(|(_, g)| **g == c).count() as f64;
            [
                hit / found.max(1.0),
                hit / real.max(1.0),
                2.0 * hit / (found + real).max(1.0),
            ]
        })
    }

    pub fn macro_f1(&self, threshold: f64) -> f64 {
        self.figures(threshold).iter().map(|f| f[2]).sum::<f64>() / 3.0
    }

    /// Adds a line for each judgement: set, gold, score.
    pub fn tell(&self, told: &mut String) {
        for (score, gold) in self.given.iter().zip(&self.gold) {
            _ = writeln!(told, "{}\t{}\t{score:.4}", self.name, *gold as i32 - 1);
        }
    }

    pub fn print(&self, threshold: f64, out: &mut impl Write) -> io::Result<()> {
        let f = self.figures(threshold);
        let row = |c: usize| format!("P {:.3} R {:.3} F {:.3}", f[c][0], f[c][1], f[c][2]);
        let best = best(std::slice::from_ref(self));
        writeln!(
            out,
            "{:>12} n {:6} macro-F1 {:.3} at {threshold:.2} ({:.3} at {best:.2}); negative {}; neutral {}; positive {}",
            self.name,
            self.gold.len(),
            self.macro_f1(threshold),
            self.macro_f1(best),
            row(0),
            row(1),
            row(2),
        )?;
        let names = ["MC", "VC", "N", "C", "VP", "MP"];
        let mut line = String::new();
        for (class, name) in names.iter().enumerate() {
            let of: Vec<f64> = self
                .given
                .iter()
                .zip(&self.class)
                .filter(|(_, c)| **c == Some(class))
                .map(|(s, _)| *s)
                .collect();
            if of.is_empty() {
                continue;
            }
            let right = of
                .iter()
                .filter(|s| match class {
                    0 | 1 => **s <= -threshold,
                    2 | 3 => s.abs() < threshold,
                    _ => **s >= threshold,
                })
                .count();
            _ = write!(
                line,
                " {name} {:.2} of {}",
                right as f64 / of.len() as f64,
                of.len()
            );
        }
        if !line.is_empty() {
            writeln!(out, "             right:{line}")?;
        }
        Ok(())
    }
}

/// The examples of a set with the scores of their logits.
pub fn scores<const C: usize>(name: &str, judged: &[([f64; C], &Example)], set: Set) -> Scores {
    let mut all = Scores {
        name: name.to_owned(),
        given: Vec::new(),
        gold: Vec::new(),
        class: Vec::new(),
    };
    for (logits, example) in judged.iter().filter(|(_, e)| e.set == set) {
        let p = softmax(logits);
        if C == 3 {
            all.given.push(p[2 % C] - p[0]);
            all.gold.push(example.allowed.trailing_zeros() as usize);
            all.class.push(None);
        } else {
            all.given.push(p[4 % C] + p[5 % C] - p[0] - p[1]);
            all.gold.push(gold(example));
            all.class.push(
                example
                    .allowed
                    .is_power_of_two()
                    .then(|| example.allowed.trailing_zeros() as usize),
            );
        }
    }
    all
}

/// The threshold with the best mean of the sets' macro-F1; sets without sentences do not count.
pub fn best(sets: &[Scores]) -> f64 {
    let of = |threshold: f64| -> f64 {
        let sets = sets.iter().filter(|s| !s.gold.is_empty());
        sets.map(|s| s.macro_f1(threshold)).sum()
    };
    let steps = (5..60).map(|s| f64::from(s) / 100.0);
    steps
        .max_by(|a, b| of(*a).total_cmp(&of(*b)))
        .unwrap_or(0.2)
}
