//! The store's tests stand with the pipeline, which fills it.
