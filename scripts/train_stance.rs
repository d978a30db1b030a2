//! Trains the stance model: from judged sentences to one file of weights.

mod train_stance {
    pub mod data;
    pub mod fit;
    pub mod report;
}

use std::error::Error;
use std::io::Write;

use demarche::stance::{
    CommonWords, Featurizer, PAIR_CLASSES, PairWeights, TONE_CLASSES, Table, ToneWeights, Weights,
};

use train_stance::data::{self, Example, Layout, Set};
use train_stance::fit::{self, Fitted, Settings};
use train_stance::report::{self, Scores};

fn setting(name: &str, default: f64) -> f64 {
    std::env::var(name)
        .ok()
        .and_then(|v| v.parse().ok())
        .unwrap_or(default)
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, output, rest @ ..] = &arguments[..] else {
        return Err("usage: train_stance FOLDER OUTPUT [PARTS]".into());
    };
    let parts: u64 = rest.first().map_or(Ok(5), |p| p.parse())?;
    let (mtsc, dse) = (
        data::read(folder, "newsmtsc")?,
        data::read(folder, "dse_directed")?,
    );
    let judged = data::read(folder, "pairs")?;
    let world = data::read(folder, "world_stance")?;
    let common = data::common_words(mtsc.iter().chain(&dse).chain(&judged))?;
    let words = CommonWords::from_words(common.iter().map(String::as_str));
    let mut featurizer = Featurizer::new(words.clone())?;
    let mut out = std::io::stdout().lock();
    let mut pair: Vec<Example> = Vec::new();
    data::directed_sentiment(&dse, &mut featurizer, &mut pair);
    data::pairs(&judged, &mut featurizer, &mut pair);
    let mut dev: Vec<Example> = Vec::new();
    data::pairs(&world, &mut featurizer, &mut dev);
    let mut tone: Vec<Example> = Vec::new();
    data::tones(&mtsc, &mut featurizer, &mut tone);
    let pair_settings = Settings {
        layout: Layout::PAIR,
        penalty: setting("PEN", 0.5),
        lengths: [1.0, setting("LEN", 1.0)],
    };
    let tone_settings = Settings {
        layout: Layout::TONE,
        penalty: setting("TPEN", 0.3),
        lengths: [1.0, setting("TLEN", 1.0)],
    };
    let pair = pairs(&pair, &dev, &pair_settings, parts, &mut out)?;
    let tone = tones(
        &tone,
        &tone_settings,
        setting("TPARTS", parts as f64) as u64,
        &mut out,
    )?;
    let bytes = Weights {
        common: words,
        pair,
        tone,
    }
    .to_bytes();
    std::fs::write(output, &bytes)?;
    writeln!(out, "{output}: {} bytes", bytes.len())?;
    Ok(())
}

fn pairs(
    examples: &[Example],
    dev: &[Example],
    settings: &Settings,
    parts: u64,
    out: &mut impl Write,
) -> Result<PairWeights, Box<dyn Error>> {
    let cv = fit::cross_validate::<PAIR_CLASSES>(examples, settings, parts);
    let judged: Vec<([f64; 6], &Example)> = cv
        .iter()
        .zip(examples)
        .filter_map(|(l, e)| Some(((*l)?, e)))
        .collect();
    let temperature = if judged.is_empty() {
        1.0
    } else {
        report::temperature(&judged)
    };
    let all: Vec<&Example> = examples.iter().collect();
    let fitted = fit::fit::<PAIR_CLASSES>(&all, settings);
    let judged: Vec<([f64; 6], &Example)> = judged
        .into_iter()
        .map(|(l, e)| (l.map(|z| z / temperature), e))
        .collect();
    let dev_judged: Vec<([f64; 6], &Example)> = dev
        .iter()
        .map(|e| (fitted.logits(e, settings).map(|z| z / temperature), e))
        .collect();
    let mut sets: Vec<Scores> = [("dse", Set::Dse), ("own", Set::Own), ("real", Set::Real)]
        .map(|(name, set)| report::scores(name, &judged, set))
        .into();
    sets.push(report::scores("world_stance", &dev_judged, Set::World));
    let threshold = report::best(&sets);
    writeln!(
        out,
        "pair: temperature {temperature:.3}, threshold {threshold:.2}"
    )?;
    for set in &sets {
        set.print(threshold, out)?;
    }
    let layout = settings.layout;
    let heads: Vec<[f64; 12]> = (0..layout.places)
        .map(|r| std::array::from_fn(|c| fitted.columns[r + c / 6 * layout.places][c % 6]))
        .collect();
    let _ = &fitted as &Fitted<6>;
    Ok(PairWeights {
        bias: fitted.bias.map(|b| (b / temperature) as f32),
        place: quantise(&heads, settings.lengths[0] / temperature),
        role: quantise(
            &fitted.columns[layout.directions * layout.places..],
            settings.lengths[1] / temperature,
        ),
        threshold: threshold as f32,
    })
}

fn tones(
    examples: &[Example],
    settings: &Settings,
    parts: u64,
    out: &mut impl Write,
) -> Result<ToneWeights, Box<dyn Error>> {
    let cv = fit::cross_validate::<TONE_CLASSES>(examples, settings, parts);
    let judged: Vec<([f64; 3], &Example)> = cv
        .iter()
        .zip(examples)
        .filter_map(|(l, e)| Some(((*l)?, e)))
        .collect();
    let temperature = if judged.is_empty() {
        1.0
    } else {
        report::temperature(&judged)
    };
    let judged: Vec<([f64; 3], &Example)> = judged
        .into_iter()
        .map(|(l, e)| (l.map(|z| z / temperature), e))
        .collect();
    let scores = report::scores("newsmtsc", &judged, Set::Mtsc);
    let threshold = report::best(std::slice::from_ref(&scores));
    writeln!(
        out,
        "tone: temperature {temperature:.3}, threshold {threshold:.2}"
    )?;
    scores.print(threshold, out)?;
    let all: Vec<&Example> = examples.iter().collect();
    let fitted = fit::fit::<TONE_CLASSES>(&all, settings);
    let places = settings.layout.places;
    Ok(ToneWeights {
        bias: fitted.bias.map(|b| (b / temperature) as f32),
        place: quantise(&fitted.columns[..places], settings.lengths[0] / temperature),
        role: quantise(&fitted.columns[places..], settings.lengths[1] / temperature),
        threshold: threshold as f32,
    })
}

/// Weights as whole numbers of −127 to 127, with one scale for each class.
fn quantise<const C: usize>(columns: &[[f64; C]], factor: f64) -> Table<C> {
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
    Table { scale, rows }
}
