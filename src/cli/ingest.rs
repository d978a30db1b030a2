//! `demarche ingest` and `demarche reannotate`.

use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::pipeline::{self, IngestReport};
use crate::source;

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
            Ok(())
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
                "warning: {} rejects say that content is missing (a damaged file, or an export with fewer documents than it states); see rejects.csv",
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
