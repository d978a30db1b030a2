//! `demarche info`: what a store holds.

use std::io::Write;

use serde_json::{Value, json};

use crate::analysis::{self, ModelOptions};
use crate::export::PartialFile;
use crate::extract::MOST_ACTORS;
use crate::model::{Coverage, DateFlag, Label, coverage_warnings};
use crate::pipeline;
use crate::store::{Balance, Store};
use crate::tally::{Covered, Summary};
use crate::text::{MOST_SENTENCES, MOST_TOKENS};

use crate::cli::args::{self, General};
use crate::cli::progress::Progress;
use crate::cli::{output, setup, stories};

/// Outlets and actors shown to people.
const SHOWN: usize = 15;

/// Names with the number of their articles, those of most articles first.
type Ranked = Vec<(String, u64)>;

/// What is told of a store.
struct Told<'a> {
    store: &'a Store,
    balance: Balance,
    undecoded: u64,
    cut: u64,
    summary: Summary,
    languages: Ranked,
    outlets: Ranked,
    actors: Ranked,
    coverage: Vec<Coverage>,
    repeated: u64,
    incomplete: u64,
}

/// Counts and prints.
pub fn run(general: &General, args: &args::Info) -> anyhow::Result<()> {
    let store = Store::open(&args.store)?;
    if let Some(path) = &args.list.members {
        // Made sure of before the work; the file itself is written at the end.
        PartialFile::create(path)?;
    }
    let (threads, progress) = (general.threads(), Progress::new(general));
    let dictionary = ModelOptions::with_files(&args.dictionary).dictionary()?;
    let lens = setup::lens(general, &store, &dictionary, &args.lens.lens())?;
    let scan = analysis::scan(&store, &lens, args.stories.dedup, threads, &progress)?;
    let both = || (Summary::default(), Covered::default());
    let (summary, covered) = pipeline::tally(&scan, threads, &progress, both)?;
    let stories = stories::list(general, &scan, &args.list)?;
    let names = scan.names();
    let told = Told {
        store: &store,
        balance: store.balance()?,
        undecoded: store.undecoded_count()?,
        cut: store.cut_count()?,
        languages: ranked(summary.languages.clone(), &names.languages),
        outlets: ranked(summary.outlets.clone(), &names.outlets),
        actors: ranked(
            summary.actors.iter().map(|(&actor, &n)| (Some(actor), n)),
            &names.actors,
        ),
        coverage: covered.rows(names),
        repeated: covered.repeated,
        incomplete: covered.incomplete,
        summary,
    };
    let mut out = output::People(std::io::stdout().lock());
    if args.json {
        let mut value = told.json();
        if let Some(stories) = &stories {
            value["largest_stories"] = stories::to_json(&scan, stories)?;
        }
        let text = serde_json::to_string_pretty(&value)?;
        writeln!(out, "{}", output::json_text(&text))?;
    } else {
        told.print(&mut out)?;
        told.print_names(&mut out)?;
        if let Some(stories) = &stories {
            stories::print(&mut out, &scan, stories)?;
        }
        if !store.state().finished {
            writeln!(
                out,
                "The last ingest was broken off; run it again to read the rest."
            )?;
        }
    }
    Ok(analysis::reconcile(&store, &told.balance)?)
}

fn ranked<I: Into<usize>>(
    counts: impl IntoIterator<Item = (Option<I>, u64)>,
    names: &[String],
) -> Ranked {
    let named = |index: Option<I>| {
        index
            .and_then(|index| names.get(index.into()))
            .filter(|n| !n.is_empty())
            .cloned()
            .unwrap_or_else(|| "(none)".into())
    };
    let mut list: Ranked = counts.into_iter().map(|(n, c)| (named(n), c)).collect();
    list.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    list
}

impl Told<'_> {
    /// Articles without a mention read as an actor.
    fn without_actor(&self) -> u64 {
        self.coverage.iter().map(|row| row.without_actor).sum()
    }

    fn json(&self) -> Value {
        let list = |list: &Ranked| -> Value {
            list.iter()
                .map(|(name, n)| json!({"name": name, "articles": n}))
                .collect()
        };
        let (summary, balance, state) = (&self.summary, &self.balance, self.store.state());
        let flags: serde_json::Map<String, Value> = DateFlag::ALL
            .iter()
            .map(|&f| (f.as_str().to_owned(), json!(summary.with_date_flag(f))))
            .collect();
        json!({
            "store": self.store.path().display().to_string(),
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
            "rejects": balance.rejects,
            "articles": summary.articles,
            "stories": summary.stories,
            "sentences": summary.sentences,
            "first_date": summary.first_date().map(|d| d.to_string()),
            "last_date": summary.last_date().map(|d| d.to_string()),
            "dates": flags,
            "undecoded": self.undecoded,
            "cut": self.cut,
            "latest_date": state.latest_date,
            "spikes": summary.spikes().iter().map(|s| json!({"day": s.day.to_string(), "articles": s.articles})).collect::<Vec<_>>(),
            "mentions": {"actor": summary.mentions[0], "place": summary.mentions[1]},
            "judgements": by_label(summary.judgements),
            "tones": by_label(summary.tones),
            "outlets": list(&self.outlets),
            "languages": list(&self.languages),
            "actors": list(&self.actors),
            "without_actor": self.without_actor(),
            "coverage": self.coverage,
            "repeated_sentences": self.repeated,
            "incomplete_articles": self.incomplete,
            "inputs": state.inputs.iter().map(|i| json!({"name": i.name, "records": i.records, "bytes": i.size, "done": i.done, "digest": format!("{:016x}", i.digest)})).collect::<Vec<_>>(),
        })
    }

    /// The counts for people.
    fn print(&self, out: &mut dyn Write) -> std::io::Result<()> {
        let n = output::number;
        let summary = &self.summary;
        writeln!(out, "store       {}", self.balance.line(&n))?;
        let made_with: Vec<String> = self
            .store
            .state()
            .identity
            .all()
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        writeln!(out, "made with   {}", made_with.join(" "))?;
        writeln!(out, "articles    {}", n(summary.articles))?;
        writeln!(out, "stories     {}", n(summary.stories))?;
        writeln!(out, "rejects     {}", n(self.balance.rejects))?;
        writeln!(out, "sentences   {}", n(summary.sentences))?;
        if let (Some(first), Some(last)) = (summary.first_date(), summary.last_date()) {
            writeln!(out, "dates       {first} to {last}")?;
        }
        for flag in DateFlag::ALL {
            let count = summary.with_date_flag(flag);
            if count > 0 {
                let share = 100.0 * count as f64 / summary.articles.max(1) as f64;
                let name = flag.as_str();
                writeln!(out, "  {name:<9} {:>10}  {share:5.1} %", n(count))?;
            }
        }
        if self.cut > 0 {
            writeln!(
                out,
                "  warning: {} articles of the store have more than {MOST_SENTENCES} sentences, {MOST_TOKENS} words or {MOST_ACTORS} actors; their findings end there",
                n(self.cut)
            )?;
        }
        if self.undecoded > 0 {
            writeln!(
                out,
                "  warning: {} articles of the store hold characters that are not certain: bytes outside the encoding of their input, or \u{fffd} in it",
                n(self.undecoded)
            )?;
        }
        output::spikes(out, &summary.spikes())?;
        writeln!(out, "repeated    {} sentences", n(self.repeated))?;
        if self.incomplete > 0 {
            writeln!(out, "incomplete  {} articles", n(self.incomplete))?;
        }
        writeln!(out, "no actor    {} articles", n(self.without_actor()))?;
        for warning in coverage_warnings(&self.coverage).iter().take(SHOWN) {
            writeln!(out, "  warning: {}", output::visible_line(warning))?;
        }
        let [actors, places] = summary.mentions.map(n);
        writeln!(out, "mentions    {actors} as actors, {places} as places")?;
        let [negative, neutral, positive] = summary.judgements.map(n);
        writeln!(
            out,
            "attitudes   {negative} negative, {neutral} neutral, {positive} positive"
        )
    }

    /// Languages, outlets and actors for people.
    fn print_names(&self, out: &mut dyn Write) -> std::io::Result<()> {
        let n = output::number;
        for (title, list) in [
            ("languages", &self.languages),
            ("outlets", &self.outlets),
            ("actors", &self.actors),
        ] {
            writeln!(out, "{title}")?;
            for (name, count) in list.iter().take(SHOWN) {
                writeln!(out, "  {:>10}  {name}", n(*count))?;
            }
            if list.len() > SHOWN {
                let more = n((list.len() - SHOWN) as u64);
                writeln!(out, "              … and {more} more")?;
            }
        }
        Ok(())
    }
}

fn by_label(counts: [u64; 3]) -> Value {
    let parts: serde_json::Map<String, Value> = Label::ALL
        .iter()
        .zip(counts)
        .map(|(l, n)| (l.as_str().to_owned(), json!(n)))
        .collect();
    Value::Object(parts)
}
