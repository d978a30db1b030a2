//! Searching: exact totals, hits in order, facets, and how often over time.

use std::collections::BTreeMap;

use hashbrown::HashSet;

use crate::actors::Dictionary;
use crate::error::Error;
use crate::model::{ActorIndex, ActorType, Period, Reading};
use crate::observe::Observer;
use crate::pipeline;
use crate::store::{
    ArticleView, Dedup, ExplainedPart, Hit, HitOrder, Kwic, Lens, Names, Store, StoreError,
};
use crate::tally::{Tally, TallyError};

use super::known::settled;

/// A value of a facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// An outlet, a period, an actor's id, or a language code; empty for articles that have none.
    pub value: String,
    /// Articles of the search that have it.
    pub articles: u64,
}

/// How the articles of a search are spread, all of them counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// Articles of the search.
    pub articles: u64,
    /// By outlet, those of most articles first.
    pub outlets: Vec<Facet>,
    /// By period, in order of time; those without a date first, with an empty value.
    pub periods: Vec<Facet>,
    /// By actor mentioned as an actor, those of most articles first; news outlets that articles name are left out, as in tables.
    pub actors: Vec<Facet>,
    /// By language, those of most articles first.
    pub languages: Vec<Facet>,
}

/// A search in a store. The totals are exact, and a hit is always an article, never a refused record.
///
/// ```
/// # use demarche::analysis::{IngestOptions, Search};
/// # let folder = tempfile::tempdir()?;
/// # let (input, path) = (folder.path().join("a.jsonl"), folder.path().join("s"));
/// # std::fs::write(&input, "{\"id\": \"a\", \"date\": \"2024-05-01\", \"text\": \"Iranian envoys met.\"}\n")?;
/// let store = demarche::ingest([input], path, &IngestOptions::default(), &())?;
/// let dictionary = demarche::actors::Dictionary::builtin()?;
/// let search = Search::new(&store, &dictionary, "Irani* AND date:2024", &Default::default())?;
/// assert_eq!(search.count()?, 1);
/// let (hits, facets) = (search.best(10)?, search.facets(demarche::model::Period::Month, 1, &())?);
/// assert_eq!(hits[0].snippet.text, "Iranian envoys met.");
/// assert_eq!(facets.periods[0].value, "2024-05");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Search<'s> {
    store: &'s Store,
    lens: Lens,
    hints: Vec<String>,
    /// Ids of outlets, which are actors only where they are asked for.
    outlets: HashSet<String>,
}

impl<'s> Search<'s> {
    /// A search for a query among the articles of a lens.
    ///
    /// # Errors
    /// The query cannot be understood, or the lens or the query name an actor, outlet or language that is none.
    pub fn new(
        store: &'s Store,
        dictionary: &Dictionary,
        query: &str,
        lens: &Lens,
    ) -> Result<Self, Error> {
        let own = Lens {
            query: query.to_owned(),
            ..Lens::default()
        };
        let mut hints = Vec::new();
        // Each is understood by itself first, so that errors tell places in what was typed.
        for part in [&own, lens] {
            hints.extend(part.parsed()?.map(|p| p.hints).unwrap_or_default());
        }
        let both = match (query.trim(), lens.query.trim()) {
            (own, "") => own.to_owned(),
            ("", other) => other.to_owned(),
            (own, other) => format!("({own}) AND ({other})"),
        };
        let lens = Lens {
            query: both,
            ..lens.clone()
        };
        Ok(Self {
            store,
            lens: settled(store, dictionary, &lens)?,
            hints,
            outlets: (0..dictionary.len() as u32)
                .map(|index| dictionary.actor(index))
                .filter(|info| info.kind == ActorType::Outlet)
                .map(|info| info.id.clone())
                .collect(),
        })
    }

    /// What may be meant otherwise than it is understood.
    pub fn hints(&self) -> &[String] {
        &self.hints
    }

    /// The lens of the search, with its query.
    pub const fn lens(&self) -> &Lens {
        &self.lens
    }

    /// How many articles it finds.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn count(&self) -> Result<u64, Error> {
        Ok(self.store.count(&self.lens)?)
    }

    /// The parts of the query with how many articles of the store meet each.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn explain(&self) -> Result<Vec<ExplainedPart>, Error> {
        Ok(self.store.explain(&self.lens)?.0)
    }

    /// The best hits.
    ///
    /// # Errors
    /// The query is empty, or the store cannot be read.
    pub fn best(&self, limit: usize) -> Result<Vec<Hit>, Error> {
        Ok(self.store.search(&self.lens, limit)?.1)
    }

    /// Hands hits to `sink` in an order, all or the first of them; how many there are in all.
    ///
    /// # Errors
    /// The store cannot be read, or `sink` fails.
    pub fn each<E: From<StoreError>>(
        &self,
        order: HitOrder,
        limit: Option<usize>,
        sink: &mut dyn FnMut(Hit) -> Result<(), E>,
    ) -> Result<u64, E> {
        if order == HitOrder::Relevance && !self.lens.query.trim().is_empty() {
            let most = usize::try_from(self.store.documents()).unwrap_or(usize::MAX);
            let (count, hits) = self.store.search(&self.lens, limit.unwrap_or(most))?;
            hits.into_iter().try_for_each(sink)?;
            return Ok(count as u64);
        }
        self.store.each_hit(&self.lens, order, limit, sink)
    }

    /// Every place in the bodies of hits where words of the query stand, with `words` words around.
    ///
    /// # Errors
    /// The query is empty, or the store cannot be read.
    pub fn concordance(&self, words: usize) -> Result<Vec<Kwic>, Error> {
        Ok(self.store.kwic(&self.lens, words)?)
    }

    /// Counts the hits by outlet, period, actor and language.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn facets(
        &self,
        period: Period,
        threads: usize,
        observer: &dyn Observer,
    ) -> Result<Facets, Error> {
        let scan = self.store.scan(&self.lens)?;
        debug_assert_eq!(scan.dedup(), Dedup::None);
        let counts = pipeline::tally(&scan, threads, observer, || FacetCounts {
            period,
            ..FacetCounts::default()
        })?;
        let mut facets = counts.facets(scan.names());
        facets
            .actors
            .retain(|facet| !self.outlets.contains(&facet.value));
        Ok(facets)
    }
}

#[derive(Debug, Clone)]
struct FacetCounts {
    period: Period,
    articles: u64,
    outlets: BTreeMap<Option<usize>, u64>,
    periods: BTreeMap<String, u64>,
    actors: BTreeMap<Option<usize>, u64>,
    languages: BTreeMap<Option<usize>, u64>,
    acting: Vec<ActorIndex>,
}

impl Default for FacetCounts {
    fn default() -> Self {
        Self {
            period: Period::Month,
            articles: 0,
            outlets: BTreeMap::new(),
            periods: BTreeMap::new(),
            actors: BTreeMap::new(),
            languages: BTreeMap::new(),
            acting: Vec::new(),
        }
    }
}

impl Tally for FacetCounts {
    type Output = Self;

    fn add(&mut self, article: &ArticleView<'_>) {
        self.articles += 1;
        *self
            .outlets
            .entry(article.outlet.map(usize::from))
            .or_default() += 1;
        *self
            .languages
            .entry(article.language.map(usize::from))
            .or_default() += 1;
        let period = article.date.map(|d| d.period(self.period));
        *self.periods.entry(period.unwrap_or_default()).or_default() += 1;
        self.acting.clear();
        let acting = article.mentions.iter();
        let acting = acting.filter(|m| m.reading == Reading::Actor);
        self.acting.extend(acting.map(|m| m.actor));
        self.acting.sort_unstable();
        self.acting.dedup();
        for &actor in &self.acting {
            *self.actors.entry(Some(actor.position())).or_default() += 1;
        }
    }

    fn merge(&mut self, other: Self) {
        self.articles += other.articles;
        for (mine, theirs) in [
            (&mut self.outlets, other.outlets),
            (&mut self.actors, other.actors),
            (&mut self.languages, other.languages),
        ] {
            for (value, count) in theirs {
                *mine.entry(value).or_default() += count;
            }
        }
        for (period, count) in other.periods {
            *self.periods.entry(period).or_default() += count;
        }
    }

    fn finish(self) -> Result<Self, TallyError> {
        Ok(self)
    }
}

impl FacetCounts {
    fn facets(self, names: &Names) -> Facets {
        let named = |counts: BTreeMap<Option<usize>, u64>, names: &[String]| {
            let facet = |(at, articles): (Option<usize>, u64)| Facet {
                value: at.and_then(|at| names.get(at)).cloned().unwrap_or_default(),
                articles,
            };
            let mut facets: Vec<Facet> = counts.into_iter().map(facet).collect();
            facets.sort_by(|a, b| {
                let more = b.articles.cmp(&a.articles);
                more.then_with(|| a.value.cmp(&b.value))
            });
            facets
        };
        let periods = self.periods.into_iter();
        Facets {
            articles: self.articles,
            outlets: named(self.outlets, &names.outlets),
            periods: periods
                .map(|(value, articles)| Facet { value, articles })
                .collect(),
            actors: named(self.actors, &names.actors),
            languages: named(self.languages, &names.languages),
        }
    }
}
