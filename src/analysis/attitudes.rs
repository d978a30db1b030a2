//! Who stands where towards whom: `stance` and `tone`.

use crate::error::Error;
use crate::tables::{self, AttitudeSettings, ModelError, Table};
use crate::tally::{self, Calendar, StanceSettings};

use super::options::AttitudeOptions;
use super::session::Session;

/// Makes the tables, by period if there is a calendar.
pub(super) fn tables(
    session: &Session<'_>,
    options: AttitudeOptions,
    calendar: Option<&Calendar>,
) -> Result<Vec<Table>, Error> {
    let counted = StanceSettings {
        calendar: calendar.cloned(),
        roll_up: session.roll_up.clone(),
        undirected: false,
    };
    let (stance, tone) = session.tally(|| {
        (
            tally::Stance::new(counted.clone()),
            options
                .tone
                .then(|| tally::ToneByOutlet::new(counted.clone())),
        )
    })?;
    let study = session.options;
    let settings = AttitudeSettings {
        calendar: calendar.cloned(),
        min_articles: study.min_articles,
        correction: study.correction,
        seed: study.seed,
        replicates: study.replicates as usize,
        threads: study.threads,
        stance_error: ModelError::STANCE,
        tone_error: ModelError::TONE,
    };
    let ids = session.ids();
    let mut made = vec![tables::stance_table(&stance, ids, &settings)];
    let outlets = &session.names().outlets;
    made.extend(tone.map(|tone| tables::tone_table(&tone, outlets, ids, &settings)));
    for table in &made {
        if let Some(fault) = tables::check_attitudes(table).first() {
            return Err(Error::Reconcile {
                table: table.name.clone(),
                rule: fault.rule,
                row: fault.row,
            });
        }
    }
    made.insert(1, tables::quad_table(&stance, ids, &settings));
    Ok(made)
}
