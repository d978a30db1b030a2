//! A store that is being analysed: the articles looked at, their stories, names and groups.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::actors::{Dictionary, Kinship, Term};
use crate::error::Error;
use crate::model::{ActorKey, ActorType};
use crate::observe::{Event, Observer};
use crate::pipeline;
use crate::store::{Balance, Dedup, Lens, Names, Scan, Store, StoreError};
use crate::tables::{ActorLabels, Table, add_labels};
use crate::tally::{Membership, RollUp, Tally, Tenure};

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
        let roll_up = groups(
            scan.names(),
            &dictionary,
            options.roll_up,
            options.outlets_as_actors,
        );
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

    /// Hands over what tells whether two actors, by id, belong together, whatever the day.
    pub(super) fn with_kin(&self, with: impl FnOnce(&dyn Fn(&str, &str) -> bool)) {
        let discovered = &self.names().discovered;
        let mut places: BTreeMap<&str, u32> = BTreeMap::new();
        for (place, info) in (0..).zip(discovered) {
            places.entry(&info.id).or_insert(place);
        }
        let kinship = Kinship::new(Arc::clone(&self.dictionary));
        let kin = kinship.of(discovered, None);
        let key = |id: &str| {
            let known = self.dictionary.find(id).map(ActorKey::Known);
            known.or_else(|| places.get(id).copied().map(ActorKey::Discovered))
        };
        with(&|one, other| {
            let keys = key(one).zip(key(other));
            keys.is_some_and(|(one, other)| kin.within(one, other))
        });
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

/// What each actor counts as: with a grouping the state that it belongs to, or, on the days of an international office, the
/// organisation, one without a state itself. Outlets never count as a state and are left out unless they are wanted as actors.
/// `None` where everybody counts as themselves.
pub fn groups(
    names: &Names,
    dictionary: &Dictionary,
    grouping: Option<Grouping>,
    outlets: bool,
) -> Option<Arc<RollUp>> {
    if grouping.is_none() && outlets {
        return None;
    }
    let known = |id: &str| {
        dictionary
            .find(id)
            .map(|index| dictionary.actor(index).clone())
    };
    let labels = ActorLabels::new(&known, &names.discovered);
    Some(Arc::new(RollUp::by_date(&names.actors, |id| {
        let info = labels.info(id);
        if info.kind == ActorType::Outlet {
            return Membership {
                group: outlets.then(|| id.to_owned()),
                tenures: Vec::new(),
            };
        }
        if grouping.is_none() || info.country.is_empty() {
            return Membership {
                group: Some(id.to_owned()),
                tenures: Vec::new(),
            };
        }
        let terms = dictionary.find(id).map(|index| dictionary.terms(index));
        let tenure = |term: Term<'_>| Tenure {
            from: term.from,
            to: term.to,
            group: term.body.to_owned(),
        };
        let mut tenures: Vec<Tenure> = terms.into_iter().flatten().map(tenure).collect();
        if tenures.iter().all(|t| t.group == info.country) {
            tenures.clear();
        }
        Membership {
            group: Some(info.country),
            tenures,
        }
    })))
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
