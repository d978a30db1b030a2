//! `edges_by_period.csv` and `attention.csv`: the network through time.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::model::{ActorIndex, Date, PeriodIndex};
use crate::stats::change_points::equal_count_slices;
use crate::stats::{Correction, Counts, hypergeometric, multiple, proportion};
use crate::tally::{
    Calendar, Days, OutletPeriodCounts, PairPeriod, PeriodCounts, PeriodKey, TimelineCounts,
};

use super::cells::Cell;
use super::composition::Composition;
use super::names::name_of;
use super::number::probability;
use super::parallel;
use super::rows::{AttentionRow, EdgePeriodRow};
use super::table::Table;

/// Rows that `attention` has at most, so that many actors in many periods do not fill the disk with zeros.
pub const MOST_ATTENTION_ROWS: usize = 2_000_000;

/// What the tables of time are made from.
#[derive(Debug, Clone, Copy)]
pub struct TimelineInput<'a> {
    /// The counts.
    pub counts: &'a TimelineCounts,
    /// The periods that they were counted by.
    pub calendar: &'a Calendar,
    /// The names of the numbers in the counts, ascending.
    pub ids: &'a [String],
    /// Articles by outlet in the same periods, for standardised shares and changes of the corpus; without them those columns are empty.
    pub outlets: Option<&'a OutletPeriodCounts>,
}

impl TimelineInput<'_> {
    /// Where the articles of the periods come from.
    pub(super) fn composition(&self) -> Option<Composition<'_>> {
        let periods: Vec<PeriodKey> = self.counts.periods.iter().map(|p| p.0).collect();
        self.outlets
            .map(|counts| Composition::new(counts, &periods))
    }
}

/// Slices of as nearly equal numbers of articles as whole days allow, at most `slices`, each from its first day with an article
/// to its last. `days` are the days that have articles with their numbers.
///
/// # Example
///
/// ```
/// # use std::collections::BTreeMap;
/// # use demarche::{model::Date, tables::equal_slices};
/// let days: BTreeMap<Date, u64> = (0..10).map(|d| (Date::from_days(d), 1)).collect();
/// let halves = equal_slices(&days, 2);
/// let key = halves.keys(Date::from_days(7)).next().unwrap();
/// assert_eq!(halves.name(key), "1970-01-06/1970-01-10");
/// ```
pub fn equal_slices(days: &BTreeMap<Date, u64>, slices: usize) -> Calendar {
    let list: Vec<Date> = days.keys().copied().collect();
    let counts: Vec<u64> = days.values().copied().collect();
    let runs = equal_count_slices(&counts, slices)
        .into_iter()
        .filter_map(|range| {
            let last = range.end.checked_sub(1)?;
            Some(Days {
                first: *list.get(range.start)?,
                last: *list.get(last)?,
            })
        });
    Calendar::runs(runs)
}

/// The names of the periods of the counts, in their order.
pub(super) fn period_names(counts: &TimelineCounts, calendar: &Calendar) -> Vec<String> {
    let name = |period: &(crate::tally::PeriodKey, PeriodCounts)| calendar.name(period.0);
    counts.periods.iter().map(name).collect()
}

/// The table of edges by period.
#[derive(Debug, Clone, PartialEq)]
pub struct EdgesByPeriod {
    /// By source, target and period.
    pub table: Table,
    /// Edges in periods, before any were left out.
    pub tested: u64,
    /// What Q is corrected for: all pairs of the actors of each period, also those that do not meet in it.
    pub tests: u64,
}

/// `edges_by_period.csv`: an edge in each period in which it occurs, tested against the counts of that period. Of all
/// edges, those are shown that stand in `edges`, the table of the whole network; all are tested.
pub fn edges_by_period(
    input: &TimelineInput<'_>,
    edges: &Table,
    correction: Correction,
    threads: usize,
) -> EdgesByPeriod {
    let counts = input.counts;
    let mut pairs: Vec<&PairPeriod> = counts.pairs.iter().filter(|p| p.counts.units > 0).collect();
    pairs.sort_unstable_by_key(|p| (p.a, p.b, p.period));
    let units = |period: PeriodIndex, actor: ActorIndex| {
        let at = counts
            .actors
            .binary_search_by_key(&(period, actor), |a| (a.period, a.actor));
        at.map_or(0, |at| counts.actors[at].counts.units)
    };
    let tests = parallel::map(pairs.len(), threads, |i| {
        let pair = pairs[i];
        let all = counts.periods[pair.period.position()].1.units;
        let (n_a, n_b) = (units(pair.period, pair.a), units(pair.period, pair.b));
        let table = Counts::new(all, n_a, n_b, pair.counts.units)?;
        let ln_p = hypergeometric::ln_upper_tail(all, n_a, n_b, pair.counts.units)?;
        Some((table, probability(ln_p)))
    });
    let p: Vec<Option<f64>> = tests.iter().map(|t| t.map(|t| t.1)).collect();
    let possible = counts
        .actors
        .chunk_by(|a, b| a.period == b.period)
        .map(|of| multiple::pairs_of(of.iter().filter(|a| a.counts.units > 0).count() as u64))
        .sum();
    let q = multiple::adjust_among(&p, possible, correction);
    let names = period_names(counts, input.calendar);
    let shown = shown_pairs(edges);
    let status = statuses(&pairs, names.len() as u32);
    let rows = pairs.iter().enumerate().filter_map(|(i, pair)| {
        let (source, target) = (name_of(input.ids, pair.a), name_of(input.ids, pair.b));
        let measure = |f: fn(&Counts) -> Option<f64>| tests[i].as_ref().and_then(|t| f(&t.0));
        shown.contains(&(source, target)).then(|| EdgePeriodRow {
            period: &names[pair.period.position()],
            source,
            target,
            weight: pair.counts.units,
            articles: pair.counts.articles,
            stories: pair.counts.stories,
            sentences: pair.counts.sentences,
            expected: measure(Counts::expected),
            npmi: measure(Counts::npmi),
            g2: measure(Counts::g2),
            p: p[i],
            q: q[i],
            status: status[i],
            source_label: "",
            target_label: "",
        })
    });
    EdgesByPeriod {
        table: Table::new("edges_by_period", rows),
        tested: pairs.len() as u64,
        tests: possible,
    }
}

/// Source and target of every row of `edges`.
fn shown_pairs(edges: &Table) -> HashSet<(&str, &str)> {
    let (Some(source), Some(target)) = (edges.column("Source"), edges.column("Target")) else {
        return HashSet::new();
    };
    (0..edges.rows())
        .filter_map(|row| match (source.cell(row), target.cell(row)) {
            (Cell::Text(source), Cell::Text(target)) => Some((source, target)),
            _ => None,
        })
        .collect()
}

/// How each edge comes and goes; pairs in order of their ends, then of the period.
fn statuses(pairs: &[&PairPeriod], periods: u32) -> Vec<&'static str> {
    let mut all = Vec::with_capacity(pairs.len());
    for edge in pairs.chunk_by(|x, y| (x.a, x.b) == (y.a, y.b)) {
        for (i, row) in edge.iter().enumerate() {
            let before = i.checked_sub(1).map(|i| edge[i].period.number());
            let after = edge.get(i + 1).map(|next| next.period.number());
            all.push(status(before, row.period.number(), after, periods));
        }
    }
    all
}

/// The status of an edge in period `at` of `periods`, with the periods before and after in which it occurs.
fn status(before: Option<u32>, at: u32, after: Option<u32>, periods: u32) -> &'static str {
    let entries = match before {
        None if after.is_none() => return "only",
        None if at == 0 => ["initial", "initial;paused", "initial;died"],
        None => ["born", "born;paused", "born;died"],
        Some(before) if before + 1 == at => ["continued", "continued;paused", "continued;died"],
        Some(_) => ["returned", "returned;paused", "returned;died"],
    };
    match after {
        Some(after) if after > at + 1 => entries[1],
        None if at + 1 < periods => entries[2],
        _ => entries[0],
    }
}

/// The table of attention.
#[derive(Debug, Clone, PartialEq)]
pub struct Attention {
    /// By actor and period.
    pub table: Table,
    /// Actors left out because the table would have more than [`MOST_ATTENTION_ROWS`] rows; those of fewest articles.
    pub left_out: u64,
}

/// `attention.csv`: the share of each period's articles that mention an actor, for every actor of the counts and every
/// period that has articles.
pub fn attention(input: &TimelineInput<'_>) -> Attention {
    let counts = input.counts;
    let names = period_names(counts, input.calendar);
    let mut series = by_actor(counts);
    let most = MOST_ATTENTION_ROWS / names.len().max(1);
    let left_out = series.len().saturating_sub(most) as u64;
    if left_out > 0 {
        let articles =
            |rows: &[(PeriodIndex, PeriodCounts)]| rows.iter().map(|r| r.1.articles).sum();
        let mut order: Vec<(std::cmp::Reverse<u64>, ActorIndex)> = series
            .iter()
            .map(|(&actor, rows)| (std::cmp::Reverse(articles(rows)), actor))
            .collect();
        order.sort_unstable();
        let kept: BTreeSet<ActorIndex> = order.into_iter().take(most).map(|o| o.1).collect();
        series.retain(|actor, _| kept.contains(actor));
    }
    let composition = input.composition();
    let rows = series.iter().flat_map(|(&actor, rows)| {
        let (names, composition) = (&names, composition.as_ref());
        counts
            .periods
            .iter()
            .enumerate()
            .map(move |(i, (key, period))| {
                let at = rows.binary_search_by_key(&i, |r| r.0.position());
                let own = at.map_or_else(|_| PeriodCounts::default(), |at| rows[at].1);
                let ends = proportion::wilson(own.articles, period.articles);
                AttentionRow {
                    period: &names[i],
                    actor: name_of(input.ids, actor),
                    articles: own.articles,
                    stories: own.stories,
                    total: period.articles,
                    share: (period.articles > 0)
                        .then(|| own.articles as f64 / period.articles as f64),
                    share_low: ends.map(|e| e.low),
                    share_high: ends.map(|e| e.high),
                    share_standardised: composition.and_then(|c| c.standardised(i, *key, actor)),
                    label: "",
                    named: own.named,
                }
            })
    });
    Attention {
        table: Table::new("attention", rows),
        left_out,
    }
}

/// The periods of each actor, ascending.
pub(super) fn by_actor(
    counts: &TimelineCounts,
) -> BTreeMap<ActorIndex, Vec<(PeriodIndex, PeriodCounts)>> {
    let mut series: BTreeMap<ActorIndex, Vec<(PeriodIndex, PeriodCounts)>> = BTreeMap::new();
    for row in &counts.actors {
        series
            .entry(row.actor)
            .or_default()
            .push((row.period, row.counts));
    }
    series
}

#[cfg(test)]
mod tests {
    use super::status;

    #[test]
    fn an_edge_comes_and_goes() {
        // Five periods; the edge in 1, 2 and 4, another in 0 and 3, a third in 2.
        assert_eq!(status(None, 1, Some(2), 5), "born");
        assert_eq!(status(Some(1), 2, Some(4), 5), "continued;paused");
        assert_eq!(status(Some(2), 4, None, 5), "returned");
        assert_eq!(status(None, 0, Some(3), 5), "initial;paused");
        assert_eq!(status(Some(0), 3, None, 5), "returned;died");
        assert_eq!(status(None, 2, None, 5), "only");
        assert_eq!(status(Some(1), 2, None, 5), "continued;died");
        // The last period knows of no death.
        assert_eq!(status(Some(3), 4, None, 5), "continued");
    }
}
