//! The table: a check, what is expected, what was found, whether that is so.

use std::io::{self, Write};

/// Prints rows and remembers whether one of them fails.
pub struct Report<W> {
    out: W,
    failed: u32,
    rows: u32,
}

impl<W: Write> Report<W> {
    /// A table without rows.
    pub fn new(out: W) -> Self {
        Self {
            out,
            failed: 0,
            rows: 0,
        }
    }

    /// A heading for the rows that follow.
    pub fn heading(&mut self, title: &str) -> io::Result<()> {
        let (check, expected, found) = ("check", "expected", "found");
        writeln!(
            self.out,
            "\n{title}\n{check:<66} {expected:>24} {found:>13}  verdict"
        )?;
        writeln!(self.out, "{}", "-".repeat(114))
    }

    fn row(&mut self, check: &str, expected: &str, found: f64, holds: bool) -> io::Result<()> {
        self.rows += 1;
        self.failed += u32::from(!holds);
        let verdict = if holds { "ok" } else { "FAILED" };
        let found = if found != 0.0 && found.abs() < 1e-3 {
            format!("{found:.3e}")
        } else {
            format!("{found:.5}")
        };
        writeln!(
            self.out,
            "{check:<66} {expected:>24} {found:>13}  {verdict}"
        )
    }

    /// A number that must equal a published one to the digits that are published.
    pub fn published(
        &mut self,
        check: &str,
        known: f64,
        error: f64,
        found: Option<f64>,
    ) -> io::Result<()> {
        let found = found.unwrap_or(f64::NAN);
        self.row(
            check,
            &format!("{known}"),
            found,
            (found - known).abs() <= error,
        )
    }

    /// A number that must lie between two others.
    pub fn within(&mut self, check: &str, low: f64, high: f64, found: f64) -> io::Result<()> {
        self.row(
            check,
            &format!("{low} to {high}"),
            found,
            (low..=high).contains(&found),
        )
    }

    /// A number that must not exceed a limit.
    pub fn at_most(&mut self, check: &str, limit: f64, found: f64) -> io::Result<()> {
        self.row(check, &format!("at most {limit:.4}"), found, found <= limit)
    }

    /// A number that must reach a limit.
    pub fn at_least(&mut self, check: &str, limit: f64, found: f64) -> io::Result<()> {
        self.row(
            check,
            &format!("at least {limit:.4}"),
            found,
            found >= limit,
        )
    }

    /// A remark on the rows above.
    pub fn remark(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "    {text}")
    }

    /// Sums up; whether all rows hold.
    pub fn finish(mut self) -> io::Result<bool> {
        writeln!(self.out, "\n{} checks, {} failed", self.rows, self.failed)?;
        Ok(self.failed == 0)
    }
}

/// How far values in [0, 1] are from uniform: the distance of Kolmogorov and Smirnov times √n, at most 1.63 in 99 of 100 samples of
/// uniform values.
pub fn distance_from_uniform(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let n = values.len() as f64;
    let farthest = values
        .iter()
        .enumerate()
        .map(|(i, x)| {
            (x - i as f64 / n)
                .abs()
                .max((x - (i as f64 + 1.0) / n).abs())
        })
        .fold(0.0, f64::max);
    farthest * n.sqrt()
}

/// The share of values up to a level.
pub fn share(values: &[f64], level: f64) -> f64 {
    values.iter().filter(|&&v| v <= level).count() as f64 / values.len() as f64
}

/// A level and three standard errors of a share of `n` values at it.
pub fn with_noise(level: f64, n: usize) -> f64 {
    level + 3.0 * (level * (1.0 - level) / n as f64).sqrt()
}
