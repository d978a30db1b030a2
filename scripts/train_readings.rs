//! Fits the model that reads names of states as actor or place.
//!
//! usage: `cargo run --release --features scripts --example train_readings < corpus/training/readings.tsv > corpus/names/readings.txt`
//!
//! Logistic regression with an L2 penalty, by gradient descent over all rows; the outcome is the same on every run.
//! Words seen fewer than eight times are left to their classes.

use std::collections::BTreeMap;
use std::io::{BufRead, Write};

use demarche::actors::{Dictionary, training::reading_features};

const ROUNDS: usize = 400;
const RATE: f64 = 2.0;
const PENALTY: f64 = 2e-4;
const LEAST: usize = 8;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let dictionary = Dictionary::builtin()?;
    let mut rows = Vec::new();
    let mut unread = 0;
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        if line.starts_with('#') {
            continue;
        }
        let cells: Vec<&str> = line.split('\t').collect();
        let [reading, start, end, sentence] = cells[..] else {
            continue;
        };
        match reading_features(&dictionary, sentence, start.parse()?, end.parse()?) {
            Some(features) => rows.push((f64::from(u8::from(reading == "actor")), features)),
            None => unread += 1,
        }
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for feature in rows.iter().flat_map(|(_, f)| f) {
        *counts.entry(feature).or_default() += 1;
    }
    let names: Vec<&str> = counts
        .iter()
        .filter(|(_, n)| **n >= LEAST)
        .map(|(f, _)| *f)
        .collect();
    let number = |f: &str| names.binary_search(&f).ok();
    let data: Vec<(f64, Vec<usize>)> = rows
        .iter()
        .map(|(y, f)| (*y, f.iter().filter_map(|f| number(f)).collect()))
        .collect();
    let mut weights = vec![0.0_f64; names.len()];
    let chance = |weights: &[f64], f: &[usize]| {
        1.0 / (1.0 + (-f.iter().map(|&i| weights[i]).sum::<f64>()).exp())
    };
    for _ in 0..ROUNDS {
        let mut gradient = vec![0.0; names.len()];
        for (y, f) in &data {
            let error = chance(&weights, f) - y;
            for &i in f {
                gradient[i] += error;
            }
        }
        for (w, g) in weights.iter_mut().zip(&gradient) {
            *w -= RATE * (g / data.len() as f64 + PENALTY * *w);
        }
    }
    let right = data
        .iter()
        .filter(|(y, f)| (chance(&weights, f) >= 0.5) == (*y == 1.0))
        .count();
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "# Weights of the reading model in thousandths: slot, sort, value, weight (positive: actor)."
    )?;
    writeln!(
        out,
        "# Made by scripts/train_readings.rs from {} sentences of corpus/training/readings.tsv ({unread} without a name); right on {right} of them.",
        data.len()
    )?;
    for (name, weight) in names.iter().zip(&weights) {
        let thousandths = (weight * 1000.0).round();
        if thousandths != 0.0 {
            writeln!(out, "{name}\t{thousandths}")?;
        }
    }
    Ok(())
}
