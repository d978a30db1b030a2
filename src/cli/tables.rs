//! `demarche network` and `demarche stance`, and writing the tables of a study.

use crate::analysis::{AttitudeOptions, ModelOptions, Results, Study};
use crate::export::{self, PartialFile, Written};
use crate::store::Store;
use crate::tables::Table;

use crate::cli::args::{self, General, TableArgs};
use crate::cli::output;
use crate::cli::progress::Progress;

/// `demarche network`
pub fn network(general: &General, args: &args::Network) -> anyhow::Result<()> {
    let options = args.network.options()?;
    let store = Store::open(&args.store)?;
    let mut study = Study::new(&store)
        .command("network")
        .options(args.tables.options(general, &args.lens, args.stories))
        .dictionary(ModelOptions::with_files(&args.dictionary).dictionary()?)
        .network(options);
    if let Some(periods) = args.time.periods() {
        study = study.over_time(periods);
    }
    make(general, &args.tables, study)?;
    Ok(())
}

/// `demarche stance`
pub fn stance(general: &General, args: &args::Stance) -> anyhow::Result<()> {
    let store = Store::open(&args.store)?;
    let mut study = Study::new(&store)
        .command("stance")
        .options(args.tables.options(general, &args.lens, args.stories))
        .dictionary(ModelOptions::with_files(&args.dictionary).dictionary()?)
        .attitudes(AttitudeOptions {
            outlets: args.outlets,
            ..AttitudeOptions::default()
        });
    if let Some(periods) = args.time.periods() {
        study = study.over_time(periods);
    }
    make(general, &args.tables, study)?;
    Ok(())
}

/// Runs a study and writes what it found.
pub fn make(general: &General, args: &TableArgs, study: Study<'_>) -> anyhow::Result<Results> {
    open_target(args)?;
    let mut study = study;
    if args.articles {
        study = study.articles();
    }
    if args.mentions {
        study = study.mentions();
    }
    let results = study.run(&Progress::new(general))?;
    write(general, args, &results)?;
    Ok(results)
}

/// Makes the folder of the tables and makes sure that files can be written there, before a long run rather than after it.
pub fn open_target(args: &TableArgs) -> anyhow::Result<()> {
    std::fs::create_dir_all(&args.output).map_err(|e| {
        anyhow::anyhow!(
            "{}: {e}. Choose another folder with -o",
            args.output.display()
        )
    })?;
    PartialFile::create(&args.output.join("manifest.json"))?;
    Ok(())
}

/// Writes tables and says what was written.
pub fn write(general: &General, args: &TableArgs, results: &Results) -> anyhow::Result<()> {
    let Written { paths, strangers } =
        results.write_with(&args.output, &args.format, args.look())?;
    for note in &results.manifest().notes {
        output::say(general, format_args!("note: {note}"));
    }
    if !strangers.is_empty() {
        let note = export::stranger_note(&strangers);
        output::say(general, format_args!("note: {note}"));
    }
    for path in &paths {
        output::say_more(general, format_args!("written: {}", path.display()));
    }
    let rows = |table: &Table| format!("{} {}", output::number(table.rows() as u64), table.name);
    let tables = results.tables().iter().map(rows).collect::<Vec<_>>();
    output::say(
        general,
        format_args!(
            "{}; {} files in {}",
            tables.join(", "),
            paths.len(),
            args.output.display()
        ),
    );
    Ok(())
}
