//! Analyses: from files to a store, from a store to tables, typed rows and a manifest.
//!
//! Uses everything below it. What an analysis counts, which tables it makes, what the manifest says and which options have
//! which default is decided here, so that a program that uses the library gets the same bytes as the command line.
//!
//! ```
//! use demarche::analysis::{AttitudeOptions, IngestOptions, NetworkOptions};
//! use demarche::export::Format;
//! # let folder = tempfile::tempdir()?;
//! # let (input, out) = (folder.path().join("articles.jsonl"), folder.path().join("out"));
//! # std::fs::write(&input, "{\"id\": \"a\", \"date\": \"2024-05-01\", \"text\": \"Russia criticised Japan. China met Japan.\"}\n")?;
//! let store = demarche::ingest([input], out.join("store"), &IngestOptions::default(), &())?;
//! let study = demarche::Study::new(&store)
//!     .network(NetworkOptions::default())
//!     .attitudes(AttitudeOptions::default())
//!     .run(&())?;
//! study.write(&out, &[Format::Csv])?;
//! for edge in study.edges() {
//!     println!("{} and {}: {} articles", edge.source, edge.target, edge.articles);
//! }
//! # assert_eq!(study.edges().count(), 3);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod articles;
mod attitudes;
pub mod audit;
mod collocates;
mod compare;
mod evidence;
mod ingest;
mod keyness;
mod known;
mod manifest;
mod multiverse;
mod network;
mod options;
mod results;
mod robustness;
mod search;
mod selection;
mod session;
mod study;
mod time;

pub use collocates::{Around, WordOptions, collocates, dispersion};
pub use compare::compare;
pub use ingest::{IngestOptions, ModelOptions, ingest, inputs_of_others, read_bounded, today};
pub use keyness::{KeynessOptions, keyness};
pub use known::{Known, settled, why_empty};
pub use multiverse::multiverse;
pub use options::{
    AttitudeOptions, EvidenceOptions, Grouping, LeaveOneOut, NetworkOptions, Periods, StudyOptions,
};
pub use results::{ExportLook, Results};
pub use search::{Facet, Facets, Search};
pub use selection::{EvidenceChoice, EvidenceOrder, Selected, Stratum, row_key};
pub use session::{groups, reconcile, scan, scan_articles};
pub use study::Study;
