//! When the edges of a network were there, from the table `edges_by_period`.

use std::collections::HashMap;

use crate::model::Date;
use crate::tables::{Cell, Table};

use super::network::{Network, text};

/// A first and a last day, both within.
pub(super) type Span = (Date, Date);

/// The times of a network's edges and actors.
///
/// An edge is there in the periods in which it has a weight, an actor in those in which one of its pairs has. Whoever is known only
/// from articles without a date has no spans: nothing says when. Where periods overlap, as moving windows do, a period gives way to the
/// next on the day before that begins: at any time one window speaks, the latest that has begun.
pub(super) struct Times {
    /// For each row of the edges: its periods with their weights, ascending.
    pub(super) edges: Vec<Vec<(Span, i64)>>,
    /// For each row of the actors: spans without overlap, ascending.
    pub(super) actors: Vec<Vec<Span>>,
}

/// The rows of a table by what stands in them.
fn places<'t, K: std::hash::Hash + Eq>(
    table: &'t Table,
    key: impl Fn(&'t Table, usize) -> K,
) -> HashMap<K, usize> {
    (0..table.rows())
        .map(|row| (key(table, row), row))
        .collect()
}

impl Times {
    /// The times, if the tables say any.
    pub(super) fn of(network: &Network<'_>) -> Option<Self> {
        let periods = network.by_period?;
        let pair = |table, row| (text(table, row, "Source"), text(table, row, "Target"));
        let edges = places(network.edges, pair);
        let actors = places(network.actors.as_ref(), |table, row| text(table, row, "Id"));
        let mut times = Self {
            edges: vec![Vec::new(); network.edges.rows()],
            actors: vec![Vec::new(); network.actors.rows()],
        };
        let spans = Spans::of(periods);
        let mut any = false;
        for row in 0..periods.rows() {
            let Some(span) = spans.shown(text(periods, row, "Period")) else {
                continue;
            };
            let Cell::Integer(weight @ 1..) = periods.cell(row, network.weight) else {
                continue;
            };
            any = true;
            let (source, target) = pair(periods, row);
            if let Some(&edge) = edges.get(&(source, target)) {
                times.edges[edge].push((span, weight));
            }
            for end in [source, target] {
                if let Some(&actor) = actors.get(end) {
                    times.actors[actor].push(span);
                }
            }
        }
        for spans in &mut times.edges {
            spans.sort_unstable();
        }
        for spans in &mut times.actors {
            *spans = joined(std::mem::take(spans));
        }
        any.then_some(times)
    }

    /// The spans of an edge without overlap, ascending.
    pub(super) fn of_edge(&self, row: usize) -> Vec<Span> {
        joined(self.edges[row].iter().map(|(span, _)| *span).collect())
    }
}

/// The periods of a table, ascending.
struct Spans(Vec<Span>);

impl Spans {
    fn of(periods: &Table) -> Self {
        let mut names: Vec<&str> = (0..periods.rows())
            .map(|row| text(periods, row, "Period"))
            .collect();
        names.sort_unstable();
        names.dedup();
        let mut spans: Vec<Span> = names.into_iter().filter_map(Date::span_of_period).collect();
        spans.sort_unstable();
        Self(spans)
    }

    /// The days of a period on which no later one has begun.
    fn shown(&self, period: &str) -> Option<Span> {
        let (first, last) = Date::span_of_period(period)?;
        let later = self.0.partition_point(|span| span.0 <= first);
        let end = self
            .0
            .get(later)
            .map_or(last, |next| last.min(Date::from_days(next.0.days() - 1)));
        Some((first, end))
    }
}

/// Spans that meet or overlap made one.
fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    spans.dedup_by(|later, earlier| {
        let meets = later.0.days() <= earlier.1.days().saturating_add(1);
        if meets {
            earlier.1 = earlier.1.max(later.1);
        }
        meets
    });
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_that_meet_become_one() {
        let span = |name| Date::span_of_period(name).expect("a period");
        assert_eq!(
            joined(vec![
                span("2022-03"),
                span("2022-01"),
                span("2022-02"),
                span("2022-05")
            ]),
            [span("2022-01-01..2022-03-31"), span("2022-05")]
        );
        assert_eq!(joined(vec![span("2022"), span("2022-06")]), [span("2022")]);
        assert!(joined(Vec::new()).is_empty());
    }

    #[test]
    fn windows_give_way_to_the_next() {
        let spans = Spans(
            ["2022-01-01/2022-03-31", "2022-02-01/2022-04-30"]
                .map(|name| Date::span_of_period(name).expect("a window"))
                .to_vec(),
        );
        let days = |name| {
            spans
                .shown(name)
                .map(|(a, b)| (a.to_string(), b.to_string()))
        };
        assert_eq!(
            days("2022-01-01/2022-03-31"),
            Some(("2022-01-01".into(), "2022-01-31".into()))
        );
        assert_eq!(
            days("2022-02-01/2022-04-30"),
            Some(("2022-02-01".into(), "2022-04-30".into()))
        );
        assert_eq!(days("undated"), None);
    }
}
