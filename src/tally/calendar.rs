//! How days become periods.

use std::sync::Arc;

use crate::model::{Date, Period};

use super::PeriodKey;

/// Consecutive days, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Days {
    /// The first day.
    pub first: Date,
    /// The last day.
    pub last: Date,
}

impl Days {
    /// Its name, an interval by ISO 8601: `2022-02-24/2022-03-09`.
    pub fn name(self) -> String {
        format!("{}/{}", self.first, self.last)
    }
}

/// The periods that days are grouped by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Calendar {
    /// Days, weeks, months, quarters or years; each day lies in one of them.
    Every(Period),
    /// Given runs of days, made by [`Calendar::runs`]. A day lies in one of them, in several where they overlap, or in none.
    Runs(Arc<[Days]>),
}

impl From<Period> for Calendar {
    fn from(period: Period) -> Self {
        Self::Every(period)
    }
}

impl Calendar {
    /// Runs of days. Those that begin on the same day as another or end no later than one before are left out, so that
    /// first and last days both ascend.
    ///
    /// # Example
    ///
    /// ```
    /// # use demarche::tally::{Calendar, Days};
    /// # use demarche::model::Date;
    /// let day = Date::from_days;
    /// let thirds = Calendar::runs([(0, 9), (10, 19), (20, 29)].map(|(a, b)| Days { first: day(a), last: day(b) }));
    /// let keys: Vec<_> = thirds.keys(day(12)).collect();
    /// assert_eq!(keys.len(), 1);
    /// assert_eq!(thirds.name(keys[0]), "1970-01-11/1970-01-20");
    /// ```
    pub fn runs(runs: impl IntoIterator<Item = Days>) -> Self {
        let mut list: Vec<Days> = runs.into_iter().filter(|r| r.first <= r.last).collect();
        list.sort_unstable();
        let mut kept: Vec<Days> = Vec::new();
        for run in list {
            if kept
                .last()
                .is_none_or(|before| before.first < run.first && before.last < run.last)
            {
                kept.push(run);
            }
        }
        Self::Runs(kept.into())
    }

    /// Windows of `days` days that begin `step` days apart, the first on `first`, until one holds `last`. The last window may
    /// reach beyond `last`.
    pub fn windows(first: Date, last: Date, days: u32, step: u32) -> Self {
        let (days, step) = (i64::from(days.max(1)), i64::from(step.max(1)));
        let day = |n: i64| Date::from_days(i32::try_from(n).unwrap_or(i32::MAX));
        let mut starts = Vec::new();
        let mut start = i64::from(first.days());
        while start <= i64::from(last.days()) {
            starts.push(start);
            if start + days > i64::from(last.days()) {
                break;
            }
            start += step;
        }
        Self::runs(starts.into_iter().map(|start| Days {
            first: day(start),
            last: day(start + days - 1),
        }))
    }

    /// Whether no day lies in two periods.
    pub fn disjoint(&self) -> bool {
        match self {
            Self::Every(_) => true,
            Self::Runs(runs) => runs.windows(2).all(|pair| pair[0].last < pair[1].first),
        }
    }

    /// The periods that hold a day, ascending.
    pub fn keys(&self, day: Date) -> impl Iterator<Item = PeriodKey> + '_ {
        let (one, runs): (Option<PeriodKey>, &[Days]) = match self {
            Self::Every(period) => (Some(PeriodKey::new(Some(day), Some(*period))), &[]),
            Self::Runs(runs) => {
                let from = runs.partition_point(|run| run.last < day);
                let to = runs.partition_point(|run| run.first <= day);
                (None, runs.get(from..to).unwrap_or(&[]))
            }
        };
        one.into_iter()
            .chain(runs.iter().map(|run| PeriodKey::of_day(run.first)))
    }

    /// The name of a period, such as `2022-02` or `2022-02-24/2022-03-09`; empty for [`PeriodKey::NONE`].
    pub fn name(&self, key: PeriodKey) -> String {
        let Some(first) = key.first_day() else {
            return String::new();
        };
        match self {
            Self::Every(period) => first.period(*period),
            Self::Runs(runs) => runs
                .binary_search_by_key(&first, |run| run.first)
                .map_or_else(|_| first.to_string(), |i| runs[i].name()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(n: i32) -> Date {
        Date::from_days(n)
    }

    #[test]
    fn a_day_lies_in_the_windows_that_hold_it() {
        let windows = Calendar::windows(day(100), day(160), 30, 7);
        let Calendar::Runs(runs) = &windows else {
            panic!("windows are runs of days");
        };
        assert!(!windows.disjoint());
        assert_eq!(
            runs[0],
            Days {
                first: day(100),
                last: day(129)
            }
        );
        assert_eq!(
            runs.last(),
            Some(&Days {
                first: day(135),
                last: day(164)
            })
        );
        for n in 90..170 {
            let found: Vec<PeriodKey> = windows.keys(day(n)).collect();
            let naive: Vec<PeriodKey> = runs
                .iter()
                .filter(|r| (r.first..=r.last).contains(&day(n)))
                .map(|r| PeriodKey::of_day(r.first))
                .collect();
            assert_eq!(found, naive, "day {n}");
        }
        let apart = Calendar::windows(day(0), day(99), 10, 10);
        assert!(apart.disjoint());
        assert!((0..100).all(|n| apart.keys(day(n)).count() == 1));
        // Gaps between windows hold days that lie in none.
        let gaps = Calendar::windows(day(0), day(99), 5, 10);
        assert_eq!(
            (0..100).filter(|&n| gaps.keys(day(n)).count() == 1).count(),
            50
        );
    }

    #[test]
    fn calendar_periods_are_those_of_the_period() {
        let months = Calendar::from(Period::Month);
        let key = months.keys(day(40)).next().expect("each day has a month");
        assert_eq!(months.name(key), "1970-02");
        assert_eq!(months.name(PeriodKey::NONE), "");
        assert!(months.disjoint());
    }

    #[test]
    fn runs_within_others_are_left_out() {
        let days = |a, b| Days {
            first: day(a),
            last: day(b),
        };
        let runs = Calendar::runs([days(5, 9), days(0, 9), days(0, 4), days(8, 3), days(6, 7)]);
        assert_eq!(runs, Calendar::Runs([days(0, 4), days(5, 9)].into()));
    }
}
