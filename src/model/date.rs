//! Calendar days and the periods that tables group them by.
//!
//! Day arithmetic follows H. Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2021).

use std::fmt;
use std::str::FromStr;

/// A day of the proleptic Gregorian calendar, counted from 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(i32);

impl Date {
    /// The day `days` after 1970-01-01 (before, when negative).
    pub fn from_days(days: i32) -> Self {
        Self(days)
    }

    /// Days since 1970-01-01.
    pub fn days(self) -> i32 {
        self.0
    }

    /// The day of a civil date, or `None` when no such day exists. Years 1 to 9999.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(1..=9999).contains(&year) || !(1..=12).contains(&month) {
            return None;
        }
        if day < 1 || day > days_in_month(year, month) {
            return None;
        }
        let y = if month <= 2 { year - 1 } else { year };
        let era = y.div_euclid(400);
        let yoe = y.rem_euclid(400);
        let shifted = (month as i32 + 9) % 12;
        let doy = (153 * shifted + 2) / 5 + day as i32 - 1;
        let doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
        Some(Self(era * 146_097 + doe - 719_468))
    }

    /// Year, month (1–12) and day (1–31).
    pub fn ymd(self) -> (i32, u32, u32) {
        let z = self.0 + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z.rem_euclid(146_097);
        let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let day = doy - (153 * mp + 2) / 5 + 1;
        let month = if mp < 10 { mp + 3 } else { mp - 9 };
        let year = yoe + era * 400 + i32::from(month <= 2);
        (year, month as u32, day as u32)
    }

    /// Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; a year or month alone means its first day.
    pub fn parse_start(text: &str) -> Option<Self> {
        parse_parts(text).and_then(|(y, m, d)| Self::from_ymd(y, m.unwrap_or(1), d.unwrap_or(1)))
    }

    /// Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; a year or month alone means its last day.
    pub fn parse_end(text: &str) -> Option<Self> {
        let (y, m, d) = parse_parts(text)?;
        let month = m.unwrap_or(12);
        if !(1..=12).contains(&month) {
            return None;
        }
        Self::from_ymd(y, month, d.unwrap_or_else(|| days_in_month(y, month)))
    }

    /// The period of the given length that holds this day.
    pub fn period(self, period: Period) -> String {
        let (y, m, _) = self.ymd();
        match period {
            Period::Day => self.to_string(),
            Period::Week => {
                let (year, week) = self.iso_week();
                format!("{year:04}-W{week:02}")
            }
            Period::Month => format!("{y:04}-{m:02}"),
            Period::Quarter => format!("{y:04}-Q{}", (m - 1) / 3 + 1),
            Period::Year => format!("{y:04}"),
        }
    }

    /// The first and the last day of a period by its name: `2022`, `2022-Q1`, `2022-02`, `2022-W07`, `2022-02-24`, or two days
    /// `2022-01-03..2022-02-24` (`/` for `..` likewise). `None` for anything else.
    ///
    /// # Example
    ///
    /// ```
    /// # use demarche::model::Date;
    /// let days = |name| Date::span_of_period(name).map(|(a, b)| (a.to_string(), b.to_string()));
    /// assert_eq!(days("2024-02"), Some(("2024-02-01".into(), "2024-02-29".into())));
    /// assert_eq!(days("2020-W53"), Some(("2020-12-28".into(), "2021-01-03".into())));
    /// assert_eq!(days("2021-W53"), None);
    /// ```
    pub fn span_of_period(name: &str) -> Option<(Self, Self)> {
        if let Some((first, last)) = name.split_once("..").or_else(|| name.split_once('/')) {
            let ends: (Self, Self) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
            return (ends.0 <= ends.1).then_some(ends);
        }
        if let Some((year, quarter)) = name.split_once("-Q") {
            let month = match quarter {
                "1" => 1,
                "2" => 4,
                "3" => 7,
                "4" => 10,
                _ => return None,
            };
            let first = Self::parse_start(&format!("{year}-{month:02}"))?;
            return Some((first, Self::parse_end(&format!("{year}-{:02}", month + 2))?));
        }
        if let Some((year, week)) = name.split_once("-W") {
            let (year, week) = (year.parse().ok()?, week.parse::<u32>().ok()?);
            if week > 53 {
                return None;
            }
            // The fourth of January lies in week 1.
            let fourth = Self::from_ymd(year, 1, 4)?.0;
            let monday = fourth - (fourth + 3).rem_euclid(7) + 7 * (week.checked_sub(1)? as i32);
            let first = Self(monday);
            let span = (first, Self(monday + 6));
            return (first.iso_week() == (year, week)).then_some(span);
        }
        Some((Self::parse_start(name)?, Self::parse_end(name)?))
    }

    /// ISO 8601 week: the year that the week belongs to and its number, 1 to 53.
    pub fn iso_week(self) -> (i32, u32) {
        let weekday = (self.0 + 3).rem_euclid(7); // 1970-01-01 was a Thursday; Monday = 0
        let thursday = Self(self.0 - weekday + 3);
        let (year, _, _) = thursday.ymd();
        let first = Self::from_ymd(year, 1, 1).map_or(thursday.0, |d| d.0);
        (year, ((thursday.0 - first) / 7 + 1) as u32)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (y, m, d) = self.ymd();
        write!(f, "{y:04}-{m:02}-{d:02}")
    }
}

impl FromStr for Date {
    type Err = ();

    /// Reads `YYYY-MM-DD` and nothing else.
    fn from_str(text: &str) -> Result<Self, ()> {
        match parse_parts(text) {
            Some((y, Some(m), Some(d))) => Self::from_ymd(y, m, d).ok_or(()),
            _ => Err(()),
        }
    }
}

fn parse_parts(text: &str) -> Option<(i32, Option<u32>, Option<u32>)> {
    let number = |part: &str, width: usize| -> Option<u32> {
        (part.len() == width && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse().ok())
            .flatten()
    };
    let mut parts = text.trim().split('-');
    let year = number(parts.next()?, 4)?;
    let month = parts.next().map(|p| number(p, 2));
    let day = parts.next().map(|p| number(p, 2));
    if parts.next().is_some() || month == Some(None) || day == Some(None) {
        return None;
    }
    Some((year as i32, month.flatten(), day.flatten()))
}

fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// The length of the periods that `--by` groups by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Period {
    /// Calendar day, `2022-02-24`.
    Day,
    /// ISO 8601 week, `2022-W08`.
    Week,
    /// Calendar month, `2022-02`.
    Month,
    /// Quarter of a year, `2022-Q1`.
    Quarter,
    /// Calendar year, `2022`.
    Year,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn civil_dates_round_trip() {
        for days in -200_000..60_000 {
            let date = Date::from_days(days);
            let (y, m, d) = date.ymd();
            assert_eq!(Date::from_ymd(y, m, d), Some(date));
        }
        assert_eq!(Date::from_ymd(1970, 1, 1).map(Date::days), Some(0));
        assert_eq!(Date::from_ymd(2000, 3, 1).map(Date::days), Some(11_017));
    }

    #[test]
    fn impossible_days_are_refused() {
        assert_eq!(Date::from_ymd(2023, 2, 29), None);
        assert_eq!(Date::from_ymd(2023, 13, 1), None);
        assert!("2024-02-29".parse::<Date>().is_ok());
        assert!("2024-2-29".parse::<Date>().is_err());
        assert!("2024-02-29T00".parse::<Date>().is_err());
    }

    #[test]
    fn the_span_of_a_period_is_its_days() {
        for by in [
            Period::Day,
            Period::Week,
            Period::Month,
            Period::Quarter,
            Period::Year,
        ] {
            for day in -4000..4000 {
                let date = Date(day);
                let name = date.period(by);
                let (first, last) = Date::span_of_period(&name).expect("a period");
                assert!(first <= date && date <= last, "{name}");
                assert_eq!((first.period(by), last.period(by)), (name.clone(), name));
                // The days before and after lie in other periods.
                assert_ne!(Date(first.0 - 1).period(by), first.period(by));
                assert_ne!(Date(last.0 + 1).period(by), last.period(by));
            }
        }
        for wrong in [
            "",
            "all",
            "2022-13",
            "2022-Q5",
            "2021-W53",
            "2022-W00",
            "2022-W4294967295",
            "2022-03-01..2022-02-01",
            "2022..2023",
            "-W1",
        ] {
            assert_eq!(Date::span_of_period(wrong), None, "{wrong}");
        }
        let days = Date::span_of_period("2022-01-03..2022-02-24").expect("two days");
        assert_eq!(days.1.days() - days.0.days(), 52);
    }

    #[test]
    fn partial_dates_span_their_period() {
        assert_eq!(
            Date::parse_start("1993").map(|d| d.to_string()),
            Some("1993-01-01".into())
        );
        assert_eq!(
            Date::parse_end("1993").map(|d| d.to_string()),
            Some("1993-12-31".into())
        );
        assert_eq!(
            Date::parse_end("2024-02").map(|d| d.to_string()),
            Some("2024-02-29".into())
        );
        assert_eq!(Date::parse_end("2024-13"), None);
    }

    #[test]
    fn iso_weeks_follow_the_standard() {
        let week = |s: &str| s.parse::<Date>().map(|d| d.period(Period::Week));
        assert_eq!(week("2021-01-03"), Ok("2020-W53".into()));
        assert_eq!(week("2021-01-04"), Ok("2021-W01".into()));
        assert_eq!(week("2019-12-30"), Ok("2020-W01".into()));
        assert_eq!(week("2022-02-24"), Ok("2022-W08".into()));
    }
}
