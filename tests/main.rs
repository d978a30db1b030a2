//! The integration tests in one binary: it is linked once, and the tests share a store of the bundled articles.

#![allow(missing_docs)]

mod architecture;
mod cli;
mod common;
mod determinism;
mod docs;
mod durability;
mod exports;
mod holds;
mod library;
mod naughty;
mod query;
mod stores;
mod stories;
mod time;
