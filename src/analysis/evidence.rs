//! The judged sentences behind `stance`, and the records that were refused.

use crate::error::Error;
use crate::export::Manifest;
use crate::model::{Class, Label};
use crate::pipeline::{Evidence, Wanted};
use crate::store::Store;
use crate::tables::{self, Cell, EvidenceRow, RejectRow, Table};
use crate::tally::Summary;

use super::options::EvidenceOptions;
use super::session::Session;

/// Makes `evidence`, unless there are too many judged sentences; the manifest says so then. `stance` is the table of
/// attitudes, if it was made.
pub(super) fn table(
    session: &Session<'_>,
    options: EvidenceOptions,
    stance: Option<&Table>,
    manifest: &mut Manifest,
) -> Result<Option<Table>, Error> {
    let judged = match stance {
        Some(table) => judged_sentences(table),
        None => session.tally(Summary::default)?.judgements.iter().sum(),
    };
    if judged > options.most {
        manifest.notes.push(format!(
            "evidence.csv is left out: there are more than {} judged sentences. Ask for those of a pair with: demarche evidence --store {} --source ID --target ID",
            options.most,
            session.store.path().display()
        ));
        return Ok(None);
    }
    let evidence = Evidence {
        wanted: Wanted::Stance {
            source: None,
            target: None,
        },
        all_readings: false,
        explain: None,
        roll_up: session.roll_up.clone(),
        threads: session.options.threads,
    };
    let rows = evidence.gather(&session.scan, session.observer)?;
    let with_text = session.options.text;
    Ok(Some(tables::evidence_table(rows.iter().map(|row| {
        EvidenceRow {
            article: &row.article.id,
            date: row.article.date.map(|d| d.to_string()).unwrap_or_default(),
            outlet: &row.article.outlet,
            title: shown(with_text, &row.article.title),
            sentence: u64::from(row.sentence),
            source: &row.source,
            target: &row.target,
            label: row.label.map_or("", Label::as_str),
            score: row.score,
            text: shown(with_text, &row.text),
            url: &row.article.url,
            carried: row.carried,
            class: row.class.map_or("", Class::as_str),
            ..EvidenceRow::default()
        }
    }))))
}

/// A text of an article, if tables are to hold such.
const fn shown(with_text: bool, text: &str) -> &str {
    if with_text { text } else { "" }
}

fn judged_sentences(stance: &Table) -> u64 {
    (0..stance.rows())
        .map(|row| match stance.cell(row, "Sentences") {
            Cell::Integer(n) => u64::try_from(n).unwrap_or(0),
            _ => 0,
        })
        .sum()
}

/// Makes `rejects`: the records of the store that are no articles; without their excerpts unless `with_text`.
pub(super) fn rejects(store: &Store, with_text: bool) -> Result<Table, Error> {
    let rejects = store.rejects()?;
    Ok(tables::reject_table(rejects.iter().map(|r| RejectRow {
        input: &r.input,
        line: (r.line > 0).then_some(r.line),
        offset: Some(r.offset),
        reason: &r.reason,
        excerpt: shown(with_text, &r.excerpt),
    })))
}
