//! demarche: who appears with whom, and who stands where towards whom, in a corpus of news, with the
//! sentences that prove it.
//!
//! The flow is one way: [`source`] reads files into [`model::Article`]s; [`extract::Extractor`] finds
//! sentences ([`text`]), actors ([`actors`]) and attitudes ([`stance`]) in one article; [`store`]
//! keeps articles and findings in one tantivy index; [`tally`] counts; [`stats`] tests; [`tables`]
//! makes rows of the published columns; [`export`] writes them. [`pipeline`] does the parallel work; [`report`] makes a page
//! that opens the sentences, `serve` feeds it from the store.
//! The library never prints, never exits and never draws: see [`observe`].
//!
//! ```
//! use std::sync::Arc;
//! use demarche::{actors::Dictionary, extract::extract, model::Article, stance::StanceModel};
//! let dictionary = Arc::new(Dictionary::builtin()?);
//! let model = Arc::new(StanceModel::builtin()?);
//! let article = Article { text: "Putin praised Xi in Moscow.".into(), ..Article::default() };
//! let found = extract(&article, &dictionary, &model);
//! assert_eq!(found.sentences.len(), 1);
//! assert!(found.mentions.len() >= 2);
//! # Ok::<(), demarche::Error>(())
//! ```

pub mod actors;
pub mod analysis;
#[cfg(feature = "cli")]
pub mod cli;
mod error;
pub mod export;
pub mod extract;
pub mod model;
pub mod observe;
pub mod pipeline;
pub mod report;
#[cfg(feature = "serve")]
pub mod serve;
pub mod source;
pub mod stance;
pub mod stats;
pub mod store;
pub mod tables;
pub mod tally;
pub mod text;

pub use analysis::{Study, ingest};
pub use error::Error;

/// The code blocks of the documentation, run as tests.
#[cfg(doctest)]
#[doc = include_str!("../docs/library.md")]
struct LibraryPage;
