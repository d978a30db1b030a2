//! Calibration, the balanced rule and the figures that are printed.

use std::io::{self, Write};

fn softmax<const C: usize>(logits: &[f64; C]) -> [f64; C] {
    let top = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let exps = logits.map(|z| (z - top).exp());
    let sum: f64 = exps.iter().sum();
    exps.map(|e| e / sum)
}

fn log_loss<const C: usize>(logits: &[[f64; C]], labels: &[usize], temperature: f64) -> f64 {
    let total: f64 = logits
        .iter()
        .zip(labels)
        .map(|(row, &label)| -softmax(&row.map(|z| z / temperature))[label].ln())
        .sum();
    total / labels.len() as f64
}

/// The temperature with the least log loss, by golden section on [0.3, 5] (Guo et al. 2017).
pub fn temperature<const C: usize>(logits: &[[f64; C]], labels: &[usize]) -> f64 {
    let ratio = (5.0_f64.sqrt() - 1.0) / 2.0;
    let (mut low, mut high) = (0.3, 5.0);
    for _ in 0..40 {
        let (a, b) = (high - ratio * (high - low), low + ratio * (high - low));
        if log_loss(logits, labels, a) < log_loss(logits, labels, b) {
            high = b;
        } else {
            low = a;
        }
    }
    f64::midpoint(low, high)
}

fn decide<const C: usize>(logits: &[f64; C], balance: &[f64; C]) -> usize {
    let mut best = 0;
    for c in 1..C {
        if logits[c] + balance[c] > logits[best] + balance[best] {
            best = c;
        }
    }
    best
}

/// Precision, recall and F1 of each class.
fn scores<const C: usize>(decided: &[usize], labels: &[usize]) -> [[f64; 3]; C] {
    std::array::from_fn(|c| {
        let count = |f: &dyn Fn(usize, usize) -> bool| {
            decided
                .iter()
                .zip(labels)
                .filter(|(d, l)| f(**d, **l))
                .count() as f64
        };
        let hit = count(&|d, l| d == c && l == c);
        let (found, real) = (count(&|d, _| d == c), count(&|_, l| l == c));
        let (precision, recall) = (hit / found.max(1.0), hit / real.max(1.0));
        [precision, recall, 2.0 * hit / (found + real).max(1.0)]
    })
}

fn macro_f1<const C: usize>(decided: &[usize], labels: &[usize]) -> f64 {
    scores::<C>(decided, labels)
        .iter()
        .map(|s| s[2])
        .sum::<f64>()
        / C as f64
}

/// −α ln(frequency) of each class, with the α in 0, 0.05, …, 1 that gives the best macro-F1.
pub fn choose_balance<const C: usize>(logits: &[[f64; C]], labels: &[usize]) -> [f64; C] {
    let frequency: [f64; C] = std::array::from_fn(|c| {
        labels.iter().filter(|l| **l == c).count().max(1) as f64 / labels.len() as f64
    });
    let mut best = (f64::NEG_INFINITY, [0.0; C]);
    for step in 0..=20 {
        let balance = frequency.map(|f| -f64::from(step) / 20.0 * f.ln());
        let decided: Vec<usize> = logits.iter().map(|row| decide(row, &balance)).collect();
        let score = macro_f1::<C>(&decided, labels);
        if score > best.0 {
            best = (score, balance);
        }
    }
    best.1
}

/// Expected calibration error of the most probable class: mean over ten bins of equal width,
/// weighted by their sizes, of the distance between confidence and accuracy.
fn calibration_error<const C: usize>(logits: &[[f64; C]], labels: &[usize]) -> f64 {
    let mut bins = [[0.0_f64; 3]; 10];
    for (row, &label) in logits.iter().zip(labels) {
        let p = softmax(row);
        let top = decide(row, &[0.0; C]);
        let bin = &mut bins[((p[top] * 10.0) as usize).min(9)];
        bin[0] += 1.0;
        bin[1] += p[top];
        bin[2] += f64::from(u8::from(top == label));
    }
    bins.iter().map(|[_, p, hit]| (p - hit).abs()).sum::<f64>() / labels.len() as f64
}

/// Prints the cross-validated figures.
pub fn print<const C: usize>(
    name: &str,
    logits: &[[f64; C]],
    labels: &[usize],
    balance: &[f64; C],
    temperature: f64,
    out: &mut impl Write,
) -> io::Result<()> {
    writeln!(
        out,
        "## {name}: {} sentences, cross-validated\n",
        labels.len()
    )?;
    writeln!(out, "temperature {temperature:.3}; balance {balance:.3?}")?;
    writeln!(
        out,
        "log loss {:.4}; expected calibration error {:.4}\n",
        log_loss(logits, labels, 1.0),
        calibration_error(logits, labels)
    )?;
    let names: &[&str] = if C == 3 {
        &["negative", "neutral", "positive"]
    } else {
        &[
            "neutral",
            "negative 1→2",
            "positive 1→2",
            "negative 2→1",
            "positive 2→1",
        ]
    };
    for (rule, offsets) in [("argmax", [0.0; C]), ("balanced", *balance)] {
        let decided: Vec<usize> = logits.iter().map(|row| decide(row, &offsets)).collect();
        let right = decided.iter().zip(labels).filter(|(d, l)| d == l).count();
        writeln!(
            out,
            "| {rule} | precision | recall | F1 |   macro-F1 {:.3}, micro-F1 {:.3}\n|---|---|---|---|",
            macro_f1::<C>(&decided, labels),
            right as f64 / labels.len() as f64
        )?;
        for (class, [precision, recall, f1]) in names.iter().zip(scores::<C>(&decided, labels)) {
            writeln!(out, "| {class} | {precision:.3} | {recall:.3} | {f1:.3} |")?;
        }
        writeln!(out)?;
    }
    if C == 5 {
        let charged = || logits.iter().zip(labels).filter(|(_, l)| **l > 0);
        let right = charged().filter(|(row, label)| {
            let p = softmax(row);
            (p[2 % C] + p[4 % C] > p[1 % C] + p[3 % C]) == (**label % 2 == 0)
        });
        writeln!(
            out,
            "polarity of non-neutral sentences right: {:.3}\n",
            right.count() as f64 / charged().count().max(1) as f64
        )?;
    }
    Ok(())
}
