//! Walks over the store: a tally per thread, merged at the end.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::error::Error;
use crate::observe::{Event, Observer, Unit};
use crate::store::{ArticleView, Fetch, Scan};
use crate::tally::Tally;

/// Tallies all articles of a scan on `threads` threads. Tallies merge exactly, so the result does
/// not depend on their number.
///
/// # Errors
/// The store cannot be read or threads cannot be started.
pub fn tally<T: Tally>(
    scan: &Scan<'_>,
    threads: usize,
    observer: &dyn Observer,
    make: impl Fn() -> T + Sync,
) -> Result<T, Error> {
    let mut total = make();
    let count = |tally: &mut T, view: &ArticleView<'_>, _: Fetch<'_>| {
        tally.add(view);
        Ok(())
    };
    let parts = in_parallel(scan, threads, ("counting", observer), &make, &count)?;
    for part in parts {
        total.merge(part);
    }
    Ok(total)
}

/// Hands every article of a scan to `sink` together with a function that fetches its text; each
/// thread has a `make()` of its own, and all of them come back, in no particular order. `stage` is
/// what the observer is told of.
///
/// # Errors
/// The store cannot be read, `sink` fails, or threads cannot be started.
pub fn visit<T: Send>(
    scan: &Scan<'_>,
    threads: usize,
    stage: (&str, &dyn Observer),
    make: impl Fn() -> T + Sync,
    sink: impl Fn(&mut T, &ArticleView<'_>, Fetch<'_>) -> Result<(), Error> + Sync,
) -> Result<Vec<T>, Error> {
    in_parallel(scan, threads, stage, &make, &sink)
}

fn in_parallel<T: Send>(
    scan: &Scan<'_>,
    threads: usize,
    (stage, observer): (&str, &dyn Observer),
    make: &(impl Fn() -> T + Sync),
    sink: &(impl Fn(&mut T, &ArticleView<'_>, Fetch<'_>) -> Result<(), Error> + Sync),
) -> Result<Vec<T>, Error> {
    let chunks = scan.chunks();
    let next = AtomicUsize::new(0);
    let threads = threads.max(1);
    let total = chunks.iter().map(|c| u64::from(c.documents())).sum();
    observer.event(Event::Started {
        stage,
        total: Some(total),
        unit: Unit::Articles,
    });
    let done = AtomicU64::new(0);
    let work = || -> Result<T, Error> {
        let mut own = make();
        while let Some(&chunk) = chunks.get(next.fetch_add(1, Ordering::Relaxed)) {
            scan.read(chunk, &mut |view, fetch| sink(&mut own, view, fetch))?;
            let more = u64::from(chunk.documents());
            let done = done.fetch_add(more, Ordering::Relaxed) + more;
            observer.event(Event::Progress {
                done,
                articles: done,
                rejects: 0,
            });
        }
        Ok(own)
    };
    let parts = if threads == 1 || chunks.len() < 2 {
        work().map(|part| vec![part])
    } else {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()?;
        pool.install(|| {
            (0..threads)
                .into_par_iter()
                .with_max_len(1)
                .map(|_| work())
                .collect()
        })
    };
    observer.event(Event::Finished);
    parts
}
