//! `demarche check`: a store from end to end.

use std::io::Write;
use std::path::{Path, PathBuf};

use crate::export::verify_folder;
use crate::pipeline;
use crate::store::{Check, Store};
use serde_json::json;

use crate::cli::args::{self, General, Sample};
use crate::cli::output;
use crate::cli::progress::Progress;

/// Looks it over and prints what was looked at and what is wrong; faults are a failure.
pub fn run(general: &General, args: &args::Check) -> anyhow::Result<()> {
    let mut checks = Vec::new();
    let mut blind = None;
    if let Some(store) = &args.store {
        let ingest = args.model.ingest(general).prepare()?;
        let sample = match args.sample {
            Sample::Some(articles) => Some(articles),
            Sample::All => None,
        };
        checks = pipeline::check(&ingest, store, sample, &Progress::new(general))?;
        if args.blind {
            let store = Store::open(store)?;
            let progress = Progress::new(general);
            let found = pipeline::check_blindness(&ingest, &store, sample, &progress)?;
            if found.faults > 0 {
                blind = Some(found.faults);
            }
            checks.push(found);
        }
    }
    let of_store = checks.iter().map(|check| check.faults).sum::<u64>() - blind.unwrap_or(0);
    if let Some(folder) = &args.tables {
        checks.push(tables(folder)?);
    }
    let faults: u64 = checks.iter().map(|check| check.faults).sum();
    let mut out = output::People(std::io::stdout().lock());
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
        let shown = |path: &Option<PathBuf>| path.as_ref().map(|path| path.display().to_string());
        let value = json!({
            "store": shown(&args.store),
            "tables": shown(&args.tables),
            "sound": faults == 0,
            "faults": faults,
            "checks": list,
        });
        let text = serde_json::to_string_pretty(&value)?;
        writeln!(out, "{}", output::json_text(&text))?;
    } else {
        for check in &checks {
            print(&mut out, check)?;
        }
    }
    out.flush()?;
    let found = |faults: u64| match faults {
        1 => "one fault was found".to_owned(),
        _ => format!("{} faults were found", output::number(faults)),
    };
    if let (Some(store), true) = (&args.store, of_store > 0) {
        anyhow::bail!(
            "{}: {}. Put back a copy of the folder, or ingest the articles again into a new one",
            store.display(),
            found(of_store)
        );
    }
    if let Some(faults) = blind {
        anyhow::bail!(
            "names change the judgement of {} sentences. Please report it with an example",
            output::number(faults)
        );
    }
    if let (Some(folder), true) = (&args.tables, faults > 0) {
        anyhow::bail!(
            "{}: {}. Run the command that made the tables again",
            folder.display(),
            found(faults)
        );
    }
    Ok(())
}

/// A folder of tables against its manifest.
fn tables(folder: &Path) -> anyhow::Result<Check> {
    let found = verify_folder(folder)?;
    let mut check = Check::new("tables", "files");
    check.checked = found.checked;
    for fault in found.faults {
        check.fault(fault);
    }
    if !found.unlisted.is_empty() {
        let names = found.unlisted.join(", ");
        check.notes.push(format!("not in the manifest: {names}"));
    }
    Ok(check)
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
