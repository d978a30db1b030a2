//! Tables: final counts and formulas become rows.
//!
//! Uses `model`, `tally` and `stats`; knows the published columns, but no file format. The rows of a table are a `struct`
//! each ([`ActorRow`], [`EdgeRow`], [`StanceRow`], …); its declaration names each column once, with unit and meaning
//! (`columns.rs`). A [`Table`] holds the values by column, and every format is made from it, so that all formats agree.
//! [`TABLES`] lists the tables, [`codebook`] explains their columns.
//!
//! Columns are never renamed or reordered; new ones are added at the end. A value that is not known is an empty cell, never 0.

mod attitudes;
mod bootstrap;
mod cells;
mod change_points;
mod check;
mod codebook;
mod columns;
mod compare;
mod composition;
mod info;
mod labels;
mod names;
mod network;
mod number;
mod parallel;
mod placement;
mod rows;
mod scores;
mod sensitivity;
mod spec;
mod table;
mod timeline;
mod values;

pub use attitudes::{
    AttitudeSettings, ScoreError, attitude_key, quad_table, stance_by_outlet_table, stance_table,
    tone_table,
};
pub use bootstrap::{ActorSpread, Bootstrap, EdgeSpread};
pub use cells::{Cell, Column, RowWriter};
pub use change_points::{ChangePoints, LEAST_ARTICLES, LEAST_PERIODS, change_point_table};
pub use check::{Mismatch, check_attitudes, check_edges, check_summary};
pub use codebook::{CodebookRow, TABLES, TableSpec, codebook, codebook_with};
pub use columns::{FromRow, Row, RowReader, columns_of};
pub use compare::{CompareInput, compare_tables};
pub use info::{ActorLabels, fallback_info};
pub use labels::{EndRow, add_labels, add_within, ends_table};
pub use network::{
    Backbone, CommunityEdges, NetworkInput, NetworkSettings, NetworkTables, PathsChoice, Ranking,
    SdsmChoice, TestedEdges, actors_of, network_tables,
};
pub use number::{LEAST_P, probability, rounded, write_integer, write_real};
pub use placement::{DRAWN_Q, Spot, place_actors};
pub use rows::{
    ActorRobustness, ActorRow, ArticleActorRow, ArticleRow, AttentionRow, Attitude, AuditRow,
    ChangePointRow, CollocateRow, CompareActorRow, CompareEdgeRow, CompareStanceRow, DispersionRow,
    DrawRow, EdgePeriodRow, EdgeRobustness, EdgeRow, EvidenceRow, FacetRow, HitRow, KeynessRow,
    KwicRow, LabelRow, MentionRow, MultiverseRow, QuadRow, RejectRow, ShareDifference, SheetRow,
    StanceByOutletRow, StanceCorrectedRow, StanceRow, StoryRow, SummaryRow, ToneRow, Undirected,
    Within, evidence_table, reject_table, story_table,
};
pub use sensitivity::{EdgeSupport, OutletSupport, STANDS, Tests};
pub use spec::{ColumnUnit, Kind, Spec};
pub use table::Table;
pub use timeline::{
    Attention, EdgesByPeriod, MOST_ATTENTION_ROWS, TimelineInput, attention, edges_by_period,
    equal_slices,
};

#[cfg(test)]
mod tests;
