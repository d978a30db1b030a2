//! The rows of the published tables and their columns.

mod actor;
mod attitude;
mod edge;
mod listing;
mod summary;
mod timeline;

pub use actor::{ActorRobustness, ActorRow};
pub use attitude::{Attitude, StanceRow, ToneRow};
pub use edge::{EdgeRobustness, EdgeRow};
pub use listing::{EvidenceRow, RejectRow, evidence_table, reject_table};
pub use summary::SummaryRow;
pub use timeline::{AttentionRow, ChangePointRow, EdgePeriodRow};
