//! `demarche evidence`: the sentences behind a number.

use std::io::Write;
use std::sync::Arc;

use anyhow::bail;
use hashbrown::HashMap;
use serde_json::{Value, json};

use crate::actors::Dictionary;
use crate::analysis::{self, EvidenceChoice, Selected};
use crate::export::PartialFile;
use crate::model::{ActorType, Class, StoryIndex};
use crate::pipeline::{Evidence, JudgedSentence, Wanted, story_names};
use crate::stance::Tier;
use crate::store::Store;
use crate::tally::Readings;

use crate::cli::args::{self, General, RowFormat};
use crate::cli::output;
use crate::cli::progress::Progress;
use crate::cli::setup;

const COLUMNS: [&str; 20] = [
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
    "Story",
    "Marked",
    "Why",
    "Weight",
];

/// Whether a column stands there; some do only where they are asked for.
fn is_shown(args: &args::Evidence, column: &str) -> bool {
    match column {
        "Cues" | "Why" => args.explain,
        "SourceSpans" | "TargetSpans" => args.spans,
        "Marked" => args.explain && !args.no_text,
        "Story" => args.by_story,
        "Weight" => args.sample.is_some(),
        _ => true,
    }
}

/// Gathers and prints.
pub fn run(general: &General, args: &args::Evidence) -> anyhow::Result<()> {
    let store = Store::open(&args.store)?;
    let model = args.model.options();
    if args.explain {
        same_tier(&store, model.tier)?;
    }
    let dictionary = model.dictionary()?;
    let wanted = wanted(args, &analysis::Known::new(&store, &dictionary)?)?;
    let target = args
        .output
        .as_ref()
        .map(|path| PartialFile::create(path))
        .transpose()?;
    let progress = Progress::new(general);
    let threads = general.threads();
    let lens = setup::lens(general, &store, &dictionary, &args.lens.lens())?;
    // Finding stories reads the whole store.
    let scan = if args.by_story {
        analysis::scan(&store, &lens, args.stories.dedup, threads, &progress)?
    } else {
        analysis::scan_articles(&store, &lens, args.stories.dedup, threads, &progress)?
    };
    let outlets = args.outlets_as_actors || names_outlet(&wanted, &dictionary);
    let in_table = args.format == RowFormat::Table && !args.articles;
    let evidence = Evidence {
        wanted,
        all_readings: args.readings == Readings::All,
        roll_up: analysis::groups(scan.names(), &dictionary, args.roll_up, outlets),
        explain: if args.explain || args.spans || in_table {
            Some(model.explain(Arc::clone(&dictionary))?)
        } else {
            None
        },
        threads,
    };
    let mut kept = choice(args).apply(evidence.gather(&scan, &progress)?);
    if args.no_text {
        for row in &mut kept.rows {
            (row.text, row.article.title) = (String::new(), String::new());
        }
    }
    let found = Found {
        stories: if args.by_story {
            story_names(&scan)?
        } else {
            HashMap::new()
        },
        kept,
    };
    if let Some(mut file) = target {
        print(&mut file, args, &found)?;
        file.finish()?;
    } else {
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        print(&mut out, args, &found)?;
        out.flush()?;
    }
    let n = |n: usize| output::number(n as u64);
    let Selected { rows, found, .. } = &found.kept;
    let what = if args.articles {
        "articles"
    } else {
        "sentences"
    };
    output::say(
        general,
        format_args!("{} of {} {what}", n(rows.len()), n(*found)),
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

/// Which tier the cues explain.
fn of_tier(tier: Tier) -> &'static str {
    match tier {
        Tier::Fast => "scores and cues are those of the fast tier",
        Tier::Deep => {
            "scores are those of the deep tier, which cannot name single words; cues are those of the fast tier, which is a part of it"
        }
    }
}

/// Whether an outlet is asked for: whoever asks for one means it as an actor.
fn names_outlet(wanted: &Wanted, dictionary: &Dictionary) -> bool {
    let asked = match wanted {
        Wanted::Stance { source, target } => [source.as_ref(), target.as_ref()],
        Wanted::Tone { target } => [None, target.as_ref()],
        Wanted::Pair { one, other } | Wanted::Articles { one, other } => [Some(one), Some(other)],
    };
    asked.into_iter().flatten().any(|id| {
        let known = dictionary.find(id);
        known.is_some_and(|index| dictionary.actor(index).kind == ActorType::Outlet)
    })
}

/// Which of the sentences are shown, in which order.
fn choice(args: &args::Evidence) -> EvidenceChoice {
    EvidenceChoice {
        labels: args.label.clone(),
        sample: args.sample,
        strata: args.stratify.clone(),
        seed: args.seed,
        order: args.sort,
        by_story: args.by_story,
        limit: args.limit,
    }
}

/// The sentences that are shown, and the stories of their articles.
struct Found {
    stories: HashMap<StoryIndex, String>,
    kept: Selected,
}

impl Found {
    /// The id of the earliest article of a row's story.
    fn story<'a>(&'a self, row: &'a JudgedSentence) -> &'a str {
        let first = row.story.and_then(|story| self.stories.get(&story));
        first.unwrap_or(&row.article.id)
    }
}

/// What is to be proved.
fn wanted(args: &args::Evidence, known: &analysis::Known<'_>) -> anyhow::Result<Wanted> {
    let actor = |typed: &Option<String>| typed.as_ref().map(|t| known.actor(t)).transpose();
    Ok(match &args.pair {
        Some(pair) => {
            let Some((one, other)) = pair.split_once(',') else {
                bail!("--pair {pair}: write two actor ids with a comma between, such as RUS,CHN");
            };
            let (one, other) = (known.actor(one)?, known.actor(other)?);
            if args.articles {
                Wanted::Articles { one, other }
            } else {
                Wanted::Pair { one, other }
            }
        }
        None if args.tone => Wanted::Tone {
            target: actor(&args.target)?,
        },
        None => Wanted::Stance {
            source: actor(&args.source)?,
            target: actor(&args.target)?,
        },
    })
}

fn print(out: &mut dyn Write, args: &args::Evidence, found: &Found) -> anyhow::Result<()> {
    if args.format == RowFormat::Table {
        return for_reading(&mut output::People(out), args, found);
    }
    let text = |value: &str| {
        if value.is_empty() {
            Value::Null
        } else {
            json!(value)
        }
    };
    let shown = |name: &&str| is_shown(args, name);
    let columns: Vec<&str> = COLUMNS.iter().copied().filter(shown).collect();
    let rows = &found.kept.rows;
    output::rows(
        out,
        args.format,
        &columns,
        rows.iter().enumerate().map(|(place, row)| {
            let weight = found.kept.weights.get(place);
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
                text(found.story(row)),
                text(&row.marked()),
                text(&row.why()),
                weight.map_or(Value::Null, |w| json!(w)),
            ]
            .into_iter()
            .zip(COLUMNS)
            .filter(|(_, name)| is_shown(args, name))
            .map(|(cell, _)| cell)
            .collect()
        }),
    )
}

/// The sentences for reading. With `--by-story`, a sentence that several articles of a story have stands once.
fn for_reading(out: &mut dyn Write, args: &args::Evidence, found: &Found) -> anyhow::Result<()> {
    let key = |row: &JudgedSentence| {
        let story = found.story(row).to_owned();
        (
            story,
            row.source.clone(),
            row.target.clone(),
            row.text.clone(),
        )
    };
    let rows = &found.kept.rows;
    let mut copies: HashMap<_, Vec<&JudgedSentence>> = HashMap::default();
    if args.by_story && !args.no_text {
        for row in rows {
            copies.entry(key(row)).or_default().push(row);
        }
    }
    for row in rows {
        let same = copies.get(&key(row)).map_or(&[][..], Vec::as_slice);
        if same.first().is_some_and(|first| !std::ptr::eq(*first, row)) {
            continue;
        }
        let place = |row: &JudgedSentence| {
            let date = row.article.date.map(|d| d.to_string()).unwrap_or_default();
            let outlet = output::visible_line(&row.article.outlet);
            let id = output::visible_line(&row.article.id);
            if args.articles {
                format!("{date} {outlet} [{id}]")
            } else {
                format!("{date} {outlet} [{id}:{}]", row.sentence)
            }
        };
        let verdict = match (row.label, row.score) {
            (Some(label), Some(score)) => format!(" {} {score:+.2}", label.as_str()),
            _ => String::new(),
        };
        let who = if row.source.is_empty() {
            row.target.clone()
        } else {
            format!("{} → {}", row.source, row.target)
        };
        writeln!(out, "{} {who}{verdict}", place(row))?;
        let shown = if args.articles {
            row.article.title.clone()
        } else {
            row.marked()
        };
        if !shown.is_empty() {
            writeln!(out, "    {}", output::visible_line(&shown))?;
        }
        if args.explain && row.score.is_some() {
            let why = match row.why() {
                why if why.is_empty() => "no single word; the sentence as a whole".to_owned(),
                why => why,
            };
            writeln!(out, "    because of: {}", output::visible_line(&why))?;
        }
        for copy in same.iter().skip(1) {
            writeln!(out, "    also in: {}", place(copy))?;
        }
    }
    Ok(())
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
