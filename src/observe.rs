//! Progress and warnings as events, so that the library itself never prints or draws.
//!
//! Serves every module; uses none. `()` ignores all events.

/// What the library tells while it works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event<'a> {
    /// A stage begins. `total` is its amount of work in `unit`s, if known beforehand.
    Started {
        /// What is done, for people: "reading", "counting".
        stage: &'a str,
        /// Amount of work, if known.
        total: Option<u64>,
        /// What the amounts count.
        unit: Unit,
    },
    /// How far the stage has come; amounts are totals so far and never fall.
    Progress {
        /// Work done, in the unit that the stage began with.
        done: u64,
        /// Articles handled so far.
        articles: u64,
        /// Records refused so far.
        rejects: u64,
    },
    /// What was read so far is safe on disk.
    Committed {
        /// Articles committed since this run began.
        articles: u64,
    },
    /// Something that the user should know and that stops nothing.
    Warning(&'a str),
    /// The stage is over.
    Finished,
}

/// What a stage's amounts count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Bytes of input, compressed where the input is.
    Bytes,
    /// Articles.
    Articles,
    /// Steps of equal work.
    Steps,
}

/// Receives events, possibly from several threads at once.
pub trait Observer: Send + Sync {
    /// Takes one event; must return quickly.
    fn event(&self, event: Event<'_>);

    /// Whether walks over a store should end early, with an error; asked now and then, so it must return quickly.
    fn is_stopped(&self) -> bool {
        false
    }
}

impl Observer for () {
    fn event(&self, _: Event<'_>) {}
}
