//! From what was typed to what the library takes.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::actors::Dictionary;
use crate::model::Date;
use crate::pipeline::{self, Ingest};
use crate::source;
use crate::stance::{LabelRule, Settings, StanceModel};
use crate::store::{Balance, Dedup, Lens, Names, Scan, Store, StoreError};
use crate::tables::ActorLabels;
use crate::tally::RollUp;
use anyhow::Context;

use crate::cli::args::{self, General, LensArgs, ModelArgs, ReadArgs};
use crate::cli::progress::Progress;

/// The dictionary that the options ask for.
pub fn dictionary(args: &ModelArgs) -> anyhow::Result<Arc<Dictionary>> {
    if args.dictionary.is_empty() {
        return Ok(Arc::new(Dictionary::builtin()?));
    }
    let mut files = Vec::new();
    for path in &args.dictionary {
        let bytes = std::fs::read(path)
            .with_context(|| format!("{}: the dictionary cannot be read", path.display()))?;
        files.push((path.display().to_string(), bytes));
    }
    Ok(Arc::new(Dictionary::with_files(!args.no_builtin, &files)?))
}

/// Settings of the judge.
pub fn stance(args: &ModelArgs) -> Settings {
    Settings {
        label_rule: label_rule(args.label_rule),
        window: args.window,
        ..Settings::default()
    }
}

/// The decision rule.
pub fn label_rule(rule: args::LabelRule) -> LabelRule {
    match rule {
        args::LabelRule::Argmax => LabelRule::Argmax,
        args::LabelRule::Balanced => LabelRule::Balanced,
    }
}

/// Today by the clock of the system (UTC).
pub fn today() -> Date {
    let seconds = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |d| d.as_secs());
    Date::from_days(i32::try_from(seconds / 86_400).unwrap_or(i32::MAX))
}

/// The ingest that the options ask for.
pub fn ingest(general: &General, read: &ReadArgs, model: &ModelArgs) -> anyhow::Result<Ingest> {
    let mut ingest = annotation(general, model)?;
    let mut options = source::Options::default();
    for assignment in &read.map {
        options
            .fields
            .add(assignment)
            .map_err(|e| anyhow::anyhow!("--map {e}"))?;
    }
    options.date_order = read.date_order.map(|order| match order {
        args::DateOrder::Dmy => source::DateOrder::DayFirst,
        args::DateOrder::Mdy => source::DateOrder::MonthFirst,
    });
    // A day of grace: it may be tomorrow where the article was written.
    options.latest = Some(Date::from_days(today().days() + 1));
    options.default_outlet.clone_from(&read.default_outlet);
    options.record_limit = read.record_limit as usize * 1_000_000;
    options.decompressed_limit = u64::from(read.decompressed_limit) * 1_000_000_000;
    options.ratio_limit = u64::from(read.ratio_limit);
    options.archive_depth = usize::from(read.archive_depth);
    options.nesting_limit = usize::from(read.nesting_limit);
    options.decoder_memory = (read.decoder_memory as usize) << 20;
    if let Some(pattern) = &read.path_pattern {
        let pattern = pattern
            .parse()
            .map_err(|e: String| anyhow::anyhow!("--path-pattern {pattern}: {e}"))?;
        options.path_pattern = Some(pattern);
    }
    options.delimiter = match read.delimiter.as_deref() {
        None => None,
        Some("tab" | "\\t" | "\t") => Some(b'\t'),
        Some(mark) if mark.len() == 1 => mark.bytes().next(),
        Some(mark) => anyhow::bail!("--delimiter {mark}: write one character, or tab"),
    };
    ingest.source = options;
    ingest.memory = read.memory as usize * 1_000_000;
    ingest.commit_bytes = u64::from(read.commit_mb) * 1_000_000;
    ingest.commit_after = Duration::from_secs(u64::from(read.commit_seconds));
    Ok(ingest)
}

/// An ingest for text that is in the store already.
pub fn annotation(general: &General, model: &ModelArgs) -> anyhow::Result<Ingest> {
    let mut ingest = Ingest::new(dictionary(model)?, Arc::new(StanceModel::builtin()?));
    ingest.stance = stance(model);
    ingest.threads = general.threads();
    Ok(ingest)
}

/// Each actor as the state that it belongs to; one without a state as itself.
pub fn countries(names: &Names, dictionary: &Dictionary) -> Arc<RollUp> {
    let known = |id: &str| {
        dictionary
            .find(id)
            .map(|index| dictionary.actor(index).clone())
    };
    let labels = ActorLabels::new(&known, &names.discovered);
    Arc::new(RollUp::new(&names.actors, |id| {
        let country = labels.info(id).country;
        if country.is_empty() {
            id.to_owned()
        } else {
            country
        }
    }))
}

/// The lens.
pub fn lens(args: &LensArgs) -> Lens {
    Lens {
        query: args.query.clone().unwrap_or_default(),
        from: args.from,
        to: args.to,
        outlets: args.outlet.clone(),
        actors: args.actor.clone(),
        languages: args.lang.clone(),
    }
}

/// A walk over the articles that the lens lets through, with the stories of the store.
pub fn scan<'s>(
    general: &General,
    store: &'s Store,
    lens: &Lens,
    dedup: args::Dedup,
) -> anyhow::Result<Scan<'s>> {
    let stories = pipeline::stories(store, general.threads(), &Progress::new(general))?;
    let dedup = match dedup {
        args::Dedup::None => Dedup::None,
        args::Dedup::Exact => Dedup::Exact,
        args::Dedup::Story => Dedup::Story,
    };
    Ok(store.scan(lens)?.with_stories(stories, dedup))
}

/// Makes sure that every record ever read into a store is accounted for.
pub fn reconcile(store: &Store, balance: &Balance) -> Result<(), StoreError> {
    if balance.holds() {
        return Ok(());
    }
    Err(StoreError::Totals {
        path: store.path().to_owned(),
        detail: balance.line(&crate::cli::output::number),
    })
}

/// Opens a file for reading, or standard input for nothing and `-`.
pub fn open(path: Option<&Path>) -> anyhow::Result<Box<dyn std::io::BufRead>> {
    match path {
        None => Ok(Box::new(std::io::stdin().lock())),
        Some(path) if path == Path::new("-") => Ok(Box::new(std::io::stdin().lock())),
        Some(path) => {
            let file = std::fs::File::open(path)
                .with_context(|| format!("{}: cannot be opened", path.display()))?;
            Ok(Box::new(std::io::BufReader::with_capacity(1 << 20, file)))
        }
    }
}
