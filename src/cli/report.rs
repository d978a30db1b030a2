//! `demarche report`, and the report that `analyze` writes beside the tables.

use std::io::Write;
use std::path::Path;

use crate::analysis::{self, AttitudeOptions, Results, Study, StudyOptions};
use crate::export::PartialFile;
use crate::model::Period;
use crate::report::{Report, ReportOptions, auto_period};
use crate::store::Store;

use crate::cli::args::{self, General};
use crate::cli::output;
use crate::cli::progress::Progress;

/// Makes the numbers and writes the page.
pub fn run(general: &General, args: &args::Report) -> anyhow::Result<()> {
    let store = Store::open(&args.store)?;
    let target = PartialFile::create(&args.output)?;
    drop(target);
    let mut options = args.study.options(general, &args.lens, args.stories);
    let dictionary = args.model.options().dictionary()?;
    options.lens = analysis::settled(&store, &dictionary, &options.lens)?;
    let periods = args.by.periods(|| suited(general, &store, &options))?;
    let mut report = args.contents.options(options.clone(), &args.model);
    report.readings = args.study.readings;
    let mut study = Study::new(&store)
        .command("report")
        .options(options)
        .dictionary(dictionary)
        .network(args.study.network())
        .attitudes(AttitudeOptions::default());
    if let Some(periods) = periods {
        study = study.over_time(periods);
    }
    let results = study.run(&Progress::new(general))?;
    for note in &results.manifest().notes {
        output::say_more(general, format_args!("note: {note}"));
    }
    write(general, &store, (&results, &report), &args.output)
}

/// The periods that suit the articles.
pub fn suited(
    general: &General,
    store: &Store,
    options: &StudyOptions,
) -> anyhow::Result<Option<Period>> {
    let progress = Progress::new(general);
    let scan = analysis::scan_articles(
        store,
        &options.lens,
        options.dedup,
        options.threads,
        &progress,
    )?;
    Ok(auto_period(&scan, options.threads, &progress)?)
}

/// Writes the report of a study.
pub fn write(
    general: &General,
    store: &Store,
    (results, options): (&Results, &ReportOptions),
    path: &Path,
) -> anyhow::Result<()> {
    let report = Report::new(store, results, options, &Progress::new(general))?;
    let page = report.html()?;
    let mut file = PartialFile::create(path)?;
    file.write_all(&page)?;
    file.finish()?;
    if report.kept() < options.evidence {
        output::say(
            general,
            format_args!(
                "note: at most {} sentences stand behind each number instead of {}, so that the file stays below --max-size",
                report.kept(),
                options.evidence
            ),
        );
    }
    output::say(
        general,
        format_args!(
            "{}: {:.1} MB. Open it in a browser",
            path.display(),
            page.len() as f64 / 1e6
        ),
    );
    Ok(())
}
