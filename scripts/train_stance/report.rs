//! Calibration, thresholds and the figures that are printed.

use std::fmt::Write as _;
use std::io::{self, Write};

use demarche::stance::Thresholds;

use super::data::{CLASSES, Example, NEGATIVE, NEUTRAL, POSITIVE, Set};

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
    /// Probabilities of neutral.
    pub calm: Vec<f64>,
    pub gold: Vec<usize>,
    /// The class, where there is a single one.
    pub class: Vec<Option<usize>>,
    /// Which example it is.
    pub id: Vec<String>,
    /// The probabilities of all classes, as they are written.
    pub all: Vec<String>,
}

impl Scores {
    /// Precision, recall and F1 of negative, neutral, positive.
    pub fn figures(&self, at: Thresholds) -> [[f64; 3]; 3] {
        let mut table = [[0.0; 3]; 3];
        for (label, gold) in self.labels(at).zip(&self.gold) {
            table[*gold][label] += 1.0;
        }
        std::array::from_fn(|c| {
            let hit = table[c][c];
            let found: f64 = table.iter().map(|row| row[c]).sum();
            let real: f64 = table[c].iter().sum();
            [
                hit / found.max(1.0),
                hit / real.max(1.0),
                2.0 * hit / (found + real).max(1.0),
            ]
        })
    }

    /// 0, 1, 2 for a negative, neutral, positive label.
    fn labels(&self, at: Thresholds) -> impl Iterator<Item = usize> + '_ {
        let [negative, positive, neutral] = [at.negative, at.positive, at.neutral].map(f64::from);
        let scored = self.given.iter().zip(&self.calm);
        scored.map(move |(score, calm)| match *score {
            _ if *calm >= neutral => 1,
            s if s <= -negative => 0,
            s if s >= positive => 2,
            _ => 1,
        })
    }

    fn macro_f1(&self, at: Thresholds) -> f64 {
        self.figures(at).iter().map(|f| f[2]).sum::<f64>() / 3.0
    }

    /// The mean score of what readers judged neutral.
    pub fn neutral(&self) -> f64 {
        let of = |pair: (&f64, &usize)| (*pair.1 == 1).then_some(*pair.0);
        let (sum, count) = self
            .given
            .iter()
            .zip(&self.gold)
            .filter_map(of)
            .fold((0.0, 0.0), |(sum, count), s| (sum + s, count + 1.0));
        sum / f64::max(count, 1.0)
    }

    /// Adds a line for each judgement: set, gold, score, label, probability of neutral, class, example, probabilities of all classes; gold and
    /// label −1, 0 or 1.
    pub fn tell(&self, at: Thresholds, told: &mut String) {
        for (i, label) in self.labels(at).enumerate() {
            let [gold, label] = [self.gold[i], label].map(|third| third as i32 - 1);
            let (name, score, calm) = (&self.name, self.given[i], self.calm[i]);
            let class = self.class[i].map_or("", |class| CLASSES[class]);
            let (id, all) = (&self.id[i], &self.all[i]);
            _ = writeln!(
                told,
                "{name}\t{gold}\t{score:.4}\t{label}\t{calm:.4}\t{class}\t{id}{all}"
            );
        }
    }

    pub fn print(&self, at: Thresholds, out: &mut impl Write) -> io::Result<()> {
        let f = self.figures(at);
        let row = |c: usize| format!("P {:.3} R {:.3} F {:.3}", f[c][0], f[c][1], f[c][2]);
        writeln!(
            out,
            "{:>12} n {:6} macro-F1 {:.3}; neutral text {:+.3}; negative {}; neutral {}; positive {}",
            self.name,
            self.gold.len(),
            self.macro_f1(at),
            self.neutral(),
            row(0),
            row(1),
            row(2),
        )?;
        let mut line = String::new();
        for (class, name) in CLASSES.iter().enumerate() {
            let of: Vec<usize> = self
                .labels(at)
                .zip(&self.class)
                .filter(|(_, c)| **c == Some(class))
                .map(|(label, _)| label)
                .collect();
            if of.is_empty() {
                continue;
            }
            let right = of.iter().filter(|label| **label == class / 2).count();
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
pub fn scores<const C: usize>(
    name: &str,
    judged: &[([f64; C], &Example)],
    set: Set,
    shift: f64,
) -> Scores {
    let mut all = Scores {
        name: name.to_owned(),
        given: Vec::new(),
        calm: Vec::new(),
        gold: Vec::new(),
        class: Vec::new(),
        id: Vec::new(),
        all: Vec::new(),
    };
    for (logits, example) in judged.iter().filter(|(_, e)| e.set == set) {
        let p = softmax(&shifted(logits, shift));
        all.id.push(example.id.clone());
        all.all.push(p.iter().fold(String::new(), |mut line, x| {
            _ = write!(line, "\t{x:.4}");
            line
        }));
        if C == 3 {
            all.given.push(p[2 % C] - p[0]);
            all.calm.push(p[1]);
            all.gold.push(example.allowed.trailing_zeros() as usize);
            all.class.push(None);
        } else {
            all.given.push(p[4 % C] + p[5 % C] - p[0] - p[1]);
            all.calm.push(p[2] + p[3 % C]);
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

/// The thresholds with the highest precision of positive and negative labels among those whose macro-F1 is at most `slack` below
/// the best, on average over the sets; sets without sentences do not count.
pub fn best(sets: &[Scores], slack: f64) -> Thresholds {
    let full: Vec<&Scores> = sets.iter().filter(|s| !s.gold.is_empty()).collect();
    let steps = |from: u8, to: u8, by: usize| (from..=to).step_by(by).map(|s| f32::from(s) / 100.0);
    let mut tried = Vec::new();
    for neutral in steps(40, 92, 4) {
        for negative in steps(4, 50, 2) {
            for positive in steps(10, 60, 2) {
                let at = Thresholds {
                    negative,
                    positive,
                    neutral,
                };
                let figures: Vec<[[f64; 3]; 3]> = full.iter().map(|s| s.figures(at)).collect();
                let sum = |of: &dyn Fn(&[[f64; 3]; 3]) -> f64| figures.iter().map(of).sum::<f64>();
                let count = figures.len().max(1) as f64;
                let macro_f1 = sum(&|f| f.iter().map(|c| c[2]).sum::<f64>() / 3.0) / count;
                tried.push((at, macro_f1, sum(&|f| f[0][0] + f[2][0])));
            }
        }
    }
    let top = tried.iter().map(|t| t.1).fold(0.0, f64::max);
    let close = tried.into_iter().filter(|t| t.1 >= top - slack);
    close.max_by(|a, b| a.2.total_cmp(&b.2)).map_or(
        Thresholds {
            negative: 0.2,
            positive: 0.2,
            neutral: 0.8,
        },
        |t| t.0,
    )
}

/// What is to be taken from the logits of negative classes and added to those of positive ones so that the mean score of neutral
/// text is 0 on average over the sets. `scored` gives the sets with such a shift; the root is found by bisection.
pub fn centre(scored: impl Fn(f64) -> Vec<Scores>) -> f64 {
    let (mut low, mut high) = (-2.0, 2.0);
    for _ in 0..24 {
        let middle = f64::midpoint(low, high);
        let sets = scored(middle);
        let full = sets.iter().filter(|s| !s.gold.is_empty());
        if full.map(Scores::neutral).sum::<f64>() < 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

/// Logits with a shift from the negative to the positive classes.
pub fn shifted<const C: usize>(logits: &[f64; C], shift: f64) -> [f64; C] {
    std::array::from_fn(|c| logits[c] + shift * sign_of(c, C))
}

/// −1, 0 or 1 for a negative, neutral or positive class of `classes`.
pub fn sign_of(class: usize, classes: usize) -> f64 {
    let third = classes / 3;
    (class / third) as f64 - 1.0
}
