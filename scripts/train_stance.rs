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
//! * `world_stance`: the same fields. Nothing is learned from it and no threshold is chosen on it; the mean score of its neutral text is
//!   put at 0, which the stored weights allow on no other set, because they have learned from the others.
//!
//! The features are the library's own, so training and judging cannot differ. The same input gives the same bytes: nothing is
//! random, and all sums run in a fixed order whatever the number of processors.
//!
//! The sentences are split into five parts by a hash of their text; every part is judged by weights learned from the other
//! four (PARTS below 5 judges the first ones only). From these judgements come calibration, thresholds and the
//! figures that are printed and stand in `corpus/MODEL.md`; JUDGEMENTS.tsv gets them (set, gold −1, 0, 1, score, label, probability
//! of neutral, class, example, probabilities of all classes), for `scripts/simulate_intervals.py` and for reading errors. The weights that are written are the mean of these five and of those learned from all
//! parts.

mod train_stance {
    pub mod data;
    pub mod fit;
    pub mod report;
}

use std::error::Error;
use std::io::Write;

use demarche::stance::{
    BOTH_CLASSES, CommonWords, Featurizer, PAIR_CLASSES, PairWeights, TONE_CLASSES, Thresholds,
    ToneWeights, WeightRow, WeightTable, Weights,
};

use train_stance::data::{self, Example, Layout, PARTS, Set};
use train_stance::fit::{self, Fitted, Settings};
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

/// What the macro-F1 of pairs may fall below the best for the sake of precision.
const SLACK: f64 = 0.003;

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

/// What comes of cross-validation.
struct Validated<'a, const C: usize> {
    /// Calibrated logits of the examples by weights learned from the other parts.
    judged: Vec<([f64; C], &'a Example)>,
    temperature: f64,
    /// The mean of the weights of each part and of those learned from all examples.
    fitted: Fitted<C>,
}

fn validated<'a, const C: usize>(
    examples: &'a [Example],
    settings: &Settings,
    parts: u64,
) -> Validated<'a, C> {
    let (logits, mut all) = fit::cross_validate::<C>(examples, settings, parts);
    all.push(fit::fit::<C>(
        &examples.iter().collect::<Vec<_>>(),
        settings,
    ));
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
    Validated {
        judged: cooled,
        temperature,
        fitted: fit::mean(&all),
    }
}

/// Learns the attitudes between two actors.
fn pair(
    examples: &[Example],
    held: &[Example],
    parts: u64,
    told: &mut String,
    out: &mut impl Write,
) -> Result<PairWeights, Box<dyn Error>> {
    let Validated {
        judged,
        temperature,
        fitted,
    } = validated::<PAIR_CLASSES>(examples, &PAIR, parts);
    let mut weights = pair_weights(&fitted, temperature);
    let held: Vec<([f64; PAIR_CLASSES], &Example)> = held
        .iter()
        .map(|e| (stored_logits(&weights, e), e))
        .collect();
    let names = [("dse", Set::Dse), ("own", Set::Own), ("real", Set::Real)];
    let scored = |shift: f64| -> Vec<Scores> {
        let sets = names.map(|(name, set)| report::scores(name, &judged, set, shift));
        sets.into_iter().collect()
    };
    let shift =
        report::centre(|shift| vec![report::scores("world_stance", &held, Set::World, shift)]);
    let sets = scored(shift);
    let threshold = report::best(&sets, SLACK);
    writeln!(
        out,
        "pair: temperature {temperature:.3}, shift {shift:.3}, thresholds {:.2} {:.2} {:.2}",
        threshold.negative, threshold.positive, threshold.neutral
    )?;
    let world = report::scores("world_stance", &held, Set::World, shift);
    for set in sets.iter().chain([&world]) {
        set.print(threshold, out)?;
        set.tell(threshold, told);
    }
    weights.bias = bias(&fitted.bias, temperature, shift);
    weights.threshold = threshold;
    Ok(weights)
}

/// The weights as they are stored, before a shift and thresholds are chosen.
fn pair_weights(fitted: &Fitted<PAIR_CLASSES>, temperature: f64) -> PairWeights {
    let places = PAIR.layout.places;
    let heads: Vec<[f64; BOTH_CLASSES]> = (0..places)
        .map(|row| {
            std::array::from_fn(|c| {
                fitted.columns[row + c / PAIR_CLASSES * places][c % PAIR_CLASSES]
            })
        })
        .collect();
    PairWeights {
        bias: bias(&fitted.bias, temperature, 0.0),
        place: quantise(&heads, PAIR.lengths[0] / temperature),
        role: quantise(
            &fitted.columns[PAIR.layout.directions * places..],
            PAIR.lengths[1] / temperature,
        ),
        threshold: Thresholds {
            negative: 1.0,
            positive: 1.0,
            neutral: 1.0,
        },
    }
}

/// Learns the tone towards one actor.
fn tone(
    examples: &[Example],
    parts: u64,
    told: &mut String,
    out: &mut impl Write,
) -> Result<ToneWeights, Box<dyn Error>> {
    let Validated {
        judged,
        temperature,
        fitted,
    } = validated::<TONE_CLASSES>(examples, &TONE, parts);
    let scored = |shift: f64| vec![report::scores("newsmtsc", &judged, Set::Mtsc, shift)];
    let shift = report::centre(scored);
    let sets = scored(shift);
    let threshold = report::best(&sets, 0.0);
    writeln!(
        out,
        "tone: temperature {temperature:.3}, shift {shift:.3}, thresholds {:.2} {:.2} {:.2}",
        threshold.negative, threshold.positive, threshold.neutral
    )?;
    for set in &sets {
        set.print(threshold, out)?;
        set.tell(threshold, told);
    }
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

/// Weights as whole numbers, with one scale for each class and a power of two for each row.
fn quantise<const C: usize>(columns: &[[f64; C]], factor: f64) -> WeightTable<C> {
    let unit: [f64; C] = std::array::from_fn(|c| {
        let largest = columns.iter().fold(0.0_f64, |m, w| m.max(w[c].abs()));
        largest.max(1e-9) / f64::from(WeightRow::<C>::LARGEST)
    });
    let row = |w: &[f64; C]| WeightRow::of(std::array::from_fn(|c| w[c] / unit[c]));
    WeightTable {
        scale: unit.map(|u| (u * factor) as f32),
        rows: columns.iter().map(row).collect(),
    }
}

/// Calibrated logits of a direction by the weights as they are stored, with the frames' prior.
fn stored_logits(weights: &PairWeights, example: &Example) -> [f64; PAIR_CLASSES] {
    let places = PAIR.layout.places as u32;
    let [place, role] = &example.groups;
    let direction = place.first().map_or(0, |row| (row / places) as usize);
    let mut sums = [0; BOTH_CLASSES];
    for row in place {
        let row = &weights.place.rows[(row % places) as usize];
        (0..BOTH_CLASSES).for_each(|c| sums[c] += row.weight(c));
    }
    let place = weights.place.logits(&sums, place.len() as u32);
    let mut sums = [0; PAIR_CLASSES];
    for at in role {
        let row = &weights.role.rows[(at - places * PAIR.layout.directions as u32) as usize];
        (0..PAIR_CLASSES).for_each(|c| sums[c] += row.weight(c));
    }
    let role = weights.role.logits(&sums, role.len() as u32);
    std::array::from_fn(|c| {
        f64::from(
            weights.bias[c] + place[direction * PAIR_CLASSES + c] + role[c] + example.offset[c],
        )
    })
}
