//! Parallel work: ingest, walks over the store for tallies and evidence, re-annotation.
//!
//! Uses everything above it; it alone may use `rayon`.

mod check;
mod counters;
mod evidence;
mod ingest;
mod lines;
mod reannotate;
mod walk;

pub use check::check;
pub use evidence::{Evidence, EvidenceRow, Explain, Wanted};
pub use ingest::{Ingest, IngestReport};
pub use lines::map_lines;
pub use reannotate::reannotate;
pub use walk::{stories, tally, visit};
