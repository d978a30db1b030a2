//! Prints how the statistics fare against known values and in simulation:
//! `cargo run --release --example validate_statistics`.
//!
//! The tests of `stats` hold the same comparisons as pass or fail; this table shows the numbers.

use std::io::{self, Write};

use demarche::stats::backbone::bicm::classes;
use demarche::stats::backbone::sdsm::{Lengths, Sdsm};
use demarche::stats::leiden::{Options, Quality, leiden};
use demarche::stats::random::Random;
use demarche::stats::robustness::measure_interval;
use demarche::stats::{Correction, Counts, Graph, hypergeometric, interval, multiple, signflip};

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    published(&mut out)?;
    levels(&mut out)?;
    discoveries(&mut out)?;
    coverage(&mut out)?;
    communities(&mut out)
}

fn heading(out: &mut impl Write, title: &str, columns: &str) -> io::Result<()> {
    writeln!(out, "\n{title}\n{columns}\n{}", "-".repeat(columns.len()))
}

/// Values that others have published.
fn published(out: &mut impl Write) -> io::Result<()> {
    heading(
        out,
        "Published values",
        "quantity                                         known          found",
    )?;
    let mut row = |name: &str, known: f64, found: Option<f64>| {
        writeln!(
            out,
            "{name:<44} {known:>14.6} {:>14.6}",
            found.unwrap_or(f64::NAN)
        )
    };
    let swiss = Counts::new(31_777, 2_552, 221, 110);
    row(
        "G2 of \"the swiss\" (Dunning 1993)",
        270.72,
        swiss.and_then(|c| c.g2()),
    )?;
    let bigram = Counts::new(567_835, 23_189, 22_641, 3_972);
    row("PMI, Text-NSP", 2.102_96, bigram.and_then(|c| c.pmi()))?;
    row(
        "t-score, Text-NSP",
        48.353_104_65,
        bigram.and_then(|c| c.t_score()),
    )?;
    row("G2, Text-NSP", 6_389.309_277_5, bigram.and_then(|c| c.g2()))?;
    row(
        "Dice, Text-NSP",
        0.173_336_243,
        bigram.and_then(|c| c.dice()),
    )?;
    let america = Counts::new(151_541, 202, 43_002, 148);
    row(
        "chi-square of \"america\" (quanteda keyness)",
        200.554_4,
        america.and_then(|c| c.chi2()),
    )?;
    row(
        "P, four right of eight cups (Fisher 1935)",
        1.0 / 70.0,
        hypergeometric::upper_tail(8, 4, 4, 4),
    )?;
    let tail = hypergeometric::ln_upper_tail(100_000_000, 10_000_000, 10_000_000, 9_000_000);
    row("ln P, 10^8 units, 50 digits", -23_763_240.850_232_486, tail)
}

/// Draws the number of joint units of two actors in `n` units; marked units weigh `odds` times as much.
fn joint_count(random: &mut Random, n: u64, n_i: u64, n_j: u64, odds: u64) -> u64 {
    let (mut marked, mut left, mut joint) = (n_i, n, 0);
    for _ in 0..n_j {
        if random.below(odds * marked + left - marked) < odds * marked {
            joint += 1;
            marked -= 1;
        }
        left -= 1;
    }
    joint
}

/// A corpus by chance: which articles name each actor; article `a` draws exactly `lengths[a]` actors.
fn corpus(random: &mut Random, weights: &[f64], lengths: &[u64]) -> Vec<Vec<u32>> {
    let mut named = vec![Vec::new(); weights.len()];
    for (article, &length) in lengths.iter().enumerate() {
        let mut drawn: Vec<usize> = Vec::new();
        while (drawn.len() as u64) < length {
            let actor = random.below(weights.len() as u64) as usize;
            if !drawn.contains(&actor) && random.uniform() < weights[actor] {
                drawn.push(actor);
                named[actor].push(article as u32);
            }
        }
    }
    named
}

/// How often tests reject where there is nothing to find.
fn levels(out: &mut impl Write) -> io::Result<()> {
    let columns = "test under its null                              P<=0.01   P<=0.05   P<=0.20";
    heading(
        out,
        "Levels (a test is honest if the share does not exceed the level)",
        columns,
    )?;
    let mut row = |name: &str, p: &[f64]| {
        let share = |level: f64| p.iter().filter(|&&p| p <= level).count() as f64 / p.len() as f64;
        writeln!(
            out,
            "{name:<46} {:>9.4} {:>9.4} {:>9.4}",
            share(0.01),
            share(0.05),
            share(0.2)
        )
    };
    let mut random = Random::new(1, 1);
    for (n, n_i, n_j) in [(400, 150, 120), (10_000, 900, 700), (100_000, 300, 200)] {
        let p: Vec<f64> = (0..20_000)
            .filter_map(|_| {
                hypergeometric::upper_tail(n, n_i, n_j, joint_count(&mut random, n, n_i, n_j, 1))
            })
            .collect();
        row(&format!("hypergeometric, {n} units, {n_i} and {n_j}"), &p)?;
    }
    for n in [6_u64, 12, 13, 30, 200] {
        let p: Vec<f64> = (0..20_000)
            .filter_map(|_| {
                let score = |random: &mut Random| random.below(2001) as i64 - 1000;
                let scores: Vec<(i64, u64)> = (0..n).map(|_| (score(&mut random), 1)).collect();
                signflip::p_value(&scores)
            })
            .collect();
        row(&format!("mean score = 0, {n} articles"), &p)?;
    }
    let weights: Vec<f64> = (0..60).map(|i| 0.1 + 0.015 * f64::from(i)).collect();
    let lengths: Vec<u64> = (0..3000)
        .map(|a| if a % 20 == 0 { 15 } else { 1 + a % 4 })
        .collect();
    let (mut rows, mut average, mut exact) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..5 {
        let named = corpus(&mut random, &weights, &lengths);
        let actors = classes(named.iter().map(|n| n.len() as u64));
        let model = |kind| Sdsm::new(actors.clone(), classes(lengths.iter().copied()), kind);
        let (Some(on_average), Some(exactly)) = (model(Lengths::OnAverage), model(Lengths::Exact))
        else {
            continue;
        };
        for (i, of_i) in named.iter().enumerate() {
            for of_j in &named[..i] {
                let shared = of_i
                    .iter()
                    .filter(|a| of_j.binary_search(a).is_ok())
                    .count() as u64;
                let (n_i, n_j) = (of_i.len() as u64, of_j.len() as u64);
                rows.extend(hypergeometric::upper_tail(3000, n_i, n_j, shared));
                average.extend(on_average.upper_tail(n_i, n_j, shared));
                exact.extend(exactly.upper_tail(n_i, n_j, shared));
            }
        }
    }
    row("unequal articles: hypergeometric (not its null)", &rows)?;
    row("unequal articles: SDSM", &average)?;
    row("unequal articles: SDSM, exact lengths", &exact)
}

/// False discoveries and power with planted pairs.
fn discoveries(out: &mut impl Write) -> io::Result<()> {
    let columns = "correction at 0.05        false discovery rate   any false   planted found";
    heading(
        out,
        "1,000 pairs in 2,000 articles, 100 planted at odds 3, 200 corpora",
        columns,
    )?;
    let mut random = Random::new(2, 2);
    let runs = 200;
    let corpora: Vec<Vec<f64>> = (0..runs)
        .map(|_| {
            (0..1000)
                .filter_map(|pair| {
                    let odds = if pair < 100 { 3 } else { 1 };
                    hypergeometric::upper_tail(
                        2000,
                        120,
                        90,
                        joint_count(&mut random, 2000, 120, 90, odds),
                    )
                })
                .collect()
        })
        .collect();
    for correction in Correction::ALL {
        let (mut rate, mut any, mut found) = (0.0, 0.0, 0.0);
        for p in &corpora {
            let q = multiple::adjust(p, correction);
            let hits = |range: &[f64]| range.iter().filter(|&&q| q <= 0.05).count() as f64;
            let (right, wrong) = (hits(&q[..100]), hits(&q[100..]));
            rate += wrong / (right + wrong).max(1.0);
            any += f64::from(u8::from(wrong > 0.0));
            found += right / 100.0;
        }
        let runs = f64::from(runs);
        let name = correction.name();
        writeln!(
            out,
            "{name:<24} {:>21.4} {:>11.3} {:>15.3}",
            rate / runs,
            any / runs,
            found / runs
        )?;
    }
    Ok(())
}

/// A score from a uniform number.
type Score = fn(f64) -> i32;

const COVERAGE: &str = "interval                                        bootstrap   bounded";

/// How often 95 % intervals hold the truth.
fn coverage(out: &mut impl Write) -> io::Result<()> {
    heading(out, "Coverage of 95 % intervals", COVERAGE)?;
    let mut random = Random::new(3, 3);
    // Scores of three levels, as of single sentences, and of many levels, skewed; their means are known.
    let levels = |u: f64| {
        if u < 0.25 {
            -800
        } else if u < 0.6 {
            0
        } else {
            700
        }
    };
    let skewed: Score = |u| (1000.0 * u * u * u) as i32 - 250;
    let kinds: [(&str, Score, f64); 2] = [("three levels", levels, 80.0), ("skewed", skewed, -0.5)];
    for (name, draw, truth) in kinds {
        for units in [2_u64, 3, 5, 8, 12, 20, 50, 200, 1000] {
            let runs = if units > 100 { 1000 } else { 4000 };
            let (mut plain, mut bounded) = (0.0, 0.0);
            for run in 0..runs {
                let scores = merged((0..units).map(|_| (draw(random.uniform()), 1)).collect());
                let holds = |ends: Option<interval::Interval>| {
                    f64::from(u8::from(
                        ends.is_some_and(|e| e.low <= truth && truth <= e.high),
                    ))
                };
                plain += holds(interval::mean_interval(&scores, 1, run, 999));
                bounded += holds(interval::bounded_mean_interval(
                    &scores, -1000, 1000, 1, run, 999,
                ));
            }
            let share = |held: f64| held / runs as f64;
            let name = format!("mean score, {name}, {units} articles");
            writeln!(
                out,
                "{name:<46} {:>10.3} {:>9.3}",
                share(plain),
                share(bounded)
            )?;
        }
    }
    for (n, joint, i, j) in [
        (400_u64, 0.08, 0.25, 0.2),
        (5_000, 0.004, 0.02, 0.03),
        (50_000, 0.001, 0.01, 0.02),
    ] {
        let truth = Counts::npmi;
        let scaled = |share: f64| (share * 1e9) as u64;
        let known =
            Counts::new(1_000_000_000, scaled(i), scaled(j), scaled(joint)).and_then(|c| truth(&c));
        let runs = 1000;
        let held = (0..runs)
            .filter(|&run| {
                let mut cells = [0_u64; 3];
                for _ in 0..n {
                    let u = random.uniform();
                    let cell = [joint, i, i + j - joint].iter().position(|&end| u < end);
                    if let Some(cell) = cell {
                        cells[cell] += 1;
                    }
                }
                let pair = Counts::new(n, cells[0] + cells[1], cells[0] + cells[2], cells[0]);
                let ends = pair.and_then(|c| measure_interval(&c, Counts::npmi, 1, run, 499));
                ends.zip(known)
                    .is_some_and(|(e, known)| e.low <= known && known <= e.high)
            })
            .count();
        let share = held as f64 / runs as f64;
        let name = format!("NPMI, {n} articles, {} joint expected", n as f64 * joint);
        writeln!(out, "{name:<46} {share:>10.3}")?;
    }
    Ok(())
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

/// Communities planted in networks of falling contrast.
fn communities(out: &mut impl Write) -> io::Result<()> {
    let columns =
        "ties outside : inside        modularity found   of the plan   adjusted Rand index";
    heading(out, "Leiden on 10 planted groups of 50", columns)?;
    for share in [0.05, 0.1, 0.2, 0.3, 0.4] {
        let mut random = Random::new(4, 4);
        let mut edges = Vec::new();
        for a in 0..500_u32 {
            for b in a + 1..500 {
                let p = if a / 50 == b / 50 { 0.3 } else { 0.3 * share };
                if random.uniform() < p {
                    edges.push((a, b, 1.0));
                }
            }
        }
        let Ok(graph) = Graph::from_edges(500, &edges) else {
            continue;
        };
        let plan: Vec<u32> = (0..500).map(|v| v / 50).collect();
        let options = Options {
            quality: Quality::Modularity,
            ..Options::default()
        };
        let planned = demarche::stats::leiden::quality(&graph, &plan, &options).unwrap_or(f64::NAN);
        if let Some(found) = leiden(&graph, &options) {
            let agreement = demarche::stats::robustness::adjusted_rand(&found.community, &plan);
            let (quality, agreement) = (
                found.quality.unwrap_or(f64::NAN),
                agreement.unwrap_or(f64::NAN),
            );
            writeln!(
                out,
                "{share:<27} {quality:>17.4} {planned:>13.4} {agreement:>21.3}"
            )?;
        }
    }
    Ok(())
}
