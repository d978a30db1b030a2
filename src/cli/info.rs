//! `demarche info`: what a store holds.

use std::io::Write;

use crate::model::{DateFlag, Label};
use crate::pipeline;
use crate::store::Store;
use crate::tally::Summary;
use serde_json::{Value, json};

use crate::cli::args::{self, General};
use crate::cli::progress::Progress;
use crate::cli::{output, setup, stories};

/// Outlets and actors shown to people.
const SHOWN: usize = 15;

/// Counts and prints.
pub fn run(general: &General, args: &args::Info) -> anyhow::Result<()> {
    let store = Store::open(&args.store)?;
    let lens = setup::lens(&args.lens);
    let scan = setup::scan(general, &store, &lens, args.stories.dedup)?;
    let summary = pipeline::tally(
        &scan,
        general.threads(),
        &Progress::new(general),
        Summary::default,
    )?;
    let told = stories::list(general, &scan, &args.list)?;
    let undecoded = store.undecoded_count()?;
    let balance = store.balance()?;
    let rejects = balance.rejects;
    let state = store.state();
    let names = scan.names();
    let named = |names: &[String], number: u32| {
        names
            .get(number as usize)
            .filter(|n| !n.is_empty())
            .cloned()
            .unwrap_or_else(|| "(none)".into())
    };
    let ranked = |counts: &std::collections::BTreeMap<u32, u64>, names: &[String]| {
        let mut list: Vec<(String, u64)> =
            counts.iter().map(|(&n, &c)| (named(names, n), c)).collect();
        list.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        list
    };
    let outlets = ranked(&summary.outlets, &names.outlets);
    let languages = ranked(&summary.languages, &names.languages);
    let actors = ranked(&summary.actors, &names.actors);
    let mut out = std::io::stdout().lock();
    if args.json {
        let list = |list: &[(String, u64)]| -> Value {
            list.iter()
                .map(|(name, n)| json!({"name": name, "articles": n}))
                .collect()
        };
        let flags: serde_json::Map<String, Value> = DateFlag::ALL
            .iter()
            .map(|&f| (f.as_str().to_owned(), json!(summary.with_date_flag(f))))
            .collect();
        let mut value = json!({
            "store": args.store.display().to_string(),
            "format": state.format,
            "version": state.version,
            "finished": state.finished,
            "dictionary": state.identity.dictionary,
            "model": state.identity.model,
            "identity": state.identity.digest(),
            "made_with": state.identity.all(),
            "records": balance.totals.records(),
            "totals": {
                "records": balance.totals.records(),
                "articles": balance.articles,
                "rejects": balance.rejects,
                "duplicates": balance.totals.duplicates(),
                "outdated_rejects": balance.totals.outdated,
                "deleted": balance.totals.deleted,
                "reconcile": balance.holds(),
            },
            "rejects": rejects,
            "articles": summary.articles,
            "stories": summary.stories,
            "sentences": summary.sentences,
            "first_date": summary.first_date().map(|d| d.to_string()),
            "last_date": summary.last_date().map(|d| d.to_string()),
            "dates": flags,
            "undecoded": undecoded,
            "spikes": summary.spikes().iter().map(|s| json!({"day": s.day.to_string(), "articles": s.articles})).collect::<Vec<_>>(),
            "mentions": {"actor": summary.mentions[0], "place": summary.mentions[1]},
            "judgements": by_label(summary.judgements),
            "tones": by_label(summary.tones),
            "outlets": list(&outlets),
            "languages": list(&languages),
            "actors": list(&actors),
            "inputs": state.inputs.iter().map(|i| json!({"name": i.name, "records": i.records, "bytes": i.size, "done": i.done, "digest": format!("{:016x}", i.digest)})).collect::<Vec<_>>(),
        });
        if let Some(told) = &told {
            value["largest_stories"] = stories::to_json(&scan, told)?;
        }
        writeln!(out, "{}", serde_json::to_string_pretty(&value)?)?;
        return Ok(setup::reconcile(&store, &balance)?);
    }
    let n = output::number;
    writeln!(out, "store       {}", balance.line(&n))?;
    let made_with: Vec<String> = state
        .identity
        .all()
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    writeln!(out, "made with   {}", made_with.join(" "))?;
    writeln!(out, "articles    {}", n(summary.articles))?;
    writeln!(out, "stories     {}", n(summary.stories))?;
    writeln!(out, "rejects     {}", n(rejects))?;
    writeln!(out, "sentences   {}", n(summary.sentences))?;
    if let (Some(first), Some(last)) = (summary.first_date(), summary.last_date()) {
        writeln!(out, "dates       {first} to {last}")?;
    }
    for flag in DateFlag::ALL {
        let count = summary.with_date_flag(flag);
        if count > 0 {
            let share = 100.0 * count as f64 / summary.articles.max(1) as f64;
            writeln!(
                out,
                "  {:<9} {:>10}  {share:5.1} %",
                flag.as_str(),
                n(count)
            )?;
        }
    }
    if undecoded > 0 {
        writeln!(
            out,
            "  warning: {} articles of the store hold characters that are not certain: bytes outside the encoding of their input, or \u{fffd} in it",
            n(undecoded)
        )?;
    }
    output::spikes(&mut out, &summary.spikes())?;
    writeln!(
        out,
        "mentions    {} as actors, {} as places",
        n(summary.mentions[0]),
        n(summary.mentions[1])
    )?;
    let [negative, neutral, positive] = summary.judgements;
    writeln!(
        out,
        "attitudes   {} negative, {} neutral, {} positive",
        n(negative),
        n(neutral),
        n(positive)
    )?;
    for (title, list) in [
        ("languages", &languages),
        ("outlets", &outlets),
        ("actors", &actors),
    ] {
        writeln!(out, "{title}")?;
        for (name, count) in list.iter().take(SHOWN) {
            writeln!(out, "  {:>10}  {name}", n(*count))?;
        }
        if list.len() > SHOWN {
            writeln!(
                out,
                "              … and {} more",
                n((list.len() - SHOWN) as u64)
            )?;
        }
    }
    if let Some(told) = &told {
        stories::print(&mut out, &scan, told)?;
    }
    if !state.finished {
        writeln!(
            out,
            "The last ingest was broken off; run it again to read the rest."
        )?;
    }
    Ok(setup::reconcile(&store, &balance)?)
}

fn by_label(counts: [u64; 3]) -> Value {
    let parts: serde_json::Map<String, Value> = Label::ALL
        .iter()
        .zip(counts)
        .map(|(l, n)| (l.as_str().to_owned(), json!(n)))
        .collect();
    Value::Object(parts)
}
