//! A study: which analyses of a store to make, and making them.

use std::sync::Arc;

use crate::actors::Dictionary;
use crate::error::Error;
use crate::observe::Observer;
use crate::store::{Dedup, Lens, Store};

use super::options::{
    AttitudeOptions, EvidenceOptions, Grouping, NetworkOptions, Periods, StudyOptions,
};
use super::results::Results;
use super::session::Session;
use super::{articles, attitudes, evidence, known, manifest, network, time};

/// Analyses of a store, to be asked for one by one and made by [`run`](Self::run).
///
/// With the same options it gives the same tables and manifest as the command line, to the byte.
#[derive(Debug, Clone)]
pub struct Study<'s> {
    store: &'s Store,
    options: StudyOptions,
    command: &'static str,
    dictionary: Option<Arc<Dictionary>>,
    network: Option<NetworkOptions>,
    attitudes: Option<AttitudeOptions>,
    periods: Option<Periods>,
    evidence: Option<EvidenceOptions>,
    rejects: bool,
    articles: bool,
    mentions: bool,
}

impl<'s> Study<'s> {
    /// A study of a store in which nothing is asked for yet.
    pub fn new(store: &'s Store) -> Self {
        Self {
            store,
            options: StudyOptions::default(),
            command: "analyze",
            dictionary: None,
            network: None,
            attitudes: None,
            periods: None,
            evidence: None,
            rejects: false,
            articles: false,
            mentions: false,
        }
    }

    /// What all tables share; takes the place of all that was set before of the lens, duplicates and groups.
    #[must_use]
    pub fn options(mut self, options: StudyOptions) -> Self {
        self.options = options;
        self
    }

    /// Which articles are looked at.
    #[must_use]
    pub fn lens(mut self, lens: Lens) -> Self {
        self.options.lens = lens;
        self
    }

    /// Which of near-identical articles are counted.
    #[must_use]
    pub fn dedup(mut self, dedup: Dedup) -> Self {
        self.options.dedup = dedup;
        self
    }

    /// What actors are counted as.
    #[must_use]
    pub fn roll_up(mut self, grouping: Grouping) -> Self {
        self.options.roll_up = Some(grouping);
        self
    }

    /// The dictionary that the store was made with, for labels, types and states; the built-in one by default.
    #[must_use]
    pub fn dictionary(mut self, dictionary: Arc<Dictionary>) -> Self {
        self.dictionary = Some(dictionary);
        self
    }

    /// The command that the manifest names and the workbook is called after; `analyze` by default, whose workbook is
    /// `demarche.xlsx`.
    #[must_use]
    pub const fn command(mut self, command: &'static str) -> Self {
        self.command = command;
        self
    }

    /// Asks for `actors`, `edges` and `network_summary`.
    #[must_use]
    pub fn network(mut self, options: NetworkOptions) -> Self {
        self.network = Some(options);
        self
    }

    /// Asks for `stance` and `tone`.
    #[must_use]
    pub const fn attitudes(mut self, options: AttitudeOptions) -> Self {
        self.attitudes = Some(options);
        self
    }

    /// Asks for attitudes by period (`stance_by_period`, `tone_by_period`) and, with a network, for `edges_by_period`, `attention` and
    /// `change_points`.
    #[must_use]
    pub const fn over_time(mut self, periods: Periods) -> Self {
        self.periods = Some(periods);
        self
    }

    /// Asks for `evidence`: the judged sentences.
    #[must_use]
    pub const fn evidence(mut self, options: EvidenceOptions) -> Self {
        self.evidence = Some(options);
        self
    }

    /// Asks for `rejects`: the records of the store that are no articles.
    #[must_use]
    pub const fn rejects(mut self) -> Self {
        self.rejects = true;
        self
    }

    /// Asks for `articles` and `article_actors`: a row an article, and a row an article and actor.
    #[must_use]
    pub const fn articles(mut self) -> Self {
        self.articles = true;
        self
    }

    /// Asks for `mentions`: a row an occurrence of an actor's name.
    #[must_use]
    pub const fn mentions(mut self) -> Self {
        self.mentions = true;
        self
    }

    /// Makes what was asked for, in the order of the functions above.
    ///
    /// # Errors
    /// An option cannot be met, the store cannot be read, or numbers contradict each other.
    pub fn run(self, observer: &dyn Observer) -> Result<Results, Error> {
        if let Some(network) = &self.network {
            network.check()?;
        }
        if let Some(periods) = &self.periods {
            periods.check()?;
        }
        let dictionary = match self.dictionary {
            Some(dictionary) => dictionary,
            None => Arc::new(Dictionary::builtin()?),
        };
        let mut options = self.options;
        options.lens = known::settled(self.store, &dictionary, &options.lens)?;
        let session = Session::new(self.store, &options, dictionary, observer)?;
        let mut manifest = manifest::begin(self.command, &session)?;
        manifest
            .notes
            .extend(known::why_empty(self.store, &options.lens)?);
        let calendar = time::calendar(&session, self.periods, &mut manifest)?;
        let mut tables = Vec::new();
        if let Some(options) = &self.network {
            let mut made = network::tables(&session, options, &mut manifest)?;
            if let Some(calendar) = &calendar
                && let Some(edges) = made.iter().find(|table| table.name == "edges")
            {
                let timed = time::tables(&session, options, calendar, edges, &mut manifest)?;
                made.extend(timed);
            }
            tables.extend(made);
        }
        if let Some(wanted) = self.attitudes {
            tables.extend(attitudes::tables(&session, wanted, calendar.as_ref())?);
        }
        if let Some(wanted) = self.evidence {
            let stance = tables.iter().find(|table| table.name == "stance");
            let made = evidence::table(&session, wanted, stance, &mut manifest)?;
            tables.extend(made);
        }
        if self.articles || self.mentions {
            tables.extend(articles::tables(&session, self.articles, self.mentions)?);
        }
        if self.rejects {
            tables.push(evidence::rejects(self.store, options.text)?);
        }
        session.label(&mut tables);
        Ok(Results::new(tables, manifest))
    }
}
