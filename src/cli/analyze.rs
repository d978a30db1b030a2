//! `demarche analyze`: all in one.

use std::time::Instant;

use crate::model::SCORE_SCALE;
use crate::pipeline::{Evidence, Wanted};
use crate::source;
use crate::store::Store;
use crate::tables::{self, EvidenceRow, RejectRow, Table};

use crate::cli::args::{self, General};
use crate::cli::network::network_tables;
use crate::cli::progress::Progress;
use crate::cli::tables::{Job, manifest, stance_tables, write};
use crate::cli::{ingest, output, setup, time};

/// More judged sentences than this are not all written to `evidence.csv`.
const MOST_EVIDENCE: u64 = 200_000;

/// Ingests, tallies, writes.
pub fn run(general: &General, args: &args::Analyze) -> anyhow::Result<()> {
    let began = Instant::now();
    let folder = args.tables.output.join("store");
    let ingest = setup::ingest(general, &args.read, &args.model)?;
    let inputs = source::discover(&args.inputs)?;
    ingest::say_passed_over(general, &args.inputs)?;
    std::fs::create_dir_all(&args.tables.output).map_err(|e| {
        anyhow::anyhow!(
            "{}: {e}. Choose another folder with -o",
            args.tables.output.display()
        )
    })?;
    let report = ingest.run(&inputs, &folder, &Progress::new(general))?;
    ingest::say_report(general, &report, &folder, began);
    let store = Store::open(&folder)?;
    let job = Job::new(
        general,
        &store,
        setup::lens(&args.lens),
        args.stories.dedup,
        ingest.dictionary.clone(),
    )?;
    let mut manifest = manifest("analyze", &job, &args.tables)?;
    let mut tables = network_tables(&job, &args.tables, &args.network, &mut manifest)?;
    let calendar = time::calendar(&job, &args.time, None, &mut manifest)?;
    time::add_tables(
        &job,
        &args.tables,
        &args.network,
        calendar.as_ref(),
        &mut tables,
        &mut manifest,
    )?;
    tables.extend(stance_tables(&job, &args.tables, calendar.as_ref())?);
    match evidence(general, &job, args, &tables)? {
        Some(evidence) => tables.push(evidence),
        None => manifest.notes.push(format!(
            "evidence.csv is left out: there are more than {MOST_EVIDENCE} judged sentences. Ask for those of a pair with: demarche evidence --store {} --source ID --target ID",
            folder.display()
        )),
    }
    let rejects = store.rejects()?;
    tables.push(tables::reject_table(rejects.iter().map(|r| RejectRow {
        input: &r.input,
        line: (r.line > 0).then_some(r.line),
        offset: Some(r.offset),
        reason: &r.reason,
        excerpt: &r.excerpt,
    })));
    write(general, &args.tables, "demarche", &tables, manifest)?;
    output::say(
        general,
        format_args!("{:.1} s in all", began.elapsed().as_secs_f64()),
    );
    Ok(())
}

/// All judged sentences, if they are not too many to be read.
fn evidence(
    general: &General,
    job: &Job<'_>,
    args: &args::Analyze,
    tables: &[Table],
) -> anyhow::Result<Option<Table>> {
    let total: u64 = tables
        .iter()
        .filter(|t| t.name == "stance")
        .flat_map(|t| (0..t.rows()).map(move |row| t.cell(row, "Sentences")))
        .map(|cell| match cell {
            tables::Cell::Integer(n) => u64::try_from(n).unwrap_or(0),
            _ => 0,
        })
        .sum();
    if total > MOST_EVIDENCE {
        return Ok(None);
    }
    let evidence = Evidence {
        wanted: Wanted::Stance {
            source: None,
            target: None,
        },
        all_readings: false,
        explain: None,
        roll_up: args
            .tables
            .roll_up
            .map(|args::RollUp::Country| setup::countries(job.scan.names(), &job.dictionary)),
        threads: general.threads(),
    };
    let rows = evidence.gather(&job.scan, &Progress::new(general))?;
    Ok(Some(tables::evidence_table(rows.iter().map(|row| {
        EvidenceRow {
            article: &row.article.id,
            date: row.article.date.map(|d| d.to_string()).unwrap_or_default(),
            outlet: &row.article.outlet,
            title: &row.article.title,
            sentence: u64::from(row.sentence),
            source: &row.source,
            target: &row.target,
            label: row.label.map_or("", crate::model::Label::as_str),
            score: row
                .score
                .map(|s| (s * f64::from(SCORE_SCALE)).round() as i32),
            text: &row.text,
            url: &row.article.url,
            carried: row.carried,
        }
    }))))
}
