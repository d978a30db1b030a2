//! The lens: which articles an analysis looks at.

use std::ops::Bound;

use tantivy::query::{
    BooleanQuery, ConstScoreQuery, ExistsQuery, Occur, Query, QueryParser, RangeQuery, TermQuery,
};
use tantivy::schema::IndexRecordOption;
use tantivy::{Index, Term};

use crate::model::Date;

use super::schema::Fields;
use super::{StoreError, spelling, tokenizers};

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

/// Every article, and no refused record: those have no sentences.
fn every_article() -> Box<dyn Query> {
    Box::new(ExistsQuery::new("extent".to_owned(), false))
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
        if let (Some(from), Some(to)) = (self.from, self.to)
            && from > to
        {
            return Err(StoreError::Query {
                query: format!("{from} to {to}"),
                detail: "the first day is after the last; swap --from and --to".into(),
            });
        }
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
            parts.push((Occur::Must, every_article()));
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
    if let Some(detail) = too_large(query) {
        let shown: String = query.chars().take(60).collect();
        return Err(StoreError::Query {
            query: format!("{shown}…"),
            detail,
        });
    }
    if let Some(field) = unknown_field(query) {
        return Err(wrong(format!("there is no field '{field}'")));
    }
    if let Some(detail) = spelling::unsupported(query) {
        return Err(wrong(detail));
    }
    let parsed = parser
        .parse_query(&spelling::with_apostrophes(query))
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
            Box::new(ConstScoreQuery::new(every_article(), 0.0)),
        ));
    }
    Box::new(BooleanQuery::new(parts))
}

/// Bytes of a query, and how deep its parentheses and NOTs may stand in each other: parsing it takes a part of the stack for
/// each level.
const LONGEST_QUERY: usize = 100_000;
const DEEPEST_QUERY: usize = 64;

/// Why a query is too large to be parsed, if it is. Never counts less depth than there is: an opening parenthesis counts also
/// within quotation marks, a closing one outside of them alone.
fn too_large(query: &str) -> Option<String> {
    if query.len() > LONGEST_QUERY {
        return Some(format!(
            "it has {} bytes; at most {LONGEST_QUERY} are read",
            query.len()
        ));
    }
    let (mut depth, mut nots, mut deepest) = (0_usize, 0_usize, 0_usize);
    let mut quote = None;
    for word in query.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let name = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        if name == "NOT" {
            nots += 1;
        } else if !name.is_empty() {
            nots = 0;
        }
        match word[name.len()..].chars().next() {
            Some('(') => depth += 1,
            Some(')') if quote.is_none() => depth = depth.saturating_sub(1),
            Some(c @ ('"' | '\'')) if quote.is_none() => quote = Some(c),
            Some(c) if quote == Some(c) => quote = None,
            _ => {}
        }
        deepest = deepest.max(depth + nots);
    }
    (deepest > DEEPEST_QUERY).then(|| {
        format!(
            "parentheses and NOTs stand {deepest} deep in each other; at most {DEEPEST_QUERY} may"
        )
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_turned_round_is_refused() {
        let (schema, fields) = super::super::schema::build();
        let index = Index::create_in_ram(schema);
        let day = |text: &str| Some(text.parse::<Date>().unwrap());
        let lens = |from, to| Lens {
            from,
            to,
            ..Lens::default()
        };
        let turned = lens(day("2023-01-01"), day("2022-12-31"));
        assert!(turned.to_query(&index, &fields, "en").is_err());
        let one_day = lens(day("2022-12-31"), day("2022-12-31"));
        assert!(one_day.to_query(&index, &fields, "en").is_ok());
    }

    #[test]
    fn words_with_apostrophes_are_words() {
        let (schema, fields) = super::super::schema::build();
        let index = Index::create_in_ram(schema);
        for query in [
            "O'Brien",
            "Côte d'Ivoire",
            "the workers' rights",
            "president's",
        ] {
            assert!(parse(query, &index, &fields, "en").is_ok(), "{query}");
        }
        assert!(parse("Irani*", &index, &fields, "en").is_err());
    }

    #[test]
    fn queries_are_bounded_before_they_are_parsed() {
        let nested = |n: usize| format!("{}a{}", "(".repeat(n), ")".repeat(n));
        let refused = [
            nested(60_000),
            nested(65),
            "(".repeat(65),
            format!("{}a", "NOT ".repeat(65)),
            "-(".repeat(65),
            format!("{}a", "NOT (".repeat(33)),
            // A closing parenthesis within quotation marks closes nothing.
            "( \")\" ".repeat(65),
            "a ".repeat(60_000),
        ];
        for query in refused {
            assert!(too_large(&query).is_some(), "{}", &query[..40]);
        }
        let read = [
            nested(64),
            format!("{}a", "NOT ".repeat(64)),
            "(a AND b) OR ".repeat(1_000) + "c",
            "NOT a ".repeat(1_000),
            "\"a (b\" ".repeat(60),
            "O'Brien's (talks)".to_owned(),
        ];
        for query in read {
            assert_eq!(too_large(&query), None, "{}", &query[..10]);
        }
        // The deepest that is let through is parsed with the stack of any thread.
        let (schema, fields) = super::super::schema::build();
        let index = Index::create_in_ram(schema);
        let parsed = parse(&nested(64), &index, &fields, "en");
        assert!(parsed.is_ok(), "{parsed:?}");
        // The parser of the index refuses a clause that only excludes; it must not overflow the stack on the way.
        let query = format!("{}a", "NOT ".repeat(64));
        let parsed = parse(&query, &index, &fields, "en");
        assert!(
            matches!(parsed, Ok(_) | Err(StoreError::Query { .. })),
            "{parsed:?}"
        );
    }
}
