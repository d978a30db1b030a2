//! `demarche keyness`: words that tell two sets of articles apart.

use anyhow::bail;

use crate::analysis::{KeynessOptions, ModelOptions, keyness, settled};
use crate::store::{Lens, Store};

use crate::cli::args::{self, General};
use crate::cli::progress::Progress;
use crate::cli::{listing, output, setup};

/// Counts and prints.
pub fn run(general: &General, args: &args::Keyness) -> anyhow::Result<()> {
    let store = Store::open(&args.store)?;
    let dictionary = ModelOptions::with_files(&args.rows.dictionary).dictionary()?;
    let target = setup::lens(general, &store, &dictionary, &args.lens.lens())?;
    if target.is_open() {
        bail!(
            "every article is asked about, so none is left to compare with; give a --query or another part of a lens"
        );
    }
    let against = Lens {
        query: args.against.clone().unwrap_or_default(),
        ..Lens::default()
    };
    let options = KeynessOptions {
        target,
        reference: settled(&store, &dictionary, &against)?,
        least: args.least,
        threads: general.threads(),
    };
    let table = keyness(&store, &options, &Progress::new(general))?;
    let shown = listing::print(&args.rows, &table, args.limit)?;
    let n = |n: usize| output::number(n as u64);
    output::say(
        general,
        format_args!("{} of {} words", n(shown), n(table.rows())),
    );
    Ok(())
}
