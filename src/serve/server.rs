//! The server: what it reads, how it is asked.

use std::fmt::Write as _;
use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::analysis::{self, ModelOptions, NetworkOptions, StudyOptions};
use crate::error::Error;
use crate::model::Period;
use crate::observe::Observer;
use crate::pipeline::Explain;
use crate::report::ReportOptions;
use crate::store::{Lens, Names, Scan, Store};

use super::guard::Guard;
use super::studies::Studies;

/// Searches and readings of evidence at once.
const READERS: usize = 4;

/// Periods of the section on time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ServedPeriods {
    /// Those that suit the articles of the lens ([`auto_period`](crate::report::auto_period)).
    #[default]
    Auto,
    /// Always these; none without a section on time.
    Fixed(Option<Period>),
}

/// How a store is served. Its defaults are those of `demarche serve`.
#[derive(Debug, Clone)]
pub struct ServeOptions {
    /// What all numbers share; its lens is that of each request.
    pub study: StudyOptions,
    /// What the network counts.
    pub network: NetworkOptions,
    /// Who was looked for, and how attitudes were judged: those that the store was made with.
    pub model: ModelOptions,
    /// Periods of the section on time.
    pub periods: ServedPeriods,
    /// At most so many pairs of actors on the page; 1,500 by default, as in a report.
    pub edges: usize,
}

impl Default for ServeOptions {
    fn default() -> Self {
        Self {
            study: StudyOptions::default(),
            network: NetworkOptions::default(),
            model: ModelOptions::default(),
            periods: ServedPeriods::default(),
            edges: ReportOptions::default().edges,
        }
    }
}

/// A store that is served.
#[derive(Debug)]
pub struct Server {
    pub(super) store: Store,
    pub(super) names: Names,
    pub(super) explain: Explain,
    pub(super) options: ServeOptions,
    pub(super) studies: Studies,
    /// Who makes an analysis holds its one permit.
    pub(super) turn: Arc<Semaphore>,
    pub(super) readers: Arc<Semaphore>,
    pub(super) guard: Guard,
}

impl Server {
    /// Makes ready to serve a store on a port, with a new random token.
    ///
    /// # Errors
    /// The dictionary or the store cannot be read, or the system gives no random numbers.
    pub fn new(store: Store, options: ServeOptions, port: u16) -> Result<Self, Error> {
        let explain = options.model.explain(options.model.dictionary()?)?;
        let token = token().map_err(|e| {
            Error::Options(format!(
                "the system gives no random numbers for the token: {e}"
            ))
        })?;
        Ok(Self {
            names: store.names()?,
            store,
            explain,
            options,
            studies: Studies::default(),
            turn: Arc::new(Semaphore::new(1)),
            readers: Arc::new(Semaphore::new(READERS)),
            guard: Guard::new(port, token),
        })
    }

    /// The address that opens the page on a lens. Whoever knows it can read the store.
    pub fn address(&self, lens: &Lens) -> String {
        let mut address = self.guard.address();
        let mut add = |name: &str, value: &str| {
            let value: String = form_urlencoded::byte_serialize(value.as_bytes()).collect();
            let _ = write!(address, "&{name}={value}");
        };
        if !lens.query.is_empty() {
            add("query", &lens.query);
        }
        for (name, day) in [("from", lens.from), ("to", lens.to)] {
            if let Some(day) = day {
                add(name, &day.to_string());
            }
        }
        let lists = [&lens.outlets, &lens.actors, &lens.languages];
        for (name, values) in ["outlet", "actor", "lang"].into_iter().zip(lists) {
            for value in values {
                add(name, value);
            }
        }
        address
    }

    /// The articles of a lens, as evidence and counts of articles see them.
    pub(super) fn scan(&self, lens: &Lens, observer: &dyn Observer) -> Result<Scan<'_>, Error> {
        let options = &self.options.study;
        analysis::scan_articles(&self.store, lens, options.dedup, options.threads, observer)
    }
}

/// 128 random bits in hexadecimal.
fn token() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes)?;
    let mut token = String::new();
    for byte in bytes {
        let _ = write!(token, "{byte:02x}");
    }
    Ok(token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_long_and_differ() {
        let (one, other) = (token().expect("random"), token().expect("random"));
        assert_eq!(one.len(), 32);
        assert!(one.bytes().all(|b| b.is_ascii_hexdigit()));
        assert_ne!(one, other);
    }
}
