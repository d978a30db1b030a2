//! Opening what was named.

use std::path::Path;

use anyhow::Context;

use crate::actors::Dictionary;
use crate::analysis::{self, Search};
use crate::store::{Lens, Store};

use crate::cli::args::General;
use crate::cli::output;

/// A file as a whole, or standard input for nothing and `-`; one that does not end, such as a device, is refused.
pub fn read_whole(path: Option<&Path>) -> anyhow::Result<Vec<u8>> {
    Ok(analysis::read_bounded(open(path)?)?)
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

/// A query within a lens. Says what may be meant otherwise, and why where no article is found.
pub fn search<'s>(
    general: &General,
    store: &'s Store,
    dictionary: &Dictionary,
    (terms, lens): (&str, &Lens),
) -> anyhow::Result<Search<'s>> {
    let search = Search::new(store, dictionary, terms, lens)?;
    for hint in search.hints() {
        output::say(general, format_args!("hint: {hint}"));
    }
    self::lens(general, store, dictionary, search.lens())?;
    Ok(search)
}

/// The lens as the store and the dictionary write its outlets, actors and languages. Says why where no article meets it.
pub fn lens(
    general: &General,
    store: &Store,
    dictionary: &Dictionary,
    lens: &Lens,
) -> anyhow::Result<Lens> {
    let lens = analysis::settled(store, dictionary, lens)?;
    if let Some(why) = analysis::why_empty(store, &lens)? {
        output::say(general, format_args!("note: {why}"));
    }
    Ok(lens)
}
