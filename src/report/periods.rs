//! The periods that suit a corpus.

use crate::error::Error;
use crate::model::{Date, Period};
use crate::observe::Observer;
use crate::pipeline;
use crate::store::Scan;
use crate::tally::Summary;

/// Periods at most over the time that most articles lie in.
const MOST_PERIODS: usize = 60;
/// Articles that a period should have on average.
const ENOUGH: u64 = 10;

/// The shortest calendar period of which there are at most 60 over the middle 95 % of the articles, with at least ten articles on average; the
/// longest of which there are at least three where none has as many. `None` without dates or where all articles fall into one or two
/// periods.
///
/// # Errors
/// The store cannot be read.
pub fn auto_period(
    scan: &Scan<'_>,
    threads: usize,
    observer: &dyn Observer,
) -> Result<Option<Period>, Error> {
    let days = pipeline::tally(scan, threads, observer, Summary::default)?.days;
    let days: Vec<(Date, u64)> = days.into_iter().collect();
    Ok(suited(&days))
}

fn suited(days: &[(Date, u64)]) -> Option<Period> {
    let total: u64 = days.iter().map(|(_, n)| n).sum();
    let edge = total / 40;
    let mut before = 0;
    let middle: Vec<(Date, u64)> = days
        .iter()
        .filter(|(_, n)| {
            let inside = before + n > edge && before < total - edge;
            before += n;
            inside
        })
        .copied()
        .collect();
    let articles: u64 = middle.iter().map(|(_, n)| n).sum();
    let mut fallback = None;
    for period in [
        Period::Day,
        Period::Week,
        Period::Month,
        Period::Quarter,
        Period::Year,
    ] {
        let periods = spanned(&middle, period);
        if periods < 3 {
            break;
        }
        if periods <= MOST_PERIODS {
            fallback = Some(period);
            if articles / periods as u64 >= ENOUGH {
                return fallback;
            }
        }
    }
    fallback
}

/// How many periods lie between the first and the last day, both included.
fn spanned(days: &[(Date, u64)], period: Period) -> usize {
    let (Some((first, _)), Some((last, _))) = (days.first(), days.last()) else {
        return 0;
    };
    let span = (last.days() - first.days()) as usize;
    let (first_year, first_month, _) = first.ymd();
    let (last_year, last_month, _) = last.ymd();
    let months = |per: i32| {
        let number = |year: i32, month: u32| (year * 12 + month as i32 - 1).div_euclid(per);
        (number(last_year, last_month) - number(first_year, first_month)) as usize + 1
    };
    match period {
        Period::Day => span + 1,
        Period::Week => span / 7 + 1,
        Period::Month => months(1),
        Period::Quarter => months(3),
        Period::Year => months(12),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every(step: usize, days: i32, articles: u64) -> Vec<(Date, u64)> {
        let first = Date::from_ymd(2020, 1, 1).unwrap().days();
        (0..days)
            .step_by(step)
            .map(|d| (Date::from_days(first + d), articles))
            .collect()
    }

    #[test]
    fn the_period_follows_from_span_and_number_of_articles() {
        assert_eq!(suited(&every(1, 40, 20)), Some(Period::Day));
        assert_eq!(suited(&every(1, 40, 3)), Some(Period::Week));
        assert_eq!(suited(&every(1, 1_000, 5)), Some(Period::Month));
        assert_eq!(suited(&every(1, 4_000, 5)), Some(Period::Quarter));
        assert_eq!(suited(&every(7, 9_000, 5)), Some(Period::Year));
        assert_eq!(suited(&every(1, 2, 500)), None);
        assert_eq!(suited(&[]), None);
        // Three articles a month for three years: eight in a quarter are too few.
        assert_eq!(suited(&every(10, 1_000, 1)), Some(Period::Year));
    }
}
