//! Trains the stance model: from the two sets of judged sentences to one file of weights.
//!
//! ```text
//! cargo run --release --example train_stance -- \
//!     NEWSMTSC.jsonl[.zst] DSE.jsonl[.zst] corpus/stance.weights [JUDGEMENTS.tsv]
//! ```
//!
//! NEWSMTSC holds `text` and `gold.targets` with `from`, `to` (characters) and `label` (`neg`, `neu`,
//! `pos`); DSE holds `text` and `gold` with the spans `p` and `q`, `label` and `direction`. The
//! features are the library's own, so training and judging cannot differ. The same input gives the
//! same bytes: nothing is random, and all sums run in a fixed order on one thread.
//!
//! The sentences are split into five parts by a hash of their text; every part is judged by weights
//! learned from the other four (JUDGEMENTS.tsv gets them, with the frames' part not yet added).
//! From these judgements come the figures that are printed (and stand in `corpus/MODEL.md`), the
//! calibration and the balanced rule. The weights that are written are learned from all five parts.

mod train_stance {
    pub mod data;
    pub mod fit;
    pub mod report;
}

use std::error::Error;
use std::fmt::Write as _;
use std::io::Write;

use demarche::stance::{CommonWords, PAIR_CLASSES, TONE_CLASSES, Table, Weights, add_frame_codes};

use train_stance::data::{self, Question};
use train_stance::fit::{self, Fitted};
use train_stance::report;

/// Strength of the L2 penalty, chosen by the cross-validated log loss.
const PAIR_PENALTY: f64 = 1.0;
const TONE_PENALTY: f64 = 0.3;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [newsmtsc, dse, output, rest @ ..] = &arguments[..] else {
        return Err(
            "usage: train_stance NEWSMTSC.jsonl[.zst] DSE.jsonl[.zst] OUTPUT [JUDGEMENTS.tsv]"
                .into(),
        );
    };
    let (newsmtsc, dse) = (data::read(newsmtsc)?, data::read(dse)?);
    let common = data::common_words(newsmtsc.iter().chain(&dse))?;
    let words = CommonWords::from_words(common.iter().map(String::as_str));
    let pair = data::pairs(&dse, words.clone())?;
    let tone = data::tones(&newsmtsc, words.clone())?;
    let mut out = std::io::stdout().lock();
    let mut judged = String::new();
    let weights = Weights {
        common: words,
        pair: table::<PAIR_CLASSES>(&pair, PAIR_PENALTY, "pair", &mut out, &mut judged)?,
        tone: table::<TONE_CLASSES>(&tone, TONE_PENALTY, "tone", &mut out, &mut judged)?,
    };
    if let [judgements] = rest {
        std::fs::write(judgements, judged)?;
    }
    let bytes = weights.to_bytes();
    std::fs::write(output, &bytes)?;
    writeln!(out, "{output}: {} bytes", bytes.len())?;
    Ok(())
}

/// Cross-validates, calibrates and fits one question.
fn table<const C: usize>(
    question: &Question,
    penalty: f64,
    name: &str,
    out: &mut impl Write,
    judged: &mut String,
) -> Result<Table<C>, Box<dyn Error>> {
    let logits = fit::cross_validate::<C>(question, penalty);
    let temperature = report::temperature(&logits, &question.labels);
    let logits: Vec<[f64; C]> = logits
        .iter()
        .map(|row| row.map(|z| z / temperature))
        .collect();
    for (i, row) in logits.iter().enumerate() {
        let [one, other] = question.codes[i];
        let row = row.map(|z| format!("{z:.4}")).join("\t");
        let (id, label) = (&question.ids[i], question.labels[i]);
        writeln!(judged, "{name}\t{id}\t{label}\t{one}\t{other}\t{row}")?;
    }
    let logits = with_frames(&logits, &question.codes);
    let balance = report::choose_balance(&logits, &question.labels);
    report::print(name, &logits, &question.labels, &balance, temperature, out)?;
    let all: Vec<usize> = (0..question.labels.len()).collect();
    let fitted = fit::fit::<C>(question, &all, penalty);
    Ok(quantise(&fitted, question.bits, temperature, &balance))
}

/// The logits of pairs with what the attitude frames add to them; others as they are.
fn with_frames<const C: usize>(logits: &[[f64; C]], codes: &[[u32; 2]]) -> Vec<[f64; C]> {
    let add = |(row, codes): (&[f64; C], &[u32; 2])| {
        let Ok(mut five) = <[f32; PAIR_CLASSES]>::try_from(&row.map(|z| z as f32)[..]) else {
            return *row;
        };
        add_frame_codes(&mut five, *codes);
        std::array::from_fn(|c| f64::from(five[c]))
    };
    logits.iter().zip(codes).map(add).collect()
}

/// Weights as whole numbers of −127 to 127, with one scale for each class.
fn quantise<const C: usize>(
    fitted: &Fitted<C>,
    bits: u32,
    temperature: f64,
    balance: &[f64; C],
) -> Table<C> {
    let mut rows = vec![[0_i8; C]; 1 << bits];
    let mut scale = [0.0_f32; C];
    for c in 0..C {
        let mut sizes: Vec<f64> = fitted.weights.iter().map(|w| w[c].abs()).collect();
        sizes.sort_by(f64::total_cmp);
        // A handful of the greatest weights are cut, so that the many small ones keep their resolution.
        let largest = sizes[sizes.len() - 1 - sizes.len() / 20_000].max(1e-9);
        let unit = largest / 127.0;
        for (row, weights) in fitted.rows.iter().zip(&fitted.weights) {
            rows[*row as usize][c] = (weights[c] / unit).round().clamp(-127.0, 127.0) as i8;
        }
        scale[c] = (unit / temperature) as f32;
    }
    Table {
        bias: fitted.bias.map(|b| (b / temperature) as f32),
        scale,
        balance: balance.map(|b| b as f32),
        rows,
    }
}
