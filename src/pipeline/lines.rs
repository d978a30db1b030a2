//! Lines in, lines out, in order, many at once: for commands that are filters.

use std::io::{self, BufRead};

use rayon::prelude::*;

use crate::error::Error;

/// Lines handled at once.
const BATCH: usize = 4096;

/// Turns every non-empty line into another one, in order, on several threads; each has a `make()`.
///
/// A line that is not UTF-8 is handed on with replacement characters. A line feed is added to each result.
///
/// # Errors
/// Threads cannot be started ([`Error`]); reading or writing fails ([`io::Error`], inner).
pub fn map_lines<W: Send>(
    input: &mut dyn BufRead,
    threads: usize,
    make: impl Fn() -> W + Sync,
    line: impl Fn(&mut W, &str) -> String + Sync,
    output: &mut dyn io::Write,
) -> Result<io::Result<()>, Error> {
    let threads = threads.max(1);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()?;
    let mut workers: Vec<W> = (0..threads).map(|_| make()).collect();
    let mut batch: Vec<String> = Vec::new();
    let mut run = || -> io::Result<()> {
        loop {
            batch.clear();
            let mut bytes = Vec::new();
            while batch.len() < BATCH {
                bytes.clear();
                if input.read_until(b'\n', &mut bytes)? == 0 {
                    break;
                }
                let text = String::from_utf8_lossy(&bytes);
                if !text.trim().is_empty() {
                    batch.push(text.trim_end_matches(['\n', '\r']).to_owned());
                }
            }
            if batch.is_empty() {
                return output.flush();
            }
            let share = batch.len().div_ceil(threads);
            let results: Vec<Vec<String>> = pool.install(|| {
                batch
                    .par_chunks(share)
                    .zip(workers.par_iter_mut())
                    .map(|(lines, worker)| lines.iter().map(|l| line(worker, l)).collect())
                    .collect()
            });
            for result in results.iter().flatten() {
                output.write_all(result.as_bytes())?;
                output.write_all(b"\n")?;
            }
        }
    };
    Ok(run())
}
