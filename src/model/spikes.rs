//! Days on which suspiciously many articles lie.

use std::collections::BTreeMap;

use super::Date;

/// A day on which more articles lie than the other days explain: often the day of collection, or a
/// default of an archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spike {
    /// The day.
    pub day: Date,
    /// Articles of that day.
    pub articles: u64,
}

/// A day is a spike from this many articles on, …
const LEAST: u64 = 20;
/// … if it has at least this many times the median of the days with articles …
const FACTOR: u64 = 5;

/// The spikes among the articles of days, in order of time.
///
/// With *m* the median and *q* the 90th percentile of the days that have articles, a day is a spike
/// from max(20, 5 *m*, *q*³ / *m*²) articles on: five times a usual day, and further out the more the days
/// differ anyway (weekends, weekly editions, sparse archives). Where all articles, 20 or more, lie on one
/// day, that day is one too. A rule of thumb for a question to the user, not a test.
///
/// # Example
///
/// ```
/// use std::collections::BTreeMap;
/// use demarche::model::{Date, spikes};
/// let mut days: BTreeMap<Date, u64> = (0..30).map(|d| (Date::from_days(d), 10)).collect();
/// assert!(spikes(&days).is_empty());
/// days.insert(Date::from_days(40), 90);
/// assert_eq!(spikes(&days)[0].articles, 90);
/// ```
pub fn spikes(days: &BTreeMap<Date, u64>) -> Vec<Spike> {
    let mut counts: Vec<u64> = days.values().copied().collect();
    counts.sort_unstable();
    let at = |tenths: usize| counts.get(counts.len().saturating_sub(1) * tenths / 10);
    let (Some(&median), Some(&high)) = (at(5), at(9)) else {
        return Vec::new();
    };
    let alone = counts.len() == 1;
    let (m, q) = (u128::from(median), u128::from(high));
    let stands_out =
        |n: u64| n >= FACTOR * median && u128::from(n) * m * m >= q.saturating_mul(q * q);
    days.iter()
        .filter(|&(_, &n)| n >= LEAST && (alone || stands_out(n)))
        .map(|(&day, &articles)| Spike { day, articles })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The spikes of counts on successive days, by the number of the day.
    fn found(counts: impl IntoIterator<Item = u64>) -> Vec<(i32, u64)> {
        let days = (0..).map(Date::from_days).zip(counts);
        let days: BTreeMap<Date, u64> = days.filter(|(_, n)| *n > 0).collect();
        spikes(&days)
            .iter()
            .map(|s| (s.day.days(), s.articles))
            .collect()
    }

    /// A number between 0 and `most` that changes with `i` without order.
    fn noise(i: u64, most: u64) -> u64 {
        (i.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33) % (most + 1)
    }

    #[test]
    fn weekends_and_weekly_editions_are_no_spikes() {
        let weekdays = |i: u64| if i % 7 < 5 { 200 + noise(i, 60) } else { 15 };
        assert!(found((0..365).map(weekdays)).is_empty());
        let saturdays = |i: u64| if i % 7 == 5 { 250 } else { 20 + noise(i, 8) };
        assert!(found((0..365).map(saturdays)).is_empty());
        let sparse = |i: u64| noise(i, 30).saturating_sub(24);
        assert!(found((0..2_000).map(sparse)).is_empty());
    }

    #[test]
    fn a_day_of_collection_stands_out_in_small_and_large_corpora() {
        let with = |day: u64, extra: u64, usual: fn(u64) -> u64| {
            found((0..365).map(|i| usual(i) + if i == day { extra } else { 0 }))
        };
        assert_eq!(
            with(100, 1_500, |i| if i % 7 < 5 { 200 } else { 15 }),
            [(100, 1_700)]
        );
        assert_eq!(with(7, 60, |_| 1), [(7, 61)]);
        assert!(with(7, 15, |_| 1).is_empty());
        // Twice as many as usual is news, not an artefact.
        assert!(with(100, 300, |i| 200 + noise(i, 60)).is_empty());
    }

    #[test]
    fn all_on_one_day_is_pointed_out() {
        assert_eq!(found([118]), [(0, 118)]);
        assert!(found([19]).is_empty());
        assert!(found([]).is_empty());
    }
}
