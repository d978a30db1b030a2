//! `demarche stance`, and what all commands that make tables share.

use std::path::Path;
use std::sync::Arc;

use crate::actors::Dictionary;
use crate::export::{
    ExportOptions, Format, InputDigest, Manifest, export_to_folder, write_atomically,
};
use crate::pipeline;
use crate::stats::Correction;
use crate::store::{Lens, Names, Scan, Store};
use crate::tables::{self, AttitudeSettings, Table};
use crate::tally::{self, Calendar, RollUp, StanceSettings};
use serde_json::Value;

use crate::cli::args::{self, CorrectionArg, General, ModelArgs, TableArgs, TableFormat};
use crate::cli::progress::Progress;
use crate::cli::{output, setup, time};

/// What a table command works on.
pub struct Job<'a> {
    /// The store.
    pub store: &'a Store,
    /// The articles that the lens lets through.
    pub scan: Scan<'a>,
    /// The lens.
    pub lens: Lens,
    /// Which of near-identical articles are counted.
    pub dedup: args::Dedup,
    /// For labels and states.
    pub dictionary: Arc<Dictionary>,
    general: &'a General,
}

impl<'a> Job<'a> {
    /// Opens what is needed; warns when the dictionary is not the one that the store was made with or
    /// when an ingest was broken off.
    pub fn new(
        general: &'a General,
        store: &'a Store,
        lens: Lens,
        dedup: args::Dedup,
        dictionary: Arc<Dictionary>,
    ) -> anyhow::Result<Self> {
        if store.state().identity.dictionary != dictionary.digest() {
            output::say(
                general,
                "warning: the store was made with another dictionary; labels and types may be missing (name its files with --dictionary)",
            );
        }
        if !store.state().finished {
            output::say(
                general,
                "warning: the last ingest was broken off; run it again to read the rest",
            );
        }
        let scan = setup::scan(general, store, &lens, dedup)?;
        Ok(Self {
            store,
            scan,
            lens,
            dedup,
            dictionary,
            general,
        })
    }

    /// The names that the numbers of tallies stand for.
    pub fn names(&self) -> &Names {
        self.scan.names()
    }

    /// The groups that the options ask for.
    pub fn roll_up(&self, args: &TableArgs) -> Option<Arc<RollUp>> {
        args.roll_up
            .map(|args::RollUp::Country| setup::countries(self.names(), &self.dictionary))
    }

    /// Threads to use.
    pub fn threads(&self) -> usize {
        self.general.threads()
    }

    /// Who is told of progress.
    pub fn progress(&self) -> Progress {
        Progress::new(self.general)
    }

    /// Tallies the articles.
    pub fn tally<T: tally::Tally>(&self, make: impl Fn() -> T + Sync) -> anyhow::Result<T> {
        Ok(pipeline::tally(
            &self.scan,
            self.general.threads(),
            &self.progress(),
            make,
        )?)
    }
}

/// `demarche stance`
pub fn stance(general: &General, args: &args::Stance) -> anyhow::Result<()> {
    let store = Store::open(&args.store)?;
    let dictionary = setup::dictionary(&with_files(&args.dictionary))?;
    let lens = setup::lens(&args.lens);
    let job = Job::new(general, &store, lens, args.stories.dedup, dictionary)?;
    let mut manifest = manifest("stance", &job, &args.tables)?;
    let calendar = time::calendar(&job, &args.time, Some(&args.window), &mut manifest)?;
    let tables = stance_tables(&job, &args.tables, calendar.as_ref())?;
    write(general, &args.tables, "stance", &tables, manifest)
}

/// A model of these dictionary files on top of the built-in one.
pub fn with_files(files: &[std::path::PathBuf]) -> ModelArgs {
    ModelArgs {
        dictionary: files.to_vec(),
        ..ModelArgs::default()
    }
}

/// `stance` and `tone`.
pub fn stance_tables(
    job: &Job<'_>,
    args: &TableArgs,
    calendar: Option<&Calendar>,
) -> anyhow::Result<Vec<Table>> {
    let roll_up = job.roll_up(args);
    let settings = StanceSettings {
        calendar: calendar.cloned(),
        roll_up: roll_up.clone(),
        undirected: false,
    };
    let (stance, tone) = job.tally(|| {
        (
            tally::Stance::new(settings.clone()),
            tally::ToneByOutlet::new(settings.clone()),
        )
    })?;
    let (stance, tone) = (stance.finish(), tone.finish());
    let names = job.names();
    let ids = roll_up
        .as_ref()
        .map_or(names.actors.as_slice(), |r| r.ids());
    let settings = AttitudeSettings {
        calendar: calendar.cloned(),
        min_articles: args.min_articles,
        correction: correction(args.correction),
        seed: args.seed,
        replicates: args.replicates as usize,
        threads: job.general.threads(),
    };
    let stance = tables::stance_table(&stance, ids, &settings);
    let tone = tables::tone_table(&tone, &names.outlets, ids, &settings);
    for table in [&stance, &tone] {
        if let Some(fault) = tables::check_attitudes(table).first() {
            anyhow::bail!(
                "{}: a total does not reconcile ({fault:?}); please report this",
                table.name
            );
        }
    }
    Ok(vec![stance, tone])
}

/// A manifest with all that every table command notes.
pub fn manifest(command: &str, job: &Job<'_>, args: &TableArgs) -> anyhow::Result<Manifest> {
    let state = job.store.state();
    let mut manifest = Manifest {
        command: command.to_owned(),
        seed: args.seed,
        dictionary: state.identity.dictionary.clone(),
        model: state.identity.model.clone(),
        identity: state.identity.digest(),
        made_with: state.identity.all(),
        ..Manifest::default()
    };
    if let Value::Object(parts) = serde_json::to_value(&job.lens)? {
        for (name, value) in parts {
            let empty = value.is_null()
                || value.as_str().is_some_and(str::is_empty)
                || value.as_array().is_some_and(Vec::is_empty);
            if !empty {
                manifest.lens.insert(name, value);
            }
        }
    }
    for input in &state.inputs {
        manifest.inputs.push(InputDigest {
            name: input.name.clone(),
            bytes: input.size,
            digest: format!("{:016x}", input.digest),
        });
    }
    let balance = job.store.balance()?;
    setup::reconcile(job.store, &balance)?;
    for (name, count) in [
        ("records", balance.totals.records()),
        ("stored", balance.articles),
        ("rejects", balance.rejects),
        ("duplicates", balance.totals.duplicates()),
        ("outdated-rejects", balance.totals.outdated),
        ("deleted", balance.totals.deleted),
    ] {
        manifest.counts.insert(name.into(), count);
    }
    manifest.set(
        "roll-up",
        args.roll_up.map_or(Value::Null, |r| word(r).into()),
    );
    manifest.set("dedup", word(job.dedup));
    manifest.set("min-articles", args.min_articles);
    manifest.set("correction", word(args.correction));
    manifest.set("replicates", args.replicates);
    Ok(manifest)
}

/// Writes tables and manifest and says where they are.
pub fn write(
    general: &General,
    args: &TableArgs,
    workbook: &str,
    tables: &[Table],
    mut manifest: Manifest,
) -> anyhow::Result<()> {
    manifest.add_tables(tables);
    let formats: Vec<Format> = args
        .format
        .iter()
        .map(|format| match format {
            TableFormat::Csv => Format::Csv,
            TableFormat::Xlsx => Format::Xlsx,
            TableFormat::Parquet => Format::Parquet,
            TableFormat::Gexf => Format::Gexf,
            TableFormat::Graphml => Format::Graphml,
            TableFormat::Pajek => Format::Pajek,
            TableFormat::Adjacency => Format::Adjacency,
            TableFormat::Tidy => Format::Tidy,
            TableFormat::Json => Format::Json,
        })
        .collect();
    let options = ExportOptions {
        excel: args.excel,
        workbook,
        manifest: Some(&manifest),
    };
    let paths = export_to_folder(&args.output, &formats, tables, &options)?;
    write_atomically(&args.output.join("manifest.json"), &manifest.to_json()?)?;
    for note in &manifest.notes {
        output::say(general, format_args!("note: {note}"));
    }
    let rows = |table: &Table| format!("{} {}", output::number(table.rows() as u64), table.name);
    let what = tables.iter().map(rows).collect::<Vec<_>>().join(", ");
    output::say(
        general,
        format_args!(
            "{what}; {} files in {}",
            paths.len() + 1,
            shown(&args.output)
        ),
    );
    Ok(())
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// The correction that the options ask for.
pub fn correction(correction: CorrectionArg) -> Correction {
    match correction {
        CorrectionArg::Bh => Correction::BenjaminiHochberg,
        CorrectionArg::By => Correction::BenjaminiYekutieli,
        CorrectionArg::Holm => Correction::Holm,
        CorrectionArg::Bonferroni => Correction::Bonferroni,
        CorrectionArg::None => Correction::None,
    }
}

/// The word that the user typed for a value.
pub fn word(value: impl clap::ValueEnum + Copy) -> String {
    value
        .to_possible_value()
        .map(|v| v.get_name().to_owned())
        .unwrap_or_default()
}
