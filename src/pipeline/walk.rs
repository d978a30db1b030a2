//! Walks over the store: a tally per thread, merged at the end.
//!
//! A walk has two phases. In the first, chunks of the store are handed out and articles that are alone in their story are
//! looked at at once; of the others only the addresses are kept. In the second, whole stories are handed out, so that one
//! tally sees the articles of a story one after the other. Which articles of a story are looked at
//! ([`Dedup`](crate::store::Dedup)) is decided between the two.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::error::Error;
use crate::observe::{Event, Observer, Unit};
use crate::store::{ArticleView, Fetch, Member, Scan};
use crate::tally::Tally;

/// Stories that a thread takes at once.
const STORIES: usize = 32;

/// The final counts over all articles of a scan, tallied on `threads` threads. Tallies merge exactly, so the result does
/// not depend on their number.
///
/// # Errors
/// The store cannot be read, threads cannot be started, or counts that do not fit in memory cannot be kept on disk.
pub fn tally<T: Tally>(
    scan: &Scan<'_>,
    threads: usize,
    observer: &dyn Observer,
    make: impl Fn() -> T + Sync,
) -> Result<T::Output, Error> {
    let mut total = make();
    let count = |tally: &mut T, view: &ArticleView<'_>, _: Fetch<'_>| {
        tally.add(view);
        Ok(())
    };
    let walk = Walk {
        scan,
        threads,
        stage: "counting",
        observer,
    };
    let parts = walk.run(&make, &count, &T::end_story)?;
    for part in parts {
        total.merge(part);
    }
    Ok(total.finish()?)
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
    let (stage, observer) = stage;
    let walk = Walk {
        scan,
        threads,
        stage,
        observer,
    };
    walk.run(&make, &sink, &|_| ())
}

/// A walk over all articles of a scan.
struct Walk<'a> {
    scan: &'a Scan<'a>,
    threads: usize,
    /// What the observer is told of.
    stage: &'a str,
    observer: &'a dyn Observer,
}

impl Walk<'_> {
    fn run<T: Send>(
        &self,
        make: &(impl Fn() -> T + Sync),
        sink: &(impl Fn(&mut T, &ArticleView<'_>, Fetch<'_>) -> Result<(), Error> + Sync),
        end_story: &(impl Fn(&mut T) + Sync),
    ) -> Result<Vec<T>, Error> {
        let Self {
            scan,
            threads,
            stage,
            observer,
        } = *self;
        let chunks = scan.chunks();
        let total = chunks.iter().map(|c| u64::from(c.documents())).sum();
        observer.event(Event::Started {
            stage,
            total: Some(total),
            unit: Unit::Articles,
        });
        let done = AtomicU64::new(0);
        let progress = |more: usize| {
            let done = done.fetch_add(more as u64, Ordering::Relaxed) + more as u64;
            observer.event(Event::Progress {
                done,
                articles: done,
                rejects: 0,
            });
        };
        let next = AtomicUsize::new(0);
        let singles = |(): ()| -> Result<(T, Vec<Member>), Error> {
            let mut own = make();
            let mut members = Vec::new();
            while let Some(&chunk) = chunks.get(next.fetch_add(1, Ordering::Relaxed)) {
                go_on(observer)?;
                let before = members.len();
                scan.read(chunk, &mut members, &mut |view, fetch| {
                    sink(&mut own, view, fetch)
                })?;
                progress(chunk.documents() as usize - (members.len() - before));
            }
            Ok((own, members))
        };
        let pool = if threads > 1 && chunks.len() > 1 {
            let builder = rayon::ThreadPoolBuilder::new().num_threads(threads);
            Some(builder.build()?)
        } else {
            None
        };
        let workers = vec![(); pool.as_ref().map_or(1, |_| threads)];
        let (mut parts, mut members) = (Vec::new(), Vec::new());
        for (part, found) in each(pool.as_ref(), workers, &singles)? {
            parts.push(part);
            members.extend(found);
        }
        let met = members.len();
        scan.dedup().keep(&mut members);
        progress(met - members.len());
        let stories: Vec<&[Member]> = members.chunk_by(|a, b| a.story == b.story).collect();
        let next = AtomicUsize::new(0);
        let together = |mut own: T| -> Result<T, Error> {
            loop {
                let from = next.fetch_add(STORIES, Ordering::Relaxed);
                let to = (from + STORIES).min(stories.len());
                let Some(taken) = stories.get(from..to).filter(|t| !t.is_empty()) else {
                    return Ok(own);
                };
                go_on(observer)?;
                for story in taken {
                    scan.read_members(story, &mut |view, fetch| sink(&mut own, view, fetch))?;
                    end_story(&mut own);
                    progress(story.len());
                }
            }
        };
        let parts = each(pool.as_ref(), parts, &together);
        observer.event(Event::Finished);
        parts
    }
}

/// An error if the walk is to end.
fn go_on(observer: &dyn Observer) -> Result<(), Error> {
    if observer.is_stopped() {
        return Err(Error::Stopped);
    }
    Ok(())
}

/// `work` of each item, each on a thread of the pool, if there is one.
fn each<I: Send, O: Send>(
    pool: Option<&rayon::ThreadPool>,
    items: Vec<I>,
    work: &(impl Fn(I) -> Result<O, Error> + Sync),
) -> Result<Vec<O>, Error> {
    match pool {
        None => items.into_iter().map(work).collect(),
        Some(pool) => pool.install(|| items.into_par_iter().with_max_len(1).map(work).collect()),
    }
}
