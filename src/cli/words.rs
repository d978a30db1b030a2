//! `demarche collocates` and `demarche dispersion`: words near those of a query, and how evenly they are spread.

use crate::analysis::{Around, ModelOptions, WordOptions, collocates, dispersion};
use crate::store::{Lens, Store};

use crate::cli::args::{self, General, WordArgs};
use crate::cli::progress::Progress;
use crate::cli::{listing, output, setup};

/// `demarche collocates`
pub fn near(general: &General, args: &args::Collocates) -> anyhow::Result<()> {
    let store = Store::open(&args.words.store)?;
    let options = sought(general, &store, &args.words)?;
    let around = if args.sentence {
        Around::Sentence
    } else {
        Around::Words(args.window)
    };
    let table = collocates(
        &store,
        &options,
        around,
        args.least,
        &Progress::new(general),
    )?;
    let shown = listing::print(&args.words.rows, &table, args.limit)?;
    let n = |n: usize| output::number(n as u64);
    output::say(
        general,
        format_args!("{} of {} words", n(shown), n(table.rows())),
    );
    Ok(())
}

/// `demarche dispersion`
pub fn spread(general: &General, args: &args::Dispersion) -> anyhow::Result<()> {
    let store = Store::open(&args.words.store)?;
    let options = sought(general, &store, &args.words)?;
    let table = dispersion(&store, &options, args.by, &Progress::new(general))?;
    listing::print(&args.words.rows, &table, None)?;
    Ok(())
}

/// What is looked for, with names as the store and the dictionary write them; says what may be meant otherwise and why nothing is found.
fn sought(general: &General, store: &Store, args: &WordArgs) -> anyhow::Result<WordOptions> {
    let dictionary = ModelOptions::with_files(&args.rows.dictionary).dictionary()?;
    let lens = args.lens.lens();
    let search = setup::search(general, store, &dictionary, (&args.terms, &lens))?;
    let own = Lens {
        query: lens.query,
        ..search.lens().clone()
    };
    Ok(WordOptions {
        query: args.terms.clone(),
        lens: own,
        threads: general.threads(),
    })
}
