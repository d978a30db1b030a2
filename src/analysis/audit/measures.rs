//! How right the machine is: agreement, precision, recall, confusion, all with intervals.

use crate::model::Label;
use crate::stats::Interval;
use crate::stats::agreement::{Distance, alpha, alpha_interval};
use crate::stats::interval::{REPLICATES, percentile_interval};
use crate::stats::proportion::wilson_share;
use crate::stats::random::Random;
use crate::tables::{AuditRow, Table};

use super::place;

/// A coded item.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    pub(super) stratum: usize,
    /// How many judged sentences it stands for.
    pub(super) weight: f64,
    pub(super) machine: Label,
    /// What each coder wrote, at least one.
    pub(super) coders: Vec<Label>,
}

/// Shares of all judged sentences by the machine's label and the coders'.
type Confusion = [[f64; 3]; 3];

/// An item that coders disagree on counts in part for each of their labels.
fn confusion<'i>(items: impl Iterator<Item = &'i Item>) -> Confusion {
    let mut counted = Confusion::default();
    for item in items {
        let share = item.weight / item.coders.len() as f64;
        for coder in &item.coders {
            counted[place(item.machine)][place(*coder)] += share;
        }
    }
    counted
}

fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| (part / whole).clamp(0.0, 1.0))
}

fn precision(c: &Confusion, label: usize) -> Option<f64> {
    ratio(c[label][label], c[label].iter().sum())
}

fn recall(c: &Confusion, label: usize) -> Option<f64> {
    ratio(c[label][label], c.iter().map(|row| row[label]).sum())
}

/// The harmonic mean of precision and recall: 0 where a label that occurs is never met, `None` where it does not occur.
fn f1(c: &Confusion, label: usize) -> Option<f64> {
    let both = c[label].iter().sum::<f64>() + c.iter().map(|row| row[label]).sum::<f64>();
    ratio(2.0 * c[label][label], both)
}

fn macro_f1(c: &Confusion) -> Option<f64> {
    let all: Vec<f64> = (0..3).filter_map(|label| f1(c, label)).collect();
    (!all.is_empty()).then(|| all.iter().sum::<f64>() / all.len() as f64)
}

fn accuracy(c: &Confusion) -> Option<f64> {
    let hit = (0..3).map(|label| c[label][label]).sum();
    ratio(hit, c.iter().flatten().sum())
}

/// The 95 % bootstrap interval of a statistic: items drawn anew within their strata, draws keyed by the seed.
fn bootstrap(
    items: &[Item],
    seed: u64,
    statistic: impl Fn(&Confusion) -> Option<f64>,
) -> Option<Interval> {
    let strata = items.iter().map(|i| i.stratum + 1).max()?;
    let mut by_stratum: Vec<Vec<&Item>> = vec![Vec::new(); strata];
    for item in items {
        by_stratum[item.stratum].push(item);
    }
    let mut replicates = Vec::with_capacity(REPLICATES);
    for replicate in 0..REPLICATES as u64 {
        let mut random = Random::new(seed, replicate);
        let drawn = by_stratum.iter().flat_map(|own| {
            let draws: Vec<&Item> = (0..own.len())
                .map(|_| own[random.below(own.len() as u64) as usize])
                .collect();
            draws
        });
        replicates.push(statistic(&confusion(drawn)).unwrap_or(f64::NAN));
    }
    percentile_interval(&mut replicates, items.len() as u64)
}

/// Wilson's interval for a share among the items that `within` picks, with as many units as their weights are worth.
fn share_interval(
    items: &[Item],
    share: Option<f64>,
    within: impl Fn(&Item) -> f64,
) -> (Option<Interval>, u64) {
    let (mut sum, mut squares, mut count) = (0.0, 0.0, 0);
    for item in items {
        let weight = item.weight * within(item);
        sum += weight;
        squares += weight * weight;
        count += u64::from(weight > 0.0);
    }
    let worth = if squares > 0.0 {
        sum * sum / squares
    } else {
        0.0
    };
    (share.and_then(|share| wilson_share(share, worth)), count)
}

const WILSON: &str =
    "Weighted; Wilson's interval with the number of items that the weights are worth (Kish)";
const BOOTSTRAP: &str = "Weighted; bootstrap of items within strata";
const ALPHA: &str = "Krippendorff's alpha between coders; bootstrap of items";

/// The rows of `audit`.
pub(super) fn rows(items: &[Item], seed: u64) -> Vec<AuditRow<'static>> {
    let counted = confusion(items.iter());
    let all: f64 = counted.iter().flatten().sum();
    let mut rows = Vec::new();
    let mut add =
        |measure, class: String, value: Option<f64>, ends: Option<Interval>, (n, note)| {
            rows.push(AuditRow {
                measure,
                class,
                value,
                low: ends.map(|e| e.low),
                high: ends.map(|e| e.high),
                items: n,
                note,
            });
        };
    let value = accuracy(&counted);
    let (ends, n) = share_interval(items, value, |_| 1.0);
    add("accuracy", String::new(), value, ends, (n, WILSON));
    let count = items.len() as u64;
    let ends = bootstrap(items, seed, macro_f1);
    add(
        "macro-F1",
        String::new(),
        macro_f1(&counted),
        ends,
        (count, BOOTSTRAP),
    );
    for label in Label::ALL {
        let at = place(label);
        let name = || label.as_str().to_owned();
        let value = precision(&counted, at);
        let (ends, n) = share_interval(items, value, |i| f64::from(u8::from(i.machine == label)));
        add("precision", name(), value, ends, (n, WILSON));
        let value = recall(&counted, at);
        let of_coders = |i: &Item| {
            let same = i.coders.iter().filter(|&&c| c == label).count();
            same as f64 / i.coders.len() as f64
        };
        let (ends, n) = share_interval(items, value, of_coders);
        add("recall", name(), value, ends, (n, WILSON));
        let ends = bootstrap(items, seed, |c| f1(c, at));
        add("F1", name(), f1(&counted, at), ends, (count, BOOTSTRAP));
    }
    for machine in Label::ALL {
        for coder in Label::ALL {
            let value = ratio(counted[place(machine)][place(coder)], all);
            let (ends, _) = share_interval(items, value, |_| 1.0);
            let met = |i: &&Item| i.machine == machine && i.coders.contains(&coder);
            let n = items.iter().filter(met).count() as u64;
            let class = format!("{} > {}", machine.as_str(), coder.as_str());
            add("confusion", class, value, ends, (n, WILSON));
        }
    }
    let units: Vec<Vec<i32>> = items
        .iter()
        .map(|i| i.coders.iter().map(|c| place(*c) as i32 - 1).collect())
        .collect();
    let twice = units.iter().filter(|u| u.len() > 1).count() as u64;
    for (measure, distance) in [
        ("alpha nominal", Distance::Nominal),
        ("alpha ordinal", Distance::Ordinal),
        ("alpha interval", Distance::Interval),
    ] {
        let ends = alpha_interval(&units, distance, seed);
        let value = alpha(&units, distance);
        add(measure, String::new(), value, ends, (twice, ALPHA));
    }
    rows
}

/// The table `audit` of these rows.
pub(super) fn table(rows: Vec<AuditRow<'static>>) -> Table {
    Table::new("audit", rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items() -> Vec<Item> {
        let item = |stratum, weight, machine, coders: Vec<Label>| Item {
            stratum,
            weight,
            machine,
            coders,
        };
        let (neg, neu, pos) = (Label::Negative, Label::Neutral, Label::Positive);
        let mut made = Vec::new();
        for i in 0..40 {
            made.push(item(0, 2.0, neg, vec![if i < 30 { neg } else { neu }, neg]));
            made.push(item(1, 10.0, neu, vec![if i < 36 { neu } else { neg }; 2]));
            made.push(item(2, 1.0, pos, vec![if i < 20 { pos } else { neu }]));
        }
        made
    }

    #[test]
    fn shares_are_weighted_by_what_items_stand_for() {
        let counted = confusion(items().iter());
        // 30 + 10/2 of 40 items called negative are so.
        assert_eq!(precision(&counted, 0), Some(35.0 / 40.0));
        // 35 items of weight 2, and 4 of weight 10 that the machine calls neutral.
        assert_eq!(recall(&counted, 0), Some(70.0 / 110.0));
        assert_eq!(accuracy(&counted), Some((70.0 + 360.0 + 20.0) / 520.0));
        let rows = rows(&items(), 3);
        let find = |measure: &str, class: &str| {
            rows.iter()
                .find(|r| r.measure == measure && r.class == class)
                .expect("a row")
        };
        let row = find("precision", "positive");
        assert_eq!((row.value, row.items), (Some(0.5), 40));
        assert!(
            row.low.unwrap() > 0.34 && row.high.unwrap() < 0.66,
            "{row:?}"
        );
        for row in &rows {
            if let (Some(value), Some(low), Some(high)) = (row.value, row.low, row.high) {
                assert!(low <= value && value <= high, "{row:?}");
            }
        }
        let confusion: f64 = rows
            .iter()
            .filter(|r| r.measure == "confusion")
            .filter_map(|r| r.value)
            .sum();
        assert!((confusion - 1.0).abs() < 1e-12);
        assert_eq!(find("alpha nominal", "").items, 80);
    }

    #[test]
    fn a_single_coder_has_no_agreement() {
        let one: Vec<Item> = items()
            .into_iter()
            .map(|item| Item {
                coders: vec![item.coders[0]],
                ..item
            })
            .collect();
        let rows = rows(&one, 1);
        let alpha = rows
            .iter()
            .find(|r| r.measure == "alpha nominal")
            .expect("a row");
        assert_eq!((alpha.value, alpha.low, alpha.items), (None, None, 0));
    }
}
