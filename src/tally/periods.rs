//! Periods as numbers.

use crate::model::{Date, Period};

/// A period that articles are grouped by, as a number that ascends with time; articles without a date come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PeriodKey(i32);

impl PeriodKey {
    /// No period: either the article has no date or the tally does not group by time.
    pub const NONE: Self = Self(i32::MIN);

    /// The period of a day; [`Self::NONE`] without a day or without a length of periods.
    pub fn new(date: Option<Date>, by: Option<Period>) -> Self {
        let (Some(date), Some(by)) = (date, by) else {
            return Self::NONE;
        };
        let (year, month, _) = date.ymd();
        let first = |month| Date::from_ymd(year, month, 1).map_or(date.days(), Date::days);
        Self(match by {
            Period::Day => date.days(),
            Period::Week => date.days() - (date.days() + 3).rem_euclid(7),
            Period::Month => first(month),
            Period::Quarter => first((month - 1) / 3 * 3 + 1),
            Period::Year => first(1),
        })
    }

    /// The period that begins on a day, where periods are runs of days.
    pub fn of_day(first: Date) -> Self {
        Self(first.days())
    }

    /// The number as bits that sort as periods do.
    pub(super) fn bits(self) -> u32 {
        self.0.cast_unsigned() ^ 1 << 31
    }

    /// The period of such [`bits`](Self::bits).
    pub(super) fn from_bits(bits: u32) -> Self {
        Self((bits ^ 1 << 31).cast_signed())
    }

    /// The first day of the period.
    pub fn first_day(self) -> Option<Date> {
        (self != Self::NONE).then(|| Date::from_days(self.0))
    }

    /// The name of the period, such as `2022-02`; empty for none.
    pub fn name(self, by: Option<Period>) -> String {
        match (self.first_day(), by) {
            (Some(day), Some(by)) => day.period(by),
            _ => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_days_share_a_key_exactly_when_they_share_a_name() {
        for by in [
            Period::Day,
            Period::Week,
            Period::Month,
            Period::Quarter,
            Period::Year,
        ] {
            let mut before: Option<(PeriodKey, String)> = None;
            for day in -2000..3000 {
                let date = Date::from_days(day);
                let key = PeriodKey::new(Some(date), Some(by));
                let name = date.period(by);
                assert_eq!(key.name(Some(by)), name);
                if let Some((k, n)) = before {
                    assert_eq!(k == key, n == name);
                    assert!(k <= key && n <= name);
                }
                before = Some((key, name));
            }
        }
        assert_eq!(
            PeriodKey::new(None, Some(Period::Year)).name(Some(Period::Year)),
            ""
        );
        assert!(PeriodKey::NONE < PeriodKey::new(Date::from_ymd(1, 1, 1), Some(Period::Day)));
    }
}
