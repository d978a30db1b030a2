//! `demarche multiverse`: one finding under all ways of counting and testing.

use anyhow::bail;

use crate::analysis::{ModelOptions, multiverse};
use crate::store::Store;

use crate::cli::args::{self, General};
use crate::cli::progress::Progress;
use crate::cli::tables::{open_target, write};

/// Counts in every way and writes the table.
pub fn run(general: &General, args: &args::Multiverse) -> anyhow::Result<()> {
    let store = Store::open(&args.store)?;
    let dictionary = ModelOptions::with_files(&args.dictionary).dictionary()?;
    let Some((one, other)) = args.pair.split_once(',') else {
        bail!("--pair takes two ids with a comma between, such as RUS,USA");
    };
    let pair = [one.trim().to_owned(), other.trim().to_owned()];
    let options = args
        .tables
        .options(general, &args.lens, args::StoryArgs::default());
    open_target(&args.tables)?;
    let results = multiverse(
        &store,
        &dictionary,
        &options,
        (&pair, args.alpha),
        &Progress::new(general),
    )?;
    write(general, &args.tables, &results)
}
