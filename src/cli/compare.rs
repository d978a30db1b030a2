//! `demarche compare`: two sets of articles side by side.

use crate::analysis::{ModelOptions, compare};
use crate::store::{Lens, Store};

use crate::cli::args::{self, General};
use crate::cli::progress::Progress;
use crate::cli::tables::{open_target, write};

/// Counts both and writes the tables.
pub fn run(general: &General, args: &args::Compare) -> anyhow::Result<()> {
    let store = Store::open(&args.store)?;
    let dictionary = ModelOptions::with_files(&args.dictionary).dictionary()?;
    let options = args.tables.options(general, &args.lens, args.stories);
    // Only the query differs: comparing within the same days and outlets is what is mostly meant.
    let second = Lens {
        query: args.against.clone(),
        ..if args.whole {
            Lens::default()
        } else {
            options.lens.clone()
        }
    };
    open_target(&args.tables)?;
    let results = compare(
        &store,
        &dictionary,
        &options,
        &second,
        &Progress::new(general),
    )?;
    write(general, &args.tables, &results)
}
