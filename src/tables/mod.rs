//! Tables: final counts and formulas become rows.
//!
//! Uses `model`, `tally` and `stats`; knows the published columns, but no file format. The rows of a table are a `struct`
//! each ([`ActorRow`], [`EdgeRow`], [`StanceRow`], [`ToneRow`], [`EvidenceRow`], [`RejectRow`]) whose columns stand in one place
//! ([`Row::COLUMNS`]); a [`Table`] holds them by column, and every format is made from it, so that all formats agree.
//!
//! Columns are never renamed or reordered; new ones are added at the end. A value that is not known is an empty cell, never 0.

mod attitudes;
mod check;
mod info;
mod network;
mod number;
mod parallel;
mod rows;
mod table;
mod values;

pub use attitudes::{AttitudeSettings, attitude_key, stance_table, tone_table};
pub use check::{Mismatch, check_attitudes, check_edges};
pub use info::{ActorLabels, fallback_info};
pub use network::{
    Backbone, NetworkInput, NetworkSettings, NetworkTables, PathsChoice, Ranking, SdsmChoice, network_tables,
};
pub use number::{LEAST_P, probability, rounded, write_integer, write_real};
pub use rows::{
    ActorRow, Attitude, EdgeRow, EvidenceRow, RejectRow, StanceRow, SummaryRow, ToneRow, evidence_table,
    reject_table,
};
pub use table::{Cell, Column, Kind, Row, RowWriter, Spec, Table};

#[cfg(test)]
mod tests;
