//! The lens: which articles an analysis looks at.

use std::sync::Arc;

use tantivy::Term;
use tantivy::query::{BooleanQuery, Occur, Query, RangeQuery, TermQuery};
use tantivy::schema::IndexRecordOption;

use crate::model::Date;

use super::query::{Compiled, Compiler, Node, days, silent};
use super::{Store, StoreError};

/// Which articles an analysis looks at; the default is all of them. All parts must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Lens {
    /// Full-text query; empty for none. See [`query::parse`](super::query::parse).
    pub query: String,
    /// First day, inclusive. Articles without a date never match a lens with days.
    #[serde(serialize_with = "day")]
    pub from: Option<Date>,
    /// Last day, inclusive.
    #[serde(serialize_with = "day")]
    pub to: Option<Date>,
    /// Any of these outlets, by their whole names.
    pub outlets: Vec<String>,
    /// Any of these actors acts in the article, by id.
    pub actors: Vec<String>,
    /// Any of these languages, ISO 639-1.
    pub languages: Vec<String>,
}

#[expect(
    clippy::ref_option,
    clippy::trivially_copy_pass_by_ref,
    reason = "serde calls it so"
)]
fn day<S: serde::Serializer>(date: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    match date {
        Some(date) => serializer.collect_str(date),
        None => serializer.serialize_none(),
    }
}

fn any(queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    Box::new(BooleanQuery::union(queries))
}

impl Lens {
    /// Whether it lets everything through.
    pub fn is_open(&self) -> bool {
        let besides = Self {
            query: String::new(),
            ..self.clone()
        };
        self.query.trim().is_empty() && besides == Self::default()
    }

    /// The query for the index; `None` when everything matches.
    pub(super) fn to_query(&self, store: &Store) -> Result<Option<Compiled>, StoreError> {
        let fields = &store.fields;
        let mut parts: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        let compiled = match self.parsed()? {
            Some(parsed) => store.compiled(&parsed.root)?,
            None => store.compiled(&Node::All)?,
        };
        let Compiled { query, faults } = compiled;
        if self.is_open() {
            return Ok(None);
        }
        parts.push((Occur::Must, query));
        let mut filter = |query: Box<dyn Query>| parts.push((Occur::Must, silent(query)));
        if let (Some(from), Some(to)) = (self.from, self.to)
            && from > to
        {
            return Err(StoreError::Query {
                query: format!("{from} to {to}"),
                detail: "the first day is after the last; swap --from and --to".into(),
            });
        }
        if self.from.is_some() || self.to.is_some() {
            filter(days(fields, self.from, self.to));
        }
        let term = |field, value: &String| -> Box<dyn Query> {
            Box::new(TermQuery::new(
                Term::from_field_text(field, value),
                IndexRecordOption::Basic,
            ))
        };
        if !self.outlets.is_empty() {
            // The whole name is a column, not a term of the index.
            let outlet = |name: &String| -> Box<dyn Query> {
                let bound =
                    || std::ops::Bound::Included(Term::from_field_text(fields.outlet, name));
                Box::new(RangeQuery::new(bound(), bound()))
            };
            filter(any(self.outlets.iter().map(outlet).collect()));
        }
        if !self.actors.is_empty() {
            let persons = store.persons()?;
            filter(any(self
                .actors
                .iter()
                .map(|a| persons.query(a, fields))
                .collect()));
        }
        if !self.languages.is_empty() {
            filter(any(self
                .languages
                .iter()
                .map(|l| term(fields.lang, l))
                .collect()));
        }
        Ok(Some(Compiled {
            query: Box::new(BooleanQuery::new(parts)),
            faults,
        }))
    }
}

impl Store {
    /// The query of a part of a query.
    pub(super) fn compiled(&self, node: &Node) -> Result<Compiled, StoreError> {
        let compiler = Compiler {
            store: self,
            faults: Arc::default(),
        };
        Ok(Compiled {
            query: compiler.node(node)?,
            faults: compiler.faults,
        })
    }
}

impl Compiled {
    /// Makes sure that all articles that had to be looked at could be read; called after the query was run.
    pub(super) fn sound(&self, store: &Store) -> Result<(), StoreError> {
        sound(&self.faults, store)
    }
}

/// Makes sure that no article that had to be looked at failed to be read.
pub(super) fn sound(faults: &super::query::Faults, store: &Store) -> Result<(), StoreError> {
    match faults.get() {
        None => Ok(()),
        Some(detail) => Err(StoreError::Damaged {
            path: store.path().to_owned(),
            detail: detail.clone(),
        }),
    }
}
