//! The store: one tantivy index that holds the articles, their words and all that was found in them.
//!
//! Uses `model`, `text` and `source`; it alone may use `tantivy`. The commit is the transaction: its payload
//! ([`State`]) says how far each input was read, so no second file can disagree with the index.
//! Tallies read columns ([`ArticleView`]); text is fetched only for what is shown.

mod aside;
mod balance;
mod check;
mod clusters;
mod columns;
mod components;
mod delete;
mod document;
mod duplicates;
mod error;
mod files;
mod flags;
mod identity;
mod lens;
mod merge;
mod pack;
mod persons;
pub mod query;
mod reader;
mod reading;
mod removal;
mod schema;
mod search;
mod state;
mod stories;
mod tokenizers;
mod urls;
mod writer;

pub use aside::Aside;
pub use balance::{Balance, Totals};
pub use check::{Check, Examination, Sampled};
pub use columns::{ArticleView, Names, Scan, StoredJudgement, StoredMention, StoredTone};
pub use delete::{Chosen, Doomed};
pub use document::{Encoder, Entry, article_key};
pub use error::StoreError;
pub use identity::Identity;
pub use lens::Lens;
pub use merge::{MergeReport, Transfer, merge};
pub use reader::Store;
pub use reading::{ArticleSink, Chunk, Fetch};
pub use search::{ExplainedPart, Hit, HitOrder, Kwic, Snippet};
pub use state::{Former, InputState, State};
pub use stories::{Dedup, Member, STORY_STEPS, Stories};
pub use writer::{Ended, Holder, RecordOrigin, StoreWriter, WriterOptions};

/// Version of the store's layout. A store of another version is refused by all but `reannotate`.
pub const FORMAT: u32 = 3;
/// The oldest version that `reannotate` brings up to date: that of demarche 0.1.0.
pub const FORMER: u32 = 2;
