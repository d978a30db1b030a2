//! `demarche ingest` and `demarche reannotate`.

use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::model::Coverage;
use crate::pipeline::{self, IngestReport};
use crate::source;
use crate::store::Store;

use crate::cli::args::{self, General};
use crate::cli::progress::Progress;
use crate::cli::{dry_run, output};

/// Ingests and says what was done.
pub fn run(general: &General, args: &args::Ingest) -> anyhow::Result<()> {
    let began = Instant::now();
    let ingest = args.read.options(general, &args.model)?.prepare()?;
    if let Some(store) = &args.store {
        apart(&args.inputs, store, "--store")?;
    }
    let inputs = source::discover(&args.inputs)?;
    say_passed_over(general, &args.inputs)?;
    match &args.store {
        Some(store) if !args.dry_run => {
            let report = ingest.run(&inputs, store, &Progress::new(general))?;
            say_report(general, &report, store, began);
            refuse_shortfalls(&Store::open(store)?, args.read.accept_shortfall)
        }
        _ => dry_run::run(&ingest, &inputs),
    }
}

/// Refuses a target that is one of the inputs: what is written there would be read the next time.
pub fn apart(inputs: &[PathBuf], target: &Path, option: &str) -> anyhow::Result<()> {
    let Ok(whole) = target.canonicalize() else {
        return Ok(());
    };
    let same = |input: &&PathBuf| input.canonicalize().is_ok_and(|path| path == whole);
    if let Some(input) = inputs.iter().find(same) {
        anyhow::bail!(
            "{option} {} is an input as well; give a folder of its own",
            input.display()
        );
    }
    Ok(())
}

/// Fails when exports in the store hold fewer documents than they state, unless that is accepted. What was read stays.
pub fn refuse_shortfalls(store: &Store, accepted: bool) -> anyhow::Result<()> {
    const NAMED: usize = 5;
    let short = store.shortfalls()?;
    if accepted || short.is_empty() {
        return Ok(());
    }
    let mut named: Vec<String> = short.iter().take(NAMED).map(ToString::to_string).collect();
    if short.len() > NAMED {
        named.push(format!("and {} more exports", short.len() - NAMED));
    }
    anyhow::bail!(
        "documents are missing from exports: {}. What was found is in the store. Export them again and give the complete files, or accept what there is with --accept-shortfall",
        named.join("; ")
    )
}

/// Says which files of the folders are not read.
pub fn say_passed_over(general: &General, paths: &[PathBuf]) -> anyhow::Result<()> {
    let kinds = source::passed_over(paths)?;
    if !kinds.is_empty() {
        let total: u64 = kinds.values().sum();
        let kinds: Vec<String> = kinds
            .iter()
            .map(|(kind, n)| format!("{kind} {}", output::number(*n)))
            .collect();
        output::say(
            general,
            format_args!(
                "{} files in the folders are of kinds that are not read: {}",
                output::number(total),
                kinds.join(", ")
            ),
        );
    }
    Ok(())
}

/// The summary of an ingest.
pub fn say_report(general: &General, report: &IngestReport, store: &Path, began: Instant) {
    let n = output::number;
    let seconds = began.elapsed().as_secs_f64();
    let rate = report.bytes as f64 / 1e6 / seconds.max(1e-9);
    output::say(
        general,
        format_args!(
            "{} records: {} articles, {} rejects; {} duplicates removed; {:.1} s, {:.1} MB/s; store: {}",
            n(report.records),
            n(report.articles),
            n(report.rejects),
            n(report.duplicates),
            seconds,
            rate,
            store.display()
        ),
    );
    if report.replaced > 0 || report.outdated > 0 {
        output::say(
            general,
            format_args!(
                "{} of the duplicates had another content than the article that stays; {} rejects of inputs read again removed",
                n(report.replaced),
                n(report.outdated)
            ),
        );
    }
    if report.replaced > 0 {
        output::say(
            general,
            format_args!(
                "warning: {} articles gave way to another article with the same id and another text. Where ids are numbers of rows or messages, ingest anew with --id-scope file, or name another field with --map id=FIELD",
                n(report.replaced)
            ),
        );
    }
    say_unnamed(general, report);
    output::say(
        general,
        format_args!("in the store: {}", report.balance.line(&n)),
    );
    if report.gone > 0 {
        output::say(
            general,
            format_args!(
                "{} articles come from earlier versions of inputs and are not in the present ones; they stay. To remove them: demarche delete --store {} --gone",
                n(report.gone),
                store.display()
            ),
        );
    }
    if report.inputs_skipped > 0 {
        output::say(
            general,
            format_args!(
                "{} inputs had been read before and were passed over",
                n(report.inputs_skipped)
            ),
        );
    }
    if report.damaged > 0 {
        output::say(
            general,
            format_args!(
                "warning: {} rejects say that content is missing because a file is damaged; see rejects.csv",
                n(report.damaged)
            ),
        );
    }
    if report.inputs_broken > 0 {
        output::say(
            general,
            format_args!(
                "{} inputs could not be read to their end; see rejects.csv",
                n(report.inputs_broken)
            ),
        );
    }
}

/// Says how many articles name no actor, and of which outlets and languages most are.
fn say_unnamed(general: &General, report: &IngestReport) {
    let n = output::number;
    let without: u64 = report.coverage.iter().map(|row| row.without_actor).sum();
    if without > 0 {
        let mut rows: Vec<&Coverage> = report.coverage.iter().collect();
        rows.retain(|row| row.without_actor > 0);
        rows.sort_by_key(|row| std::cmp::Reverse(row.without_actor));
        let or = |name: &'static str, text: &str| match text {
            "" => name.to_owned(),
            text => text.to_owned(),
        };
        let mut named: Vec<String> = rows
            .iter()
            .take(3)
            .map(|row| {
                format!(
                    "{} of {} of {} in {}",
                    n(row.without_actor),
                    n(row.articles),
                    or("no outlet", &row.outlet),
                    or("unknown language", &row.language)
                )
            })
            .collect();
        if rows.len() > named.len() {
            named.push("…".to_owned());
        }
        output::say(
            general,
            format_args!(
                "{} of {} articles name no actor: {}",
                n(without),
                n(report.articles),
                named.join(", ")
            ),
        );
    }
}

/// Re-annotates and says what was done.
pub fn reannotate(general: &General, args: &args::Reannotate) -> anyhow::Result<()> {
    let ingest = args.model.ingest(general).prepare()?;
    let articles = pipeline::reannotate(&ingest, &args.store, &Progress::new(general))?;
    output::say(
        general,
        format_args!(
            "{} articles annotated anew, attitudes judged by the {} tier; store: {}",
            output::number(articles),
            ingest.model.tier().as_str(),
            args.store.display()
        ),
    );
    Ok(())
}
