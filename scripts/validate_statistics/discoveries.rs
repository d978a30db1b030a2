//! Planted pairs among many: how many finds are false, how many are missed.

use std::io::{self, Write};

use demarche::stats::backbone::sdsm::Lengths;
use demarche::stats::random::Random;
use demarche::stats::{Correction, hypergeometric, multiple};

use super::levels::{corpus, joint_count, model, shared};
use super::report::Report;

/// What a correction does over many corpora.
#[derive(Default)]
struct Outcome {
    rates: Vec<f64>,
    any: f64,
    found: f64,
}

impl Outcome {
    /// Adds a corpus: for each test its Q and whether it was planted.
    fn add(&mut self, tests: impl Iterator<Item = (f64, bool)>) {
        let (mut right, mut wrong, mut planted) = (0.0, 0.0, 0.0);
        for (q, is_planted) in tests {
            planted += f64::from(u8::from(is_planted));
            if q <= 0.05 {
                *(if is_planted { &mut right } else { &mut wrong }) += 1.0;
            }
        }
        self.rates.push(if right + wrong > 0.0 {
            wrong / (right + wrong)
        } else {
            0.0
        });
        self.any += f64::from(u8::from(wrong > 0.0));
        self.found += right / planted;
    }

    fn runs(&self) -> f64 {
        self.rates.len() as f64
    }

    /// The false discovery rate and its standard error.
    fn rate(&self) -> (f64, f64) {
        let mean = self.rates.iter().sum::<f64>() / self.runs();
        let squares: f64 = self.rates.iter().map(|r| (r - mean) * (r - mean)).sum();
        (
            mean,
            (squares / self.runs() / (self.runs() - 1.0).max(1.0)).sqrt(),
        )
    }

    fn report<W: Write>(&self, report: &mut Report<W>, name: &str, power: f64) -> io::Result<()> {
        let (rate, error) = self.rate();
        report.at_most(
            &format!("{name}: false discovery rate at Q <= 0.05"),
            0.05 + 3.0 * error,
            rate,
        )?;
        report.at_least(
            &format!("{name}: share of the planted found"),
            power,
            self.found / self.runs(),
        )
    }
}

/// All rows on discoveries.
pub fn check<W: Write>(report: &mut Report<W>) -> io::Result<()> {
    independent(report)?;
    sharing_actors(report)?;
    rare_actors(report)?;

    unequal_articles(report)
}

fn independent<W: Write>(report: &mut Report<W>) -> io::Result<()> {
    report.heading("1,000 pairs in 2,000 articles, 100 planted at odds 3, 200 corpora")?;
    let mut random = Random::new(2, 2);
    let corpora: Vec<Vec<f64>> = (0..200)
        .map(|_| {
            (0..1000)
                .filter_map(|pair| {
                    let odds = if pair < 100 { 3 } else { 1 };
                    let k = joint_count(&mut random, 2000, 120, 90, odds);
                    hypergeometric::upper_tail(2000, 120, 90, k)
                })
                .collect()
        })
        .collect();
    for correction in [
        Correction::BenjaminiHochberg,
        Correction::BenjaminiYekutieli,
        Correction::Holm,
        Correction::Bonferroni,
    ] {
        let mut outcome = Outcome::default();
        for p in &corpora {
            let q = multiple::adjust(p, correction);
            outcome.add(q.into_iter().enumerate().map(|(i, q)| (q, i < 100)));
        }
        let name = correction.name();
        let power = match correction {
            Correction::BenjaminiHochberg => 0.6,
            Correction::BenjaminiYekutieli => 0.4,
            _ => 0.2,
        };
        outcome.report(report, name, power)?;
        if matches!(correction, Correction::Holm | Correction::Bonferroni) {
            let any = outcome.any / outcome.runs();
            let limit = 0.05 + 3.0 * (0.05_f64 * 0.95 / outcome.runs()).sqrt();
            report.at_most(&format!("{name}: corpora with any false find"), limit, any)?;
        }
    }
    Ok(())
}

/// Actors named at random, and pairs of them put together into some articles; all pairs are tested, so tests share actors.
fn sharing_actors<W: Write>(report: &mut Report<W>) -> io::Result<()> {
    report.heading("All 1,225 pairs of 50 actors in 1,500 articles, 25 pairs planted in 25 articles each, 100 corpora")?;
    let mut random = Random::new(6, 6);
    let (mut hochberg, mut yekutieli) = (Outcome::default(), Outcome::default());
    for _ in 0..100 {
        let mut named: Vec<Vec<u32>> = (0..50)
            .map(|i| {
                let share = 0.02 + 0.003 * f64::from(i);
                (0..1500).filter(|_| random.uniform() < share).collect()
            })
            .collect();
        for pair in 0..25 {
            let mut articles: Vec<u32> = (0..1500).collect();
            random.shuffle(&mut articles);
            for actor in [2 * pair, 2 * pair + 1] {
                named[actor].extend(&articles[..25]);
                named[actor].sort_unstable();
                named[actor].dedup();
            }
        }
        let (mut p, mut planted) = (Vec::new(), Vec::new());
        for i in 0..50 {
            for j in i + 1..50 {
                let (n_i, n_j) = (named[i].len() as u64, named[j].len() as u64);
                p.extend(hypergeometric::upper_tail(
                    1500,
                    n_i,
                    n_j,
                    shared(&named[i], &named[j]),
                ));
                planted.push(j == i + 1 && i % 2 == 0);
            }
        }
        for (outcome, correction) in [
            (&mut hochberg, Correction::BenjaminiHochberg),
            (&mut yekutieli, Correction::BenjaminiYekutieli),
        ] {
            outcome.add(
                multiple::adjust(&p, correction)
                    .into_iter()
                    .zip(planted.iter().copied()),
            );
        }
    }
    hochberg.report(report, "bh, hypergeometric", 0.8)?;
    yekutieli.report(report, "by, hypergeometric", 0.6)
}

/// Nothing but chance, and many actors of a few articles: pairs enter the table by having met.
fn rare_actors<W: Write>(report: &mut Report<W>) -> io::Result<()> {
    report.heading("Chance alone in 2,000 articles, 100 frequent actors and 1,500 of one to three articles, 5 corpora")?;
    let mut random = Random::new(12, 12);
    let (mut among_all, mut among_met, mut edges) = (0.0, 0.0, 0.0);
    for _ in 0..5 {
        let named: Vec<Vec<u32>> = (0..1600_u64)
            .map(|i| {
                let share = if i < 100 {
                    (0.5 / (i + 1) as f64).min(0.3)
                } else {
                    (1 + i % 3) as f64 / 2000.0
                };
                (0..2000).filter(|_| random.uniform() < share).collect()
            })
            .filter(|articles: &Vec<u32>| !articles.is_empty())
            .collect();
        let mut p = Vec::new();
        for (i, a) in named.iter().enumerate() {
            for b in &named[..i] {
                let k = shared(a, b);
                if k > 0 {
                    p.push(hypergeometric::upper_tail(
                        2000,
                        a.len() as u64,
                        b.len() as u64,
                        k,
                    ));
                }
            }
        }
        let found =
            |q: Vec<Option<f64>>| q.into_iter().flatten().filter(|&q| q <= 0.05).count() as f64;
        let tests = multiple::pairs_of(named.len() as u64);
        edges += p.len() as f64;
        among_all += found(multiple::adjust_among(
            &p,
            tests,
            Correction::BenjaminiHochberg,
        ));
        among_met += found(multiple::adjust_options(&p, Correction::BenjaminiHochberg));
    }
    report.at_most(
        "bh over all pairs of actors, as in edges.csv: finds in a corpus",
        0.2,
        among_all / 5.0,
    )?;
    report.at_least(
        "bh over the pairs that met: share of the edges found, all false",
        0.1,
        among_met / edges,
    )?;
    report.remark(
        "That is why Q corrects for all pairs of actors: to have met is itself what is tested.",
    )
}

/// Articles of very unequal lengths: what the hypergeometric test and SDSM make of them.
fn unequal_articles<W: Write>(report: &mut Report<W>) -> io::Result<()> {
    report.heading("All 780 pairs of 40 actors in 2,000 articles of 1 to 4 actors, each 20th of 12; 20 pairs planted in 30 short articles each; 20 corpora")?;
    let mut random = Random::new(7, 7);
    let weights: Vec<f64> = (0..40).map(|i| 0.2 + 0.02 * f64::from(i)).collect();
    let (mut rows, mut exact) = (Outcome::default(), Outcome::default());
    for _ in 0..20 {
        let mut lengths: Vec<u64> = (0..2000)
            .map(|a| if a % 20 == 0 { 12 } else { 1 + a % 4 })
            .collect();
        let mut named = corpus(&mut random, &weights, &lengths);
        // Articles of their own: two actors and nobody else.
        for pair in 0..20 {
            for _ in 0..30 {
                let article = lengths.len() as u32;
                lengths.push(2);
                named[2 * pair].push(article);
                named[2 * pair + 1].push(article);
            }
        }
        let Some(sdsm) = model(&named, &lengths, Lengths::Exact) else {
            continue;
        };
        let (mut by_rows, mut by_model, mut planted) = (Vec::new(), Vec::new(), Vec::new());
        for i in 0..40 {
            for j in i + 1..40 {
                let (n_i, n_j) = (named[i].len() as u64, named[j].len() as u64);
                let k = shared(&named[i], &named[j]);
                by_rows.extend(hypergeometric::upper_tail(
                    lengths.len() as u64,
                    n_i,
                    n_j,
                    k,
                ));
                by_model.extend(sdsm.upper_tail(n_i, n_j, k));
                planted.push(j == i + 1 && i % 2 == 0);
            }
        }
        for (outcome, p) in [(&mut rows, &by_rows), (&mut exact, &by_model)] {
            let q = multiple::adjust(p, Correction::BenjaminiHochberg);
            outcome.add(q.into_iter().zip(planted.iter().copied()));
        }
    }
    exact.report(report, "bh, SDSM with exact lengths", 0.9)?;
    report.at_least(
        "bh, hypergeometric, whose null this is not: false discovery rate",
        0.1,
        rows.rate().0,
    )
}
