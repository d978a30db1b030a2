//! The tables of time against hand-made and naive counts.

use std::collections::BTreeSet;

use super::*;
use crate::stats::{Correction, hypergeometric, multiple};
use crate::tables::timeline::{TimelineInput, attention, edges_by_period};
use crate::tally::{Calendar, Timeline, TimelineCounts, TimelineSettings};

fn timeline(samples: &[Sample], calendar: &Calendar) -> TimelineCounts {
    let settings = TimelineSettings {
        calendar: calendar.clone(),
        network: tally::CountSettings::default(),
    };
    add_all(Timeline::new(settings), samples)
        .finish()
        .expect("few pairs need no disk")
}

/// An article of a day (of 1970) that names these actors.
fn dated(day: i32, actors: &[u32]) -> Sample {
    Sample {
        day: Some(day),
        ..article(&[actors])
    }
}

fn text(table: &Table, row: usize, column: &str) -> String {
    match table.cell(row, column) {
        Cell::Text(text) => text.to_owned(),
        _ => String::new(),
    }
}

#[test]
fn edges_come_and_go() {
    // January: 0-1; February: 0-1 and 0-2; March: an article without a pair; April: 0-2 and 1-2; one article without a date.
    let mut samples = vec![
        dated(3, &[0, 1]),
        dated(33, &[0, 1, 1]),
        dated(34, &[0, 2]),
        dated(61, &[3]),
        dated(95, &[0, 2]),
        dated(96, &[1, 2]),
        article(&[&[0, 1]]),
    ];
    samples.extend((0..4).map(|month| dated(month * 31 + 5, &[])));
    let calendar = Calendar::from(Period::Month);
    let counts = timeline(&samples, &calendar);
    let ids = ids(4);
    let input = TimelineInput {
        counts: &counts,
        calendar: &calendar,
        ids: &ids,
        outlets: None,
    };
    let whole = made(&samples, &NetworkSettings::default());
    let by_period = edges_by_period(&input, &whole.edges, Correction::default(), 1);
    assert_eq!(by_period.tested, 5);
    let rows: Vec<String> = (0..by_period.table.rows())
        .map(|row| {
            let cell = |column| text(&by_period.table, row, column);
            let weight = number(&by_period.table, row, "Weight");
            format!(
                "{} {} {} {weight} {}",
                cell("Period"),
                cell("Source"),
                cell("Target"),
                cell("Status")
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            "1970-01 A00 A01 1 initial",
            "1970-02 A00 A01 1 continued;died",
            "1970-02 A00 A02 1 born;paused",
            "1970-04 A00 A02 1 returned",
            "1970-04 A01 A02 1 only",
        ]
    );
    assert_eq!((counts.undated, counts.periods.len()), (1, 4));
    // Edges that the table of the whole network does not show are left out, but tested.
    let top = made(
        &samples,
        &NetworkSettings {
            top: Some(1),
            ..NetworkSettings::default()
        },
    );
    let fewer = edges_by_period(&input, &top.edges, Correction::default(), 1);
    assert_eq!((fewer.table.rows(), fewer.tested), (2, 5));
    assert_eq!(
        number(&fewer.table, 0, "Q"),
        number(&by_period.table, 0, "Q")
    );
}

#[test]
fn attention_has_a_row_for_each_period_with_articles() {
    let samples = [
        dated(3, &[0]),
        dated(4, &[0, 1]),
        dated(5, &[]),
        dated(70, &[0]),
        article(&[&[2]]),
    ];
    let calendar = Calendar::from(Period::Month);
    let counts = timeline(&samples, &calendar);
    let ids = ids(3);
    let input = TimelineInput {
        counts: &counts,
        calendar: &calendar,
        ids: &ids,
        outlets: None,
    };
    let found = attention(&input);
    assert_eq!(found.left_out, 0);
    let table = found.table;
    let rows: Vec<(String, String, f64, f64)> = (0..table.rows())
        .map(|row| {
            (
                text(&table, row, "Period"),
                text(&table, row, "Actor"),
                number(&table, row, "Articles"),
                number(&table, row, "Total"),
            )
        })
        .collect();
    let row = |period: &str, actor: &str, articles, total| {
        (period.to_owned(), actor.to_owned(), articles, total)
    };
    // February has no article and so no row; the actor of the undated article has none at all.
    assert_eq!(
        rows,
        [
            row("1970-01", "A00", 2.0, 3.0),
            row("1970-03", "A00", 1.0, 1.0),
            row("1970-01", "A01", 1.0, 3.0),
            row("1970-03", "A01", 0.0, 1.0),
        ]
    );
    assert_eq!(number(&table, 3, "Share"), 0.0);
    assert!(number(&table, 3, "ShareHigh") > 0.7);
    assert_eq!(
        headings(&table),
        "Period,Actor,Articles,Stories,Total,Share,ShareLow,ShareHigh,ShareStandardised,Label,ArticlesNamed"
    );
}

#[test]
fn each_period_is_tested_against_its_own_articles() {
    // Days of different lengths with three actors in some of the articles.
    let mut random = crate::stats::random::Random::new(6, 1);
    let samples: Vec<Sample> = (0..120)
        .map(|_| {
            let actors: Vec<u32> = (0..3).filter(|_| random.below(3) > 0).collect();
            dated(random.below(90) as i32, &actors)
        })
        .collect();
    let calendar = Calendar::from(Period::Month);
    let counts = timeline(&samples, &calendar);
    let ids = ids(3);
    let input = TimelineInput {
        counts: &counts,
        calendar: &calendar,
        ids: &ids,
        outlets: None,
    };
    let whole = made(&samples, &NetworkSettings::default());
    let table = edges_by_period(&input, &whole.edges, Correction::BenjaminiHochberg, 2).table;
    assert!(table.rows() > 6);
    let has = |s: &Sample, a: u32| s.mentions.iter().any(|m| m.actor.number() == a);
    let actor = |id: &str| ids.iter().position(|x| x == id).expect("an actor") as u32;
    let mut all = Vec::new();
    for row in 0..table.rows() {
        let period = text(&table, row, "Period");
        let within: Vec<&Sample> = samples
            .iter()
            .filter(|s| {
                let day = s.day.map(crate::model::Date::from_days);
                day.is_some_and(|d| d.period(Period::Month) == period)
            })
            .collect();
        let (a, b) = (
            actor(&text(&table, row, "Source")),
            actor(&text(&table, row, "Target")),
        );
        let count = |f: &dyn Fn(&Sample) -> bool| within.iter().filter(|s| f(s)).count() as u64;
        let (n_a, n_b) = (count(&|s| has(s, a)), count(&|s| has(s, b)));
        let both = count(&|s| has(s, a) && has(s, b));
        assert_eq!(number(&table, row, "Articles"), both as f64);
        let p = hypergeometric::upper_tail(within.len() as u64, n_a, n_b, both).expect("counts");
        assert!((number(&table, row, "P") / p - 1.0).abs() < 1e-5);
        all.push(number(&table, row, "P"));
    }
    // Every pair of actors of a month is a test.
    let mut actors: BTreeSet<(String, u32)> = BTreeSet::new();
    for sample in &samples {
        if let Some(day) = sample.day.map(crate::model::Date::from_days) {
            let here = (0..64).filter(|&a| has(sample, a));
            actors.extend(here.map(|a| (day.period(Period::Month), a)));
        }
    }
    let tests: usize = actors
        .iter()
        .map(|(month, actor)| {
            actors
                .iter()
                .filter(|(m, a)| m == month && a > actor)
                .count()
        })
        .sum();
    let p: Vec<Option<f64>> = all.iter().copied().map(Some).collect();
    let q = multiple::adjust_among(&p, tests as u64, Correction::BenjaminiHochberg);
    for (row, q) in q.into_iter().enumerate() {
        let q = q.expect("a test");
        assert!((number(&table, row, "Q") / q - 1.0).abs() < 1e-5);
    }
    let periods: BTreeSet<String> = (0..table.rows())
        .map(|r| text(&table, r, "Period"))
        .collect();
    assert_eq!(periods.len(), 3);
}

#[test]
fn changes_of_attention_and_stance_are_found() {
    // Twenty months of 20 articles. Actor 0 is in 4 of them, from month 12 on in 14; actor 1 in 5 throughout. The
    // attitude of 0 towards 1 turns in month 8.
    let mut samples = Vec::new();
    for month in 0..20_i32 {
        for i in 0..20_i32 {
            let mut actors = Vec::new();
            let wobble = (month * 5 + i) % 3 - 1;
            if i < if month < 12 { 4 } else { 14 } + wobble {
                actors.push(0);
            }
            if i < 5 {
                actors.push(1);
            }
            let mut sample = dated(month * 30 + 15, &actors);
            if i < 3 {
                let score = if month < 8 { 400 } else { -300 };
                let noise = (month * 13 + i * 7) % 5 * 20;
                sample
                    .judgements
                    .push(judgement(0, 1, 0, (score + noise) as i16));
            }
            samples.push(sample);
        }
    }
    let calendar = Calendar::windows(
        crate::model::Date::from_days(0),
        crate::model::Date::from_days(599),
        30,
        30,
    );
    let counts = timeline(&samples, &calendar);
    let stance = add_all(
        Stance::new(StanceSettings {
            calendar: Some(calendar.clone()),
            ..StanceSettings::default()
        }),
        &samples,
    )
    .finish()
    .unwrap();
    let ids = ids(2);
    let input = TimelineInput {
        counts: &counts,
        calendar: &calendar,
        ids: &ids,
        outlets: None,
    };
    let found = change_point_table(&input, &stance, Correction::default(), 1, 1);
    assert_eq!(found.series, 3);
    let table = found.table;
    assert_eq!(table.rows(), 2);
    let name = |month: i32| {
        let key = calendar
            .keys(crate::model::Date::from_days(month * 30))
            .next();
        calendar.name(key.expect("a window"))
    };
    assert_eq!(text(&table, 0, "Kind"), "attention");
    assert_eq!(text(&table, 0, "Source"), "A00");
    assert_eq!(text(&table, 0, "Period"), name(12));
    assert_eq!(text(&table, 0, "From"), name(0));
    assert_eq!(text(&table, 0, "To"), name(19));
    assert!(number(&table, 0, "Before") < 0.3 && number(&table, 0, "After") > 0.6);
    assert_eq!(text(&table, 1, "Kind"), "stance");
    assert_eq!(text(&table, 1, "Target"), "A01");
    assert_eq!(text(&table, 1, "Period"), name(8));
    assert!(number(&table, 1, "Before") > 0.3 && number(&table, 1, "After") < -0.2);
    // Two changes among three series: the larger of the two is multiplied by 3/2.
    let (p, q) = (number(&table, 1, "P"), number(&table, 1, "Q"));
    assert!((q - p * 1.5).abs() < 1e-9, "{p} {q}");
    let again = change_point_table(&input, &stance, Correction::default(), 1, 4);
    assert_eq!(again.table, table, "on any number of threads");
}
