//! Files of many records: lines, JSON documents, tables, Parquet.

pub(in crate::source) mod columns;
pub(in crate::source) mod dialect;
pub(in crate::source) mod elements;
pub(in crate::source) mod gdelt;
pub(in crate::source) mod json;
pub(in crate::source) mod kinds;
pub(in crate::source) mod lines;
pub(in crate::source) mod ngrams;
pub(in crate::source) mod pairs;
pub(in crate::source) mod rows;
pub(in crate::source) mod table;
pub(in crate::source) mod value;
pub(in crate::source) mod wrapped;
