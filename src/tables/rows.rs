//! The rows of the published tables and their columns.

mod actor;
mod article;
mod attitude;
mod audit;
mod compare;
mod edge;
mod listing;
mod search;
mod summary;
mod timeline;

pub use actor::{ActorRobustness, ActorRow};
pub use article::{ArticleActorRow, ArticleRow, MentionRow};
pub(super) use attitude::unshrunk;
pub use attitude::{Attitude, QuadRow, StanceByOutletRow, StanceRow, ToneRow};
pub use audit::{AuditRow, DrawRow, LabelRow, SheetRow, StanceCorrectedRow};
pub use compare::{
    CompareActorRow, CompareEdgeRow, CompareStanceRow, MultiverseRow, ShareDifference,
};
pub use edge::{EdgeRobustness, EdgeRow, Undirected, Within};
pub use listing::{EvidenceRow, RejectRow, StoryRow, evidence_table, reject_table, story_table};
pub use search::{CollocateRow, DispersionRow, FacetRow, HitRow, KeynessRow, KwicRow};
pub use summary::SummaryRow;
pub use timeline::{AttentionRow, ChangePointRow, EdgePeriodRow};
