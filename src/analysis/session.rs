//! A store that is being analysed: the articles looked at, their stories, names and groups.

use std::sync::Arc;

use crate::actors::Dictionary;
use crate::error::Error;
use crate::observe::{Event, Observer};
use crate::pipeline;
use crate::store::{Balance, Dedup, Lens, Names, Scan, Store, StoreError};
use crate::tables::{ActorLabels, Table, add_labels};
use crate::tally::{RollUp, Tally};

use super::options::{Grouping, StudyOptions};

/// What all parts of a study work on.
pub(super) struct Session<'a> {
    pub(super) store: &'a Store,
    pub(super) options: &'a StudyOptions,
    pub(super) dictionary: Arc<Dictionary>,
    pub(super) scan: Scan<'a>,
    pub(super) roll_up: Option<Arc<RollUp>>,
    pub(super) observer: &'a dyn Observer,
}

impl<'a> Session<'a> {
    /// Finds the stories. Warns when the dictionary is not the one that the store was made with and when an ingest was
    /// interrupted.
    pub(super) fn new(
        store: &'a Store,
        options: &'a StudyOptions,
        dictionary: Arc<Dictionary>,
        observer: &'a dyn Observer,
    ) -> Result<Self, Error> {
        if store.state().identity.dictionary != dictionary.digest() {
            observer.event(Event::Warning(
                "the store was made with another dictionary; labels and types may be missing (name its files with --dictionary)",
            ));
        }
        if !store.state().finished {
            observer.event(Event::Warning(
                "the last ingest was broken off; run it again to read the rest",
            ));
        }
        let scan = scan(
            store,
            &options.lens,
            options.dedup,
            options.threads,
            observer,
        )?;
        let roll_up = options
            .roll_up
            .map(|Grouping::Country| countries(scan.names(), &dictionary));
        Ok(Self {
            store,
            options,
            dictionary,
            scan,
            roll_up,
            observer,
        })
    }

    /// The names that the numbers of the store stand for.
    pub(super) fn names(&self) -> &Names {
        self.scan.names()
    }

    /// The names that the numbers of tallied actors stand for: groups where actors are rolled up.
    pub(super) fn ids(&self) -> &[String] {
        self.roll_up
            .as_ref()
            .map_or(self.names().actors.as_slice(), |groups| groups.ids())
    }

    /// Fills the columns of names beside those of identifiers.
    pub(super) fn label(&self, tables: &mut [Table]) {
        let known = |id: &str| {
            let dictionary = &self.dictionary;
            dictionary.find(id).map(|i| dictionary.actor(i).clone())
        };
        let labels = ActorLabels::new(&known, &self.names().discovered);
        add_labels(tables, &|id| labels.info(id).label);
    }

    /// Counts the articles.
    pub(super) fn tally<T: Tally>(&self, make: impl Fn() -> T + Sync) -> Result<T::Output, Error> {
        pipeline::tally(&self.scan, self.options.threads, self.observer, make)
    }
}

/// A walk over the articles that a lens lets through, with the stories of the store.
///
/// # Errors
/// The store cannot be read or the query of the lens cannot be understood.
pub fn scan<'s>(
    store: &'s Store,
    lens: &Lens,
    dedup: Dedup,
    threads: usize,
    observer: &dyn Observer,
) -> Result<Scan<'s>, Error> {
    let stories = pipeline::stories(store, threads, observer)?;
    Ok(store.scan(lens)?.with_stories(stories, dedup))
}

/// The same walk for what counts articles and no stories, such as evidence. Stories are only looked for where `dedup` needs them, since
/// finding them reads the whole store.
///
/// # Errors
/// As for [`scan`].
pub fn scan_articles<'s>(
    store: &'s Store,
    lens: &Lens,
    dedup: Dedup,
    threads: usize,
    observer: &dyn Observer,
) -> Result<Scan<'s>, Error> {
    match dedup {
        Dedup::None => Ok(store.scan(lens)?),
        Dedup::Exact | Dedup::Story => scan(store, lens, dedup, threads, observer),
    }
}

/// Each actor as the state that it belongs to; one without a state as itself.
pub fn countries(names: &Names, dictionary: &Dictionary) -> Arc<RollUp> {
    let known = |id: &str| {
        dictionary
            .find(id)
            .map(|index| dictionary.actor(index).clone())
    };
    let labels = ActorLabels::new(&known, &names.discovered);
    Arc::new(RollUp::new(&names.actors, |id| {
        let country = labels.info(id).country;
        if country.is_empty() {
            id.to_owned()
        } else {
            country
        }
    }))
}

/// Makes sure that every record ever read into a store is accounted for.
///
/// # Errors
/// The totals of the store do not add up.
pub fn reconcile(store: &Store, balance: &Balance) -> Result<(), StoreError> {
    if balance.holds() {
        return Ok(());
    }
    Err(StoreError::Totals {
        path: store.path().to_owned(),
        detail: balance.line(&|count| count.to_string()),
    })
}
