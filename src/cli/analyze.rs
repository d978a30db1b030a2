//! `demarche analyze`: all in one.

use std::time::Instant;

use crate::analysis::{AttitudeOptions, EvidenceOptions, Study};
use crate::source;
use crate::store::Store;

use crate::cli::args::{self, General};
use crate::cli::progress::Progress;
use crate::cli::tables::{make, open_target};
use crate::cli::{ingest, output};

/// Ingests, then makes and writes every table.
pub fn run(general: &General, args: &args::Analyze) -> anyhow::Result<()> {
    let began = Instant::now();
    let folder = args.tables.output.join("store");
    let network = args.network.options()?;
    let ingest = args.read.options(general, &args.model)?.prepare()?;
    ingest::apart(&args.inputs, &args.tables.output, "-o")?;
    let inputs = source::discover(&args.inputs)?;
    ingest::say_passed_over(general, &args.inputs)?;
    open_target(&args.tables)?;
    let report = ingest.run(&inputs, &folder, &Progress::new(general))?;
    ingest::say_report(general, &report, &folder, began);
    let store = Store::open(&folder)?;
    let mut study = Study::new(&store)
        .command("analyze")
        .options(args.tables.options(general, &args.lens, args.stories))
        .dictionary(ingest.dictionary.clone())
        .network(network)
        .attitudes(AttitudeOptions::default())
        .evidence(EvidenceOptions::default())
        .rejects();
    if let Some(periods) = args.time.periods() {
        study = study.over_time(periods);
    }
    make(general, &args.tables, study)?;
    output::say(
        general,
        format_args!("{:.1} s in all", began.elapsed().as_secs_f64()),
    );
    Ok(())
}
