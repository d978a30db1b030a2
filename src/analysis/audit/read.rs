//! Reading coded sheets: measures, and corrected scores.

use std::collections::BTreeMap;
use std::sync::Arc;

use hashbrown::HashMap;

use crate::actors::Dictionary;
use crate::error::Error;
use crate::export::Manifest;
use crate::model::Label;
use crate::observe::Observer;
use crate::pipeline::JudgedSentence;
use crate::stats::corrected::{Corrected, SampledUnit, corrected_means};
use crate::store::{Lens, Store};
use crate::tables::{AuditRow, StanceCorrectedRow, Table};

use super::super::options::{AttitudeOptions, StudyOptions};
use super::super::results::Results;
use super::super::study::Study;
use super::measures::{self, Item};
use super::{CodedSheet, DrawFile, judged, place, stratum};

/// What an audit found.
#[derive(Debug, Clone, PartialEq)]
pub struct Audited {
    /// `audit` and `stance_corrected`, with their manifest.
    pub results: Results,
    /// Coded items, of how many.
    pub coded: (u64, u64),
}

/// What tells a judged sentence: article, sentence, source and target.
type Key<'a> = (&'a str, u16, &'a str, &'a str);

fn key(row: &JudgedSentence) -> Key<'_> {
    (&row.article.id, row.sentence, &row.source, &row.target)
}

/// Measures the machine by coded sheets and corrects the scores of `stance`.
///
/// # Errors
/// The sheets are not of this draw, or the store is not as it was when it was made.
pub fn audit(
    store: &Store,
    dictionary: &Arc<Dictionary>,
    (draw, sheets): (&DrawFile, &[CodedSheet]),
    threads: usize,
    observer: &dyn Observer,
) -> Result<Audited, Error> {
    let lens = draw.lens()?;
    let rows = judged(
        (store, dictionary),
        (&lens, draw.dedup()),
        None,
        threads,
        observer,
    )?;
    let same_store = store.state().identity.digest() == draw.identity;
    if !same_store || rows.len() as u64 != draw.judged {
        return Err(Error::Options(format!(
            "the store is not as it was when the sentences were drawn ({} judged sentences then, {} now{}): the weights of the items no longer hold. Draw anew, or use the store as it was",
            draw.judged,
            rows.len(),
            if same_store {
                ""
            } else {
                "; another dictionary or model"
            }
        )));
    }
    let labels = labels_by_item(draw, sheets)?;
    let strata = draw.strata();
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    for row in &rows {
        let next = numbers.len();
        numbers.entry(stratum(&strata, row)).or_insert(next);
    }
    let mut sizes = vec![0_u64; numbers.len()];
    for row in &rows {
        sizes[numbers[&stratum(&strata, row)]] += 1;
    }
    let places: HashMap<Key<'_>, usize> = rows
        .iter()
        .enumerate()
        .map(|(i, row)| (key(row), i))
        .collect();
    let mut humans: Vec<Option<f64>> = vec![None; rows.len()];
    let mut items = Vec::new();
    let mut coded_in = vec![0_u64; sizes.len()];
    for item in &draw.items {
        let Some(coders) = labels.get(&item.item) else {
            continue;
        };
        let own: Key<'_> = (&item.article, item.sentence, &item.source, &item.target);
        let Some(&at) = places.get(&own) else {
            return Err(Error::Options(format!(
                "item {} ({}, sentence {}) is not in the store any more; draw anew",
                item.item, item.article, item.sentence
            )));
        };
        let sum: i32 = coders.iter().map(|label| place(*label) as i32 - 1).sum();
        humans[at] = Some(f64::from(sum) / coders.len() as f64);
        let stratum = numbers[&stratum(&strata, &rows[at])];
        coded_in[stratum] += 1;
        items.push(Item {
            stratum,
            weight: 0.0,
            machine: rows[at].label.unwrap_or(Label::Neutral),
            coders: coders.clone(),
        });
    }
    for item in &mut items {
        item.weight = sizes[item.stratum] as f64 / coded_in[item.stratum] as f64;
    }
    let numbers = rows
        .iter()
        .map(|row| numbers[&stratum(&strata, row)])
        .collect();
    let judged = Judged {
        rows: &rows,
        strata: numbers,
        humans,
    };
    let study = attitudes(store, dictionary, (lens, draw), threads, observer)?;
    let mut measured = measures::rows(&items, draw.seed);
    measured.extend(judged.mean_scores());
    let tables = vec![measures::table(measured), judged.corrected(&study)];
    let manifest = manifest(study.manifest(), draw, sheets, &items, &coded_in);
    Ok(Audited {
        coded: (items.len() as u64, draw.items.len() as u64),
        results: Results::new(tables, manifest),
    })
}

/// The table of attitudes that the scores are of.
fn attitudes(
    store: &Store,
    dictionary: &Arc<Dictionary>,
    (lens, draw): (Lens, &DrawFile),
    threads: usize,
    observer: &dyn Observer,
) -> Result<Results, Error> {
    Study::new(store)
        .command("audit read")
        .options(StudyOptions {
            lens,
            dedup: draw.dedup(),
            seed: draw.seed,
            threads,
            ..StudyOptions::default()
        })
        .dictionary(Arc::clone(dictionary))
        .attitudes(AttitudeOptions {
            tone: false,
            outlets: false,
        })
        .run(observer)
}

/// The labels of each item, one a coder who gave it one.
fn labels_by_item(
    draw: &DrawFile,
    sheets: &[CodedSheet],
) -> Result<BTreeMap<u64, Vec<Label>>, Error> {
    let mut labels: BTreeMap<u64, Vec<Label>> = BTreeMap::new();
    for sheet in sheets {
        for (&item, &label) in &sheet.labels {
            if !draw.items.iter().any(|drawn| drawn.item == item) {
                return Err(Error::Options(format!(
                    "{}: item {item} was not drawn; is this the sheet of another draw?",
                    sheet.name
                )));
            }
            labels.entry(item).or_default().push(label);
        }
    }
    if labels.is_empty() {
        return Err(Error::Options(
            "no item has a label yet: fill in the column Label of the sheets".to_owned(),
        ));
    }
    Ok(labels)
}

/// The judged sentences with their strata and what coders say of some.
struct Judged<'a> {
    rows: &'a [JudgedSentence],
    strata: Vec<usize>,
    humans: Vec<Option<f64>>,
}

impl Judged<'_> {
    /// The sentences as units of cells; `cell` names the cell of each. Within a cell each article has the same weight, and each sentence of
    /// an article, as in the scores of `stance`.
    fn units(
        &self,
        cell: &dyn Fn(&JudgedSentence) -> Option<usize>,
        cells: usize,
    ) -> Vec<SampledUnit> {
        let mut in_article: HashMap<(usize, &str), f64> = HashMap::default();
        let mut articles = vec![0.0; cells];
        for row in self.rows {
            if let Some(cell) = cell(row) {
                let sentences = in_article.entry((cell, &row.article.id)).or_default();
                articles[cell] += f64::from(u8::from(*sentences == 0.0));
                *sentences += 1.0;
            }
        }
        let each = self.rows.iter().zip(&self.strata).zip(&self.humans);
        each.filter_map(|((row, &stratum), &human)| {
            let cell = cell(row)?;
            let sentences = in_article[&(cell, row.article.id.as_str())];
            Some(SampledUnit {
                cell,
                stratum,
                weight: 1.0 / (articles[cell] * sentences),
                machine: row.score.unwrap_or(0.0),
                human,
            })
        })
        .collect()
    }

    /// Mean scores of all judged sentences: the machine's, and corrected.
    fn mean_scores(&self) -> Vec<AuditRow<'static>> {
        let all = 1.0 / self.rows.len() as f64;
        let mut units = self.units(&|_| Some(0), 1);
        for unit in &mut units {
            unit.weight = all;
        }
        let machine: f64 = units.iter().map(|u| u.weight * u.machine).sum();
        let corrected = corrected_means(&units, 1, (-1.0, 1.0))[0];
        let coded = self.humans.iter().flatten().count() as u64;
        let row = |measure, value, ends: Option<Corrected>, items, note| AuditRow {
            measure,
            class: String::new(),
            value,
            low: ends.map(|c| c.interval.low),
            high: ends.map(|c| c.interval.high),
            items,
            note,
        };
        vec![
            row(
                "mean score of the machine",
                Some(machine),
                None,
                self.rows.len() as u64,
                "Mean over all judged sentences",
            ),
            row(
                "mean score corrected",
                corrected.map(|c| c.mean),
                corrected,
                coded,
                "The same plus the mean error of the coded sentences: a design-based estimate",
            ),
        ]
    }

    /// `stance_corrected`, with the rows of `stance`.
    fn corrected(&self, study: &Results) -> Table {
        let stance: Vec<_> = study.stance().collect();
        let cells: HashMap<(&str, &str), usize> = stance
            .iter()
            .enumerate()
            .map(|(i, row)| ((row.source, row.target), i))
            .collect();
        let cell = |row: &JudgedSentence| {
            cells
                .get(&(row.source.as_str(), row.target.as_str()))
                .copied()
        };
        let units = self.units(&cell, stance.len());
        let found = corrected_means(&units, stance.len(), (-1.0, 1.0));
        let mut coded = vec![0; stance.len()];
        for unit in units.iter().filter(|unit| unit.human.is_some()) {
            coded[unit.cell] += 1;
        }
        let rows = stance.iter().zip(&found).zip(coded);
        Table::new(
            "stance_corrected",
            rows.map(|((row, found), coded)| StanceCorrectedRow {
                source: row.source,
                target: row.target,
                period: "",
                articles: row.attitude.articles,
                sentences: row.attitude.sentences,
                coded,
                score: row.attitude.score,
                corrected: found.map(|c| c.mean),
                low: found.map(|c| c.interval.low),
                high: found.map(|c| c.interval.high),
                basis: found.map_or("", |c| c.basis.name()),
                source_label: row.source_label,
                target_label: row.target_label,
            }),
        )
    }
}

fn manifest(
    study: &Manifest,
    draw: &DrawFile,
    sheets: &[CodedSheet],
    items: &[Item],
    coded_in: &[u64],
) -> Manifest {
    let mut manifest = Manifest {
        tables: Vec::new(),
        ..study.clone()
    };
    manifest.set("items", draw.items.len());
    manifest.set("stratify", draw.strata.join(","));
    manifest.set("coders", sheets.len());
    let mut note = |name: &str, count: u64| _ = manifest.counts.insert(name.into(), count);
    note("judged sentences", draw.judged);
    note("coded items", items.len() as u64);
    let left = draw.items.len() - items.len();
    if left > 0 {
        manifest.notes.push(format!(
            "{left} of {} items have no label: the coded ones are taken for a random part of their strata, which holds if what cannot be told has nothing to do with the attitude.",
            draw.items.len()
        ));
    }
    if coded_in.iter().any(|&n| n < 2) {
        manifest.notes.push(
            "Fewer than two items of a stratum have a label: scores cannot be corrected. Code more, or draw with fewer strata.".to_owned(),
        );
    }
    manifest
}
