//! Ctrl-C: the first asks an ingest to commit and end, the second ends the program at once.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};

use signal_hook::consts::SIGINT;
use signal_hook::flag::{register, register_conditional_shutdown};

/// The exit status of a program that Ctrl-C has ended: 128 and the number of the signal.
pub const STATUS: u8 = 130;

/// What the first Ctrl-C sets. From the first call on, Ctrl-C no longer ends the program by itself.
pub fn flag() -> Arc<AtomicBool> {
    static FLAG: OnceLock<Arc<AtomicBool>> = OnceLock::new();
    let flag = FLAG.get_or_init(|| {
        let flag = Arc::new(AtomicBool::new(false));
        // In this order: at the second Ctrl-C the flag is found set. Where a handler cannot be registered, Ctrl-C ends the
        // program, and the next run goes on from the last commit.
        let _ = register_conditional_shutdown(SIGINT, STATUS.into(), Arc::clone(&flag))
            .and_then(|_| register(SIGINT, Arc::clone(&flag)));
        flag
    });
    Arc::clone(flag)
}
