//! The same function over many numbers on several threads.

/// `f(0), f(1), …, f(count - 1)` on up to `threads` threads; the same list for any number of them.
pub(super) fn map<T: Send>(count: usize, threads: usize, f: impl Fn(usize) -> T + Sync) -> Vec<T> {
    /// Fewer items than this are not worth a thread.
    const LEAST: usize = 64;
    let threads = threads.min(count / LEAST).max(1);
    if threads == 1 {
        return (0..count).map(f).collect();
    }
    // Small parts handed out in turn, since the cost of an item varies along the list.
    let part = count.div_ceil(threads * 16);
    let next = std::sync::atomic::AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let from = next.fetch_add(part, std::sync::atomic::Ordering::Relaxed);
            if from >= count {
                return done;
            }
            done.push((
                from,
                (from..(from + part).min(count)).map(&f).collect::<Vec<T>>(),
            ));
        }
    };
    let mut parts = std::thread::scope(|scope| {
        let workers: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut parts = work();
        for worker in workers {
            match worker.join() {
                Ok(more) => parts.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        parts
    });
    parts.sort_unstable_by_key(|p| p.0);
    parts.into_iter().flat_map(|p| p.1).collect()
}

/// `f` of each item, each on a thread of its own while there are up to `threads` of them; for few costly items.
pub(super) fn each<I: Sync, T: Send>(
    items: &[I],
    threads: usize,
    f: impl Fn(&I) -> T + Sync,
) -> Vec<T> {
    if threads <= 1 || items.len() <= 1 {
        return items.iter().map(f).collect();
    }
    let mut done = Vec::with_capacity(items.len());
    for group in items.chunks(threads) {
        std::thread::scope(|scope| {
            let workers: Vec<_> = group.iter().map(|item| scope.spawn(|| f(item))).collect();
            for worker in workers {
                match worker.join() {
                    Ok(result) => done.push(result),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
        });
    }
    done
}

/// Two things done at once where there is more than one thread.
pub(super) fn both<A: Send, B>(
    threads: usize,
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B,
) -> (A, B) {
    if threads <= 1 {
        return (one(), other());
    }
    std::thread::scope(|scope| {
        let worker = scope.spawn(one);
        let other = other();
        match worker.join() {
            Ok(one) => (one, other),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}
