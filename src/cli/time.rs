//! Periods, and the tables of time.

use crate::export::Manifest;
use crate::model::Period;
use crate::tables::{self as made, Table, TimelineInput};
use crate::tally::{self, Calendar, StanceSettings, Summary};
use serde_json::Value;

use crate::cli::args::{By, NetworkArgs, TableArgs, TimeArgs, WindowArgs};
use crate::cli::network::count_settings;
use crate::cli::tables::{Job, correction, word};

/// The periods that the options ask for. Slices and windows follow from the days of the articles, which are looked up.
pub fn calendar(
    job: &Job<'_>,
    time: &TimeArgs,
    window: Option<&WindowArgs>,
    manifest: &mut Manifest,
) -> anyhow::Result<Option<Calendar>> {
    manifest.set("by", time.by.map_or(Value::Null, |by| word(by).into()));
    if let Some(by) = time.by {
        return Ok(Some(Calendar::from(match by {
            By::Day => Period::Day,
            By::Week => Period::Week,
            By::Month => Period::Month,
            By::Quarter => Period::Quarter,
            By::Year => Period::Year,
        })));
    }
    let days = window.and_then(|w| w.window);
    if time.slices.is_none() && days.is_none() {
        return Ok(None);
    }
    let summary = job.tally(Summary::default)?;
    if let Some(slices) = time.slices {
        manifest.set("slices", slices);
        let calendar = made::equal_slices(&summary.days, slices as usize);
        if let Calendar::Runs(runs) = &calendar
            && runs.len() < slices as usize
        {
            manifest.notes.push(format!(
                "There are {} slices instead of {slices}: single days hold more articles than a slice should.",
                runs.len()
            ));
        }
        return Ok(Some(calendar));
    }
    let days = days.unwrap_or(1);
    let step = window.and_then(|w| w.step).unwrap_or(days);
    manifest.set("window", days);
    manifest.set("step", step);
    let ends = summary.first_date().zip(summary.last_date());
    Ok(Some(ends.map_or_else(
        || Calendar::runs([]),
        |(first, last)| Calendar::windows(first, last, days, step),
    )))
}

/// Adds `edges_by_period`, `attention` and `change_points` to the tables of the whole network, if there are periods.
pub fn add_tables(
    job: &Job<'_>,
    args: &TableArgs,
    network: &NetworkArgs,
    calendar: Option<&Calendar>,
    tables: &mut Vec<Table>,
    manifest: &mut Manifest,
) -> anyhow::Result<()> {
    let Some(calendar) = calendar else {
        return Ok(());
    };
    let roll_up = job.roll_up(args);
    let settings = tally::TimelineSettings {
        calendar: calendar.clone(),
        network: count_settings(network, roll_up.clone())?,
    };
    let attitudes = StanceSettings {
        calendar: Some(calendar.clone()),
        roll_up: roll_up.clone(),
        undirected: false,
    };
    let (counts, stance) = job.tally(|| {
        (
            tally::Timeline::new(settings.clone()),
            tally::Stance::new(attitudes.clone()),
        )
    })?;
    let counts = counts.finish()?;
    let stance = stance.finish();
    let names = job.names();
    let input = TimelineInput {
        counts: &counts,
        calendar,
        ids: roll_up.as_ref().map_or(&names.actors, |r| r.ids()),
    };
    note_periods(&counts, manifest);
    let threads = job.threads();
    let correction = correction(args.correction);
    let attention = made::attention(&input);
    if attention.left_out > 0 {
        manifest.notes.push(format!(
            "attention.csv leaves out {} actors of few articles, so that it has no more than {} rows. Choose longer periods, or fewer articles with a lens.",
            attention.left_out,
            made::MOST_ATTENTION_ROWS
        ));
    }
    if let Some(edges) = tables.iter().find(|t| t.name == "edges") {
        let by_period = made::edges_by_period(&input, edges, correction, threads);
        manifest
            .counts
            .insert("pairs in periods".into(), by_period.tested);
        manifest
            .counts
            .insert("tests in periods".into(), by_period.tests);
        tables.push(by_period.table);
    }
    tables.push(attention.table);
    if calendar.disjoint() {
        let changes = made::change_point_table(&input, &stance, correction, args.seed, threads);
        manifest
            .counts
            .insert("series looked at for changes".into(), changes.series);
        tables.push(changes.table);
    } else {
        manifest.notes.push(
            "change_points.csv is left out: windows overlap, so one is not independent of the next. Leave out --step, or use --by or --slices.".into(),
        );
    }
    Ok(())
}

/// How many periods there are and which articles lie in none.
fn note_periods(counts: &tally::TimelineCounts, manifest: &mut Manifest) {
    manifest
        .counts
        .insert("periods".into(), counts.periods.len() as u64);
    manifest
        .counts
        .insert("articles without a date".into(), counts.undated);
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
