//! `demarche merge`: several stores as one.

use crate::store::{self, Transfer};

use crate::cli::args::{self, General};
use crate::cli::output;

/// Merges and says what became of what.
pub fn run(general: &General, args: &args::Merge) -> anyhow::Result<()> {
    let transfer = if args.link {
        Transfer::Link
    } else {
        Transfer::Copy
    };
    let report = store::merge(&args.stores, &args.output, transfer)?;
    let n = output::number;
    output::say(
        general,
        format_args!(
            "{} stores merged: {} duplicates removed, {} of them with another content; store: {}",
            args.stores.len(),
            n(report.duplicates),
            n(report.replaced),
            args.output.display()
        ),
    );
    output::say(general, report.balance.line(&n));
    Ok(())
}
