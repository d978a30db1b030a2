//! Audits: how right the machine is, by sentences that people code, and scores corrected by what they found.
//!
//! [`draw`] makes the coding sheets, [`audit`] reads them back. Between the two the store must stay as it is.

mod draw;
mod measures;
mod read;
mod sheets;

use serde::{Deserialize, Serialize};

use crate::actors::Dictionary;
use crate::error::Error;
use crate::model::{Date, Label};
use crate::observe::Observer;
use crate::pipeline::{Evidence, Explain, JudgedSentence, Wanted};
use crate::store::{Dedup, Lens, Store};

use super::selection::Stratum;

pub use draw::{DrawOptions, Drawn, draw};
pub use read::{Audited, audit};
pub use sheets::{CodedSheet, value_of};

/// What was drawn from which sentences: `draw.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DrawFile {
    /// Version of the program.
    pub version: String,
    /// Seed of the draw.
    pub seed: u64,
    /// What strata are told apart by: `label`, `period`, `outlet`.
    pub strata: Vec<String>,
    /// The lens: query, first and last day, outlets, actors, languages.
    pub query: String,
    /// First day.
    pub from: Option<String>,
    /// Last day.
    pub to: Option<String>,
    /// Outlets.
    pub outlets: Vec<String>,
    /// Actors.
    pub actors: Vec<String>,
    /// Languages.
    pub languages: Vec<String>,
    /// Which of near-identical articles are counted: `none`, `exact`, `story`.
    pub dedup: String,
    /// What the findings of the store depend on.
    pub identity: String,
    /// Judged sentences of the lens.
    pub judged: u64,
    /// The items, in the order of the sheets.
    pub items: Vec<DrawnItem>,
}

/// An item of a draw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawnItem {
    /// Its number in the sheets.
    pub item: u64,
    /// Id of the article.
    pub article: String,
    /// Number of the sentence.
    pub sentence: u16,
    /// Whose attitude.
    pub source: String,
    /// Towards whom.
    pub target: String,
    /// The stratum that it was drawn from.
    pub stratum: String,
    /// Judged sentences of the stratum.
    pub population: u64,
    /// Of these, how many were drawn.
    pub drawn: u64,
}

const DEDUPS: [(Dedup, &str); 3] = [
    (Dedup::None, "none"),
    (Dedup::Exact, "exact"),
    (Dedup::Story, "story"),
];

impl DrawFile {
    /// The lens of the audit.
    ///
    /// # Errors
    /// A day is none.
    pub fn lens(&self) -> Result<Lens, Error> {
        let day = |text: &Option<String>| match text {
            None => Ok(None),
            Some(text) => match text.parse::<Date>() {
                Ok(date) => Ok(Some(date)),
                Err(()) => Err(Error::Options(format!("draw.json: '{text}' is no date"))),
            },
        };
        Ok(Lens {
            query: self.query.clone(),
            from: day(&self.from)?,
            to: day(&self.to)?,
            outlets: self.outlets.clone(),
            actors: self.actors.clone(),
            languages: self.languages.clone(),
        })
    }

    fn dedup(&self) -> Dedup {
        let known = DEDUPS.iter().find(|(_, name)| *name == self.dedup);
        known.map_or(Dedup::None, |(dedup, _)| *dedup)
    }

    fn strata(&self) -> Vec<Stratum> {
        let known = |name: &String| Stratum::ALL.into_iter().find(|s| s.name() == name);
        self.strata.iter().filter_map(known).collect()
    }
}

/// The judged sentences of a lens, as the table `stance` counts them, in order of date, article, sentence, source and target.
fn judged(
    (store, dictionary): (&Store, &Dictionary),
    (lens, dedup): (&Lens, Dedup),
    explain: Option<Explain>,
    threads: usize,
    observer: &dyn Observer,
) -> Result<Vec<JudgedSentence>, Error> {
    let scan = super::scan(store, lens, dedup, threads, observer)?;
    let evidence = Evidence {
        wanted: Wanted::Stance {
            source: None,
            target: None,
        },
        all_readings: false,
        roll_up: super::groups(scan.names(), dictionary, None, false),
        explain,
        threads,
    };
    evidence.gather(&scan, observer)
}

/// The name of the stratum of a sentence.
fn stratum(by: &[Stratum], row: &JudgedSentence) -> String {
    let parts: Vec<String> = by.iter().map(|by| by.of(row)).collect();
    parts.join(" / ")
}

/// The place of a label in order: negative, neutral, positive.
const fn place(label: Label) -> usize {
    label as usize
}
