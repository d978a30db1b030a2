//! `demarche evidence`: the sentences behind a number.

use std::io::Write;
use std::sync::Arc;

use anyhow::bail;
use serde_json::{Value, json};

use crate::analysis;
use crate::export::PartialFile;
use crate::model::{ActorType, Class};
use crate::pipeline::{Evidence, Explain, JudgedSentence, Wanted};
use crate::stance::Tier;
use crate::store::Store;
use crate::tally::Readings;

use crate::cli::args::{self, General, RowFormat};
use crate::cli::output;
use crate::cli::progress::Progress;

const COLUMNS: [&str; 16] = [
    "Article",
    "Date",
    "Outlet",
    "Title",
    "Sentence",
    "Source",
    "Target",
    "Label",
    "Score",
    "Text",
    "Url",
    "Carried",
    "Cues",
    "Class",
    "SourceSpans",
    "TargetSpans",
];

/// Whether a column stands there: some do only where they are asked for.
fn is_shown(column: &str, args: &args::Evidence) -> bool {
    match column {
        "Cues" => args.explain,
        "SourceSpans" | "TargetSpans" => args.spans,
        _ => true,
    }
}

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
    if args.explain {
        same_tier(&store, model.tier)?;
    }
    let dictionary = model.dictionary()?;
    // Whoever asks for an outlet means it as an actor.
    let asked = [&args.source, &args.target, &args.pair];
    let asked = asked.into_iter().flatten().flat_map(|ids| ids.split(','));
    let outlets = args.outlets_as_actors
        || asked.map(str::trim).any(|id| {
            let known = dictionary.find(id);
            known.is_some_and(|index| dictionary.actor(index).kind == ActorType::Outlet)
        });
    let evidence = Evidence {
        wanted,
        all_readings: args.readings == Readings::All,
        roll_up: analysis::groups(scan.names(), &dictionary, args.roll_up, outlets),
        explain: if args.explain || args.spans {
            Some(Explain {
                dictionary: Arc::clone(&dictionary),
                model: model.judging()?,
                settings: model.stance,
                default_language: model.default_language.clone(),
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
        format_args!(
            "{} of {} {}",
            n(rows.len()),
            n(found),
            if args.articles {
                "articles"
            } else {
                "sentences"
            }
        ),
    );
    if args.explain {
        output::say(general, format_args!("{}", of_tier(model.tier)));
    }
    Ok(())
}

/// Makes sure that the explanation is of the model that the scores are of.
fn same_tier(store: &Store, tier: Tier) -> anyhow::Result<()> {
    let stored = store.state().identity.tier();
    if stored != tier.as_str() {
        bail!(
            "{}: the scores in the store are of the {stored} tier; give --model {stored} with --explain",
            store.path().display()
        );
    }
    Ok(())
}

/// What is to be proved.
fn wanted(args: &args::Evidence) -> anyhow::Result<Wanted> {
    Ok(match &args.pair {
        Some(pair) => {
            let Some((one, other)) = pair.split_once(',') else {
                bail!("--pair {pair}: write two actor ids with a comma between, such as RUS,CHN");
            };
            let (one, other) = (one.trim().to_owned(), other.trim().to_owned());
            if args.articles {
                Wanted::Articles { one, other }
            } else {
                Wanted::Pair { one, other }
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
            let place = if args.articles {
                output::visible_line(&row.article.id)
            } else {
                format!("{}:{}", output::visible_line(&row.article.id), row.sentence)
            };
            let text = if args.articles {
                &row.article.title
            } else {
                &row.text
            };
            let outlet = output::visible_line(&row.article.outlet);
            writeln!(out, "{date} {outlet} [{place}] {who}{verdict}")?;
            writeln!(out, "    {}", output::visible_line(text))?;
            if args.explain {
                writeln!(out, "    because of: {}", cues(row))?;
            }
        }
        return Ok(());
    }
    let shown: Vec<&str> = COLUMNS
        .into_iter()
        .filter(|column| is_shown(column, args))
        .collect();
    output::rows(
        out,
        args.format,
        &shown,
        rows.iter().map(|row| {
            vec![
                text(&row.article.id),
                row.article
                    .date
                    .map_or(Value::Null, |d| json!(d.to_string())),
                text(&row.article.outlet),
                text(&row.article.title),
                if args.articles {
                    Value::Null
                } else {
                    json!(row.sentence)
                },
                text(&row.source),
                text(&row.target),
                row.label.map_or(Value::Null, |l| json!(l.as_str())),
                row.score.map_or(Value::Null, |s| json!(s)),
                text(&row.text),
                text(&row.article.url),
                text(row.carried),
                text(&cues(row)),
                text(row.class.map_or("", Class::as_str)),
                text(&spans(&row.source_spans)),
                text(&spans(&row.target_spans)),
            ]
            .into_iter()
            .zip(COLUMNS)
            .filter(|(_, column)| is_shown(column, args))
            .map(|(cell, _)| cell)
            .collect()
        }),
    )
}

/// Which tier the cues explain.
fn of_tier(tier: Tier) -> &'static str {
    match tier {
        Tier::Fast => "scores and cues are those of the fast tier",
        Tier::Deep => {
            "scores are those of the deep tier, which cannot name single words; cues are those of the fast tier, which is a part of it"
        }
    }
}

/// `0-6;20-25`: characters from the first to one past the last.
fn spans(places: &[(u32, u32)]) -> String {
    let each = places.iter().map(|(start, end)| format!("{start}-{end}"));
    each.collect::<Vec<_>>().join(";")
}

/// `slammed -2.13; disruptive -0.80`: above 0 speaks for positive.
fn cues(row: &JudgedSentence) -> String {
    row.cues
        .iter()
        .map(|c| format!("{} {:+.2}", c.name, c.contribution))
        .collect::<Vec<_>>()
        .join("; ")
}
