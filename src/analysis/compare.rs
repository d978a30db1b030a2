//! Two lenses side by side: actors, edges and attitudes with their differences.

use std::sync::Arc;

use crate::actors::Dictionary;
use crate::error::Error;
use crate::observe::Observer;
use crate::store::{Lens, Store};
use crate::tables::{CompareInput, compare_tables};
use crate::tally::{self, StanceSettings};

use super::manifest::{self, word};
use super::options::{NetworkOptions, StudyOptions};
use super::results::Results;
use super::session::Session;
use super::{known, network};

/// Compares the articles of the options' lens with those of `second`. Everything else of the options holds for both.
///
/// # Errors
/// An option cannot be met, a lens names what is unknown, or the store cannot be read.
pub fn compare(
    store: &Store,
    dictionary: &Arc<Dictionary>,
    options: &StudyOptions,
    second: &Lens,
    observer: &dyn Observer,
) -> Result<Results, Error> {
    let mut both = Vec::new();
    for lens in [&options.lens, second] {
        let lens = known::settled(store, dictionary, lens)?;
        both.push(StudyOptions {
            lens,
            ..options.clone()
        });
    }
    let session = |options| Session::new(store, options, Arc::clone(dictionary), observer);
    let (first, second) = (session(&both[0])?, session(&both[1])?);
    let count = |session: &Session<'_>| {
        let counted = network::count_settings(&NetworkOptions::default(), session.roll_up.clone());
        let stance = StanceSettings {
            calendar: None,
            roll_up: session.roll_up.clone(),
            undirected: false,
        };
        session.tally(|| {
            (
                tally::Network::new(counted.clone()),
                tally::Stance::new(stance.clone()),
            )
        })
    };
    let (one, other) = (count(&first)?, count(&second)?);
    let mut tables = compare_tables(input(&one), input(&other), first.ids());
    first.label(&mut tables);
    let mut manifest = manifest::begin("compare", &first)?;
    manifest.set("against", word(&second.options.lens));
    manifest.counts.insert("articles".into(), one.0.articles);
    manifest
        .counts
        .insert("articles of the second set".into(), other.0.articles);
    for (name, lens) in [("first", &both[0].lens), ("second", &both[1].lens)] {
        if let Some(why) = known::why_empty(store, lens)? {
            manifest.notes.push(format!("The {name} set: {why}"));
        }
    }
    Ok(Results::new(tables, manifest))
}

/// The counts of one of the sets.
fn input((network, stance): &(tally::NetworkCounts, Vec<tally::ScoreRow>)) -> CompareInput<'_> {
    CompareInput { network, stance }
}
