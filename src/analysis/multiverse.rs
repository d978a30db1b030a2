//! One finding under all choices that could have been made: levels, readings, near-identical articles, null models.

use std::sync::Arc;

use crate::actors::Dictionary;
use crate::error::Error;
use crate::observe::Observer;
use crate::store::{Dedup, Store};
use crate::tables::{EdgeRow, MultiverseRow, PathsChoice, Table};
use crate::tally::{Level, Readings};

use super::known::Known;
use super::manifest::word;
use super::options::{LeaveOneOut, NetworkOptions, StudyOptions};
use super::results::Results;
use super::study::Study;

/// Units of text in which two actors can appear together.
const LEVELS: [Level; 5] = [
    Level::Article,
    Level::Story,
    Level::Paragraph,
    Level::Window { span: 3 },
    Level::Sentence,
];

/// Whether two actors appear together more than chance would have it, under every level, both readings of names, with and without
/// near-identical articles, and each of the four null models, at `alpha`: a row each. Lens, seed, correction and what actors count as are
/// those of the options.
///
/// # Errors
/// There is no such actor, an option cannot be met, or the store cannot be read.
pub fn multiverse(
    store: &Store,
    dictionary: &Arc<Dictionary>,
    options: &StudyOptions,
    (pair, alpha): (&[String; 2], f64),
    observer: &dyn Observer,
) -> Result<Results, Error> {
    let known = Known::new(store, dictionary)?;
    let mut ends = [known.actor(&pair[0])?, known.actor(&pair[1])?];
    ends.sort_unstable();
    let mut rows = Vec::new();
    let mut manifest = None;
    for level in LEVELS {
        for readings in [Readings::Actor, Readings::All] {
            for dedup in [Dedup::None, Dedup::Story] {
                let network = NetworkOptions {
                    level,
                    readings,
                    alpha,
                    betweenness: PathsChoice::Never,
                    leave_one_out: LeaveOneOut::Never,
                    ..NetworkOptions::default()
                };
                let study = Study::new(store)
                    .command("multiverse")
                    .options(StudyOptions {
                        dedup,
                        ..options.clone()
                    })
                    .dictionary(Arc::clone(dictionary))
                    .network(network);
                let made = study.run(observer)?;
                let found = made
                    .edges()
                    .find(|row| [row.source, row.target] == [ends[0].as_str(), ends[1].as_str()]);
                let choice = [level.name().to_owned(), shown(readings), shown(dedup)];
                rows.extend(under_each_null(choice, found.as_ref(), alpha));
                manifest.get_or_insert_with(|| made.manifest().clone());
            }
        }
    }
    let mut manifest = manifest.unwrap_or_default();
    manifest.tables.clear();
    manifest.set("pair", ends.join(","));
    for option in ["level", "readings", "dedup"] {
        manifest.set(option, "each");
    }
    let decided = rows.iter().filter(|row| !row.kept.is_empty()).count();
    let kept = rows.iter().filter(|row| row.kept == "true").count();
    manifest.notes.push(format!(
        "{} and {} appear together beyond chance in {kept} of {decided} ways of counting and testing.",
        ends[0], ends[1]
    ));
    Ok(Results::new(vec![Table::new("multiverse", rows)], manifest))
}

/// The word for a choice, as the command line has it.
fn shown(choice: impl serde::Serialize) -> String {
    word(choice).as_str().unwrap_or_default().to_owned()
}

/// A row for each null model; a pair that does not meet is kept by none.
fn under_each_null(
    [level, readings, dedup]: [String; 3],
    edge: Option<&EdgeRow<'_>>,
    alpha: f64,
) -> [MultiverseRow<'static>; 4] {
    let nulls: [(&'static str, Option<f64>, Option<f64>); 4] = [
        (
            "hypergeometric",
            edge.and_then(|e| e.expected),
            edge.and_then(|e| e.q),
        ),
        (
            "sdsm",
            edge.and_then(|e| e.sdsm_expected),
            edge.and_then(|e| e.sdsm_q),
        ),
        ("disparity", None, edge.and_then(|e| e.backbone)),
        (
            "noise-corrected",
            None,
            edge.and_then(|e| e.noise_corrected_p),
        ),
    ];
    nulls.map(|(null, expected, value)| MultiverseRow {
        level: level.clone(),
        readings: readings.clone(),
        dedup: dedup.clone(),
        null,
        weight: edge.map_or(0, |e| e.weight),
        expected,
        value,
        kept: match (edge, value) {
            (None, _) => "false",
            (Some(_), None) => "",
            // The disparity filter keeps what is below the level (Serrano et al. 2009).
            (Some(_), Some(value)) if null == "disparity" && value >= alpha => "false",
            (Some(_), Some(value)) if value > alpha => "false",
            _ => "true",
        },
    })
}
