//! The composition of a corpus over time: which outlets its articles come from, where that jumps, and attention as it would be if it did not.

use std::collections::BTreeMap;

use crate::model::{ActorIndex, OutletIndex};
use crate::tally::{OutletPeriodCounts, PeriodKey};

/// Periods before and after a border whose articles are compared.
const SPAN: usize = 3;
/// Ratio of the mean numbers of articles from which on the corpus jumps.
const RATIO: f64 = 2.0;
/// Share of articles that change outlet, beyond what sampling explains, from which on the mix of outlets jumps.
const MIX: f64 = 0.2;

/// Outlets by period.
#[derive(Debug)]
pub(super) struct Composition<'a> {
    counts: &'a OutletPeriodCounts,
    /// The articles of each outlet in each period, by place of the period.
    by_period: Vec<BTreeMap<Option<OutletIndex>, u64>>,
    /// The share of each outlet in the articles of all periods.
    weights: BTreeMap<Option<OutletIndex>, f64>,
}

impl<'a> Composition<'a> {
    /// `periods` are all periods that have articles, ascending.
    pub(super) fn new(counts: &'a OutletPeriodCounts, periods: &[PeriodKey]) -> Self {
        let mut by_period = vec![BTreeMap::new(); periods.len()];
        let mut totals: BTreeMap<Option<OutletIndex>, u64> = BTreeMap::new();
        for row in &counts.outlets {
            if let Ok(at) = periods.binary_search(&row.period) {
                by_period[at].insert(row.outlet, row.articles);
                *totals.entry(row.outlet).or_default() += row.articles;
            }
        }
        let all = totals.values().sum::<u64>().max(1) as f64;
        let weights = totals.iter().map(|(&o, &n)| (o, n as f64 / all)).collect();
        Self {
            counts,
            by_period,
            weights,
        }
    }

    /// The share of an actor in a period, directly standardised: the mean of its shares in the outlets that have articles in the period,
    /// weighted by the outlets' shares in the articles of all periods. `at` is the place of the period.
    pub(super) fn standardised(
        &self,
        at: usize,
        period: PeriodKey,
        actor: ActorIndex,
    ) -> Option<f64> {
        let outlets = self.by_period.get(at)?;
        let present: f64 = outlets.keys().map(|outlet| self.weights[outlet]).sum();
        let rows = &self.counts.actors;
        let first = rows.partition_point(|row| (row.period, row.actor) < (period, actor));
        let share: f64 = rows[first..]
            .iter()
            .take_while(|row| (row.period, row.actor) == (period, actor))
            .filter_map(|row| {
                let total = *outlets.get(&row.outlet)? as f64;
                Some(self.weights[&row.outlet] * row.articles as f64 / total)
            })
            .sum();
        (present > 0.0).then(|| share / present)
    }

    /// What jumps within one period of a change: `articles`, `outlets`, `articles;outlets`, or nothing. `at` is the place of the first
    /// period of the new level.
    pub(super) fn change(&self, at: usize) -> &'static str {
        let borders = at.saturating_sub(1).max(1)..=(at + 1).min(self.by_period.len() - 1);
        let (mut articles, mut outlets) = (false, false);
        for border in borders {
            let before = self.pooled(border.saturating_sub(SPAN), border);
            let after = self.pooled(border, (border + SPAN).min(self.by_period.len()));
            articles |= jumps(&before, &after);
            outlets |= distance(&before, &after) >= MIX;
        }
        match (articles, outlets) {
            (true, true) => "articles;outlets",
            (true, false) => "articles",
            (false, true) => "outlets",
            (false, false) => "",
        }
    }

    fn pooled(&self, from: usize, to: usize) -> Pooled {
        let mut outlets: BTreeMap<Option<OutletIndex>, u64> = BTreeMap::new();
        for (&outlet, &articles) in self.by_period[from..to].iter().flatten() {
            *outlets.entry(outlet).or_default() += articles;
        }
        Pooled {
            periods: to - from,
            articles: outlets.values().sum(),
            outlets,
        }
    }
}

/// Some periods together.
struct Pooled {
    periods: usize,
    articles: u64,
    outlets: BTreeMap<Option<OutletIndex>, u64>,
}

/// Whether the mean number of articles doubles or halves.
fn jumps(before: &Pooled, after: &Pooled) -> bool {
    let mean = |pooled: &Pooled| pooled.articles as f64 / pooled.periods.max(1) as f64;
    let (before, after) = (mean(before), mean(after));
    before > 0.0 && after > 0.0 && (after / before > RATIO || before / after > RATIO)
}

/// The total variation distance between the outlets' shares, less what two samples of one mix differ by on average: half the sum over
/// outlets of `√(2/π p (1 - p) (1/n + 1/m))`, `p` the pooled share.
fn distance(before: &Pooled, after: &Pooled) -> f64 {
    let (n, m) = (before.articles as f64, after.articles as f64);
    if n == 0.0 || m == 0.0 {
        return 0.0;
    }
    let mut outlets: BTreeMap<Option<OutletIndex>, [f64; 2]> = BTreeMap::new();
    for (side, pooled) in [before, after].into_iter().enumerate() {
        for (&outlet, &articles) in &pooled.outlets {
            outlets.entry(outlet).or_default()[side] = articles as f64;
        }
    }
    let halves = outlets.values().map(|[x, y]| {
        let p = (x + y) / (n + m);
        let noise = std::f64::consts::FRAC_2_PI * p * (1.0 - p) * (1.0 / n + 1.0 / m);
        (x / n - y / m).abs() - noise.sqrt()
    });
    0.5 * halves.sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tally::{ActorOutletPeriod, OutletPeriod};

    fn key(day: i32) -> PeriodKey {
        PeriodKey::of_day(crate::model::Date::from_days(day))
    }

    /// Outlet 0 mentions the actor in half of its articles, outlet 1 never.
    fn counts(articles: &[[u64; 2]]) -> (OutletPeriodCounts, Vec<PeriodKey>) {
        let mut counts = OutletPeriodCounts::default();
        for (day, by_outlet) in (0..).zip(articles) {
            for (number, &articles) in (0..).zip(by_outlet).filter(|x| *x.1 > 0) {
                let period = key(day);
                let outlet = Some(OutletIndex::new(number));
                counts.outlets.push(OutletPeriod {
                    period,
                    outlet,
                    articles,
                });
                if number == 0 {
                    counts.actors.push(ActorOutletPeriod {
                        period,
                        actor: ActorIndex::new(7),
                        outlet,
                        articles: articles / 2,
                    });
                }
            }
        }
        (counts, (0..articles.len() as i32).map(key).collect())
    }

    #[test]
    fn standardised_shares_do_not_follow_the_mix_of_outlets() {
        let (counts, periods) = counts(&[[40, 40], [40, 40], [40, 400], [0, 40]]);
        let composition = Composition::new(&counts, &periods);
        let weight = 120.0 / 640.0;
        let share = |at| composition.standardised(at, periods[at], ActorIndex::new(7));
        // The raw shares are 0.25, 0.25 and 0.045.
        for at in 0..3 {
            assert!((share(at).unwrap() - 0.5 * weight).abs() < 1e-12);
        }
        // Only the outlet that never mentions it has articles.
        assert_eq!(share(3), Some(0.0));
        assert_eq!(
            composition.standardised(0, periods[0], ActorIndex::new(3)),
            Some(0.0)
        );
    }

    #[test]
    fn a_jump_of_articles_or_outlets_is_named_within_one_period() {
        let level = [100, 100];
        let (more, periods) = counts(&[
            level,
            level,
            level,
            level,
            [300, 300],
            [300, 300],
            [300, 300],
            [300, 300],
        ]);
        let more = Composition::new(&more, &periods);
        let found: Vec<&str> = (1..8).map(|at| more.change(at)).collect();
        assert_eq!(
            found,
            ["", "articles", "articles", "articles", "articles", "", ""]
        );
        let (mix, periods) = counts(&[level, level, level, [20, 180], [20, 180], [20, 180]]);
        let mix = Composition::new(&mix, &periods);
        assert_eq!(mix.change(3), "outlets");
        let (same, periods) = counts(&[[9, 11], [10, 8], [12, 9], [8, 12], [11, 10], [9, 9]]);
        let same = Composition::new(&same, &periods);
        assert!((1..6).all(|at| same.change(at).is_empty()));
    }
}
