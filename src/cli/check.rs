//! `demarche check`: a store from end to end.

use std::io::Write;

use crate::pipeline;
use crate::store::Check;
use serde_json::json;

use crate::cli::args::{self, General, Sample};
use crate::cli::output;
use crate::cli::progress::Progress;

/// Looks it over and prints what was looked at and what is wrong; faults are a failure.
pub fn run(general: &General, args: &args::Check) -> anyhow::Result<()> {
    let ingest = args.model.ingest(general).prepare()?;
    let sample = match args.sample {
        Sample::Some(articles) => Some(articles),
        Sample::All => None,
    };
    let checks = pipeline::check(&ingest, &args.store, sample, &Progress::new(general))?;
    let faults: u64 = checks.iter().map(|check| check.faults).sum();
    let mut out = std::io::stdout().lock();
    if args.json {
        let list: Vec<_> = checks
            .iter()
            .map(|check| {
                json!({
                    "name": check.name,
                    "checked": check.checked,
                    "unit": check.unit,
                    "faults": check.faults,
                    "examples": check.examples,
                    "notes": check.notes,
                })
            })
            .collect();
        let value = json!({
            "store": args.store.display().to_string(),
            "sound": faults == 0,
            "faults": faults,
            "checks": list,
        });
        writeln!(out, "{}", serde_json::to_string_pretty(&value)?)?;
    } else {
        for check in &checks {
            print(&mut out, check)?;
        }
    }
    out.flush()?;
    anyhow::ensure!(
        faults == 0,
        "{}: {} found. Put back a copy of the folder, or ingest the articles again into a new one",
        args.store.display(),
        if faults == 1 {
            "one fault was".to_owned()
        } else {
            format!("{} faults were", output::number(faults))
        }
    );
    Ok(())
}

fn print(out: &mut dyn Write, check: &Check) -> std::io::Result<()> {
    let found = match check.faults {
        0 if check.checked == 0 => "not checked".to_owned(),
        0 => "sound".to_owned(),
        faults => format!("{} FAULTS", output::number(faults)),
    };
    let checked = output::number(check.checked);
    writeln!(
        out,
        "{:<10} {checked:>12} {:<10} {found}",
        check.name, check.unit
    )?;
    for example in &check.examples {
        writeln!(out, "  fault: {example}")?;
    }
    let told = check.examples.len() as u64;
    if check.faults > told {
        writeln!(out, "  … and {} more", output::number(check.faults - told))?;
    }
    for note in &check.notes {
        writeln!(out, "  {note}")?;
    }
    Ok(())
}
