//! Trains the stance model: from judged sentences to one file of weights.
//!
//! ```text
//! scripts/join_training.py NEWSMTSC.jsonl DSE.jsonl SOTU.jsonl > FOLDER/pairs.jsonl
//! cargo run --release --features scripts --example train_stance -- FOLDER corpus/stance.weights [PARTS [JUDGEMENTS.tsv]]
//! ```
//!
//! FOLDER holds, as `NAME.jsonl` or `NAME.jsonl.zst`,
//!
//! * `newsmtsc`: `text` and `gold.targets` with `from`, `to` (characters) and `label` (`neg`, `neu`, `pos`);
//! * `dse_directed`: `text` and `gold` with the spans `p` and `q`, `label` and `direction`;
//! * `pairs`: `text`, the spans `a` and `b`, `ab` and `ba` (MC VC N C VP MP), as `scripts/join_training.py` writes them;
//! * `world_stance`: the same fields. Nothing is learned from it: the threshold of labels is chosen on it together with the
//!   cross-validated others.
//!
//! The features are the library's own, so training and judging cannot differ. The same input gives the same bytes: nothing is
//! random, and all sums run in a fixed order whatever the number of processors.
//!
//! The sentences are split into five parts by a hash of their text; every part is judged by weights learned from the other
//! four (PARTS below 5 judges the first ones only). From these judgements come calibration, thresholds and the
//! figures that are printed and stand in `corpus/MODEL.md`; JUDGEMENTS.tsv gets them (set, gold −1, 0, 1, score), for
//! `scripts/simulate_intervals.py`. The weights that are written are learned from all five parts.

mod train_stance {
    pub mod data;
    pub mod fit;
    pub mod report;
}

use std::error::Error;
use std::io::Write;

use demarche::stance::{
    BOTH_CLASSES, CommonWords, Featurizer, PAIR_CLASSES, PairWeights, TONE_CLASSES, ToneWeights,
    WeightTable, Weights,
};

use train_stance::data::{self, Example, Layout, PARTS, Set};
use train_stance::fit::{self, Settings};
use train_stance::report::{self, Scores};

/// Settings of the two questions, chosen on the first part of the cross-validation.
const PAIR: Settings = Settings {
    layout: Layout::PAIR,
    penalty: 0.08,
    lengths: [1.0, 1.0],
};
const TONE: Settings = Settings {
    layout: Layout::TONE,
    penalty: 0.5,
    lengths: [1.0, 0.5],
};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, output, rest @ ..] = &arguments[..] else {
        return Err("usage: train_stance FOLDER OUTPUT [PARTS]".into());
    };
    let parts: u64 = rest.first().map_or(Ok(PARTS), |p| p.parse())?;
    let mut told = String::new();
    let mtsc = data::read(folder, "newsmtsc")?;
    let dse = data::read(folder, "dse_directed")?;
    let judged = data::read(folder, "pairs")?;
    let world = data::read(folder, "world_stance")?;
    let common = data::common_words(mtsc.iter().chain(&dse).chain(&judged))?;
    let words = CommonWords::from_words(common.iter().map(String::as_str));
    let mut featurizer = Featurizer::new(words.clone())?;
    let (mut pairs, mut held, mut targets) = (Vec::new(), Vec::new(), Vec::new());
    data::directed_sentiment(&dse, &mut featurizer, &mut pairs);
    data::pairs(&judged, &mut featurizer, &mut pairs);
    data::pairs(&world, &mut featurizer, &mut held);
    data::tones(&mtsc, &mut featurizer, &mut targets);
    let mut out = std::io::stdout().lock();
    let weights = Weights {
        common: words,
        pair: pair(&pairs, &held, parts, &mut told, &mut out)?,
        tone: tone(&targets, parts, &mut told, &mut out)?,
    };
    if let Some(path) = rest.get(1) {
        std::fs::write(path, told)?;
    }
    let bytes = weights.to_bytes();
    std::fs::write(output, &bytes)?;
    writeln!(out, "{output}: {} bytes", bytes.len())?;
    Ok(())
}

/// Judgements of the examples by weights learned from the other parts, and the temperature that calibrates them.
fn validated<'a, const C: usize>(
    examples: &'a [Example],
    settings: &Settings,
    parts: u64,
) -> (Vec<([f64; C], &'a Example)>, f64) {
    let logits = fit::cross_validate::<C>(examples, settings, parts);
    let judged: Vec<([f64; C], &Example)> = logits
        .into_iter()
        .zip(examples)
        .filter_map(|(logits, example)| Some((logits?, example)))
        .collect();
    let temperature = if judged.is_empty() {
        1.0
    } else {
        report::temperature(&judged)
    };
    let cooled = judged
        .into_iter()
        .map(|(logits, example)| (report::calibrated(&logits, example, temperature), example))
        .collect();
    (cooled, temperature)
}

/// Learns the attitudes between two actors.
fn pair(
    examples: &[Example],
    held: &[Example],
    parts: u64,
    told: &mut String,
    out: &mut impl Write,
) -> Result<PairWeights, Box<dyn Error>> {
    let (judged, temperature) = validated::<PAIR_CLASSES>(examples, &PAIR, parts);
    let all: Vec<&Example> = examples.iter().collect();
    let fitted = fit::fit::<PAIR_CLASSES>(&all, &PAIR);
    let held: Vec<([f64; PAIR_CLASSES], &Example)> = held
        .iter()
        .map(|e| {
            (
                report::calibrated(&fitted.logits(e, &PAIR), e, temperature),
                e,
            )
        })
        .collect();
    let names = [("dse", Set::Dse), ("own", Set::Own), ("real", Set::Real)];
    let scored = |shift: f64| -> Vec<Scores> {
        let own = names.map(|(name, set)| report::scores(name, &judged, set, shift));
        let world = report::scores("world_stance", &held, Set::World, shift);
        own.into_iter().chain([world]).collect()
    };
    let shift = report::centre(scored);
    let sets = scored(shift);
    let threshold = report::best(&sets);
    writeln!(
        out,
        "pair: temperature {temperature:.3}, shift {shift:.3}, thresholds {:.2} {:.2} {:.2}",
        threshold.negative, threshold.positive, threshold.neutral
    )?;
    let rest = report::scores("world_stance_rest", &held, Set::Rest, shift);
    for set in sets.iter().chain([&rest]) {
        set.print(threshold, out)?;
        set.tell(threshold, told);
    }
    let places = PAIR.layout.places;
    let heads: Vec<[f64; BOTH_CLASSES]> = (0..places)
        .map(|row| {
            std::array::from_fn(|c| {
                fitted.columns[row + c / PAIR_CLASSES * places][c % PAIR_CLASSES]
            })
        })
        .collect();
    Ok(PairWeights {
        bias: bias(&fitted.bias, temperature, shift),
        place: quantise(&heads, PAIR.lengths[0] / temperature),
        role: quantise(
            &fitted.columns[PAIR.layout.directions * places..],
            PAIR.lengths[1] / temperature,
        ),
        threshold,
    })
}

/// Learns the tone towards one actor.
fn tone(
    examples: &[Example],
    parts: u64,
    told: &mut String,
    out: &mut impl Write,
) -> Result<ToneWeights, Box<dyn Error>> {
    let (judged, temperature) = validated::<TONE_CLASSES>(examples, &TONE, parts);
    let scored = |shift: f64| vec![report::scores("newsmtsc", &judged, Set::Mtsc, shift)];
    let shift = report::centre(scored);
    let sets = scored(shift);
    let threshold = report::best(&sets);
    writeln!(
        out,
        "tone: temperature {temperature:.3}, shift {shift:.3}, thresholds {:.2} {:.2} {:.2}",
        threshold.negative, threshold.positive, threshold.neutral
    )?;
    for set in &sets {
        set.print(threshold, out)?;
        set.tell(threshold, told);
    }
    let all: Vec<&Example> = examples.iter().collect();
    let fitted = fit::fit::<TONE_CLASSES>(&all, &TONE);
    let places = TONE.layout.places;
    Ok(ToneWeights {
        bias: bias(&fitted.bias, temperature, shift),
        place: quantise(&fitted.columns[..places], TONE.lengths[0] / temperature),
        role: quantise(&fitted.columns[places..], TONE.lengths[1] / temperature),
        threshold,
    })
}

/// Calibrated biases with the shift that puts neutral text at 0.
fn bias<const C: usize>(fitted: &[f64; C], temperature: f64, shift: f64) -> [f32; C] {
    report::shifted(&fitted.map(|b| b / temperature), shift).map(|b| b as f32)
}

/// Weights as whole numbers of −127 to 127, with one scale for each class.
fn quantise<const C: usize>(columns: &[[f64; C]], factor: f64) -> WeightTable<C> {
    let mut rows = vec![[0_i8; C]; columns.len()];
    let mut scale = [0.0_f32; C];
    for c in 0..C {
        let mut sizes: Vec<f64> = columns
            .iter()
            .map(|w| w[c].abs())
            .filter(|w| *w > 0.0)
            .collect();
        sizes.sort_by(f64::total_cmp);
        // A handful of the greatest weights are cut, so that the many small ones keep their resolution.
        let largest = sizes
            .len()
            .checked_sub(1 + sizes.len() / 20_000)
            .map_or(1e-9, |i| sizes[i]);
        let unit = largest / 127.0;
        for (row, weights) in rows.iter_mut().zip(columns) {
            row[c] = (weights[c] / unit).round().clamp(-127.0, 127.0) as i8;
        }
        scale[c] = (unit * factor) as f32;
    }
    WeightTable { scale, rows }
}
