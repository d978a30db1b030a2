//! The rows of the published tables and their columns.

mod attitude;
mod listing;
mod network;
mod timeline;

pub use attitude::{Attitude, StanceRow, ToneRow};
pub use listing::{EvidenceRow, RejectRow, evidence_table, reject_table};
pub use network::{ActorRow, EdgeRow};
pub use timeline::{AttentionRow, ChangePointRow, EdgePeriodRow};
