//! The integration tests in one binary: it is linked once, and the tests share a store of the bundled articles.

#![allow(missing_docs)]

mod actors;
mod architecture;
mod cli;
mod common;
mod deep;
mod determinism;
mod docs;
mod durability;
mod exports;
mod holds;
mod inputs;
mod library;
mod naughty;
mod query;
mod report;
mod serve;
mod stores;
mod stories;
mod time;
