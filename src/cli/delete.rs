//! `demarche delete`: removes articles from a store.

use crate::actors::Dictionary;
use crate::store::{Doomed, Store, StoreWriter};
use anyhow::Context;

use crate::cli::args::{self, General};
use crate::cli::{output, setup};

/// Ids not found that are spelt out.
const SHOWN: usize = 20;

/// Removes them and says how many they were.
pub fn run(general: &General, args: &args::Delete) -> anyhow::Result<()> {
    let mut lens = args.lens.lens();
    if !lens.is_open() {
        let store = Store::open(&args.store)?;
        let dictionary = Dictionary::builtin()?;
        lens = setup::lens(general, &store, &dictionary, &lens)?;
    }
    let ids = match &args.id_file {
        None => Vec::new(),
        Some(path) => {
            let text = setup::read_whole(Some(path))
                .with_context(|| format!("{}: the ids cannot be read", path.display()))?;
            let text = String::from_utf8(text)
                .with_context(|| format!("{}: the ids are not UTF-8", path.display()))?;
            text.trim_start_matches('\u{feff}')
                .lines()
                .map(|line| line.trim_end_matches('\r').to_owned())
                .filter(|id| !id.trim().is_empty())
                .collect()
        }
    };
    let doomed = if args.gone {
        Doomed::Gone
    } else if args.id_file.is_some() {
        Doomed::Ids(&ids)
    } else {
        // The parser has made sure of a condition; an empty query is none.
        anyhow::ensure!(
            !lens.is_open(),
            "no condition is given: that would be all articles. Remove the folder of the store instead"
        );
        Doomed::Lens(&lens)
    };
    let n = output::number;
    let (chosen, balance) = if args.dry_run {
        (Store::open(&args.store)?.choose(doomed)?, None)
    } else {
        StoreWriter::delete(&args.store, doomed, args.purge)?
    };
    for id in chosen.unknown.iter().take(SHOWN) {
        output::say(general, format_args!("warning: there is no article '{id}'"));
    }
    if chosen.unknown.len() > SHOWN {
        let more = n((chosen.unknown.len() - SHOWN) as u64);
        output::say(general, format_args!("warning: … and {more} ids more"));
    }
    let verb = if args.dry_run {
        "would be deleted"
    } else {
        "deleted"
    };
    output::say(
        general,
        format_args!(
            "{} articles {verb}; store: {}",
            n(chosen.articles()),
            args.store.display()
        ),
    );
    if let Some(balance) = balance {
        output::say(general, balance.line(&n));
    }
    Ok(())
}
