//! How often 95 % intervals hold the truth.

use std::io::{self, Write};

use demarche::stats::clusters::{self, Cluster};
use demarche::stats::contrast::{Moments, mean_difference};
use demarche::stats::proportion::wilson;
use demarche::stats::random::Random;
use demarche::stats::robustness::measure_interval;
use demarche::stats::{Counts, Interval, interval};

use super::report::Report;

/// The draws of a run.
fn draws(run: u64) -> interval::Draws {
    interval::Draws {
        seed: 1,
        key: run,
        replicates: 999,
    }
}

/// A score from a uniform number.
type Score = fn(f64) -> i32;

fn holds(ends: Option<Interval>, truth: f64) -> f64 {
    f64::from(u8::from(
        ends.is_some_and(|e| e.low <= truth && truth <= e.high),
    ))
}

/// Scores with equal values taken together.
fn merged(mut scores: Vec<(i32, u64)>) -> Vec<(i32, u64)> {
    scores.sort_unstable();
    scores.dedup_by(|later, earlier| {
        let same = later.0 == earlier.0;
        if same {
            earlier.1 += later.1;
        }
        same
    });
    scores
}

/// Scores of three levels, as of single sentences; their mean is 80.
fn three_levels(u: f64) -> i32 {
    if u < 0.25 {
        -800
    } else if u < 0.6 {
        0
    } else {
        700
    }
}

/// Skewed scores of many levels; their mean is −0.5 by the rounding towards zero of `1000 u³`.
fn skewed(u: f64) -> i32 {
    (1000.0 * u * u * u) as i32 - 250
}

/// All rows on coverage.
pub fn check<W: Write>(report: &mut Report<W>) -> io::Result<()> {
    let mut random = Random::new(3, 3);
    scores(report, &mut random)?;
    pairs(report, &mut random)?;
    contrasts(report, &mut random)?;
    stories(report, &mut random)?;
    shares(report, &mut random)
}

fn scores<W: Write>(report: &mut Report<W>, random: &mut Random) -> io::Result<()> {
    report.heading("95 % intervals of a mean score, as in stance.csv")?;
    let kinds: [(&str, Score, f64); 2] = [
        ("three levels", three_levels, 80.0),
        ("skewed", skewed, -0.5),
    ];
    for (name, draw, truth) in kinds {
        for units in [2_u64, 3, 5, 8, 12, 20, 50, 200, 1000] {
            let runs = if units > 100 { 1000 } else { 4000 };
            let mut covered = 0.0;
            for run in 0..runs {
                let scores = merged((0..units).map(|_| (draw(random.uniform()), 1)).collect());
                covered += holds(
                    interval::bounded_mean_interval(&scores, -1000..=1000, draws(run)),
                    truth,
                );
            }
            let found = covered / runs as f64;
            let name = format!("{name}, {units} articles");
            // Student's interval below 12 articles: no interval without wider assumptions holds for skewed scores that few.
            if units < 12 {
                let low = if name.starts_with("skewed") {
                    0.84
                } else {
                    0.93
                };
                report.within(&name, low, 1.0, found)?;
            } else {
                report.within(&name, 0.93, 0.975, found)?;
            }
        }
    }
    report.remark("Skewed scores in fewer than 12 articles: 95 % intervals hold the truth in 85 to 91 of 100 cases.")
}

fn pairs<W: Write>(report: &mut Report<W>, random: &mut Random) -> io::Result<()> {
    report.heading("95 % intervals of pairs: shares of units with both and with either given")?;
    for (n, joint, i, j) in [
        (400_u64, 0.08, 0.25, 0.2),
        (5_000, 0.004, 0.02, 0.03),
        (50_000, 0.001, 0.01, 0.02),
    ] {
        let scaled = |share: f64| (share * 1e9) as u64;
        let known = Counts::new(1_000_000_000, scaled(i), scaled(j), scaled(joint));
        let npmi = known.and_then(|c| c.npmi()).unwrap_or(f64::NAN);
        let odds = (joint * (1.0 - i - j + joint) / ((i - joint) * (j - joint))).ln();
        let runs = 2000;
        let (mut of_npmi, mut of_odds) = (0.0, 0.0);
        for run in 0..runs {
            let mut cells = [0_u64; 3];
            for _ in 0..n {
                let u = random.uniform();
                let cell = [joint, i, i + j - joint].iter().position(|&end| u < end);
                if let Some(cell) = cell {
                    cells[cell] += 1;
                }
            }
            let Some(pair) = Counts::new(n, cells[0] + cells[1], cells[0] + cells[2], cells[0])
            else {
                continue;
            };
            of_npmi += holds(measure_interval(&pair, Counts::npmi, 1, run, 499), npmi);
            let ends = pair.log_odds().map(|o| Interval {
                low: o.low,
                high: o.high,
            });
            of_odds += holds(ends, odds);
        }
        let name = format!("{n} articles, {} joint expected", n as f64 * joint);
        report.within(&format!("NPMI, {name}"), 0.93, 0.97, of_npmi / runs as f64)?;
        report.within(
            &format!("log odds, {name}"),
            0.93,
            0.97,
            of_odds / runs as f64,
        )?;
    }
    Ok(())
}

fn contrasts<W: Write>(report: &mut Report<W>, random: &mut Random) -> io::Result<()> {
    report.heading(
        "95 % intervals of an outlet's contrast (Welch): three levels against skewed scores",
    )?;
    for (one, other) in [(5_u64, 50_u64), (20, 20), (200, 2000)] {
        let runs = 3000;
        let mut covered = 0.0;
        for _ in 0..runs {
            let mut draw = |kind: Score, n: u64| {
                Moments::of(
                    &(0..n)
                        .map(|_| (kind(random.uniform()), 1))
                        .collect::<Vec<_>>(),
                )
            };
            let found = mean_difference(draw(three_levels, one), draw(skewed, other));
            covered += holds(found.and_then(|d| d.interval), 80.5);
        }
        let found = covered / f64::from(runs);
        let low = if one < 12 { 0.91 } else { 0.93 };
        report.within(&format!("{one} articles against {other}"), low, 0.97, found)?;
    }
    Ok(())
}

/// Stories of one to six articles whose scores are alike within a story.
fn stories<W: Write>(report: &mut Report<W>, random: &mut Random) -> io::Result<()> {
    report.heading("95 % intervals of a mean score over stories of 1, 2, 3 or 6 articles that share their score")?;
    for units in [6_u64, 12, 30, 100, 400] {
        let runs = if units > 50 { 1000 } else { 3000 };
        let mut covered = 0.0;
        for run in 0..runs {
            let list: Vec<Cluster> = (0..units)
                .map(|_| {
                    let size = [1, 1, 1, 2, 3, 6][random.below(6) as usize];
                    let score = i64::from(three_levels(random.uniform()));
                    Cluster {
                        size,
                        sum: score * size as i64,
                        count: 1,
                    }
                })
                .collect();
            covered += holds(
                clusters::mean_interval(&list, -1000..=1000, draws(run)),
                80.0,
            );
        }
        let found = covered / runs as f64;
        let low = if units < 30 { 0.9 } else { 0.93 };
        report.within(&format!("three levels, {units} stories"), low, 0.975, found)?;
    }
    Ok(())
}

fn shares<W: Write>(report: &mut Report<W>, random: &mut Random) -> io::Result<()> {
    report.heading("95 % intervals of a share (Wilson), as in attention.csv: mean over shares from 0.002 to 0.5")?;
    for n in [20_u64, 100, 1000] {
        let (mut covered, mut all) = (0.0, 0.0);
        for step in 0..40 {
            let share = 0.002 * 250_f64.powf(f64::from(step) / 39.0);
            for _ in 0..200 {
                let part = (0..n).filter(|_| random.uniform() < share).count() as u64;
                covered += holds(wilson(part, n), share);
                all += 1.0;
            }
        }
        report.within(&format!("{n} articles"), 0.93, 0.98, covered / all)?;
    }
    Ok(())
}
