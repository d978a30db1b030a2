//! Values of the special functions and tails at full precision, for software that computes with more digits.

use std::io::{self, BufRead, Write};

use demarche::stats::backbone::poisson_binomial::{self, Group};
use demarche::stats::random::Random;
use demarche::stats::{Counts, hypergeometric, math, special};

/// Writes `function,arguments,value`, arguments separated by spaces.
pub fn print(out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "function,arguments,value")?;
    let mut random = Random::new(11, 11);
    for n in [100_u64, 10_000, 1_000_000, 100_000_000] {
        for _ in 0..60 {
            // Margins of all sizes, joint counts around and far above what is expected.
            let margin = |random: &mut Random| {
                let top = (n as f64).ln();
                ((random.uniform() * top).exp() as u64).clamp(1, n)
            };
            let (n_i, n_j) = (margin(&mut random), margin(&mut random));
            let expected = n_i as f64 * n_j as f64 / n as f64;
            let least = (n_i + n_j).saturating_sub(n);
            let spread = (expected.sqrt() + 1.0) * (random.uniform() * 12.0 - 3.0);
            let k = ((expected + spread).max(0.0) as u64).clamp(least, n_i.min(n_j));
            if let Some(value) = hypergeometric::ln_upper_tail(n, n_i, n_j, k) {
                writeln!(out, "ln_hypergeometric,{n} {n_i} {n_j} {k},{value:e}")?;
            }
        }
    }
    for round in 0..40 {
        let groups: Vec<Group> = (0..=round % 6)
            .map(|_| Group {
                p: random.uniform() * [0.9, 0.2, 0.01][round % 3],
                trials: 1 + random.below(300),
            })
            .collect();
        let mean: f64 = groups.iter().map(|g| g.p * g.trials as f64).sum();
        let trials: u64 = groups.iter().map(|g| g.trials).sum();
        for step in 0..8 {
            let k = (mean + (mean.sqrt() + 0.5) * (f64::from(step) - 2.0)).max(0.0) as u64;
            if k + 30 < trials || k <= poisson_binomial::EXACT_COUNT && k <= trials {
                let list: Vec<String> = groups
                    .iter()
                    .map(|g| format!("{:e}:{}", g.p, g.trials))
                    .collect();
                let value = poisson_binomial::ln_upper_tail(&groups, k);
                writeln!(out, "ln_poisson_binomial,{k} {},{value:e}", list.join(" "))?;
            }
        }
    }
    for i in 0..60 {
        let x = 0.01 * 1.2_f64.powi(i);
        writeln!(out, "chi2_upper_1,{x:e},{:e}", special::chi2_upper_1(x))?;
        writeln!(out, "erfc,{x:e},{:e}", special::erfc(x))?;
        writeln!(out, "normal_upper,{x:e},{:e}", special::normal_upper(x))?;
        writeln!(
            out,
            "ln_normal_upper,{x:e},{:e}",
            special::ln_normal_upper(x)
        )?;
        writeln!(out, "ln_gamma,{x:e},{:e}", math::ln_gamma(x))?;
        for df in [1.0, 2.0, 5.0, 30.0, 1000.0, 1e6, 1e9] {
            writeln!(
                out,
                "student_two_sided,{x:e} {df:e},{:e}",
                special::student_two_sided(x, df)
            )?;
        }
        let (a, b) = (0.5 + random.uniform() * 50.0, 0.5 + random.uniform() * 50.0);
        let y = random.uniform();
        writeln!(
            out,
            "incomplete_beta,{a:e} {b:e} {y:e},{:e}",
            special::incomplete_beta(a, b, y, 1.0 - y)
        )?;
    }
    for i in 1..60 {
        let p = 10_f64.powf(-f64::from(i) / 4.0) / 2.0;
        writeln!(
            out,
            "normal_quantile,{p:e},{:e}",
            special::normal_quantile(p)
        )?;
    }
    Ok(())
}

/// Reads lines `n n_i n_j n_ij` and writes chi-square without and with Yates's correction and G2 of each; empty where undefined.
pub fn measures(input: impl BufRead, out: &mut impl Write) -> io::Result<()> {
    for line in input.lines() {
        let line = line?;
        let numbers: Vec<u64> = line
            .split_whitespace()
            .filter_map(|x| x.parse().ok())
            .collect();
        let pair = match numbers[..] {
            [n, n_i, n_j, n_ij] => Counts::new(n, n_i, n_j, n_ij),
            _ => None,
        };
        let shown = |x: Option<f64>| x.map_or_else(String::new, |x| format!("{x:e}"));
        let measure = |f: fn(&Counts) -> Option<f64>| shown(pair.as_ref().and_then(f));
        writeln!(
            out,
            "{},{},{}",
            measure(Counts::chi2),
            measure(Counts::chi2_yates),
            measure(Counts::g2)
        )?;
    }
    Ok(())
}
