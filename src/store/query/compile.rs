//! From a tree to a query of the index.

use std::sync::Arc;

use tantivy::query::doc_predicate_query::DocPredicateQuery;
use tantivy::query::{
    BooleanQuery, ConstScoreQuery, EmptyQuery, ExistsQuery, Occur, PhraseQuery, Query, RangeQuery,
    TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{TantivyError, Term};

use crate::model::Date;
use crate::text::letters_apart;

use super::super::schema::Fields;
use super::super::{Store, StoreError};
use super::checked::{Checked, Condition, Faults};
use super::excluded::Excluded;
use super::matching::{Form, Needle, Sequence, lower, meets};
use super::{Node, Phrase, Scope, SoughtWord};

/// A query of the index, with the failures of what is looked up in the articles themselves.
#[derive(Debug)]
pub(in crate::store) struct Compiled {
    pub(in crate::store) query: Box<dyn Query>,
    pub(in crate::store) faults: Faults,
}

/// Every article, and no refused record: those have no sentences.
pub(in crate::store) fn every_article() -> Box<dyn Query> {
    Box::new(ExistsQuery::new("extent".to_owned(), false))
}

/// Days from the first to the last.
pub(in crate::store) fn days(
    fields: &Fields,
    from: Option<Date>,
    to: Option<Date>,
) -> Box<dyn Query> {
    use std::ops::Bound;
    let bound = |date: Option<Date>| match date {
        Some(d) => Bound::Included(Term::from_field_i64(fields.date, i64::from(d.days()))),
        None => Bound::Unbounded,
    };
    if from.is_none() && to.is_none() {
        return Box::new(ExistsQuery::new("date".to_owned(), false));
    }
    Box::new(RangeQuery::new(bound(from), bound(to)))
}

/// Makes queries for a store.
pub(in crate::store) struct Compiler<'s> {
    pub(in crate::store) store: &'s Store,
    pub(in crate::store) faults: Faults,
}

impl Compiler<'_> {
    /// The query of a tree.
    pub(in crate::store) fn node(&self, node: &Node) -> Result<Box<dyn Query>, StoreError> {
        let fields = &self.store.fields;
        Ok(match node {
            Node::All => silent(every_article()),
            Node::And(parts) => self.all(parts)?,
            Node::Or(parts) => {
                let parts: Result<Vec<_>, _> = parts.iter().map(|part| self.node(part)).collect();
                Box::new(BooleanQuery::union(parts?))
            }
            Node::Not(part) => Box::new(BooleanQuery::new(vec![
                (Occur::Must, silent(every_article())),
                self.excluded(part)?,
            ])),
            Node::Phrase(..) | Node::Near(..) => match Needle::new(node, self.store.language()) {
                None => Box::new(EmptyQuery),
                Some(needle) if needle.is_indexed() => self.indexed(&needle),
                Some(needle) => self.checked(Condition::Words(needle)),
            },
            Node::Author(phrase) => match Sequence::new(phrase, "") {
                None => Box::new(EmptyQuery),
                Some(sequence) => self.checked(Condition::Author(sequence)),
            },
            Node::Outlet(phrase) => self.outlet(phrase)?,
            Node::Language(code) => self.exact(fields.lang, &code.to_lowercase())?,
            Node::Actor(id) => {
                let id = self.actor(id)?;
                silent(self.store.persons()?.query(&id, fields))
            }
            Node::Days(from, to) => silent(days(fields, *from, *to)),
            Node::Stance(source, target, bound) => {
                let known = |id: &Option<String>| match id {
                    None => Ok::<_, StoreError>(None),
                    Some(id) => Ok(Some(self.actor(id)?)),
                };
                let ends = (known(source)?, known(target)?);
                let persons = self.store.persons()?.clone();
                silent(self.checked(Condition::Stance(ends, *bound, persons)))
            }
        })
    }

    /// All of several parts; what is excluded is taken from the rest.
    fn all(&self, parts: &[Node]) -> Result<Box<dyn Query>, StoreError> {
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for part in parts {
            clauses.push(match part {
                Node::Not(inner) => self.excluded(inner)?,
                part => (Occur::Must, self.node(part)?),
            });
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, silent(every_article())));
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    fn excluded(&self, node: &Node) -> Result<(Occur, Box<dyn Query>), StoreError> {
        Ok((Occur::MustNot, Box::new(Excluded(self.node(node)?))))
    }

    fn checked(&self, condition: Condition) -> Box<dyn Query> {
        let checked = Checked::new(condition, self.store.fields, Arc::clone(&self.faults));
        Box::new(DocPredicateQuery::from(checked))
    }

    fn indexed(&self, needle: &Needle) -> Box<dyn Query> {
        let fields: &[Field] = match needle.scope {
            Scope::Either => &[self.store.fields.title, self.store.fields.text],
            Scope::Title => &[self.store.fields.title],
            Scope::Text => &[self.store.fields.text],
        };
        let mut parts: Vec<Box<dyn Query>> = Vec::new();
        for &field in fields {
            for sequence in needle.groups.iter().flatten() {
                let terms: Vec<Term> = sequence
                    .forms
                    .iter()
                    .filter_map(|form| match form {
                        Form::Stem(stem) => Some(Term::from_field_text(field, stem)),
                        _ => None,
                    })
                    .collect();
                parts.push(match terms.as_slice() {
                    [only] => Box::new(TermQuery::new(only.clone(), IndexRecordOption::WithFreqs)),
                    _ => Box::new(PhraseQuery::new(terms)),
                });
            }
        }
        Box::new(BooleanQuery::union(parts))
    }

    /// The term of a field that is the value, or the only one that differs in case alone.
    fn same(&self, field: Field, value: &str) -> Result<Option<String>, StoreError> {
        let sought = value.to_lowercase();
        let mut found: Vec<String> = Vec::new();
        for segment in self.store.searcher.segment_readers() {
            let index = segment.inverted_index(field)?;
            if index
                .get_term_info(&Term::from_field_text(field, value))
                .map_err(TantivyError::from)?
                .is_some()
            {
                return Ok(Some(value.to_owned()));
            }
            let mut terms = index.terms().stream().map_err(TantivyError::from)?;
            while terms.advance() {
                let term = String::from_utf8_lossy(terms.key());
                if term.to_lowercase() == sought {
                    found.push(term.into_owned());
                }
            }
        }
        found.sort();
        found.dedup();
        Ok(if found.len() == 1 { found.pop() } else { None })
    }

    /// The id of an actor as articles or the persons of the store have it.
    fn actor(&self, typed: &str) -> Result<String, StoreError> {
        let persons = self.store.persons()?;
        if persons.meant().any(|info| info.id == typed) {
            return Ok(typed.to_owned());
        }
        if let Some(id) = self.same(self.store.fields.actor, typed)? {
            return Ok(id);
        }
        let sought = typed.to_lowercase();
        let ids = persons.meant().map(|info| info.id.as_str());
        let mut met: Vec<&str> = ids.filter(|id| id.to_lowercase() == sought).collect();
        met.sort_unstable();
        met.dedup();
        Ok(match met.as_slice() {
            [id] => (*id).to_owned(),
            _ => typed.to_owned(),
        })
    }

    fn exact(&self, field: Field, value: &str) -> Result<Box<dyn Query>, StoreError> {
        let value = self.same(field, value)?.unwrap_or_else(|| value.to_owned());
        let term = Term::from_field_text(field, &value);
        Ok(silent(Box::new(TermQuery::new(
            term,
            IndexRecordOption::Basic,
        ))))
    }

    /// Words of names of outlets, which are indexed as they are written.
    fn outlet(&self, phrase: &Phrase) -> Result<Box<dyn Query>, StoreError> {
        let field = self.store.fields.outlet;
        let mut words: Vec<Vec<Term>> = Vec::new();
        for sought in &phrase.words {
            match sought {
                SoughtWord::Word(word) => {
                    let parts = word.split(|c: char| !c.is_alphanumeric());
                    let parts = parts.filter(|part| !part.is_empty());
                    words.extend(
                        parts.map(|p| vec![Term::from_field_text(field, &p.to_lowercase())]),
                    );
                }
                SoughtWord::Pattern(pattern) => {
                    let pattern: Vec<char> = lower(pattern).chars().collect();
                    words.push(self.terms(&|term| {
                        let term: Vec<char> = term.chars().collect();
                        meets(&pattern, &term)
                    })?);
                }
                SoughtWord::Misspelt(word) => {
                    let word = lower(word);
                    words.push(self.terms(&|term| letters_apart(&word, term, 1).is_some())?);
                }
            }
        }
        if words.is_empty() || words.iter().any(Vec::is_empty) {
            return Ok(Box::new(EmptyQuery));
        }
        if let [terms] = words.as_slice() {
            return Ok(silent(Box::new(TermSetQuery::new(terms.clone()))));
        }
        // A phrase for each choice of words; names have few words that a pattern meets.
        let mut phrases: Vec<Vec<Term>> = vec![Vec::new()];
        for choices in words {
            let mut longer = Vec::new();
            for phrase in &phrases {
                for term in &choices {
                    longer.push([phrase.as_slice(), std::slice::from_ref(term)].concat());
                }
            }
            phrases = longer;
            if phrases.len() > 10_000 {
                return Err(StoreError::Query {
                    query: "outlet:".to_owned(),
                    detail: "the patterns meet too many names; write more letters".to_owned(),
                });
            }
        }
        let slop = phrase.between;
        let phrases = phrases.into_iter().map(|terms| {
            let mut query = PhraseQuery::new(terms);
            query.set_slop(slop);
            silent(Box::new(query))
        });
        Ok(Box::new(BooleanQuery::union(phrases.collect())))
    }

    /// The words of names of outlets for which something holds.
    fn terms(&self, holds: &dyn Fn(&str) -> bool) -> Result<Vec<Term>, StoreError> {
        let field = self.store.fields.outlet;
        let mut found = Vec::new();
        for segment in self.store.searcher.segment_readers() {
            let index = segment.inverted_index(field)?;
            let mut terms = index.terms().stream().map_err(TantivyError::from)?;
            while terms.advance() {
                if let Ok(term) = std::str::from_utf8(terms.key())
                    && holds(term)
                {
                    found.push(Term::from_field_text(field, term));
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }
}

/// A condition that does not bear on the order of hits.
pub(in crate::store) fn silent(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}
