//! The rows of the published tables and their columns.

mod actor;
mod attitude;
mod edge;
mod listing;
mod summary;

pub use actor::ActorRow;
pub use attitude::{Attitude, StanceRow, ToneRow};
pub use edge::EdgeRow;
pub use listing::{EvidenceRow, RejectRow, evidence_table, reject_table};
pub use summary::SummaryRow;
