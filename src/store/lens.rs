//! The lens: which articles an analysis looks at.

use std::ops::Bound;

use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, Occur, Query, QueryParser, RangeQuery, TermQuery,
};
use tantivy::schema::IndexRecordOption;
use tantivy::{Index, Term};

use crate::model::Date;

use super::schema::Fields;
use super::{StoreError, tokenizers};

/// Which articles an analysis looks at; the default is all of them. All parts must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Lens {
    /// Full-text query; empty for none. Fields `text title outlet actor lang`.
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
    pub(super) fn to_query(
        &self,
        index: &Index,
        fields: &Fields,
        language: &str,
    ) -> Result<Option<Box<dyn Query>>, StoreError> {
        let mut parts: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        if !self.query.trim().is_empty() {
            parts.push((Occur::Must, parse(&self.query, index, fields, language)?));
        }
        let mut filter = |query: Box<dyn Query>| {
            parts.push((Occur::Must, Box::new(ConstScoreQuery::new(query, 0.0))));
        };
        if self.from.is_some() || self.to.is_some() {
            let bound = |date: Option<Date>| match date {
                Some(d) => Bound::Included(Term::from_field_i64(fields.date, i64::from(d.days()))),
                None => Bound::Unbounded,
            };
            filter(Box::new(RangeQuery::new(bound(self.from), bound(self.to))));
        }
        let term = |field, value: &String| -> Box<dyn Query> {
            Box::new(TermQuery::new(
                Term::from_field_text(field, value),
                IndexRecordOption::Basic,
            ))
        };
        if !self.outlets.is_empty() {
            filter(any(self
                .outlets
                .iter()
                .map(|o| {
                    let bound = || Bound::Included(Term::from_field_text(fields.outlet, o));
                    Box::new(RangeQuery::new(bound(), bound())) as Box<dyn Query>
                })
                .collect()));
        }
        if !self.actors.is_empty() {
            filter(any(self
                .actors
                .iter()
                .map(|a| term(fields.actor, a))
                .collect()));
        }
        if !self.languages.is_empty() {
            filter(any(self
                .languages
                .iter()
                .map(|l| term(fields.lang, l))
                .collect()));
        }
        if parts.is_empty() {
            return Ok(None);
        }
        if self.query.trim().is_empty() {
            parts.push((Occur::Must, Box::new(AllQuery)));
        }
        Ok(Some(Box::new(BooleanQuery::new(parts))))
    }
}

fn parse(
    query: &str,
    index: &Index,
    fields: &Fields,
    language: &str,
) -> Result<Box<dyn Query>, StoreError> {
    let manager = tokenizers::for_queries(language);
    let mut parser = QueryParser::new(index.schema(), vec![fields.title, fields.text], manager);
    parser.set_conjunction_by_default();
    let wrong = |detail: String| StoreError::Query {
        query: query.to_owned(),
        detail,
    };
    if let Some(field) = unknown_field(query) {
        return Err(wrong(format!("there is no field '{field}'")));
    }
    let parsed = parser
        .parse_query(query)
        .map_err(|e| wrong(e.to_string()))?;
    Ok(completed(parsed))
}

/// Gives each clause that only excludes something to exclude it from, as in `a AND NOT b`, where `NOT b`
/// is a clause of its own.
fn completed(query: Box<dyn Query>) -> Box<dyn Query> {
    let Some(clauses) = query
        .downcast_ref::<BooleanQuery>()
        .map(BooleanQuery::clauses)
    else {
        return query;
    };
    let mut parts: Vec<(Occur, Box<dyn Query>)> = clauses
        .iter()
        .map(|(occur, part)| (*occur, completed(part.box_clone())))
        .collect();
    if !parts.is_empty() && parts.iter().all(|(occur, _)| *occur == Occur::MustNot) {
        parts.push((
            Occur::Must,
            Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0)),
        ));
    }
    Box::new(BooleanQuery::new(parts))
}

/// A word before a colon that names no field of ours.
fn unknown_field(query: &str) -> Option<String> {
    let mut in_phrase = false;
    let mut word = String::new();
    for c in query.chars() {
        match c {
            '"' => {
                in_phrase = !in_phrase;
                word.clear();
            }
            ':' if !in_phrase && !word.is_empty() => {
                if !["text", "title", "outlet", "actor", "lang"].contains(&word.as_str()) {
                    return Some(word);
                }
                word.clear();
            }
            _ if c.is_alphanumeric() || c == '_' => word.push(c),
            _ => word.clear(),
        }
    }
    None
}
