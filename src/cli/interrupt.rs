//! Ctrl-C: the first asks an ingest to commit and end, the second ends the program at once.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

/// The exit status of a program that Ctrl-C has ended: 128 and the number of the signal.
pub const STATUS: u8 = 130;

/// What the first Ctrl-C sets. From the first call on, Ctrl-C no longer ends the program by itself.
pub fn flag() -> Arc<AtomicBool> {
    static FLAG: OnceLock<Arc<AtomicBool>> = OnceLock::new();
    let flag = FLAG.get_or_init(|| {
        let flag = Arc::new(AtomicBool::new(false));
        let set = Arc::clone(&flag);
        let handle = move || {
            if set.swap(true, Ordering::Relaxed) {
                std::process::exit(STATUS.into());
            }
            eprintln!(
                "stopping: what was read is being committed; press Ctrl-C again to stop at once"
            );
        };
        // Where a handler cannot be set, Ctrl-C ends the program, and the next run goes on from the last commit.
        let _ = ctrlc::set_handler(handle);
        flag
    });
    Arc::clone(flag)
}
