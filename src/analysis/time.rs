//! Periods, and the tables of time.

use serde_json::Value;

use crate::error::Error;
use crate::export::Manifest;
use crate::tables::{self, Table, TimelineInput};
use crate::tally::{self, Calendar, StanceSettings, Summary};

use super::manifest::word;
use super::network::count_settings;
use super::options::{NetworkOptions, Periods};
use super::session::Session;

/// The periods asked for. Slices and windows follow from the days of the articles, which are looked up.
pub(super) fn calendar(
    session: &Session<'_>,
    periods: Option<Periods>,
    manifest: &mut Manifest,
) -> Result<Option<Calendar>, Error> {
    manifest.set("by", Value::Null);
    match periods {
        None => Ok(None),
        Some(Periods::Calendar(period)) => {
            manifest.set("by", word(period));
            Ok(Some(Calendar::from(period)))
        }
        Some(Periods::Slices(slices)) => {
            let days = session.tally(Summary::default)?.days;
            manifest.set("slices", slices);
            let calendar = tables::equal_slices(&days, slices as usize);
            if let Calendar::Runs(runs) = &calendar
                && runs.len() < slices as usize
            {
                manifest.notes.push(format!(
                    "There are {} slices instead of {slices}: single days hold more articles than a slice should.",
                    runs.len()
                ));
            }
            Ok(Some(calendar))
        }
        Some(Periods::Windows { days, step }) => {
            let summary = session.tally(Summary::default)?;
            manifest.set("window", days);
            manifest.set("step", step);
            let ends = summary.first_date().zip(summary.last_date());
            Ok(Some(ends.map_or_else(
                || Calendar::runs([]),
                |(first, last)| Calendar::windows(first, last, days, step),
            )))
        }
    }
}

/// Makes `edges_by_period`, `attention` and, where periods do not overlap, `change_points`. `edges` is the table of the
/// whole network.
pub(super) fn tables(
    session: &Session<'_>,
    network: &NetworkOptions,
    calendar: &Calendar,
    edges: &Table,
    manifest: &mut Manifest,
) -> Result<Vec<Table>, Error> {
    let counted = tally::TimelineSettings {
        calendar: calendar.clone(),
        network: count_settings(network, session.roll_up.clone()),
    };
    let attitudes = StanceSettings {
        calendar: Some(calendar.clone()),
        roll_up: session.roll_up.clone(),
        undirected: false,
    };
    let (counts, stance, outlets) = session.tally(|| {
        (
            tally::Timeline::new(counted.clone()),
            tally::Stance::new(attitudes.clone()),
            tally::OutletPeriods::new(counted.clone()),
        )
    })?;
    let input = TimelineInput {
        counts: &counts,
        calendar,
        ids: session.ids(),
        outlets: Some(&outlets),
    };
    note_periods(&counts, manifest);
    let options = session.options;
    let (threads, correction) = (options.threads, options.correction);
    let attention = tables::attention(&input);
    if attention.left_out > 0 {
        manifest.notes.push(format!(
            "attention.csv leaves out {} actors of few articles, so that it has no more than {} rows. Choose longer periods, or fewer articles with a lens.",
            attention.left_out,
            tables::MOST_ATTENTION_ROWS
        ));
    }
    let by_period = tables::edges_by_period(&input, edges, correction, threads);
    let mut note = |name: &str, count: u64| _ = manifest.counts.insert(name.into(), count);
    note("pairs in periods", by_period.tested);
    note("tests in periods", by_period.tests);
    let mut made = vec![by_period.table, attention.table];
    if calendar.disjoint() {
        let changes =
            tables::change_point_table(&input, &stance, correction, options.seed, threads);
        note("series looked at for changes", changes.series);
        made.push(changes.table);
    } else {
        manifest.notes.push(
            "change_points.csv is left out: windows overlap, so one is not independent of the next. Leave out --step, or use --by or --slices.".into(),
        );
    }
    Ok(made)
}

/// How many periods there are and which articles lie in none.
fn note_periods(counts: &tally::TimelineCounts, manifest: &mut Manifest) {
    let mut note = |name: &str, count: u64| _ = manifest.counts.insert(name.into(), count);
    note("periods", counts.periods.len() as u64);
    note("articles without a date", counts.undated);
    if counts.undated > 0 {
        manifest.notes.push(format!(
            "{} articles have no date: they are in actors.csv and edges.csv, but in no period.",
            counts.undated
        ));
    }
    if counts.outside > 0 {
        manifest.notes.push(format!(
            "{} articles lie between windows: they are in no period.",
            counts.outside
        ));
    }
}
