//! `demarche audit`: sheets for coders, and what comes of them.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::analysis::audit::{CodedSheet, DrawFile, DrawOptions, audit, draw};
use crate::analysis::{ModelOptions, read_bounded};
use crate::export::Format;
use crate::store::Store;

use crate::cli::args::{self, AuditCommand, General};
use crate::cli::output;
use crate::cli::progress::Progress;

/// Does what the subcommand says.
pub fn run(general: &General, args: &args::Audit) -> anyhow::Result<()> {
    match &args.command {
        AuditCommand::Draw(args) => make(general, args),
        AuditCommand::Read(args) => read(general, args),
    }
}

fn make(general: &General, args: &args::AuditDraw) -> anyhow::Result<()> {
    let store = Store::open(&args.store)?;
    let dictionary = ModelOptions::with_files(&args.dictionary).dictionary()?;
    let options = DrawOptions {
        items: args.items,
        seed: args.seed,
        strata: args.stratify.clone(),
        lens: args.lens.lens(),
        dedup: args.stories.dedup,
        threads: general.threads(),
    };
    let drawn = draw(&store, &dictionary, &options, &Progress::new(general))?;
    let paths = drawn.write(&args.output)?;
    for path in &paths {
        output::say_more(general, format_args!("written: {}", path.display()));
    }
    let n = |n: u64| output::number(n);
    let folder = args.output.display();
    output::say(
        general,
        format_args!(
            "{} of {} judged sentences drawn. Give {folder}/coder_1 and {folder}/coder_2 to two coders; keep draw.json from them. Then: demarche audit read {folder}/coder_1/sheet.xlsx {folder}/coder_2/sheet.xlsx --store {} -o DIR",
            n(drawn.file.items.len() as u64),
            n(drawn.file.judged),
            args.store.display()
        ),
    );
    Ok(())
}

/// `draw.json` beside the sheet or in the folder above.
fn beside(sheet: &Path) -> anyhow::Result<PathBuf> {
    let folder = sheet.parent().unwrap_or(Path::new(""));
    let found = [folder.join("draw.json"), folder.join("../draw.json")]
        .into_iter()
        .find(|path| path.exists());
    match found {
        Some(path) => Ok(path),
        None => bail!(
            "{}: draw.json is neither in this folder nor in the one above; name it with --draw",
            folder.display()
        ),
    }
}

fn whole(path: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::File::open(path)
        .and_then(read_bounded)
        .with_context(|| format!("{}: cannot be read", path.display()))
}

fn read(general: &General, args: &args::AuditRead) -> anyhow::Result<()> {
    let store = Store::open(&args.store)?;
    let named = match (&args.draw, args.sheets.first()) {
        (Some(path), _) => path.clone(),
        (None, Some(sheet)) => beside(sheet)?,
        (None, None) => bail!("no sheet is given"),
    };
    let file: DrawFile = serde_json::from_slice(&whole(&named)?)
        .with_context(|| format!("{}: this is no draw of an audit", named.display()))?;
    let mut sheets = Vec::new();
    for path in &args.sheets {
        let sheet = CodedSheet::read(&path.display().to_string(), &whole(path)?)?;
        output::say(
            general,
            format_args!(
                "{}: {} of {} items have a label",
                sheet.name,
                sheet.labels.len(),
                sheet.items
            ),
        );
        sheets.push(sheet);
    }
    let dictionary = ModelOptions::with_files(&args.dictionary).dictionary()?;
    let progress = Progress::new(general);
    let found = audit(
        &store,
        &dictionary,
        (&file, &sheets),
        general.threads(),
        &progress,
    )?;
    let paths = found.results.write(&args.output, &[Format::Csv])?;
    for note in &found.results.manifest().notes {
        output::say(general, format_args!("note: {note}"));
    }
    if let Some(table) = found.results.table("audit") {
        let text = |row: usize, name: &str| match table.cell(row, name) {
            crate::tables::Cell::Text(text) => text.to_owned(),
            crate::tables::Cell::Real(x) => format!("{x:.3}"),
            _ => "-".to_owned(),
        };
        for row in 0..table.rows() {
            let measure = text(row, "Measure");
            if measure == "confusion" || text(row, "Value") == "-" {
                continue;
            }
            let class = text(row, "Class").replace('-', "");
            let ends = match text(row, "Low") {
                low if low == "-" => String::new(),
                low => format!("  ({low} to {})", text(row, "High")),
            };
            output::say(
                general,
                format_args!("  {measure:26} {class:9} {}{ends}", text(row, "Value")),
            );
        }
    }
    let (coded, drawn) = found.coded;
    output::say(
        general,
        format_args!(
            "{coded} of {drawn} items coded; {} files in {}",
            paths.len(),
            args.output.display()
        ),
    );
    Ok(())
}
