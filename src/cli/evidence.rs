//! `demarche evidence`: the sentences behind a number.

use std::io::Write;
use std::sync::Arc;

use anyhow::bail;
use serde_json::{Value, json};

use crate::analysis::{self, Grouping};
use crate::export::PartialFile;
use crate::model::Class;
use crate::pipeline::{Evidence, Explain, JudgedSentence, Wanted};
use crate::stance::StanceModel;
use crate::store::Store;
use crate::tally::Readings;

use crate::cli::args::{self, General, RowFormat};
use crate::cli::output;
use crate::cli::progress::Progress;

const COLUMNS: [&str; 14] = [
    "Article", "Date", "Outlet", "Title", "Sentence", "Source", "Target", "Label", "Score", "Text",
    "Url", "Carried", "Cues", "Class",
];

/// The one that stands there only where it is asked for.
const OPTIONAL: &str = "Cues";

/// Gathers and prints.
pub fn run(general: &General, args: &args::Evidence) -> anyhow::Result<()> {
    let store = Store::open(&args.store)?;
    let wanted = wanted(args)?;
    let target = args
        .output
        .as_ref()
        .map(|path| PartialFile::create(path))
        .transpose()?;
    let progress = Progress::new(general);
    let threads = general.threads();
    let lens = args.lens.lens();
    let scan = analysis::scan_articles(&store, &lens, args.stories.dedup, threads, &progress)?;
    let model = args.model.options();
    let evidence = Evidence {
        wanted,
        all_readings: args.readings == Readings::All,
        roll_up: match args.roll_up {
            Some(Grouping::Country) => {
                Some(analysis::countries(scan.names(), &*model.dictionary()?))
            }
            None => None,
        },
        explain: if args.explain {
            Some(Explain {
                dictionary: model.dictionary()?,
                model: Arc::new(StanceModel::builtin()?),
                settings: model.stance,
            })
        } else {
            None
        },
        threads,
    };
    let mut rows = evidence.gather(&scan, &progress)?;
    let found = rows.len();
    if let Some(limit) = args.limit {
        rows.truncate(limit);
    }
    if let Some(mut file) = target {
        print(&mut file, args, &rows)?;
        file.finish()?;
    } else {
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        print(&mut out, args, &rows)?;
        out.flush()?;
    }
    let n = |n: usize| output::number(n as u64);
    output::say(
        general,
        format_args!("{} of {} sentences", n(rows.len()), n(found)),
    );
    Ok(())
}

/// What is to be proved.
fn wanted(args: &args::Evidence) -> anyhow::Result<Wanted> {
    Ok(match &args.pair {
        Some(pair) => {
            let Some((one, other)) = pair.split_once(',') else {
                bail!("--pair {pair}: write two actor ids with a comma between, such as RUS,CHN");
            };
            Wanted::Pair {
                one: one.trim().to_owned(),
                other: other.trim().to_owned(),
            }
        }
        None if args.tone => Wanted::Tone {
            target: args.target.clone(),
        },
        None => Wanted::Stance {
            source: args.source.clone(),
            target: args.target.clone(),
        },
    })
}

fn print(
    out: &mut dyn Write,
    args: &args::Evidence,
    rows: &[JudgedSentence],
) -> anyhow::Result<()> {
    let text = |value: &str| {
        if value.is_empty() {
            Value::Null
        } else {
            json!(value)
        }
    };
    if args.format == RowFormat::Table {
        let mut out = output::People(out);
        for row in rows {
            let date = row.article.date.map(|d| d.to_string()).unwrap_or_default();
            let verdict = match (row.label, row.score) {
                (Some(label), Some(score)) => format!(" {} {score:+.2}", label.as_str()),
                _ => String::new(),
            };
            let who = if row.source.is_empty() {
                row.target.clone()
            } else {
                format!("{} → {}", row.source, row.target)
            };
            writeln!(
                out,
                "{date} {} [{}:{}] {who}{verdict}",
                output::visible_line(&row.article.outlet),
                output::visible_line(&row.article.id),
                row.sentence
            )?;
            writeln!(out, "    {}", output::visible_line(&row.text))?;
            if args.explain {
                writeln!(out, "    because of: {}", cues(row))?;
            }
        }
        return Ok(());
    }
    let shown = |columns: &[&'static str]| -> Vec<&'static str> {
        let wanted = |name: &&&str| args.explain || **name != OPTIONAL;
        columns.iter().filter(wanted).copied().collect()
    };
    output::rows(
        out,
        args.format,
        &shown(&COLUMNS),
        rows.iter().map(|row| {
            vec![
                text(&row.article.id),
                row.article
                    .date
                    .map_or(Value::Null, |d| json!(d.to_string())),
                text(&row.article.outlet),
                text(&row.article.title),
                json!(row.sentence),
                text(&row.source),
                text(&row.target),
                row.label.map_or(Value::Null, |l| json!(l.as_str())),
                row.score.map_or(Value::Null, |s| json!(s)),
                text(&row.text),
                text(&row.article.url),
                text(row.carried),
                text(&cues(row)),
                text(row.class.map_or("", Class::as_str)),
            ]
            .into_iter()
            .zip(COLUMNS)
            .filter(|(_, name)| args.explain || *name != OPTIONAL)
            .map(|(cell, _)| cell)
            .collect()
        }),
    )
}

/// `slammed -2.13; disruptive -0.80`: above 0 speaks for positive.
fn cues(row: &JudgedSentence) -> String {
    row.cues
        .iter()
        .map(|c| format!("{} {:+.2}", c.name, c.contribution))
        .collect::<Vec<_>>()
        .join("; ")
}
