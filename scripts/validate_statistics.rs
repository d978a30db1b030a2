//! Prints how the statistics fare against published values, in simulation and against counting every case:
//!
//! ```text
//! cargo run --release --features scripts --example validate_statistics
//! cargo run --release --features scripts --example validate_statistics -- --tails > tails.csv
//! ```
//!
//! Every row says what is expected, what was found, and whether that holds; the exit status is 1 if one does not. All draws have
//! fixed seeds, so every run prints the same. The tests of `stats` hold quick versions of the important rows. With `--tails` it
//! prints values of the special functions instead, which `validate_statistics.py --tails` computes again with 40 digits; with
//! `--measures` it reads counts and prints measures, for `validate_keyness.py`.

mod validate_statistics {
    pub mod coverage;
    pub mod discoveries;
    pub mod levels;
    pub mod oracles;
    pub mod report;
    pub mod structure;
    pub mod tails;
}

use std::io;
use std::process::ExitCode;

use validate_statistics::report::Report;
use validate_statistics::{coverage, discoveries, levels, oracles, structure, tails};

fn main() -> io::Result<ExitCode> {
    let mut out = io::stdout().lock();
    match std::env::args().nth(1).as_deref() {
        Some("--tails") => {
            tails::print(&mut out)?;
            return Ok(ExitCode::SUCCESS);
        }
        Some("--measures") => {
            tails::measures(io::stdin().lock(), &mut out)?;
            return Ok(ExitCode::SUCCESS);
        }
        _ => {}
    }

    let mut report = Report::new(&mut out);
    oracles::check(&mut report)?;
    levels::check(&mut report)?;
    discoveries::check(&mut report)?;
    coverage::check(&mut report)?;
    structure::check(&mut report)?;
    Ok(if report.finish()? {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
