//! `demarche ingest --dry-run`: what the inputs hold, before anything is written.

use std::collections::BTreeMap;
use std::io::Write;

use crate::model::DateFlag;
use crate::pipeline::Ingest;
use crate::source::{self, Input, InputKind, Role, Survey};

use crate::cli::output::{self, number, visible_line};

/// Records looked at in each input.
const RECORDS: u64 = 500;
/// Inputs shown one by one; the totals count all that were looked at.
const SHOWN: usize = 20;
/// Fields that are not read shown of each input.
const FIELDS: usize = 25;
/// Memory of documents not yet on disk, by bytes of content; measured by `--memory 30` to `1000` on
/// corpora of 13 to 270 MB.
const MEMORY_PER_BYTE: f64 = 1.5;
/// Memory of a run beside that where the system does not tell it, in bytes.
const MEMORY_BASE: f64 = 150e6;

/// Looks and prints.
pub fn run(ingest: &Ingest, inputs: &[Input]) -> anyhow::Result<()> {
    let mut out = output::People(std::io::stdout().lock());
    let (mut records, mut bytes) = (0.0, 0.0);
    let mut ids: BTreeMap<String, u64> = BTreeMap::new();
    let mut repeats = 0;
    for (i, input) in inputs.iter().enumerate() {
        let survey = source::survey(input, &ingest.source, RECORDS)?;
        records += survey.estimated_records as f64;
        bytes += survey.estimated_content as f64;
        for (id, hash) in &survey.ids {
            let known = *ids.entry(id.clone()).or_insert(*hash);
            repeats += u64::from(known != *hash);
        }
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
    if repeats > 0 {
        writeln!(out, "warning: between inputs, {}\n", repeated(repeats))?;
    }
    // Standard input can be read once only.
    let again: Vec<Input> = inputs.iter().filter(|i| !is_stream(i)).cloned().collect();
    if again.is_empty() {
        writeln!(out, "estimated: nothing, for standard input tells no size")?;
        return Ok(());
    }
    out.flush()?;
    let sample = ingest.rehearse(&again)?;
    let seconds = sample.time_for(bytes).as_secs_f64();
    let documents = (bytes * MEMORY_PER_BYTE).min(ingest.memory as f64);
    let memory = peak_memory().unwrap_or(MEMORY_BASE) + documents;
    writeln!(
        out,
        "estimated: {} records, {:.1} MB of text; about {} on {} threads, {:.0} MB on disk, up to {:.0} MB of memory",
        number(records as u64),
        bytes / 1e6,
        duration(seconds),
        ingest.threads,
        (sample.disk_for(bytes) / 1e6).max(1.0),
        memory / 1e6,
    )?;
    writeln!(
        out,
        "measured on a sample: {} records, {:.1} MB, taken in {:.1} s",
        number(sample.records),
        sample.bytes as f64 / 1e6,
        (sample.start + sample.time).as_secs_f64(),
    )?;
    Ok(())
}

fn is_stream(input: &Input) -> bool {
    matches!(&input.kind, InputKind::File(path) if path == std::path::Path::new("-"))
}

fn duration(seconds: f64) -> String {
    if seconds < 120.0 {
        format!("{:.0} s", seconds.max(1.0))
    } else if seconds < 7_200.0 {
        format!("{:.0} min", seconds / 60.0)
    } else {
        format!("{:.1} h", seconds / 3_600.0)
    }
}

/// Most memory that this process has had so far, in bytes, where the system tells it (Linux).
fn peak_memory() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kilobytes * 1024.0)
}

/// Some characters of a text on one line.
fn line(text: &str) -> String {
    let joined: String = text
        .split_whitespace()
        .flat_map(|word| [word, " "])
        .take(100)
        .collect();
    joined.trim_end().chars().take(70).collect()
}

fn show(out: &mut dyn Write, survey: &Survey) -> anyhow::Result<()> {
    writeln!(out, "{}", visible_line(&survey.name))?;
    show_format(out, survey)?;
    show_warnings(out, survey)?;
    show_fields(out, survey)?;
    let dates: Vec<String> = DateFlag::ALL
        .iter()
        .filter(|f| survey.dates[f.code() as usize] > 0)
        .map(|f| format!("{} {}", number(survey.dates[f.code() as usize]), f.as_str()))
        .collect();
    if !dates.is_empty() {
        writeln!(out, "  dates     {}", dates.join(", "))?;
    }
    output::spikes(out, &survey.spikes)?;
    show_records(out, survey)?;
    writeln!(out)?;
    Ok(())
}

fn show_format(out: &mut dyn Write, survey: &Survey) -> std::io::Result<()> {
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
    )
}

fn show_warnings(out: &mut dyn Write, survey: &Survey) -> std::io::Result<()> {
    if survey.records == 0 {
        writeln!(out, "  warning: there is no record in it")?;
    }
    if survey.undecoded > 0 {
        writeln!(
            out,
            "  warning: {} of the articles hold characters that are not certain: bytes outside that encoding, or \u{fffd} in the input",
            number(survey.undecoded)
        )?;
    }
    if survey.without_text > 0 {
        let field = survey
            .unknown
            .iter()
            .find_map(|f| f.suggestion.as_ref().filter(|s| s.starts_with("text=")));
        let advice = field.map_or_else(
            || "; if the text is in another field, write --map text=FIELD".to_owned(),
            |s| format!("; to read it: --map {}", line(s)),
        );
        writeln!(
            out,
            "  warning: {} of the articles have a headline and no text{advice}",
            number(survey.without_text)
        )?;
    }
    if survey.repeated_ids > 0 {
        writeln!(out, "  warning: {}", repeated(survey.repeated_ids))?;
    }
    Ok(())
}

/// Which fields are read as what, and which are not read.
fn show_fields(out: &mut dyn Write, survey: &Survey) -> std::io::Result<()> {
    for field in &survey.fields {
        writeln!(
            out,
            "  {:<9} from {} (in {})",
            role(field.role),
            line(&field.name),
            number(field.seen)
        )?;
    }
    // Those with a suggestion first: they are the ones to decide on.
    let (mut unknown, others): (Vec<_>, Vec<_>) =
        survey.unknown.iter().partition(|f| f.suggestion.is_some());
    unknown.extend(others);
    for field in unknown.iter().take(FIELDS) {
        let hint = field
            .suggestion
            .as_ref()
            .map(|s| format!("; to read it: --map {}", line(s)))
            .unwrap_or_default();
        writeln!(
            out,
            "  not read  {} (in {}){hint}",
            line(&field.name),
            number(field.seen)
        )?;
    }
    if unknown.len() > FIELDS {
        writeln!(
            out,
            "  not read  … and {} more fields",
            unknown.len() - FIELDS
        )?;
    }
    Ok(())
}

/// The first articles and rejects.
fn show_records(out: &mut dyn Write, survey: &Survey) -> std::io::Result<()> {
    for article in &survey.articles {
        let date = article
            .date
            .map_or_else(|| "no date".to_owned(), |d| d.to_string());
        let outlet = if article.outlet.is_empty() {
            "no outlet"
        } else {
            &article.outlet
        };
        writeln!(
            out,
            "  article   {} | {date} | {} | {} | {}",
            line(&article.id),
            line(outlet),
            line(&article.title),
            line(&article.text)
        )?;
    }
    for reject in &survey.rejects {
        let place = match reject.input.strip_prefix(&survey.name) {
            Some("") => String::new(),
            _ => format!("{}, ", visible_line(&reject.input)),
        };
        writeln!(
            out,
            "  reject    {place}line {}, byte {}: {}",
            reject.line,
            reject.offset,
            visible_line(&reject.reason)
        )?;
    }
    Ok(())
}

/// What is said of identifiers that stand for several articles.
fn repeated(count: u64) -> String {
    format!(
        "{} articles have the id of another article with another date or text; of each id only one article stays. Are the ids numbers of rows or messages? Then give --id-scope file, or another field with --map id=FIELD",
        number(count)
    )
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
