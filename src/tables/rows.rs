//! The rows of the published tables and their columns.

mod attitude;
mod listing;
mod network;

pub use attitude::{Attitude, StanceRow, ToneRow};
pub use listing::{EvidenceRow, RejectRow, StoryRow, evidence_table, reject_table, story_table};
pub use network::{ActorRow, EdgeRow};
