//! Who stands where towards whom: `stance` and `tone`, in all, by period and by outlet.

use crate::error::Error;
use crate::tables::{self, AttitudeSettings, ScoreError, Table};
use crate::tally::{self, Calendar, StanceSettings};

use super::options::AttitudeOptions;
use super::session::Session;

/// Makes the tables: the totals and, with a calendar, those by period.
pub(super) fn tables(
    session: &Session<'_>,
    options: AttitudeOptions,
    calendar: Option<&Calendar>,
) -> Result<Vec<Table>, Error> {
    let counted = |calendar: Option<&Calendar>| StanceSettings {
        calendar: calendar.cloned(),
        roll_up: session.roll_up.clone(),
        undirected: false,
    };
    let (whole, by_period) = (counted(None), calendar.map(|c| counted(Some(c))));
    let (stance, tone, by_outlet, (stance_by_period, tone_by_period)) = session.tally(|| {
        let by_period = || by_period.clone();
        (
            tally::Stance::new(whole.clone()),
            options
                .tone
                .then(|| tally::ToneByOutlet::new(whole.clone())),
            options
                .outlets
                .then(|| tally::StanceByOutlet::new(whole.clone())),
            (
                by_period().map(tally::Stance::new),
                by_period()
                    .filter(|_| options.tone)
                    .map(tally::ToneByOutlet::new),
            ),
        )
    })?;
    let study = session.options;
    let settings = |calendar: Option<&Calendar>| AttitudeSettings {
        calendar: calendar.cloned(),
        min_articles: study.min_articles,
        correction: study.correction,
        seed: study.seed,
        replicates: study.replicates as usize,
        threads: study.threads,
        stance_error: ScoreError::STANCE,
        tone_error: ScoreError::TONE,
    };
    let (whole, by_period) = (settings(None), settings(calendar));
    let ids = session.ids();
    let outlets = &session.names().outlets;
    let quads = match &stance_by_period {
        Some(rows) => tables::quad_table(rows, ids, &by_period),
        None => tables::quad_table(&stance, ids, &whole),
    };
    let mut made = vec![tables::stance_table(&stance, ids, &whole)];
    made.extend(stance_by_period.map(|rows| tables::stance_table(&rows, ids, &by_period)));
    made.extend(by_outlet.map(|rows| tables::stance_by_outlet_table(&rows, outlets, ids, &whole)));
    made.extend(tone.map(|rows| tables::tone_table(&rows, outlets, ids, &whole)));
    made.extend(tone_by_period.map(|rows| tables::tone_table(&rows, outlets, ids, &by_period)));
    for table in &made {
        if let Some(fault) = tables::check_attitudes(table).first() {
            return Err(Error::Reconcile {
                table: table.name.clone(),
                rule: fault.rule,
                row: fault.row,
            });
        }
    }
    made.insert(1, quads);
    Ok(made)
}
