//! `demarche ingest --dry-run`: what the inputs hold, before anything is written.

use std::io::Write;

use demarche::model::DateFlag;
use demarche::source::{self, Input, Options, Role, Survey};

use crate::output::number;

/// Records looked at in each input.
const RECORDS: u64 = 500;
/// Inputs shown one by one; the totals count all that were looked at.
const SHOWN: usize = 20;
/// Measured on one core of a small machine: bytes of text a second, index bytes and memory.
const BYTES_PER_SECOND: f64 = 12e6;
const INDEX_PER_BYTE: f64 = 1.1;

/// Looks and prints.
pub fn run(options: &Options, inputs: &[Input]) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    let (mut records, mut bytes) = (0.0, 0.0);
    for (i, input) in inputs.iter().enumerate() {
        let survey = source::survey(input, options, RECORDS)?;
        let (r, b) = totals(&survey);
        records += r;
        bytes += b;
        if i < SHOWN {
            show(&mut out, &survey)?;
        } else if i == SHOWN {
            writeln!(
                out,
                "… and {} more inputs, counted below\n",
                inputs.len() - SHOWN
            )?;
        }
    }
    let cores = std::thread::available_parallelism().map_or(1, usize::from) as f64;
    writeln!(
        out,
        "estimated: {} records, {:.0} MB of text; about {:.0} s on {cores:.0} cores, {:.0} MB on disk, under 600 MB of memory",
        number(records as u64),
        bytes / 1e6,
        (bytes / BYTES_PER_SECOND / cores).max(1.0),
        (bytes * INDEX_PER_BYTE / 1e6).max(1.0)
    )?;
    Ok(())
}

/// Records and bytes of text of the whole input, estimated.
fn totals(survey: &Survey) -> (f64, f64) {
    let records = if survey.complete {
        survey.records
    } else {
        survey.estimated_records
    };
    let each = survey.content as f64 / survey.records.max(1) as f64;
    (records as f64, each * records as f64)
}

fn show(out: &mut dyn Write, survey: &Survey) -> anyhow::Result<()> {
    writeln!(out, "{}", survey.name)?;
    let mut kind = vec![survey.format.clone()];
    kind.extend(survey.compression.iter().map(|c| (*c).to_owned()));
    if !survey.encoding.is_empty() {
        kind.push(survey.encoding.clone());
    }
    if let Some(mark) = survey.delimiter {
        kind.push(format!("delimiter {mark:?}"));
    }
    if !survey.quoting.is_empty() {
        kind.push(survey.quoting.to_owned());
    }
    writeln!(out, "  format    {}", kind.join(", "))?;
    let more = if survey.complete {
        "all there are"
    } else {
        "the first ones"
    };
    writeln!(
        out,
        "  records   {} looked at ({more}), {} of them refused",
        number(survey.records),
        number(survey.rejected)
    )?;
    for field in &survey.fields {
        writeln!(
            out,
            "  {:<9} from {} (in {})",
            role(field.role),
            field.name,
            number(field.seen)
        )?;
    }
    for field in &survey.unknown {
        let hint = field
            .suggestion
            .as_ref()
            .map(|s| format!("; to read it: --map {s}"))
            .unwrap_or_default();
        writeln!(
            out,
            "  not read  {} (in {}){hint}",
            field.name,
            number(field.seen)
        )?;
    }
    let dates: Vec<String> = DateFlag::ALL
        .iter()
        .filter(|f| survey.dates[f.code() as usize] > 0)
        .map(|f| format!("{} {}", number(survey.dates[f.code() as usize]), f.as_str()))
        .collect();
    if !dates.is_empty() {
        writeln!(out, "  dates     {}", dates.join(", "))?;
    }
    for article in &survey.articles {
        let date = article
            .date
            .map_or_else(|| "no date".to_owned(), |d| d.to_string());
        let outlet = if article.outlet.is_empty() {
            "no outlet"
        } else {
            &article.outlet
        };
        let title: String = article.title.chars().take(70).collect();
        let text: String = article
            .text
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .chars()
            .take(70)
            .collect();
        writeln!(
            out,
            "  article   {} | {date} | {outlet} | {title} | {text}",
            article.id
        )?;
    }
    for reject in &survey.rejects {
        writeln!(
            out,
            "  reject    line {}, byte {}: {}",
            reject.line, reject.offset, reject.reason
        )?;
    }
    writeln!(out)?;
    Ok(())
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Id => "id",
        Role::Title => "title",
        Role::Text => "text",
        Role::Date => "date",
        Role::Url => "url",
        Role::Outlet => "outlet",
        Role::Language => "language",
        Role::Author => "author",
    }
}
