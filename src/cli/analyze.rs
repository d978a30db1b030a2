//! `demarche analyze`: all in one.

use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::analysis::{self, AttitudeOptions, EvidenceOptions, Periods, Study};
use crate::report::ReportOptions;
use crate::source;
use crate::store::Store;

use crate::cli::args::{self, General};
use crate::cli::progress::Progress;
use crate::cli::tables::{make, open_target};
use crate::cli::{ingest, output, report};

/// Ingests, then makes and writes every table.
pub fn run(general: &General, args: &args::Analyze) -> anyhow::Result<()> {
    let began = Instant::now();
    let folder = args.tables.output.join("store");
    let network = args.network.options()?;
    let ingest = args.read.options(general, &args.model)?.prepare()?;
    ingest::apart(&args.inputs, &args.tables.output, "-o")?;
    let inputs = source::discover(&args.inputs)?;
    if !args.add {
        own_store(&folder, &args.inputs)?;
    }
    ingest::say_passed_over(general, &args.inputs)?;
    open_target(&args.tables)?;
    let counts = ingest.run(&inputs, &folder, &Progress::new(general))?;
    ingest::say_report(general, &counts, &folder, began);
    let store = Store::open(&folder)?;
    let mut options = args.tables.options(general, &args.lens, args.stories);
    options.lens = analysis::settled(&store, &ingest.dictionary, &options.lens)?;
    let periods = match args.time.periods() {
        None if args.report => report::suited(general, &store, &options)?.map(Periods::Calendar),
        periods => periods,
    };
    let mut study = Study::new(&store)
        .command("analyze")
        .options(options.clone())
        .dictionary(ingest.dictionary.clone())
        .network(network)
        .attitudes(AttitudeOptions::default())
        .evidence(EvidenceOptions::default())
        .rejects();
    if let Some(periods) = periods {
        study = study.over_time(periods);
    }
    let results = make(general, &args.tables, study)?;
    if args.report {
        let options = ReportOptions {
            study: options,
            model: args.model.options(),
            readings: args.network.readings,
            text: !args.tables.no_text,
            evidence: args.evidence as usize,
            most_bytes: args.max_size as usize * 1_000_000,
            ..ReportOptions::default()
        };
        let path = args.tables.output.join("report.html");
        report::write(general, &store, (&results, &options), &path)?;
    }
    output::say(
        general,
        format_args!("{:.1} s in all", began.elapsed().as_secs_f64()),
    );
    ingest::refuse_shortfalls(&store, args.read.accept_shortfall)
}

/// Refuses to add to a store none of whose inputs is given: its articles would be counted with those given.
fn own_store(folder: &Path, given: &[PathBuf]) -> anyhow::Result<()> {
    // What else is wrong with the store, the ingest says.
    let Ok(store) = Store::open(folder) else {
        return Ok(());
    };
    let known = analysis::inputs_of_others(&store, given);
    let Some(first) = known.first() else {
        return Ok(());
    };
    let more = match known.len() {
        1 => String::new(),
        n => format!(" and {} more", n - 1),
    };
    anyhow::bail!(
        "{} holds the articles of {first}{more}, none of which is an input now: the tables would count them too. Choose another folder with -o, or add to them with --add",
        folder.display()
    )
}
